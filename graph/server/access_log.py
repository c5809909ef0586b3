"""A line in the log for each request, its part in the metrics, and an id that the line and the answer share.

The lines are those that structlog writes, made by hand where that is simple: its processors take longer than
most answers (tests/graph/test_access_log.py holds them equal). Lines of one round of the loop are written at
once, after the answers were sent.
"""

from __future__ import annotations

import re
import sys
from asyncio import get_running_loop, sleep
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from random import getrandbits
from time import perf_counter, time_ns
from typing import NamedTuple

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.server.metrics import area_of
from graph.server.seen import Seen, Work, begin, trace_id_of
from model.settings import LogLevel, Settings
from model.tracing import Attribute, Span, root_span, traces

log = structlog.get_logger("kense.access")

Render = Callable[["Access", str], str]
Note = Callable[[str, int, float, Work | None], None]
_PLAIN = re.compile(r"[A-Za-z0-9/._~%+,:@-]*")
"""Paths that need no escaping, neither in JSON nor on a terminal."""


class Access(NamedTuple):
    """The logged facts of a request. `ms` are the milliseconds until its answer was sent."""

    method: str
    path: str
    status: int
    ms: float
    request_id: str


def json_line(access: Access, moment: str) -> str:
    """The log line of a request in JSON, for production."""
    method, path, status, ms, request_id = access
    return (
        f'{{"method": "{method}", "path": "{path}", "status": {status}, "ms": {ms}, "event": "request", '
        f'"request_id": "{request_id}", "level": "info", "timestamp": "{moment}"}}\n'
    )


def plain_line(access: Access, moment: str) -> str:
    """The log line of a request as text, for development where the output is not a terminal."""
    return (
        f"{moment} [info     ] {'request':30} method={access.method} ms={access.ms} path={access.path} "
        f"request_id={access.request_id} status={access.status}\n"
    )


def render_of(settings: Settings) -> Render | None:
    """The function that formats lines as structlog does with these settings.

    None for a terminal, where structlog itself must colour them.
    """
    if settings.environment == "production":
        return json_line
    return None if sys.stdout.isatty() else plain_line


class AccessLog:
    """Logs each request (method, path, status, milliseconds, id); a slow one twice."""

    def __init__(self, app: ASGIApp, settings: Settings, note: Note, render: Render | None = None) -> None:
        """`note` is called for each request with path, status, seconds and work.

        Without `render` structlog formats the lines.
        """
        self.app = app
        self._note, self._slow_ms = note, settings.slow_ms
        self._is_on = settings.log_level in (LogLevel.DEBUG, LogLevel.INFO)
        self._render = render
        self._lines: list[str] = []
        self._clock = _Clock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log it once its answer was sent.

        WebSockets are passed on without a line.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if not traces():
            await self._pass_on(scope, receive, send, None)
            return
        area, parent = area_of(scope["path"]), _parent(scope["headers"])
        given = {"http.request.method": scope["method"], "http.route": f"/{area}"}
        with root_span(f"{scope['method']} /{area}", given, parent) as span:
            await self._pass_on(scope, receive, send, span)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, span: Span | None) -> None:
        """Pass the request on with an id; afterwards log, count and trace it, even if it failed."""
        # No secret: it tells requests of one log apart.
        started, request_id = perf_counter(), f"{getrandbits(128):032x}"
        status, seen = 500, begin(scope["headers"])
        if span is not None:
            seen.trace_id = span.trace_id

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message.setdefault("headers", []).append((b"x-request-id", request_id.encode()))
            await send(message)

        structlog.contextvars.bind_contextvars(request_id=request_id)
        if seen.trace_id is not None:
            structlog.contextvars.bind_contextvars(trace_id=seen.trace_id)
        try:
            await self.app(scope, receive, noted)
            await sleep(0)  # the loop sends the answer before it runs this task again
        finally:
            elapsed_s = perf_counter() - started
            access = Access(scope["method"], scope["path"], status, round(elapsed_s * 1000, 1), request_id)
            if self._is_on:
                self._log(access, seen)
            if self._slow_ms and access.ms >= self._slow_ms:
                work = {} if seen.work is None else seen.work.fields
                log.warning("slow request", method=access.method, path=access.path, ms=access.ms, **work)
            self._note(scope["path"], status, elapsed_s, seen.work)
            if span is not None:
                span.end(_attributes(access, seen.work), has_failed=status >= 500)
            structlog.contextvars.unbind_contextvars("request_id", "trace_id")

    def _log(self, access: Access, seen: Seen) -> None:
        """Log a request.

        Plain lines are collected for one write; lines that need escaping go to structlog.
        """
        is_plain = access.path and _PLAIN.fullmatch(access.path) and _PLAIN.fullmatch(access.method)
        if self._render is None or not is_plain or seen.trace_id is not None:
            log.info("request", method=access.method, path=access.path, status=access.status, ms=access.ms)
            return
        moment = self._clock.moment()
        if not self._lines:
            get_running_loop().call_soon(self._write)
        self._lines.append(self._render(access, moment))

    def _write(self) -> None:
        text = "".join(self._lines)
        self._lines.clear()
        sys.stdout.write(text)
        sys.stdout.flush()


class _Clock:
    """Moments as lines show them; what they share with the moment before is not written again."""

    def __init__(self) -> None:
        self._second, self._shown = -1, ""

    def moment(self) -> str:
        """The present one in UTC, to the microsecond."""
        second, nanoseconds = divmod(time_ns(), 1_000_000_000)
        if second != self._second:
            self._second, self._shown = second, datetime.fromtimestamp(second, UTC).isoformat()[:-6]
        return f"{self._shown}.{nanoseconds // 1000:06d}Z"


_TRACE_HEADERS = (b"traceparent", b"tracestate")


def _parent(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """The headers that name the trace of the client.

    Empty if such a header is missing, repeated or malformed.
    """
    if trace_id_of(headers) is None:
        return {}
    return {name.decode(): value.decode("latin-1") for name, value in headers if name in _TRACE_HEADERS}


def _attributes(access: Access, work: Work | None) -> dict[str, Attribute]:
    """The attributes of a request's trace span.

    Nothing that a client typed, but the name of a known operation.
    """
    said: dict[str, Attribute] = {
        "http.response.status_code": access.status,
        "kense.request_id": access.request_id,
    }
    if work is not None:
        said |= {"kense.code": work.code, "kense.cost": work.cost, "kense.records": work.records}
        if work.operation:
            said["graphql.operation.name"] = work.operation
    return said
