"""What `kense serve` and `kense schema` do."""

import logging
import os
import resource
import sys
from collections.abc import Sequence
from contextlib import suppress
from socket import socket

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from changes.verifying import make_verifier
from graph.execution.persisted import documents_of
from graph.server.listening import listen
from graph.server.schema import build_schema
from graph.server.sdl import api_sdl, federation_sdl
from model.collecting import as_usual
from model.settings import Settings


def check_settings(settings: Settings) -> None:
    """Raises BadSettingError for what no server may start with, before anything is loaded."""
    make_verifier(settings)
    documents_of(settings)


def run_server(settings: Settings, sockets: list[socket]) -> None:
    """Serve on bound sockets until told to stop; workers read the same settings from the environment.

    Raises CannotListenError where another server was faster.
    """
    os.environ["KENSE_DATABASE_URL"] = settings.database_url
    os.environ["KENSE_WORKERS"] = str(settings.workers)
    _allow_files(settings.connections + _OTHER_FILES)
    config = _config(settings)
    address = _address(settings.host, sockets)
    listen(sockets, settings.host)
    if config.workers > 1:
        _log_address(address)
        supervisor = Multiprocess(config, sockets)
        supervisor.run()
        has_failed = any(worker.exitcode == STARTUP_FAILURE for worker in supervisor.processes)
    else:
        server = _Server(config, address)
        with suppress(KeyboardInterrupt):
            server.run(sockets)
        has_failed = not server.started
    if has_failed:
        sys.exit(STARTUP_FAILURE)


class _Server(uvicorn.Server):
    """Says where it listens when it answers: uvicorn does so only for sockets that it made itself.

    From then on its garbage is collected as that of any server, no longer as that of a command.
    """

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket] | None = None) -> None:
        as_usual()
        await super().startup(sockets)
        _log_address(self._address)


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
        # To pack an answer of megabytes takes longer than others may wait; over HTTP it is packed faster.
        ws_per_message_deflate=False,
        timeout_keep_alive=_IDLE_S,
        log_level=settings.log_level.value,
        access_log=False,
        server_header=False,
        # graph.server.forwarded does it: only an address is an address there.
        proxy_headers=False,
        timeout_graceful_shutdown=10,
    )


def _address(host: str, sockets: Sequence[socket]) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{sockets[0].getsockname()[1]}"


def _log_address(address: str) -> None:
    logging.getLogger("uvicorn.error").info("Uvicorn running on %s (Press CTRL+C to quit)", address)


_IDLE_S = 20
"""Seconds that a connection stays open without a request."""
_OTHER_FILES = 200


def _allow_files(count: int) -> None:
    """Let this process and its workers open so many files, as far as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        count = min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


def schema_text(*, federation: bool) -> str:
    """The schema as clients see it, or as a router reads it."""
    schema = build_schema()
    return federation_sdl(schema) if federation else api_sdl(schema)
