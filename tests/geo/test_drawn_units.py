"""Boundaries on a day: which polygon of another day is still right, and which is a union of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
import shapely

from geo.units.division import Division
from geo.units.drawn_units import DrawnUnits
from model.edition import Boundary, Edition, UnitChange
from model.enums import ChangeKind, Level
from tests.hand_made import at, edition, unit

SPLIT, BEFORE, AFTER = date(2022, 6, 8), date(2020, 1, 1), date(2024, 1, 1)


def square(west: float, side: float = 1.0) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([shapely.box(west, 0, west + side, side)])


def moved(what: str, left: str, entered: str) -> UnitChange:
    return UnitChange(ChangeKind.MOVED, (what, left), (what, entered), "test", SPLIT)


def split(*after: str) -> UnitChange:
    return UnitChange(ChangeKind.SPLIT, after[:1], after, "test", SPLIT)


# The region `old` loses the district `b` to the region `new`; the district `c` is split, `d` is made of it.
COUNTRY = replace(
    edition(
        [
            unit("old", Level.REGION, None, "Старая область"),
            unit("new", Level.REGION, None, "Новая область"),
            unit("a", Level.DISTRICT, "old", "Первый район"),
            unit("b", Level.DISTRICT, "old", "Второй район"),
            unit("c", Level.DISTRICT, "old", "Третий район"),
            unit("d", Level.DISTRICT, "old", "Четвёртый район"),
            unit("c-o", Level.RURAL_OKRUG, "c", "Округ"),
            unit("town", Level.DISTRICT, "old", "город"),
            unit("town-t", Level.SETTLEMENT, "town", "город", position=at(0.5, 0.5)),
        ]
    ),
    changes=(
        split("old", "new"),
        moved("b", "old", "new"),
        split("c", "d"),
        moved("c-o", "c", "d"),
    ),
)
TOWN = replace(COUNTRY.units["town"], position=at(0.5, 0.5))
COUNTRY = replace(COUNTRY, units={**COUNTRY.units, "town": TOWN})
SHAPES = {"a": square(0), "b": square(1), "c": square(2)}


def drawn(shapes: Mapping[str, shapely.MultiPolygon], of_day: date | None = None) -> Edition:
    return replace(
        COUNTRY, boundaries={key: Boundary(key, each, "test", of_day=of_day) for key, each in shapes.items()}
    )


def bounds(known: Edition, unit_id: str, day: date | None) -> tuple[float, ...] | None:
    found = DrawnUnits(known).boundary(unit_id, Division(known, day), day)
    return None if found is None else found.shape.bounds


@pytest.mark.parametrize(
    ("unit_id", "before", "today"),
    [
        ("old", (0, 0, 3, 1), (0, 0, 3, 1)),  # its box, without the ground in the middle
        ("new", None, (1, 0, 2, 1)),
        ("a", (0, 0, 1, 1), (0, 0, 1, 1)),
        ("b", (1, 0, 2, 1), (1, 0, 2, 1)),
        ("c", (2, 0, 3, 1), None),
        ("d", None, None),
        ("town", None, None),
        ("c-o", None, None),
        ("nowhere", None, None),
    ],
)
def test_a_region_is_the_union_of_its_districts_of_the_day(
    unit_id: str, before: tuple[float, ...] | None, today: tuple[float, ...] | None
) -> None:
    known = drawn(SHAPES)
    assert bounds(known, unit_id, BEFORE) == before
    assert bounds(known, unit_id, None) == bounds(known, unit_id, AFTER) == today


def test_of_the_region_that_lost_a_district_its_ground_is_left_out() -> None:
    known = drawn(SHAPES)
    old = DrawnUnits(known).boundary("old", Division(known), None)
    assert old is not None
    assert old.shape.area == pytest.approx(2)


def test_a_file_of_today_draws_the_division_of_before_as_well() -> None:
    known = drawn({**SHAPES, "d": square(3)}, AFTER)
    assert bounds(known, "c", None) == (2, 0, 3, 1)
    assert bounds(known, "d", None) == (3, 0, 4, 1)
    assert bounds(known, "c", BEFORE) == (2, 0, 4, 1)  # a unit that was split had been one
    assert bounds(known, "d", BEFORE) is None
    assert bounds(known, "old", BEFORE) == (0, 0, 4, 1)
    assert bounds(known, "new", None) == (1, 0, 2, 1)


def test_a_region_of_which_a_district_is_not_drawn_is_not_known() -> None:
    known = drawn({"a": SHAPES["a"], "b": SHAPES["b"]})
    assert bounds(known, "old", None) is None
    assert bounds(known, "new", None) == (1, 0, 2, 1)


def test_a_region_drawn_as_such_holds_as_long_as_it_has_its_districts() -> None:
    known = drawn({"old": square(0, 4)})
    assert bounds(known, "old", BEFORE) == (0, 0, 4, 4)
    assert bounds(known, "old", None) is None


def test_the_regions_of_today_are_drawn_where_no_border_within_a_district_is_needed(
    shipped_edition: Edition,
) -> None:
    units, division = DrawnUnits(shipped_edition), Division(shipped_edition)
    regions = {each.id: units.boundary(each.id, division) for each in division.children("")}
    # Кокпектинский and Тарбагатайский районы were divided between Абай and Восточно-Казахстанская; Сайрам
    # became a part of Шымкент: no file tells where.
    assert {key for key, each in regions.items() if each is None} == {"aba", "vos", "shy", "yuz"}
    day = date(2022, 6, 7)
    before, whole = Division(shipped_edition, day), {"alm": "zhe", "kar": "uly"}
    for old, new in whole.items():
        then, now = units.boundary(old, before, day), regions[old]
        made = regions[new]
        assert then is not None
        assert now is not None
        assert made is not None
        assert then.shape.area == pytest.approx(now.shape.area + made.shape.area)
        assert units.boundary(new, before, day) is None
