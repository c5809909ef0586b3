"""The hosts by which a server may be reached, and the base of absolute links."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from starlette.testclient import WebSocketDenialResponse

from graph.server.hosts import Hosts
from model.edition import Edition
from model.settings import Settings
from tests.api_client import ApiClient

EVIL = "rebound.example"
SUBMIT = """mutation { correctionSubmit(officeId: "Office:akm-akkol-psc", baseVersion: 1,
  patch: {nameRu: "Другое имя"}, evidence: ["I saw it"]) { userErrors { code } } }"""


def hosts(**environ: str) -> Hosts:
    return Hosts(
        Settings.from_environment({f"KENSE_{name.upper()}": value for name, value in environ.items()})
    )


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8000",
        "127.0.0.1:8000",
        "[::1]:8000",
        "192.168.1.20:8000",
        "[fd00::7]",
        "testserver",
        "registry",
        "mac.local",
        "LOCALHOST",
        "localhost.",
        "kense.localhost:80",
        "router.home.arpa",
    ],
)
def test_a_newcomer_and_a_neighbour_are_at_the_right_server(host: str) -> None:
    assert hosts().knows_header(host)


@pytest.mark.parametrize(
    "host", [EVIL, f"{EVIL}:8000", "0x7f.1", "127.0.0.1.example", "localhost.example", ""]
)
def test_a_name_of_the_public_dns_is_unknown_until_it_is_named(host: str) -> None:
    assert not hosts().knows_header(host)
    assert not hosts(host="0.0.0.0", hosts="kense.example.kz").knows_header(host)
    assert hosts(hosts="*").knows_header(host or EVIL)


def test_named_hosts_and_the_public_address_are_known_and_no_others() -> None:
    named = hosts(hosts="Kense.Example.kz, *.gov.kz", public_url="https://offices.example.kz/registry")
    for host in (
        "kense.example.kz:443",
        "a.gov.kz",
        "a.b.gov.kz",
        "offices.example.kz",
        "localhost:1",
        "[::1]",
    ):
        assert named.knows_header(host)
    for host in ("gov.kz", "agov.kz", "192.168.1.20", "registry", "other.example.kz"):
        assert not named.knows_header(host)
    assert hosts(public_url="https://offices.example.kz").knows_header("offices.example.kz")
    assert hosts(host="kense.example.kz").knows_header("kense.example.kz:8000")


def asked(api: ApiClient, host: str, query: str = "{ edition { number } }") -> Any:
    return api.http.post("/graphql", json={"query": query}, headers={"host": host})


def test_by_a_foreign_name_anybody_reads_and_nobody_changes(small_edition: Edition) -> None:
    api = ApiClient(small_edition)
    assert asked(api, EVIL).json() == asked(api, "testserver").json()
    refused = asked(api, EVIL, SUBMIT)
    assert refused.status_code == 421
    (error,) = refused.json()["errors"]
    assert error["extensions"]["code"] == "UNKNOWN_HOST"
    assert "KENSE_HOSTS" in error["message"]
    same_origin = {"host": EVIL, "origin": f"http://{EVIL}", "sec-fetch-site": "same-origin"}
    assert api.http.post("/graphql", json={"query": SUBMIT}, headers=same_origin).status_code == 421


def test_where_hosts_are_named_requests_for_others_are_refused(small_edition: Edition) -> None:
    api = ApiClient(small_edition, {"KENSE_HOSTS": "kense.example.kz"})
    assert asked(api, "kense.example.kz").status_code == 200
    for path in ("/graphql?query={edition{number}}", "/ru", "/offices.geojson", "/tiles/offices.json"):
        refused = api.http.get(path, headers={"host": EVIL})
        assert refused.status_code == 421
        assert refused.json()["errors"][0]["extensions"]["code"] == "UNKNOWN_HOST"
    assert {api.http.get(path, headers={"host": EVIL}).status_code for path in ("/healthz", "/readyz")} == {
        200
    }
    named = {"host": EVIL, "sec-websocket-protocol": "graphql-transport-ws"}
    with (
        pytest.raises(WebSocketDenialResponse) as denied,
        api.http.websocket_connect("/graphql", headers=named),
    ):
        pass
    assert denied.value.status_code == 421
    assert denied.value.json()["errors"][0]["extensions"]["code"] == "UNKNOWN_HOST"


@pytest.mark.parametrize(
    "host", ["a b", "user@testserver", "testserver/x", "*", "[::1", "testserver:port", "a,b"]
)
def test_what_is_no_host_is_refused_in_words(small_edition: Edition, host: str) -> None:
    refused = asked(ApiClient(small_edition), host)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def raw(api: ApiClient, headers: list[tuple[bytes, bytes]], **scope: Any) -> list[dict[str, Any]]:
    """The application's response to headers that no client library would send."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    asked: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": "/healthz",
        "raw_path": b"/healthz",
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 1),
        "headers": headers,
        "asgi": {"version": "3.0"},
    }
    await api.http.app(asked | scope, receive, send)
    return sent


