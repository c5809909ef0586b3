"""How well a territory is served for one service: which places are served, and how far people travel."""

from __future__ import annotations

import math
import weakref
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from geo.earth.point import LonLat, geodesics_m
from geo.jurisdiction.competent import competent_provisions, ranked, rivals
from geo.jurisdiction.jurisdiction import service_of
from geo.jurisdiction.law import Counts, counting_latest, counting_on, today_in_kazakhstan
from geo.units.edition_index import Atlas, AtlasStep, is_trusted
from model.edition import Citation, Office, Unit
from model.enums import Level
from model.errors import NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How the settlements of a territory are served for one service; each list is sorted by id.

    `contested` are served settlements for which several offices of one category are equally competent.
    Distances are metres from a served settlement to the nearest of its competent offices. They are measured
    only where both have a trustworthy position and the office does not serve the whole country. `measured` is
    their number; if it is 0, `median_m` and `p90_m` are None.
    """

    settlements: int
    served: int
    unserved: tuple[Unit, ...]
    contested: tuple[Unit, ...]
    measured: int
    median_m: float | None
    p90_m: float | None
    bases: tuple[tuple[Citation, ...], ...]
    """The bases of the answer for each served settlement."""


@dataclass(frozen=True, slots=True)
class SettlementCoverage:
    """How one settlement is served for one service.

    `way_m` is the distance as in Coverage, None where it is not measured.
    """

    settlement: Unit
    is_served: bool
    is_contested: bool
    way_m: float | None
    basis: tuple[Citation, ...] = ()
    """The bases in the acts, of all offices that give it; the same tuple for settlements with one answer."""


@dataclass(frozen=True, slots=True)
class _Served:
    """Whether and by whom a unit is served; `local` are its offices without those for the whole country."""

    is_served: bool
    is_contested: bool
    local: tuple[Office, ...]
    basis: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """The figures of one settlement; `way_m` is the distance as in Coverage."""

    is_served: bool
    is_contested: bool
    way_m: float | None
    basis: tuple[Citation, ...]


_AT_ONCE = 500
"""Number of settlements whose ways are measured in one call."""

_KEPT = 64
"""Number of answers (one per service and day) that are kept beside an edition."""


def coverage(
    atlas: Atlas,
    service_id: str,
    within: str | None = None,
    as_of: date | None = None,
    today: date | None = None,
    pause: Callable[[], object] | None = None,
) -> Coverage:
    """The coverage of the settlements inside the unit `within`, or of all.

    Raises NotFoundError for unknown ids. Without `as_of` the latest known law counts. `pause` is called every
    500 settlements; when it raises, the figures worked out so far are kept. `today` (default: the day in
    Kazakhstan) tells which provisions have ended.
    """
    unserved, contested, metres = [], [], []
    settlements = settlement_coverage(atlas, service_id, within, as_of, today, pause)
    for settlement in settlements:
        if not settlement.is_served:
            unserved.append(settlement.settlement)
            continue
        if settlement.is_contested:
            contested.append(settlement.settlement)
        if settlement.way_m is not None:
            metres.append(settlement.way_m)
    metres.sort()
    return Coverage(
        settlements=len(settlements),
        served=len(settlements) - len(unserved),
        unserved=tuple(unserved),
        contested=tuple(contested),
        measured=len(metres),
        median_m=_quantile(metres, 0.5),
        p90_m=_quantile(metres, 0.9),
        bases=tuple(settlement.basis for settlement in settlements if settlement.is_served),
    )


def settlement_coverage(
    atlas: Atlas,
    service_id: str,
    within: str | None = None,
    as_of: date | None = None,
    today: date | None = None,
    pause: Callable[[], object] | None = None,
) -> list[SettlementCoverage]:
    """The coverage of each settlement inside the unit `within`, or of all, sorted by id.

    Raises NotFoundError for unknown ids. `as_of`, `today` and `pause` are as for `coverage`.
    """
    settlements = sorted(_settlements(atlas, within), key=lambda unit: unit.id)
    return coverage_of(atlas, service_id, settlements, as_of, today, pause)


def coverage_of(
    atlas: Atlas,
    service_id: str,
    settlements: Sequence[Unit],
    as_of: date | None = None,
    today: date | None = None,
    pause: Callable[[], object] | None = None,
) -> list[SettlementCoverage]:
    """The coverage of each of the given settlements, in their order.

    Raises NotFoundError for an unknown service. `as_of`, `today` and `pause` are as for `coverage`.
    """
    service = service_of(atlas, service_id)
    answers = _answers(atlas, service.id, as_of, today or today_in_kazakhstan())
    return [
        SettlementCoverage(unit, told.is_served, told.is_contested, told.way_m, told.basis)
        for unit, told in zip(settlements, answers.of(settlements, pause), strict=True)
    ]


def units_served(atlas: Atlas, service_id: str, as_of: date | None = None) -> frozenset[str]:
    """Ids of the settlements that are served for the service. Raises NotFoundError for an unknown service."""
    found = coverage(atlas, service_id, as_of=as_of)
    unserved = {unit.id for unit in found.unserved}
    return frozenset(unit.id for unit in _settlements(atlas, None) if unit.id not in unserved)


def _settlements(atlas: Atlas, within: str | None) -> Iterator[Unit]:
    """The settlements inside a unit, itself included, as regions are today; all without `within`.

    Raises NotFoundError.
    """
    edition = atlas.edition
    if within is None:
        yield from (unit for unit in edition.units.values() if unit.level is Level.SETTLEMENT)
        return
    roots = atlas.lineage.heirs(within)
    if not roots:
        raise NotFoundError(f"no unit has the id {within!r}")
    for root in roots:
        if edition.units[root].level is Level.SETTLEMENT:
            yield edition.units[root]
        yield from atlas.division.inside(root, Level.SETTLEMENT)  # regions are meant as they are today


class _Answers:
    """The figures of settlements for one service, worked out on first request and kept.

    Villages that no provision names share the answer of the unit that contains them.
    """

    def __init__(self, atlas: Atlas, service_id: str, as_of: date | None, today: date) -> None:
        # Not the atlas itself: an object kept beside an atlas must not keep it alive.
        self._atlas = weakref.proxy(atlas)
        self._service_id = service_id
        self._as_of = as_of
        self._today = today
        self._provisions = atlas.provisions_of(service_id)
        self._named = {unit_id for provision in self._provisions for unit_id in provision.unit_ids}
        self._named.update(
            unit_id for provision in self._provisions for unit_id in provision.excluded_unit_ids
        )
        self._known: dict[str, _Served] = {}
        self._told: dict[str, _Told] = {}

    def carried_on(self, step: AtlasStep) -> _Answers:
        """A copy for a later atlas in which nothing changed for the service, with all known figures."""
        made = copy(self)
        made._atlas = weakref.proxy(step.atlas)
        made._known, made._told = dict(self._known), dict(self._told)
        return made

    def of(self, settlements: Sequence[Unit], pause: Callable[[], object] | None) -> list[_Told]:
        """The figures of each of the settlements, in their order.

        `pause` is called before every 500 that are not known yet.
        """
        waiting = [unit for unit in settlements if unit.id not in self._told]
        for begin in range(0, len(waiting), _AT_ONCE):
            if pause is not None:
                pause()
            new = waiting[begin : begin + _AT_ONCE]
            served = [self._served(unit) for unit in new]
            for unit, found, way in zip(new, served, _ways_m(new, served), strict=True):
                self._told[unit.id] = _Told(found.is_served, found.is_contested, way, found.basis)
        return [self._told[unit.id] for unit in settlements]

    def _served(self, unit: Unit) -> _Served:
        """The offices that serve a settlement by the smallest unit around it that provisions name."""
        while unit.id not in self._named and unit.parent_id is not None:
            unit = self._atlas.edition.units[unit.parent_id]
        known = self._known.get(unit.id)
        if known is None:
            known = self._known[unit.id] = self._answer(unit)
        return known

    def _answer(self, unit: Unit) -> _Served:
        """The offices that serve the unit by the provisions that count.

        Those are the provisions of the day, or, without a day, of the latest known law.
        """
        covered = competent_provisions(self._atlas, self._service_id, unit).found
        counts: Counts
        if self._as_of is not None:
            counts = counting_on(self._as_of)
        else:
            here = [each.provision for each in covered]
            counts = counting_latest(here or self._provisions, self._today)
        giving = [each for each in ranked([it for it in covered if counts(it.provision)], None) if each.gives]
        local = tuple({each.office.id: each.office for each in giving if each.unit is not None}.values())
        basis = tuple(citation for each in giving for citation in each.provision.basis)
        return _Served(bool(giving), bool(rivals(giving)), local, basis)


def _ways_m(settlements: Sequence[Unit], served: Sequence[_Served]) -> list[float | None]:
    """Metres from each settlement to the nearest of its offices, all measured in one call.

    None where either has no trustworthy position.
    """
    pairs: list[tuple[LonLat, LonLat]] = []
    owners: list[int] = []
    for index, (settlement, found) in enumerate(zip(settlements, served, strict=True)):
        if settlement.position is None or not is_trusted(settlement.position):
            continue
        for office in found.local:
            if office.position is not None and is_trusted(office.position):
                pairs.append((settlement.position, office.position))
                owners.append(index)
    ways: list[float | None] = [None] * len(settlements)
    for index, metres in zip(owners, geodesics_m(pairs), strict=True):
        nearest = ways[index]
        ways[index] = metres if nearest is None else min(nearest, metres)
    return ways


_Key = tuple[str, int | None, date]


class _AnswersOfServices:
    """Answers kept beside an atlas by service and day, at most 64; the oldest are removed first."""

    def __init__(self, kept: dict[_Key, _Answers]) -> None:
        self.kept = kept

    def carried_on(self, step: AtlasStep) -> _AnswersOfServices:
        """The kept answers for services that no changed office gives or gave; others are left out."""
        return _AnswersOfServices(
            {
                key: answers.carried_on(step)
                for key, answers in self.kept.copy().items()
                if key[0] not in step.changed.services
            }
        )


def _answers(atlas: Atlas, service_id: str, as_of: date | None, today: date) -> _Answers:
    """The answers for a service on a day, kept beside the atlas; a new object if none is kept."""
    kept = atlas.beside(_AnswersOfServices, lambda _: _AnswersOfServices({})).kept
    key = (service_id, None if as_of is None else _period(atlas, service_id, as_of), today)
    known = kept.get(key)
    if known is None:
        known = kept[key] = _Answers(atlas, service_id, as_of, today)
        for oldest in list(kept)[:-_KEPT]:
            kept.pop(oldest, None)
    return known


def _period(atlas: Atlas, service_id: str, day: date) -> int:
    """The number of the period that contains `day`.

    A period ends where a provision of the service begins or ends.
    """
    lives = [provision.validity for provision in atlas.provisions_of(service_id)]
    turns = {end for life in lives for end in (life.since, life.until) if end is not None}
    return bisect_right(sorted(turns), day)


def _quantile(ordered: list[float], share: float) -> float | None:
    """The smallest value that at least `share` of all do not exceed; None without values."""
    return ordered[math.ceil(share * len(ordered)) - 1] if ordered else None
