"""What one request answers from: the registry in service, who asks, and how long the answer may take."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic, thread_time

import strawberry

from changes.identity import Identity
from graph.execution.accounts import NOBODY, Asker
from graph.execution.lengths import DOCUMENT_LIMIT_BYTES
from graph.execution.persisted import KnownDocuments
from graph.execution.turns import Turns
from graph.served.current_registry import Reception
from graph.served.delivery import Delivery
from graph.served.registry import Registry, office_order
from graph.terms.limits import EVENT_SHARE, WORK_S, Budget, grant

__all__ = ["Context", "Reception", "Registry", "office_order"]


@dataclass(slots=True)
class Context:
    """What resolvers know of one request."""

    answers_from: Registry | None
    """The registry that it is answered from; None for the one in service, whichever that is by then."""
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
    asker: Asker = NOBODY
    """Whose account the work is charged to."""
    turns: Turns | None = None
    """Hands out processor time; None outside of a server."""
    corrections_an_hour: int = 20
    """How many corrections one who has no office to do it may file in an hour."""
    document_limit_bytes: int = DOCUMENT_LIMIT_BYTES
    """Length of the longest document that is read."""
    may_mutate: bool = True
    """Whether this way of asking carries mutations: a WebSocket does not."""
    connection_params: dict[str, object] | None = None
    """What a WebSocket said when it was opened; Strawberry puts it here."""
    delivery: Delivery = field(default_factory=Delivery)
    """Of a subscription: how its events are delivered."""
    is_momentary: bool = False
    """Set when the answer depends on the moment it is given, so that nobody may keep it."""
    asked_at: float = field(default_factory=monotonic)
    """When the request came, by the monotonic clock."""

    @property
    def registry(self) -> Registry:
        """The registry that the request is answered from."""
        return self.answers_from or self.newest()

    def newest(self) -> Registry:
        """The registry in service now: a connection stays open over many."""
        found = self.reception.registry or self.answers_from
        if found is None:
            raise RuntimeError("no edition of the registry is loaded yet")
        return found

    def begin(self, registry: Registry, share: float = 1.0) -> None:
        """Answer what comes next from this registry, with a budget of its own: an event is a request.

        `share` is the part of the work of a request that it may take.
        """
        self.answers_from = registry
        now, work_s = monotonic(), share * self.work_s
        grant(
            Budget(
                deadline=now + self.deadline_s,
                work_end=thread_time() + work_s,
                work_lasts_until=now + work_s,
            )
        )

    def begin_event(self) -> None:
        """Answer an event from the registry in service."""
        self.begin(self.newest(), EVENT_SHARE)

    def let_go(self) -> None:
        """What was asked is answered: hold no registry while nothing is asked.

        A connection may stay open for days, and what executed a request refers to itself and to this: each
        would keep a registry of its own, long replaced, until somebody collects garbage.
        """
        self.answers_from = None


Info = strawberry.Info[Context, None]
"""What Strawberry gives to a resolver: all that the rooms above read of it is its context."""
