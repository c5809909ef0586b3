"""Links between the resources, absolute where the server knows its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request

from geo.exports.attribution import LICENSES
from graph.ogc.asked import FORMAT
from graph.ogc.media import HTML, OPENAPI, SCHEMA, Form
from graph.terms.links import link_base

Link = Mapping[str, Any]
COLLECTIONS = "/collections"
CONFORMANCE = "/conformance"
LANDING = "/ogc"
"""The landing page; `/` serves it to programs, and the page for people to browsers."""
QUERYABLES_REL = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
_CONFORMANCE_REL = "conformance"


def link(request: Request, path: str, rel: str, media: str, title: str, **query: str) -> Link:
    """One link, with `query` as its query string."""
    address = link_base(request) + path + ("?" + urlencode(query) if query else "")
    return {"href": address, "rel": rel, "type": media, "title": title}


def here(request: Request, form: Form, media: str) -> list[Link]:
    """Links to this document (`self`), and to the same document in the other form (`alternate`)."""
    path = quote(request.url.path)
    paths = {form: path, **({Form.HTML: LANDING} if path == "/" else {})}  # `/` shows people another page
    query = {name: value for name, value in request.query_params.multi_items() if name != FORMAT}
    medias = {form: media, **({Form.HTML: HTML} if form is Form.JSON else {Form.JSON: media})}
    return [
        link(
            request,
            paths.get(each, path),
            "self" if each is form else "alternate",
            kind,
            f"This document as {each.upper()}",
            **query,
            f=each,
        )
        for each, kind in medias.items()
    ]


def entry_links(request: Request) -> list[Link]:
    """Links from the landing page to the API's description, conformance, collections and licences."""
    return [
        link(request, "/openapi.json", "service-desc", OPENAPI, "The API as OpenAPI 3.0"),
        link(request, "/openapi.html", "service-doc", HTML, "The API for people"),
        link(request, CONFORMANCE, _CONFORMANCE_REL, "application/json", "Conformance classes"),
        link(request, COLLECTIONS, "data", "application/json", "Collections"),
        *license_links(),
    ]


def license_links() -> list[Link]:
    """Links to the licences of the data."""
    return [{"href": each, "rel": "license", "type": HTML, "title": "Licence"} for each in LICENSES]


def collection_path(collection_id: str, more: str = "") -> str:
    """The path of a collection, or with `more` of something below it."""
    return f"{COLLECTIONS}/{collection_id}{more}"


def collection_links(request: Request, collection_id: str, geojson: str) -> list[Link]:
    """Links from a collection to its items, its queryables and the licences."""
    items = collection_path(collection_id, "/items")
    return [
        link(request, items, "items", geojson, "Features as GeoJSON", f=Form.JSON),
        link(request, items, "items", HTML, "Features as HTML", f=Form.HTML),
        link(request, collection_path(collection_id, "/queryables"), QUERYABLES_REL, SCHEMA, "Queryables"),
        *license_links(),
    ]


def feature_path(collection_id: str, feature_id: str) -> str:
    """The path of a feature, quoted for URLs."""
    return collection_path(collection_id, f"/items/{quote(feature_id, safe=':~@')}")
