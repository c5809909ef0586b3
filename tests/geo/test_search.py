"""Search: spellings, errors, former names, places that narrow, and its labelled queries."""

import pytest

from bench.search_quality import labelled_queries, place_of_right, recall
from geo.earth.point import Point
from geo.locator.searching import find_named
from geo.names.fuzzy_search import Match, NameSearch, ranked
from geo.names.word_index import Entry, Subject, WordIndex, entry_of, fold_words
from geo.units.name_entries import word_index
from graph.served.context import Registry
from graph.served.locators import locator_of
from graph.served.name_index import search_of, words_of
from model.edition import Edition, Name, Position
from model.enums import Language, NameStatus, Precision

RU, KK = Language.RU, Language.KK


def _unit(slug: str, value: str, language: Language = RU, **more: object) -> Entry:
    return entry_of(Subject.UNIT, slug, Name(value, language), **more)  # type: ignore[arg-type]


def _at(lon: float, lat: float) -> Position:
    return Position(lon=lon, lat=lat, precision=Precision.SETTLEMENT, method="test", confidence=1.0)


INDEX = WordIndex(
    [
        _unit("akkol", "Акколь"),
        _unit("akkol", "Ақкөл", KK),
        _unit("district", "Аккольский район"),
        _unit("west", "Тургеневка", position=_at(50, 50), inside=("district",)),
        _unit("east", "Тургеневка", position=_at(80, 50)),
        entry_of(Subject.UNIT, "astana", Name("Целиноград", RU, NameStatus.FORMER)),
        entry_of(Subject.OFFICE, "school", Name("Отдел образования", RU), None, ("akkol",)),
    ]
)
SEARCH = NameSearch(INDEX)


def _first(text: str, **more: object) -> tuple[str, Match, str]:
    hit = ranked(SEARCH.find(text, **more))[0].found  # type: ignore[arg-type]
    return hit.entry.slug, hit.match, hit.entry.name.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Акколь", ("akkol", Match.EXACT, "Акколь")),
        ("ақкөл", ("akkol", Match.EXACT, "Ақкөл")),
        ("akkol", ("akkol", Match.TRANSLITERATED, "Акколь")),
        ("Турген", ("east", Match.PREFIX, "Тургеневка")),
        ("Тургенвека", ("east", Match.FUZZY, "Тургеневка")),
        ("Целиноград", ("astana", Match.FORMER_NAME, "Целиноград")),
        ("otdel obrazovaniya akkol", ("school", Match.PREFIX, "Отдел образования")),
        ("Тургеневка Аккольский район", ("west", Match.PREFIX, "Тургеневка")),
    ],
)
def test_a_hit_says_which_name_matched_and_how(text: str, expected: tuple[str, Match, str]) -> None:
    assert _first(text) == expected


@pytest.mark.parametrize(
    ("text", "is_unfinished", "is_borne"),
    [
        ("отдел образования", False, True),
        ("отдел образования Акколь", False, True),
        ("отдел образования Аккольский район", False, False),
        ("отдел образованияя", False, False),
        ("отдел образов", False, False),
        ("отдел образов", True, True),
        ("отдел образования Акк", True, True),
        ("отде образования", True, False),
        ("отдел абракадабра", True, False),
        ("", True, False),
    ],
)
def test_a_record_bears_all_words_of_a_text_or_not(text: str, is_unfinished: bool, is_borne: bool) -> None:
    school = next(entry for entry in INDEX.entries if entry.slug == "school")
    assert SEARCH.bearing(text, autocomplete=is_unfinished)(school) is is_borne


def test_of_equal_hits_the_nearer_one_comes_first() -> None:
    for lon, slug in ((51.0, "west"), (79.0, "east")):
        hits = ranked(SEARCH.find("Тургеневка"), Point(lon, 50.0))
        assert hits[0].found.entry.slug == slug


def test_only_names_in_the_languages_asked_for_match() -> None:
    assert {hit.entry.name.language for hit in SEARCH.find("akkol", languages=[KK])} == {KK}


def test_an_unfinished_word_is_found_only_while_typing() -> None:
    assert SEARCH.find("Турген", autocomplete=False) == []


def test_a_text_without_words_or_with_foreign_ones_finds_nothing() -> None:
    assert SEARCH.find("  —  ") == [] == SEARCH.find("абракадабра")


def test_a_filter_keeps_the_records_of_which_one_name_has_every_word() -> None:
    assert INDEX.bearers("otdel obraz", Subject.OFFICE) == {"school"}
    assert INDEX.bearers("отдел акколь", Subject.OFFICE) == frozenset() == INDEX.bearers(" — ", Subject.UNIT)
    assert INDEX.bearers("отдел", Subject.UNIT) == frozenset()


def test_what_people_call_an_office_is_searched_but_no_name_of_it(shipped_edition: Edition) -> None:
    words = words_of(Registry(shipped_edition))
    centres = {each.id for each in shipped_edition.offices.values() if each.category == "psc_branch"}
    searched = {
        hit.entry.slug for hit in NameSearch(words).find("ЦОН") if hit.entry.subject is Subject.OFFICE
    }
    assert centres <= searched
    named = {
        each.id
        for each in shipped_edition.offices.values()
        if any(word.startswith("tson") for name in each.names for word in fold_words(name.value))
    }
    assert words.bearers("ЦОН", Subject.OFFICE) == named
    assert centres - named


@pytest.mark.slow
def test_labelled_queries_find_what_they_ask_for(shipped_edition: Edition) -> None:
    search = search_of(Registry(shipped_edition))
    queries = labelled_queries()
    places = [place_of_right(search, query) for query in queries]
    assert len(queries) >= 100
    assert recall(places, 1) >= 90
    assert recall(places, 5) >= 95


@pytest.fixture(scope="module")
def whole(shipped_edition: Edition) -> Registry:
    return Registry(shipped_edition)


MORE_TEXTS = ["а", "от", "Акк", "отдел образования", "цон", "x"]
TEXTS = [*(query.text for query in labelled_queries()[::4]), *MORE_TEXTS]


@pytest.mark.parametrize("most", [1, 6, 11])
@pytest.mark.parametrize("near", [None, Point(71.0, 52.0)])
def test_a_first_page_is_the_beginning_of_all_hits(whole: Registry, most: int, near: Point | None) -> None:
    search, locator = search_of(whole), locator_of(whole)
    for text in TEXTS:
        all_hits = ranked(find_named(search, locator, text), near)
        first = ranked(find_named(search, locator, text, most=most, near=near), near)
        assert first[:most] == all_hits[:most], text
        assert (len(first) >= most) == (len(all_hits) >= most)


def test_words_with_errors_are_remembered_and_answered_alike(whole: Registry) -> None:
    for text in ("отдел обрзования", "Кокшетуа", "Астанаа"):
        told = [ranked(search_of(whole).find(text)) for _ in range(2)]
        assert told[0] == told[1] == ranked(NameSearch(word_index(whole.atlas)).find(text))
