"""Subscriptions: many alike, many different, short ones, and ones whose client reads nothing."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx2
from websockets.asyncio.client import ClientConnection

from bench.attack.attacks.changes import CHANGED, OFFICE, change
from bench.attack.crowd import socket_of, streams
from bench.attack.enrolled import attack
from bench.attack.ground import ANSWER_S, Answer, Ground, told_of

LARGE = """subscription { officeChanged { version office { provisions(first: 1) { edges { node { service {
  provisions(first: 200) { edges { node { id office { id name address { full } contacts { kind value }
    location { latitude longitude } } } } } } } } } } } }"""
"""About as large as one event may be: 96 kB in the shipped registry."""
_VERSION = b'"version":2'


@attack("150 streams of a large selection, one change", refused="ANSWERED")
def large_streams(ground: Ground) -> str:
    """All streams come from one address, and each receives the change."""

    async def scene() -> str:
        async with streams(ground.server.url, LARGE, ground.times(150)) as readers:
            await _listening(ground, len(readers))
            told = await asyncio.to_thread(change, ground, [OFFICE])
            async with asyncio.timeout(ANSWER_S):
                await asyncio.gather(*(_heard(reader) for reader in readers))
        return told

    return asyncio.run(scene())


async def _heard(reader: asyncio.StreamReader) -> None:
    """Read until the whole event has arrived; it is longer than the reader's own buffer."""
    found = b""
    while _VERSION not in found:
        chunk = await reader.read(65_536)
        if not chunk:
            raise ConnectionError("the stream ended before its event")
        found = found[-len(_VERSION) :] + chunk


@attack("60 subscriptions over one WebSocket, one change", refused="ANSWERED LIMIT_EXCEEDED")
def over_one_socket(ground: Ground) -> str:
    """Subscriptions above the limit of one connection are refused; the others continue."""

    async def scene() -> str:
        async with socket_of(ground.server.url) as socket:
            refused = await _subscribed(ground, socket, [LARGE] * ground.times(60))
            await asyncio.to_thread(change, ground, [OFFICE])
            events = [await _next(socket) for _ in range(ground.times(60) - len(refused))]
        return told_of([*refused, *events])

    return asyncio.run(scene())


@attack("40 different subscriptions of one client, one change", refused="ANSWERED RATE_LIMITED")
def different(ground: Ground) -> str:
    """Each subscription is executed separately; those above the limit of one client are refused."""

    async def scene() -> str:
        documents = [f"{LARGE} # {number}" for number in range(ground.times(40))]
        async with _sockets(ground, 2) as (first, second):
            half = len(documents) // 2
            refused = await _subscribed(ground, first, documents[:half])
            refused += await _subscribed(ground, second, documents[half:], already=half - len(refused))
            await asyncio.to_thread(change, ground, [OFFICE])
            events = [await _next(first) for _ in range(min(half, 20))]
        return told_of([*refused, *events])

    return asyncio.run(scene())


@attack("150 WebSockets of one address, one change", refused="ANSWERED RATE_LIMITED")
def many_sockets(ground: Ground) -> str:
    """150 WebSockets, each with one subscription of a large selection."""

    async def scene() -> str:
        async with _sockets(ground, ground.times(150)) as sockets:
            for number, socket in enumerate(sockets):
                await socket.send(_subscribe("1", LARGE))
                if number % 30 == 29:
                    await asyncio.sleep(0.1)
            await _listening(ground, len(sockets))
            await asyncio.to_thread(change, ground, [OFFICE])
            events = await asyncio.gather(*(_next(socket) for socket in sockets))
        return told_of(events)

    return asyncio.run(scene())


@attack("1,000 subscriptions begun and ended", refused="ANSWERED RATE_LIMITED", growth=1.1)
def churn(ground: Ground) -> str:
    """Subscribe and unsubscribe over one WebSocket, ten at a time, with a hundred documents.

    None is left at the end.
    """

    async def scene() -> str:
        async with socket_of(ground.server.url) as socket:
            for number in range(ground.times(1_000)):
                await socket.send(_subscribe(str(number), f"{CHANGED} # {number % 100}"))
                await socket.send(json.dumps({"id": str(number - 10), "type": "complete"}))
            for number in range(ground.times(1_000) - 10, ground.times(1_000)):
                await socket.send(json.dumps({"id": str(number), "type": "complete"}))
            await socket.send(_subscribe("last", "{ edition { number } }"))
            answers = []
            while True:
                message = await _message(socket)
                answers.append(_answer_of(message))
                if message["id"] == "last":
                    break
            await _listening(ground, 0)
        return told_of(answers)

    return asyncio.run(scene())


@attack("40 WebSockets that nobody reads, 100 changes", refused="ANSWERED", growth=1.3)
def unread(ground: Ground) -> str:
    """The clients stop reading: the server bounds the data for them and delays no other client."""

    async def scene() -> str:
        async with _sockets(ground, ground.times(40)) as sockets:
            for socket in sockets:
                await socket.send(_subscribe("1", LARGE))
                socket.transport.pause_reading()
            await _listening(ground, len(sockets))
            told = await asyncio.to_thread(change, ground, [OFFICE] * ground.times(100))
            for socket in sockets:
                socket.transport.abort()  # closing would wait for the unread messages
        return told

    return asyncio.run(scene())


@asynccontextmanager
async def _sockets(ground: Ground, count: int) -> AsyncIterator[list[ClientConnection]]:
    """So many WebSockets that the server has acknowledged."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(socket_of(ground.server.url)) for _ in range(count)]


def _subscribe(name: str, query: str) -> str:
    return json.dumps({"id": name, "type": "subscribe", "payload": {"query": query}})


async def _subscribed(
    ground: Ground, socket: ClientConnection, queries: Iterable[str], already: int = 0
) -> list[Answer]:
    """Start subscriptions over one WebSocket, beside `already` earlier ones.

    Returns the refusals once all others listen, or after the patience of the client.
    """
    count = 0
    for name, query in enumerate(queries):
        await socket.send(_subscribe(str(name), query))
        count += 1
    # The server answers in order: after the last answer each earlier one listens or was refused.
    await socket.send(json.dumps({"type": "ping"}))
    refused: list[Answer] = []
    end = time.monotonic() + ANSWER_S
    while await _listeners(ground) != already + count - len(refused) and time.monotonic() < end:
        try:
            async with asyncio.timeout(0.1):
                message = json.loads(await socket.recv())
        except TimeoutError:
            continue
        if message["type"] == "error":
            refused.append(_answer_of(message))
    return refused


async def _next(socket: ClientConnection) -> Answer:
    return _answer_of(await _message(socket))


async def _message(socket: ClientConnection) -> dict[str, Any]:
    """The next message with a result or an error; others are skipped. Raises TimeoutError."""
    async with asyncio.timeout(ANSWER_S):
        while True:
            message: dict[str, Any] = json.loads(await socket.recv())
            if message["type"] in ("next", "error"):
                return message


def _answer_of(message: dict[str, Any]) -> Answer:
    payload: Any = message["payload"]
    return {"errors": payload} if message["type"] == "error" else payload


async def _listening(ground: Ground, count: int) -> None:
    """Wait until the server has exactly `count` subscribers. Raises TimeoutError."""
    end = time.monotonic() + ANSWER_S
    while await _listeners(ground) != count:
        if time.monotonic() > end:
            raise TimeoutError(f"the server does not have {count} subscribers")
        await asyncio.sleep(0.05)


async def _listeners(ground: Ground) -> int:
    async with httpx2.AsyncClient() as client:
        found: int = (await client.get(ground.server.ready_url)).json()["listeners"]
    return found
