"""How a server ends: it announces it, finishes running requests, and closes streams."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache

GOING_AWAY = 1001
"""Close code of a WebSocket whose server ends (RFC 6455, section 7.4.1)."""
LAST_COMMENT = b": the server ends, connect again\n\n"
"""The end of an event stream, without `complete`, which would say that nothing more will come."""


class Drain:
    """Whether this process is ending; used by its one event loop."""

    def __init__(self) -> None:
        self.has_begun = False
        self.ends_streams = False
        self._waiting: set[Callable[[], object]] = set()

    def begin(self) -> None:
        """Start ending: the server is not ready from now on, but still answers."""
        self.has_begun = True

    def end_streams(self) -> None:
        """Wake all streams of events, which then end."""
        self.has_begun = self.ends_streams = True
        for wake in tuple(self._waiting):
            wake()

    def join(self, wake: Callable[[], object]) -> Callable[[], None]:
        """Call `wake` when streams must end; the returned function cancels that."""
        self._waiting.add(wake)
        if self.ends_streams:
            asyncio.get_running_loop().call_soon(wake)
        return lambda: self._waiting.discard(wake)


@cache
def draining() -> Drain:
    """The state of this process."""
    return Drain()
