"""Typed lines: golden rows of each kind, what is never certain, and texts that mean nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.asking.asked import Asked
from geo.asking.asked_sentences import how_asked, not_held
from geo.asking.asking import LONGEST_LINE, Asking
from geo.asking.line_words import MOST_WORDS, line_words
from geo.asking.office_names import find_offices
from geo.asking.roots import roots_of
from geo.asking.vocabulary import NamedBy, Vocabulary, is_connecting
from geo.earth.point import Point
from geo.explanations.ask_texts import AskDoubt, AskedFor
from geo.explanations.sentence import join
from geo.locator.locator import Locator
from geo.names.fuzzy_search import NameSearch
from geo.units.edition_index import Atlas
from geo.units.name_entries import word_index
from loaders.checks.ask_labels import read_ask_labels
from loaders.checks.asks import AskedLine, ask_lines
from model.edition import Edition
from model.enums import Language
from model.errors import UsageError
from model.lookup_asking import NotHeld
from model.lookup_words import EverydayWords
from model.lookups import lookup

LINES = Path(__file__).parents[1] / "asks"
KYNA = "akm-akkol-karasai-kyna"
Ask = Callable[[str], Asked]


@pytest.fixture(scope="module")
def asking(shipped_edition: Edition) -> Asking:
    atlas = Atlas.of(shipped_edition)
    return Asking(atlas, Locator(atlas), Vocabulary(shipped_edition.services.values()))


@pytest.fixture(scope="module")
def lines(shipped_edition: Edition) -> tuple[AskedLine, ...]:
    return ask_lines(shipped_edition, read_ask_labels(LINES))


def places(asked: Asked) -> list[str]:
    return [unit.id for unit in (asked.place.units or asked.place.proposed)] if asked.place else []


def services(asked: Asked) -> list[str]:
    return [read.service_id for read in asked.services]


def test_lines_on_which_the_rules_were_mended_are_understood(lines: tuple[AskedLine, ...]) -> None:
    wrong = [each.label.text for each in lines if each.sample == "mended" and not each.is_right]
    assert sorted(wrong) == [
        "нотариус требует согласие опеки на продажу доли ребенка Алматы",
        "сады и парки Алматы",
        "скачать музыку бесплатно",
        "удостоверние личности",
        "усыновленя Караганда",
    ]


def test_each_service_is_found_by_its_everyday_name_in_each_language(
    asking: Asking, shipped_edition: Edition
) -> None:
    from_names = {
        (service, language): services(asking.understood(name)) for service, language, name in short_names()
    }
    assert len({service for service, _ in from_names}) == len(shipped_edition.services) == 39
    assert [key for key, found in from_names.items() if key[0] != next(iter(found), None)] == []


def short_names() -> list[tuple[str, Language, str]]:
    called = lookup(EverydayWords).services
    return [
        (slug, language, words.short.of(language)) for slug, words in called.items() for language in Language
    ]


@pytest.mark.parametrize(
    "text",
    [
        "детский сад Кына",
        "Кына, детский сад",
        "Кына,детский сад",
        "детский Кына сад",
        "куда обратиться по поводу детского сада в Кына?",
        "Кына балабақша кезек",
        "Балабақша кезегіне қайда тұруға болады, Кына ауылы?",
        "balabaqsha Kyna",
        "KINDERGARTEN KYNA",
        "Аккольский район, Кына, очередь в детский сад",
    ],
)
def test_order_case_signs_and_letters_do_not_matter(asking: Asking, text: str) -> None:
    asked = asking.understood(text)
    assert asked.asked_for is AskedFor.WHO_SERVES
    assert services(asked)[0] == "preschool-queue"
    assert places(asked) == [KYNA]
    assert asked.left_out == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Семее", "Семей"),
        ("Караганде", "Караганда"),
        ("Костанае", "Костанай"),
        ("Павлодара", "Павлодар"),
        ("Ақкөлде", "Ақкөл"),
        ("Семейдегі", "Семей"),
        ("Қарағандыға", "Қарағанды"),
        ("Усть-Каменогорске", "Усть-Каменогорск"),
        ("Шортандах", "Шортанды"),
    ],
)
def test_a_place_in_a_case_is_read_in_the_nominative(asking: Asking, typed: str, meant: str) -> None:
    asked = asking.understood(f"апостиль {typed}")
    assert (asked.place_text, asked.asked_for) == (meant, AskedFor.WHO_SERVES)
    assert asked.left_out == ()


def test_one_service_and_one_place_are_certain(asking: Asking) -> None:
    asked = asking.understood("справка об опеке в селе Кына")
    assert asked.is_certain
    assert [(read.by, read.words) for read in asked.services] == [(NamedBy.SHORT_NAME, ("справка", "опеке"))]
    assert asked.connecting == ("об", "в")


@pytest.mark.parametrize(
    ("text", "words", "connecting"),
    [
        ("прием документов в колледж Кокшетау", ("прием", "документов", "колледж"), ("в",)),
        ("справка об опеке через ЦОН Кына", ("справка", "опеке"), ("об", "через", "ЦОН")),
    ],
)
def test_words_beside_a_name_are_told(
    asking: Asking, text: str, words: tuple[str, ...], connecting: tuple[str, ...]
) -> None:
    asked = asking.understood(text)
    assert asked.services[0].words == words
    assert asked.connecting == connecting
    assert asked.is_certain


def test_no_word_of_a_line_is_dropped_in_silence(asking: Asking, lines: tuple[AskedLine, ...]) -> None:
    silent = []
    for line in lines:
        asked = line.answer
        told = " ".join(
            [
                *asked.connecting,
                *asked.left_out,
                asked.said,
                *(word for read in asked.services for word in read.words),
            ]
        )
        place = (asked.place_text or "").lower()
        typed, _ = line_words(line.label.text, asking.vocabulary, lambda _: True)
        # The place is in the nominative; of a word in another case only the beginning matches.
        silent += [
            (line.label.text, word.text)
            for word in typed
            if word.text not in told and word.text[:3].lower() not in place
        ]
    assert silent == []


DOUBTED = [
    ("школа Тараз", AskDoubt.SEVERAL_SERVICES),
    ("обмен жилья Тараз", AskDoubt.PART_OF_NAME),
    ("апостель Астана", AskDoubt.SERVICE_MISSPELT),
    ("апостиль Кенес", AskDoubt.SEVERAL_PLACES),
    ("апостиль Кинаа", AskDoubt.PLACE_DOUBTED),
    ("Болашак", AskDoubt.SERVICE_OR_PLACE),
    ("апостиль абракадабра Астана", AskDoubt.LEFT_OUT),
]


def test_each_doubt_is_named_and_nothing_doubted_is_certain(asking: Asking) -> None:
    assert {doubt for _, doubt in DOUBTED} == set(AskDoubt)
    for text, doubt in DOUBTED:
        asked = asking.understood(text)
        assert doubt in asked.doubts, text
        assert not asked.is_certain, text


def test_a_misspelt_line_is_asked_back(asking: Asking) -> None:
    asked = asking.understood("апостель Астана")
    assert (services(asked), asked.services[0].by) == (["apostille-education"], NamedBy.FUZZY)
    assert asked.did_you_mean == "апостиль Астана"
    assert asking.understood("апостиль Кинаа").did_you_mean == "апостиль Кына"
    assert asking.understood("апостиль Астана").did_you_mean is None


def test_a_town_is_a_place_and_not_a_word_of_a_name(asking: Asking) -> None:
    # `семей` stands in titles: families on a low income.
    alone = asking.understood("Семей")
    assert (alone.asked_for, services(alone)) == (AskedFor.PLACE_ONLY, [])
    beside = asking.understood("жатақхана Семей")
    assert (services(beside), places(beside)) == (["student-dormitory"], ["vos-semei-g"])


def test_a_word_of_both_is_told_as_both(asking: Asking) -> None:
    either = asking.understood("Болашак")
    assert either.asked_for is AskedFor.SERVICE_OR_PLACE
    assert services(either) == ["bolashak-scholarship"]
    assert places(either) == ["zap-kaztalov-bolashak-bolashak"]
    twice = asking.understood("школа Мектеп")
    assert (twice.asked_for, places(twice)) == (AskedFor.WHO_SERVES, ["sev-esil-almatin-mektep"])
    other = asking.understood("Болашақ стипендиясы Қарағанды")
    assert (other.asked_for, places(other)) == (AskedFor.WHO_SERVES, ["kar-karaganda-g"])


def test_what_the_registry_lacks_is_said_with_where_to_ask(asking: Asking) -> None:
    asked = asking.understood("замена паспорта в Семее")
    assert (asked.asked_for, asked.topic, services(asked)) == (AskedFor.NOT_HELD, "passport", [])
    assert places(asked) == ["vos-semei-g"]
    for topic in lookup(NotHeld).topics:
        for language in Language:
            told = not_held(topic).text(language)
            assert "https://egov.kz" in told
            assert "1414" in told


def test_offices_are_found_by_kind_and_place(asking: Asking, shipped_edition: Edition) -> None:
    atlas = Atlas.of(shipped_edition)
    search, locator = NameSearch(word_index(atlas)), Locator(atlas)

    def found(text: str) -> list[str]:
        hits = find_offices(search, locator, atlas, asking.understood(text))
        return [hit.entry.slug for hit in sorted(hits, key=lambda hit: -hit.score)]

    assert found("акимат Кына") == ["akm-akkol-karasai-akimat", "akm-akkol-akimat", "akm-akimat"]
    assert found("отдел образования Кына") == ["akm-akkol-education"]
    everywhere = found("отдел образования")
    assert len(everywhere) > 100
    assert {shipped_edition.offices[each].category for each in everywhere} == {"education_department"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Ақкөл аудандық білім бөлімі", "akm-akkol"),
        ("Целиноград аудандық білім бөлімі", "akm-tselinograd"),
        ("Көкшетау қалалық білім бөлімі", "akm-kokshetau-g"),
        ("Aqkol audandyq bilim bolimi", "akm-akkol"),
    ],
)
def test_a_kazakh_adjective_says_what_the_place_of_an_office_is(
    asking: Asking, text: str, place: str
) -> None:
    asked = asking.understood(text)
    assert asked.asked_for is AskedFor.OFFICE_BY_NAME
    assert (places(asked), asked.left_out) == ([place], ())


def test_near_stands_for_a_place_that_is_not_named(asking: Asking) -> None:
    here = Point(lon=72.01902, lat=52.06189)
    asked = asking.understood("апостиль", here)
    assert asked.asked_for is AskedFor.WHO_SERVES
    assert asked.place is not None
    assert asked.place.origin == here
    named = asking.understood("апостиль Тараз", here)
    assert places(named) == ["zha-taraz-g"]
    assert asking.understood("Тараз", here).asked_for is AskedFor.PLACE_ONLY


def test_every_kind_of_line_is_told_in_three_languages(
    lines: tuple[AskedLine, ...], shipped_edition: Edition
) -> None:
    kinds = {each.answer.asked_for: each.answer for each in lines}
    assert kinds.keys() == set(AskedFor)
    for asked in kinds.values():
        told = {join(how_asked(asked, shipped_edition.services), language) for language in Language}
        assert len(told) == 3
        assert all(told)


def test_a_line_that_is_too_long_is_refused_and_too_many_words_are_told(asking: Asking) -> None:
    with pytest.raises(UsageError, match=f"301 characters, at most {LONGEST_LINE}"):
        asking.understood("ы" * 301)
    asked = asking.understood("школа " * 40)
    assert len(asked.left_out) == 1
    many = asking.understood(" ".join(f"щ{word:02}" for word in range(60)))
    assert len(many.left_out) == 60 > MOST_WORDS


def test_the_same_line_has_always_the_same_answer(asking: Asking, shipped_edition: Edition) -> None:
    backwards = Vocabulary(list(shipped_edition.services.values())[::-1])
    atlas = Atlas.of(shipped_edition)
    other = Asking(atlas, Locator(atlas), backwards)
    for text in ("опека Тараз", "жәрдемақы", "школа", "лицензия", "грант", "детский сад Кына"):
        assert services(other.understood(text)) == services(asking.understood(text)), text


@given(text=st.text(max_size=LONGEST_LINE))
def test_no_text_breaks_it(asking: Asking, text: str) -> None:
    asked = asking.understood(text)
    assert asked.text == text
    assert not (asked.asked_for is AskedFor.NOT_UNDERSTOOD and asked.is_certain)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("балабақшаға", "балабақша"),
        ("кезегі", "кезек"),
        ("мектебі", "мектеп"),
        ("справок", "справка"),
        ("школам", "школа"),
        ("общежитием", "общежитие"),
        ("schools", "school"),
    ],
)
def test_forms_of_a_word_have_a_root_in_common(one: str, other: str) -> None:
    shared = set(roots_of(one).forms) & set(roots_of(other).forms)
    assert max(map(len, shared)) >= len(roots_of(other).folded) // 2


def test_words_that_name_nothing_are_known_by_their_letters() -> None:
    assert all(map(is_connecting, ("в", "Где", "үшін", "the", "ТЕЛЕФОН")))
    assert not any(map(is_connecting, ("школа", "Кына", "опека")))


def test_a_part_of_a_name_among_more_unknown_words_names_nothing(asking: Asking) -> None:
    few = asking.understood("льготное питание Тараз")
    assert (services(few)[0], few.is_certain) == ("school-meals", False)
    many = asking.understood("вкусное питание кошкам бегемотам Тараз")
    assert (many.asked_for, services(many)) == (AskedFor.PLACE_ONLY, [])
    assert set(many.left_out) == {"вкусное", "питание", "кошкам", "бегемотам"}


def test_a_known_word_is_no_misspelt_place(asking: Asking) -> None:
    # Dala is a village, and `бала` is one letter away from it.
    assert asking.understood("бала").asked_for is AskedFor.NOT_UNDERSTOOD
