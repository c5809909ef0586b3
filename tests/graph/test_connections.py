"""A real server closes connections that send too much, too slowly or nothing, or that read nothing."""

from __future__ import annotations

import json
import os
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from http import HTTPStatus
from ipaddress import ip_network
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from graph.server.connections import MOST_HEADERS, MOST_URL_BYTES
from graph.server.open_connections import OpenConnections
from graph.server.open_requests import OpenRequests
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.edition import Edition
from model.program_files import PROGRAM
from model.settings import Settings
from store.tables.engine import make_engine
from store.tables.schema import migrate
from tests.api_client import ApiClient
from tests.stress.servers import Server

_HASTY = """
import graph.server.connections as connections
connections.HEAD_S, connections.STALL_S = 1.0, 1.0
import sys, kense
sys.argv = ["kense", "serve", "--host", "127.0.0.1", "--port", sys.argv[1]]
kense.main()
"""
"""A server that is as it is, but less patient, so that the tests are short."""


class HastyServer(Server):
    """Has timeouts of one second."""

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _HASTY, str(self.port)],
                env=self._environ,
                cwd=PROGRAM,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )


@pytest.fixture(scope="module")
def server(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HastyServer]:
    home = tmp_path_factory.mktemp("connections")
    database = sa.make_url(f"sqlite:///{home}/kense.sqlite3")
    engine = make_engine(database)
    migrate(engine)
    load(engine, small_seeds)
    engine.dispose()
    limits = {
        "KENSE_CONNECTIONS": "40",
        "KENSE_CLIENT_CONNECTIONS": "12",
        "KENSE_TRUSTED_PROXIES": "192.0.2.1",
        "KENSE_LOG_LEVEL": "debug",
    }
    made = HastyServer(database, home, limits)
    made.start()
    made.wait()
    yield made
    made.stop()


@pytest.fixture
def opened(server: HastyServer) -> Iterator[socket.socket]:
    with closing(opened_to(server)) as found:
        yield found


def opened_to(server: HastyServer, address: str = "127.0.0.1") -> socket.socket:
    found = socket.create_connection(("127.0.0.1", server.port), 15, source_address=(address, 0))
    found.settimeout(15)
    return found


def answer_of(connection: socket.socket) -> tuple[int, str]:
    """Status and code of the response, read until the connection is closed."""
    told = b""
    while piece := connection.recv(65_536):
        told += piece
    head, _, body = told.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)["errors"][0]["extensions"]["code"]


def is_alive(server: HastyServer) -> bool:
    """Whether another client is answered."""
    with closing(opened_to(server, "127.0.0.9")) as other:
        other.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        return other.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"GET /%s HTTP/1.1\r\n" % (b"a" * MOST_URL_BYTES), (414, "LIMIT_EXCEEDED")),
        (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * (MOST_HEADERS + 2), (431, "LIMIT_EXCEEDED")),
        (b"GET / HTTP/1.1\r\na: " + b"b" * 40_000 + b"\r\nb: c\r\n", (431, "LIMIT_EXCEEDED")),
        (b"GET / HTTP/1.1\r\na: " + b"b" * 90_000, (431, "LIMIT_EXCEEDED")),
    ],
)
def test_a_long_head_is_refused_before_it_ends(
    server: HastyServer, sent: bytes, told: tuple[int, str]
) -> None:
    for _ in range(5):  # a reset because of the excess bytes may overtake the answer
        with closing(opened_to(server)) as opened, suppress(ConnectionResetError):
            opened.sendall(sent)
            assert answer_of(opened) == told
            break
    else:
        pytest.fail("every connection was reset before its answer")
    assert is_alive(server)


def test_thousands_of_requests_at_once_are_not_read(server: HastyServer) -> None:
    for _ in range(5):
        with closing(opened_to(server)) as opened, suppress(ConnectionError):
            opened.sendall(GET % b"/healthz" * 5_000)
            assert answer_of(opened) == (400, "BAD_REQUEST")
    assert is_alive(server)


@pytest.mark.parametrize("path", ["/healthz", "/graphql", "/ru"])
@pytest.mark.parametrize(
    "head",
    [
        "GET {path} HTTP/1.1\r\n",
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nhost: localhost\r\n",
        "GET {path} HTTP/1.1\r\nhost:\r\n",
        "GET {path} HTTP/1.1\r\nhost: localhost, localhost\r\n",
        "GET http://localhost{path} HTTP/1.1\r\n",
        "GET http://localhost{path} HTTP/1.1\r\nhost: localhost\r\nhost: localhost\r\n",
        "GET http://me@localhost{path} HTTP/1.1\r\nhost: localhost\r\n",
        "GET {path} HTTP/1.1\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\n"
        "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: graphql-transport-ws\r\n",
    ],
)
def test_a_request_without_one_host_is_refused(opened: socket.socket, head: str, path: str) -> None:
    closing_after = "" if "upgrade" in head else "connection: close\r\n"
    opened.sendall(f"{head.format(path=path)}{closing_after}\r\n".encode())
    assert answer_of(opened) == (400, "BAD_REQUEST")


