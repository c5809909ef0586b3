"""The error of a place that is only known to lie in a unit: compared with villages of known position."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.earth.point import Point, geodesic_m
from loaders.loading.spreads import Spreads
from loaders.loading.store_rows import store_rows
from loaders.seeds import BadSeedError, Seeds
from loaders.seeds.folder import read_seeds
from loaders.seeds.rows import AreaRow, PositionRow
from model.edition import Edition
from model.enums import Level, Precision
from store.tables import tables
from tests.area_rows import area_row


def area(slug: str, level: Level, parent: str) -> AreaRow:
    return area_row(slug, level, parent, ru=slug, kk=slug)


def at(slug: str, lon: float, precision: Precision, method: str = "exact") -> PositionRow:
    return PositionRow(
        subject=f"unit:{slug}",
        lat="50",
        lon=str(lon),
        precision=precision,
        method=method,
        source="geonames",
        source_id="1",
        confidence="0.9",
    )


AREAS = [
    area("r", Level.REGION, ""),
    area("d", Level.DISTRICT, "r"),
    area("d-o", Level.RURAL_OKRUG, "d"),
    *(area(f"d-o-{name}", Level.SETTLEMENT, "d-o") for name in "abcx"),
    area("d-p", Level.RURAL_OKRUG, "d"),
    area("d-p-a", Level.SETTLEMENT, "d-p"),
    area("t", Level.DISTRICT, "r"),
]
# The okrug stands in its seat `a`; `b` is 71.7 km east of it, `c` as far west; nobody knows where `x` is.
ROWS = [
    at("r", 70, Precision.REGION, "region_middle"),
    at("d", 70, Precision.DISTRICT, "district_seat"),
    at("d-o", 70, Precision.OKRUG, "okrug_seat"),
    at("d-o-a", 70, Precision.SETTLEMENT),
    at("d-o-b", 71, Precision.SETTLEMENT),
    at("d-o-c", 69, Precision.SETTLEMENT),
    at("d-o-x", 70, Precision.OKRUG, "okrug"),
    at("d-p", 72, Precision.OKRUG, "okrug_seat"),
    at("d-p-a", 72, Precision.DISTRICT, "district"),
    at("t", 75, Precision.DISTRICT, "district_seat"),
]
SEEDS = Seeds(areas=tuple(AREAS), positions=tuple(ROWS))
EAST_M = geodesic_m(Point(70, 50), Point(71, 50))


def test_each_village_is_measured_as_if_it_were_not_placed() -> None:
    distances = dict(Spreads(SEEDS).distances("d-o"))
    # Without the seat the okrug would stand amid the others, where the seat is.
    assert distances == {
        "d-o-a": pytest.approx(0, abs=1),
        "d-o-b": pytest.approx(EAST_M),
        "d-o-c": pytest.approx(EAST_M),
    }


def test_the_radius_is_that_of_the_unit_whose_point_was_taken() -> None:
    spreads = Spreads(SEEDS)
    told = {row.subject.removeprefix("unit:"): spreads.of(row) for row in SEEDS.positions}
    assert told["d-o-a"] is None  # finer: its own point
    assert told["d-o-x"] == told["d-o"] == spreads.spread_m("d-o")
    assert told["d-p-a"] == told["d"] == spreads.spread_m("d")
    assert told["d-o"] is not None
    assert told["d-o"] > EAST_M
    assert told["d-p"] is not None  # none of its villages has a position: its neighbours decide
    assert 25_000 < told["d-p"] < told["d-o"]
    assert told["t"] is None  # a town without villages is no raion


def test_at_least_95_of_100_villages_lie_within_the_radius_the_others_give() -> None:
    spreads = Spreads(read_seeds())
    for level, counted in ((Level.RURAL_OKRUG, 2_800), (Level.DISTRICT, 3_500), (Level.REGION, 3_500)):
        held_out = list(spreads.held_out(level))
        assert len(held_out) > counted
        within = sum(each.distance_m <= each.spread_m for each in held_out)
        assert 0.95 <= within / len(held_out) < 0.97, level
        for unit in {each.unit for each in held_out}:
            radius, own = spreads.spread_m(unit), spreads.distances(unit)
            assert radius is not None
            assert sum(metres <= radius for _, metres in own) >= 0.95 * len(own), unit


def test_what_is_no_number_is_refused_by_name() -> None:
    bad = replace(SEEDS, positions=(replace(ROWS[0], lat="north"), *ROWS[1:]))
    with pytest.raises(BadSeedError, match=r"positions\.csv: unit:r"):
        store_rows(bad)


def test_an_edition_tells_the_radius_of_each_coarse_position(
    small_edition: Edition, small_seeds: Seeds
) -> None:
    spreads = {row.subject: Spreads(small_seeds).of(row) for row in small_seeds.positions}
    rows = store_rows(small_seeds)[tables.position]
    assert [row["spread_m"] for row in rows] == list(spreads.values())
    for unit in small_edition.units.values():
        if unit.position is not None:
            radius = spreads[f"unit:{unit.id}"]
            assert unit.position.spread_m == radius
            assert radius is None or unit.position.error_m == radius
