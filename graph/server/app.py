"""The server: routes, objects that live as long as it does, and a line in the log for each request."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from functools import partial

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from changes.verifying import make_verifier
from graph.execution.persisted import documents_of
from graph.execution.turns import Turns
from graph.exports.answers import Exports
from graph.exports.routes import export_routes
from graph.geocoding.routes import geocoder_routes
from graph.hsds.routes import hsds_routes
from graph.ogc.routes import front, ogc_routes
from graph.served.context import Reception
from graph.served.edition_feed import watch_store
from graph.served.gc_freeze import keep
from graph.served.precompute import prepare, warm
from graph.server import console
from graph.server.access_log import AccessLog, Render, render_of
from graph.server.act_upload import PATH as ACT_UPLOAD
from graph.server.act_upload import ActUpload
from graph.server.clients import asker_of
from graph.server.editions_seen import EditionsSeen
from graph.server.embedding import embedding_routes
from graph.server.forwarded import Forwarded
from graph.server.handbook import docs_folder, handbook_routes
from graph.server.hosts import AllowedHosts
from graph.server.http import GraphQLEndpoint
from graph.server.kept_exports import KeptExports
from graph.server.lean_way import LeanWay
from graph.server.live_socket import LiveSocket
from graph.server.metrics import Metrics, Watched, metrics_routes, metrics_served
from graph.server.open_requests import OpenRequests
from graph.server.origins import Cors
from graph.server.packing import Packing
from graph.server.program_stamp import program_stamp
from graph.server.readiness import alive, ready_route
from graph.server.schema import build_schema
from graph.server.security_txt import PATH as SECURITY_TXT
from graph.server.security_txt import security_txt
from graph.server.shared_cache import SharedCache
from graph.server.shared_subscriptions import Subscriptions
from graph.server.sign_in import SignIn
from graph.server.site import Site, site_routes, site_stamp
from graph.server.table_upload import PATH as TABLE_UPLOAD
from graph.server.table_upload import TableUpload
from model.settings import Settings
from model.time_zones import stale_zones
from model.tracing import start_tracing, stop_tracing

log = structlog.get_logger("kense.server")

_EXPOSED = (
    "ETag",
    "Link",
    "Retry-After",
    "WWW-Authenticate",
    "X-Request-Id",
    "Allow",
    "Content-Crs",
    "Content-Disposition",
    "Kense-Edition",
    "Kense-Edition-Age",
    "Deprecation",
    "Sunset",
)
"""Headers of an answer that a page of another origin may read besides those that all may."""
Answer = Callable[[Request], Awaitable[Response]]
Watch = Callable[[Reception], AbstractContextManager[object]]
"""Keeps a reception supplied with editions while its context is open."""


def create_app(
    settings: Settings, reception: Reception, watch: Watch | None = None, render: Render | None = None
) -> Starlette:
    """The server application over a reception.

    `watch` supplies the reception with editions while the server runs. Without `watch` nothing does. `render`
    formats the log lines of requests; without it structlog does.
    """
    schema = build_schema(introspection=settings.introspection)
    stamp = program_stamp(settings.public_url)
    documents = documents_of(settings, console.page_folder())
    sign_in = SignIn(make_verifier(settings))
    turns = Turns(settings.client_share, settings.client_burst_s, settings.request_deadline_s)
    subscriptions = Subscriptions(schema, reception, settings, documents, turns)
    endpoint = GraphQLEndpoint(
        schema,
        reception,
        settings,
        documents,
        sign_in,
        turns=turns,
        subscriptions=subscriptions,
        stamp=stamp,
    )
    socket = LiveSocket(
        schema, reception, settings, documents, sign_in, turns=turns, subscriptions=subscriptions
    )
    asker = partial(asker_of, identity=None, trusted=settings.trusted_clients)
    bundle = console.bundle_folder()
    site = Site(settings, console.page_folder())

    metrics = Metrics(Watched(reception, turns, subscriptions, endpoint.queries, endpoint.kept))
    exports = Exports(reception, turns, asker, stamp)
    pages = Exports(reception, turns, asker, stamp + site_stamp(site))
    routes: list[BaseRoute] = [
        Route("/healthz", alive),
        Route("/readyz", ready_route(reception, subscriptions, settings)),
        *metrics_routes(settings, metrics, exports),
        Route(SECURITY_TXT, security_txt(settings)),
        Route("/graphql", _graphql(endpoint, console.console_page(bundle)), methods=_METHODS),
        WebSocketRoute("/graphql", socket),
        Route("/graphql/console.js", _text(console.page("console.js"), "text/javascript")),
        Route("/graphql/console.css", _text(console.page("console.css"), "text/css")),
        *export_routes(exports, settings.public_url),
        *geocoder_routes(exports),
        *ogc_routes(exports, settings),
        *hsds_routes(exports),
        Route(TABLE_UPLOAD, TableUpload(reception, turns, asker, settings)),
        Route(ACT_UPLOAD, ActUpload(reception, turns, sign_in, settings)),
        *handbook_routes(docs_folder()),
        *embedding_routes(settings, site.folder, pages),
        *site_routes(site, pages, partial(front, exports)),
    ]
    if bundle is not None:
        routes.append(Mount("/graphql/assets", StaticFiles(directory=bundle)))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        with (
            metrics_served(settings, metrics) if watch is not None else nullcontext(),
            watch(reception) if watch is not None else nullcontext(),
        ):
            yield
        stop_tracing()

    return Starlette(
        routes=routes,
        middleware=_middleware(endpoint, turns, Middleware(AccessLog, settings, metrics.note, render)),
        lifespan=lifespan,
        exception_handlers={404: site.missing},
    )


_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
"""All methods that reach the endpoint, which itself refuses others with JSON."""


def _graphql(endpoint: GraphQLEndpoint, console_page: str) -> Answer:
    """Answers GraphQL; a GET that accepts HTML, as browsers send it, gets the console page instead."""

    async def graphql(request: Request) -> Response:
        if request.method != "GET" or "text/html" not in request.headers.get("accept", ""):
            return await endpoint(request)
        return HTMLResponse(console_page, headers={**console.HEADERS, "vary": "accept, authorization"})

    return graphql


def _middleware(endpoint: GraphQLEndpoint, turns: Turns, access_log: Middleware) -> list[Middleware]:
    """The middleware around every route, outermost first."""
    settings = endpoint.settings
    cors = Middleware(
        Cors,
        allow_origins=settings.cors_origins,
        allow_methods=["GET", "HEAD", "POST"],
        # Clients and monitors add headers of their own; none gives a page further rights.
        allow_headers=["*"],
        # A public page may ask a server of an intranet or of one's own machine where the operator names it.
        allow_private_network="*" not in settings.cors_origins,
        expose_headers=_EXPOSED,
        max_age=86_400,
    )
    return [
        Middleware(Forwarded, settings.trusted_proxies),
        access_log,
        Middleware(OpenRequests, settings),
        Middleware(AllowedHosts, endpoint.hosts),
        *([cors] if settings.cors_origins else []),
        Middleware(SharedCache, endpoint.reception, settings.operating.shared_cache_s),
        Middleware(EditionsSeen, endpoint.reception, settings),
        Middleware(LeanWay, endpoint),
        Middleware(KeptExports, endpoint.reception, settings, turns),
        Middleware(Packing),  # inside of CORS, so that a refusal there is not packed
    ]


_SWITCH_S = 0.001
"""A change sends some thirty statements to the store, and after each waits for its turn beside the reads."""


def from_environment() -> Starlette:
    """The server of one worker process, with settings from the environment and editions from the store."""
    settings = Settings.from_environment(os.environ)
    configure_logging(settings)
    start_tracing(os.environ)
    for sentence in stale_zones():
        log.warning(sentence)
    sys.setswitchinterval(_SWITCH_S)
    reception = Reception(prepare, warm, keep)
    return create_app(settings, reception, watch_store(settings), render_of(settings))


def configure_logging(settings: Settings) -> None:
    """Configure structlog to write a line for each event on the standard output. It is JSON in production."""
    production = settings.environment == "production"
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks if production else structlog.processors.StackInfoRenderer(),
            without_controls,
            _renderer(production),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(settings.log_level.value),
        cache_logger_on_first_use=True,
    )


def without_controls(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A structlog processor that escapes texts with control characters.

    Clients choose paths and names, which could steer a terminal.
    """
    for name, value in event.items():
        if isinstance(value, str) and not value.isprintable() and name not in ("stack", "exception"):
            event[name] = repr(value)
    return event


def _renderer(production: bool) -> structlog.typing.Processor:
    if production:
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(
        colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
    )


def _text(content: str, media: str) -> Callable[[Request], Response]:
    def text(_: Request) -> Response:
        return Response(content, media_type=media, headers={"x-content-type-options": "nosniff"})

    return text
