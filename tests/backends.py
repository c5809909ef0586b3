"""Servers behind a proxy under test.

Each returns the request it received, so that a test sees the proxy's changes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from websockets.utils import accept_key


class Backend(ThreadingHTTPServer):
    """Ready from the start; answers with the headers and the length of the body that it got."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.cuts_off: Callable[[], bool] = lambda: False
        """Whether it closes the connection of a request without an answer."""
        self.paths: list[str] = []
        """Methods and paths of what it was asked, without questions for its health."""
        self.may_end = Event()
        """Set when streams of events may end."""


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Backend

    def handle_one_request(self) -> None:
        """Read a request and answer it, or close the connection."""
        try:
            super().handle_one_request()
        except (ConnectionError, ValueError):
            self.close_connection = True

    def do_GET(self) -> None:
        """Answer, stream or change the protocol as the request asks."""
        if self.path.startswith("/readyz"):
            self._send(b"{}")
            return
        self.server.paths.append(f"{self.command} {self.path}")
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.server.cuts_off():
            self.close_connection = True
        elif self.headers.get("upgrade") == "websocket":
            self._echo()
        elif "text/event-stream" in self.headers.get("accept", ""):
            self._stream()
        else:
            headers = {name.lower(): self.headers.get_all(name, []) for name in self.headers}
            self._send(json.dumps({"headers": headers, "body": len(body)}).encode())

    do_POST = do_GET  # noqa: N815 - http.server looks for this name

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        """One event; the stream stays open until the test ends it.

        The headers are those of Kense's own streams.
        """
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("x-accel-buffering", "no")
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(b"event: next\n\n")
        self.wfile.flush()
        self.server.may_end.wait(10)

    def _echo(self) -> None:
        """The first bytes after the change of protocol come back."""
        self.send_response(101)
        self.send_header("upgrade", "websocket")
        self.send_header("connection", "upgrade")
        self.send_header("sec-websocket-accept", accept_key(self.headers["sec-websocket-key"]))
        self.end_headers()
        self.wfile.write(self.connection.recv(64))
        self.close_connection = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing."""


@contextmanager
def backends(count: int) -> Iterator[list[Backend]]:
    """`count` running backends."""
    made = [Backend() for _ in range(count)]
    for backend in made:
        Thread(target=backend.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield made
    finally:
        for backend in made:
            backend.may_end.set()
            backend.shutdown()
            backend.server_close()