ONE, OTHER = (b"host", b"testserver"), (b"host", b"localhost")


@pytest.mark.parametrize("environ", [{}, {"KENSE_HOSTS": "kense.example.kz"}, {"KENSE_HOSTS": "*"}])
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/graphql", "/ru", "/offices.geojson", "/nowhere"])
@pytest.mark.parametrize("headers", [[], [ONE, OTHER], [ONE, ONE]], ids=["none", "two", "twice"])
def test_a_request_has_one_host_wherever_it_goes(
    small_edition: Edition, environ: dict[str, str], path: str, headers: list[tuple[bytes, bytes]]
) -> None:
    api = ApiClient(small_edition, environ)
    start, body = asyncio.run(raw(api, headers, path=path, raw_path=path.encode()))
    assert start["status"] == 400
    (error,) = json.loads(body["body"])["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert error["message"] == "a request has one Host header, with a name and a port"


def test_a_request_of_http_1_0_may_lack_a_host_and_is_then_for_an_unknown_one(small_edition: Edition) -> None:
    old = {"http_version": "1.0", "path": "/tiles/offices.json", "raw_path": b"/tiles/offices.json"}
    start, body = asyncio.run(raw(ApiClient(small_edition), [], **old))
    assert start["status"] == 200
    assert json.loads(body["body"])["tiles"][0].startswith("/tiles/offices/")
    strict = ApiClient(small_edition, {"KENSE_HOSTS": "kense.example.kz"})
    start, body = asyncio.run(raw(strict, [], **old))
    assert start["status"] == 421
    start, _ = asyncio.run(raw(strict, [], http_version="1.0"))
    assert start["status"] == 200  # whether the server lives


def test_a_socket_without_a_host_is_refused_with_the_same_body(small_edition: Edition) -> None:
    scope: dict[str, Any] = {"type": "websocket", "path": "/graphql", "raw_path": b"/graphql", "scheme": "ws"}
    scope |= {"extensions": {"websocket.http.response": {}}, "subprotocols": ["graphql-transport-ws"]}
    start, body = asyncio.run(raw(ApiClient(small_edition), [], **scope))
    assert (start["type"], start["status"]) == ("websocket.http.response.start", 400)
    assert json.loads(body["body"])["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    (closed,) = asyncio.run(raw(ApiClient(small_edition), [], **(scope | {"extensions": {}})))
    assert closed["type"] == "websocket.close"


def tiles(api: ApiClient, host: str) -> str:
    found: str = api.http.get("/tiles/offices.json", headers={"host": host}).json()["tiles"][0]
    return found.removesuffix("/{z}/{x}/{y}.mvt")


def test_links_begin_with_the_public_address_or_a_known_host_and_never_with_another(
    small_edition: Edition,
) -> None:
    api = ApiClient(small_edition)
    assert tiles(api, "testserver:8000") == "http://testserver:8000/tiles/offices"
    assert tiles(api, EVIL) == "/tiles/offices"
    public = ApiClient(small_edition, {"KENSE_PUBLIC_URL": "https://offices.example.kz/"})
    for host in (EVIL, "testserver", "offices.example.kz"):
        assert tiles(public, host) == "https://offices.example.kz/tiles/offices"


def test_a_slash_that_is_taken_away_leads_to_no_other_host(small_edition: Edition) -> None:
    moved = ApiClient(small_edition).http.get("/graphql/", headers={"host": EVIL}, follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (307, "/graphql")


def test_what_depends_on_accept_says_so(small_edition: Edition) -> None:
    http = ApiClient(small_edition).http
    for accept in ("text/html", "application/json", "image/png"):
        answer = http.get("/graphql", headers={"accept": accept})
        varying = {each.strip().lower() for each in answer.headers["vary"].split(",")}
        assert {"accept", "authorization"} <= varying
