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
    """Whether this process is stopping. Only its one event loop uses it."""

    def __init__(self) -> None:
        self.has_begun = False
        self.ends_streams = False
        self._waiting: set[Callable[[], object]] = set()

    def begin(self) -> None:
        """Begin to stop: the readiness check fails from now on, but requests are still answered."""
        self.has_begun = True

    def end_streams(self) -> None:
        """Call back all event streams that have joined, so that they end."""
        self.has_begun = self.ends_streams = True
        for wake in tuple(self._waiting):
            wake()

    def join(self, wake: Callable[[], object]) -> Callable[[], None]:
        """Register `wake`, to be called when streams must end (soon, if they must already).

        The returned function cancels that.
        """
        self._waiting.add(wake)
        if self.ends_streams:
            asyncio.get_running_loop().call_soon(wake)
        return lambda: self._waiting.discard(wake)


@cache
def draining() -> Drain:
    """The one Drain of this process."""
    return Drain()
