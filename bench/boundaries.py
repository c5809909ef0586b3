"""How well approximate areas agree with real boundaries, which answers at points differ, and the cost."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from dataclasses import replace

from bench.timing import timing_of
from geo.earth.point import Point
from geo.units.approximate_areas import ApproximateAreas, agreement
from geo.units.containment import bounded_unit, units_at
from geo.units.edition_index import Atlas, is_trusted
from loaders.places.boundaries import read_boundary_files
from model.edition import Edition
from model.enums import Level
from tests.shared_folder import SHARED

GAZETTEER = SHARED / "gazetteer"
_FILES = ("districts.geojson", "regions.geojson")
_POINTS = 2_000


def print_boundaries(edition: Edition) -> None:
    """Print the figures, or a note if the files of boundaries are missing."""
    files = [GAZETTEER / name for name in _FILES]
    if not all(file.is_file() for file in files):
        print(f"boundaries: {GAZETTEER} is not there, their figures are left out")
        return
    read = read_boundary_files(files, edition)
    boundaries = {boundary.unit_id: boundary for boundary in read.boundaries}
    bare = Atlas.of(replace(edition, boundaries={}))
    regions = {key: each for key, each in boundaries.items() if edition.units[key].level is Level.REGION}
    half = Atlas.of(replace(edition, boundaries=regions))
    full = Atlas.of(replace(edition, boundaries=boundaries))
    print(f"\n{'approximate areas against boundaries (shared ground)':56} {'median':>8} {'mean':>8} {'n':>5}")
    for level, atlas, label in (
        (Level.REGION, bare, "regions, no boundary known"),
        (Level.DISTRICT, bare, "districts, no boundary known"),
        (Level.DISTRICT, half, "districts, boundaries of regions known"),
    ):
        areas = ApproximateAreas(atlas)
        shares = [
            agreement(areas.of(edition.units[key]), boundary.shape)
            for key, boundary in boundaries.items()
            if edition.units[key].level is level
        ]
        print(
            f"{label:56} {statistics.median(shares):>8.2f} {statistics.mean(shares):>8.2f} {len(shares):>5}"
        )
    _print_points(bare, full)


def _print_points(bare: Atlas, full: Atlas) -> None:
    """Print how answers at random points differ with and without boundaries, and what they cost."""
    chance = random.Random(16)
    points: list[Point] = []
    while len(points) < _POINTS:
        point = Point(chance.uniform(46, 87), chance.uniform(41, 55.5))
        if full.boundaries.units_at(point):
            points.append(point)
    same = [_district(bare, point) == _district(full, point) for point in points]
    far = [not units_at(bare, point) for point in points]
    homes = [
        unit
        for unit in full.edition.units.values()
        if unit.level is Level.SETTLEMENT and unit.position is not None and is_trusted(unit.position)
    ]
    own = [_stands_at_home(full, unit.id) for unit in homes]
    print(f"\n{'points of the country, evenly':56} {len(points):>8}")
    print(f"{'  district by boundary = district by nearest settlement':56} {_share(same):>8}")
    print(f"{'  no settlement within 50 km, only the boundary answers':56} {_share(far):>8}")
    print(f"{'settlements whose point lies in the boundary of their own':56} {_share(own):>8}")
    print(f"\n{'units at a point':44} {'median':>10} {'p95':>10}")
    for told, atlas in (("without boundaries", bare), ("with boundaries", full)):
        print(f"{told:44} {timing_of(lambda index, at=atlas: units_at(at, points[index]), 500)}")  # type: ignore[misc]
    print(f"{'the district alone':44} {timing_of(lambda index: bounded_unit(full, points[index]), 500)}")


def _district(atlas: Atlas, point: Point) -> str | None:
    """The id of the district at a point; None if there is none."""
    return next((each.unit.id for each in units_at(atlas, point) if each.unit.level is Level.DISTRICT), None)


def _stands_at_home(atlas: Atlas, unit_id: str) -> bool:
    """Whether a settlement's point lies inside the smallest known boundary around its unit.

    True if no boundary around it is known, False for a settlement without a point.
    """
    chain = atlas.chain(unit_id)
    position = chain[0].position
    around = next((each for each in chain if each.id in atlas.boundaries), None)
    return position is not None and (around is None or atlas.boundaries.holds(around.id, position))


def _share(found: Sequence[bool]) -> str:
    return f"{100 * sum(found) / len(found):.1f} %"
