"""The one way to recognise names: golden rows of each kind; the three entry points agree."""

from collections.abc import Callable
from pathlib import Path

import pytest

from geo.explanations.place_texts import Doubt
from geo.jurisdiction.explanation import how_understood
from geo.locator.candidates import CERTAIN, LocateQuery
from geo.locator.locator import Locator
from geo.locator.place_readings import readings_of
from geo.locator.places import PlaceFound, PlaceQuery, find_place
from geo.names.latin_words import with_type_words
from geo.names.numbers import number_key
from geo.units.edition_index import Atlas
from geo.units.importance import importances
from loaders.checks.name_labels import read_name_labels
from loaders.checks.names import AskedName, ask_names, wrong_names
from model.edition import Edition
from model.enums import Language, PlaceBasis
from model.lookup_facts import Towns
from model.lookups import lookup
from tests.shared_folder import NOT_BESIDE, SHARED

NAMES = Path(__file__).parents[1] / "names"
CASES = SHARED / "cases" / "names.jsonl"
KYNA = "akm-akkol-karasai-kyna"


@pytest.fixture(scope="module")
def place(shipped_edition: Edition) -> Callable[[str], PlaceFound]:
    locator = Locator(Atlas.of(shipped_edition))
    return lambda text: find_place(locator.atlas, PlaceQuery(name=text), locator)


@pytest.fixture(scope="module")
def asked(shipped_edition: Edition) -> tuple[AskedName, ...]:
    return ask_names(shipped_edition, read_name_labels(NAMES))


def test_every_labelled_text_is_understood_by_each_way(asked: tuple[AskedName, ...]) -> None:
    wrong = [(each.label.text, [way.value for way in ways]) for each, ways in wrong_names(asked)]
    assert wrong == []


def test_the_three_ways_put_the_same_place_first(asked: tuple[AskedName, ...]) -> None:
    other = [each.label.text for each in asked if not each.is_agreed]
    assert len(other) <= len(asked) // 100, other


@pytest.mark.skipif(not CASES.is_file(), reason=NOT_BESIDE)
def test_the_cases_are_understood_by_each_way(shipped_edition: Edition) -> None:
    cases = ask_names(shipped_edition, read_name_labels(CASES))
    assert [each.label.text for each, _ in wrong_names(cases)] == []
    assert len(cases) == 19


CERTAINLY = [
    ("Лениногорск", "vos-ridder-g"),
    ("Казахстан, Акмолинская область, Аккольский район, с. Кына", KYNA),
    ("Ақмола облысы Ақкөл ауданы Кына ауылы", KYNA),
    ("Кына Акколь", KYNA),
    ("Kyna auyly, Akkol audany", KYNA),
    ("Кына, KZ-11", KYNA),
    ("разъезд 335", "kar-zhezkazgan-kengir-335"),
    ("XIII лет Казахстана", "akt-martok-bainassai-13-let-kazakhstana"),
    ("Чижа 2-я", "zap-taskala-chizhin-2-chizha"),
    ("бекет 14", "yuz-shardara-kazakhstan-14-beket"),
    ("Қарасай ауылдық округі, Ақкөл ауданы", "akm-akkol-karasai"),
    # Villages have these names, too; no act calls the towns by them.
    ("город Шалкар", "akt-shalkar-g"),
    ("Аксай қаласы", "zap-borli-aksai"),
]


@pytest.mark.parametrize(("text", "unit"), CERTAINLY)
def test_a_text_means_one_place(place: Callable[[str], PlaceFound], text: str, unit: str) -> None:
    found = place(text).unit
    assert found is not None
    assert found.id == unit


PROPOSED = [
    ("Кына, абракадабра", KYNA, Doubt.UNKNOWN_PART),
    ("Кына, Москва", KYNA, Doubt.UNKNOWN_PART),
    ("Кына, Павлодар", KYNA, Doubt.ELSEWHERE),
    ("Кына, Карасайский район", KYNA, Doubt.ELSEWHERE),
    ("Кинаа", KYNA, Doubt.MISSPELT),
    ("Тарас", "zha-taraz-g", Doubt.MISSPELT),
    ("Талгар, Алматы", "alm-talgar-g", Doubt.CITY_MEANT),
    ("050000, Кына", KYNA, Doubt.POSTCODE_ELSEWHERE),
    ("335", "kar-zhezkazgan-kengir-335", Doubt.NUMBER_ALONE),
    ("Кына, Аккуольский район", KYNA, Doubt.TERRITORY_MISSPELT),
]


@pytest.mark.parametrize(("text", "unit", "doubt"), PROPOSED)
def test_what_a_text_does_not_prove_is_proposed_with_the_reason(
    shipped_edition: Edition, place: Callable[[str], PlaceFound], text: str, unit: str, doubt: Doubt
) -> None:
    answer = place(text)
    assert answer.units == ()
    assert unit in [each.id for each in answer.proposed]
    assert answer.read is not None
    assert doubt in answer.read.doubts
    told = " ".join(step.text(Language.RU) for step in how_understood(answer))
    assert "Возможно" in told
    assert "Не точно" in told
    candidates = Locator(Atlas.of(shipped_edition)).locate(LocateQuery(text))
    assert all(each.confidence < CERTAIN and not each.is_certain for each in candidates)


