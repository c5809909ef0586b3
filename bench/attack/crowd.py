"""Concurrent load: requests over many connections, operations over one WebSocket, open streams."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from itertools import cycle
from typing import Any
from urllib.parse import urlsplit

import httpx2
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from bench.attack.ground import ANSWER_S, Answer

_SOCKET = Subprotocol("graphql-transport-ws")
Payload = Mapping[str, Any]


def flood(url: str, payloads: Sequence[Payload], connections: int, seconds: float) -> list[Answer]:
    """Send the payloads repeatedly over so many connections, for so many seconds; returns all answers."""
    return asyncio.run(_flood(url, payloads, connections, seconds))


async def _flood(url: str, payloads: Sequence[Payload], connections: int, seconds: float) -> list[Answer]:
    """See `flood`."""
    answers: list[Answer] = []
    waiting, end = cycle(payloads), time.monotonic() + seconds
    limits = httpx2.Limits(max_connections=connections, max_keepalive_connections=connections)

    async def ask(client: httpx2.AsyncClient) -> None:
        while time.monotonic() < end:
            answer = await client.post(url, json=next(waiting))
            answers.append(answer.json())

    async with httpx2.AsyncClient(timeout=ANSWER_S, limits=limits) as client:
        await asyncio.gather(*(ask(client) for _ in range(connections)))
    return answers


def send_all(
    url: str, payloads: Sequence[Payload], connections: int, headers: Mapping[str, str] | None = None
) -> list[Answer]:
    """Send each payload once over so many connections; returns the answers in any order."""
    return asyncio.run(_send_all(url, payloads, connections, headers or {}))


async def _send_all(
    url: str, payloads: Sequence[Payload], connections: int, headers: Mapping[str, str]
) -> list[Answer]:
    """See `send_all`."""
    answers: list[Answer] = []
    waiting = iter(payloads)

    async def ask(client: httpx2.AsyncClient) -> None:
        for payload in waiting:
            answer = await client.post(url, json=payload, headers=headers)
            answers.append(answer.json())

    async with httpx2.AsyncClient(timeout=ANSWER_S) as client:
        await asyncio.gather(*(ask(client) for _ in range(connections)))
    return answers


@asynccontextmanager
async def socket_of(url: str) -> AsyncIterator[ClientConnection]:
    """A WebSocket that the server has acknowledged."""
    address = url.replace("http", "ws", 1)
    async with connect(address, subprotocols=[_SOCKET], max_size=None, ping_interval=None) as socket:
        await socket.send(json.dumps({"type": "connection_init"}))
        await socket.recv()
        yield socket


def over_one_socket(url: str, payloads: Sequence[Payload]) -> list[Answer]:
    """Send all payloads at once over one WebSocket; returns the answers as they arrived.

    Raises TimeoutError.
    """

    async def scene() -> list[Answer]:
        answers: list[Answer] = []
        async with socket_of(url) as socket, asyncio.timeout(ANSWER_S):
            for number, payload in enumerate(payloads):
                await socket.send(json.dumps({"id": str(number), "type": "subscribe", "payload": payload}))
            while len(answers) < len(payloads):
                message = json.loads(await socket.recv())
                if message["type"] == "next":
                    answers.append(message["payload"])
                elif message["type"] == "error":
                    answers.append({"errors": message["payload"]})
        return answers

    return asyncio.run(scene())


@asynccontextmanager
async def streams(url: str, query: str, count: int) -> AsyncIterator[list[asyncio.StreamReader]]:
    """Open `count` event streams of a subscription, and give their readers.

    Each has received the head of its response.
    """
    parts = urlsplit(url)
    body = json.dumps({"query": query}).encode()
    head = (
        f"POST {parts.path} HTTP/1.1\r\nhost: {parts.netloc}\r\naccept: text/event-stream\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    ).encode()
    async with AsyncExitStack() as stack:
        readers = []
        for _ in range(count):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            stack.push_async_callback(_close, writer)
            writer.write(head + body)
            await reader.readuntil(b"\r\n\r\n")
            readers.append(reader)
        yield readers


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
