"""Assumptions about Strawberry's graphql-transport-ws: a view, an adapter for messages, and a handler.

Strawberry documents the view (`strawberry.asgi.GraphQL`) and its `on_ws_connect`; the other two are what the
view makes of its attributes `websocket_adapter_class` and `graphql_transport_ws_handler_class`.
"""

from __future__ import annotations

from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.http.exceptions import (
    NonJsonMessageReceived,
    NonTextMessageReceived,
    WebSocketDisconnected,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
    Operation,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    CompleteMessage,
    ConnectionInitMessage,
)
from strawberry.types.execution import PreExecutionError
from strawberry.types.unset import UnsetType

__all__ = [
    "CompleteMessage",
    "ConnectionGoneError",
    "ConnectionInitMessage",
    "NoPayload",
    "NotJsonError",
    "NotTextError",
    "Operation",
    "RefusedResult",
    "SocketAdapter",
    "TransportHandler",
]
"""`CompleteMessage` and `ConnectionInitMessage` are the messages of the protocol, as dictionaries.

Assumes that an `Operation` has the `id`, `query`, `variables` and `operation_name` that the client sent; that
it sends by `send_next`, `send_initial_errors` and `send_operation_message`; and that each goes out by the
adapter's `send_json`.
"""

SocketAdapter = ASGIWebSocketAdapter
"""Between the socket of Starlette and the handler.

Assumes that the handler takes messages from `iter_json` alone and closes by `close` alone; that the adapter
has the socket in `ws` and the view in `view`; and that messages are read by the view's `decode_json`.
"""

TransportHandler = BaseGraphQLTransportWSHandler
"""Speaks the protocol on one connection.

Assumes that each message comes to `handle_message`; that `handle_invalid_message` closes the connection
with 4400 and the text as its reason; that the payload of `connection_init` is put into the context as
`connection_params` before the view's `on_ws_connect` is asked; that `handle` serves the connection until it
ends; that `run_operation` answers one operation in a task of its own, which a `complete` of the client
cancels; and that what such a task raises is logged by `handle_task_exception`.
"""

NotTextError = NonTextMessageReceived
"""Raised by `iter_json` for a message of bytes. Assumes that it closes the connection with 4400."""

NotJsonError = NonJsonMessageReceived
"""Raised by `iter_json` for a message that is no JSON. Assumes that it closes the connection with 4400."""

ConnectionGoneError = WebSocketDisconnected
"""Raised by the adapter where the connection is closed already.

Assumes that the handler ends quietly then.
"""

RefusedResult = PreExecutionError
"""What is wrong with an operation that is not executed. Assumes that it is built of `data` and `errors`."""

NoPayload = UnsetType
"""The type of what `on_ws_connect` gives where the acknowledgement has no payload."""
