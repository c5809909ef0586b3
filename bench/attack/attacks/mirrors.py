"""Mirrors that request too much: many dumps at once, invalid positions, feeds of every unit, old events."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2

from bench.attack.attacks.changes import OFFICE, change
from bench.attack.crowd import streams
from bench.attack.enrolled import attack
from bench.attack.ground import Ground, told_of

_AT_ONCE = 20
_RESUMED = 'subscription { officeChanged(since: "%s") { version position } }'


def _base(ground: Ground) -> str:
    return ground.server.url.removesuffix("/graphql")


def _key(ground: Ground) -> str:
    return str(ground.ask("{ edition { key } }")["data"]["edition"]["key"])


def _asked(client: httpx2.Client, address: str) -> Mapping[str, Any]:
    answer = client.get(address)
    return dict(answer.json()) if answer.status_code >= 300 else {}


def _all(ground: Ground, addresses: list[str]) -> str:
    with ground.client() as client, ThreadPoolExecutor(_AT_ONCE) as pool:
        return told_of(pool.map(lambda address: _asked(client, address), addresses))


@attack("60 public dumps, 20 at once", refused="ANSWERED RATE_LIMITED", growth_mb=120)
def dumps(ground: Ground) -> str:
    """60 requests for the public dump. Each dump is generated while it is sent."""
    return _all(ground, [f"{_base(ground)}/changes/start?_={number}" for number in range(ground.times(60))])


@attack("2,000 positions in no log of changes", refused="EDITION_GONE BAD_USER_INPUT NOT_READY RATE_LIMITED")
def positions(ground: Ground) -> str:
    """Foreign editions, future editions, and malformed positions."""

    def queries() -> Iterator[str]:
        for number in range(ground.times(400)):
            yield f"since={number + 2}-{number:x}"
            yield f"since={'9' * 18}-{'f' * 18}.{'9' * 18}"
            yield f"since={'1' * 8_000}-{number}"
            yield f"since={number}%00-1&first=-1"
            yield f"first={number}"

    return _all(ground, [f"{_base(ground)}/changes?{query}" for query in queries()])


@attack("1,000 pages of all changes, and feeds of units", refused="ANSWERED RATE_LIMITED")
def pages(ground: Ground) -> str:
    """After 200 changes: pages of all changes, and feeds of one unit, which skip changes of the others."""
    start = _key(ground)
    change(ground, [OFFICE] * ground.times(200))
    whole = [f"{_base(ground)}/changes?since={start}&first=1000&_={one}" for one in range(ground.times(500))]
    feeds = [
        f"{_base(ground)}/changes.atom?within=Region:akm&lang=kk&_={one}" for one in range(ground.times(500))
    ]
    return _all(ground, [*whole, *feeds])


@attack("20 resumed subscriptions that take nothing", refused="ANSWERED", growth_mb=60)
def resumed(ground: Ground) -> str:
    """Subscriptions that have all earlier changes sent again, while the client reads nothing."""
    start = _key(ground)
    change(ground, [OFFICE] * ground.times(400))

    async def scene() -> str:
        document = _RESUMED % start
        async with streams(ground.server.url, document, ground.times(20)):
            await asyncio.sleep(3)
        return told_of([await asyncio.to_thread(ground.ask, "{ edition { number } }")])

    return asyncio.run(scene())
