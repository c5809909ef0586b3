"""Requests that a fuzzer generates from `/openapi.json`: none breaks the server, refusals have messages."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok

from graph.ogc.catalogue import COLLECTIONS
from model.edition import Edition
from tests.api_client import ApiClient
from tests.effort import examples

pytestmark = pytest.mark.slow
OF_COLLECTION = ("", "/queryables", "/items", "/items/{featureId}")
PATHS = [
    *("/ogc", "/conformance", "/collections", "/openapi.json", "/hsds"),
    *(
        f"/hsds/{table}{end}"
        for table in ("services", "organizations", "service_at_locations")
        for end in ("", "/{id}")
    ),
    *(f"/collections/{each}{end}" for each in COLLECTIONS for end in OF_COLLECTION),
]


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


@pytest.fixture(scope="module")
def operations(api: ApiClient) -> dict[str, Any]:
    """The generator of requests for each path."""
    document = {**api.http.get("/openapi.json").json(), "servers": [{"url": "/"}]}
    found = list(schemathesis.openapi.from_dict(document).get_all_operations())
    read = [each.ok() for each in found if isinstance(each, Ok)]
    assert len(read) == len(found)
    return {each.path: each.as_strategy() for each in read}


@pytest.mark.parametrize("path", PATHS)
def test_no_request_breaks_the_server(api: ApiClient, operations: dict[str, Any], path: str) -> None:
    @settings(
        max_examples=examples(6),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(operations[path])
    def answered(case: Any) -> None:
        answer = api.http.request(case.method, case.formatted_path, params=case.query or None)
        assert answer.status_code in (200, 301, 400, 404, 414), (case.formatted_path, case.query)
        if answer.status_code >= 400:
            told = answer.json()
            assert told.get("detail") or told["errors"][0]["message"]

    answered()
