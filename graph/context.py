"""What one request answers from: an edition with its indexes, and the views made over it.

A view is the GraphQL object of one record. It is made once for an edition and then shared by all requests,
so that reading a field is reading an attribute.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from threading import Lock, Thread
from time import sleep
from typing import Any, TypeVar

from sqlalchemy import Engine

from changes.identity import Identity
from geo.alphabet import name_key
from geo.atlas import Atlas
from geo.division import Division, turning_days
from graph.limits import WORK_S, spend, unmetered
from graph.persisted import KnownDocuments
from store.edition import Edition, Office

View = TypeVar("View")
Record = TypeVar("Record")
_STAYS_S = 1.0
"""After so long an edition is taken for one that stays; editors may publish many in a row."""


class Registry:
    """One edition, its atlas, and what is derived from both once."""

    def __init__(self, edition: Edition, atlas: Atlas | None = None) -> None:
        self.edition = edition
        self.atlas = atlas or Atlas.of(edition)
        self._views: dict[tuple[str, str], Any] = {}
        self._divisions: dict[int | None, Division] = {None: Division(edition)}
        """The latest ladder, and those of the periods between two turning days that were asked for."""
        self._turning_days = turning_days(edition)
        self._derived: dict[str, Any] = {}
        self.offices_by_name: tuple[Office, ...] = tuple(sorted(edition.offices.values(), key=office_order))
        self._offices_inside: dict[Division, dict[str, tuple[Office, ...]]] = {}
        self.offices_inside("")

    def _group_offices(self, division: Division) -> dict[str, tuple[Office, ...]]:
        groups: dict[str, list[Office]] = {}
        for office in self.offices_by_name:
            if office.located_in is not None:
                for unit_id in division.chain(office.located_in):
                    groups.setdefault(unit_id, []).append(office)
        return {unit_id: tuple(offices) for unit_id, offices in groups.items()}

    def offices_inside(self, unit_id: str, day: date | None = None) -> tuple[Office, ...]:
        """Offices that stand in the unit or anywhere inside it, by name, as the ladder stood on the day."""
        division = self.division(day)
        known = self._offices_inside.get(division)
        if known is None:
            known = self._offices_inside[division] = self._group_offices(division)
        return known.get(unit_id, ())

    def division(self, day: date | None) -> Division:
        """The ladder of units of a day; of the latest state without one."""
        period = None if day is None else bisect_right(self._turning_days, day)
        known = self._divisions.get(period)
        if known is None:
            spend(0)  # it is some work: not for a request that has no time left
            known = self._divisions[period] = Division(self.edition, day, like=self._divisions[None])
        return known

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
            found = self._views[kind, slug] = make(self, record)
        return found

    def must(self, kind: str, record: Any, make: Callable[[Registry, Any], View]) -> View:
        """The view of a record of this edition."""
        found = self._views.get((kind, record.id))
        if found is None:
            found = self._views[kind, record.id] = make(self, record)
        return found

    def following(self, edition: Edition) -> Registry:
        """The registry of a later edition."""
        return Registry(edition)

    def derived(self, name: str, make: Callable[[Registry], View], *, is_metered: bool = False) -> View:
        """What `make` derives from the edition, made at the first question.

        It serves all later ones and is not the work of the first, unless `make` minds the budget itself.
        """
        if name not in self._derived:
            with nullcontext() if is_metered else unmetered():
                self._derived[name] = make(self)
        return self._derived[name]  # type: ignore[no-any-return]


def office_order(office: Office) -> tuple[str, str]:
    """Lists of offices are ordered by the name shown, then by id."""
    return name_key(office.names, office.id), office.id


class Reception:
    """Holds the registry that is being served; a new one takes its place in one assignment."""

    def __init__(
        self,
        prepare: Callable[[Registry], object] | None = None,
        warm: Callable[[Registry], object] | None = None,
    ) -> None:
        """`prepare` makes what would else be made at the first question, before an edition is shown.

        `warm` makes what can wait, in a thread beside the requests, of an edition that stays for a second.
        """
        self._registry: Registry | None = None
        self._prepare = prepare
        self._warm = warm
        self._lock = Lock()
        self._listeners: list[Callable[[int], None]] = []
        self._newer: Callable[[Edition], Edition] = lambda current: current
        self.engine: Engine | None = None
        """The store that mutations write; None where nothing can be written."""

    def supply_from(self, newer: Callable[[Edition], Edition]) -> None:
        """Let `newer` give the newest edition, given the one in service, when somebody asks to catch up."""
        self._newer = newer

    def catch_up(self) -> int:
        """Serve the newest edition of the store; returns the number served. Safe from any thread."""
        current = self._registry
        if current is None:
            raise RuntimeError("no edition of the registry is loaded yet")
        self.serve(self._newer(current.edition))
        return (self._registry or current).edition.number

    @property
    def registry(self) -> Registry | None:
        """The registry in service; None until the first edition is loaded."""
        return self._registry

    @property
    def listeners(self) -> int:
        """How many listen for later editions."""
        return len(self._listeners)

    def serve(self, edition: Edition) -> None:
        """Answer from `edition` from now on; requests under way keep theirs. Safe from any thread."""
        registry = Registry(edition)
        if self._prepare is not None:
            self._prepare(registry)
        with self._lock:
            current = self._registry
            if current is not None and current.edition.number >= edition.number:
                return
            self._registry = registry
            listeners = list(self._listeners)
        for listener in listeners:
            listener(edition.number)
        if self._warm is not None:
            Thread(target=self._warm_up, args=(registry,), name="kense-warming", daemon=True).start()

    def _warm_up(self, registry: Registry) -> None:
        sleep(_STAYS_S)
        if self._warm is not None and self._registry is registry:
            self._warm(registry)

    def subscribe(self, listener: Callable[[int], None]) -> Callable[[], None]:
        """Call `listener` with the number of each later edition; the returned function ends that."""
        with self._lock:
            self._listeners.append(listener)

        def leave() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return leave


@dataclass(slots=True)
class Context:
    """What resolvers know of one request."""

    registry: Registry
    reception: Reception
    deadline_s: float = 10.0
    """Seconds that its answer may take."""
    work_s: float = WORK_S
    """Seconds that it may keep a processor busy."""
    documents: KnownDocuments = field(default_factory=KnownDocuments)
    """Documents known by an id."""
    identity: Identity | None = None
    """Who is asking; None for everybody who did not say."""
    client: str = ""
    """Network address of the client, or what stands for it where the answers of one are counted."""
    corrections_an_hour: int = 20
    """How many corrections one who has no office to do it may file in an hour."""
    may_mutate: bool = True
    """Whether this way of asking carries mutations: a WebSocket does not."""
    connection_params: dict[str, object] | None = None
    """What a WebSocket said when it was opened; Strawberry puts it here."""
    is_momentary: bool = False
    """Set when the answer depends on the moment it is given, so that nobody may keep it."""
