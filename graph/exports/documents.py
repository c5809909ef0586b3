"""Linked data: `/offices/{id}.jsonld`, `/services.jsonld` (CPSV-AP) and `/catalog.jsonld` (DCAT-AP)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from geo.exports.json_ld import MEDIA_TYPE, office_json_ld
from geo.exports.linked.cpsv import services_json_ld
from geo.exports.linked.iris import office_path
from geo.jurisdiction.law import today_in_kazakhstan
from graph.exports.answers import NoSuchPathError, Streamed, parameters
from graph.exports.measures import catalogue_pieces
from graph.served.context import Registry
from graph.terms.links import link_base


def office(request: Request, registry: Registry, *, public_url: str) -> Response:
    """The JSON-LD document of one office. The old id of a merged office is redirected.

    Raises NoSuchPathError for an unknown id. `public_url` is that of the settings; if it is empty, a redirect
    names no host.
    """
    parameters(request, lists=[], singles=[])
    asked: str = request.path_params["id"]
    slug = asked.removeprefix("Office:")
    current = registry.edition.current_id(slug)
    record = registry.edition.offices.get(current)
    if record is None:
        raise NoSuchPathError(f"no office has the id {asked!r}")
    if current != slug:
        return RedirectResponse(public_url + office_path(current), 301)
    document = office_json_ld(registry.edition, record, link_base(request))
    return Response(document, media_type=MEDIA_TYPE)


def services(request: Request, registry: Registry) -> Streamed:
    """All services in CPSV-AP, with the organizations and acts behind them."""
    parameters(request, lists=[], singles=[])
    pieces = services_json_ld(registry.edition, today_in_kazakhstan(), link_base(request))
    return Streamed(pieces, MEDIA_TYPE, "services.jsonld")


def catalogue(request: Request, registry: Registry) -> Streamed:
    """The catalogue of all files that can be downloaded as a whole, with sizes and digests (DCAT-AP)."""
    parameters(request, lists=[], singles=[])
    return Streamed(catalogue_pieces(registry, link_base(request)), MEDIA_TYPE, "catalog.jsonld")
