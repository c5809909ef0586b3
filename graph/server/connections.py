"""Limits on open connections, and how long each may send nothing or take nothing.

uvicorn reads a request line and headers of any size, waits for them without a limit, and buffers what a
client does not read until the connection breaks. Clients could use up sockets and memory that way. It also
parses all requests of one read at once, however many they are, and bodies in pieces however small: the event
loop would do nothing else meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, cast

import orjson
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from graph.server.draining import GOING_AWAY, draining
from graph.server.open_connections import open_connections
from graph.server.written_together import WrittenTogether
from graph.terms.errors import BAD_REQUEST, LIMIT_EXCEEDED, RATE_LIMITED, coded

MOST_URL_BYTES = 16_384
MOST_HEADERS = 100
MOST_HEADER_BYTES = 32_768
HEAD_S = 10.0
"""Seconds from the opening of a connection, or the first byte of a request, to the end of its headers."""
STALL_S = 30.0
"""Seconds in which a client must read LEAST_TAKEN_BYTES of its waiting data."""
LEAST_TAKEN_BYTES = 16_384
MOST_WAITING = 16
"""Requests that may wait on one connection for the answer to an earlier one."""
MOST_SMALL_PIECES = 1_000
"""Pieces of a body, as chunks or reads, above which they must have LEAST_PIECE_BYTES on average."""
LEAST_PIECE_BYTES = 64


_CODES = {
    HTTPStatus.BAD_REQUEST: BAD_REQUEST,
    HTTPStatus.TOO_MANY_REQUESTS: RATE_LIMITED,
    HTTPStatus.SERVICE_UNAVAILABLE: RATE_LIMITED,
}
"""Codes of refusals made here, other than for something too long or too late."""
_SOCKETS = logging.getLogger("uvicorn.error.sockets")
"""The logger of WebSockets. uvicorn's own lines would contain addresses of clients and their data."""


class _RefusedError(Exception):
    """A request exceeds a limit: the parser stops, and reads nothing that comes after."""


def _is_of_the_server(record: logging.LogRecord) -> bool:
    """Whether a log line reports a fault of this program. A client's invalid UTF-8 is none."""
    return record.levelno >= logging.ERROR and not (
        record.exc_info is not None and isinstance(record.exc_info[1], UnicodeDecodeError)
    )


_SOCKETS.addFilter(_is_of_the_server)


class _Reader:
    """Aborts the connection of a client that reads less than 16 KiB of its waiting data in 30 s."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._timer: asyncio.TimerHandle | None = None

    def waits(self) -> None:
        """The send buffer is full: start the timer."""
        if self._timer is None:
            size = self._transport.get_write_buffer_size()
            self._timer = asyncio.get_running_loop().call_later(STALL_S, self._check, size)

    def goes_on(self) -> None:
        """The client has read the buffered data, or is gone: stop the timer."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _check(self, before: int) -> None:
        """Abort the connection if the client read too little of the `before` waiting bytes.

        Else start the timer again.
        """
        self._timer = None
        if before - self._transport.get_write_buffer_size() < LEAST_TAKEN_BYTES:
            self._transport.abort()
        else:
            self.waits()


