"""The landing page, the conformance classes, the collections, and their queryables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from geo.earth.box import KAZAKHSTAN
from geo.earth.crs import Crs
from geo.exports.attribution import ATTRIBUTION
from graph.ogc import html
from graph.ogc.asked import given
from graph.ogc.catalogue import COLLECTIONS
from graph.ogc.collection import Collection
from graph.ogc.filters.queryables import GEOMETRY
from graph.ogc.items import collection_of
from graph.ogc.links import Link, collection_links, collection_path, entry_links, here, link
from graph.ogc.media import GEOJSON, JSON, SCHEMA, VARY, Form, form_of
from graph.served.context import Registry
from graph.terms.links import link_base

_FEATURES = "http://www.opengis.net/spec/ogcapi-features"
_CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf"
CONFORMS_TO = (
    *(f"{_FEATURES}-1/1.0/conf/{each}" for each in ("core", "oas30", "geojson", "html")),
    f"{_FEATURES}-2/1.0/conf/crs",
    *(
        f"{_FEATURES}-3/1.0/conf/{each}"
        for each in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ),
    *(
        f"{_CQL2}/{each}"
        for each in (
            "cql2-text",
            "cql2-json",
            "basic-cql2",
            "advanced-comparison-operators",
            "basic-spatial-functions",
        )
    ),
)
"""Conformance classes of the standards that are met."""
_TITLE = "Kense: offices and services of Kazakhstan"
_DESCRIPTION = (
    "Who serves which place for which public service by the legal acts of Kazakhstan, as OGC API - Features."
)


def landing(request: Request, registry: Registry) -> Response:
    """The landing page: title, description and links."""
    given(request)
    form = form_of(request)
    links = [*here(request, form, JSON), *entry_links(request)]
    body = {"title": _TITLE, "description": _DESCRIPTION, "attribution": ATTRIBUTION, "links": links}
    if form is Form.HTML:
        return html.page(_TITLE, [html.paragraph(_DESCRIPTION), html.links_list(links)])
    return _json(body)


def conformance(request: Request, registry: Registry) -> Response:
    """The conformance classes that this server meets."""
    given(request)
    form = form_of(request)
    if form is Form.HTML:
        rows = [html.paragraph(each) for each in CONFORMS_TO]
        return html.page("Conformance", [*rows, html.links_list(here(request, form, JSON))])
    return _json({"conformsTo": CONFORMS_TO, "links": here(request, form, JSON)})


def collections(request: Request, registry: Registry) -> Response:
    """All collections with their descriptions."""
    given(request)
    form = form_of(request)
    links = here(request, form, JSON)
    described = [_described(request, each, []) for each in COLLECTIONS.values()]
    if form is Form.JSON:
        return _json({"links": links, "crs": list(Crs), "collections": described})
    parts = [html.links_list(links)]
    for each in described:
        address = link_base(request) + collection_path(each["id"])
        parts += [html.heading(each["title"], address), html.paragraph(each["description"])]
        parts.append(html.links_list(each["links"]))
    return html.page("Collections", parts)


def collection(request: Request, registry: Registry) -> Response:
    """The description of one collection. Raises NoSuchPathError for an unknown collection."""
    given(request)
    form = form_of(request)
    described = _described(request, collection_of(request), here(request, form, JSON))
    if form is Form.JSON:
        return _json(described)
    rest = {name: value for name, value in described.items() if name not in ("title", "description", "links")}
    parts = [html.paragraph(described["description"]), html.table(rest), html.links_list(described["links"])]
    return html.page(described["title"], parts)


def queryables(request: Request, registry: Registry) -> Response:
    """The properties of a collection that filters may name, as JSON Schema.

    Raises NoSuchPathError for an unknown collection.
    """
    given(request)
    form, asked = form_of(request), collection_of(request)
    properties = schemas_of(asked)
    if form is Form.HTML:
        links = html.links_list(here(request, form, SCHEMA))
        return html.page(f"{asked.title}: queryables", [html.table(properties), links])
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": link_base(request) + collection_path(asked.id, "/queryables"),
        "type": "object",
        "title": asked.title,
        "properties": properties,
        "additionalProperties": False,
    }
    return _json(schema, SCHEMA)


def schemas_of(asked: Collection) -> Mapping[str, Any]:
    """The JSON Schema of each property that filters may name, the geometry included."""
    geometry = {"title": "Where it is.", "format": asked.geometry}
    return {
        GEOMETRY: geometry,
        **{name: queryable.schema() for name, queryable in asked.queryables.items()},
    }


def _described(request: Request, asked: Collection, links: list[Link]) -> dict[str, Any]:
    """The description of a collection with its links, after the given ones."""
    own = [link(request, collection_path(asked.id), "self", JSON, asked.title)]
    return {
        "id": asked.id,
        "title": asked.title,
        "description": asked.description,
        "attribution": ATTRIBUTION,
        "itemType": "feature",
        "extent": {
            "spatial": {"bbox": [list(KAZAKHSTAN)], "crs": Crs.CRS84},
            "temporal": {"interval": [[None, None]]},
        },
        "crs": list(Crs),
        "storageCrs": Crs.CRS84,
        "links": [*(links or own), *collection_links(request, asked.id, GEOJSON)],
    }


def _json(body: Any, media: str = JSON) -> Response:
    return Response(orjson.dumps(body), 200, VARY, media)
