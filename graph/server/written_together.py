"""The head of an answer goes out with the beginning of its body: one write to the socket instead of two.

uvicorn writes both as they come, and the event loop hands each to the system at once. A write takes longer
than most of what is done for a small answer, and wakes the client for a head that is of no use to it yet.
"""

from __future__ import annotations

import asyncio

MOST_COPIED_BYTES = 65_536
"""A longer piece is written after the head: to copy it would take longer than the second write."""


class WrittenTogether:
    """The transport of one answer (not to a HEAD request): the first write waits for the second.

    If no second write follows in this round of the event loop, as in a stream, the first goes out alone.
    """

    __slots__ = ("_has_begun", "_held", "_loop", "_transport")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._has_begun = False
        self._held = b""

    def write(self, data: bytes) -> None:
        """Write a piece of the answer."""
        if not self._has_begun:
            self._has_begun, self._held = True, data
            self._loop.call_soon(self._let_go)
            return
        held, self._held = self._held, b""
        if held and len(data) <= MOST_COPIED_BYTES:
            data = held + data
        elif held:
            self._transport.write(held)
        self._transport.write(data)

    def _let_go(self) -> None:
        held, self._held = self._held, b""
        if held and not self._transport.is_closing():
            self._transport.write(held)

    def close(self) -> None:
        """Close the connection once all is written."""
        self._let_go()
        self._transport.close()

    def is_closing(self) -> bool:
        """Whether the connection is being closed."""
        return self._transport.is_closing()
