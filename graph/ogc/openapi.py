"""The description of the REST routes in OpenAPI 3.0, from rest_routes.yaml and from the collections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from geo.earth.crs import Crs
from graph.ogc.catalogue import COLLECTIONS
from graph.ogc.collection import Collection
from graph.ogc.filters.queryables import Queryable
from graph.ogc.filters.tree import MOST_CHARACTERS
from graph.ogc.links import collection_path
from graph.ogc.media import GEOJSON, HTML, JSON, PROBLEM, SCHEMA, Form
from graph.ogc.rest_routes import Parameter, RestRoute, rest_routes
from graph.terms.connections import MAX_PAGE_SIZE, PAGE_SIZE

Spec = dict[str, Any]
_IN_PATH = re.compile(r"\{(\w+)\}")
_CRS = {"type": "string", "format": "uri", "enum": list(Crs), "default": Crs.CRS84}


@lru_cache(maxsize=4)
def described(base: str, edition: int) -> Spec:
    """The whole document. `base` is the address of the server; it may be empty. The last four are cached."""
    routes = rest_routes()
    paths = {path: _operation_of(path, route) for path, route in routes.routes.items()}
    for collection in COLLECTIONS.values():
        paths |= dict(_collection_paths(collection))
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Kense: offices and services of Kazakhstan",
            "description": "All routes that are not GraphQL. Reading needs no key.",
            "version": f"edition-{edition}",
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": base or "/"}],
        "tags": [{"name": name, "description": text} for name, text in routes.tags.items()],
        "paths": paths,
        "components": {
            "parameters": _shared_parameters(),
            "responses": _shared_responses(),
            "schemas": _schemas(),
        },
    }


def _operation_of(path: str, route: RestRoute) -> Spec:
    """The operation of a route of rest_routes.yaml: GET, or POST if it has a body."""
    known = rest_routes().parameters
    parameters = [_in_path(name) for name in _IN_PATH.findall(path)]
    parameters += [
        _parameter(name, known[name], is_needed=name in route.needs) for name in (*route.needs, *route.query)
    ]
    media = {route.media: {"schema": _schema_of(route.media)}}
    responses: Spec = {"200": {"description": route.summary, "content": media}}
    if route.is_described:
        parameters.append(_ref("parameters", "f"))
        media[HTML] = {"schema": {"type": "string"}}
    if path == "/tiles/{layer}/{z}/{x}/{y}.mvt":
        responses["204"] = {"description": "Nothing lies in the tile."}
    refusals = _refusals("Problem" if route.is_described else "Errors", has_path="{" in path)
    responses |= {"503": refusals["503"]} if route.tag == "server" else refusals
    if not route.is_bare:
        responses["304"] = _ref("responses", "NotModified")
    operation: Spec = {
        "tags": [route.tag],
        "operationId": _operation_id(path),
        "summary": route.summary,
        "parameters": parameters,
        "responses": responses,
    }
    if not route.body:
        return {"get": operation}
    text = {"schema": {"type": "string"}}
    body = {
        "required": True,
        "content": {route.body: text, "multipart/form-data": {"schema": {"type": "object"}}},
    }
    return {"post": {**operation, "requestBody": body}}


def _collection_paths(collection: Collection) -> Iterator[tuple[str, Spec]]:
    """The paths of one collection with their operations."""
    title, f = collection.title, _ref("parameters", "f")
    yield (
        collection_path(collection.id),
        _get(f"{collection.id}Collection", f"{title}: the collection", [f], JSON),
    )
    yield (
        collection_path(collection.id, "/queryables"),
        _get(f"{collection.id}Queryables", f"{title}: properties that filters may name", [f], SCHEMA),
    )
    shared = (
        "bbox",
        "bbox-crs",
        "datetime",
        "limit",
        "after",
        "crs",
        "filter",
        "filter-lang",
        "filter-crs",
        "f",
    )
    parameters = [_ref("parameters", name) for name in shared]
    parameters += [_query(name, text, {"type": "string"}) for name, text in collection.own.items()]
    parameters += [_property(name, each) for name, each in collection.queryables.items()]
    yield (
        collection_path(collection.id, "/items"),
        _get(f"{collection.id}Items", f"{title}: features", parameters, GEOJSON, "FeatureCollection"),
    )
    one = [_in_path("featureId"), _ref("parameters", "crs"), f]
    yield (
        collection_path(collection.id, "/items/{featureId}"),
        _get(f"{collection.id}Feature", f"{title}: one feature", one, GEOJSON, "Feature"),
    )


def _get(operation: str, summary: str, parameters: list[Spec], media: str, schema: str = "Object") -> Spec:
    content = {media: {"schema": _ref("schemas", schema)}, HTML: {"schema": {"type": "string"}}}
    return {
        "get": {
            "tags": ["features"],
            "operationId": operation,
            "summary": summary,
            "parameters": parameters,
            "responses": {
                "200": {"description": summary, "content": content},
                "304": _ref("responses", "NotModified"),
                **_refusals("Problem", has_path="{" in str(parameters) or schema == "Feature"),
            },
        }
    }


def _property(name: str, queryable: Queryable) -> Spec:
    schema = queryable.schema()
    title = schema.pop("title")
    if queryable.choices:
        return _query(name, title, {"type": "array", "items": schema}) | {"style": "form", "explode": False}
    return _query(name, title, schema)


def _query(name: str, description: str, schema: Mapping[str, Any]) -> Spec:
    return {"name": name, "in": "query", "description": description, "required": False, "schema": schema}


def _parameter(name: str, parameter: Parameter, *, is_needed: bool) -> Spec:
    schema: Spec = {"type": parameter.type}
    if parameter.example is not None:
        schema["example"] = parameter.example
    return _query(name, parameter.description, schema) | {"required": parameter.required or is_needed}


def _in_path(name: str) -> Spec:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _operation_id(path: str) -> str:
    return "".join(word.capitalize() for word in re.findall(r"\w+", path)) or "Root"


def _ref(kind: str, name: str) -> Spec:
    return {"$ref": f"#/components/{kind}/{name}"}


def _refusals(schema: str, *, has_path: bool) -> Spec:
    """The error responses of a route by status; 404 only if its path has a parameter."""
    codes = {"400": "BadRequest", "429": "TooManyRequests", "503": "NotReady"}
    if has_path:
        codes["404"] = "NotFound"
    return {code: _ref("responses", f"{schema}{name}") for code, name in codes.items()}


def _schema_of(media: str) -> Spec:
    return _ref("schemas", "Object") if "json" in media else {"type": "string"}


def _shared_parameters() -> Spec:
    numbers = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    bbox = _query("bbox", "Features that reach into the box.", numbers) | {"style": "form", "explode": False}
    limit = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE}
    text = {"type": "string"}
    datetime = (
        "A moment of RFC 3339, or an interval by a slash; `..` is an open end. Legal time of Kazakhstan."
    )
    return {
        "bbox": bbox,
        "bbox-crs": _query("bbox-crs", "System of the numbers of bbox.", _CRS),
        "datetime": _query("datetime", datetime, text) | {"style": "form", "explode": False},
        "limit": _query("limit", "Most features of a page.", limit) | {"style": "form", "explode": False},
        "after": _query("after", "Where the page before ended; it stands in its link to the next.", text),
        "crs": _query("crs", "System of the coordinates of the answer.", _CRS),
        "filter": _query("filter", "CQL2.", {"type": "string", "maxLength": MOST_CHARACTERS}),
        "filter-lang": _query(
            "filter-lang",
            "Form of the filter.",
            {"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"},
        ),
        "filter-crs": _query("filter-crs", "System of the geometries of the filter.", _CRS),
        "f": _query("f", "Form of the answer; without it by Accept.", {"type": "string", "enum": list(Form)}),
    }


def _shared_responses() -> Spec:
    texts = {
        "BadRequest": "A parameter that there is not, or a value that cannot be used.",
        "NotFound": "The path names nothing.",
        "TooManyRequests": "The client asked for more than its share.",
        "NotReady": "No edition is loaded yet.",
    }
    return {
        "NotModified": {"description": "The client has the answer already."},
        **{
            f"{schema}{name}": {"description": text, "content": {media: {"schema": _ref("schemas", schema)}}}
            for schema, media in (("Problem", PROBLEM), ("Errors", JSON))
            for name, text in texts.items()
        },
    }


def _schemas() -> Spec:
    text, link = {"type": "string"}, {"type": "array", "items": _ref("schemas", "Link")}
    feature = {"type": {"type": "string", "enum": ["Feature"]}, "id": text, "links": link}
    geometry = {"type": "object", "nullable": True, "properties": {"type": text}}
    count = {"type": "integer", "minimum": 0}
    return {
        "Object": {"type": "object"},
        "Link": {
            "type": "object",
            "required": ["href"],
            "properties": dict.fromkeys(("href", "rel", "type", "title"), text),
        },
        "Problem": {
            "type": "object",
            "properties": {"title": text, "status": {"type": "integer"}, "detail": text, "code": text},
        },
        "Errors": {
            "type": "object",
            "properties": {"errors": {"type": "array", "items": {"type": "object"}}},
        },
        "Feature": {
            "type": "object",
            "required": ["type", "geometry", "properties"],
            "properties": {**feature, "geometry": geometry, "properties": {"type": "object"}},
        },
        "FeatureCollection": {
            "type": "object",
            "required": ["type", "features"],
            "properties": {
                "type": {"type": "string", "enum": ["FeatureCollection"]},
                "features": {"type": "array", "items": _ref("schemas", "Feature")},
                "links": link,
                "timeStamp": {"type": "string", "format": "date-time"},
                "numberMatched": count,
                "numberReturned": count,
            },
        },
    }
