"""The names of a unit of seeds as they stand today."""

from __future__ import annotations

from datetime import date

import pytest

from loaders.seeds.files import BadSeedError
from loaders.seeds.rows import AreaRow, ToponymRow
from loaders.seeds.unit_names import names_of
from model.edition import Name

AREA = AreaRow(
    id="d-o-v",
    level="SETTLEMENT",
    parent="d-o",
    name_ru="Совет",
    name_kk="Совет",
    kato="",
    geonames="",
    whosonfirst="",
    wikidata="",
    population="",
    seat="",
    basis="",
)


def _row(language: str, name: str, status: str, since: str = "", source: str = "decree") -> ToponymRow:
    return ToponymRow(
        unit="d-o-v", language=language, name=name, status=status, since=since, until="", source=source
    )


def _told(names: tuple[Name, ...]) -> list[tuple[str, str, str]]:
    return [(name.value, name.language, name.status) for name in names]


def test_without_later_names_the_printed_ones_are_shown() -> None:
    names = names_of(AREA, [_row("ru", "Советское", "VARIANT", source="gov-2012-1119/s1/a2/l1")])
    assert _told(names) == [
        ("Совет", "ru", "OFFICIAL"),
        ("Совет", "kk", "OFFICIAL"),
        ("Советское", "ru", "VARIANT"),
    ]


def test_a_later_name_ends_the_printed_one_of_its_language_by_its_source() -> None:
    rows = [
        _row("kk", "Қызылжар", "OFFICIAL", "2010-11-24"),
        _row("ru", "Кызылжар", "OFFICIAL", "2010-11-24"),
    ]
    names = names_of(AREA, rows)
    assert _told(names) == [
        ("Кызылжар", "ru", "OFFICIAL"),
        ("Қызылжар", "kk", "OFFICIAL"),
        ("Совет", "ru", "FORMER"),
        ("Совет", "kk", "FORMER"),
    ]
    assert {(name.validity.until, name.source) for name in names[2:]} == {(date(2010, 11, 24), "decree")}


def test_a_later_name_in_one_language_ends_that_of_the_other_too() -> None:
    names = names_of(AREA, [_row("ru", "Кызылжар", "OFFICIAL")])
    assert _told(names) == [
        ("Кызылжар", "ru", "OFFICIAL"),
        ("Совет", "ru", "FORMER"),
        ("Совет", "kk", "FORMER"),
    ]


def test_a_name_that_is_none_is_told() -> None:
    with pytest.raises(BadSeedError, match=r"toponyms\.csv: d-o-v : no name"):
        names_of(AREA, [_row("ru", "", "VARIANT")])
