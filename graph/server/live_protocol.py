"""graphql-transport-ws on one connection: what a message is, what is open, and when the connection ends.

Strawberry speaks the protocol. It trusts messages to be well formed, and executes each subscription by
itself; here the events of subscriptions come from graph/server/shared_subscriptions.py.
"""

from __future__ import annotations

from asyncio import TimerHandle, get_running_loop, timeout
from contextlib import suppress
from time import time
from typing import Any, Protocol, cast

import orjson
import structlog
from graphql import OperationType as OperationKind
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
    Operation,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    CompleteMessage,
    ConnectionInitMessage,
)

from graph.execution.documents import operation_kind
from graph.served.context import Context
from graph.server.event_stream import EXPIRED, SENDING_S
from graph.server.requests import RequestError
from graph.server.shared_subscriptions import Asked, Subscriptions
from graph.server.subscribers import Event, Subscriber
from graph.terms.errors import LIMIT_EXCEEDED, coded

log = structlog.get_logger("kense.graph")

FORBIDDEN = 4403
_LOOK_AGAIN_S = 60.0
"""The clock may be set, or stand still, while a connection is open."""
_SLOW = "the client does not take what is sent"


class SlowClientError(Exception):
    """The connection did not take what was sent."""


class _View(Protocol):
    """What the protocol knows of its server."""

    subscriptions: Subscriptions


class _Socket(Protocol):
    """What the protocol needs of a connection beside what Strawberry needs."""

    async def send_text(self, text: str) -> None:
        """Send a message. Raises SlowClientError where the connection does not take it in time."""


class LiveProtocol(BaseGraphQLTransportWSHandler[Context, None]):
    """The protocol, until the token of who is there expires."""

    _timer: TimerHandle | None = None
    _ended_for: str | None = None
    _subscribed = 0
    """Subscriptions that are open."""

    async def handle(self) -> None:
        """Serve the connection until one side closes it, its token expires or it takes no more events."""
        try:
            async with timeout(None) as self._until:
                await super().handle()
        except TimeoutError:  # by now everything that ran on the connection has ended
            log.info("a connection was ended", reason=self._ended_for)
            if self._ended_for == EXPIRED:
                await self._close_in_time(FORBIDDEN, EXPIRED)
        finally:
            if self._timer is not None:
                self._timer.cancel()

    def _end(self, why: str) -> None:
        self._ended_for = why
        with suppress(RuntimeError):  # it ends already
            self._until.reschedule(get_running_loop().time())

    async def _close_in_time(self, code: int, reason: str) -> None:
        with suppress(WebSocketDisconnected, RuntimeError, TimeoutError):
            async with timeout(SENDING_S):
                await self.websocket.close(code, reason)

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Learn who is there, and until when."""
        await super().handle_connection_init(message)
        if self._timer is None:
            self._watch()

    def _watch(self) -> None:
        """End the connection once its token has expired."""
        identity = self.context.identity
        if identity is None or identity.expires_at is None:
            return
        left_s = identity.expires_at - time()
        if left_s <= 0:
            self._end(EXPIRED)
        else:
            self._timer = get_running_loop().call_later(min(left_s, _LOOK_AGAIN_S), self._watch)

    async def handle_message(self, message: Any) -> None:
        """Answer a message. What is none closes the connection with 4400, as the protocol wants."""
        wrong = _what_is_wrong(message)
        if wrong is None:
            await super().handle_message(message)
        else:
            await self.handle_invalid_message(wrong)

    async def run_operation(self, operation: Operation[Context, None]) -> None:
        """Answer an operation; a subscription hears what is executed once for all who ask for the same."""
        is_short = len(operation.query) <= self.context.document_limit_bytes
        kind = operation_kind(operation.query, operation.operation_name) if is_short else None
        if kind is not OperationKind.SUBSCRIPTION:
            await super().run_operation(operation)
            return
        try:
            subscriber = self._joined(operation)
        except RequestError as error:
            await operation.send_initial_errors([coded(str(error), error.code)])
            return
        self._subscribed += 1
        try:
            await self._tell(operation, subscriber)
        except SlowClientError:
            self._end(_SLOW)
        except WebSocketDisconnected:
            pass
        finally:
            self._subscribed -= 1
            subscriber.leave()

    def _joined(self, operation: Operation[Context, None]) -> Subscriber:
        subscriptions = cast(_View, self.view).subscriptions
        most = subscriptions.limits.per_connection
        if self._subscribed >= most:
            message = f"a connection has at most {most} subscriptions: end one, or open another connection"
            raise RequestError(429, message, LIMIT_EXCEEDED)
        who, client = self.context.identity, self.context.client
        return subscriptions.join(
            Asked(operation.query, operation.variables, operation.operation_name, who, client)
        )

    async def _tell(self, operation: Operation[Context, None], subscriber: Subscriber) -> None:
        socket, name = cast(_Socket, self.websocket), orjson.dumps(operation.id).decode()
        while not subscriber.is_over:
            event: Event | None = await subscriber.take()
            if event is None:
                break
            if event.is_refusal:
                await operation.send_operation_message(
                    {"id": operation.id, "type": "error", "payload": event.errors}
                )
                return
            await socket.send_text(f'{{"id":{name},"type":"next","payload":{event.as_payload}}}')
        await operation.send_operation_message(CompleteMessage(id=operation.id, type="complete"))


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
