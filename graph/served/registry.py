"""One edition ready to be asked: its atlas, the views made over it, and what else is derived from it once.

A view is the GraphQL object of one record. It is made once for an edition and then shared by all requests,
so that reading a field is reading an attribute.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from geo.earth.sorted_update import SortedUpdate
from geo.jurisdiction.coverage import carry_on
from geo.names.alphabet import name_key
from geo.units.changed_offices import ChangedOffices
from geo.units.division import Division, turning_days
from geo.units.edition_index import Atlas
from graph.terms.limits import spend, unmetered
from model.edition import Edition, Office
from model.indexes import grouped, regrouped

View = TypeVar("View")
Record = TypeVar("Record")

Renew = Callable[["Registry", View, ChangedOffices], View]
"""Makes something derived anew from what it was before a few offices changed."""


@dataclass(frozen=True, slots=True)
class _Inherited:
    """Something that an earlier registry derived, and what changed since."""

    value: Any
    changed: ChangedOffices
    renew: Renew[Any]


class _NoViews(dict[tuple[str, str], Any]):
    """Where a registry that was replaced keeps its views: nowhere, whichever thread still makes one."""

    def __setitem__(self, key: tuple[str, str], view: Any) -> None:
        pass


class Registry:
    """One edition, its atlas, and what is derived from both once.

    `is_overlay` tells one that was made of the registry before it.
    """

    def __init__(self, edition: Edition, atlas: Atlas | None = None) -> None:
        self.edition = edition
        self.atlas = atlas or Atlas.of(edition)
        self._begin()
        self._divisions: dict[int | None, Division] = {None: Division(edition)}
        """The latest ladder, and those of the periods between two turning days that were asked for."""
        self._turning_days = turning_days(edition)
        self._names = sorted(office_order(office) for office in edition.offices.values())
        self.offices_by_name: tuple[Office, ...] = tuple(edition.offices[key] for _, key in self._names)
        self.offices_inside("")

    def _begin(self) -> None:
        self._views: dict[tuple[str, str], Any] = {}
        self.is_overlay = False
        self._derived: dict[str, tuple[Any, Renew[Any] | None]] = {}
        self._inherited: dict[str, _Inherited] = {}

    def following(self, edition: Edition) -> Registry:
        """The registry of a later edition: made of this one where only offices changed, else made anew."""
        changed = ChangedOffices.between(self.edition, edition)
        if changed is None:
            return Registry(edition)
        made: Registry = object.__new__(Registry)
        made.edition = edition
        made.atlas = self.atlas.following(edition, changed)
        carry_on(self.atlas, made.atlas, changed)
        made._begin()
        made.is_overlay = True
        made._divisions, made._turning_days = dict(self._divisions), self._turning_days
        gone, come = changed.before.values(), sorted(changed.after.values(), key=office_order)
        entering = [office_order(office) for office in come]
        splice = SortedUpdate.of(self._names, [office_order(office) for office in gone], entering)
        made._names = splice.listed(self._names, entering)
        made.offices_by_name = tuple(splice.listed(self.offices_by_name, come))
        # Copies, since this registry answers meanwhile; what it renews in between stands in both.
        inherited, derived = self._inherited.copy(), self._derived.copy()
        made._inherited = {
            name: _Inherited(one.value, one.changed.then(changed), one.renew)
            for name, one in inherited.items()
        } | {
            name: _Inherited(value, changed, renew)
            for name, (value, renew) in derived.items()
            if renew is not None
        }
        return made

    def retire(self) -> None:
        """Let the views go once a later registry is served: each refers to this one, and keeps it alive."""
        self._views = _NoViews()

    def offices_inside(self, unit_id: str, day: date | None = None) -> tuple[Office, ...]:
        """Offices that stand in the unit or anywhere inside it, by name, as the ladder stood on the day."""
        division = self.division(day)

        def inside(registry: Registry) -> Mapping[str, tuple[Office, ...]]:
            return grouped(_standing(division, registry.offices_by_name), office_order)

        def inside_now(
            _: Registry, known: Mapping[str, tuple[Office, ...]], changed: ChangedOffices
        ) -> Mapping[str, tuple[Office, ...]]:
            gone, come = changed.before.values(), changed.after.values()
            return regrouped(known, _standing(division, gone), _standing(division, come), office_order)

        name = f"offices inside, period {self._period(day)}"
        return self.derived(name, inside, inside_now).get(unit_id, ())

    def division(self, day: date | None) -> Division:
        """The ladder of units of a day; of the latest state without one."""
        period = self._period(day)
        known = self._divisions.get(period)
        if known is None:
            spend(0)  # it is some work: not for a request that has no time left
            known = self._divisions[period] = Division(self.edition, day, like=self._divisions[None])
        return known

    def _period(self, day: date | None) -> int | None:
        return None if day is None else bisect_right(self._turning_days, day)

    def view(
        self,
        kind: str,
        slug: str,
        records: Mapping[str, Record],
        make: Callable[[Registry, Record], View],
    ) -> View | None:
        """The view of the record with that slug, merged and renamed ones followed; None without one."""
        found = self._views.get((kind, slug))
        if found is None:
            record = records.get(slug)
            if record is None:
                slug = self.edition.current_id(slug)
                record = records.get(slug)
            if record is None:
                return None
            found = self._keep(kind, slug, make(self, record))
        return found

    def must(self, kind: str, record: Any, make: Callable[[Registry, Any], View]) -> View:
        """The view of a record of this edition."""
        found = self._views.get((kind, record.id))
        if found is None:
            found = self._keep(kind, record.id, make(self, record))
        return found

    def _keep(self, kind: str, slug: str, view: View) -> View:
        self._views[kind, slug] = view
        return view

    def derived(
        self,
        name: str,
        make: Callable[[Registry], View],
        renew: Renew[View] | None = None,
        *,
        is_metered: bool = False,
    ) -> View:
        """What `make` derives from the edition, made at the first question.

        It serves all later ones and is not the work of the first, unless `make` minds the budget itself.
        With `renew` it is carried on when offices change, and not made again.
        """
        # In this order: another thread that renews it puts it there before it takes the inheritance away.
        inherited = self._inherited.get(name)
        known = self._derived.get(name)
        if known is None and inherited is not None:
            known = self._renewed(name, inherited)
        elif known is None:
            with nullcontext() if is_metered else unmetered():
                known = self._derived[name] = make(self), renew
        return known[0]

    def renew_inherited(self) -> None:
        """Carry on what the registry before had derived, ahead of the first question for it."""
        for name, inherited in list(self._inherited.items()):
            if name not in self._derived:
                self._renewed(name, inherited)

    def _renewed(self, name: str, inherited: _Inherited) -> tuple[Any, Renew[Any]]:
        with unmetered():
            value = inherited.renew(self, inherited.value, inherited.changed)
        known = self._derived[name] = value, inherited.renew
        self._inherited.pop(name, None)
        return known


def unchanged(_: Registry, value: View, __: ChangedOffices) -> View:
    """Renews what no office has a part in."""
    return value


def office_order(office: Office) -> tuple[str, str]:
    """Lists of offices are ordered by the name shown, then by id."""
    return name_key(office.names, office.id), office.id


def _standing(division: Division, offices: Iterable[Office]) -> Iterator[tuple[str, Office]]:
    for office in offices:
        if office.located_in is not None:
            for unit_id in division.chain(office.located_in):
                yield unit_id, office
