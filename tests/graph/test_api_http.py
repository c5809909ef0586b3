"""GraphQL over HTTP: media types, statuses, limits, caching, pages, live events."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import Any, cast

import pytest

from graph.served.context import Reception
from graph.server.requests import GRAPHQL_JSON, JSON, negotiate
from model.edition import Edition
from tests.api_client import ApiClient

EDITION = "{ edition { number } }"


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


def code(answer: Any) -> str:
    (error,) = answer.json()["errors"]
    found: str = error["extensions"]["code"]
    return found


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        (JSON, JSON),
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (f"{GRAPHQL_JSON}; charset=utf-8, {JSON}; charset=utf-8", GRAPHQL_JSON),
        (f"{JSON}, {GRAPHQL_JSON};q=0.9", JSON),
        (f"{GRAPHQL_JSON};q=0, */*", JSON),
        ("text/html", None),
        (f"{JSON};q=0", None),
        ("text/event-stream", "text/event-stream"),
    ],
)
def test_the_media_type_is_negotiated(accept: str | None, media: str | None) -> None:
    assert negotiate(accept) == media


@pytest.mark.parametrize("media", [JSON, GRAPHQL_JSON])
def test_the_answer_bears_the_media_type_asked_for(api: ApiClient, media: str) -> None:
    answer = api.http.post("/graphql", json={"query": EDITION}, headers={"accept": media})
    assert (answer.status_code, answer.headers["content-type"]) == (200, f"{media}; charset=utf-8")
    assert answer.json()["data"]["edition"]["number"] == 1


@pytest.mark.parametrize(("media", "status"), [(JSON, 200), (GRAPHQL_JSON, 400)])
@pytest.mark.parametrize(
    ("query", "variables"),
    [("{ nothing }", {}), ("{", {}), ("query($n: Int!) { offices(first: $n) { totalCount } }", {})],
)
def test_what_was_not_executed_has_no_data_and_a_status_by_media_type(
    api: ApiClient, media: str, status: int, query: str, variables: dict[str, Any]
) -> None:
    body = {"query": query, "variables": variables}
    answer = api.http.post("/graphql", json=body, headers={"accept": media})
    assert answer.status_code == status
    assert "data" not in answer.json()


def test_a_partial_answer_is_kept_by_nobody(api: ApiClient) -> None:
    whole = api.http.get("/graphql", params={"query": EDITION})
    query = '{ edition { number } nodes(ids: ["Office:nobody"]) { id } }'
    part = api.http.get("/graphql", params={"query": query}, headers={"accept": GRAPHQL_JSON})
    assert "etag" in whole.headers
    assert (part.status_code, part.headers["cache-control"]) == (200, "no-store")
    assert "etag" not in part.headers
    assert part.json()["data"] == {"edition": {"number": 1}, "nodes": [None]}


def test_a_partial_answer_is_a_success(api: ApiClient) -> None:
    query = '{ edition { number } office(id: "Office:nobody") { id } }'
    answer = api.http.post("/graphql", json={"query": query}, headers={"accept": GRAPHQL_JSON})
    assert answer.status_code == 200
    assert answer.json()["data"] == {"edition": {"number": 1}, "office": None}


@pytest.mark.parametrize(
    ("body", "media", "status", "expected"),
    [
        (b'{"query": "{ x }"', JSON, 400, "BAD_REQUEST"),
        (b"", JSON, 400, "BAD_REQUEST"),
        (b"[]", JSON, 400, "BAD_REQUEST"),
        (b'"text"', JSON, 400, "BAD_REQUEST"),
        (b"{}", JSON, 400, "BAD_REQUEST"),
        (b'{"query": 1}', JSON, 400, "BAD_REQUEST"),
        (b'{"query": "{ x }", "variables": []}', JSON, 400, "BAD_REQUEST"),
        (b'{"query": "{ x }", "operationName": 1}', JSON, 400, "BAD_REQUEST"),
        (b'{"query": "{ x }", "extensions": "x"}', JSON, 400, "BAD_REQUEST"),
        (b"[" * 40_000, JSON, 400, "BAD_REQUEST"),
        (b"[" * 100_000, JSON, 413, "LIMIT_EXCEEDED"),
        (b'{"query": "\xff"}', JSON, 400, "BAD_REQUEST"),
        (b'{"query": "{ x }"}', "text/plain", 415, "BAD_REQUEST"),
        (b'{"query": "{ x }"}', "application/json; charset=utf-16", 415, "BAD_REQUEST"),
        (b'{"query": "' + b"x" * 1_048_577 + b'"}', JSON, 413, "PAYLOAD_TOO_LARGE"),
    ],
)
def test_what_is_no_request_is_refused_with_a_code(
    api: ApiClient, body: bytes, media: str, status: int, expected: str
) -> None:
    answer = api.http.post("/graphql", content=body, headers={"content-type": media})
    assert (answer.status_code, code(answer)) == (status, expected)
    assert api.data(EDITION)


def test_a_body_without_a_length_is_counted_too(api: ApiClient) -> None:
    chunks = (b" " * 100_000 for _ in range(12))
    answer = api.http.post("/graphql", content=chunks, headers={"content-type": JSON})
    assert (answer.status_code, code(answer)) == (413, "PAYLOAD_TOO_LARGE")


def test_a_client_that_goes_away_amid_its_request_is_no_failure_of_the_server(api: ApiClient) -> None:
    app, sent = cast(Any, api.http.app), list[Any]()
    scope = {
        "type": "http", "method": "POST", "path": "/graphql", "query_string": b"",
        "headers": [(b"host", b"x"), (b"content-type", b"application/json"), (b"content-length", b"40")],
        "http_version": "1.1", "scheme": "http", "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    waiting: list[dict[str, object]] = [
        {"type": "http.disconnect"},
        {"type": "http.request", "body": b'{"query": "', "more_body": True},
    ]

    async def receive() -> dict[str, object]:
        return waiting.pop()

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    assert waiting == []
    assert sent[0]["status"] == 400


def test_queries_come_by_get_too(api: ApiClient) -> None:
    query = "query A($f: Int) { offices(first: $f) { edges { cursor } } } query B { edition { number } }"
    params = {"query": query, "variables": '{"f": 2}', "operationName": "A"}
    answer = api.http.get("/graphql", params=params)
    assert len(answer.json()["data"]["offices"]["edges"]) == 2
    assert api.http.get("/graphql", params={**params, "variables": "{"}).status_code == 400
    assert api.http.get("/graphql").status_code == 400
    assert api.http.get("/graphql", params={"query": query}).json()["errors"]


def test_other_methods_are_refused(api: ApiClient) -> None:
    answer = api.http.put("/graphql", json={"query": EDITION})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")


def test_a_mutation_by_get_is_refused(api: ApiClient) -> None:
    answer = api.http.get("/graphql", params={"query": "mutation { x }"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_a_get_answer_is_fresh_as_long_as_the_edition(small_edition: Edition) -> None:
    api = ApiClient(small_edition)
    first = api.http.get("/graphql", params={"query": EDITION})
    tag = first.headers["etag"]
    again = api.http.get("/graphql", params={"query": EDITION}, headers={"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = {"if-none-match": tag, "accept": GRAPHQL_JSON}
    assert api.http.get("/graphql", params={"query": EDITION}, headers=other).status_code == 200
    api.reception.serve(replace(small_edition, number=2))
    newer = api.http.get("/graphql", params={"query": EDITION}, headers={"if-none-match": tag})
    assert (newer.status_code, newer.json()["data"]["edition"]["number"]) == (200, 2)


def test_an_answer_with_errors_is_never_cached(api: ApiClient) -> None:
    answer = api.http.get("/graphql", params={"query": '{ office(id: "Office:x") { id } }'})
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


def test_an_older_edition_never_replaces_a_newer_one(small_edition: Edition) -> None:
    reception = Reception()
    reception.serve(replace(small_edition, number=5))
    reception.serve(replace(small_edition, number=4))
    assert reception.registry is not None
    assert reception.registry.edition.number == 5


def test_the_server_tells_whether_it_lives_and_is_ready(api: ApiClient) -> None:
    assert api.http.get("/healthz").json() == {"alive": True}
    told = api.http.get("/readyz").json()
    assert told | {"identity": "", "age": 0} == {
        "ready": True, "edition": 1, "identity": "", "age": 0, "listeners": 0
    }  # fmt: skip
    empty = ApiClient(None)
    assert empty.http.get("/readyz").status_code == 503
    answer = empty.http.post("/graphql", json={"query": EDITION})
    assert (answer.status_code, code(answer)) == (503, "NOT_READY")


def test_pages_load_nothing_from_other_hosts(api: ApiClient) -> None:
    page = api.http.get("/graphql", headers={"accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert "GraphiQL" in page.text
    assert "//" not in page.text.replace("<!doctype", "").replace("http://www.w3.org", "")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "/graphql" in api.http.get("/").text
    for name in ("console.js", "console.css"):
        assert api.http.get(f"/graphql/{name}").status_code == 200


def test_origins_that_are_named_may_read(small_edition: Edition) -> None:
    origin = "https://map.example.kz"
    api = ApiClient(small_edition, {"KENSE_CORS_ORIGINS": origin})
    answer = api.http.post("/graphql", json={"query": EDITION}, headers={"origin": origin})
    assert answer.headers["access-control-allow-origin"] == origin


def test_a_new_edition_is_told_over_a_websocket(small_edition: Edition) -> None:
    api = ApiClient(small_edition)
    with api.http.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}
        payload = {"query": "subscription { editionPublished }"}
        socket.send_json({"id": "1", "type": "subscribe", "payload": payload})
        newer = threading.Thread(target=_publish_when_heard, args=(api.reception, small_edition))
        newer.start()
        event = socket.receive_json()
        newer.join()
    assert (event["type"], event["payload"]["data"]) == ("next", {"editionPublished": 2})


def _publish_when_heard(reception: Reception, edition: Edition) -> None:
    while not reception.listeners:
        threading.Event().wait(0.01)
    reception.serve(replace(edition, number=2))


def test_a_query_is_answered_as_one_event_too(api: ApiClient) -> None:
    answer = api.http.post("/graphql", json={"query": EDITION}, headers={"accept": "text/event-stream"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text.startswith('event: next\ndata: {"data":{"edition":{"number":1}},"extensions":{"cost":')
    assert answer.text.endswith("\n\nevent: complete\ndata:\n\n")


def test_a_subscription_by_plain_http_says_how_to_ask(api: ApiClient) -> None:
    answer = api.http.post("/graphql", json={"query": "subscription { editionPublished }"})
    assert answer.status_code == 406
    assert "text/event-stream" in answer.json()["errors"][0]["message"]
