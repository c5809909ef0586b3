"""What `kense serve` and `kense schema` do."""

import os

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
    uvicorn.run(
        "graph.server.app:from_environment",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers if settings.workers > 1 else None,
        loop="uvloop",
        http="httptools",
        ws_max_size=settings.body_limit_bytes,
        log_level=settings.log_level.value,
        access_log=False,
        server_header=False,
        # graph.server.forwarded does it: only an address is an address there.
        proxy_headers=False,
        timeout_graceful_shutdown=10,
    )


def schema_text(*, federation: bool) -> str:
    """The schema as clients see it, or as a router reads it."""
    schema = build_schema()
    return federation_sdl(schema) if federation else api_sdl(schema)
