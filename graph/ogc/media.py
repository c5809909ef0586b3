"""The form of an answer: by the parameter `f`, else the preferred one of the header Accept, else JSON."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from graph.ogc.asked import FORMAT
from graph.terms.errors import BadInputError

JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
SCHEMA = "application/schema+json"
PROBLEM = "application/problem+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
VARY = {"vary": "accept"}
_MOST_RANGES = 20


class Form(StrEnum):
    """The forms of a document, as values of the parameter `f`."""

    JSON = "json"
    HTML = "html"


def form_of(request: Request) -> Form:
    """The requested form: `f`, else by the Accept header. Raises BadInputError for an unknown `f`."""
    asked = request.query_params.get(FORMAT)
    if asked is not None:
        if asked not in list(Form):
            raise BadInputError(f"{FORMAT} is one of {', '.join(Form)}, got {asked[:40]!r}")
        return Form(asked)
    return Form.HTML if prefers_html(request.headers.get("accept", "")) else Form.JSON


def depends_on(request: Request) -> str:
    """What an answer depends on of the Accept header, for its ETag: `html` or `json`."""
    return "html" if prefers_html(request.headers.get("accept", "")) else "json"


def prefers_html(accept: str) -> bool:
    """Whether an Accept header prefers HTML to every form of JSON (RFC 9110 section 12.5.1).

    >>> prefers_html("text/html,application/json;q=0.9"), prefers_html("text/html;q=0.5, x/json")
    (True, False)
    """
    html, other = 0.0, 0.0
    for item in accept.lower().split(",")[:_MOST_RANGES]:
        media, _, weight = item.partition(";")
        quality = _quality(weight)
        if media.strip() in (HTML, "application/xhtml+xml"):
            html = max(html, quality)
        elif "json" in media:
            other = max(other, quality)
    return html > other


def wants_json(accept: str) -> bool:
    """Whether an Accept header names JSON, and does not prefer HTML.

    >>> wants_json("application/json"), wants_json("*/*"), wants_json("text/html,application/json;q=0.9")
    (True, False, False)
    """
    return "json" in accept.lower() and not prefers_html(accept)


def _quality(weight: str) -> float:
    try:
        return float(weight.partition("q=")[2] or 1.0)
    except ValueError:
        return 0.0


def problem(error: GraphQLError, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """A refusal as problem details (RFC 9457), with the error code that GraphQL uses."""
    titles = {404: "Not Found", 429: "Too Many Requests", 503: "Service Unavailable"}
    body = {
        "type": "about:blank",
        "title": titles.get(status, "Bad Request"),
        "status": status,
        "detail": error.message,
        **(error.extensions or {}),
    }
    return JSONResponse(body, status, {"cache-control": "no-store", **VARY, **(headers or {})}, PROBLEM)
