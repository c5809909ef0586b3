"""Pages of other origins: the answers to their preflights, and the headers that they may read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Message, Receive, Scope, Send

from graph.server.origins import Cors
from model.edition import Edition
from tests.api_client import SERVICE, ApiClient

ORIGIN = "https://map.example.kz"
CLIENTS = {
    "Apollo Client": (
        "apollographql-client-name,apollographql-client-version,authorization,content-type,"
        "x-apollo-operation-name"
    ),
    "Apollo by GET": "apollo-require-preflight,content-type,x-apollo-operation-name",
    "urql": "authorization,content-type,graphql-require-preflight",
    "Relay": "authorization,content-type,x-requested-with,x-request-id",
    "Sentry": "baggage,content-type,sentry-trace",
    "OpenTelemetry": "baggage,content-type,traceparent,tracestate",
    "Datadog": "content-type,traceparent,x-datadog-origin,x-datadog-parent-id,x-datadog-trace-id",
    "jQuery": "content-type,x-requested-with",
    "a map": "if-none-match,range",
    "graphql-sse": "cache-control,content-type,last-event-id",
    "whoever": "x-a-header-of-tomorrow",
}
"""Headers that clients ask for, as browsers write them: sorted, in small letters."""
ADDRESSES = [
    ("POST", "/graphql"),
    ("GET", "/graphql"),
    ("GET", "/offices.geojson"),
    ("HEAD", "/units.geojson"),
    ("GET", f"/coverage.geojson?service={SERVICE}"),
    ("GET", "/offices/akm-akkol-psc.jsonld"),
    ("GET", "/services.jsonld"),
    ("GET", "/catalog.jsonld"),
    ("GET", "/changes/start"),
    ("GET", "/changes.atom"),
    ("GET", "/style.json"),
    ("GET", "/tiles/offices.json"),
    ("GET", "/tiles/offices/0/0/0.mvt"),
]
EXPOSED = {
    "etag", "retry-after", "x-request-id", "www-authenticate", "link", "content-disposition", "allow",
    "deprecation", "sunset",
}  # fmt: skip


Server = Callable[[str], ApiClient]


@pytest.fixture(scope="module")
def server(small_edition: Edition) -> Server:
    """The server with these allowed origins; each is made once, as no test changes anything."""
    return cache(lambda origins: ApiClient(small_edition, {"KENSE_CORS_ORIGINS": origins}))


def preflight(api: ApiClient, path: str, method: str, headers: str | None, origin: str = ORIGIN) -> Any:
    asked = {"origin": origin, "access-control-request-method": method}
    if headers is not None:
        asked["access-control-request-headers"] = headers
    return api.http.options(path, headers=asked)


def listed(answer: Any, header: str) -> set[str]:
    return {each.strip().lower() for each in answer.headers.get(header, "").split(",") if each.strip()}


@pytest.mark.parametrize("origins", [ORIGIN, "*"])
@pytest.mark.parametrize(("method", "path"), ADDRESSES)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_preflight_passes_for_the_headers_that_clients_send(
    server: Server, origins: str, method: str, path: str, client: str
) -> None:
    answer = preflight(server(origins), path, method, CLIENTS[client])
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == origins
    assert set(CLIENTS[client].split(",")) <= listed(answer, "access-control-allow-headers")
    assert {"GET", "HEAD", "POST"} == {
        each.strip() for each in answer.headers["access-control-allow-methods"].split(",")
    }
    assert int(answer.headers["access-control-max-age"]) >= 7_200
    assert {"origin", "access-control-request-headers"} <= listed(answer, "vary")
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("client", CLIENTS)
def test_a_preflight_of_an_origin_that_is_not_named_is_refused(server: Server, client: str) -> None:
    api = server(ORIGIN)
    answer = preflight(api, "/graphql", "POST", CLIENTS[client], "https://evil.example")
    assert answer.status_code == 400
    assert "access-control-allow-origin" not in answer.headers


def test_a_public_page_may_ask_a_server_of_a_private_network_that_names_it(server: Server) -> None:
    asked = {
        "origin": ORIGIN,
        "access-control-request-method": "POST",
        "access-control-request-private-network": "true",
    }
    answer = server(ORIGIN).http.options("/graphql", headers=asked)
    assert (answer.status_code, answer.headers["access-control-allow-private-network"]) == (200, "true")
    other = server("https://other.example").http.options("/graphql", headers=asked)
    assert other.status_code == 400
    assert "access-control-allow-origin" not in other.headers
    anybody = server("*").http.options("/graphql", headers=asked)
    assert "access-control-allow-private-network" not in anybody.headers  # it has to be named


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT"])
def test_another_method_is_told_which_there_are(server: Server, method: str) -> None:
    answer = server("*").http.request(method, "/graphql", headers={"origin": ORIGIN})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_preflight_for_another_method_is_refused(server: Server, method: str) -> None:
    answer = preflight(server("*"), "/graphql", method, "content-type")
    assert answer.status_code == 400


def test_every_page_reads_and_none_changes_where_nothing_is_set(small_edition: Edition) -> None:
    api = ApiClient(small_edition)
    assert preflight(api, "/graphql", "POST", CLIENTS["Apollo Client"]).status_code == 200
    headers = {"origin": "https://anybody.example"}
    answer = api.http.post("/graphql", json={"query": "{ edition { number } }"}, headers=headers)
    assert answer.json()["data"] == {"edition": {"number": 1}}
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    refused = api.http.post(
        "/graphql",
        json={"query": 'mutation { correctionWithdraw(id: "x") { userErrors { code } } }'},
        headers=headers,
    )
    assert refused.status_code == 403


def test_where_no_page_may_read_nothing_is_told_of_origins(small_edition: Edition) -> None:
    api = ApiClient(small_edition, {"KENSE_CORS_ORIGINS": "none"})
    assert preflight(api, "/graphql", "POST", "content-type").status_code == 405
    answer = api.http.get("/offices.geojson", headers={"origin": ORIGIN})
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("origins", [ORIGIN, "*"])
@pytest.mark.parametrize(("method", "path"), [one for one in ADDRESSES if one[0] == "GET"])
def test_a_page_reads_the_headers_that_it_needs(server: Server, origins: str, method: str, path: str) -> None:
    api = server(origins)
    where = f"{path}?query={{edition{{number}}}}" if path == "/graphql" else path
    answer = api.http.request(method, where, headers={"origin": ORIGIN})
    assert answer.status_code == 200
    assert listed(answer, "access-control-expose-headers") >= EXPOSED
    assert answer.headers["access-control-allow-origin"] == origins
    assert "access-control-allow-credentials" not in answer.headers
    assert "origin" in listed(answer, "vary")
    again = api.http.request(
        method, where, headers={"origin": ORIGIN, "if-none-match": answer.headers["etag"]}
    )
    assert (again.status_code, again.headers["access-control-allow-origin"]) == (304, origins)
    assert listed(again, "access-control-expose-headers") >= EXPOSED


@pytest.mark.parametrize("client", CLIENTS)
def test_the_headers_of_clients_let_no_page_of_elsewhere_change(server: Server, client: str) -> None:
    api = server("*")
    mutation = """mutation { correctionSubmit(officeId: "Office:akm-akkol-psc", baseVersion: 1,
      patch: {nameRu: "Имя"}, evidence: ["none"], dryRun: true) { userErrors { message } } }"""
    sent = {name: "1" for name in CLIENTS[client].split(",") if name not in ("authorization", "content-type")}
    headers = {**sent, "origin": ORIGIN}
    answer = api.http.post("/graphql", json={"query": mutation}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    named = server(ORIGIN).http.post("/graphql", json={"query": mutation}, headers=headers)
    assert named.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"vary", b"accept")],
        [(b"a", b"1"), (b"vary", b"accept"), (b"b", b"2"), (b"vary", b"authorization"), (b"c", b"3")],
    ],
)
def test_without_a_page_the_headers_are_those_that_starlette_gives(
    headers: list[tuple[bytes, bytes]],
) -> None:
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": list(headers)})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("no body is asked for")

    for kind in (CORSMiddleware, Cors):
        around = kind(app, allow_origins=["*"], allow_headers=["*"])
        asyncio.run(around({"type": "http", "method": "POST", "headers": []}, receive, send))
    assert sent[0]["headers"] == sent[1]["headers"]