def test_an_answer_says_how_it_understood_the_text(place: Callable[[str], PlaceFound]) -> None:
    answer = place("Казахстан, Ақкөл ауданы, Kyna auyly, Абай көшесі 12")
    assert answer.unit is not None
    assert answer.read is not None
    assert answer.read.left_out == ("Абай көшесі 12",)
    told = [step.text(Language.RU) for step in how_understood(answer)]
    assert told[0].startswith(
        "По запросу «Казахстан, Ақкөл ауданы, Kyna auyly, Абай көшесі 12» найдено место"
    )
    assert told[1].startswith("Как место прочитано: «Kyna ауылы»")
    assert told[2] == "Не учтено: Абай көшесі 12."
    assert [len(how_understood(place(text))) for text in ("Кына", "Абракадабра")] == [1, 1]


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("Рудный, улица Ленина 5", ("улица Ленина 5",)),
        ("Рудный, бульвар Мира 5 кв 3", ("бульвар Мира 5, кв 3",)),
        ("Атырау, мкр Алмагуль, д. 3, кв. 7", ("мкр Алмагуль, д. 3, кв. 7",)),
        ("Ақтау қаласы, 14 шағын аудан, 5 үй", ("14 шағын аудан, 5 үй",)),
        ("Темиртау 7 мкр 5 дом", ("7 мкр, 5 дом",)),
    ],
)
def test_the_way_to_a_house_is_left_out_as_it_was_written(
    place: Callable[[str], PlaceFound], text: str, left_out: tuple[str, ...]
) -> None:
    found = place(text)
    assert found.unit is not None
    assert found.read is not None
    assert found.read.left_out == left_out


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Новоишимское, район Габита Мусрепова", "sev-gabit-musirepov-nezhin-novoishimskaya"),
        ("район Т.Рыскулова, Кулан", "zha-turar-ryskulov-kulan"),
        ("Турара Рыскулова район, Кулан", "zha-turar-ryskulov-kulan"),
    ],
)
def test_a_district_of_a_person_is_known_without_the_word_of_dedication_and_by_the_initial(
    place: Callable[[str], PlaceFound], text: str, unit: str
) -> None:
    found = place(text)
    assert [each.id for each in found.units] == [unit]


@pytest.mark.parametrize(
    ("text", "unit"), [("Чимкент", "yuz-shymkent-g"), ("Семипалатинск", "vos-semei-g"), ("Алма-Ата", "ala")]
)
def test_a_former_name_of_a_city_is_one_place_and_said_to_be_former(
    place: Callable[[str], PlaceFound], text: str, unit: str
) -> None:
    found = place(text)
    assert [each.id for each in found.units] == [unit]
    assert found.former_name is not None
    assert f"«{text}» — прежнее название" in how_understood(found)[0].text(Language.RU)


def test_a_former_name_that_a_place_bears_today_gives_both(place: Callable[[str], PlaceFound]) -> None:
    assert {unit.id for unit in place("Акмола").units} == {"ast", "akm"}
    former = place("Кустанай")
    assert former.former_name is not None
    assert former.former_name.source == "GeoNames 1519928: one place bears both names"


def test_codes_of_every_period_name_their_unit(place: Callable[[str], PlaceFound]) -> None:
    for text, unit, basis in (
        ("113241100", KYNA, PlaceBasis.CODE),
        ("КАТО 510000000", "yuz", PlaceBasis.CODE),
        ("KZ-YUZ", "yuz", PlaceBasis.NAMED),
        ("kz-62", "uly", PlaceBasis.NAMED),
    ):
        found = place(text)
        assert found.unit is not None
        assert (found.unit.id, found.basis) == (unit, basis)


def test_namesakes_stand_by_their_importance(
    shipped_edition: Edition, place: Callable[[str], PlaceFound]
) -> None:
    found = place("Акколь")
    assert found.units[0].id == "akm-akkol-akkol-g"
    assert len(found.units) > 3
    known = importances(Atlas.of(shipped_edition))
    assert known["ala"] > known["kar-karaganda-g"] > known["akm-akkol-akkol-g"] > known[KYNA] > 0
    assert max(known.values()) <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Разъезд 86", "86 разъезд"),
        ("№ 42", "станция 42"),
        ("1-е Мая", "Первое мая"),
        ("1 Мамыр", "1-мамыр"),
        ("XIII лет Казахстана", "13-летие Казахстана"),
        ("ІІІ-Интернационал", "3-й Интернационал"),
        ("14-ші бекет", "бекет 14"),
    ],
)
def test_a_number_is_told_by_one_key_however_it_is_written(one: str, other: str) -> None:
    assert number_key(one) == number_key(other) != ""
    assert number_key("Кына") == "" != number_key("Чижа 1") != number_key("Чижа 2")


def test_a_text_is_read_in_few_ways_and_a_list_of_names_in_none() -> None:
    assert readings_of(", ".join(f"Кына{letter}" for letter in "абвгдежзик")) == ()
    assert 0 < len(readings_of("Кына, Акколь, Абай, Кенес, Аксу, Карасай")) <= 6
    assert readings_of("Кына " * 100) == ()


def test_latin_type_words_are_those_that_are_understood() -> None:
    assert with_type_words("Kyna auyly, Akkol audany") == "Kyna ауылы, Akkol ауданы"
    assert with_type_words("s. Kyna") == "село Kyna"
    assert with_type_words("с. Кына") == "с. Кына"
    assert with_type_words("Sarykol s") == "Sarykol s"


def test_each_town_by_its_code_bears_that_code(shipped_edition: Edition) -> None:
    rows = lookup(Towns).towns
    codes = {
        row.unit: {
            each.value for each in shipped_edition.units[row.unit].identifiers if each.scheme == "KATO"
        }
        for row in rows
    }
    assert [row.unit for row in rows if row.kato not in codes[row.unit]] == []
    assert {row.unit for row in rows} <= Atlas.of(shipped_edition).towns
