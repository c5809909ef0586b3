"""A page of another site, in a real browser, changes nothing and reads with any headers it sends."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy.engine import make_url

from loaders.loading.load import load
from loaders.seeds import Seeds
from store.reading.editions import load_edition
from store.tables.engine import make_engine
from tests.conformance.conftest import CHECKOUT, Run
from tests.conformance.serving import serving

PROPOSAL = """mutation { correctionSubmit(officeId: "Office:akm-akkol-psc", baseVersion: 1,
  patch: {nameRu: "Имя с чужой страницы"}, evidence: ["none"]) { userErrors { message } } }"""


@pytest.fixture(scope="module")
def store(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the small seeds; no test may change it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('store')}/kense.sqlite3"
    engine = make_engine(make_url(url))
    load(engine, small_seeds)
    engine.dispose()
    return url


@pytest.fixture(scope="module", params=["none", ""], ids=["no other origin", "all may read"])
def address(request: pytest.FixtureRequest, store: str) -> Iterator[str]:
    environ = {**os.environ, "KENSE_CORS_ORIGINS": request.param}
    options = ("--host", "127.0.0.1", "--port", "0", "--database", store)
    with serving([sys.executable, str(CHECKOUT / "kense.py"), "serve", *options], environ) as found:
        yield f"{found}/graphql"


def test_a_page_of_another_site_proposes_nothing(node: Run, address: str, store: str) -> None:
    if not os.environ.get("KENSE_CHROMIUM"):
        pytest.fail("KENSE_CHROMIUM is not set: run `make test`, it installs Chromium", pytrace=False)
    sent = json.loads(node("cross_site.mjs", address, PROPOSAL))
    assert sent["json"] in ("TypeError", 403)
    assert sent["plain"] in ("TypeError", 415)
    assert (sent["blind"], sent["events"], sent["form"]) == ("opaque", "refused", 415)
    assert sent["socket"] in ("refused", "error")
    engine = make_engine(make_url(store))
    try:
        assert load_edition(engine).corrections == {}
    finally:
        engine.dispose()


CLIENT_HEADERS = {
    "apollographql-client-name": "map",
    "apollographql-client-version": "1.0",
    "x-apollo-operation-name": "Q",
    "apollo-require-preflight": "true",
    "graphql-require-preflight": "true",
    "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "tracestate": "k=1",
    "baggage": "k=1",
    "sentry-trace": "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
    "x-requested-with": "XMLHttpRequest",
    "x-request-id": "1",
    "if-none-match": 'W/"other"',
    "range": "bytes=0-",
}


@pytest.mark.parametrize("address", [""], indirect=True, scope="module", ids=["all may read"])
def test_a_page_of_another_site_reads_with_the_headers_of_its_clients(node: Run, address: str) -> None:
    if not os.environ.get("KENSE_CHROMIUM"):
        pytest.fail("KENSE_CHROMIUM is not set: run `make test`, it installs Chromium", pytrace=False)
    server = address.removesuffix("/graphql")
    paths = ["/graphql?query={edition{number}}", "/offices.geojson", "/tiles/offices/0/0/0.mvt"]
    seen = json.loads(node("cross_origin.mjs", server, json.dumps(CLIENT_HEADERS), *paths))
    assert [one["path"] for one in seen] == ["POST /graphql", *paths]
    for one in seen:
        assert (one.get("failed"), one.get("status")) == (None, 200)
        assert one["request"]
        assert one["tag"] or one["path"] == "POST /graphql"
