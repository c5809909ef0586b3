"""Compression of responses: every media type, small responses, live events, tags and `Vary`."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from starlette.routing import Mount, Route

import geo.exports
from geo.exports.hsds import hsds_id
from graph.server import app, console
from graph.server.packing import LEAST_BYTES, PACKED_TYPES
from model.edition import Edition
from tests.api_client import ApiClient

UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda packed: zstandard.ZstdDecompressor().decompressobj().decompress(packed),
}
CODINGS = sorted(UNPACK)
OFFICES = "{ offices { edges { node { id name names { value } } } } }"
OFFICE = "akm-akkol-psc"
PROVISION = hsds_id("ServiceProvision", "guardianship-certificate.akm-akkol-psc")
DIRECTORY = ("services", "organizations", "service_at_locations")
NAMED, AT = "отдел образования", "lat=51.99&lon=70.94"
GEOCODED = {
    "search": f"q={NAMED}",
    "autocomplete": f"q={NAMED}",
    "reverse": f"{AT}&layer=office",
    "photon/api": "q=Акколь",
    "photon/reverse": f"{AT}&layer=house&limit=9",
    "photon/status": "",
    "nominatim/search": "q=аппарат акима",
    "nominatim/reverse": f"{AT}&extratags=1&namedetails=1",
    "nominatim/status": "",
    "pelias/v1/search": f"text={NAMED}",
    "pelias/v1/autocomplete": f"text={NAMED}",
    "pelias/v1/search/structured": f"address={NAMED}",
    "pelias/v1/reverse": "point.lat=51.99&point.lon=70.94",
    "pelias/v1/place": f"ids=kense:venue:{OFFICE}",
}
ADDRESSES: dict[str, tuple[str, dict[str, str]]] = {
    "/healthz": ("/healthz", {}),
    "/readyz": ("/readyz", {}),
    "/metrics": ("/metrics", {}),
    "/graphql": (f"/graphql?query={OFFICES}", {"accept": "application/graphql-response+json"}),
    "/.well-known/security.txt": ("/.well-known/security.txt", {}),
    "/graphql/console.js": ("/graphql/console.js", {}),
    "/graphql/console.css": ("/graphql/console.css", {}),
    "/offices.geojson": ("/offices.geojson", {}),
    "/units.geojson": ("/units.geojson", {}),
    "/coverage.geojson": ("/coverage.geojson?service=PublicService:preschool-queue", {}),
    "/offices/{id}.jsonld": (f"/offices/{OFFICE}.jsonld", {}),
    "/services.jsonld": ("/services.jsonld", {}),
    "/catalog.jsonld": ("/catalog.jsonld", {}),
    "/changes": ("/changes?since=1-1", {}),
    "/changes.atom": ("/changes.atom", {}),
    "/changes/start": ("/changes/start", {}),
    "/style.json": ("/style.json", {}),
    "/tiles/{layer}.json": ("/tiles/settlements.json", {}),
    "/tiles/{layer}/{z}/{x}/{y}.mvt": ("/tiles/settlements/8/178/84.mvt", {}),
    "/": ("/", {}),
    "/hsds": ("/hsds", {}),
    "/hsds/": ("/hsds/", {}),
    **{f"/hsds/{table}{slash}": (f"/hsds/{table}{slash}", {}) for table in DIRECTORY for slash in ("", "/")},
    "/hsds/services/{id}": (f"/hsds/services/{hsds_id('PublicService', 'preschool-queue')}", {}),
    "/hsds/organizations/{id}": (f"/hsds/organizations/{hsds_id('OfficeBody', 'akm-akkol-akimat')}", {}),
    "/hsds/service_at_locations/{id}": (f"/hsds/service_at_locations/{PROVISION}", {}),
    "/ogc": ("/ogc", {}),
    "/ogc/{path:path}": ("/ogc/conformance", {}),
    "/conformance": ("/conformance", {}),
    "/collections": ("/collections", {}),
    "/collections/{collection}": ("/collections/offices", {}),
    "/collections/{collection}/queryables": ("/collections/offices/queryables", {}),
    "/collections/{collection}/items": ("/collections/offices/items", {}),
    "/collections/{collection}/items/{feature}": (f"/collections/offices/items/Office:{OFFICE}", {}),
    "/openapi.json": ("/openapi.json", {}),
    "/openapi.html": ("/openapi.html", {}),
    "/assets/{name}": ("/assets/index-abc.js", {}),
    "/offices/{id}": (f"/offices/{OFFICE}", {}),
    "/robots.txt": ("/robots.txt", {}),
    "/sitemap.xml": ("/sitemap.xml", {}),
    "/sitemap/{part}.xml": ("/sitemap/offices-1.xml", {}),
    "/service-worker.js": ("/service-worker.js", {}),
    "/manifest.webmanifest": ("/manifest.webmanifest", {}),
    "/icon.svg": ("/icon.svg", {}),
    "/embed/kense.js": ("/embed/kense.js", {}),
    "/embed/nearest": ("/embed/nearest?point=51.99,70.94", {}),
    "/embed/answer": ("/embed/answer?service=preschool-queue&name=Акколь", {}),
    "/graphql/assets": ("/graphql/assets/graphiql.js", {}),
    "/docs": ("/docs/", {}),
    **{f"/geocode/{path}": (f"/geocode/{path}?{asked}", {}) for path, asked in GEOCODED.items()},
    **{f"/geocode/{path}/": (f"/geocode/{path}/?{asked}", {}) for path, asked in GEOCODED.items()},
    **{f"/{language}": (f"/{language}", {}) for language in ("kk", "ru", "en")},
    **{f"/{each}/{{path:path}}": (f"/{each}/answer", {}) for each in ("kk", "ru", "en")},
}
"""An address of each route, and the headers that ask for its own media type."""
SMALL = {
    "/healthz", "/readyz", "/.well-known/security.txt", "/graphql/console.css", "/changes", "/changes.atom",
    "/robots.txt", "/sitemap.xml",
    "/hsds", "/hsds/", "/hsds/organizations/{id}", "/hsds/service_at_locations/{id}",
    *(f"/geocode/{server}/status{slash}" for server in ("photon", "nominatim") for slash in ("", "/")),
}  # fmt: skip
CHANGING = {"/metrics"}
"""Says something else each time that it is asked."""
POSTED = {"/geocode/csv", "/acts/uploads"}
"""A table is sent there, and its answer is packed too; a file of an act, whose answer is a line."""


@pytest.fixture
def api(small_edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ApiClient:
    """A server with a built page and GraphiQL; each of their files is long enough to be compressed."""
    page, graphiql, docs = tmp_path / "page", tmp_path / "graphiql", tmp_path / "docs"
    (page / "assets").mkdir(parents=True)
    graphiql.mkdir()
    docs.mkdir()
    padding = "<!-- a page of some size -->" * 50
    html = (
        f"<!doctype html><html><head><!--kense:head--></head><body><!--kense:body-->{padding}</body></html>"
    )
    (page / "index.html").write_text(html, "utf-8")
    (page / "assets" / "index-abc.js").write_text("console.log(1);" * 100, "utf-8")
    for name in ("top/service-worker.js", "top/manifest.webmanifest", "top/icon.svg", "embed/kense.js"):
        (page / name).parent.mkdir(exist_ok=True)
        (page / name).write_text("console.log(3);" * 100, "utf-8")
    (graphiql / "index.html").write_text(html, "utf-8")
    (docs / "index.html").write_text(html, "utf-8")
    (graphiql / "graphiql.js").write_text("console.log(2);" * 100, "utf-8")
    monkeypatch.setattr(console, "page_folder", lambda: page)
    monkeypatch.setattr(console, "bundle_folder", lambda: graphiql)
    monkeypatch.setattr(app, "docs_folder", lambda: docs)
    return ApiClient(small_edition)


def raw(api: ApiClient, address: str, **headers: str) -> tuple[Any, bytes]:
    """A response and its bytes as they were sent."""
    with api.http.stream("GET", address, headers=headers) as answer:
        return answer, b"".join(answer.iter_raw())


def vary(answer: Any) -> list[str]:
    return [each.strip().lower() for each in answer.headers.get("vary", "").split(",") if each.strip()]


def test_every_route_has_an_address_here(api: ApiClient) -> None:
    served = cast(Any, api.http.app)
    paths = {route.path for route in served.routes if isinstance(route, Route | Mount)}
    assert paths == set(ADDRESSES) | POSTED


@pytest.mark.parametrize("coding", CODINGS)
def test_a_located_table_is_packed(api: ApiClient, coding: str) -> None:
    table = "адрес\n" + "Акколь\n" * 100
    headers = {"content-type": "text/csv", "accept-encoding": coding}
    with api.http.stream("POST", "/geocode/csv", content=table.encode(), headers=headers) as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == coding
    assert UNPACK[coding](packed).count(b"akm-akkol-akkol-g") == 100


@pytest.mark.slow
@pytest.mark.parametrize("route", sorted(set(ADDRESSES) - SMALL - CHANGING))
@pytest.mark.parametrize("coding", CODINGS)
def test_every_large_answer_is_packed_as_the_client_reads_it(api: ApiClient, route: str, coding: str) -> None:
    address, headers = ADDRESSES[route]
    plain, content = raw(api, address, **headers, **{"accept-encoding": "identity"})
    assert plain.status_code == 200
    assert len(content) >= LEAST_BYTES
    answer, packed = raw(api, address, **headers, **{"accept-encoding": coding})
    assert answer.headers["content-encoding"] == coding
    assert UNPACK[coding](packed) == content
    assert len(packed) < len(content)
    assert answer.headers["content-type"] == plain.headers["content-type"]
    assert vary(answer).count("accept-encoding") == vary(plain).count("accept-encoding") == 1


@pytest.mark.parametrize("media", ["application/json", "application/graphql-response+json"])
@pytest.mark.parametrize("coding", CODINGS)
def test_an_answer_by_post_is_packed_in_both_media_types(api: ApiClient, media: str, coding: str) -> None:
    headers = {"accept": media, "accept-encoding": coding}
    answer = api.http.post("/graphql", json={"query": OFFICES}, headers=headers)
    assert answer.headers["content-encoding"] == coding
    assert answer.headers["content-type"].startswith(media)
    assert {"accept", "authorization", "accept-encoding"} <= set(vary(answer))


def test_a_media_type_of_an_export_is_among_those_that_are_packed() -> None:
    folder = Path(geo.exports.__file__).parent
    named = [
        line.partition("=")[2].strip().strip('"')
        for file in sorted(folder.glob("*.py"))
        for line in file.read_text("utf-8").splitlines()
        if line.startswith("MEDIA_TYPE")
    ]
    assert len(named) >= 3
    assert set(named) <= PACKED_TYPES
    wanted = ("text/csv", "application/n-triples", "application/x-ndjson", "image/svg+xml")
    assert set(wanted) <= PACKED_TYPES


@pytest.mark.parametrize("route", sorted(SMALL))
def test_a_small_answer_is_not_packed(api: ApiClient, route: str) -> None:
    answer, content = raw(api, route, **{"accept-encoding": "gzip, br, zstd"})
    assert "content-encoding" not in answer.headers
    assert len(content) < LEAST_BYTES
    assert set(vary(answer)) - {"origin"} == {"accept-encoding"}


def test_a_file_that_was_packed_when_it_was_built_is_not_packed_twice(api: ApiClient, tmp_path: Path) -> None:
    twin = tmp_path / "page" / "assets" / "index-abc.js.br"
    twin.write_bytes(b"packed" * 1_000)
    (tmp_path / "page" / "assets" / "mark.woff2").write_bytes(b"font" * 1_000)
    again = ApiClient(cast(Any, api.reception.registry).edition)
    answer, content = raw(again, "/assets/index-abc.js", **{"accept-encoding": "zstd, br, gzip"})
    assert (answer.headers["content-encoding"], content) == ("br", b"packed" * 1_000)
    assert set(vary(answer)) - {"origin"} == {"accept-encoding"}
    font, content = raw(again, "/assets/mark.woff2", **{"accept-encoding": "zstd, br, gzip"})
    assert "content-encoding" not in font.headers
    assert content == b"font" * 1_000


@pytest.mark.parametrize("route", sorted(route for route in ADDRESSES if route not in SMALL))
def test_a_tag_is_weak_and_good_for_every_packing(api: ApiClient, route: str) -> None:
    address, headers = ADDRESSES[route]
    tagged = {}
    for coding in ("identity", *CODINGS):
        asked = {**headers, "accept-encoding": coding}
        answer, _ = raw(api, address, **asked)
        tag = answer.headers.get("etag")
        if tag is None:
            continue
        assert tag.startswith('W/"')
        tagged[coding] = tag
        fresh, content = raw(api, address, **asked, **{"if-none-match": tag})
        assert (fresh.status_code, content) == (304, b"")
        assert "content-encoding" not in fresh.headers
        told = {name: answer.headers.get(name) for name in ("etag", "cache-control", "vary")}
        assert {name: fresh.headers.get(name) for name in told} == told
        stale, _ = raw(api, address, **asked, **{"if-none-match": 'W/"other"'})
        assert stale.status_code == 200
    if address.endswith((".geojson", ".jsonld", ".json", ".mvt")) or "graphql?" in address:
        assert len(tagged) == 4
    assert len(set(tagged.values())) <= 1


@pytest.mark.parametrize("coding", CODINGS)
def test_live_events_flow_one_by_one_and_are_not_packed(small_edition: Edition, coding: str) -> None:
    api = ApiClient(small_edition)
    app = cast(Callable[[Any, Any, Any], Awaitable[None]], api.http.app)
    body = json.dumps({"query": "subscription { editionPublished }"}).encode()
    scope = {
        "type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "http_version": "1.1",
        "headers": [
            (b"host", b"x"), (b"content-type", b"application/json"), (b"accept", b"text/event-stream"),
            (b"accept-encoding", coding.encode()),
        ],
        "scheme": "http", "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip

    async def ask() -> tuple[dict[bytes, bytes], list[bytes]]:
        sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        asked: list[dict[str, Any]] = [{"type": "http.request", "body": body}]

        async def receive() -> dict[str, Any]:
            if not asked:
                await asyncio.Event().wait()
            return asked.pop()

        serving = asyncio.ensure_future(cast(Any, app(scope, receive, sent.put)))
        start = await asyncio.wait_for(sent.get(), 5)
        while not api.reception.listeners:
            await asyncio.sleep(0.01)
        events = []
        for number in (2, 3):
            api.reception.serve(replace(small_edition, number=number))
            events.append((await asyncio.wait_for(sent.get(), 5))["body"])
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        return dict(start["headers"]), events

    headers, events = asyncio.run(ask())
    assert b"content-encoding" not in headers
    assert headers[b"content-type"].startswith(b"text/event-stream")
    assert [event.startswith(b"event: next\ndata: ") for event in events] == [True, True]
    assert [b'"editionPublished":%d' % number in event for number, event in zip((2, 3), events, strict=True)]
