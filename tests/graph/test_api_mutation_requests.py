"""Requests that would change something: only by POST, not from another origin, and only few at once."""

from __future__ import annotations

from typing import Any

import pytest

from graph.terms.limits import MAX_MUTATIONS
from model.edition import Edition
from tests.api_client import ApiClient

CHANGE = "mutation { __typename }"
QUERY = "{ edition { number } }"
MAP = "https://map.example.kz"


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    """A server that allows one other origin."""
    return ApiClient(small_edition, {"KENSE_CORS_ORIGINS": MAP})


def code(answer: Any) -> str:
    (error,) = answer.json()["errors"]
    found: str = error["extensions"]["code"]
    return found


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream", "*/*"])
@pytest.mark.parametrize(
    "query", [CHANGE, "query A { edition { number } } mutation B { __typename }", "mutation M { ...f }"]
)
def test_a_mutation_by_get_is_refused_however_it_is_asked_for(
    api: ApiClient, accept: str, query: str
) -> None:
    params = {"query": query, **({"operationName": "B"} if "mutation B" in query else {})}
    answer = api.http.get("/graphql", params=params, headers={"accept": accept})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def post(api: ApiClient, query: str, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return api.http.post("/graphql", json={"query": query}, headers=named)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "https://testserver.evil.example"},
        {"origin": "https://evil.example", "sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site", "origin": "https://other.testserver"},
        {"origin": "http://testserver", "sec_fetch_site": "cross-site"},
        {"origin": ""},
        {"origin": "*"},
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_page_of_elsewhere_may_read_but_not_change(
    api: ApiClient, headers: dict[str, str], accept: str
) -> None:
    refused = post(api, CHANGE, accept=accept, **headers)
    assert (refused.status_code, code(refused)) == (403, "FORBIDDEN")
    assert post(api, QUERY, **headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://testserver"},
        {"origin": "https://testserver"},
        {"origin": MAP},
        {"origin": MAP, "sec_fetch_site": "cross-site"},
        {"origin": "https://inside.proxy", "sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "none"},
    ],
)
def test_programs_own_pages_and_named_origins_may_change(api: ApiClient, headers: dict[str, str]) -> None:
    assert post(api, CHANGE, **headers).status_code == 200


def test_an_origin_for_all_lets_them_read_only(small_edition: Edition) -> None:
    api = ApiClient(small_edition, {"KENSE_CORS_ORIGINS": "*"})
    origin = {"origin": "https://any.example"}
    assert post(api, QUERY, **origin).headers["access-control-allow-origin"] == "*"
    assert post(api, CHANGE, **origin).status_code == 403


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_a_form_can_send_is_no_request(api: ApiClient, media: str) -> None:
    answer = api.http.post(
        "/graphql", content=b'{"query": "mutation { __typename }"}', headers={"content-type": media}
    )
    assert answer.status_code == 415


def test_a_named_page_may_send_its_token(api: ApiClient) -> None:
    preflight = api.http.options(
        "/graphql",
        headers={
            "origin": MAP,
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization, content-type",
        },
    )
    assert preflight.status_code == 200
    assert "authorization" in preflight.headers["access-control-allow-headers"]
    refused = post(api, QUERY, origin=MAP, authorization="Bearer x")
    assert refused.status_code == 401
    assert refused.headers["access-control-allow-origin"] == MAP
    assert "www-authenticate" in refused.headers["access-control-expose-headers"].lower()


def many(count: int) -> list[str]:
    """The same mutation many times: by aliases, and hidden in fragments."""
    aliases = " ".join(f"m{number}: __typename" for number in range(count))
    halves = " ".join(f"...h{number}" for number in range(count))
    fragments = " ".join(
        f"fragment h{number} on Mutation {{ m{number}: __typename }}" for number in range(count)
    )
    return [
        f"mutation {{ {aliases} }}",
        f"mutation {{ ...all }} fragment all on Mutation {{ {aliases} }}",
        f"mutation {{ {halves} }} {fragments}",
        f"mutation {{ ... {{ ... {{ {aliases} }} }} }}",
    ]


@pytest.mark.parametrize("index", range(4))
def test_a_document_asks_for_few_changes_however_they_are_written(small_edition: Edition, index: int) -> None:
    api = ApiClient(small_edition)  # the changes of all documents of one client are counted together
    refused = post(api, many(MAX_MUTATIONS + 1)[index])
    assert code(refused) == "LIMIT_EXCEEDED"
    assert f"at most {MAX_MUTATIONS}" in refused.json()["errors"][0]["message"]
    told = post(api, many(MAX_MUTATIONS)[index]).text
    assert "LIMIT_EXCEEDED" not in told


def test_many_operations_in_one_body_are_not_taken(api: ApiClient) -> None:
    batch = [{"query": CHANGE}] * 100
    answer = api.http.post("/graphql", json=batch)
    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")
