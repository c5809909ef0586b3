"""`X-Forwarded-For` counts only from a configured proxy, and only with a valid address."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import structlog
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from graph.server.app import create_app
from graph.server.forwarded import Forwarded, read_address
from model.edition import Edition
from model.errors import BadSettingError
from model.settings import Settings
from tests.api_client import ApiClient

PROXIES = Settings.from_environment(
    {"KENSE_TRUSTED_PROXIES": "10.0.0.7, 10.1.0.0/24,2001:db8:ffff::7"}
).trusted_proxies
MUTATION = 'mutation { correctionWithdraw(id: "Correction:1") { userErrors { code } } }'


def passed_on(peer: str | None, *headers: str, proto: str = "", kind: str = "http") -> Scope:
    """The client address in the scope of a request behind the middleware."""
    seen: list[Scope] = []

    async def inner(scope: Scope, _: Receive, __: Send) -> None:
        seen.append(scope)

    async def receive() -> Any:
        raise AssertionError("nobody reads")

    async def send(_: Any) -> None:
        raise AssertionError("nobody answers")

    given = [(b"x-forwarded-for", header.encode("latin-1")) for header in headers]
    given += [(b"x-forwarded-proto", proto.encode())] if proto else []
    scope = {
        "type": kind,
        "scheme": "http" if kind == "http" else "ws",
        "client": None if peer is None else (peer, 40_000),
        "headers": [(b"host", b"kense"), *given],
    }
    asyncio.run(Forwarded(inner, PROXIES)(scope, receive, send))
    (found,) = seen
    return found


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    ("peer", "headers", "client"),
    [
        # A client that is not a proxy cannot change its address by the header.
        ("192.0.2.1", ["198.51.100.1"], "192.0.2.1"),
        ("127.0.0.1", ["198.51.100.1"], "127.0.0.1"),
        ("10.0.0.8", ["198.51.100.1"], "10.0.0.8"),
        # Of the hops, the rightmost one that is not a configured proxy counts.
        ("10.0.0.7", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.7", ["203.0.113.9, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.7", ["203.0.113.9, 198.51.100.1, 10.1.0.3"], "198.51.100.1"),
        ("10.0.0.7", ["203.0.113.9", "198.51.100.1", "10.1.0.3,"], "198.51.100.1"),
        ("10.0.0.7", ["10.1.0.9, 10.1.0.3"], "10.1.0.9"),
        ("10.0.0.7", [], "10.0.0.7"),
        ("10.0.0.7", [" , ,"], "10.0.0.7"),
        # An invalid address is ignored: the proxy that sent it counts as the client.
        ("10.0.0.7", ["<script>alert(1)</script>"], "10.0.0.7"),
        ("10.0.0.7", ["198.51.100.1, <script>"], "10.0.0.7"),
        ("10.0.0.7", ["198.51.100.1, unknown, 10.1.0.3"], "10.1.0.3"),
        ("10.0.0.7", ["a" * 3_000], "10.0.0.7"),
        ("10.0.0.7", ["1" * 3_000 + ", 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.7", ["\xd9\xa1.2.3.4"], "10.0.0.7"),
        # All spellings of an address count as one address.
        ("10.0.0.7", ["198.51.100.1:51000"], "198.51.100.1"),
        ("10.0.0.7", ["[2001:db8::1]:443"], "2001:db8::1"),
        ("10.0.0.7", ["[2001:DB8::0:1]"], "2001:db8::1"),
        ("10.0.0.7", ["2001:db8::1"], "2001:db8::1"),
        ("10.0.0.7", ["::ffff:198.51.100.1"], "198.51.100.1"),
        ("10.0.0.7", ["fe80::1%eth0"], "fe80::1"),
        ("::ffff:10.0.0.7", ["198.51.100.1"], "198.51.100.1"),
        ("2001:db8:ffff::7", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.7", ["198.51.100.1, ::ffff:10.1.0.3"], "198.51.100.1"),
        # An endless chain is not read to its end.
        ("10.0.0.7", ["198.51.100.1, " + "10.1.0.3, " * 1_000 + "10.1.0.4"], "10.1.0.3"),
    ],
)
def test_the_rightmost_hop_that_is_no_proxy_is_the_client(
    kind: str, peer: str, headers: list[str], client: str
) -> None:
    assert passed_on(peer, *headers, kind=kind)["client"][0] == client


def test_a_server_on_a_unix_socket_is_told_nothing() -> None:
    assert passed_on(None, "198.51.100.1")["client"] is None


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "localhost", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.4/8", "1.2.3.4:", "1.2.3.4:x",
        "1.2.3.4:123456", "[1.2.3.4]", "[::1", "::1]", "[::1]x", "[::1]:", ":::", "0x7f.1", "2130706433",
    ],
)  # fmt: skip
def test_what_is_no_address_is_none(text: str) -> None:
    assert read_address(text) is None


@pytest.mark.parametrize(
    ("peer", "proto", "kind", "scheme"),
    [
        ("10.0.0.7", "https", "http", "https"),
        ("10.0.0.7", "HTTPS", "websocket", "wss"),
        ("10.0.0.7", "wss", "http", "https"),
        ("10.0.0.7", "javascript", "http", "http"),
        ("192.0.2.1", "https", "http", "http"),
        ("192.0.2.1", "https", "websocket", "ws"),
    ],
)
def test_the_scheme_is_that_which_a_proxy_names(peer: str, proto: str, kind: str, scheme: str) -> None:
    assert passed_on(peer, proto=proto, kind=kind)["scheme"] == scheme


@pytest.mark.parametrize("value", ["*", "0.0.0.0/0", "::/0", "proxy", "10.0.0.1/8", "10.0.0.7;10.0.0.8"])
def test_nobody_trusts_everybody_by_a_setting(value: str) -> None:
    with pytest.raises(BadSettingError, match=r"KENSE_TRUSTED_PROXIES is .* not addresses or networks"):
        Settings.from_environment({"KENSE_TRUSTED_PROXIES": value})


def statuses(edition: Edition, proxies: str, forwarded: list[str]) -> list[int]:
    """The statuses that a client of this machine gets for changes with these headers."""
    client = ApiClient(edition, {"KENSE_TRUSTED_PROXIES": proxies})
    app = create_app(client.settings, client.reception)
    http = TestClient(app, client=("127.0.0.1", 40_000), raise_server_exceptions=False)
    body = {"query": MUTATION}
    with structlog.testing.capture_logs():
        return [
            http.post("/graphql", json=body, headers={"x-forwarded-for": value}).status_code
            for value in forwarded
        ]


def test_no_header_lets_a_client_of_this_machine_escape_the_pace(small_edition: Edition) -> None:
    made_up = [f"198.51.100.{number}" for number in range(62)]
    assert statuses(small_edition, "", made_up)[-1] == 429
    assert statuses(small_edition, "", [f"<b>{number}</b>" for number in range(62)])[-1] == 429
    # Behind a configured proxy each address counts separately; an invalid one counts as the proxy.
    assert set(statuses(small_edition, "127.0.0.1", made_up)) == {200}
    assert statuses(small_edition, "127.0.0.1", [f"<b>{number}</b>" for number in range(62)])[-1] == 429
    left = [f"198.51.100.{number}, 203.0.113.5" for number in range(62)]
    assert statuses(small_edition, "127.0.0.1", left)[-1] == 429


def test_a_proxy_beside_the_server_that_is_not_named_is_told_of_once(small_edition: Edition) -> None:
    client = ApiClient(small_edition)
    app = create_app(client.settings, client.reception)
    http = TestClient(app, client=("127.0.0.1", 40_000))
    with structlog.testing.capture_logs() as logged:
        http.get("/healthz")
        http.get("/healthz", headers={"x-forwarded-for": "198.51.100.1"})
        http.get("/healthz", headers={"x-forwarded-for": "198.51.100.2"})
    warned = [line for line in logged if line["log_level"] == "warning"]
    assert [(line["event"][:40], line["of"]) for line in warned] == [
        ("X-Forwarded-For is not believed: KENSE_T", "127.0.0.1")
    ]
