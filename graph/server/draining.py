"""How a server ends: it says so, finishes what runs, and lets go of those who listen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache

GOING_AWAY = 1001
"""Close code of a WebSocket whose server ends (RFC 6455, section 7.4.1)."""
LAST_COMMENT = b": the server ends, connect again\n\n"
"""The end of a stream of events: no `complete`, which would tell the client that nothing more will come."""


class Drain:
    """Whether this process is to end; belongs to its one event loop."""

    def __init__(self) -> None:
        self.has_begun = False
        self.ends_streams = False
        self._waiting: set[Callable[[], object]] = set()

    def begin(self) -> None:
        """From now on the server is not ready; it answers whoever has not heard of it yet."""
        self.has_begun = True

    def end_streams(self) -> None:
        """Wake all who wait for events: they end their streams."""
        self.has_begun = self.ends_streams = True
        for wake in tuple(self._waiting):
            wake()

    def join(self, wake: Callable[[], object]) -> Callable[[], None]:
        """Call `wake` when streams are to end; the returned function ends that."""
        self._waiting.add(wake)
        if self.ends_streams:
            asyncio.get_running_loop().call_soon(wake)
        return lambda: self._waiting.discard(wake)


@cache
def draining() -> Drain:
    """That of this process."""
    return Drain()
