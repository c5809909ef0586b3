"""What the stages search: the registry and the gazetteer with their indexes, and the hits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from geo.gazetteer.confidence import confidence_of
from geo.gazetteer.gazetteer import Gazetteer, Locality
from geo.gazetteer.namesakes import middle
from geo.locator.codes import Codes
from geo.locator.context import Scope
from geo.locator.territories import Territories
from geo.names.ladder import Names, Stage
from geo.names.numbers import may_be_numbered, number_key
from geo.names.renames import Rename
from geo.names.toponyms import mild_key
from geo.units.edition_index import TRUSTED, Atlas, AtlasStep
from geo.units.importance import importances
from model.edition import Name, Position, Unit
from model.enums import Level, Precision


class Hit(NamedTuple):
    """A unit or a locality that has the name, and how it was found."""

    stage: Stage
    unit: Unit | None = None
    locality: Locality | None = None
    rename: Rename | None = None
    former: Name | None = None
    variant: Name | None = None
    """A further name from a source by which the unit was found."""
    position: Position | None = None
    """Position of the unit, or of the finest unit around it that has one; None until the hit is placed."""

    @property
    def id(self) -> str:
        """The id of the unit, else of the locality."""
        return (
            self.unit.id if self.unit is not None else self.locality.id if self.locality is not None else ""
        )

    @property
    def lon(self) -> float:
        """Degrees east. The hit must have a position."""
        return self._spot.lon

    @property
    def lat(self) -> float:
        """Degrees north. The hit must have a position."""
        return self._spot.lat

    @property
    def population(self) -> int | None:
        """The number of people; None where it is not known."""
        return (self.unit or self.locality or _NOBODY).population

    @property
    def is_exactly_placed(self) -> bool:
        """Whether the point is that of the place itself, not of a territory around it."""
        return self.locality is not None or (self.position is not None and self.position.precision in TRUSTED)

    @property
    def _spot(self) -> Locality | Position:
        spot = self.locality or self.position
        assert spot is not None, "a hit without any position is never made"  # noqa: S101
        return spot


@dataclass(frozen=True, slots=True)
class _Nobody:
    population: None = None


_NOBODY = _Nobody()


@dataclass(frozen=True, slots=True)
class Bearer:
    """A unit with all its names."""

    id: str
    names: tuple[str, ...]


class Search(NamedTuple):
    """One name to search, the scopes that must contain the place, and the districts in which it may lie."""

    name: str
    scopes: tuple[Scope, ...]
    districts: frozenset[str]

    @property
    def is_narrow(self) -> bool:
        """Whether the possible districts of the place are known."""
        return bool(self.districts)


class Finder:
    """The registry and the gazetteer, with the indexes that the stages search. The gazetteer may be None."""

    def __init__(self, atlas: Atlas, gazetteer: Gazetteer | None) -> None:
        self.atlas = atlas
        self.gazetteer = gazetteer
        self.codes = Codes(atlas)
        self.territories = Territories(atlas)
        self._inside: dict[str, Names[Bearer]] = {}
        self._upper: Names[Bearer] | None = None
        self._spelled_in: dict[tuple[int, int], Sequence[str]] = {}
        self._placed: dict[str, tuple[Position, ...]] = {}

    def carried_on(self, step: AtlasStep) -> Finder:
        """A copy for a later atlas of the same units; the indexes of names are shared."""
        made = copy(self)
        made.atlas = step.atlas
        made.codes = Codes(step.atlas)  # offices changed, and their post codes with them
        made.territories = self.territories.carried_on(step)
        return made

    @cached_property
    def importance(self) -> Mapping[str, float]:
        """The importance of each unit among those with its name, from 0 to 1, by unit id."""
        return importances(self.atlas)

    @cached_property
    def numbered(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the units with a number in figures in their name, by number key."""
        ids_of: dict[str, dict[str, None]] = {}
        for unit in self.atlas.edition.units.values():
            for name in unit.names:
                if may_be_numbered(name.value) and (key := number_key(name.value)):
                    ids_of.setdefault(key, {})[unit.id] = None
        return {key: tuple(ids) for key, ids in ids_of.items()}

    @cached_property
    def by_spelling(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of units by the mild keys of their names, to find misspelt names."""
        ids_of: dict[str, dict[str, None]] = {}
        for unit in self.atlas.edition.units.values():
            for name in unit.names:
                ids_of.setdefault(mild_key(name.value), {})[unit.id] = None
        return {key: tuple(ids) for key, ids in ids_of.items() if key}

    def spelled_in(self, least: int, most: int) -> Sequence[str]:
        """The keys of `by_spelling` that have from `least` to `most` letters, in its order."""
        known = self._spelled_in.get((least, most))
        if known is None:
            known = [key for key in self.by_spelling if least <= len(key) <= most]
            self._spelled_in[least, most] = known
        return known

    def placed(self, hit: Hit) -> Hit | None:
        """The hit with a position; None if no position is known.

        A unit without a position gets the position of the nearest unit around it that has one. If no unit
        around it has a position, the middle of the places inside the unit counts.
        """
        unit = hit.unit
        if unit is None or hit.position is not None:
            return hit
        around = self.atlas.chain(unit.id)
        position = next((each.position for each in around if each.position is not None), None)
        if position is None and (placed := self.placed_in(unit.id)):
            spot = middle(placed)
            position = Position(
                lon=spot.lon,
                lat=spot.lat,
                precision=_COARSE[unit.level],
                method="middle",
                confidence=confidence_of(Stage.OKRUG),
            )
        if position is None:
            return None
        return hit._replace(unit=unit, position=position)

    def is_town(self, hit: Hit) -> bool:
        """Whether a hit is a unit that is a town, cities of republican significance included."""
        return hit.unit is not None and hit.unit.id in self.atlas.towns

    def is_peopled(self, hit: Hit) -> bool:
        """Whether a hit is a populated place, not a territory; every locality of the gazetteer is one."""
        return hit.unit is None or hit.unit.level is Level.SETTLEMENT or self.is_town(hit)

    def inside(self, district: str) -> Names[Bearer]:
        """The units inside a district, indexed by name."""
        if district not in self._inside:
            self._inside[district] = Names.of(map(_bearer, self._below(district)))
        return self._inside[district]

    def upper(self) -> Names[Bearer]:
        """Towns, districts and regions, indexed by name."""
        if self._upper is None:
            units = self.atlas.edition.units.values()
            wide = (unit for unit in units if unit.id in self.atlas.towns or unit.level in _UPPER)
            self._upper = Names.of(map(_bearer, wide))
        return self._upper

    def placed_in(self, district: str) -> tuple[Position, ...]:
        """The exact positions of the units inside a unit."""
        if district not in self._placed:
            positions = (unit.position for unit in self._below(district))
            self._placed[district] = tuple(
                position for position in positions if position is not None and position.precision in TRUSTED
            )
        return self._placed[district]

    def polygons(self, search: Search) -> tuple[str, ...]:
        """Ids of the gazetteer's polygons of the possible districts. Districts without one are left out."""
        units = self.atlas.edition.units
        ids: dict[str, None] = {}
        for district in sorted(search.districts):
            own = polygon_of(units[district])
            at = units[district].position
            if own is None and at is not None and self.gazetteer is not None:
                shape = self.gazetteer.district_at(at.lon, at.lat)
                own = shape.id if shape is not None else None
            if own is not None:
                ids[own] = None
        return tuple(ids)

    def _below(self, district: str) -> Iterable[Unit]:
        """All units inside a unit, at every level."""
        waiting = list(self.atlas.edition.children.get(district, ()))
        while waiting:
            unit = self.atlas.edition.units[waiting.pop()]
            yield unit
            waiting.extend(self.atlas.edition.children.get(unit.id, ()))


_UPPER = (Level.REGION, Level.DISTRICT)
_COARSE = {
    Level.REGION: Precision.REGION,
    Level.DISTRICT: Precision.DISTRICT,
    Level.RURAL_OKRUG: Precision.OKRUG,
    Level.SETTLEMENT: Precision.OKRUG,
}


def polygon_of(unit: Unit) -> str | None:
    """The id of the district's own polygon in the gazetteer (Who's On First); None where it has none."""
    return next(
        (identifier.value for identifier in unit.identifiers if identifier.scheme == "WHOSONFIRST"), None
    )


def _bearer(unit: Unit) -> Bearer:
    return Bearer(unit.id, tuple(name.value for name in unit.names))
