"""A server of keys that sends its answer one byte at a time, as long as a client listens."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PAUSE_S = 0.02
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
FOREVER = 1_000_000
SLOW_PARTS = {
    "nothing": (b"", b""),
    "status": (b"", b"HTTP/1.1 200 " + b"O" * FOREVER),
    "headers": (HEAD, b"x-slow: 1\r\n" * FOREVER),
    "body": (HEAD + b"content-length: 200000\r\n\r\n", b" " * FOREVER),
    "body without an end": (HEAD + b"\r\n", b" " * FOREVER),
    "size of a chunk": (HEAD + b"transfer-encoding: chunked\r\n\r\n", b"0" * FOREVER),
}
"""What is sent at once, and what follows by the byte."""
SLOW_HANDSHAKE = (b"\x16\x03\x03\x40\x00", b"\0" * FOREVER)
"""The head of a record of TLS, of a handshake of 16 KiB that comes by the byte."""


@contextmanager
def slow_issuer(at_once: bytes, dripping: bytes) -> Iterator[str]:
    """The address of the server while the context is open."""
    is_over = threading.Event()
    threads: list[threading.Thread] = []

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(65_536)
            connection.sendall(at_once)
            for byte in dripping or bytes(FOREVER):
                if is_over.wait(PAUSE_S):
                    return
                if dripping:
                    connection.sendall(bytes([byte]))

    def accept() -> None:
        with suppress(OSError):
            while not is_over.is_set():
                connection, _ = server.accept()
                threads.append(threading.Thread(target=answer, args=(connection,)))
                threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threads.append(threading.Thread(target=accept))
        threads[0].start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/jwks"
        finally:
            is_over.set()
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join()
