"""Messages of a WebSocket that are none: told by closing it with 4400, as graphql-transport-ws wants.

Strawberry reads what is valid. A message of another shape would end its task with a trace, and so would a
reason that is too long for the frame that closes a socket.
"""

from __future__ import annotations

from typing import Any

from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.subscriptions.protocols.graphql_transport_ws.types import Message

from graph.served.context import Context

_LONGEST_REASON = 123
"""Bytes of a reason in a frame that closes a WebSocket (RFC 6455, section 5.5)."""
_WITH_ID = frozenset({"subscribe", "complete"})


class MessageHandler(BaseGraphQLTransportWSHandler[Context, None]):
    """Reads the messages of one socket, after their shape was looked at."""

    async def handle_message(self, message: Message) -> None:
        """Carry out a message, or close the socket that sent none."""
        fault = fault_of(message)
        if fault is None:
            await super().handle_message(message)
        else:
            await self.handle_invalid_message(fault)


class ClosingAdapter(ASGIWebSocketAdapter):
    """Closes a socket with as much of the reason as the frame holds."""

    async def close(self, code: int, reason: str) -> None:
        """Close the socket."""
        await super().close(
            code, reason.encode("utf-8", "replace")[:_LONGEST_REASON].decode("utf-8", "ignore")
        )


def fault_of(message: object) -> str | None:
    """In which way a message has not the shape of one; None for one that has."""
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return "a message is an object with a type"
    if message["type"] in _WITH_ID and not isinstance(message.get("id"), str):
        return f"{message['type']} needs an id, which is a string"
    return _fault_of_request(message.get("payload")) if message["type"] == "subscribe" else None


def _fault_of_request(request: Any) -> str | None:
    if not isinstance(request, dict) or not isinstance(request.get("query"), str):
        return "the payload of subscribe is an object with a query, which is a string"
    for key, kind, word in (("variables", dict, "an object"), ("operationName", str, "a string")):
        if request.get(key) is not None and not isinstance(request[key], kind):
            return f"{key} must be {word} or null"
    return None
