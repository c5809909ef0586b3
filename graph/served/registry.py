"""One edition ready for queries: its atlas, its views, and other data derived from it once.

A view is the GraphQL object of one record. It is made once for an edition and then shared by all requests,
so that reading a field is reading an attribute.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from geo.earth.sorted_update import SortedUpdate
from geo.names.alphabet import name_key
from geo.units.changed_offices import ChangedOffices
from geo.units.division import Division, turning_days
from geo.units.edition_index import Atlas, AtlasStep
from graph.execution.fragments import Fragments
from graph.terms.limits import spend, unmetered
from model.edition import Edition, Office
from model.indexes import grouped, regrouped

View = TypeVar("View")
Record = TypeVar("Record")

Value = TypeVar("Value")


class Derivation(Generic[Value]):
    """Data derived from an edition on first use and cached for later requests.

    `carry_on` updates the data for a later edition in which a few offices changed (`geo.units.carrying`).
    Without it they are made anew for each edition. The work is not charged to the request that happens to
    come first.
    """

    def __init__(
        self,
        name: str,
        make: Callable[[Registry], Value],
        carry_on: Callable[[Value, AtlasStep], Value] | None = None,
    ) -> None:
        self.name = name
        self.make = make
        self.carry_on = carry_on

    def __repr__(self) -> str:
        return f"Derivation({self.name!r})"


@dataclass(frozen=True, slots=True)
class _Inherited:
    """Data that an earlier registry derived, and the offices that changed since."""

    value: Any
    changed: ChangedOffices


class _NoViews(dict[tuple[str, str], Any]):
    """The views of a replaced registry: a dict that stores nothing, whichever thread still adds one."""

    def __setitem__(self, key: tuple[str, str], view: Any) -> None:
        pass


class Registry:
    """One edition, its atlas, and the data derived from both, each made once.

    `is_overlay` marks a registry that was derived from the registry before it.
    """

    def __init__(self, edition: Edition, atlas: Atlas | None = None) -> None:
        self.edition = edition
        self.atlas = atlas or Atlas.of(edition)
        self._begin()
        self._divisions: dict[int | None, Division] = {None: Division(edition)}
        """The hierarchy of units in the latest state (None), and in requested periods by their index."""
        self._turning_days = turning_days(edition)
        self._names = sorted(office_order(office) for office in edition.offices.values())
        self.offices_by_name: tuple[Office, ...] = tuple(edition.offices[key] for _, key in self._names)
        self.offices_inside("")

    def _begin(self) -> None:
        self._view_ids: set[int] = set()
        self._fragments: Fragments | None = None
        self.key = self.edition.key
        """Number and identity of the edition."""
        self._views: dict[tuple[str, str], Any] = {}
        self.is_overlay = False
        self._is_retired = False
        self._derived: dict[Derivation[Any], Any] = {}
        self._inherited: dict[Derivation[Any], _Inherited] = {}

    def carried_on(self, edition: Edition) -> Registry:
        """The registry of a later edition.

        It is derived from this registry if only offices changed, else built anew.
        """
        step = AtlasStep.of(self.atlas, edition)
        if step is None:
            return Registry(edition)
        changed = step.changed
        made: Registry = object.__new__(Registry)
        made.edition, made.atlas = edition, step.atlas
        made._begin()
        made.is_overlay = True
        made._divisions, made._turning_days = dict(self._divisions), self._turning_days
        gone, come = changed.before.values(), sorted(changed.after.values(), key=office_order)
        entering = [office_order(office) for office in come]
        splice = SortedUpdate.of(self._names, [office_order(office) for office in gone], entering)
        made._names = splice.listed(self._names, entering)
        made.offices_by_name = tuple(splice.listed(self.offices_by_name, come))
        # Copies, since this registry still answers; what it carries on meanwhile is in both.
        inherited, derived = self._inherited.copy(), self._derived.copy()
        made._inherited = {
            derivation: _Inherited(known.value, known.changed.then(changed))
            for derivation, known in inherited.items()
        } | {
            derivation: _Inherited(value, changed)
            for derivation, value in derived.items()
            if derivation.carry_on is not None
        }
        return made

    def fragments(self, day: date) -> Fragments | None:
        """Cached parts of answers for a day. None once the registry was replaced."""
        known = self._fragments
        if known is None or known.day != day:
            known = self._fragments = Fragments(day, self._view_ids)
        return None if self._is_retired else known

    def retire(self) -> None:
        """Drop the views and cached parts once a later registry is served.

        Each view refers to this registry, and would keep it alive.
        """
        self._views = _NoViews()
        self._is_retired = True
        if self._fragments is not None:
            self._fragments.close()

    def offices_inside(self, unit_id: str, day: date | None = None) -> tuple[Office, ...]:
        """Offices in the unit or in a unit inside it, by name, on a day (None: in the latest state).

        An empty `unit_id` gives those of the whole country. Empty for an unknown unit.
        """
        periods, period = self.derived(_INSIDE), self._period(day)
        known = periods.get(period)
        if known is None:
            division = self.division(day)
            with unmetered():
                standing = grouped(_standing(division, self.offices_by_name), None)  # they come by name
            known = periods[period] = _Inside(division, standing)
        return known.offices.get(unit_id, ())

    def division(self, day: date | None) -> Division:
        """The hierarchy of units on a day. None gives that of the latest state."""
        period = self._period(day)
        known = self._divisions.get(period)
        if known is None:
            spend(0)  # this takes some work: not for a request without time left
            known = self._divisions[period] = Division(self.edition, day, like=self._divisions[None])
        return known

    def _period(self, day: date | None) -> int | None:
        """The index of the period between two changes of units that the day falls in. None for no day."""
        return None if day is None else bisect_right(self._turning_days, day)

    def view(
        self,
        kind: str,
        slug: str,
        records: Mapping[str, Record],
        make: Callable[[Registry, Record], View],
    ) -> View | None:
        """The view of the record with that slug, or of its successor after mergers and renamings.

        None if there is no such record.
        """
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
        """The view of a record that is known to be in this edition; made on first use."""
        found = self._views.get((kind, record.id))
        if found is None:
            found = self._keep(kind, record.id, make(self, record))
        return found

    def viewer(self, kind: str, make: Callable[[Registry, Any], View]) -> Callable[[Any], View]:
        """`must` for many records of a kind."""

        def view(record: Any) -> View:
            found = self._views.get((kind, record.id))
            return self._keep(kind, record.id, make(self, record)) if found is None else found

        return view

    def kept_view(self, kind: str, slug: str, make: Callable[[], View]) -> View:
        """The view under that kind and slug of something that is not a record.

        It is made on first use, and kept as long as the registry.
        """
        found = self._views.get((kind, slug))
        return self._keep(kind, slug, make()) if found is None else found

    def _keep(self, kind: str, slug: str, view: View) -> View:
        self._views[kind, slug] = view
        self._view_ids.add(id(view))
        return view

    def derived(self, derivation: Derivation[Value]) -> Value:
        """The value of a derivation.

        If it is not cached, it is updated from the value of the registry before, or made anew.
        """
        # In this order: another thread that carries it on stores it before it removes the inheritance.
        inherited = self._inherited.get(derivation)
        known = self._derived.get(derivation, _MISSING)
        if known is _MISSING and inherited is not None:
            known = self._carry_on(derivation, inherited)
        elif known is _MISSING:
            with unmetered():
                known = self._derived[derivation] = derivation.make(self)
        value: Value = known
        return value

    def carry_on_inherited(self) -> None:
        """Update all data that the registry before derived, before a request needs them."""
        for derivation, inherited in list(self._inherited.items()):
            if derivation not in self._derived:
                self._carry_on(derivation, inherited)

    def _carry_on(self, derivation: Derivation[Value], inherited: _Inherited) -> Value:
        assert derivation.carry_on is not None, "only what can be carried on is inherited"  # noqa: S101
        with unmetered():
            value = derivation.carry_on(
                inherited.value, AtlasStep(self.edition, inherited.changed, self.atlas)
            )
        self._derived[derivation] = value
        self._inherited.pop(derivation, None)
        return value


_MISSING = object()


def unchanged(value: Value, _: AtlasStep) -> Value:
    """A `carry_on` for data that do not depend on offices: the same value."""
    return value


def office_order(office: Office) -> tuple[str, str]:
    """Sort key of lists of offices: the name shown, then the id."""
    return name_key(office.names, office.id), office.id


def _standing(division: Division, offices: Iterable[Office]) -> Iterator[tuple[str, Office]]:
    """Each office with the unit that it is located in, and with each unit around that.

    Offices without a unit are left out.
    """
    for office in offices:
        if office.located_in is not None:
            for unit_id in division.chain(office.located_in):
                yield unit_id, office


@dataclass(frozen=True, slots=True)
class _Inside:
    """The offices inside each unit in one period, and the hierarchy of units in that period."""

    division: Division
    offices: Mapping[str, tuple[Office, ...]]

    def carried_on(self, step: AtlasStep, order: Callable[[Office], tuple[str, str]]) -> _Inside:
        """A copy updated by the offices that changed in `step`.

        Units must not have changed; `order` sorts the offices.
        """
        gone, come = step.changed.before.values(), step.changed.after.values()
        standing = regrouped(
            self.offices, _standing(self.division, gone), _standing(self.division, come), order
        )
        return _Inside(self.division, standing)


def _no_periods(_: Registry) -> dict[int | None, _Inside]:
    return {}


def _carry_periods(periods: dict[int | None, _Inside], step: AtlasStep) -> dict[int | None, _Inside]:
    """The offices inside units in all known periods, updated after a change of offices."""
    # The periods hold the same offices: the place of each in the order is worked out once for all of them.
    known: dict[int, tuple[str, str]] = {}

    def order(office: Office) -> tuple[str, str]:
        found = known.get(id(office))
        if found is None:
            found = known[id(office)] = office_order(office)
        return found

    return {period: inside.carried_on(step, order) for period, inside in periods.copy().items()}


_INSIDE = Derivation("offices inside units, by period", _no_periods, _carry_periods)
