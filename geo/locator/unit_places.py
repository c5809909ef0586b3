"""Locates units whose positions are too coarse: settlements by name, wider units by the places in them.

The matching of seeds (loaders/places) sees the classifier and all rows of an act at once, and decides each
village together with its neighbours. Here one unit is located alone, so that only names that prove a place
count, and no place that another unit has already: a wrong village is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from geo.earth.point import Point
from geo.gazetteer.confidence import confidence_of
from geo.gazetteer.gazetteer import Gazetteer, Locality
from geo.gazetteer.namesakes import NEAR_KM, by_population, is_cluster, km_between, middle
from geo.locator.finder import polygon_of
from geo.names.ladder import FINE, Stage, climb
from geo.units.containment import units_at
from geo.units.edition_index import TRUSTED, Atlas
from model.edition import Position, Unit
from model.enums import Level, PositionTrouble, Precision
from model.location_attempts import GEOCODED

_OWN = {
    Level.REGION: Precision.REGION,
    Level.DISTRICT: Precision.DISTRICT,
    Level.RURAL_OKRUG: Precision.OKRUG,
}
_MIDDLE_TAKES = 0.05
"""Deduction from the least confidence of several villages for their middle."""


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """The position that was found, else why not; both are None where nothing was searched."""

    position: Position | None
    trouble: PositionTrouble | None = None


@dataclass
class UnitPlaces:
    """Finds positions for the units of one atlas; `gazetteer` is None where the store has no gazetteer."""

    atlas: Atlas
    gazetteer: Gazetteer | None
    found: dict[str, Position] = field(default_factory=dict)
    """Positions found here, by unit; the units around them are located by these."""

    def __post_init__(self) -> None:
        self._taken = {
            (unit.position.source or "", unit.position.source_id or ""): unit.id
            for unit in self.atlas.edition.units.values()
            if unit.level is Level.SETTLEMENT and unit.position and unit.position.precision in TRUSTED
        }

    def settlement(self, unit: Unit) -> UnitPlace:
        """Locate a settlement by its names among the gazetteer's places of its district.

        The trouble in the result is NOT_FOUND if no place has the name, or if the place is another unit's or
        lies outside; it is AMBIGUOUS if several places or settlements have the name.
        """
        polygon = self._polygon(unit)
        if self.gazetteer is None or polygon is None:
            return UnitPlace(None, PositionTrouble.NOT_FOUND)
        names = tuple(dict.fromkeys(name.value for name in unit.names))
        rung = climb(names, self.gazetteer.in_district(polygon), Stage.WORDED)
        free = [hit for hit in rung.bearers if self._taken.get(hit.source, unit.id) == unit.id]
        if not free or (rung.stage not in FINE and rung.stage is not Stage.WORDED):
            return UnitPlace(None, PositionTrouble.NOT_FOUND)
        best = free[0] if len(free) == 1 else _chosen(free)
        if best is None or self._has_twin(unit, names):
            return UnitPlace(None, PositionTrouble.AMBIGUOUS)
        if not self._lies_inside(unit, best):
            return UnitPlace(None, PositionTrouble.NOT_FOUND)
        source, source_id = best.source
        confidence = confidence_of(rung.stage, len(free) > 1)
        position = Position(
            lon=best.lon,
            lat=best.lat,
            precision=Precision.SETTLEMENT,
            method=GEOCODED,
            confidence=confidence,
            source=source,
            source_id=source_id,
            people=best.population,
        )
        self.take(unit, position)
        return UnitPlace(position)

    def take(self, unit: Unit, found: Position) -> None:
        """Remember the position of a unit, so that no other settlement gets the same place."""
        self.found[unit.id] = found
        if unit.level is Level.SETTLEMENT and found.source_id:
            self._taken[found.source or "", found.source_id] = unit.id

    def territory(self, unit: Unit) -> UnitPlace:
        """Locate a wider unit at its seat.

        If it has no single located seat, the middle of its places counts; without places, a point inside its
        boundary. If all three are unknown, the trouble in the result is PARTS_NOT_LOCATED.
        """
        inside = self.spots(unit.id)
        own = {each.id for each in self._children(unit.id)}
        seats = [at for each, at in inside if each.is_seat and each.id in own]
        if len(seats) == 1:
            return self._stands(unit, seats[0].lon, seats[0].lat, seats)
        if inside:
            spots = [at for _, at in inside]
            return self._stands(unit, median(at.lon for at in spots), median(at.lat for at in spots), spots)
        boundary = self.atlas.edition.boundaries.get(unit.id)
        if boundary is not None:
            at = boundary.shape.representative_point()
            position = Position(
                lon=round(at.x, 6),
                lat=round(at.y, 6),
                precision=_OWN[unit.level],
                method=GEOCODED,
                confidence=confidence_of(Stage.OKRUG),
            )
            self.take(unit, position)
            return UnitPlace(position)
        return UnitPlace(None, PositionTrouble.PARTS_NOT_LOCATED)

    def spots(self, unit_id: str) -> list[tuple[Unit, Position]]:
        """The units inside a unit that have exact positions, each with its position."""
        return [(each, at) for each in self._below(unit_id) if (at := self._exact(each)) is not None]

    def _stands(self, unit: Unit, lon: float, lat: float, spots: Sequence[Position]) -> UnitPlace:
        """The position of a wider unit, at `lon` and `lat`.

        Confidence and source come from `spots`, the exact positions in the unit. The result is remembered.
        """
        sources = {at.source for at in spots}
        spot = spots[0] if len(spots) == 1 else None
        less = 0.0 if spot is not None else _MIDDLE_TAKES
        # If one of several sources requires credit, the middle has to credit it.
        credited = next((at for at in spots if at.source == "openstreetmap"), spots[0])
        position = Position(
            lon=round(lon, 6),
            lat=round(lat, 6),
            precision=_OWN[unit.level],
            method=GEOCODED,
            confidence=round(max(min(at.confidence for at in spots) - less, 0.0), 2),
            source=credited.source if sources != {None} else None,
            source_id=spot.source_id if spot is not None else None,
        )
        self.take(unit, position)
        return UnitPlace(position)

    def _children(self, unit_id: str) -> Iterable[Unit]:
        units = self.atlas.edition.units
        return (units[each] for each in self.atlas.edition.children.get(unit_id, ()))

    def _below(self, unit_id: str) -> Iterable[Unit]:
        """All units inside a unit, at every level."""
        waiting = list(self._children(unit_id))
        while waiting:
            unit = waiting.pop()
            yield unit
            waiting.extend(self._children(unit.id))

    def _exact(self, unit: Unit) -> Position | None:
        known = self.found.get(unit.id) or unit.position
        return known if known is not None and known.precision in TRUSTED else None

    def _has_twin(self, unit: Unit, names: Sequence[str]) -> bool:
        """Whether another settlement of the district has one of these names and no exact position either."""
        district = self._district(unit)
        others = self._below(district.id) if district is not None else ()
        mine = frozenset(names)
        return any(
            other.id != unit.id
            and other.level is Level.SETTLEMENT
            and self._exact(other) is None
            and not mine.isdisjoint(name.value for name in other.names)
            for other in others
        )

    def _district(self, unit: Unit) -> Unit | None:
        return next((each for each in self.atlas.chain(unit.id) if each.level is Level.DISTRICT), None)

    def _polygon(self, unit: Unit) -> str | None:
        """The id of the gazetteer's polygon of the unit's district: its own, else the one around its point.

        Else None.
        """
        district = self._district(unit)
        if district is None or self.gazetteer is None:
            return None
        own = polygon_of(district)
        if own is not None and own in self.gazetteer.districts:
            return own
        if district.id in self.gazetteer.districts:
            return district.id
        at = district.position
        shape = self.gazetteer.district_at(at.lon, at.lat) if at is not None else None
        return shape.id if shape is not None else None

    def _lies_inside(self, unit: Unit, place: Locality) -> bool:
        """Whether the place is within 30 km of the others of its okrug, and inside its district.

        What is not known is not checked.
        """
        okrug = self.atlas.edition.units[unit.parent_id] if unit.parent_id is not None else None
        if okrug is not None and okrug.level is Level.RURAL_OKRUG:
            beside = [at for each, at in self.spots(okrug.id) if each.id != unit.id]
            if beside and km_between(place, middle(beside)) > NEAR_KM:
                return False
        district = self._district(unit)
        if district is None or district.id not in self.atlas.boundaries:
            return True
        point = Point(place.lon, place.lat)
        return any(each.unit.id == district.id for each in units_at(self.atlas, point))


def _chosen(hits: Sequence[Locality]) -> Locality | None:
    """The place meant among several with one name; None where nothing decides.

    It is chosen if all are one place, or one has far more people.
    """
    if is_cluster(hits):
        return max(hits, key=lambda hit: (hit.population or 0, hit.id))
    return by_population(hits)
