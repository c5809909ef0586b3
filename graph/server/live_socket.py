"""Subscriptions over graphql-transport-ws: how long a message may be, what a message is, who is there.

Strawberry speaks the protocol; it trusts messages to be well formed, and fails over others.
"""

from __future__ import annotations

from asyncio import timeout
from collections.abc import AsyncGenerator, Mapping
from dataclasses import replace
from datetime import timedelta
from json import JSONDecodeError
from typing import Any, cast

import orjson
from graphql import OperationType as OperationKind
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketState
from strawberry.asgi import ASGIWebSocketAdapter, GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http.exceptions import NonJsonMessageReceived, NonTextMessageReceived
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.types.execution import ExecutionResult, PreExecutionError
from strawberry.types.unset import UnsetType

from graph.execution.documents import operation_kind
from graph.execution.persisted import KnownDocuments
from graph.execution.turns import Turns
from graph.served.context import Context, Reception
from graph.server.clients import asker_of, client_of
from graph.server.http import dump
from graph.server.requests import RequestError
from graph.server.sign_in import SignIn
from graph.terms.errors import RateLimitedError, rate_limited
from model.settings import Settings

_TOO_LARGE = 1009
_TRY_AGAIN = 1013
_SAYS_WHO = timedelta(seconds=10)
"""Until a connection has to say who is there (`connection_init`), else it is closed with 4408."""
_LONGEST_REASON = 123
"""Bytes that the frame which closes a connection has room for (RFC 6455 section 5.5)."""


class _Messages(ASGIWebSocketAdapter):
    """Reads messages and closes the connection."""

    async def iter_json(self, *, ignore_parsing_errors: bool = False) -> AsyncGenerator[object, None]:
        """Messages as they come; the end after one that is too long, whatever it holds."""
        limit = cast(LiveSocket, self.view).settings.body_limit_bytes
        while self.ws.application_state != WebSocketState.DISCONNECTED:
            event = await self.ws.receive()
            if event["type"] == "websocket.disconnect":
                return
            text, data = event.get("text"), event.get("bytes")
            if len(data or b"") > limit or _bytes_of(text or "", limit) > limit:
                await self.close(_TOO_LARGE, f"a message has at most {limit} bytes")
                return
            if text is None:
                raise NonTextMessageReceived
            try:
                yield self.view.decode_json(text)
            except JSONDecodeError:
                if not ignore_parsing_errors:
                    raise NonJsonMessageReceived from None

    async def close(self, code: int, reason: str) -> None:
        """Close the connection; of a long reason its beginning is told."""
        short = reason.encode("utf-8", "replace")[:_LONGEST_REASON].decode("utf-8", "ignore")
        await super().close(code, short)


class _Protocol(BaseGraphQLTransportWSHandler[Context, None]):
    """The protocol, for messages that are as it says; a query is executed in a turn of its client."""

    def __init__(self, view: Any, *given: Any, **more: Any) -> None:
        super().__init__(view, *given, **more)
        self.schema = _InTurns(view, self.context)  # type: ignore[assignment]  # it is asked for streams

    async def handle_connection_init(self, message: Any) -> None:
        """Read who is there; from then on the work is charged to them."""
        await super().handle_connection_init(message)
        if self.context.identity is not None:
            view, socket = cast(LiveSocket, self.view), cast(_Messages, self.websocket).ws
            trusted = view.settings.trusted_clients
            self.context.asker = asker_of(socket, self.context.identity, trusted)

    async def handle_message(self, message: Any) -> None:
        """Answer a message. What is none closes the connection with 4400, as the protocol wants."""
        wrong = _what_is_wrong(message)
        if wrong is None:
            await super().handle_message(message)
        else:
            await self.handle_invalid_message(wrong)


class _InTurns:
    """The schema as the protocol asks it: for the results of one operation."""

    def __init__(self, view: LiveSocket, context: Context) -> None:
        self._view, self._context = view, context

    async def stream(self, query: str, **given: Any) -> AsyncGenerator[Any, None]:
        """The result of a query, or those of a subscription; a refusal is the only result."""
        # Operations of one connection run beside each other: each query has a context of its own.
        context = replace(self._context)
        key = hash((query, given.get("operation_name"), _size_of(given.get("variable_values"))))
        try:
            result = await self._view.turns.run(
                context.asker, key, lambda: self._executed(query, {**given, "context_value": context})
            )
        except RateLimitedError as error:
            result = PreExecutionError(data=None, errors=[rate_limited(error)])
        if result is None:
            return await self._view.schema.stream(query, **given)
        return _only(result)

    def _executed(self, query: str, given: dict[str, Any]) -> ExecutionResult | None:
        """The result of a query; None for a subscription."""
        limit = self._view.settings.document_limit_bytes
        if operation_kind(query, given["operation_name"], limit) is OperationKind.SUBSCRIPTION:
            return None
        result = self._view.schema.execute_sync(query, **given)
        executed = result.data is not None or any(error.path for error in result.errors or ())
        return result if executed else PreExecutionError(data=None, errors=result.errors)


