"""Long documents are compressed once: the cache equals the response, by edition, day, filter and encoding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from geo.exports import geojson
from graph.server import kept_exports
from model.edition import Edition
from tests.api_client import SERVICE, ApiClient

PATHS = [
    "/offices.geojson",
    "/offices.geojson?kind=PSC_BRANCH",
    "/units.geojson?level=DISTRICT",
    f"/coverage.geojson?service={SERVICE}",
]


@pytest.fixture
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each document was generated."""
    calls: Counter[str] = Counter()

    def noted(name: str) -> None:
        original: Callable[..., Any] = getattr(geojson, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            calls[name] += 1
            return original(*args, **kwargs)

        monkeypatch.setattr(geojson, name, call)

    for name in ("offices_geojson", "units_geojson", "coverage_geojson"):
        noted(name)
    return calls


def seen(answer: Response) -> tuple[int, bytes, dict[str, str]]:
    told = {
        name: value
        for name, value in answer.headers.items()
        if name not in ("x-request-id", "content-length", "transfer-encoding")
    }
    assert answer.headers["x-request-id"]
    return answer.status_code, answer.content, told


def test_what_is_ignored_makes_no_document_anew_and_a_misspelt_filter_none(
    api: ApiClient, made: Counter[str]
) -> None:
    first = seen(api.http.get("/offices.geojson?kind=AKIMAT"))
    for query in ("_=1&kind=AKIMAT", "kind=AKIMAT&_=2&key=secret", "kind=AKIMAT&&"):
        assert seen(api.http.get(f"/offices.geojson?{query}")) == first
    assert made.total() == 1
    for query in ("kind=AKIMAT&servise=x", "kind=AKIMAT&s%65rvise=x", "kind=AKIMAT" + "&_=1" * 50):
        assert api.http.get(f"/offices.geojson?{query}").status_code == 400
    assert made.total() == 1


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
def test_a_document_is_made_once_and_sent_as_before(
    api: ApiClient, made: Counter[str], path: str, coding: str
) -> None:
    told = [seen(api.http.get(path, headers={"accept-encoding": coding})) for _ in range(3)]
    assert told[0] == told[1] == told[2]
    assert told[0][0] == 200
    assert made.total() == 1


def test_filters_packings_editions_and_days_are_told_apart(
    api: ApiClient, small_edition: Edition, made: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = {"accept-encoding": "identity"}
    first = api.http.get("/offices.geojson", headers=plain).json()
    few = api.http.get("/offices.geojson?kind=PSC_BRANCH", headers=plain).json()
    assert len(few["features"]) < len(first["features"])
    packed = api.http.get("/offices.geojson", headers={"accept-encoding": "gzip"})
    assert packed.json() == first
    assert made["offices_geojson"] == 3
    api.reception.serve(replace(small_edition, number=2))
    assert api.http.get("/offices.geojson", headers=plain).json()["edition"] == 2
    assert made["offices_geojson"] == 4
    monkeypatch.setattr(kept_exports, "today_in_kazakhstan", lambda: date(2031, 4, 1))
    api.http.get("/offices.geojson", headers=plain)
    assert made["offices_geojson"] == 5


def test_refusals_and_what_a_client_has_are_not_kept(api: ApiClient, made: Counter[str]) -> None:
    for _ in range(2):
        assert api.http.get("/offices.geojson?kinds=AKIMAT").status_code == 400
    tag = api.http.get("/offices.geojson").headers["etag"]
    for _ in range(2):
        again = api.http.get("/offices.geojson", headers={"if-none-match": tag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert api.http.get("/offices.geojson").status_code == 200


def test_what_is_kept_is_refused_to_who_is_in_debt(small_edition: Edition) -> None:
    api = ApiClient(small_edition, {"KENSE_CLIENT_SHARE": "0.001", "KENSE_CLIENT_BURST_S": "0.001"})
    for _ in range(4):
        api.http.get("/offices.geojson")
    other = TestClient(api.http.app, client=("192.0.2.2", 50_000))
    assert other.get("/offices.geojson").status_code == 200
    refused = api.http.get("/offices.geojson")
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (429, "RATE_LIMITED")
    assert int(refused.headers["retry-after"]) >= 1
