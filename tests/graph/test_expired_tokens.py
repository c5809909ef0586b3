"""Connections that outlive a token end with it: a WebSocket by 4403, a stream by an error."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from changes.identity import Identity
from graph.execution.accounts import Asker
from graph.server import event_stream, live_protocol
from graph.server.event_stream import EventStream
from graph.server.subscribers import Subscriber
from model.edition import Edition
from tests.api_client import ApiClient
from tests.issuer import claims, key_file, public_pem, rsa_key, signed

PROTOCOL = "graphql-transport-ws"
PUBLISHED = "subscription { editionPublished }"


@pytest.fixture
def api(small_edition: Edition, tmp_path: Path) -> Iterator[ApiClient]:
    """A server that lets clocks differ by a second."""
    settings = key_file(tmp_path, public_pem(rsa_key())) | {"KENSE_AUTH_CLOCK_SKEW_S": "1"}
    client = ApiClient(small_edition, settings)
    with client.http:
        yield client


def token(left_s: float) -> str:
    """A token that expires in so many seconds, rounded to whole seconds."""
    return f"Bearer {signed(claims(exp=int(time.time() + left_s)))}"


def begin(socket: Any, authorization: str | None) -> None:
    payload = {} if authorization is None else {"authorization": authorization}
    socket.send_json({"type": "connection_init", "payload": payload})
    assert socket.receive_json() == {"type": "connection_ack"}


def test_an_idle_connection_is_closed_when_its_token_expires(api: ApiClient) -> None:
    with api.http.websocket_connect("/graphql", subprotocols=[PROTOCOL]) as socket:
        authorization = token(1)
        begin(socket, authorization)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
        assert (closed.value.code, closed.value.reason) == (4403, "the token has expired")
        # By the same clock HTTP refuses it.
        answer = api.http.post(
            "/graphql", json={"query": "{ __typename }"}, headers={"authorization": authorization}
        )
        assert answer.status_code == 401


def test_the_skew_of_clocks_is_allowed_for_as_over_http(api: ApiClient) -> None:
    authorization = token(0)
    with api.http.websocket_connect("/graphql", subprotocols=[PROTOCOL]) as socket:
        begin(socket, authorization)
        socket.send_json({"id": "1", "type": "subscribe", "payload": {"query": "{ viewer { subject } }"}})
        assert socket.receive_json()["payload"]["data"] == {"viewer": {"subject": "aigul"}}
        assert socket.receive_json() == {"id": "1", "type": "complete"}
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 4403


def test_a_connection_is_closed_while_subscriptions_run_and_leaves_nothing(
    api: ApiClient, caplog: pytest.LogCaptureFixture
) -> None:
    with api.http.websocket_connect("/graphql", subprotocols=[PROTOCOL]) as socket:
        begin(socket, token(2))
        for number in range(3):
            query = f"subscription S{number} {{ editionPublished }}"
            socket.send_json({"id": str(number), "type": "subscribe", "payload": {"query": query}})
        wait_until(api, 3)
        assert api.reception.registry is not None
        api.reception.serve(replace(api.reception.registry.edition, number=7))
        assert {socket.receive_json()["payload"]["data"]["editionPublished"] for _ in range(3)} == {7}
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 4403
    wait_until(api, 0)
    assert api.reception.listeners == 0
    assert not [record for record in caplog.records if record.levelname in ("ERROR", "WARNING")]


def test_who_is_anonymous_is_not_closed(api: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_protocol, "_LOOK_AGAIN_S", 0.05)
    with api.http.websocket_connect("/graphql", subprotocols=[PROTOCOL]) as socket:
        begin(socket, None)
        time.sleep(0.3)
        socket.send_json({"type": "ping"})
        assert socket.receive_json() == {"type": "pong"}


def test_a_connection_outlives_looks_at_a_token_that_still_holds(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_protocol, "_LOOK_AGAIN_S", 0.05)
    with api.http.websocket_connect("/graphql", subprotocols=[PROTOCOL]) as socket:
        begin(socket, token(3_600))
        time.sleep(0.3)
        socket.send_json({"type": "ping"})
        assert socket.receive_json() == {"type": "pong"}


def test_a_stream_ends_with_an_error_when_its_token_expires(api: ApiClient) -> None:
    headers = {"accept": "text/event-stream", "authorization": token(1)}
    answer = api.http.post("/graphql", json={"query": PUBLISHED}, headers=headers)
    assert answer.status_code == 200
    *events, last, _ = answer.text.split("\n\n")
    assert last == "event: complete\ndata:"
    body = json.loads(events[-1].removeprefix("event: next\ndata: "))
    assert body["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert body["errors"][0]["message"] == "the token has expired"
    wait_until(api, 0)


def test_a_stream_tells_nothing_after_its_token_expired(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "HEARTBEAT_S", 0.05)

    async def scene() -> list[bytes]:
        left: list[Subscriber] = []
        subscriber = Subscriber(Asker("somebody"), 0, left.append)
        identity = Identity("somebody", frozenset(), frozenset(), expires_at=time.time() + 0.12)
        body = EventStream(subscriber, identity).body_iterator
        return [bytes(chunk) async for chunk in body]  # type: ignore[arg-type]

    *comments, error, complete = asyncio.run(asyncio.wait_for(scene(), 5))
    assert comments
    assert set(comments) == {b":\n\n"}
    assert b"UNAUTHENTICATED" in error
    assert complete == b"event: complete\ndata:\n\n"


def wait_until(api: ApiClient, listeners: int) -> None:
    """Wait until the server has `count` subscribers."""
    for _ in range(500):
        if api.http.get("/readyz").json()["listeners"] == listeners:
            return
        time.sleep(0.01)
    pytest.fail(f"there are not {listeners} subscribers")
