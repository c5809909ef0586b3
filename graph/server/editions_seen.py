"""Read-your-writes on any server: a client names the edition it saw, and gets no answer of an older one."""

from __future__ import annotations

import asyncio
from time import monotonic

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.served.current_registry import Reception
from graph.terms.errors import BAD_REQUEST, NOT_READY, RETRY_AFTER_S, coded
from model.settings import Settings

HEADER = b"kense-edition"
"""Request header: the number of the edition that the answer must come from, or a later one; 0 for any."""
AGE = b"kense-edition-age"
_LONGEST_WAIT_S = 5.0
_PAUSE_S = 0.02
_LONGEST_PAUSE_S = 0.25
_FARTHEST = 1_000
"""How many editions a server may lack and still get within the wait; higher numbers were never published."""
_MOST_DIGITS = 9
_OLDEST_S = 1e9
"""Shown when the age of the edition is unknown."""


class EditionsSeen:
    """Middleware: a request waits for the edition that it names.

    The answer names the edition that answered.
    """

    def __init__(self, app: ASGIApp, reception: Reception, settings: Settings) -> None:
        self.app, self._reception = app, reception
        self._patience_s = min(_LONGEST_WAIT_S, settings.request_deadline_s)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait at most 5 s until the edition that the request names is served, then pass the request on.

        The answer is 503 if the edition does not come, 400 if the header is not a number. A request without
        the header is passed on at once.
        """
        wanted = _wanted(scope) if scope["type"] == "http" else None
        if wanted is None:
            await self.app(scope, receive, send)
            return
        if not (wanted.isdigit() and len(wanted) <= _MOST_DIGITS):
            message = "the header Kense-Edition is the number of an edition, or 0"
            await _refused(400, message, BAD_REQUEST)(scope, receive, send)
            return
        if not await self._has_come(int(wanted)):
            message = f"this server does not serve edition {int(wanted)} yet: ask again"
            await _refused(503, message, NOT_READY)(scope, receive, send)
            return
        await self.app(scope, receive, self._telling(send))

    async def _has_come(self, number: int) -> bool:
        """Whether that edition is served before the time is over; False at once for one far ahead."""
        end, pause_s = monotonic() + self._patience_s, _PAUSE_S
        while self._number < number:
            if monotonic() >= end or number > self._number + _FARTHEST:
                return False
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)  # many requests may wait
        return True

    @property
    def _number(self) -> int:
        registry = self._reception.registry
        return 0 if registry is None else registry.edition.number

    def _telling(self, send: Send) -> Send:
        """A `send` that adds the number and age of the served edition to the headers of the answer."""
        registry = self._reception.registry
        # The edition at this moment: the answer comes from it, or from a later one.
        key = None if registry is None else str(registry.key).encode()

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and key is not None:
                age_s = min(self._reception.following.lag.seconds, _OLDEST_S)
                headers = [(HEADER, key), (AGE, f"{age_s:.1f}".encode())]
                message = {**message, "headers": [*message["headers"], *headers]}
            await send(message)

        return told


def _wanted(scope: Scope) -> bytes | None:
    """The edition number in the request header, unchecked; None without the header."""
    found: bytes | None = next((value for name, value in scope["headers"] if name == HEADER), None)
    # An edition's key from an answer may be sent in place of its number.
    return None if found is None else found.strip().partition(b"-")[0]


def _refused(status: int, message: str, code: str) -> JSONResponse:
    headers = {"cache-control": "no-store"}
    if status == 503:
        headers["retry-after"] = str(RETRY_AFTER_S)
    return JSONResponse({"errors": [coded(message, code).formatted]}, status, headers)