def test_of_a_whole_url_the_host_counts_and_not_the_header(opened: socket.socket) -> None:
    body = b'{"query": "mutation { correctionWithdraw(id: \\"Correction:1\\") { userErrors { code } } }"}'
    opened.sendall(
        b"POST http://rebound.example/graphql HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
        b"content-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)
    )
    assert answer_of(opened) == (421, "UNKNOWN_HOST")


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03",
        b"BREW /graphql HTTP/1.1\r\nhost: localhost\r\n\r\n",
        b"GET /graphql HTTP/1.1\r\nhost : localhost\r\n\r\n",
        b"POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}",
        b"GET /graphql HTTP/2.0\r\nconnection: close\r\n\r\n",
        b"GET http:///graphql HTTP/1.1\r\nhost: localhost\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused_in_json(opened: socket.socket, sent: bytes) -> None:
    opened.sendall(sent)
    assert answer_of(opened) == (400, "BAD_REQUEST")


_UPGRADE = (
    b"GET /graphql HTTP/1.1\r\nhost: localhost\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"sec-websocket-protocol: graphql-transport-ws\r\n\r\n"
)


def frame(payload: bytes) -> bytes:
    """A text as a client sends it, masked by zeros (RFC 6455, section 5.2)."""
    return b"\x81" + bytes([0x80 | len(payload)]) + bytes(4) + payload


def test_a_socket_logs_neither_addresses_nor_what_is_sent_nor_a_trace(server: HastyServer) -> None:
    with closing(opened_to(server, "127.0.0.7")) as opened:
        opened.sendall(_UPGRADE)
        assert opened.recv(500).startswith(b"HTTP/1.1 101")
        opened.sendall(frame(b'{"type": "connection_init", "payload": {"secret": "a1b2c3"}}'))
        assert b"connection_ack" in opened.recv(500)
        opened.sendall(frame(b"\xff\xfe"))
        assert b"\x03\xef" in opened.recv(500)  # 1007: the message is not valid text
    assert is_alive(server)
    log = server.log.read_text("utf-8")
    assert "Application startup complete" in log
    for word in ("127.0.0.7", "a1b2c3", "Traceback", "WebSocket"):
        assert word not in log, log[-2000:]


def test_who_speaks_http_1_0_needs_no_host(opened: socket.socket) -> None:
    opened.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
    assert opened.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nhost: x\r\n"])
def test_who_sends_no_request_is_let_go(server: HastyServer, opened: socket.socket, sent: bytes) -> None:
    began = time.monotonic()
    opened.sendall(sent)
    assert answer_of(opened) == (408, "LIMIT_EXCEEDED")
    assert 0.5 < time.monotonic() - began < 10
    assert is_alive(server)


def test_a_head_that_drips_ends_in_time_also_for_a_second_request(opened: socket.socket) -> None:
    opened.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
    assert opened.recv(1_000).startswith(b"HTTP/1.1 200")
    opened.sendall(b"GET /healthz HTTP/1.1\r\n")
    began = time.monotonic()
    with pytest.raises(OSError, match=r"reset|pipe|closed"):  # noqa: PT012  # until it breaks
        while time.monotonic() < began + 10:
            time.sleep(0.2)
            opened.sendall(b"a")
    assert time.monotonic() - began < 10


def test_a_client_opens_so_many_connections_and_others_are_served(server: HastyServer) -> None:
    time.sleep(0.3)  # until those of other tests are closed
    with ExitStack() as stack:
        for _ in range(12):
            stack.enter_context(closing(opened_to(server)))
        time.sleep(0.2)
        assert answer_of(stack.enter_context(closing(opened_to(server)))) == (429, "RATE_LIMITED")
        assert is_alive(server)


