"""Ids of units outlive the reading that made them: a unit read under another name or parent keeps its id.

An improved reading may join two units, move a village into its okrug or correct a name. The unit for an id
that is no longer made is found by the rows it cites and by its names. If that unit has an id of its own
already, the old id is kept in `rekeyed.csv`: every id that was ever given can still be looked up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from geo.names.toponyms import mild_key
from loaders.problems import Problem
from loaders.seeds.rows import AreaRow, RekeyedRow, ToponymRow
from loaders.territory.placing import Placement
from loaders.territory.units import KnownUnits, UnitsBuilt
from model.enums import Level


@dataclass(frozen=True, slots=True)
class UnitsKept:
    """Units with their first ids, and the ids that another unit replaced."""

    units: UnitsBuilt
    rekeyed: tuple[RekeyedRow, ...]


def keep_ids(built: UnitsBuilt, known: KnownUnits) -> UnitsKept:
    """`built` with the known ids.

    A known id that was not built again is given to the unit that it was, or is rekeyed to a unit with another
    known id. If no unit is found, it becomes a problem.
    """
    search = _Successors(built)
    names = _names(known.areas, known.toponyms)
    known_ids = {area.id for area in known.areas}
    minted: dict[str, str] = {}
    rekeyed: dict[str, str] = {}
    problems: list[Problem] = []
    for area in sorted(known.areas, key=_first_to_keep):
        if area.id in search.areas:
            continue
        heir = search.heir(area, names[area.id], rekeyed | {old: new for new, old in minted.items()})
        if heir is None:
            problems.append(
                Problem("lost unit", area.id, f"no unit stands for {area.name_ru or area.name_kk}")
            )
        elif heir in known_ids or heir in minted:
            rekeyed[area.id] = heir
        else:
            minted[heir] = area.id
    rows = [RekeyedRow(old, minted.get(heir, heir), "read as one unit") for old, heir in rekeyed.items()]
    units = _renamed(built, minted)
    return UnitsKept(
        replace(units, problems=sorted({*units.problems, *problems})),
        tuple(sorted(rows, key=lambda row: row.old)),
    )


def _first_to_keep(area: AreaRow) -> tuple[bool, int, str]:
    # Okrugs first: a village may be looked for in the okrug that replaced its own.
    return area.level != Level.RURAL_OKRUG, -area.basis.count("|"), area.id


class _Successors:
    """Finds the built unit that is a unit known before."""

    def __init__(self, built: UnitsBuilt) -> None:
        self.areas = {area.id: area for area in built.areas}
        self._names = _names(built.areas, built.toponyms)
        self._citing: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._inside: dict[str, list[AreaRow]] = defaultdict(list)
        for area in built.areas:
            for citation in area.basis.split("|"):
                self._citing[area.level, citation].append(area.id)
            self._inside[area.parent].append(area)

    def heir(self, lost: AreaRow, names: frozenset[str], heirs: Mapping[str, str]) -> str | None:
        """The id of the unit of the same level that is `lost`; None if none is found.

        Evidence is, the best first: cited rows with a common name, a unique name in the same parent or
        district, the seat.
        """
        shared = Counter(
            unit for citation in lost.basis.split("|") for unit in self._citing[lost.level, citation]
        )
        citing = [unit for unit, _ in sorted(shared.items(), key=lambda it: (-it[1], it[0]))]
        home = heirs.get(lost.parent, lost.parent)
        inside = [area.id for area in self._inside[home] if area.level == lost.level]
        seats = [unit for unit in inside if self.areas[unit].seat]
        seat = seats[0] if lost.seat and len(seats) == 1 else None
        named = self._named(citing, names) or self._alone(inside, names)
        if named is None and seat in citing:
            # A village that an akim is named after and no list has: its successor is that of his office.
            return seat
        named = named or self._alone(self._near(lost, home), names)
        if named is None and (lost.level == Level.RURAL_OKRUG or len(citing) == 1):
            return citing[0] if citing else None
        return named or seat

    def _named(self, units: Sequence[str], names: frozenset[str]) -> str | None:
        """The first of the units with one of the names; None if there is none."""
        return next((unit for unit in units if names & self._names[unit]), None)

    def _alone(self, units: Sequence[str], names: frozenset[str]) -> str | None:
        """The only unit, of the given units, with one of the names; None if there is none or several."""
        found = [unit for unit in units if names & self._names[unit]]
        return found[0] if len(found) == 1 else None

    def _near(self, lost: AreaRow, home: str) -> list[str]:
        """Ids of the units of the same level in the district of `lost`."""
        area = self.areas.get(home)
        district = area.parent if area is not None and area.level == Level.RURAL_OKRUG else home
        below = [each for each in self._inside[district] if each.level == Level.RURAL_OKRUG]
        around = [*self._inside[district], *(each for okrug in below for each in self._inside[okrug.id])]
        return [each.id for each in around if each.level == lost.level]


def _names(areas: Sequence[AreaRow], toponyms: Sequence[ToponymRow]) -> dict[str, frozenset[str]]:
    """Folded names of every unit, by id."""
    names_of: dict[str, set[str]] = {area.id: {area.name_ru, area.name_kk} for area in areas}
    for toponym in toponyms:
        if toponym.unit in names_of:
            names_of[toponym.unit].add(toponym.name)
    return {unit: frozenset(mild_key(name) for name in names if name) for unit, names in names_of.items()}


def _renamed(built: UnitsBuilt, minted: Mapping[str, str]) -> UnitsBuilt:
    """The same units with other ids; `minted` maps a new id to the id that the unit had first."""
    if not minted:
        return built

    def new(unit: str) -> str:
        return minted.get(unit, unit)

    def moved(placement: Placement) -> Placement:
        def at(unit: str | None) -> str | None:
            return None if unit is None else new(unit)

        return Placement(
            at(placement.region),
            at(placement.district),
            at(placement.okrug),
            at(placement.located_in),
            at(placement.territory),
        )

    areas = [replace(area, id=new(area.id), parent=new(area.parent)) for area in built.areas]
    toponyms = [replace(row, unit=new(row.unit)) for row in built.toponyms]
    return UnitsBuilt(
        sorted(areas, key=lambda area: area.id),
        sorted(toponyms, key=lambda row: (row.unit, row.language, row.name)),
        {row: moved(placement) for row, placement in built.placements.items()},
        built.problems,
    )
