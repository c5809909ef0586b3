"""Settlements at unlikely positions: far outside their district, or at the point of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import shapely
from shapely.ops import nearest_points

from geo.earth.country import BORDER_M
from geo.earth.point import Point, geodesic_m
from loaders.seeds.folder import Seeds
from loaders.seeds.rows import AreaRow, PositionRow
from model.enums import Level, Precision
from model.lookup_places import OutsideDistricts, SharedLocalities
from model.lookups import lookup

OUTSIDE, SHARED = "outside its district", "at the point of another"
OPEN = "open"
"""Not examined yet."""


@dataclass(frozen=True, slots=True)
class Stray:
    """A settlement at an unlikely point.

    `metres` is its distance outside its district, else 0; `verdict` is OPEN until it was examined.
    """

    kind: str
    unit: str
    metres: float
    verdict: str
    why: str


def strays(seeds: Seeds) -> tuple[Stray, ...]:
    """All settlements at unlikely points.

    First those outside their district, the farthest first, then those that share a point.
    """
    outside = sorted(_outside(seeds), key=lambda each: (-each.metres, each.unit))
    return (*outside, *sorted(_shared(seeds), key=lambda each: each.unit))


def _placed(seeds: Seeds) -> Iterator[tuple[AreaRow, PositionRow]]:
    """The settlements with a position of settlement precision."""
    rows = {row.subject: row for row in seeds.positions}
    for area in seeds.areas:
        row = rows.get(f"unit:{area.id}")
        if area.level == Level.SETTLEMENT and row is not None and row.precision == Precision.SETTLEMENT:
            yield area, row


def _outside(seeds: Seeds) -> Iterator[Stray]:
    """Settlements farther than BORDER_M metres from the polygon of the smallest unit around them."""
    shapes = {boundary.unit_id: boundary.shape for boundary in seeds.boundaries}
    parents = {area.id: area.parent for area in seeds.areas}
    verdicts = {settlement.unit: settlement for settlement in lookup(OutsideDistricts).settlements}
    for area, row in _placed(seeds):
        shape = _around(area.id, parents, shapes)
        at = shapely.Point(float(row.lon), float(row.lat))
        if shape is None or shape.intersects(at):
            continue
        border, _ = nearest_points(shape, at)
        metres = geodesic_m(Point(border.x, border.y), Point(at.x, at.y))
        if metres > BORDER_M:
            known = verdicts.get(area.id)
            yield Stray(
                OUTSIDE, area.id, metres, known.verdict if known else OPEN, known.why if known else ""
            )


def _around(
    unit: str, parents: Mapping[str, str], shapes: Mapping[str, shapely.MultiPolygon]
) -> shapely.MultiPolygon | None:
    """The polygon of the unit, else of the nearest unit around that has a polygon.

    None if no unit has one.
    """
    while unit and unit not in shapes:
        unit = parents.get(unit, "")
    return shapes.get(unit)


def _shared(seeds: Seeds) -> Iterator[Stray]:
    """Settlements placed at one locality of a gazetteer: a position is wrong, or both are one place."""
    units: dict[tuple[str, str], list[str]] = {}
    for area, row in _placed(seeds):
        units.setdefault((row.source, row.source_id), []).append(area.id)
    verdicts = {each.locality: each for each in lookup(SharedLocalities).localities}
    for (_, locality), found in units.items():
        known = verdicts.get(locality)
        if locality and len(found) > 1:
            for unit in found:
                yield Stray(SHARED, unit, 0.0, known.verdict if known else OPEN, known.why if known else "")
