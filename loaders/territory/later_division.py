"""Regions and districts that were founded or renamed after the acts of 2008-2012.

`Divisions` hold the one division of these acts. A newer act is read by the division of its own day, as
`lookups/unit_changes.yaml` states it: `область Абай` is not a region before June 2022, and since then
contains the districts that moved to it. Districts keep their ids, so that a row of today still joins the
office of 2012.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from geo.names.russian import without_dedication
from geo.names.toponyms import clean, strip_type
from loaders.territory.akimat_names import stem_key
from loaders.territory.unit_history import UnitHistory
from model.enums import ChangeKind, Level

_ALWAYS = ""
"""The day of an undated change: its name is accepted in every act."""


@dataclass(frozen=True, slots=True)
class LaterRegion:
    """A region under a name of its own day.

    `before` is the region of 2012 that it is or from which its districts came, `districts` are the districts
    that moved to it; None if all stayed. `city` is the district that became this region.
    """

    id: str
    before: str
    since: str
    until: str = ""
    districts: frozenset[str] | None = None
    city: str | None = None

    def stands_on(self, day: str) -> bool:
        """Whether the region has the name on an ISO day."""
        return self.since <= day and not (self.until and self.until <= day)


@dataclass(frozen=True, slots=True)
class _LaterDistrict:
    id: str
    regions: frozenset[str]
    since: str


@dataclass(frozen=True)
class LaterDivision:
    """Regions and districts of later days by the stems of their names, and the day of each act."""

    days: Mapping[str, date] = field(default_factory=dict)
    regions: Mapping[str, tuple[LaterRegion, ...]] = field(default_factory=dict)
    districts: Mapping[str, tuple[_LaterDistrict, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, history: UnitHistory, days: Mapping[str, date]) -> LaterDivision:
        """The division by the unit history; `days` are the days of the acts by id."""
        regions: dict[str, list[LaterRegion]] = {}
        for name, region in _regions(history):
            regions.setdefault(_stem(name), []).append(region)
        districts: dict[str, list[_LaterDistrict]] = {}
        for name, district in _districts(history):
            districts.setdefault(_stem(name), []).append(district)
        return cls(
            days,
            {stem: tuple(found) for stem, found in regions.items()},
            {stem: tuple(found) for stem, found in districts.items()},
        )

    def region(self, act: str, printed: str | None) -> LaterRegion | None:
        """The region with a printed name on the act's day; None for one of 2012, which `Divisions` has.

        None also for an act without a day, or if several have the name.
        """
        day = self.days.get(act)
        if not printed or day is None:
            return None
        bearers = self.regions.get(_stem(printed), ())
        standing = {found for found in bearers if found.stands_on(day.isoformat())}
        return standing.pop() if len(standing) == 1 else None

    def city(self, act: str, printed: str | None) -> LaterRegion | None:
        """The city with a printed name that is a region on the act's day, else None."""
        found = self.region(act, printed)
        return found if found is not None and found.city is not None else None

    def district(self, act: str, region: str, printed: str | None) -> str | None:
        """The id of a district, founded or renamed later, with a printed name in a region on the act's day.

        None if there is none or several.
        """
        day = self.days.get(act)
        if not printed or day is None:
            return None
        standing = {
            found.id
            for found in self.districts.get(_stem(printed), ())
            if region in found.regions and found.since <= day.isoformat()
        }
        return standing.pop() if len(standing) == 1 else None


def _regions(history: UnitHistory) -> Iterable[tuple[str, LaterRegion]]:
    """Later regions with each of their names."""
    variants: dict[str, list[str]] = {}
    for row in history.variants:
        variants.setdefault(row.unit, []).append(row.name)
    for unit in history.units:
        if unit.level is not Level.REGION:
            continue
        made = next((change for change in history.changes if unit.id in change.to), None)
        if made is None:
            continue
        before = made.from_[0]
        city = before if made.kind is ChangeKind.RAISED else None
        of_2012 = before.partition("-")[0]
        region = LaterRegion(unit.id, of_2012, made.date, "", frozenset(made.entered), city)
        for name in (unit.name_ru, unit.name_kk, *variants.get(unit.id, ())):
            yield name, region
    for change in history.changes:
        renamed = change.from_[0]
        if change.kind is ChangeKind.RENAMED and "-" not in renamed and renamed not in _made(history):
            until = _next_name(history, renamed, change.date)
            for name in change.now.values():
                yield name, LaterRegion(renamed, renamed, change.date, until)


def _made(history: UnitHistory) -> frozenset[str]:
    """Ids of units founded after the acts."""
    return frozenset(unit.id for unit in history.units)


def _next_name(history: UnitHistory, unit: str, after: str) -> str:
    """The ISO day on which a unit got its next name after a day; empty if it has kept it."""
    days = sorted(
        change.date
        for change in history.changes
        if change.kind is ChangeKind.RENAMED and change.from_[0] == unit and change.date > after
    )
    return days[0] if days else ""


def _districts(history: UnitHistory) -> Iterable[tuple[str, _LaterDistrict]]:
    """Later districts with each of their names; the day is empty for an undated change."""
    entered = {
        unit: change.to[-1]
        for change in history.changes
        for unit in change.entered
        if "-" not in change.to[-1]
    }
    for unit in history.units:
        if unit.level is Level.DISTRICT:
            made = next((change.date for change in history.changes if unit.id in change.to), _ALWAYS)
            regions = frozenset({unit.parent, unit.id.partition("-")[0], entered.get(unit.id, unit.parent)})
            for name in (unit.name_ru, unit.name_kk):
                yield name, _LaterDistrict(unit.id, regions, made)
    for change in history.changes:
        renamed = change.from_[0]
        if change.kind is ChangeKind.RENAMED and renamed.count("-") == 1:
            region = renamed.partition("-")[0]
            regions = frozenset({region, entered.get(renamed, region)})
            for name in change.now.values():
                yield name, _LaterDistrict(renamed, regions, change.date or _ALWAYS)


def _stem(name: str) -> str:
    return stem_key(without_dedication(strip_type(clean(name))[0]))
