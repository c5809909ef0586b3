"""What is assumed of Strawberry's graphql-transport-ws holds in the installed version."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import pytest
import strawberry
from graphql import GraphQLError
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult

from graph.libraries.strawberry_socket import (
    CompleteMessage,
    ConnectionGoneError,
    ConnectionInitMessage,
    NoPayload,
    NotJsonError,
    NotTextError,
    Operation,
    RefusedResult,
    SocketAdapter,
    TransportHandler,
)

INIT = {"type": "connection_init", "payload": {"word": "open"}}
ASK = {"id": "1", "type": "subscribe", "payload": {"query": "subscription { numbers }"}}


@strawberry.type
class Query:
    """One root."""

    number: int = 1


@strawberry.type
class Subscription:
    """One event."""

    @strawberry.subscription
    async def numbers(self) -> AsyncGenerator[int, None]:
        """One."""
        yield 1


@dataclass
class Context:
    """What a connection knows."""

    connection_params: Any = None


class _Adapter(SocketAdapter):
    raised: Exception | None = None

    async def iter_json(self, *, ignore_parsing_errors: bool = False) -> AsyncGenerator[object, None]:
        view: Any = self.view
        view.steps.append("iter_json")
        if self.raised is not None:
            raise self.raised
        async for message in super().iter_json(ignore_parsing_errors=ignore_parsing_errors):
            yield message

    async def send_json(self, message: Any) -> None:
        view: Any = self.view
        view.sent.append(message["type"])
        await super().send_json(message)

    async def close(self, code: int, reason: str) -> None:
        view: Any = self.view
        view.steps.append(f"close {code}")
        await super().close(code, reason)


class _Handler(TransportHandler[Context, None]):
    async def handle(self) -> None:
        view: Any = self.view
        view.around.append("begins")
        try:
            await super().handle()
        finally:
            view.around.append("ends")

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        await super().handle_connection_init(message)
        view: Any = self.view
        view.around.append(self.context.connection_params)

    async def run_operation(self, operation: Operation[Context, None]) -> None:
        view: Any = self.view
        view.operations.append((operation.id, operation.query, operation.variables, operation.operation_name))
        if operation.id == "refused":
            await operation.send_initial_errors([GraphQLError("no")])
        elif operation.id == "answered":
            await operation.send_next(ExecutionResult(data={"number": 1}, errors=None, extensions={}))
            await operation.send_operation_message(CompleteMessage(id=operation.id, type="complete"))
        elif operation.id == "waits":
            try:
                await asyncio.sleep(60)
            finally:
                view.around.append("cancelled")
        elif operation.id == "gone":
            raise ConnectionGoneError
        else:
            await super().run_operation(operation)

    async def handle_message(self, message: Any) -> None:
        view: Any = self.view
        view.steps.append(message)
        if message == {"type": "wrong"}:
            await self.handle_invalid_message("what is wrong with it")
        else:
            await super().handle_message(message)


class View(GraphQL[Context, None]):
    """A view that records its calls."""

    websocket_adapter_class = _Adapter
    graphql_transport_ws_handler_class = _Handler

    def __init__(self) -> None:
        schema = strawberry.Schema(Query, subscription=Subscription)
        super().__init__(schema, subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL])
        self.steps: list[Any] = []
        self.sent: list[str] = []
        self.around: list[Any] = []
        self.operations: list[Any] = []
        self.params: list[Any] = []

    def decode_json(self, data: str | bytes) -> object:
        """A message is read here."""
        self.steps.append("decode_json")
        return super().decode_json(data)

    async def get_context(self, request: Any, response: Any) -> Context:
        """A context that the handler fills."""
        return Context()

    async def on_ws_connect(self, context: Context) -> NoPayload | dict[str, object] | None:
        """A connection without the right word is refused."""
        self.params.append(context.connection_params)
        if context.connection_params != INIT["payload"]:
            raise ConnectionRejectionError
        return await super().on_ws_connect(context)


@pytest.fixture
def view() -> View:
    return View()


def opened(view: View) -> WebSocketTestSession:
    client = TestClient(view)
    return client.websocket_connect("/", subprotocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL])


def code_of(session: WebSocketTestSession) -> tuple[int, str]:
    """The code and the reason with which the connection is closed."""
    with pytest.raises(WebSocketDisconnect) as closed:
        session.receive_json()
    return closed.value.code, closed.value.reason or ""


def test_messages_come_by_the_adapter_are_read_by_the_view_and_go_to_the_handler(view: View) -> None:
    with opened(view) as session:
        session.send_json(INIT)
        session.receive_json()
    assert view.steps[:3] == ["iter_json", "decode_json", INIT], (
        "messages reach handle_message by another way than iter_json and decode_json"
    )


def test_the_payload_is_in_the_context_before_the_view_is_asked(view: View) -> None:
    with opened(view) as session:
        session.send_json(INIT)
        answer = session.receive_json()
    assert view.params == [INIT["payload"]], "connection_params is not set before on_ws_connect"
    assert answer == {"type": "connection_ack"}, "an acknowledgement without a payload looks otherwise"


def test_unset_stands_for_no_payload() -> None:
    assert isinstance(strawberry.UNSET, NoPayload), "UNSET is of another type than the handler looks for"


def test_a_refused_connection_is_closed_with_4403(view: View) -> None:
    with opened(view) as session:
        session.send_json({"type": "connection_init"})
        assert code_of(session)[0] == 4403, "ConnectionRejectionError closes with another code"
    assert view.steps[-1] == "close 4403", "the handler closes by another way than the adapter's close"


def test_an_invalid_message_closes_with_4400_and_the_reason(view: View) -> None:
    with opened(view) as session:
        session.send_json({"type": "wrong"})
        assert code_of(session) == (4400, "what is wrong with it"), "handle_invalid_message closes otherwise"


@pytest.mark.parametrize("raised", [NotTextError, NotJsonError])
def test_what_the_adapter_raises_closes_with_4400(
    view: View, raised: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Adapter, "raised", raised())
    with opened(view) as session:
        assert code_of(session)[0] == 4400, f"{raised.__name__} closes with another code"


def test_the_adapter_raises_these_itself_for_bytes_and_for_what_is_no_json(view: View) -> None:
    with opened(view) as session:
        session.send_bytes(b"{}")
        assert code_of(session)[0] == 4400
    with opened(view) as session:
        session.send_text("{")
        assert code_of(session)[0] == 4400


def test_a_subscription_is_answered_once_the_connection_is_acknowledged(view: View) -> None:
    with opened(view) as session:
        session.send_json(ASK)
        assert code_of(session)[0] == 4401, "a subscription before connection_init is not refused"
    with opened(view) as session:
        session.send_json(INIT)
        session.receive_json()
        session.send_json(ASK)
        answers = [session.receive_json() for _ in range(2)]
    assert answers == [
        {"id": "1", "type": "next", "payload": {"data": {"numbers": 1}}},
        {"id": "1", "type": "complete"},
    ]


def asked(view: View, name: str) -> tuple[WebSocketTestSession, dict[str, Any]]:
    """An open connection on which the operation with that name was started."""
    session = opened(view)
    session.__enter__()
    session.send_json(INIT)
    session.receive_json()
    message = {**ASK, "id": name, "payload": {"query": "{ number }", "variables": {"a": 1}}}
    session.send_json(message)
    return session, message


def test_an_operation_has_what_the_client_sent_and_sends_by_the_adapter(view: View) -> None:
    session, _ = asked(view, "answered")
    answers = [session.receive_json() for _ in range(2)]
    session.close()
    assert view.operations == [("answered", "{ number }", {"a": 1}, None)], "an operation has other parts"
    assert [answer["type"] for answer in answers] == ["next", "complete"]
    assert answers[0]["payload"]["data"] == {"number": 1}
    assert view.sent == ["connection_ack", "next", "complete"], (
        "messages go out by another way than send_json"
    )


def test_the_errors_of_an_operation_that_is_not_executed_end_it(view: View) -> None:
    session, _ = asked(view, "refused")
    answer = session.receive_json()
    session.close()
    assert (answer["type"], answer["payload"][0]["message"]) == ("error", "no"), "errors are sent otherwise"
    found = RefusedResult(data=None, errors=[GraphQLError("no")])
    assert found.errors is not None, "a refusal has no errors"


def test_complete_cancels_the_task_of_an_operation(view: View) -> None:
    session, message = asked(view, "waits")
    session.send_json({"id": message["id"], "type": "complete"})
    session.send_json({"type": "ping"})
    assert session.receive_json() == {"type": "pong"}
    session.close()
    assert "cancelled" in view.around, "complete of the client does not cancel run_operation"


def test_handle_is_around_all_and_knows_the_payload_after_the_init(view: View) -> None:
    session, _ = asked(view, "answered")
    session.receive_json()
    session.close()
    session.__exit__(None, None, None)
    assert view.around == ["begins", INIT["payload"], "ends"], "handle or handle_connection_init is not asked"


def test_a_connection_that_is_gone_ends_an_operation_quietly(view: View) -> None:
    session, _ = asked(view, "gone")
    session.send_json({"type": "ping"})
    assert session.receive_json() == {"type": "pong"}, (
        "ConnectionGoneError of an operation ends the connection"
    )
    session.close()


def test_the_adapter_has_the_socket_and_the_view(view: View) -> None:
    socket: Any = object()
    of: Any = view
    adapter = SocketAdapter(of, socket, socket)
    assert adapter.ws is socket, "the adapter keeps the socket elsewhere"
    assert adapter.view is of, "the adapter keeps the view elsewhere"
