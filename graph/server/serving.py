"""What `kense serve` and `kense schema` do."""

import os
import resource

import uvicorn

from changes.verifying import make_verifier
from graph.server.schema import build_schema
from graph.server.sdl import api_sdl, federation_sdl
from model.settings import Settings


def check_settings(settings: Settings) -> None:
    """Raises BadSettingError for what no server may start with, before anything is loaded."""
    make_verifier(settings)


def run_server(settings: Settings) -> None:
    """Serve until told to stop; worker processes read the same settings from the environment."""
    os.environ["KENSE_DATABASE_URL"] = settings.database_url
    _allow_files(settings.connections + _OTHER_FILES)
    uvicorn.run(
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
