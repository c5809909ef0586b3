"""The context of one request: the registry in service, the client, and the time limits."""

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
    """The facts about one request that resolvers can read, and the registry that answers it."""

    answers_from: Registry | None
    """The registry that answers it; None for the one in service at that moment."""
    reception: Reception
    deadline_s: float = 10.0
    """Seconds that the answer may take."""
    work_s: float = WORK_S
    """Processor seconds that the request may use."""
    documents: KnownDocuments = field(default_factory=KnownDocuments)
    """Documents with an id."""
    identity: Identity | None = None
    """The signed-in account; None for anonymous clients."""
    client: str = ""
    """Network address of the client, or its substitute where answers are counted by client."""
    asker: Asker = NOBODY
    """The client whose account is charged."""
    turns: Turns | None = None
    """Gives processor time in turns; None outside of a server."""
    corrections_an_hour: int = 20
    """Corrections that a client without a role may file in an hour."""
    document_limit_bytes: int = DOCUMENT_LIMIT_BYTES
    """Length of the longest document that is read."""
    may_mutate: bool = True
    """Whether this transport carries mutations: a WebSocket does not."""
    connection_params: dict[str, object] | None = None
    """The payload with which a WebSocket was opened; Strawberry puts it here."""
    delivery: Delivery = field(default_factory=Delivery)
    """For a subscription: how its events are delivered."""
    is_momentary: bool = False
    """Set when the answer depends on the current moment, so that it must not be cached."""
    is_fleeting: bool = False
    """Set beside it when another answer may come within this very minute; office hours end with a minute."""
    asked_at: float = field(default_factory=monotonic)
    """When the request came, by the monotonic clock."""

    @property
    def registry(self) -> Registry:
        """The registry that answers the request.

        If none was fixed at its beginning, it is the registry in service now.
        """
        return self.answers_from or self.newest()

    def note_fleeting(self) -> None:
        """Record that the answer may change at any moment or differ by client, so that it is not cached."""
        self.is_momentary = self.is_fleeting = True

    def newest(self) -> Registry:
        """The registry in service now; a connection may outlive many.

        Raises RuntimeError before the first edition.
        """
        found = self.reception.registry or self.answers_from
        if found is None:
            raise RuntimeError("no edition of the registry is loaded yet")
        return found

    def begin(self, registry: Registry, share: float = 1.0) -> None:
        """Answer the next operation from this registry, with a new budget.

        An event counts as a request of its own. `share` is the part of a request's processor time that it may
        use (1: all).
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
        """Answer an event from the registry in service now, with the budget of an event."""
        self.begin(self.newest(), EVENT_SHARE)

    def let_go(self) -> None:
        """Release the registry after the answer; the next operation takes the registry in service then.

        A connection may stay open for days, and the objects that executed a request refer to each other and
        to this context: each would keep a replaced registry alive until the next garbage collection.
        """
        self.answers_from = None


Info = strawberry.Info[Context, None]
"""Strawberry's info for resolvers: the rooms above only read its context."""
