"""The work of `kense serve` and `kense schema`."""

import logging
import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from multiprocessing import get_context, parent_process
from socket import socket
from time import monotonic
from types import FrameType

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess, multiprocess
from uvicorn.supervisors.multiprocess import SIGNALS, Process

import graph.server.app  # noqa: F401  # so that forked workers have all of it
from graph.served.preloading import preload
from graph.server.draining import draining
from graph.server.listening import listen
from graph.server.schema import build_schema
from graph.server.sdl import api_sdl, federation_sdl
from model.collecting import as_usual
from model.settings import Settings

Beside = Callable[[Settings], AbstractContextManager[object]]


def run_server(settings: Settings, sockets: list[socket], beside: Beside = nullcontext) -> None:
    """Serve on bound sockets until stopped. Worker processes read the same settings from the environment.

    Each process that serves does so within the context `beside(settings)`. With several workers the parent
    has no thread of its own: they are forked, and would inherit its locks. Raises CannotListenError if
    another server has taken the port, SystemExit if the start fails.
    """
    os.environ["KENSE_DATABASE_URL"] = settings.database_url
    os.environ["KENSE_WORKERS"] = str(settings.workers)
    _allow_files(settings.connections + _OTHER_FILES)
    config = _config(settings)
    address = _address(settings.host, sockets)
    listen(sockets, settings.host)
    if config.workers > 1:
        _log_address(address)
        # What the supervisor starts, again and again.
        worker = _Forked if preload(settings) else _Worker
        multiprocess.Process = partial(worker, beside=beside)  # type: ignore[misc,assignment]
        supervisor = Multiprocess(config, sockets)
        supervisor.run()
        has_failed = any(worker.exitcode == STARTUP_FAILURE for worker in supervisor.processes)
    else:
        server = _Server(config, address, notice_s=_notice_s(settings), drain_s=settings.operating.drain_s)
        with beside(settings), suppress(KeyboardInterrupt):
            server.run(sockets)
        has_failed = not server.started
    if has_failed:
        sys.exit(STARTUP_FAILURE)


class _Server(uvicorn.Server):
    """The server of one process; it logs its address once it answers.

    uvicorn does so only for sockets that it made itself. To stop, the server first goes on for `notice_s`
    seconds in which it reports that it is not ready, then finishes running requests, all within `drain_s`
    seconds.
    """

    def __init__(
        self, config: uvicorn.Config, address: str | None, *, notice_s: float, drain_s: float
    ) -> None:
        super().__init__(config)
        self._address, self._notice_s, self._drain_s = address, notice_s, drain_s
        self._ends_at: float | None = None

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        as_usual()
        if self._address is not None:
            _log_address(self._address)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Handle a signal to stop.

        After a first SIGTERM the server goes on for `notice_s` seconds; a second one stops it at once.
        """
        if sig == signal.SIGTERM and self._notice_s and self._ends_at is None and not self.should_exit:
            self._captured_signals.append(sig)
            self._ends_at = monotonic() + self._notice_s
            draining().begin()
        else:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Called ten times a second.

        Returns whether to stop: after the notice time, or if the parent process has ended.
        """
        parent = parent_process()
        is_orphan = parent is not None and not parent.is_alive()
        if is_orphan or (self._ends_at is not None and monotonic() >= self._ends_at):
            self.should_exit = True
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """End event streams, and wait for running requests as long as `drain_s` allows (at least 1 s)."""
        draining().end_streams()
        left_s = self._drain_s - (self._notice_s if self._ends_at is not None else 0.0) - _LAST_S
        self.config.timeout_graceful_shutdown = max(1, round(left_s))
        await super().shutdown(sockets)


class _Worker(Process):
    """One of several worker processes. It ends when its parent ends, however that happens."""

    def __init__(self, config: uvicorn.Config, sockets: list[socket], beside: Beside = nullcontext) -> None:
        super().__init__(config, sockets)
        self._beside = beside  # goes along where a process is started anew

    def target(self, sockets: list[socket] | None = None) -> None:
        """Runs in the new process: serves until a signal stops it."""
        with self._beside(Settings.from_environment(os.environ)):
            super().target(sockets)

    @property
    def server(self) -> uvicorn.Server:
        """The server of this process, created on first use."""
        if self._server is None:
            settings = Settings.from_environment(os.environ)
            self._server = _Server(
                self.config, None, notice_s=_notice_s(settings), drain_s=settings.operating.drain_s
            )
        return self._server


class _Forked(_Worker):
    """A worker forked from its parent, whose registry and loaded code it shares in memory."""

    def __init__(self, config: uvicorn.Config, sockets: list[socket], beside: Beside = nullcontext) -> None:
        super().__init__(config, sockets, beside)
        given = {"config": config, "target": self.target, "sockets": sockets}
        self.process = get_context("fork").Process(target=_begin, kwargs=given)  # type: ignore[assignment]


def _begin(config: uvicorn.Config, target: Callable[..., None], sockets: list[socket]) -> None:
    """Run in a forked worker: removes the parent's signal handlers, configures logging, and serves."""
    for sig in SIGNALS:
        signal.signal(sig, signal.SIG_DFL)
    config.configure_logging()
    with suppress(KeyboardInterrupt):
        target(sockets=sockets)


_NOTICE_SHARE = 3 / 8
_LAST_S = 0.5
"""Seconds for closing everything at the end."""


def _notice_s(settings: Settings) -> float:
    """Seconds in which a stopping server still answers, so that proxies notice it.

    0 without a trusted proxy.
    """
    return _NOTICE_SHARE * settings.operating.drain_s if settings.trusted_proxies else 0.0


def _config(settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        "graph.server.app:from_environment",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers if settings.workers > 1 else None,
        loop="uvloop",
        http="graph.server.connections:LimitedHttp",
        ws="graph.server.connections:LimitedWebSocket",
        ws_max_size=settings.body_limit_bytes,
        # Packing an answer of megabytes would delay others too long; over HTTP it is packed faster.
        ws_per_message_deflate=False,
        timeout_keep_alive=_IDLE_S,
        log_level=settings.log_level.value,
        access_log=False,
        server_header=False,
        # graph.server.forwarded does it: there only a valid address is accepted.
        proxy_headers=False,
        timeout_graceful_shutdown=10,
        timeout_worker_healthcheck=_UNANSWERED_S,
    )


def _address(host: str, sockets: Sequence[socket]) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{sockets[0].getsockname()[1]}"


def _log_address(address: str) -> None:
    logging.getLogger("uvicorn.error").info("Uvicorn running on %s (Press CTRL+C to quit)", address)


_UNANSWERED_S = 60
"""Seconds after which a worker that does not answer its parent is replaced: imports may take long."""
_IDLE_S = 20
"""Seconds that a connection stays open without a request."""
_OTHER_FILES = 200


def _allow_files(count: int) -> None:
    """Raise the limit of open files to `count`, for this process and its workers.

    The system may permit fewer.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        count = min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


def schema_text(*, federation: bool, cache_tags: bool = False) -> str:
    """The schema in SDL.

    It is for clients, or with `federation` for a router, with `cache_tags` for a router that knows cache
    tags.
    """
    schema = build_schema()
    return federation_sdl(schema, cache_tags=cache_tags) if federation or cache_tags else api_sdl(schema)
