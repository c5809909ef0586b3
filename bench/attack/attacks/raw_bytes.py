"""Bytes that no HTTP client sends: thousands of requests at once, and bodies in the smallest pieces."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

from bench.attack.enrolled import attack
from bench.attack.ground import ANSWER_S, Ground, told_of

GET = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n"
CHUNKED = (
    b"POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
    b"transfer-encoding: chunked\r\n\r\n"
)
SMALLEST_CHUNK = b"1\r\n \r\n"
_SENDING_S = 2.0
"""Timeout in seconds of a send."""
_SECONDS = 5.0
_THREADS, _EACH = 8, 40


def _opened(ground: Ground) -> socket.socket:
    return socket.create_connection(("127.0.0.1", ground.server.port), _SENDING_S)


def _told(connection: socket.socket) -> str:
    """The code of the last response, read until the connection is closed.

    RESET if the server closes it without a response, OPEN if it stays open, ANSWERED if the response has no
    code.
    """
    received = b""
    connection.settimeout(ANSWER_S)
    try:
        while piece := connection.recv(65_536):
            received = (received + piece)[-65_536:]
    except TimeoutError:
        return "OPEN"
    except OSError:  # the bytes that are not read reset the connection after the response
        pass
    if not received:
        return "RESET"
    body = received.rpartition(b"\r\n\r\n")[2]
    with suppress(ValueError):
        return told_of([json.loads(body)])
    return "ANSWERED"


def _summary(words: Iterable[str]) -> str:
    """Each word once; RESET only if there is no other."""
    found = set(words)
    return " ".join(sorted(found - {"RESET"} or found))


def _pipeline(ground: Ground, number: int) -> str:
    """Send 5,000 requests at once; only each tenth connection waits for the responses."""
    try:
        with closing(_opened(ground)) as connection:
            with suppress(ConnectionError, TimeoutError):
                connection.sendall(GET * 5_000)
            return "RESET" if number % 10 else _told(connection)
    except OSError:
        return "RESET"


@attack("600 connections with 5,000 requests at once each", refused="BAD_REQUEST RATE_LIMITED RESET")
def pipelines(ground: Ground) -> str:
    """The server refuses what waits beyond a few requests, and answers none whose client is gone."""
    with ThreadPoolExecutor(_THREADS) as crowd:
        return _summary(crowd.map(lambda number: _pipeline(ground, number), range(ground.times(600))))


def _drip(ground: Ground, connections: list[socket.socket], end: float) -> set[str]:
    """Send the smallest chunks over the connections until `end`. A closed one is replaced by a new one."""
    words = set()
    while time.monotonic() < end:
        for place, connection in enumerate(connections):
            try:
                connection.sendall(SMALLEST_CHUNK * 200)
            except OSError:
                words.add(_told(connection))
                connection.close()
                with suppress(OSError):
                    connections[place] = _opened(ground)
                    connections[place].sendall(CHUNKED)
    return words


def _dripping(ground: Ground, end: float) -> set[str]:
    connections: list[socket.socket] = []
    try:
        for _ in range(_EACH):
            connections.append(_opened(ground))
            connections[-1].sendall(CHUNKED)
        return _drip(ground, connections, end)
    finally:
        for connection in connections:
            connection.close()


@attack(
    "320 bodies without end in chunks of one byte, 5 s",
    refused="BAD_REQUEST RATE_LIMITED PAYLOAD_TOO_LARGE RESET",
)
def drips(ground: Ground) -> str:
    """The server closes a connection whose body comes in too many too small pieces."""
    end = time.monotonic() + _SECONDS * min(1.0, ground.scale * 10)
    with ThreadPoolExecutor(_THREADS) as crowd:
        found = [crowd.submit(_dripping, ground, end) for _ in range(ground.times(_THREADS))]
        return _summary(word for one in found for word in one.result())
