"""How far the places of a unit are from its point, for places without a position of their own.

A village without a position of its own is somewhere in its okrug, district or region, and gets the point of
that. How far off this may be is estimated from the villages of the same unit with a position: each is treated
as one without (if the okrug's point was the village's own, it is then the middle of the others). An okrug has
few of them, so that their mean is averaged with that of the district, and that of a district with its
region's; the figures of `seeds/lookups/extents.yaml` turn it into a radius that contains 95 of 100 places.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from geo.earth.point import LonLat, Point, geodesic_m
from loaders.seeds.folder import Seeds
from loaders.seeds.rows import AreaRow, OfficeRow, PositionRow
from model.enums import Level, Precision
from model.extents import OF_LEVEL
from model.lookup_facts import Spread

_FINE = frozenset({Precision.BUILDING, Precision.STREET, Precision.SETTLEMENT})
_SUBJECT = "unit:"
_SAME_M = 50.0
"""An okrug's point this near to a village is that of the village."""
_STEP_M = 100.0
_MIDDLE = "okrug_centroid"
_LEVELS: Mapping[str, Level] = {
    Precision.OKRUG: Level.RURAL_OKRUG,
    Precision.DISTRICT: Level.DISTRICT,
    Precision.REGION: Level.REGION,
}


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A village with a position, treated as unknown: metres to its unit's point, and the radius for it."""

    unit: str
    village: str
    distance_m: float
    spread_m: float


