"""Pages of features, and single features: selected, filtered and rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

import orjson
import shapely
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from geo.earth.crs import Crs, shown_in
from geo.exports.geojson import Feature, collection_head
from geo.exports.streams import in_pieces, listed
from graph.exports.answers import NoSuchPathError, Streamed
from graph.ogc import html
from graph.ogc.asked import FORMAT, asked_of, asked_of_one
from graph.ogc.catalogue import COLLECTIONS
from graph.ogc.collection import Collection
from graph.ogc.filters.compiling import Compiler, Test
from graph.ogc.filters.tree import Literal
from graph.ogc.links import Link, collection_path, feature_path, here, license_links, link
from graph.ogc.media import GEOJSON, HTML, VARY, Form, form_of
from graph.ogc.scene import Scene
from graph.served.context import Registry
from graph.terms.connections import Page, Window, cut_page
from graph.terms.limits import spend
from graph.terms.links import link_base

_AT_ONCE = 64
"""Features that are tested between two checks of the request's budget."""


def collection_of(request: Request) -> Collection:
    """The collection in the path of a request. Raises NoSuchPathError for an unknown collection."""
    asked: str = request.path_params["collection"]
    if asked not in COLLECTIONS:
        raise NoSuchPathError(f"no collection has the id {asked[:40]!r}: there are {', '.join(COLLECTIONS)}")
    return COLLECTIONS[asked]


def items(request: Request, registry: Registry) -> Streamed:
    """A page of features as GeoJSON or HTML. Raises UsageError for a parameter that cannot be used."""
    collection, form = collection_of(request), form_of(request)
    scene = Scene(registry, asked_of(request, collection))
    page = page_of(collection, scene)
    links = [*here(request, form, GEOJSON), *_paging(request, collection, page, form)]
    if form is Form.HTML:
        parts = _html_parts(request, collection, scene, page, links)
        told = (piece.encode() for piece in html.pieces(collection.title, parts))
        return Streamed(in_pieces(told), f"{HTML}; charset=utf-8", f"{collection.id}.html", html.HEADERS)
    head = {
        **collection_head(registry.edition, None),
        "links": links,
        "timeStamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "numberMatched": page.total,
        "numberReturned": len(page.items),
    }
    features = _in_crs(collection.features(scene, page.items), scene.asked.crs)
    pieces = listed(head, "features", features)
    return Streamed(pieces, GEOJSON, f"{collection.id}.geojson", _headers(scene.asked.crs))


def page_of(collection: Collection, scene: Scene) -> Page[Any]:
    """The requested page of the items that pass the filter, by the collection's order. Raises UsageError."""
    tests = _tests(collection, scene)
    found = collection.items(scene)
    chosen: Sequence[Any] = list(_passing(tests, found)) if tests else found
    return cut_page(chosen, collection.key, Window(after=scene.asked.after, first=scene.asked.limit))


def feature(request: Request, registry: Registry) -> Response:
    """One feature. The old id of a merged record is redirected to the new id.

    Raises NoSuchPathError for an unknown id.
    """
    collection, form = collection_of(request), form_of(request)
    scene = Scene(registry, asked_of_one(request))
    asked: str = request.path_params["feature"]
    item = collection.find(scene, asked)
    if item is None:
        raise NoSuchPathError(f"no feature of {collection.id} has the id {asked[:80]!r}")
    ref = collection.ref(item)
    if ref != asked:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(link_base(request) + feature_path(collection.id, ref) + query, 301)
    (made,) = _in_crs(collection.features(scene, [item]), scene.asked.crs)
    links = [*here(request, form, GEOJSON), _up(request, collection), *license_links()]
    if form is Form.HTML:
        return html.page(ref, [*_feature_rows(made), html.links_list(links)])
    body = orjson.dumps({**made, "links": links})
    return Response(body, 200, _headers(scene.asked.crs), GEOJSON)


def _tests(collection: Collection, scene: Scene) -> list[Test]:
    """The tests that an item must pass: those of property parameters, and that of the filter."""
    asked = scene.asked
    tests: list[Test] = [
        partial(_is_any_of, partial(collection.queryables[name].read, scene), frozenset(values))
        for name, values in asked.properties.items()
    ]
    if asked.condition is not None:
        compiler = Compiler(collection.queryables, scene, partial(collection.place, scene))
        tests.append(compiler.test(asked.condition))
    return tests


def _is_any_of(read: Any, values: frozenset[Literal], item: Any) -> bool:
    return read(item) in values


def _passing(tests: Sequence[Test], found: Iterable[Any]) -> Iterator[Any]:
    """The items that pass all tests. Checks the budget of the request every 64 items."""
    for index, item in enumerate(found):
        if index % _AT_ONCE == 0:
            spend(0)
        if all(test(item) for test in tests):
            yield item


def _in_crs(features: Iterable[Feature], crs: Crs) -> Iterator[Feature]:
    """The features with their coordinates converted to a coordinate system."""
    for feature in features:
        if crs is Crs.CRS84 or feature["geometry"] is None:
            yield feature
            continue
        shape = shapely.from_geojson(orjson.dumps(feature["geometry"]))
        yield {**feature, "geometry": orjson.Fragment(shapely.to_geojson(shown_in(shape, crs)))}


def _headers(crs: Crs) -> Mapping[str, str]:
    return {**VARY, "content-crs": f"<{crs}>"}


def _up(request: Request, collection: Collection) -> Link:
    path = collection_path(collection.id)
    return link(request, path, "collection", "application/json", collection.title)


def _paging(request: Request, collection: Collection, page: Page[Any], form: Form) -> Iterator[Link]:
    """Links from a page to its collection, the licences, and the next page (if there is one)."""
    yield _up(request, collection)
    yield from license_links()
    if page.items and page.info.has_next_page:
        query = dict(request.query_params) | {"after": page.cursor(page.items[-1]), FORMAT: form}
        media = GEOJSON if form is Form.JSON else HTML
        yield link(request, quote(request.url.path), "next", media, "Next page", **query)


def _html_parts(
    request: Request, collection: Collection, scene: Scene, page: Page[Any], links: Iterable[Link]
) -> Iterator[str]:
    yield html.paragraph(f"{len(page.items)} of {page.total}, by id")
    yield html.links_list(links)
    for made in _in_crs(collection.features(scene, page.items), scene.asked.crs):
        yield html.heading(made["id"], link_base(request) + feature_path(collection.id, made["id"]))
        yield from _feature_rows(made)


def _feature_rows(made: Feature) -> Iterator[str]:
    yield html.table({**made["properties"], "geometry": made["geometry"]})
