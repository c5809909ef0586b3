"""Whether a point lies on the ground of some units: strict where the ground is known, else lenient.

Borders are drawn for few units, and roughly; positions of villages are rounded. So a point is refused only on
the evidence of something known to lie elsewhere. The rules, in order:

1. **Core of a place of others.** A point within the reach of such a place (`model.extents`), and three times
   nearer to its middle than to that of any own place, stands there: it is outside.
2. **Own places.** A point at most 3 km from the edge of an own place is inside, whatever the boundaries say:
   a village may be that far from its registered point (the error of Precision.SETTLEMENT).
3. **Boundaries.** The finest boundary that holds the point decides, and the outline of the country does,
   unless the border lies within 5 km (`seeds/lookups/country.yaml`). A unit without a boundary inside the
   polygon of another, such as a city in a raion without a hole, is judged by its places.
4. **Nearness.** Elsewhere the point is inside unless the edge of a place of others is three times nearer than
   that of any own place. Of 3,587 settlements of the registry, each tested as if it were unknown, 51 (1.4 %)
   are refused in their own district; as known places, none is. Of 10,850 points of places of other districts
   up to 250 km away none is accepted.
5. **Villages without a position** may be anywhere around the point of their okrug (15 km), or in their
   district: there the point is inside if no place of others lies within 3 km.

Where nothing shows where the units lie, no point is inside. A city that contains a unit counts as its own
place: without boundaries the districts of Almaty cannot be distinguished. A coarse position (OKRUG and wider)
is judged with its own error and against no core: it only says that an office is somewhere around.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import shapely

from geo.earth.country import BORDER_M, COUNTRY, circle
from geo.earth.point import LonLat, geodesic_m
from geo.units.containment import NEAREST_SETTLEMENT_M, stands_in
from geo.units.edition_index import Atlas, is_trusted
from model.edition import Position, Unit
from model.enums import Level, Precision
from model.extents import reach_m

__all__ = ["BORDER_M", "COUNTRY", "Ground", "circle"]

_AT_A_PLACE_M = Precision.SETTLEMENT.error_m
_NEARER = 3.0
"""How many times nearer a place of others has to be to claim a point."""
_FARTHEST_M = 100_000.0
"""A point farther than this from any known place, in metres, belongs to no place by nearness."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A populated place near a point, with metres to its middle and to its edge; 0 to the edge inside it."""

    unit: Unit
    middle_m: float
    edge_m: float


