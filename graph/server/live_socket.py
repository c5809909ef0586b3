"""Operations over graphql-transport-ws: the length of messages, and the identity of the client."""

from __future__ import annotations

import json
from asyncio import timeout
from collections.abc import AsyncGenerator, Mapping
from datetime import timedelta
from json import JSONDecodeError
from typing import Any, cast

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from graph.execution.persisted import KnownDocuments
from graph.execution.turns import Turns
from graph.libraries.strawberry_socket import (
    ConnectionGoneError,
    NoPayload,
    NotJsonError,
    NotTextError,
    SocketAdapter,
)
from graph.served.context import Context, Reception
from graph.server.clients import asker_of, client_of
from graph.server.event_stream import SENDING_S
from graph.server.json_numbers import find_unreadable
from graph.server.live_protocol import LiveProtocol, SlowClientError, UnreadVariables
from graph.server.requests import RequestError, check_nested
from graph.server.results import dump
from graph.server.shared_subscriptions import Subscriptions
from graph.server.sign_in import SignIn
from model.settings import Settings

_TOO_LARGE = 1009
_TRY_AGAIN = 1013
_SAYS_WHO = timedelta(seconds=10)
"""Time in which a connection must identify itself (`connection_init`); else it is closed with 4408."""
_LONGEST_REASON = 123
"""Room for the reason in the frame that closes a connection, in bytes (RFC 6455 section 5.5)."""


class _Messages(SocketAdapter):
    """Reads, sends and ends the messages of one connection."""

    async def iter_json(self, *, ignore_parsing_errors: bool = False) -> AsyncGenerator[object, None]:
        """Messages as they come. One that is too long closes the connection (1009).

        Raises NotTextError for bytes, NotJsonError for what is not JSON unless errors are ignored.
        """
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
                raise NotTextError
            try:
                yield self.view.decode_json(text)
            except JSONDecodeError:
                if not ignore_parsing_errors:
                    raise NotJsonError from None

    async def close(self, code: int, reason: str) -> None:
        """Close the connection. A reason of more than 123 bytes is cut."""
        short = reason.encode("utf-8", "replace")[:_LONGEST_REASON].decode("utf-8", "ignore")
        await super().close(code, short)

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Send a message as JSON. Raises like `send_text`."""
        await self.send_text(cast(LiveSocket, self.view).encode_json(message))

    async def send_text(self, text: str) -> None:
        """Send a message.

        Raises SlowClientError after 30 s, ConnectionGoneError if the connection is closed.
        """
        try:
            async with timeout(SENDING_S):
                await self.ws.send_text(text)
        except TimeoutError:
            raise SlowClientError from None
        except (WebSocketDisconnect, RuntimeError):  # closed meanwhile
            raise ConnectionGoneError from None


class LiveSocket(GraphQL[Context, None]):
    """The WebSocket endpoint of one server. A client sends its token in the payload of `connection_init`."""

    websocket_adapter_class = _Messages
    graphql_transport_ws_handler_class = LiveProtocol

    def __init__(
        self,
        schema: Any,
        reception: Reception,
        settings: Settings,
        documents: KnownDocuments,
        sign_in: SignIn,
        *,
        turns: Turns,
        subscriptions: Subscriptions,
    ) -> None:
        # Pages of origins that may read by HTTP may also subscribe; without any, the same origin only.
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
            connection_init_wait_timeout=_SAYS_WHO,
            allowed_origins=settings.cors_origins,
            max_subscriptions_per_connection=None,  # counted here, and refused with a code
        )
        self.reception = reception
        self.settings = settings
        self.documents = documents
        self.sign_in = sign_in
        self.turns = turns
        self.subscriptions = subscriptions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection.

        Before the first edition is loaded it is closed with 1013, so that the client retries.
        """
        if self.reception.registry is None:
            socket = WebSocket(scope, receive, send)
            await socket.accept(subprotocol=GRAPHQL_TRANSPORT_WS_PROTOCOL)
            await socket.close(_TRY_AGAIN, "no edition of the registry is loaded yet")
        else:
            await super().__call__(scope, receive, send)

    def decode_json(self, data: str | bytes) -> object:
        """The message of a JSON text, parsed as over HTTP. Raises JSONDecodeError.

        Variables with a number or text that cannot be read come as UnreadVariables, so that the connection
        goes on.
        """
        try:
            check_nested(data)
            return orjson.loads(data)
        except RequestError as error:
            raise JSONDecodeError(str(error), "", 0) from None
        except JSONDecodeError:
            message = _with_unread_variables(data)
            if message is None:
                raise
            return message

    def encode_json(self, data: object) -> str:
        """The JSON text of a message, made by orjson as over HTTP."""
        return dump(cast(Mapping[str, Any], data)).decode()

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        """The context for resolvers; mutations are not allowed in it.

        Raises RuntimeError before an edition is loaded.
        """
        if self.reception.registry is None:
            raise RuntimeError("no edition of the registry is loaded yet")
        return Context(
            None,  # a connection outlives the registries that answer its operations
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

    async def on_ws_connect(self, context: Context) -> NoPayload | dict[str, object] | None:
        """Identify the client from the payload; without a token it is anonymous.

        Raises ConnectionRejectionError for a bad token, which closes with 4403.
        """
        given = _authorizations(context.connection_params or {})
        if given:
            try:
                async with timeout(self.settings.request_deadline_s):
                    context.identity = await self.sign_in.identify(given)
            except (RequestError, TimeoutError):
                raise ConnectionRejectionError from None
        return await super().on_ws_connect(context)


def _authorizations(params: Mapping[str, object]) -> list[str]:
    """The values of `authorization` in a payload and in its `headers`, whatever the case of the key."""
    headers = params.get("headers")
    pairs = [*params.items(), *(headers.items() if isinstance(headers, dict) else ())]
    return [str(value) for key, value in pairs if key.lower() == "authorization" and value is not None]


def _with_unread_variables(data: str | bytes) -> dict[str, object] | None:
    """The message of an operation whose variables hold an unreadable value.

    None if the text is unreadable elsewhere.
    """
    found = find_unreadable(data)
    if found is None or found.place[:2] != ["payload", "variables"]:
        return None
    message: dict[str, Any] = json.loads(data, parse_int=float)
    place = ["variables", *found.place[2:]]
    message["payload"]["variables"] = UnreadVariables(f"{'.'.join(map(str, place))}: {found.why}", place[1:])
    return message


def _bytes_of(text: str, limit: int) -> int:
    """The size of the text in UTF-8 bytes. If it has more characters than `limit`, their number instead."""
    return len(text) if len(text) > limit or text.isascii() else len(text.encode())
