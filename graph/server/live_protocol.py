"""graphql-transport-ws on one connection: its messages, its open operations, and when it ends.

Strawberry implements the protocol. It trusts messages to be well formed, and executes each subscription
separately; here the events of subscriptions come from graph/server/shared_subscriptions.py.
"""

from __future__ import annotations

from asyncio import TimerHandle, get_running_loop, timeout
from contextlib import suppress
from dataclasses import replace
from functools import partial
from time import time
from typing import Any, Protocol, cast

import orjson
import structlog
from graphql import OperationType as OperationKind
from starlette.websockets import WebSocket
from strawberry.types import ExecutionResult

from graph.execution.documents import check_ahead, operation_kind
from graph.execution.stored_roots import asks_store
from graph.execution.turns import Turns
from graph.libraries.strawberry_socket import (
    CompleteMessage,
    ConnectionGoneError,
    ConnectionInitMessage,
    Operation,
    RefusedResult,
    TransportHandler,
)
from graph.served.context import Context
from graph.server.change_answers import GRACE_S, in_time
from graph.server.clients import asker_of
from graph.server.event_stream import EXPIRED, SENDING_S
from graph.server.requests import RequestError
from graph.server.results import was_executed
from graph.server.shared_subscriptions import Asked, Subscriptions
from graph.server.subscribers import Event, Subscriber
from graph.terms.errors import (
    BAD_USER_INPUT,
    INTERNAL,
    INTERNAL_MESSAGE,
    LIMIT_EXCEEDED,
    RateLimitedError,
    coded,
    rate_limited,
)
from model.settings import Settings

log = structlog.get_logger("kense.graph")

FORBIDDEN = 4403
_LOOK_AGAIN_S = 60.0
"""The clock may be changed, or stand still, while a connection is open."""
_SLOW = "the client does not take what is sent"


class SlowClientError(Exception):
    """The connection did not take the sent data."""


class UnreadVariables(dict[str, Any]):
    """Stands for variables with a value that cannot be read; the operation is refused with `message`."""

    def __init__(self, message: str, place: list[str | int]) -> None:
        super().__init__()
        self.message, self.place = message, place

    def refusal(self) -> RefusedResult:
        """The result with the error of the operation, and the path to the value."""
        error = coded(self.message, BAD_USER_INPUT)
        error.extensions = {**(error.extensions or {}), "variablePath": self.place}
        return RefusedResult(data=None, errors=[error])


class _Server(Protocol):
    """What the protocol needs of the server."""

    settings: Settings
    subscriptions: Subscriptions
    turns: Turns


class _Socket(Protocol):
    """What the protocol needs of a connection besides what Strawberry needs."""

    ws: WebSocket

    async def send_text(self, text: str) -> None:
        """Send a message. Raises SlowClientError if the connection does not take it in time."""


