"""The description of the API, for programs and for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from graph.ogc import html
from graph.ogc.asked import given
from graph.ogc.links import license_links, link
from graph.ogc.media import OPENAPI
from graph.ogc.openapi import described
from graph.served.context import Registry
from graph.terms.links import link_base


def openapi_json(request: Request, registry: Registry) -> Response:
    """`/openapi.json`: the REST routes in OpenAPI 3.0."""
    given(request, ())
    body = described(link_base(request), registry.edition.number)
    return Response(orjson.dumps(body), 200, media_type=OPENAPI)


def openapi_html(request: Request, registry: Registry) -> Response:
    """`/openapi.html`: the same as a page, each route with its parameters."""
    given(request, ())
    document = described(link_base(request), registry.edition.number)
    links = [
        link(request, "/openapi.json", "service-desc", OPENAPI, "The same for programs"),
        *license_links(),
    ]
    return html.page("The API", [html.links_list(links), *_routes(document)])


def _routes(document: dict[str, Any]) -> Iterator[str]:
    shared = document["components"]["parameters"]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield html.title(f"{method.upper()} {path}")
            yield html.paragraph(operation["summary"])
            description = [
                shared[each["$ref"].rpartition("/")[2]] if "$ref" in each else each
                for each in operation["parameters"]
            ]
            yield html.table(
                {each["name"]: each.get("description", "a part of the path") for each in description}
            )
