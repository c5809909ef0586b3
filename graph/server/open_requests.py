"""Limits how many requests, streams and WebSockets a client has open at once, by its forwarded address."""

from __future__ import annotations

from collections import Counter

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from graph.server.clients import asker_of_scope
from graph.terms.errors import RateLimitedError, rate_limited
from model.settings import Settings

_TRY_AGAIN = 1013
_RETRY_AFTER_S = 5


class OpenRequests:
    """Refuses requests of a client that has too many open: 429, or close code 1013 for a WebSocket."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._most, self._trusted = settings.client_connections, settings.trusted_clients
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counted until it is over, or refuse it. A trusted client has no limit."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        asker = asker_of_scope(scope, self._trusted)
        if self._open[asker.name] >= self._most and not asker.is_trusted:
            await self._refuse(scope, receive, send)
            return
        self._open[asker.name] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._open[asker.name] -= 1
            if not self._open[asker.name]:
                del self._open[asker.name]

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send 429, or close a WebSocket with 1013."""
        message = f"more than {self._most} requests from here are open: close some, or come again later"
        if scope["type"] == "websocket":
            socket = WebSocket(scope, receive, send)
            await socket.accept(subprotocol=next(iter(scope.get("subprotocols", ())), None))
            await socket.close(_TRY_AGAIN, message)
            return
        told = rate_limited(RateLimitedError(message, _RETRY_AFTER_S))
        headers = {"retry-after": str(_RETRY_AFTER_S), "cache-control": "no-store", "connection": "close"}
        await JSONResponse({"errors": [told.formatted]}, 429, headers)(scope, receive, send)
