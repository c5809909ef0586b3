"""One greedy client against all others: downloads, mixed load, idle connections. Others are still served."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from itertools import count
from typing import Any

import httpx2

from bench.attack.attacks.documents import DEAR, dear
from bench.attack.crowd import flood, over_one_socket
from bench.attack.enrolled import attack
from bench.attack.ground import ANSWER_S, Answer, Ground, told_of

EXPORTS = (
    "/offices.geojson",
    "/units.geojson",
    "/coverage.geojson?service=PublicService:preschool-queue",
    "/changes/start",
    "/style.json",
    "/tiles/units/0/0/0.mvt",
    "/tiles/basemap/4/11/5.mvt",
)
PINS = """query($west: Float!) {
  officePins(boundingBox: {west: $west, south: 50, east: 74, north: 54}, zoom: 8) {
    count location { latitude longitude } } }"""
TYPED = "query($text: String!) { search(text: $text, first: 10) { edges { score matchedText } } }"
OFFICE = """{ office(id: "Office:akm-akkol-psc") { id name(language: RU) address(language: RU) { full }
  schedules { openingHours } contacts { kind value } } }"""
_SECONDS = 5.0


def _seconds(ground: Ground) -> float:
    return _SECONDS * min(1.0, ground.scale)


async def _downloads(ground: Ground, connections: int, seconds: float) -> str:
    """Download all exports repeatedly over so many connections, for so many seconds.

    Returns the codes of the answers.
    """
    base, end = ground.server.url.removesuffix("/graphql"), time.monotonic() + seconds
    answers: list[Answer] = []

    async def download(client: httpx2.AsyncClient, first: int) -> None:
        for number in count(first):
            if time.monotonic() > end:
                return
            answers.append(_answer(await client.get(base + EXPORTS[number % len(EXPORTS)])))

    async with httpx2.AsyncClient(timeout=ANSWER_S) as client:
        await asyncio.gather(*(download(client, number) for number in range(connections)))
    return told_of(answers)


def _answer(response: httpx2.Response) -> Answer:
    """A response as an answer of GraphQL; empty, as without errors, if it is not JSON."""
    is_json = response.headers.get("content-type", "").startswith("application/json")
    return dict(response.json()) if is_json or response.status_code >= 300 else {}


@attack("8 connections download all exports, 5 s", refused="ANSWERED RATE_LIMITED")
def downloads(ground: Ground) -> str:
    """8 connections, each of which begins with another export."""
    return asyncio.run(_downloads(ground, ground.times(8, 2), _seconds(ground)))


@attack("dear queries by HTTP and WebSocket, and downloads", refused=DEAR)
def mixed(ground: Ground) -> str:
    """Costly queries by HTTP and WebSocket, and downloads, all at once."""
    payloads = [{"query": document} for document in dear(200)]

    async def scene() -> list[str]:
        async with asyncio.TaskGroup() as tasks:
            downloaded = tasks.create_task(_downloads(ground, ground.times(8, 2), _seconds(ground)))
            socket = tasks.create_task(
                asyncio.to_thread(over_one_socket, ground.server.url, payloads[: ground.times(60)])
            )
            flooded = tasks.create_task(
                asyncio.to_thread(flood, ground.server.url, payloads, ground.times(40, 2), _seconds(ground))
            )
        return [*told_of([*socket.result(), *flooded.result()]).split(), *downloaded.result().split()]

    return " ".join(dict.fromkeys(asyncio.run(scene())))


async def _each_second(
    ground: Ground,
    seconds: int,
    payloads: Sequence[Mapping[str, Any]],
    tiles: Sequence[str],
    spread_s: float = 0.0,
) -> list[Answer]:
    """Send all payloads and tile requests in each second, and give the answers.

    They are sent at once, or spread over `spread_s` of the second.
    """
    base = ground.server.url.removesuffix("/graphql")
    answers: list[Answer] = []

    async def ask(client: httpx2.AsyncClient, number: int) -> None:
        await asyncio.sleep(spread_s * number / (len(payloads) + len(tiles)))
        if number < len(payloads):
            answers.append(_answer(await client.post(ground.server.url, json=payloads[number])))
        else:
            answers.append(_answer(await client.get(base + tiles[number - len(payloads)])))

    limits = httpx2.Limits(max_connections=40, max_keepalive_connections=40)
    async with httpx2.AsyncClient(timeout=ANSWER_S, limits=limits) as client, asyncio.TaskGroup() as tasks:
        for _ in range(seconds):
            for number in range(len(payloads) + len(tiles)):
                tasks.create_task(ask(client, number))
            await asyncio.sleep(1)
    return answers


@attack("an honest map: 30 queries and 18 tiles each second", refused="ANSWERED")
def honest_map(ground: Ground) -> str:
    """A user moves the map and types: all is answered."""
    payloads = [{"query": PINS, "variables": {"west": 65 + number / 10}} for number in range(20)]
    payloads += [{"query": TYPED, "variables": {"text": "Акколь"[: 2 + number % 5]}} for number in range(10)]
    tiles = [
        f"/tiles/{layer}/6/{x}/20.mvt" for layer in ("offices", "units", "basemap") for x in range(42, 48)
    ]
    seconds = ground.times(10)
    return told_of(asyncio.run(_each_second(ground, seconds, payloads, tiles)))


@attack("200 people behind one address, each a page in 5 s", refused="ANSWERED")
def many_people(ground: Ground) -> str:
    """A page is its HTML and three queries. The people arrive spread over the time, and all are answered."""
    pages = [f"/ru/offices/akm-akkol-psc?{number}" for number in range(ground.times(40))]
    payloads: list[Mapping[str, Any]] = []
    for number in range(ground.times(40)):
        payloads += [
            {"query": OFFICE},
            {"query": PINS, "variables": {"west": 65 + number / 10}},
            {"query": TYPED, "variables": {"text": "Акколь"}},
        ]
    return told_of(asyncio.run(_each_second(ground, ground.times(10), payloads, pages, spread_s=0.9)))


@attack("300 connections that send nothing", refused="ANSWERED RATE_LIMITED")
def silent(ground: Ground) -> str:
    """The server closes each silent connection after its timeout, and still answers another client."""

    async def scene() -> str:
        async with AsyncExitStack() as stack:
            for _ in range(ground.times(300)):
                _, writer = await asyncio.open_connection("127.0.0.1", ground.server.port)
                writer.write(b"POST /graphql HTTP/1.1\r\nhost: x\r\n")
                stack.callback(writer.close)
            answer = await asyncio.to_thread(ground.ask, "{ edition { number } }")
            await asyncio.sleep(_seconds(ground))
        return told_of([answer])

    return asyncio.run(scene())


@attack("60 readers that take nothing of an export", refused="ANSWERED", growth_mb=60)
def slow_readers(ground: Ground) -> str:
    """60 clients read nothing of an export: the data that waits for them in memory is bounded."""
    ask = b"GET /units.geojson HTTP/1.1\r\nhost: x\r\n\r\n"

    async def scene() -> str:
        async with AsyncExitStack() as stack:
            for _ in range(ground.times(60)):
                reader, writer = await asyncio.open_connection("127.0.0.1", ground.server.port, limit=1_000)
                writer.write(ask)
                stack.callback(writer.close)
                with suppress(asyncio.LimitOverrunError):
                    await reader.readuntil(b"\r\n\r\n")
            answer = await asyncio.to_thread(ground.ask, "{ edition { number } }")
            await asyncio.sleep(_seconds(ground))
        return told_of([answer])

    return asyncio.run(scene())
