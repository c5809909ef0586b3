"""One subscriber of a subscription, its waiting events, and whether too many wait."""

from __future__ import annotations

import asyncio
from asyncio import timeout
from collections import deque
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from graph.execution.accounts import Asker
from graph.server.results import dump
from graph.terms.errors import FELL_BEHIND, coded

MOST_EVENTS = 1_000
"""Most events kept for a slow subscriber; more would hardly be read one by one."""
MOST_BYTES = 4 * 2**20
"""Bytes of the events kept for it."""


class Event:
    """A result of a subscription, encoded once for all subscribers."""

    def __init__(self, body: Mapping[str, Any], *, is_refusal: bool = False) -> None:
        """`is_refusal` says that the document was not executed: the body has only errors."""
        self.is_refusal = is_refusal
        self.errors: list[Any] = body["errors"] if is_refusal else []
        self.json = dump(body)
        self.has_data = "data" in body

    @property
    def is_final(self) -> bool:
        """Whether the subscription ends with it: it has no data, as nothing was executed."""
        return self.is_refusal or not self.has_data

    @property
    def size(self) -> int:
        """Bytes of the result as JSON."""
        return len(self.json)

    @cached_property
    def as_sse(self) -> bytes:
        """The event as bytes of a server-sent event named `next`."""
        return b"event: next\ndata: " + self.json + b"\n\n"

    @cached_property
    def as_payload(self) -> str:
        """The JSON payload of `next` in graphql-transport-ws. `data` is null where nothing was executed."""
        text = self.json.decode()
        return text if self.has_data else '{"data":null,' + text.removeprefix("{")


def failure(message: str, code: str) -> Event:
    """An event with one error and no data."""
    return Event({"errors": [coded(message, code).formatted]})


class Subscriber:
    """The waiting events of one subscriber, at most 1,000 and 4 MiB. Only one event loop may use it."""

    def __init__(self, asker: Asker, since: int, leave: Callable[[Subscriber], None]) -> None:
        """`since` is the number of the edition served when it joined.

        It receives events of later editions.
        """
        self.asker = asker
        self.since = since
        self._leave = leave
        self._waiting: deque[Event] = deque()
        self._bytes = 0
        self._ended = False
        self._arrived = asyncio.Event()

    @property
    def is_over(self) -> bool:
        """Whether no event waits and none will come."""
        return self._ended and not self._waiting

    @property
    def waiting(self) -> int:
        """Number of events that wait."""
        return len(self._waiting)

    def put(self, event: Event, *, only_newest: bool = False) -> None:
        """Queue an event; with `only_newest` it replaces the waiting ones. Does nothing after the end.

        When too many wait, they are replaced by one error (FELL_BEHIND), and the subscriber leaves.
        """
        if self._ended:
            return
        if only_newest:
            self._clear()
        self._waiting.append(event)
        self._bytes += event.size
        is_full = len(self._waiting) > MOST_EVENTS or self._bytes > MOST_BYTES
        if is_full and len(self._waiting) > 1:
            self._clear()
            self._waiting.append(failure(_FELL_BEHIND, FELL_BEHIND))
            self.leave()
        self._arrived.set()

    def _clear(self) -> None:
        self._waiting.clear()
        self._bytes = 0

    def leave(self) -> None:
        """Leave the subscription: no more events are queued. Waiting events can still be taken."""
        self._leave(self)
        self.end()

    def end(self) -> None:
        """Mark that no more events will come, and wake all who wait for an event."""
        self._ended = True
        self._arrived.set()

    async def take(self, patience_s: float | None = None) -> Event | None:
        """The next event.

        None after the end, or if none came within `patience_s` seconds (None: no limit).
        """
        if not self._waiting and not self._ended:
            self._arrived.clear()
            try:
                async with timeout(patience_s):
                    await self._arrived.wait()
            except TimeoutError:
                return None
        if not self._waiting:
            return None
        event = self._waiting.popleft()
        self._bytes -= event.size
        return event


_FELL_BEHIND = (
    f"more than {MOST_EVENTS} events, or {MOST_BYTES} bytes of them, were waiting for you: read what you "
    "missed from history, then subscribe again"
)