class Spreads:
    """The radius of units, in metres, from their villages with a position."""

    def __init__(self, seeds: Seeds) -> None:
        self._areas = {area.id: area for area in seeds.areas}
        self._offices = {office.id: office for office in seeds.offices}
        self._rows = {row.subject: row for row in seeds.positions}
        self._children: dict[str, list[str]] = {}
        for area in seeds.areas:
            self._children.setdefault(area.parent, []).append(area.id)
        self._spreads: dict[str, float | None] = {}
        self._distances: dict[str, tuple[tuple[str, float], ...]] = {}
        self._beside: dict[tuple[str, str], tuple[float, ...]] = {}

    def of(self, row: PositionRow) -> float | None:
        """The radius in metres of a position that is the point of a unit.

        None if the position is finer or no radius is known.
        """
        level = _LEVELS.get(row.precision)
        unit = None if level is None else self._around(row.subject, level)
        return None if unit is None else self.spread_m(unit)

    def spread_m(self, unit: str) -> float | None:
        """The radius in metres around the point of a unit.

        None for a district or region in which no village has a position.
        """
        if unit not in self._spreads:
            self._spreads[unit] = self._spread_m(unit)
        return self._spreads[unit]

    def _spread_m(self, unit: str) -> float | None:
        """The radius as `spread_m` gives it, computed.

        None for a unit other than a rural okrug (a district, region or town) in which no village has a
        position.
        """
        distances = [metres for _, metres in self.distances(unit)]
        # A town without villages is not a raion: a place in it is not as far out as in its neighbours.
        if not distances and self._areas[unit].level != Level.RURAL_OKRUG:
            return None
        return self._radius(unit, distances, own=distances)

    def held_out(self, level: Level) -> Iterator[HeldOut]:
        """Every village with a position in units of a level, with the radius that the others alone give.

        A village is left out if no distance or radius is known for it.
        """
        for unit in sorted(id_ for id_, area in self._areas.items() if area.level == level):
            known = self.distances(unit)
            for village, metres in known:
                others = [other for name, other in known if name != village]
                radius = self._radius(unit, others, without=metres)
                if radius is not None:
                    yield HeldOut(unit, village, metres, radius)

    def distances(self, unit: str) -> tuple[tuple[str, float], ...]:
        """The villages of a unit that have a position, each with the metres to the unit's point.

        A point that is that of the village or the middle of all is computed without that village; without
        others, the village is left out.
        """
        if unit not in self._distances:
            self._distances[unit] = tuple(self._measured(unit))
        return self._distances[unit]

    def _measured(self, unit: str) -> Iterator[tuple[str, float]]:
        """The villages with a position and their distances, as `distances` gives them."""
        row = self._rows.get(f"{_SUBJECT}{unit}")
        if row is None:
            return
        places = list(self._placed(unit))
        for village, point in places:
            others = [other for name, other in places if name != village]
            at: LonLat | None = _point(row)
            if row.method == _MIDDLE or geodesic_m(_point(row), point) < _SAME_M:
                at = _middle(others) if others else None
            if at is not None:
                yield village, geodesic_m(at, point)

    def _radius(
        self,
        unit: str,
        distances: Sequence[float],
        *,
        own: Sequence[float] = (),
        without: float | None = None,
    ) -> float | None:
        """The radius in metres, in steps of 100 m, that contains 95 of 100 places.

        It is the mean of `distances`, averaged with that of the units around, times a factor; at least the
        distance that 95 of 100 of `own` do not exceed. `without` is a distance that is left out of the units
        around.
        """
        figures = OF_LEVEL[Level(self._areas[unit].level)]
        prior = self._prior(unit, figures, without)
        if prior is None:
            return None
        mean = (sum(distances) + figures.weight * prior) / (len(distances) + figures.weight)
        radius = max(figures.times * mean, _of_hundred(own), Precision.SETTLEMENT.error_m)
        return math.ceil(radius / _STEP_M) * _STEP_M

    def _prior(self, unit: str, figures: Spread, without: float | None) -> float | None:
        """The mean distance in units of the same level around, averaged with that of the country.

        One distance of `without` metres is left out.
        """
        area = self._areas[unit]
        found = list(self._around_parent(area.parent, area.level))
        if without is not None:
            found.remove(without)
        return (sum(found) + figures.weight * figures.mean_m) / (len(found) + figures.weight)

    def _around_parent(self, parent: str, level: str) -> tuple[float, ...]:
        """The distances in all units of a level inside one unit; cached."""
        known = self._beside.get((parent, level))
        if known is None:
            beside = (each for each in self._children.get(parent, ()) if self._is_of(each, level))
            known = tuple(metres for each in beside for _, metres in self.distances(each))
            self._beside[parent, level] = known
        return known

    def _is_of(self, unit: str, level: str) -> bool:
        return self._areas[unit].level == level

    def _placed(self, unit: str) -> Iterator[tuple[str, Point]]:
        """The villages inside a unit, at any depth, that have a position of their own."""
        for child in self._children.get(unit, ()):
            if not self._is_of(child, Level.SETTLEMENT):
                yield from self._placed(child)
            elif (row := self._rows.get(f"{_SUBJECT}{child}")) is not None and row.precision in _FINE:
                yield child, _point(row)

    def _around(self, subject: str, level: Level) -> str | None:
        """The id of the unit of a level that contains a unit or an office; None if there is none."""
        kind, _, id_ = subject.partition(":")
        office: OfficeRow | None = self._offices.get(id_) if kind == "office" else None
        starts = (id_,) if office is None else (office.located_in, office.territory)
        chains = (each for start in starts for each in self._chain(start))
        return next((chain.id for chain in chains if chain.level == level), None)

    def _chain(self, unit: str) -> Iterator[AreaRow]:
        area = self._areas.get(unit)
        while area is not None:
            yield area
            area = self._areas.get(area.parent)


def _point(row: PositionRow) -> Point:
    return Point(float(row.lon), float(row.lat))


def _middle(points: Sequence[Point]) -> Point:
    return Point(median(point.lon for point in points), median(point.lat for point in points))


def _of_hundred(distances: Sequence[float]) -> float:
    """The distance that 95 of 100 do not exceed; 0 without distances."""
    if not distances:
        return 0.0
    return sorted(distances)[math.ceil(0.95 * len(distances)) - 1]
