"""What is assumed of Strawberry's graphql-transport-ws: a view, an adapter for messages, and a handler.

Strawberry documents the view (`strawberry.asgi.GraphQL`) and its `on_ws_connect`; the other two are what the
view makes of its attributes `websocket_adapter_class` and `graphql_transport_ws_handler_class`.
"""

from __future__ import annotations

from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.http.exceptions import NonJsonMessageReceived, NonTextMessageReceived
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.types.unset import UnsetType

__all__ = [
    "NoPayload",
    "NotJsonError",
    "NotTextError",
    "SocketAdapter",
    "TransportHandler",
]

SocketAdapter = ASGIWebSocketAdapter
"""Between the socket of Starlette and the handler.

Assumes that the handler takes messages from `iter_json` alone and closes by `close` alone; that the adapter
has the socket in `ws` and the view in `view`; and that messages are read by the view's `decode_json`.
"""

TransportHandler = BaseGraphQLTransportWSHandler
"""Speaks the protocol on one connection.

Assumes that each message comes to `handle_message`; that `handle_invalid_message` closes the connection
with 4400 and the text as its reason; and that the payload of `connection_init` is put into the context as
`connection_params` before the view's `on_ws_connect` is asked.
"""

NotTextError = NonTextMessageReceived
"""Raised by `iter_json` for a message of bytes. Assumes that it closes the connection with 4400."""

NotJsonError = NonJsonMessageReceived
"""Raised by `iter_json` for a message that is no JSON. Assumes that it closes the connection with 4400."""

NoPayload = UnsetType
"""The type of what `on_ws_connect` gives where the acknowledgement has no payload."""
