"""Messages of a WebSocket: their longest size, and the effect of malformed ones."""

from __future__ import annotations

import json
import logging
import socket as socketlib
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url
from starlette.websockets import WebSocketDisconnect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from graph.server.requests import GRAPHQL_JSON
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.edition import Edition
from store.tables.engine import make_engine
from tests.api_client import ApiClient
from tests.conformance.serving import serving

CHECKOUT = Path(__file__).parents[2]
PROTOCOL = "graphql-transport-ws"
LIMIT = 50_000
WAYS = {
    "kense serve": [str(CHECKOUT / "kense.py"), "serve"],
    "kense serve with workers": [str(CHECKOUT / "kense.py"), "serve", "--workers", "2"],
    "another server": ["-m", "uvicorn", "--factory", "graph.server.app:from_environment"],
}


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition, {"KENSE_BODY_LIMIT_BYTES": str(LIMIT)})


@pytest.fixture(scope="module")
def store(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the small seeds."""
    url = f"sqlite:///{tmp_path_factory.mktemp('live')}/kense.sqlite3"
    engine = make_engine(make_url(url))
    load(engine, small_seeds)
    engine.dispose()
    return url


@pytest.fixture(scope="module", params=WAYS)
def address(request: pytest.FixtureRequest, store: str) -> Iterator[str]:
    """The address of a server, started in each possible way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KENSE_DATABASE_URL", store)
        patch.setenv("KENSE_BODY_LIMIT_BYTES", str(LIMIT))
        patch.chdir(CHECKOUT)
        command = [sys.executable, *WAYS[request.param], "--host", "127.0.0.1", "--port", str(free_port())]
        with serving(command) as found:
            wait_until_ready(found)
            yield found.replace("http", "ws") + "/graphql"


def free_port() -> int:
    """A free port: with several workers Uvicorn does not report the port it chose."""
    with socketlib.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_until_ready(server: str) -> None:
    """Wait until a worker answers: the workers start after the address is printed."""
    for _ in range(600):
        with suppress(OSError), urllib.request.urlopen(f"{server}/readyz", timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    pytest.fail(f"{server} does not become ready")


def opened(api: ApiClient) -> AbstractContextManager[Any]:
    return api.http.websocket_connect("/graphql", subprotocols=[PROTOCOL])


def begin(socket: ClientConnection) -> None:
    socket.send('{"type": "connection_init"}')
    assert json.loads(socket.recv(10)) == {"type": "connection_ack"}


def send_and_hear(socket: ClientConnection, messages: list[Any]) -> None:
    for message in messages:
        socket.send(message)
    socket.recv(10)


def whole(text: str) -> list[Any]:
    return [text]


def binary(text: str) -> list[Any]:
    return [text.encode()]


def fragments(text: str) -> list[Any]:
    return [[text[at : at + 1_000] for at in range(0, len(text), 1_000)]]


def binary_fragments(text: str) -> list[Any]:
    return [[piece.encode() for piece in fragments(text)[0]]]


FORMS = [whole, binary, fragments, binary_fragments]


@pytest.mark.slow
@pytest.mark.parametrize("packing", [None, "deflate"])
@pytest.mark.parametrize("form", FORMS)
def test_a_message_above_the_limit_of_bodies_closes_with_1009(
    address: str, form: Callable[[str], list[Any]], packing: str | None
) -> None:
    long = json.dumps({"type": "ping", "payload": {"text": "x" * LIMIT}})
    with connect(address, subprotocols=[Subprotocol(PROTOCOL)], compression=packing, max_size=None) as socket:
        begin(socket)
        with pytest.raises(ConnectionClosed) as closed:
            send_and_hear(socket, form(long))
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


@pytest.mark.slow
@pytest.mark.parametrize("packing", [None, "deflate"])
def test_a_message_below_the_limit_is_answered_whole_and_in_fragments(
    address: str, packing: str | None
) -> None:
    query = f"{{ edition {{ number }} }} # {'x' * (LIMIT - 1_000)}"
    payload = {"id": "1", "type": "subscribe", "payload": {"query": query}}
    with connect(address, subprotocols=[Subprotocol(PROTOCOL)], compression=packing) as socket:
        begin(socket)
        for form in (whole, fragments):
            for message in form(json.dumps(payload)):
                socket.send(message)
            told = json.loads(socket.recv(10))
            assert (told["type"], told["payload"]["data"]) == ("next", {"edition": {"number": 1}})
            assert json.loads(socket.recv(10)) == {"id": "1", "type": "complete"}


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("x" * (LIMIT + 1), None),
        ("қ" * (LIMIT // 2 + 1), None),
        (None, b"x" * (LIMIT + 1)),
    ],
)
def test_the_program_itself_closes_with_1009_whatever_serves_it(
    api: ApiClient, text: str | None, data: bytes | None
) -> None:
    with opened(api) as socket:
        if text is None:
            socket.send_bytes(data)
        else:
            socket.send_text(text)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 1009
    assert str(LIMIT) in closed.value.reason


def subscribe(payload: Any, **more: Any) -> str:
    return json.dumps({"id": "1", "type": "subscribe", "payload": payload, **more})


@pytest.mark.parametrize(
    "text",
    [
        "[]", '"x"', "1", "null", "NaN", "{", "", "[" * 40_000, "9" * 5_000, '{"a":' * 9_000,
        "{}", '{"type": []}', '{"type": null}', '{"type": "nothing"}',
        '{"type": "subscribe"}', '{"id": "1", "type": "subscribe"}',
        subscribe(None), subscribe([]), subscribe("x"), subscribe({}),
        subscribe({"query": 1}), subscribe({"query": None}), subscribe({"query": ""}),
        subscribe({"query": " "}),
        subscribe({"query": "{ edition { number } }", "variables": [1]}),
        subscribe({"query": "{ edition { number } }", "variables": "x"}),
        subscribe({"query": "{ edition { number } }", "operationName": 1}),
        subscribe({"query": "{ edition { number } }"}, id=[]),
        subscribe({"query": "{ edition { number } }"}, id={"a": 1}),
        subscribe({"query": "{ edition { number } } # \ud800"}),
        '{"id": [], "type": "complete"}', '{"type": "complete"}',
        '{"type": "connection_init", "payload": {}}', '{"type": "x' + "қ" * 5_000 + '"}',
    ],
    ids=lambda text: text[:60],
)  # fmt: skip
def test_what_is_no_message_closes_the_connection_and_is_no_failure(
    api: ApiClient, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    with caplog.at_level(logging.WARNING), opened(api) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}
        socket.send_text(text)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert 4400 <= closed.value.code < 4500
    assert closed.value.reason
    assert len(closed.value.reason.encode()) <= 123
    assert caplog.records == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("fragment F on Query { edition { number } }", None),
        ("query A { edition { number } } query B { edition { number } }", None),
        ("query A { edition { number } }", "B"),
        ("{ edition { number } }", "B"),
        ("{", None),
        ("{ nothing }", None),
        ("mutation { x }", None),
        (f"{{ offices(first: {'9' * 5_000}) {{ totalCount }} }}", None),
        ("{ edition " * 300, None),
        ("query($n: ID!) { office(id: $n) { id } }", None),
    ],
)
def test_a_document_is_refused_over_a_websocket_as_it_is_over_http(
    api: ApiClient, caplog: pytest.LogCaptureFixture, query: str, name: str | None
) -> None:
    asked = {"query": query, "operationName": name}
    plain = api.http.post("/graphql", json=asked, headers={"accept": GRAPHQL_JSON}).json()["errors"]
    with caplog.at_level(logging.WARNING), opened(api) as socket:
        socket.send_json({"type": "connection_init"})
        socket.receive_json()
        socket.send_json({"id": "1", "type": "subscribe", "payload": asked})
        told = socket.receive_json()
    live = told["payload"] if told["type"] == "error" else told["payload"]["errors"]
    codes = [error["extensions"]["code"] for error in live]
    assert codes
    assert "INTERNAL" not in codes
    if query != "mutation { x }":  # over HTTP it is not refused for being one
        assert [error["message"] for error in live] == [error["message"] for error in plain]
        assert codes == [error["extensions"]["code"] for error in plain]
    assert not [record for record in caplog.records if record.name == "strawberry.ws.task"]


@pytest.mark.slow
def test_before_the_first_edition_a_connection_is_asked_to_come_again() -> None:
    with opened(ApiClient(None)) as socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()
    assert closed.value.code == 1013
