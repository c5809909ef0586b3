"""Huge variables: too many values are refused; long ones cause no internal error and are not echoed whole."""

from __future__ import annotations

from typing import Any

import pytest
import structlog

from graph.execution.lengths import MAX_VALUES, check_variables
from graph.server.requests import JSON
from model.edition import Edition
from tests.api_client import ApiClient


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


VALUES = {
    "strings": ["x"] * 100_000,
    "lists": [[]] * 100_000,
    "objects": [{}] * 100_000,
    "names": {str(number): number for number in range(50_000)},
    "lists in lists": [[1] * 300] * 300,
}


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize(
    "query",
    [
        "query($a: [_Any!]!) { _entities(representations: $a) { __typename } }",
        'query($a: [PlaceInput!]!) { officesFor(serviceId: "x", places: $a) { outcome } }',
        "query($a: OfficeFilterInput!) { offices(filter: $a) { totalCount } }",
        'query($a: Date!) { offices { totalCount } office(id: "x") { status(asOf: $a) } }',
        "query($a: ID!) { edition { number } office(id: $a) { id } }",
    ],
)
def test_variables_of_many_values_are_refused(api: ApiClient, query: str, kind: str) -> None:
    answer = api.post(query, a=VALUES[kind])
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "LIMIT_EXCEEDED"
    many = "50000 lists and objects" if kind in ("lists", "objects") else f"{MAX_VALUES} values"
    assert f"more than {many}" in error["message"]
    assert "data" not in answer


@pytest.mark.parametrize("pieces", ["[],", "{},", "[[]],"])
@pytest.mark.parametrize("where", ["variables", "extensions"])
def test_lists_without_end_are_refused_before_they_are_read(api: ApiClient, where: str, pieces: str) -> None:
    body = '{"query": "{ edition { number } }", "%s": {"a": [%s1]}}' % (where, pieces * 60_000)  # noqa: UP031
    answer = api.http.post("/graphql", content=body, headers={"content-type": JSON})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (413, "LIMIT_EXCEEDED")


def test_the_largest_shape_has_fewer_values_than_are_read() -> None:
    ring = [[70.0, 50.0]] * 10_000
    check_variables({"within": {"type": "Polygon", "coordinates": [ring]}})


def deep(levels: int, inner: Any) -> Any:
    found = inner
    for _ in range(levels):
        found = [found]
    return found


@pytest.mark.parametrize(
    "value",
    [
        "x" * 900_000, "9" * 900_000, "\x00" * 1_000, 10**300, -(10**300), 1e308, -0.0, True, [], {},
        deep(900, 1), deep(900, {}), {"a": deep(900, {"a": None})},
    ],
    ids=lambda value: f"{type(value).__name__} {str(value)[:12]}",
)  # fmt: skip
@pytest.mark.parametrize(
    "query",
    [
        "query($a: ID!) { office(id: $a) { id } }",
        "query($a: String!) { search(text: $a) { edges { cursor } } }",
        "query($a: String!) { offices(after: $a) { totalCount } }",
        "query($a: String!) { administrativeUnit(katoCode: $a) { id } }",
        "query($a: Int!) { offices(first: $a) { totalCount } }",
        "query($a: Float!) { nearestPsc(to: {latitude: $a, longitude: 1}) { edges { cursor } } }",
        "query($a: Boolean!) { edition @skip(if: $a) { number } }",
        "query($a: OfficeKind!) { offices(filter: {kinds: [$a]}) { totalCount } }",
        "query($a: Date!) { pscBranches(asOf: $a) { totalCount } }",
        "query($a: DateTime!) { offices(filter: {openAt: $a}) { totalCount } }",
        "query($a: GeoJSONGeometry!) { offices(filter: {withinGeometry: $a}) { totalCount } }",
        "query($a: [_Any!]!) { _entities(representations: $a) { __typename } }",
        'query($a: PlaceInput!) { officeFor(serviceId: "x", place: $a) { outcome } }',
    ],
)
def test_huge_values_are_never_a_failure_and_are_not_sent_back_whole(
    api: ApiClient, query: str, value: Any
) -> None:
    with structlog.testing.capture_logs() as logs:
        answer = api.http.post("/graphql", json={"query": query, "variables": {"a": value}})
    assert answer.status_code == 200
    codes = {error["extensions"]["code"] for error in answer.json().get("errors", [])}
    assert codes <= {"BAD_USER_INPUT", "NOT_FOUND", "LIMIT_EXCEEDED"}
    assert len(answer.content) < 30_000
    assert {line["event"] for line in logs} <= {"request", "slow request"}  # on a busy machine


def test_an_unknown_id_of_a_document_is_not_sent_back_whole(api: ApiClient) -> None:
    answer = api.http.post("/graphql", json={"documentId": "x" * 900_000})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (
        400,
        "PERSISTED_QUERY_NOT_FOUND",
    )
    assert len(answer.content) < 3_000


@pytest.mark.parametrize("length", ["²", "9" * 5_000, "٣"])
def test_a_length_that_is_no_number_is_no_failure(api: ApiClient, length: str) -> None:
    headers = {b"content-type": JSON.encode(), b"content-length": length.encode()}
    answer = api.http.post("/graphql", content=b'{"query": "{ edition { number } }"}', headers=headers)
    assert answer.status_code in (200, 413)