class Ground:
    """The ground of some units, with all units inside them in the division of today."""

    def __init__(self, atlas: Atlas, unit_ids: Collection[str]) -> None:
        """`unit_ids` are ids of units in the edition of the atlas."""
        self._atlas = atlas
        self._units = frozenset(unit_ids)

    def holds(self, position: Position) -> bool:
        """Whether an office with that position may stand on this ground, by the rules of this module."""
        is_exact = is_trusted(position)
        slack_m = max(_AT_A_PLACE_M, position.precision.error_m)
        border = circle(position, max(BORDER_M, position.precision.error_m))
        own, others = self._places_around(position, border)
        if is_exact and _is_core_of_others(own, others):
            return False
        own_m = _nearest_edge_m(own)
        if own_m <= slack_m:
            return True
        finest = next(iter(self._atlas.boundaries.units_at(position)), None)
        if finest is not None and self._is_inside(finest.id):
            # A town without a boundary of its own, in the middle of a raion whose polygon has no hole for it.
            return not is_exact or not any(
                each.edge_m == 0 and stands_in(self._atlas, each.unit, finest) for each in others
            )
        if self._is_kept_out(finest, border):
            return False
        others_m = _nearest_edge_m(others)
        if own and own_m <= _NEARER * others_m:
            return True
        return (not is_exact or others_m > slack_m) and self._may_be_unplaced(position)

    @cached_property
    def _above(self) -> frozenset[str]:
        """Ids of the units and of all units that contain them."""
        return frozenset(each for unit_id in self._units for each in self._atlas.division.chain(unit_id))

    def _is_inside(self, unit_id: str) -> bool:
        return not self._units.isdisjoint(self._atlas.division.chain(unit_id))

    def _is_own(self, unit_id: str) -> bool:
        return unit_id in self._above or self._is_inside(unit_id)

    def _places_around(
        self, point: LonLat, border: shapely.Polygon
    ) -> tuple[Sequence[_Place], Sequence[_Place]]:
        """Places of these units around the point, and places of others that no boundary separates from it.

        A place that contains the point counts, even on the wrong side of a rough border.
        """
        own: list[_Place] = []
        others: list[_Place] = []
        for unit, metres in self._atlas.settlement_tree.within(point, self._radius_m(point)):
            place = _Place(unit, metres, max(metres - reach_m(unit.population), 0.0))
            if self._is_own(unit.id):
                own.append(place)
            elif place.edge_m == 0 or self._reaches(unit, border):
                others.append(place)
        return own, others

    def _radius_m(self, point: LonLat) -> float:
        """How far in metres a place may be from the point to count.

        At least 50 km, farther in the desert; 0 where no place lies within 100 km.
        """
        nearest = self._atlas.settlement_tree.nearest(point, 1, _FARTHEST_M)
        return max(NEAREST_SETTLEMENT_M, _NEARER * nearest[0][1]) if nearest else 0.0

    def _reaches(self, unit: Unit, border: shapely.Polygon) -> bool:
        """Whether the nearest boundary around the unit meets the border around the point.

        True without a boundary.
        """
        chain = (each for each in self._atlas.chain(unit.id) if each.id not in self._above)
        shape = next(filter(None, (self._atlas.boundaries.shape(each.id) for each in chain)), None)
        return shape is None or bool(shape.intersects(border))

    def _is_kept_out(self, finest: Unit | None, border: shapely.Polygon) -> bool:
        """Whether a boundary, or the outline of the country, excludes the point.

        A point close to a boundary of these units is never excluded.
        """
        boundaries = self._atlas.boundaries
        at = border.centroid
        # An own boundary that contains the point but is not the finest there is older than the finer one.
        if any(shape.intersects(border) and not shape.intersects(at) for shape in self._own_boundaries):
            return False
        if self._is_drawn or not COUNTRY.intersects(border):
            return True
        shape = None if finest is None or finest.id in self._above else boundaries.shape(finest.id)
        return shape is not None and bool(shape.contains(border)) and not self._stands_within(shape)

    @cached_property
    def _own_boundaries(self) -> Sequence[shapely.MultiPolygon]:
        atlas = self._atlas
        shapes = (
            atlas.boundaries.shape(boundary)
            for boundary in atlas.edition.boundaries
            if self._is_inside(boundary)
        )
        return [shape for shape in shapes if shape is not None]

    @cached_property
    def _is_drawn(self) -> bool:
        """Whether for each of the units its boundary, or those of all its parts, are known."""

        def is_drawn(unit_id: str) -> bool:
            parts = self._atlas.division.children(unit_id)
            return unit_id in self._atlas.boundaries or (
                bool(parts) and all(is_drawn(part.id) for part in parts)
            )

        return bool(self._units) and all(is_drawn(unit_id) for unit_id in self._units)

    def _stands_within(self, shape: shapely.MultiPolygon) -> bool:
        """Whether a place of these units lies in the polygon of another unit, which has no hole for it."""
        return any(
            unit.position is not None
            and shape.intersects(shapely.Point(unit.position.lon, unit.position.lat))
            for unit in self._own_places
        )

    @cached_property
    def _own_places(self) -> Sequence[Unit]:
        return [unit for unit in self._atlas.settlement_tree.things if self._is_inside(unit.id)]

    def _may_be_unplaced(self, position: Position) -> bool:
        """Whether a place of these units whose position is unknown may be there."""
        okrugs = (unit.position for unit in self._unplaced)
        if any(
            okrug is not None
            and okrug.precision is Precision.OKRUG
            and geodesic_m(position, okrug) <= okrug.error_m
            for okrug in okrugs
        ):
            return True
        return any(ground.holds(position) for ground in self._homes)

    @cached_property
    def _unplaced(self) -> Sequence[Unit]:
        """Units of the ground without parts, mostly villages, that have no trustworthy position."""
        edition = self._atlas.edition
        return [
            unit
            for unit in edition.units.values()
            if not edition.children.get(unit.id)
            and not is_trusted(unit.position)
            and self._is_inside(unit.id)
        ]

    @cached_property
    def _homes(self) -> Sequence[Ground]:
        """The ground of the districts around such villages.

        Also of their regions, where no own place has a position.
        """
        levels = (Level.DISTRICT,) if self._own_places else (Level.DISTRICT, Level.REGION)
        homes: dict[str, Ground] = {}
        for unit in self._unplaced:
            above = (self._atlas.division.above(unit.id, level) for level in levels)
            home = next((each for each in above if each is not None and not self._is_inside(each.id)), None)
            if home is not None:
                homes.setdefault(home.id, Ground(self._atlas, (home.id,)))
        return tuple(homes.values())


def _is_core_of_others(own: Sequence[_Place], others: Sequence[_Place]) -> bool:
    """Whether the point stands in the core of a place of others.

    It lies inside, and three times nearer to its middle than to that of any own place.
    """
    middle_m = min((each.middle_m for each in own), default=math.inf)
    return any(each.edge_m == 0 and middle_m > _NEARER * each.middle_m for each in others)


def _nearest_edge_m(places: Sequence[_Place]) -> float:
    return min((place.edge_m for place in places), default=math.inf)
