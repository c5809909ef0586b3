"""The routes of OGC API - Features."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import monotonic, thread_time
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from graph.exports.answers import Exports, Make, Streamed
from graph.ogc import documents, items, metadata
from graph.ogc.links import COLLECTIONS, CONFORMANCE, LANDING
from graph.ogc.media import depends_on, problem, wants_json
from graph.served.context import Registry
from graph.terms.limits import Budget, grant
from graph.terms.links import link_base
from model.settings import Settings

Endpoint = Callable[[Request], Awaitable[Response]]


def ogc_routes(exports: Exports, settings: Settings) -> list[BaseRoute]:
    """Routes of the collections, and of the documents that describe the API."""
    makers: dict[str, Make] = {
        LANDING: metadata.landing,
        CONFORMANCE: metadata.conformance,
        COLLECTIONS: metadata.collections,
        f"{COLLECTIONS}/{{collection}}": metadata.collection,
        f"{COLLECTIONS}/{{collection}}/queryables": metadata.queryables,
        f"{COLLECTIONS}/{{collection}}/items": _metered(items.items, settings),
        f"{COLLECTIONS}/{{collection}}/items/{{feature}}": _metered(items.feature, settings),
        "/openapi.json": documents.openapi_json,
        "/openapi.html": documents.openapi_html,
    }
    routes: list[BaseRoute] = [Route(path, _endpoint(exports, make)) for path, make in makers.items()]
    routes.append(Route(f"{LANDING}/{{path:path}}", exports.cheap_endpoint(_below_landing)))
    return routes


def _below_landing(request: Request) -> Response:
    """Redirect `/ogc/…` to `/…`, for clients that append paths to the address of the landing page."""
    path: str = request.path_params["path"]
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{link_base(request)}/{quote(path) or LANDING[1:]}{query}", 308)


def front(exports: Exports, page: Endpoint) -> Endpoint:
    """The endpoint of `/`: the landing page for clients that ask for JSON, `page` for all others."""
    landing = _endpoint(exports, metadata.landing)

    async def answer(request: Request) -> Response:
        asks = request.query_params.get("f") == "json" or wants_json(request.headers.get("accept", ""))
        answered = await (landing if asks else page)(request)
        answered.headers.add_vary_header("accept")
        return answered

    return answer


def _endpoint(exports: Exports, make: Make) -> Endpoint:
    return exports.endpoint(make, refuse=problem, depends_on=depends_on)


def _metered(make: Make, settings: Settings) -> Make:
    """`make` with the budget of a GraphQL request, as a filter may take as much work."""

    def made(request: Request, registry: Registry) -> Response | Streamed:
        now = monotonic()
        grant(
            Budget(
                deadline=now + settings.request_deadline_s,
                work_end=thread_time() + settings.work_limit_ms / 1000,
                work_lasts_until=now + settings.work_limit_ms / 1000,
            )
        )
        try:
            return make(request, registry)
        finally:
            grant(None)

    return made