def test_the_process_holds_so_many_connections_of_all() -> None:
    connections = OpenConnections(3, 2, [ip_network("192.0.2.0/24")])
    assert [connections.add("198.51.100.1") for _ in range(2)] == [None, None]
    assert connections.add("198.51.100.1") is HTTPStatus.TOO_MANY_REQUESTS
    connections.remove("198.51.100.1")
    assert connections.add("192.0.2.7") is None
    assert connections.add("192.0.2.7") is HTTPStatus.SERVICE_UNAVAILABLE
    for peer in ("198.51.100.1", "198.51.100.1", "192.0.2.7"):
        connections.remove(peer)
    assert [connections.add("192.0.2.7") for _ in range(2)] == [None, None]  # a proxy, for many clients


def test_a_client_behind_a_proxy_has_so_many_requests_open(small_edition: Edition) -> None:
    api = ApiClient(small_edition, {"KENSE_CLIENT_CONNECTIONS": "2"})
    kind = ["graphql-transport-ws"]
    with (
        api.http.websocket_connect("/graphql", subprotocols=kind),
        api.http.websocket_connect("/graphql", subprotocols=kind),
    ):
        told = api.http.post("/graphql", json={"query": "{ edition { number } }"})
        assert (told.status_code, told.headers["retry-after"]) == (429, "5")
        assert told.json()["errors"][0]["extensions"] == {"code": "RATE_LIMITED", "retryAfter": 5}
        with api.http.websocket_connect("/graphql", subprotocols=kind) as third:
            with pytest.raises(WebSocketDisconnect) as closed:
                third.receive_json()
            assert closed.value.code == 1013
    assert api.data("{ edition { number } }")


def test_a_trusted_gateway_opens_any_number() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    environ = {"KENSE_CLIENT_CONNECTIONS": "1", "KENSE_TRUSTED_CLIENTS": "192.0.2.7"}
    limited = OpenRequests(app, Settings.from_environment(environ))
    limited._open["address 192.0.2.7 1"] = limited._open["address 192.0.2.8"] = 1
    assert TestClient(limited, client=("192.0.2.7", 1)).get("/").status_code == 204
    assert TestClient(limited, client=("192.0.2.8", 1)).get("/").status_code == 429


def test_files_may_be_opened_for_all_connections(server: HastyServer) -> None:
    assert server.process is not None
    limits = Path(f"/proc/{server.process.pid}/limits").read_text()
    soft = int(next(line for line in limits.splitlines() if "open files" in line).split()[3])
    assert soft >= min(240, os.sysconf("SC_OPEN_MAX"))


GET = b"GET %s HTTP/1.1\r\nhost: localhost\r\n\r\n"


def test_head_and_body_of_an_answer_come_in_one_piece(opened: socket.socket) -> None:
    for path in (b"/healthz", b"/units/nowhere", b"/healthz"):
        opened.sendall(GET % path)
        head, _, body = opened.recv(65_536).partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        assert body
        assert len(body) == length


def test_answers_to_requests_sent_at_once_come_in_their_order(opened: socket.socket) -> None:
    ends = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
    opened.sendall(GET.replace(b"GET", b"HEAD") % b"/readyz" + GET % b"/units.geojson" + ends)
    told = b""
    while piece := opened.recv(65_536):
        told += piece
    heads = [part.partition(b"\r\n\r\n")[0].lower() for part in told.split(b"HTTP/1.1 ")[1:]]
    assert [head[:3] for head in heads] == [b"200"] * 3
    assert [b"geo+json" in head for head in heads] == [False, True, False]
    assert b"connection: close" in heads[2]


@pytest.mark.parametrize("letters", [60_000, 900_000])
def test_a_body_that_comes_in_one_piece_with_its_head_is_no_head(server: HastyServer, letters: int) -> None:
    body = json.dumps({"query": "{ edition { number } }", "variables": {"a": "x" * letters}}).encode()
    head = (
        f"POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-length: {len(body)}\r\nconnection: close\r\n"
    )
    with closing(opened_to(server, "127.0.0.7")) as connection:
        connection.sendall(f"{head}content-type: application/json\r\n\r\n".encode() + body)
        told = b""
        while piece := connection.recv(65_536):
            told += piece
    assert told.startswith(b"HTTP/1.1 200"), told[:300]


def test_who_asks_twice_at_once_and_is_gone_leaves_no_trace_in_the_log(server: HastyServer) -> None:
    asked = b"GET /units.geojson HTTP/1.1\r\nhost: localhost\r\n\r\n" * 2
    for number in range(20, 26):
        connection = opened_to(server, f"127.0.0.{number}")
        connection.sendall(asked)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        time.sleep(0.05)
        connection.close()
    assert is_alive(server)
    time.sleep(0.5)
    assert "Traceback" not in server.log.read_text("utf-8")