def _take_host_of_target(url: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    """Take the Host header from the request line, if that holds an absolute URL (RFC 9112, section 3.2.2)."""
    if url.startswith(b"/"):
        return
    target = url.partition(b"://")[2]
    asked = re.split(rb"[/?#]", target, maxsplit=1)[0]
    at = [number for number, (name, _) in enumerate(headers) if name == b"host"]
    if asked and len(at) == 1:  # no host, or two hosts, are refused whatever the URL says
        headers[at[0]] = (b"host", asked)


class LimitedHttp(HttpToolsProtocol):
    """HTTP/1.1 on one connection, with limits on headers, times and the number of connections."""

    _peer = ""
    _head_timer: asyncio.TimerHandle | None = None
    _is_in_head = True
    _has_begun = False
    _head_bytes = _header_bytes = _pieces = _body_bytes = 0
    _refusal: tuple[HTTPStatus, str] | None = None
    _reader: _Reader
    _cycles: Sequence[RequestResponseCycle] = ()
    """Requests that are being answered, or wait for earlier ones on the connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection, and start the timer for its first request. One too many is refused."""
        super().connection_made(transport)
        self._reader = _Reader(transport)
        self._peer = self.client[0] if self.client else ""
        refused = open_connections().add(self._peer)
        if refused is None:
            self._await_head()
        else:
            self._refuse(refused, "too many connections are open: close some, or come again later")

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all timers, notify every running request, and drop those that wait.

        uvicorn notifies only the last request.
        """
        self._head_is_over()
        self._drop_requests()
        self._reader.goes_on()
        open_connections().remove(self._peer)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse more data. Refuses a request whose headers have not ended after 48 KiB."""
        super().data_received(data)
        # Most heads come in one piece: no timer is started for these.
        if self._is_in_head and self._has_begun and not self.transport.is_closing():
            self._await_head()
            self._head_bytes += len(data)
            if self._head_bytes > MOST_URL_BYTES + MOST_HEADER_BYTES:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers are too long")

    def on_message_begin(self) -> None:
        """Start to count the bytes of a request's headers. The parser calls this when a request begins."""
        self._is_in_head, self._has_begun = True, True
        self._head_bytes = self._header_bytes = self._pieces = self._body_bytes = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Take a part of the URL. Raises _RefusedError above 16 KiB, which the parser passes on."""
        super().on_url(url)
        if len(self.url) > MOST_URL_BYTES:
            message = f"the URL is longer than {MOST_URL_BYTES} bytes: send a document by POST"
            raise self._refused(HTTPStatus.REQUEST_URI_TOO_LONG, message)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header. Raises _RefusedError above 100 headers or 32 KiB, which the parser passes on."""
        super().on_header(name, value)
        self._header_bytes += len(name) + len(value)
        if len(self.headers) > MOST_HEADERS or self._header_bytes > MOST_HEADER_BYTES:
            message = f"at most {MOST_HEADERS} headers of {MOST_HEADER_BYTES} bytes are read"
            raise self._refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, message)

    def on_headers_complete(self) -> None:
        """The headers have ended, and the request is handed to the application.

        That limits the time for the body. Raises _RefusedError if 16 others wait already, which the parser
        passes on.
        """
        self._is_in_head = False
        self._head_is_over()
        self._cycles = [cycle for cycle in self._cycles if not cycle.response_complete]
        if len(self._cycles) > MOST_WAITING:
            message = f"at most {MOST_WAITING} requests may wait on a connection: read the answers first"
            raise self._refused(HTTPStatus.BAD_REQUEST, message)
        _take_host_of_target(self.url, self.headers)
        earlier: Any = self.cycle
        super().on_headers_complete()
        current: Any = self.cycle
        if current is not earlier:  # a WebSocket has none
            self._cycles = [*self._cycles, current]
        if current is not earlier and self.scope["method"] != "HEAD":
            current.transport = WrittenTogether(current.transport, self.loop)
        # uvicorn stops reading while requests wait, and would not notice that their client is gone.
        if sum(len(cycle.body) for cycle in self._cycles) <= HIGH_WATER_LIMIT:
            self.flow.resume_reading()
        if draining().has_begun:
            self._end_after_this()

    def _end_after_this(self) -> None:
        """Close the connection after this answer, because the server is stopping.

        The client must open a new connection.
        """
        current: Any = self.cycle
        if current is not None:
            current.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body.

        Raises _RefusedError above 1,000 pieces of fewer than 64 bytes on average, which the parser passes on.
        """
        self._pieces += 1
        self._body_bytes += len(body)
        if self._pieces > MOST_SMALL_PIECES and self._body_bytes < self._pieces * LEAST_PIECE_BYTES:
            message = (
                f"the body comes in more than {MOST_SMALL_PIECES} pieces of fewer than {LEAST_PIECE_BYTES} "
                "bytes: send larger ones"
            )
            raise self._refused(HTTPStatus.BAD_REQUEST, message)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request has been received; the next one may follow on the connection."""
        super().on_message_complete()
        self._is_in_head, self._has_begun = True, False

    def send_400_response(self, msg: str) -> None:
        """Refuse a request that the parser rejects, and close the connection.

        `msg` is not shown to the client.
        """
        unreadable = HTTPStatus.BAD_REQUEST, "the request is not HTTP that can be read"
        self._refuse(*(self._refusal or unreadable))

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection over to the WebSocket protocol, which counts it from here."""
        self._head_is_over()
        super().handle_websocket_upgrade()
        open_connections().remove(self._peer)

    def pause_writing(self) -> None:
        """The send buffer is full: the client must read some of it in time."""
        super().pause_writing()
        self._reader.waits()

    def resume_writing(self) -> None:
        """The client has read the buffered data."""
        super().resume_writing()
        self._reader.goes_on()

    def _await_head(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_S, self._head_is_late)

    def _head_is_over(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _head_is_late(self) -> None:
        self._head_timer = None
        if not self.transport.is_closing():
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, f"no request came within {HEAD_S:.0f} s")

    def _refused(self, status: HTTPStatus, message: str) -> _RefusedError:
        """The error that stops the parser; the client gets this status and message."""
        self._refusal = status, message
        return _RefusedError(message)

    def _drop_requests(self) -> None:
        """Notify running requests that nobody waits for them, and forget those that have not begun."""
        self.pipeline.clear()
        for cycle in self._cycles:
            cycle.disconnected = True
            cycle.message_event.set()
        self._cycles = ()

    def _is_answering(self) -> bool:
        """Whether a part of an answer is sent, or all of it while the body still comes."""
        current: Any = self.cycle
        return any(cycle.response_started and not cycle.response_complete for cycle in self._cycles) or (
            not self._is_in_head and current is not None and current.response_complete
        )

    def _refuse(self, status: HTTPStatus, message: str) -> None:
        """Send an error in JSON with this status, and close the connection.

        All requests of the connection are dropped. In the middle of an answer it is only closed: the client
        would take the error for a part of the answer.
        """
        self._head_is_over()
        is_answering = self._is_answering()
        self._drop_requests()
        if is_answering:
            self.transport.close()
            return
        code = _CODES.get(status, LIMIT_EXCEEDED)
        body = orjson.dumps({"errors": [coded(message, code).formatted]})
        again = "" if status is HTTPStatus.BAD_REQUEST else "retry-after: 5\r\n"
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\n{again}connection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()


class LimitedWebSocket(WebSocketsSansIOProtocol):
    """A WebSocket connection, counted and aborted if its client does not read.

    uvicorn pings it, and closes it when no answer comes.
    """

    _peer = ""
    _reader: _Reader

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.logger = self.conn.logger = _SOCKETS
        self.conn.debug = False

    def connection_made(self, transport: Any) -> None:
        """Count the connection. It is not refused here, as it was counted and accepted before as HTTP."""
        super().connection_made(transport)
        self._reader = _Reader(cast(asyncio.Transport, transport))
        self._peer = self.client[0] if self.client else ""
        open_connections().add(self._peer)

    def shutdown(self) -> None:
        """The server is stopping: close with 1001, where uvicorn would send 1012."""
        if self.handshake_complete and not self.close_sent:
            self.stop_keepalive()
            self.queue.put_nowait({"type": "websocket.disconnect", "code": GOING_AWAY})
            self.conn.send_close(GOING_AWAY)
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()
            return
        super().shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timer of its reader, and count the connection as closed."""
        self._reader.goes_on()
        open_connections().remove(self._peer)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The send buffer is full: the client must read some of it in time."""
        super().pause_writing()
        self._reader.waits()

    def resume_writing(self) -> None:
        """The client has read the buffered data."""
        super().resume_writing()
        self._reader.goes_on()
