"""How well a territory is served for one service: who is served, who is not, and how far people go."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from geo.atlas import Atlas, is_trusted
from geo.covering import covering, ranked, rivals
from geo.division import Division
from geo.jurisdiction import service_of
from geo.law import Counts, counting_latest, counting_on, today_in_kazakhstan
from geo.point import geodesic_m
from store.edition import Office, Unit
from store.errors import NotFoundError
from store.kinds import Level


@dataclass(frozen=True, slots=True)
class Coverage:
    """Settlements of a territory by what the acts say of them for one service, each list by id.

    `contested` are served ones that several equally competent offices of one class claim. Distances are
    metres from a served settlement to the nearest of its competent offices, measured only where both
    have a trustworthy position and the office is not one for the whole country; null where none is.
    """

    settlements: int
    served: int
    unserved: tuple[Unit, ...]
    contested: tuple[Unit, ...]
    measured: int
    median_m: float | None
    p90_m: float | None


@dataclass(frozen=True, slots=True)
class _Served:
    """Who gives a service to a unit: all givers, and those of them that stand near."""

    is_served: bool
    is_contested: bool
    local: tuple[Office, ...]


def coverage(
    atlas: Atlas,
    service_id: str,
    within: str | None = None,
    as_of: date | None = None,
    today: date | None = None,
) -> Coverage:
    """Coverage of the settlements inside `within`, or of all. Raises NotFoundError for unknown ids."""
    service = service_of(atlas, service_id)
    answers = _Answers(atlas, service.id, as_of, today or today_in_kazakhstan())
    settlements = sorted(_settlements(atlas, within), key=lambda unit: unit.id)
    unserved, contested, metres = [], [], []
    for settlement in settlements:
        served = answers.of(settlement)
        if not served.is_served:
            unserved.append(settlement)
            continue
        if served.is_contested:
            contested.append(settlement)
        way = _way_m(settlement, served.local)
        if way is not None:
            metres.append(way)
    metres.sort()
    return Coverage(
        len(settlements),
        len(settlements) - len(unserved),
        tuple(unserved),
        tuple(contested),
        len(metres),
        _quantile(metres, 0.5),
        _quantile(metres, 0.9),
    )


def units_served(atlas: Atlas, service_id: str, as_of: date | None = None) -> frozenset[str]:
    """Ids of the settlements that somebody serves for the service. Raises NotFoundError."""
    found = coverage(atlas, service_id, as_of=as_of)
    unserved = {unit.id for unit in found.unserved}
    return frozenset(unit.id for unit in _settlements(atlas, None) if unit.id not in unserved)


def _settlements(atlas: Atlas, within: str | None) -> Iterator[Unit]:
    edition = atlas.edition
    if within is None:
        yield from (unit for unit in edition.units.values() if unit.level is Level.SETTLEMENT)
        return
    roots = atlas.lineage.heirs(within)
    if not roots:
        raise NotFoundError(f"no unit has the id {within!r}")
    division = Division(edition)  # regions are asked for as they are today
    for root in roots:
        if edition.units[root].level is Level.SETTLEMENT:
            yield edition.units[root]
        yield from division.inside(root, Level.SETTLEMENT)


class _Answers:
    """Who serves each unit; villages that no provision names share the answer of what contains them."""

    def __init__(self, atlas: Atlas, service_id: str, as_of: date | None, today: date) -> None:
        self._atlas = atlas
        self._service_id = service_id
        self._as_of = as_of
        self._today = today
        self._provisions = atlas.provisions_of(service_id)
        self._named = {unit_id for each in self._provisions for unit_id in each.unit_ids}
        self._named.update(unit_id for each in self._provisions for unit_id in each.excluded_unit_ids)
        self._known: dict[str, _Served] = {}

    def of(self, unit: Unit) -> _Served:
        while unit.id not in self._named and unit.parent_id is not None:
            unit = self._atlas.edition.units[unit.parent_id]
        known = self._known.get(unit.id)
        if known is None:
            known = self._known[unit.id] = self._answer(unit)
        return known

    def _answer(self, unit: Unit) -> _Served:
        covered = covering(self._atlas, self._service_id, unit).found
        counts: Counts
        if self._as_of is not None:
            counts = counting_on(self._as_of)
        else:
            here = [each.provision for each in covered]
            counts = counting_latest(here or self._provisions, self._today)
        giving = [each for each in ranked([it for it in covered if counts(it.provision)], None) if each.gives]
        local = tuple({each.office.id: each.office for each in giving if each.unit is not None}.values())
        return _Served(bool(giving), bool(rivals(giving)), local)


def _way_m(settlement: Unit, offices: tuple[Office, ...]) -> float | None:
    if settlement.position is None or not is_trusted(settlement.position):
        return None
    ways = [
        geodesic_m(settlement.position, office.position)
        for office in offices
        if office.position is not None and is_trusted(office.position)
    ]
    return min(ways, default=None)


def _quantile(ordered: list[float], share: float) -> float | None:
    """The smallest value that at least `share` of all do not exceed."""
    return ordered[math.ceil(share * len(ordered)) - 1] if ordered else None
