"""Russian cases and genders; words as the acts print them."""

import pytest

from geo.addresses.line_parts import parts_of
from geo.locator.places import PlaceQuery, find_place
from geo.names.russian import (
    adjective_nominative,
    adjectives_nominative,
    territory_nominative,
    town_nominative,
    without_dedication,
)
from geo.units.edition_index import Atlas
from model.edition import Edition

GENITIVES = [
    ("Аккольского", "Аккольский"),
    ("Баянаульского", "Баянаульский"),
    ("Целинного", "Целинный"),
    ("Благодарного", "Благодарный"),
    ("Верхнего", "Верхний"),
    ("Дальнего", "Дальний"),
    ("Рабочего", "Рабочий"),
    ("Заячьего", "Заячий"),
    ("Большого", "Большой"),
    ("Бурлинскому", "Бурлинский"),
    ("Шоптыкольс-кого", "Шоптыкольс-кий"),  # s1/a2 l11006, torn at the end of a line
    ("Степного", "Степной"),  # s1/a2 l8449
    ("Передового", "Передовой"),
    ("Донского", "Донской"),
    ("Сырдарьинсого", "Сырдарьинский"),  # s24/a2 l42552, misprint
    ("Казатком", "Казатком"),  # a village
    ("Того", "Того"),  # too short to be an adjective
]


@pytest.mark.parametrize(("printed", "nominative"), GENITIVES)
def test_an_adjective_is_put_in_the_nominative_by_rule_or_by_the_lookup(
    printed: str, nominative: str
) -> None:
    assert adjective_nominative(printed) == nominative
    assert adjective_nominative(nominative) == nominative


def test_other_words_of_a_name_stay_as_printed() -> None:
    assert adjectives_nominative("Байдалы бийского") == "Байдалы бийский"


def test_towns_are_put_in_the_nominative_by_rule_or_by_the_lookup() -> None:
    assert [town_nominative(name) for name in ("Уральска", "Тараза", "Астаны", "Текели")] == [
        "Уральск", "Тараз", "Астана", "Текели",
    ]  # fmt: skip


def test_a_name_is_read_without_the_word_that_says_whom_it_honours() -> None:
    assert [without_dedication(name) for name in ("имени Абая", "им. Абая", "Абай атындағы", "Имантау")] == [
        "Абая", "Абая", "Абай", "Имантау",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "nominative"),
    [
        ("Аккольского района", "Аккольский района"),
        ("Акмолинской области", "Акмолинская области"),
        ("Степного сельского округа", "Степной сельского округа"),
        ("Дальнего аульного (сельского) округа", "Дальний аульного (сельского) округа"),
        # The type word keeps its case also before a further territory: it is dropped as it stands.
        (
            "Андреевского сельского округа района Г.Мусрепова",
            "Андреевский сельского округа района Г.Мусрепова",
        ),
        ("Песчаного", "Песчаного"),
        ("города Рудного", "город Рудный"),
        ("города Зыряновска", "город Зыряновск"),
        ("г. Караганды", "город Караганда"),
        ("город Рудный", "город Рудный"),
        ("Рудного қаласы", "Рудный қаласы"),
        ("городе Томска", "городе Томска"),
    ],
)
def test_a_territory_in_the_genitive_is_named_in_the_nominative(printed: str, nominative: str) -> None:
    assert territory_nominative(printed) == nominative


def test_every_adjective_in_the_genitive_parts_a_village_from_what_it_lies_in() -> None:
    assert parts_of("с. Ушаков Степного сельского округа Карасуского района") == [
        "с. Ушаков",
        "Степной сельского округа",
        "Карасуский района",
    ]


def test_a_village_is_found_in_an_okrug_whose_adjective_is_no_sky(shipped_edition: Edition) -> None:
    atlas = Atlas.of(shipped_edition)
    villages = [unit.id for unit in shipped_edition.units.values() if unit.parent_id == "kus-karasu-stepnoe"]
    for village in villages:
        name = shipped_edition.units[village].names[0].value
        found = find_place(atlas, PlaceQuery(name=f"с. {name} Степного сельского округа Карасуского района"))
        assert [unit.id for unit in found.units] == [village]
    assert villages
