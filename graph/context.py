"""What one request answers from: an edition with its indexes, and the views made over it.

A view is the GraphQL object of one record. It is made once for an edition and then shared by all requests,
so that reading a field is reading an attribute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Engine

from changes.identity import Identity
from geo.alphabet import name_key
from geo.atlas import Atlas
from geo.division import Division
from graph.limits import WORK_S, spend, unmetered
from graph.persisted import KnownDocuments
from store.edition import Edition, Office

View = TypeVar("View")
Record = TypeVar("Record")
_DAYS_KEPT = 8


class Registry:
    """One edition, its atlas, and what is derived from both once."""

    def __init__(self, edition: Edition, atlas: Atlas | None = None) -> None:
        self.edition = edition
        self.atlas = atlas or Atlas.of(edition)
        self._views: dict[tuple[str, str], Any] = {}
        self._divisions: dict[date | None, Division] = {None: Division(edition)}
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
            kept = {one: groups for one, groups in self._offices_inside.items() if one in self._kept()}
            known = self._group_offices(division)
            self._offices_inside = {**kept, division: known}
        return known.get(unit_id, ())

    def _kept(self) -> tuple[Division, ...]:
        return tuple(self._divisions.values())

    def division(self, day: date | None) -> Division:
        """The ladder of units of a day; of the latest state without one."""
        known = self._divisions.get(day)
        if known is None:
            spend(0)  # a division is made in a tenth of a second: not for a request that has no time left
            if len(self._divisions) > _DAYS_KEPT:
                self._divisions = {None: self._divisions[None]}
            known = self._divisions[day] = Division(self.edition, day)
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

    def derived(self, name: str, make: Callable[[Registry], View]) -> View:
        """What `make` derives from the edition, made at the first question."""
        if name not in self._derived:
            with unmetered():
                self._derived[name] = make(self)
        return self._derived[name]  # type: ignore[no-any-return]


def office_order(office: Office) -> tuple[str, str]:
    """Lists of offices are ordered by the name shown, then by id."""
    return name_key(office.names, office.id), office.id


class Reception:
    """Holds the registry that is being served; a new one takes its place in one assignment."""

    def __init__(self, prepare: Callable[[Registry], object] | None = None) -> None:
        """`prepare` makes what would else be made at the first question, before an edition is shown."""
        self._registry: Registry | None = None
        self._prepare = prepare
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
