"""Many changes in a row: replaced registries must be freed, and no other client may wait for that."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator
from itertools import cycle, islice

import httpx2

from bench.attack.crowd import streams
from bench.attack.enrolled import attack
from bench.attack.ground import Answer, Ground, ask, told_of
from store.log.edition_number import publish_edition
from store.reading.editions import load_edition
from store.tables.engine import make_engine, writing
from tests.stress.servers import servers

UPDATE = """mutation($id: ID!, $expected: Int!, $patch: OfficePatchInput!) {
  officeUpdate(id: $id, expectedVersion: $expected, patch: $patch, reason: "another name") {
    office { version } userErrors { code message } } }"""
CREATE = """mutation($office: OfficePatchInput!) { officeCreate(office: $office, reason: "new",
  evidence: ["a letter"], confirm: ["DUPLICATE"]) { office { id } userErrors { code message } } }"""
CLOSE = """mutation($id: ID!) { officeClose(id: $id, expectedVersion: 1, on: "2026-01-01",
  reason: "closed") { office { id } userErrors { code message } } }"""
MERGE = """mutation($into: ID!, $version: Int!, $from: ID!) { officeMerge(intoId: $into,
  expectedVersion: $version, fromId: $from, fromExpectedVersion: 1, reason: "one office") {
    office { id } userErrors { code message } } }"""
OFFICE = "akm-akkol-psc"
CHANGED = "subscription { officeChanged { version office { id name } } }"
_CHANGES, _DEEP = 850, 5_000


def updates(client: httpx2.Client, url: str, offices: Iterable[str]) -> Iterator[Answer]:
    """Rename the offices one after the other, and give each answer.

    An office that occurs again is changed at its next version.
    """
    versions: dict[str, int] = {}
    for number, office in enumerate(offices):
        version = versions[office] = versions.get(office, 0) + 1
        patch = {"nameRu": f"Отдел {number}", "nameKk": f"Бөлім {number}"}
        yield ask(client, url, UPDATE, id=f"Office:{office}", expected=version, patch=patch)


def change(ground: Ground, offices: Iterable[str]) -> str:
    """Rename all of the offices one after the other; returns the codes of the answers."""
    with ground.client(ground.token("*")) as client:
        return told_of(updates(client, ground.server.url, offices))


def some_offices(ground: Ground, count: int) -> list[str]:
    """Ids of `count` offices of the store; some occur again if the store has fewer."""
    engine = make_engine(ground.database)
    try:
        return list(islice(cycle(sorted(load_edition(engine).offices)), count))
    finally:
        engine.dispose()


@attack("850 changes of one office", refused="ANSWERED", longest_wait_ms=50, growth=1.3)
def changes_of_one(ground: Ground) -> str:
    """One office is changed 850 times: all changes are accepted."""
    return change(ground, [OFFICE] * ground.times(_CHANGES))


@attack("5,000 changes of one office", refused="ANSWERED", is_deep=True, longest_wait_ms=50, growth=1.3)
def many_changes_of_one(ground: Ground) -> str:
    """One office is changed 5,000 times: all changes are accepted."""
    return change(ground, [OFFICE] * ground.times(_DEEP))


@attack("850 offices changed", refused="ANSWERED", longest_wait_ms=50, growth=1.3)
def changes_of_many(ground: Ground) -> str:
    """850 changes, each of another office: all are accepted."""
    return change(ground, some_offices(ground, ground.times(_CHANGES)))


@attack("5,000 changes of all offices", refused="ANSWERED", is_deep=True, longest_wait_ms=50, growth=1.3)
def many_changes_of_many(ground: Ground) -> str:
    """5,000 changes, one office after the other: all are accepted."""
    return change(ground, some_offices(ground, ground.times(_DEEP)))


@attack("100 offices made, closed and merged", refused="ANSWERED", longest_wait_ms=50, growth=1.3)
def made_closed_merged(ground: Ground) -> str:
    """Two offices at a time are created: one is closed, the other merged into an office that stays."""

    def answers(client: httpx2.Client) -> Iterator[Answer]:
        url = ground.server.url
        for number in range(ground.times(50)):
            made = [_made(client, url, f"{number}{letter}") for letter in "аб"]
            yield from made
            first, second = (answer["data"]["officeCreate"]["office"]["id"] for answer in made)
            yield ask(client, url, CLOSE, id=first)
            yield ask(client, url, MERGE, into=f"Office:{OFFICE}", version=number + 1, **{"from": second})

    with ground.client(ground.token("*")) as client:
        return told_of(answers(client))


def _made(client: httpx2.Client, url: str, number: str) -> Answer:
    office = {"kind": "PSC_BRANCH", "category": "psc_branch", "nameRu": f"Новый центр {number}"}
    place = {"settlementId": "Settlement:akm-akkol-karasai-kyna"}
    return ask(client, url, CREATE, office=office | place)


@attack("10 loads", refused="ANSWERED", longest_wait_ms=50, growth=1.5)
def loads(ground: Ground) -> str:
    """Ten loads. Each replaces the whole registry; for a while the old and the new one are in memory."""
    engine = make_engine(ground.database)
    try:
        for _ in range(ground.times(10)):
            with writing(engine) as connection:
                publish_edition(connection)
            _wait_for(ground, load_edition(engine).number)
            time.sleep(2.5)  # wait until it is prepared, as after a load that is not followed by another
    finally:
        engine.dispose()
    return "ANSWERED"


def _wait_for(ground: Ground, number: int) -> None:
    """Wait until the server serves an edition. Raises TimeoutError after 60 s."""
    with ground.client() as client:
        end = time.monotonic() + 60
        while client.get(ground.server.ready_url).json()["edition"] < number:
            if time.monotonic() > end:
                raise TimeoutError(f"the server does not serve the edition {number}")
            time.sleep(0.05)


@attack("300 changes told by another process", refused="ANSWERED", longest_wait_ms=50, growth=1.3)
def followed(ground: Ground) -> str:
    """The measured server only reads new editions; another process accepts the changes."""
    with (
        servers(ground.database, ground.home, 1, {}) as (writer,),
        ground.client(ground.token("*")) as client,
    ):
        told = told_of(updates(client, writer.url, [OFFICE] * ground.times(300)))
        _wait_for(ground, client.get(writer.ready_url).json()["edition"])
    return told


@attack("300 changes beside 40 streams, 20 of them unread", refused="ANSWERED", growth=1.3)
def beside_streams(ground: Ground) -> str:
    """20 streams wait for an event that never comes, 20 have a client that reads nothing."""

    async def scene() -> str:
        url = ground.server.url
        idle = 'subscription { officeChanged(within: "Region:alm") { version } }'
        async with streams(url, idle, ground.times(20)), streams(url, CHANGED, ground.times(20)):
            return await asyncio.to_thread(change, ground, [OFFICE] * ground.times(300))

    return asyncio.run(scene())