def _size_of(variables: Any) -> int:
    """How much the variables hold, as a power of two: an answer for many places costs more than for one."""
    values = variables.values() if isinstance(variables, dict) else ()
    return sum(len(value) for value in values if isinstance(value, list | str | dict)).bit_length()


async def _only(result: ExecutionResult) -> AsyncGenerator[ExecutionResult, None]:
    yield result


class LiveSocket(GraphQL[Context, None]):
    """Subscriptions of one server; a token comes in the payload of `connection_init`."""

    websocket_adapter_class = _Messages
    graphql_transport_ws_handler_class = _Protocol

    def __init__(
        self,
        schema: Any,
        reception: Reception,
        settings: Settings,
        documents: KnownDocuments,
        sign_in: SignIn,
        *,
        turns: Turns,
    ) -> None:
        # The origins of a page that reads by HTTP may also subscribe; without any, the same origin only.
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
            connection_init_wait_timeout=_SAYS_WHO,
            allowed_origins=settings.cors_origins,
        )
        self.reception = reception
        self.settings = settings
        self.documents = documents
        self.sign_in = sign_in
        self.turns = turns

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection; before the first edition is loaded it is asked to come again."""
        if self.reception.registry is None:
            socket = WebSocket(scope, receive, send)
            await socket.accept(subprotocol=GRAPHQL_TRANSPORT_WS_PROTOCOL)
            await socket.close(_TRY_AGAIN, "no edition of the registry is loaded yet")
        else:
            await super().__call__(scope, receive, send)

    def decode_json(self, data: str | bytes) -> object:
        """As over HTTP: no number is too long and no nesting too deep to be refused."""
        return orjson.loads(data)

    def encode_json(self, data: object) -> str:
        """Written as fast as over HTTP."""
        return dump(cast(Mapping[str, Any], data)).decode()

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        """What resolvers know."""
        if self.reception.registry is None:
            raise RuntimeError("no edition of the registry is loaded yet")
        return Context(
            None,  # a connection outlives the registries that its operations are answered from
            self.reception,
            self.settings.request_deadline_s,
            self.settings.work_limit_ms / 1000,
            self.documents,
            client=client_of(request),
            asker=asker_of(request, None, self.settings.trusted_clients),
            turns=self.turns,
            document_limit_bytes=self.settings.document_limit_bytes,
            may_mutate=False,
        )

    async def on_ws_connect(self, context: Context) -> UnsetType | dict[str, object] | None:
        """Reads who is there from the payload. Raises ConnectionRejectionError, which closes with 4403."""
        given = (context.connection_params or {}).get("authorization")
        if given is not None:
            try:
                async with timeout(self.settings.request_deadline_s):
                    context.identity = await self.sign_in.identify([str(given)])
            except (RequestError, TimeoutError):
                raise ConnectionRejectionError from None
        return await super().on_ws_connect(context)


def _bytes_of(text: str, limit: int) -> int:
    """How many bytes the text came in; where it has more characters than `limit`, these are enough."""
    return len(text) if len(text) > limit or text.isascii() else len(text.encode())


def _what_is_wrong(message: Any) -> str | None:
    """What of a message is not as the protocol says; None for a good one."""
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return "a message is an object with a type"
    if message["type"] in ("subscribe", "complete") and not isinstance(message.get("id"), str | int):
        return "id must be a string"
    return _wrong_request(message.get("payload")) if message["type"] == "subscribe" else None


def _wrong_request(payload: Any) -> str | None:
    if not isinstance(payload, dict):
        return "the payload of subscribe is an object with a query"
    query = payload.get("query")
    if not isinstance(query, str) or not query.strip():
        return "query must be a string with a GraphQL document"
    for name, kind, word in (("variables", dict, "an object"), ("operationName", str, "a string")):
        if payload.get(name) is not None and not isinstance(payload[name], kind):
            return f"{name} must be {word} or null"
    return None
