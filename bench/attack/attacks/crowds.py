"""Many clients at once: costly queries, streams, large messages."""

from __future__ import annotations

import asyncio
import json
import time

from websockets.exceptions import ConnectionClosed

from bench.attack.attacks.changes import CHANGED, OFFICE, change
from bench.attack.attacks.documents import DEAR, dear
from bench.attack.crowd import flood, socket_of, streams
from bench.attack.enrolled import attack
from bench.attack.ground import ANSWER_S, Ground, told_of


@attack("dear queries over 40 connections, 5 s", refused=DEAR)
def dear_queries(ground: Ground) -> str:
    """The most costly known documents of at most 10 kB."""
    payloads = [{"query": document} for document in dear(200)]
    return told_of(flood(ground.server.url, payloads, ground.times(40, 2), 5 * min(1.0, ground.scale)))


@attack("4,000 questions whose answers are kept, 5 s", refused="ANSWERED RATE_LIMITED", growth_mb=45)
def kept(ground: Ground) -> str:
    """More answers, and parts of answers, than the caches can store: the oldest must be dropped."""
    query = "query($n: Int!) { offices(first: $n) { edges { node { id %s } } } }"
    selections = [
        f"name(language: RU) x{number}: names {{ value }} contacts {{ value }}" for number in range(20)
    ]
    payloads = [
        {"query": query % selection, "variables": {"n": size}}
        for size in range(1, 201)
        for selection in selections
    ]
    return told_of(flood(ground.server.url, payloads, ground.times(16, 2), 5 * min(1.0, ground.scale)))


@attack("150 streams of changes, one change", refused="ANSWERED RATE_LIMITED")
def streamed(ground: Ground) -> str:
    """150 open streams: each receives the one change."""

    async def scene() -> str:
        async with streams(ground.server.url, CHANGED, ground.times(150)) as readers:
            told = await asyncio.to_thread(change, ground, [OFFICE])
            async with asyncio.timeout(ANSWER_S):
                await asyncio.gather(*(reader.readuntil(b'"version":2') for reader in readers))
        return told

    return asyncio.run(scene())


@attack("a WebSocket message of 16 MB", refused="CLOSED_1009 LIMIT_EXCEEDED PAYLOAD_TOO_LARGE")
def big_message(ground: Ground) -> str:
    """A query behind 16 MB of white space."""
    query = " " * ground.times(16_000_000 - 200) + "{ edition { number } }"

    async def scene() -> str:
        async with socket_of(ground.server.url) as socket, asyncio.timeout(ANSWER_S):
            try:
                await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": query}}))
                told = json.loads(await socket.recv())
            except ConnectionClosed as closed:
                return f"CLOSED_{closed.rcvd.code if closed.rcvd else 'BROKEN'}"
        return told_of([told["payload"] if told["type"] == "next" else {"errors": told["payload"]}])

    return asyncio.run(scene())


@attack("nothing at all, 5 s", longest_wait_ms=50, growth=1.1)
def nothing(ground: Ground) -> str:
    """No attack: the waits that the machine itself causes. No attack can have lower figures."""
    time.sleep(5 * min(1.0, ground.scale))
    return ""
