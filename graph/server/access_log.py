"""A line in the log for each request, and an id that the line and the answer share.

The lines are those that structlog writes, made by hand where that is simple: its processors take longer than
most answers (tests/graph/test_access_log.py holds them equal). Lines of one round of the loop are written at
once, after the answers were sent.
"""

from __future__ import annotations

import re
import sys
from asyncio import get_running_loop, sleep
from collections.abc import Callable
from datetime import UTC, datetime
from random import getrandbits
from time import perf_counter
from typing import NamedTuple

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from model.settings import LogLevel, Settings

log = structlog.get_logger("kense.access")

_PLAIN = re.compile(r"[A-Za-z0-9/._~%+,:@-]*")
"""Of such paths nothing has to be escaped, neither in JSON nor on a terminal."""


class Access(NamedTuple):
    """What is written of a request; `ms` are the milliseconds until its answer was on the wire."""

    method: str
    path: str
    status: int
    ms: float
    request_id: str


def json_line(access: Access, moment: str) -> str:
    """The line of production."""
    method, path, status, ms, request_id = access
    return (
        f'{{"method": "{method}", "path": "{path}", "status": {status}, "ms": {ms}, "event": "request", '
        f'"request_id": "{request_id}", "level": "info", "timestamp": "{moment}"}}\n'
    )


def plain_line(access: Access, moment: str) -> str:
    """The line of development, where the output is no terminal."""
    return (
        f"{moment} [info     ] {'request':30} method={access.method} ms={access.ms} path={access.path} "
        f"request_id={access.request_id} status={access.status}\n"
    )


class AccessLog:
    """Logs each request: method, path, status, milliseconds and its id."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._is_on = settings.log_level in (LogLevel.DEBUG, LogLevel.INFO)
        self._render: Callable[[Access, str], str] | None = (
            json_line if settings.environment == "production" else None if sys.stdout.isatty() else plain_line
        )
        self._lines: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log it once its answer is on the wire."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # No secret: it tells requests of one log apart.
        started, request_id = perf_counter(), f"{getrandbits(128):032x}"
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message.setdefault("headers", []).append((b"x-request-id", request_id.encode()))
            await send(message)

        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            await self.app(scope, receive, noted)
            await sleep(0)  # the loop writes what was sent before it takes up this task again
        finally:
            ms = round((perf_counter() - started) * 1000, 1)
            if self._is_on:
                self._log(Access(scope["method"], scope["path"], status, ms, request_id))
            structlog.contextvars.unbind_contextvars("request_id")

    def _log(self, access: Access) -> None:
        is_plain = _PLAIN.fullmatch(access.path) and _PLAIN.fullmatch(access.method)
        if self._render is None or not access.path or not is_plain:
            log.info("request", method=access.method, path=access.path, status=access.status, ms=access.ms)
            return
        moment = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        if not self._lines:
            get_running_loop().call_soon(self._write)
        self._lines.append(self._render(access, moment))

    def _write(self) -> None:
        text = "".join(self._lines)
        self._lines.clear()
        sys.stdout.write(text)
        sys.stdout.flush()
