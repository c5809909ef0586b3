"""A line in the log for each request, and its part in the metrics, once its answer is on the wire."""

from __future__ import annotations

import time
import uuid
from asyncio import sleep

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.server.metrics import Metrics
from graph.server.seen import Seen, begin

log = structlog.get_logger("kense.access")


class AccessLog:
    """Logs method, path, status, milliseconds and the id in the answer; slow requests once more."""

    def __init__(self, app: ASGIApp, metrics: Metrics, slow_ms: int) -> None:
        """`slow_ms` is 0 where no request counts as slow."""
        self.app = app
        self._metrics, self._slow_ms = metrics, slow_ms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log it once its answer is on the wire."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, request_id = time.perf_counter(), uuid.uuid4().hex
        status, seen = 500, begin(scope["headers"])

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
            await sleep(0)  # the loop writes what was sent before it takes up this task again
        finally:
            elapsed_s = time.perf_counter() - started
            self._log(scope, status, elapsed_s, seen)
            self._metrics.note(scope["path"], status, elapsed_s, seen.work)
            structlog.contextvars.unbind_contextvars("request_id", "trace_id")

    def _log(self, scope: Scope, status: int, elapsed_s: float, seen: Seen) -> None:
        elapsed = round(elapsed_s * 1000, 1)
        log.info("request", method=scope["method"], path=scope["path"], status=status, ms=elapsed)
        if not self._slow_ms or elapsed < self._slow_ms:
            return
        work = {} if seen.work is None else seen.work._asdict()
        log.warning("slow request", method=scope["method"], path=scope["path"], ms=elapsed, **work)
