"""`/offices/{id}.jsonld`: one office as a document of its own."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from geo.exports.json_ld import MEDIA_TYPE, office_json_ld, office_path
from graph.exports.answers import NoSuchPathError, parameters
from graph.served.context import Registry


def office(request: Request, registry: Registry, *, base: str) -> Response:
    """The document; an id of before a merger leads to that of today. Raises NoSuchPathError.

    `base` is the public address of the server, or empty.
    """
    parameters(request, lists=[], singles=[])
    asked: str = request.path_params["id"]
    slug = asked.removeprefix("Office:")
    current = registry.edition.current_id(slug)
    record = registry.edition.offices.get(current)
    if record is None:
        raise NoSuchPathError(f"no office has the id {asked!r}")
    if current != slug:
        return RedirectResponse(base + office_path(current), 301)
    return Response(office_json_ld(registry.edition, record, base), media_type=MEDIA_TYPE)