class LiveProtocol(TransportHandler[Context, None]):
    """The protocol on one connection, until the client's token expires.

    Operations wait for a turn of their client.
    """

    _timer: TimerHandle | None = None
    _ended_for: str | None = None
    _subscribed = 0
    """Subscriptions that are open."""

    @property
    def _server(self) -> _Server:
        return cast(_Server, self.view)

    async def handle(self) -> None:
        """Serve the connection until it is closed, the token expires (4403) or the client does not read."""
        try:
            async with timeout(None) as self._until:
                await super().handle()
        except SlowClientError:
            log.info("a connection was ended", reason=_SLOW)
        except TimeoutError:  # by now everything on the connection has ended
            log.info("a connection was ended", reason=self._ended_for)
            if self._ended_for == EXPIRED:
                await self._close_in_time(FORBIDDEN, EXPIRED)
        finally:
            if self._timer is not None:
                self._timer.cancel()

    def _end(self, why: str) -> None:
        """End the connection soon; `why` is logged."""
        self._ended_for = why
        with suppress(RuntimeError):  # it is ending already
            self._until.reschedule(get_running_loop().time())

    async def _close_in_time(self, code: int, reason: str) -> None:
        with suppress(ConnectionGoneError, RuntimeError, TimeoutError):
            async with timeout(SENDING_S):
                await self.websocket.close(code, reason)

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Identify the client by its token.

        From then on work is charged to its account, and the token's expiry is watched.
        """
        await super().handle_connection_init(message)
        identity = self.context.identity
        if identity is not None and self._timer is None:
            socket, trusted = cast(_Socket, self.websocket).ws, self._server.settings.trusted_clients
            self.context.asker = asker_of(socket, identity, trusted)
            self._watch()

    def _watch(self) -> None:
        """End the connection if its token has expired, else look again later.

        A token without expiry is not watched.
        """
        identity = self.context.identity
        if identity is None or identity.expires_at is None:
            return
        left_s = identity.expires_at - time()
        if left_s <= 0:
            self._end(EXPIRED)
        else:
            self._timer = get_running_loop().call_later(min(left_s, _LOOK_AGAIN_S), self._watch)

    async def handle_message(self, message: Any) -> None:
        """Answer a message. An invalid one closes the connection with 4400, as the protocol requires."""
        wrong = _what_is_wrong(message)
        if wrong is None:
            await super().handle_message(message)
        else:
            await self.handle_invalid_message(wrong)

    async def run_operation(self, operation: Operation[Context, None]) -> None:
        """Answer an operation.

        An unexpected error is sent to the client as such, and its id is free again afterwards.
        """
        try:
            result = await self._answer(operation)
            if result is None:
                await self._listen(operation)
            elif isinstance(result, RefusedResult):
                await operation.send_initial_errors(result.errors or [])
            else:
                await operation.send_next(result)
                await operation.send_operation_message(CompleteMessage(id=operation.id, type="complete"))
        except SlowClientError:
            self._end(_SLOW)
        except ConnectionGoneError:
            pass
        except Exception as error:
            await self.handle_task_exception(error)
            with suppress(ConnectionGoneError, SlowClientError):
                await operation.send_initial_errors([coded(INTERNAL_MESSAGE, INTERNAL)])

    async def _answer(self, operation: Operation[Context, None]) -> ExecutionResult | None:
        """The result of a query, run in a turn of the client; None for a subscription.

        A refusal is returned as a result.
        """
        if isinstance(operation.variables, UnreadVariables):
            return operation.variables.refusal()
        # Operations of one connection run concurrently: each query has a context of its own.
        context = replace(self.context)
        key = hash((operation.query, operation.operation_name, _size_of(operation.variables)))
        turns, execute = self._server.turns, partial(_executed, self.schema, operation, context)
        try:
            if context.identity is not None and asks_store(operation.query, operation.operation_name):
                hand_in = partial(turns.change, context.asker, is_staff=context.identity.is_staff)
                return await in_time(hand_in, execute, context.deadline_s + GRACE_S)
            return await turns.run(context.asker, key, execute)
        except RateLimitedError as error:
            return RefusedResult(data=None, errors=[rate_limited(error)])
        except RequestError as error:
            return RefusedResult(data=None, errors=[coded(str(error), error.code)])

    async def _listen(self, operation: Operation[Context, None]) -> None:
        """Send the events of a subscription until it ends; equal subscriptions are executed once.

        A refusal is sent as an error.
        """
        try:
            subscriber = self._joined(operation)
        except RateLimitedError as error:
            await operation.send_initial_errors([rate_limited(error)])
            return
        except RequestError as error:
            await operation.send_initial_errors([coded(str(error), error.code)])
            return
        self._subscribed += 1
        try:
            await self._tell(operation, subscriber)
        finally:
            self._subscribed -= 1
            subscriber.leave()

    def _joined(self, operation: Operation[Context, None]) -> Subscriber:
        """Join the subscription.

        Raises RequestError if the connection has too many; a trusted client has no limit.
        """
        subscriptions, asker = self._server.subscriptions, self.context.asker
        most = subscriptions.limits.per_connection
        if self._subscribed >= most and not asker.is_trusted:
            message = f"a connection has at most {most} subscriptions: end one, or open another connection"
            raise RequestError(429, message, LIMIT_EXCEEDED)
        return subscriptions.join(
            Asked(
                operation.query,
                operation.variables,
                operation.operation_name,
                self.context.identity,
                asker,
            )
        )

    async def _tell(self, operation: Operation[Context, None], subscriber: Subscriber) -> None:
        """Send each event as it comes; at the end `complete`, or `error` for a refusal."""
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


def _executed(schema: Any, operation: Operation[Context, None], context: Context) -> ExecutionResult | None:
    """The result of a query. None for a subscription, whose document is validated here ahead of time."""
    kind = operation_kind(operation.query, operation.operation_name, context.document_limit_bytes)
    if kind is OperationKind.SUBSCRIPTION:
        check_ahead(schema, operation.query)
        return None
    result: ExecutionResult = schema.execute_sync(
        operation.query,
        variable_values=operation.variables,
        context_value=context,
        operation_name=operation.operation_name,
    )
    return result if was_executed(result) else RefusedResult(data=None, errors=result.errors)


def _size_of(variables: dict[str, Any] | None) -> int:
    """The bit length of the summed lengths of the variables.

    An answer for many places costs more than an answer for one place.
    """
    values = (variables or {}).values()
    return sum(len(value) for value in values if isinstance(value, list | str | dict)).bit_length()


def _what_is_wrong(message: Any) -> str | None:
    """What is wrong with a message by the protocol, in words. None for a valid message."""
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return "a message is an object with a type"
    if message["type"] in ("subscribe", "complete") and not isinstance(message.get("id"), str):
        return "id must be a string"
    return _wrong_request(message.get("payload")) if message["type"] == "subscribe" else None


def _wrong_request(payload: Any) -> str | None:
    """What is wrong with the payload of `subscribe`, in words. None for a valid payload."""
    if not isinstance(payload, dict):
        return "the payload of subscribe is an object with a query"
    query = payload.get("query")
    if not isinstance(query, str) or not query.strip():
        return "query must be a string with a GraphQL document"
    for name, kind, word in (("variables", dict, "an object"), ("operationName", str, "a string")):
        if payload.get(name) is not None and not isinstance(payload[name], kind):
            return f"{name} must be {word} or null"
    return None
