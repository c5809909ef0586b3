"""`officeChanged(since:)`: every change after a position, once, whatever is published during the start."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from websockets.asyncio.client import connect

from graph.execution.accounts import Asker
from graph.execution.persisted import KnownDocuments
from graph.execution.turns import Turns
from graph.server import shared_subscriptions
from graph.server.schema import build_schema
from graph.server.shared_subscriptions import Asked, Subscriptions
from graph.server.subscribers import Subscriber
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.office_changes import FieldChange, Revision
from store.log.revisions import NewRevision, record_revisions
from store.reading.noting import note_changes
from store.tables.engine import writing
from tests.changing import EDUCATION, KARASAI, ChangingClient
from tests.mirroring import key, served_on_a_port, sqlite_copy

CHANGED = """subscription($since: String, $within: ID) { officeChanged(since: $since, within: $within) {
  id version edition position } }"""


@pytest.fixture
def client(empty_store: Path, small_seeds: Seeds, tmp_path: Path) -> Iterator[ChangingClient]:
    engine = sqlite_copy(empty_store, tmp_path)
    load(engine, small_seeds)
    client = ChangingClient(engine)
    with client.http:
        yield client
    engine.dispose()


def change(client: ChangingClient, count: int = 1) -> None:
    """Rename `count` offices in one edition."""
    offices = sorted(client.edition.offices)[:count]
    with writing(client.engine) as connection:
        before = client.edition
        made = [
            NewRevision(
                one,
                before.offices[one].version,
                (FieldChange("name_kk", None, f"Кеңсе {before.number}"),),
            )
            for one in offices
        ]
        record_revisions(connection, made, "editor", "another name")
        note_changes(connection, before)
    client.reception.catch_up()


def stored(client: ChangingClient) -> list[Revision]:
    logs = client.edition.revisions.values()
    return sorted((one for log in logs for one in log), key=lambda one: one.id)


def names(revisions: list[Revision]) -> list[tuple[str, int]]:
    return [(f"{one.office_id}@{one.version}", one.edition) for one in revisions]


@asynccontextmanager
async def listening(client: ChangingClient) -> AsyncIterator[Subscriptions]:
    yield Subscriptions(build_schema(), client.reception, client.settings, KnownDocuments(), Turns())


def join(subscriptions: Subscriptions, since: str | None, **more: Any) -> Subscriber:
    return subscriptions.join(Asked(CHANGED, {"since": since, **more}, None, None, Asker("one")))


async def taken(subscriber: Subscriber, count: int) -> list[dict[str, Any]]:
    found = []
    for _ in range(count):
        event = await subscriber.take(10)
        assert event is not None
        found.append(json.loads(event.json)["data"]["officeChanged"])
    return found


def seen(events: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(one["id"].removeprefix("Revision:"), one["edition"]) for one in events]


def test_who_comes_again_and_again_hears_each_change_once(client: ChangingClient) -> None:
    rng = random.Random(3)
    start = key(client)

    async def scene() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        async with listening(client) as subscriptions:
            for _ in range(12):
                subscriber = join(subscriptions, found[-1]["position"] if found else start)
                editing = asyncio.create_task(asyncio.to_thread(change, client, rng.choice([1, 1, 3])))
                if rng.random() < 0.5:
                    await editing  # before the subscription begins, or while it does
                known = len(found) + rng.randrange(3)
                await editing
                waiting = min(len(stored(client)) - len(found), max(1, known - len(found)))
                found += await taken(subscriber, waiting)
                subscriber.leave()
            rest = join(subscriptions, found[-1]["position"])
            found += await taken(rest, len(stored(client)) - len(found))
            assert await rest.take(0.1) is None
            rest.leave()
        return found

    assert seen(asyncio.run(scene())) == names(stored(client))


def test_amid_a_change_of_many_offices_one_goes_on_with_the_next_office(client: ChangingClient) -> None:
    start = key(client)
    change(client, 5)

    async def scene() -> None:
        async with listening(client) as subscriptions:
            first = await taken(join(subscriptions, start), 2)
            rest = await taken(join(subscriptions, first[-1]["position"]), 3)
        assert seen(first + rest) == names(stored(client))

    asyncio.run(scene())


def test_two_who_resume_alike_hear_all_of_it_whenever_they_come(client: ChangingClient) -> None:
    start = key(client)
    for _ in range(3):
        change(client)

    async def scene() -> None:
        async with listening(client) as subscriptions:
            pair = [join(subscriptions, start) for _ in range(2)]
            for one in pair:
                assert seen(await taken(one, 3)) == names(stored(client))
            late = join(subscriptions, start)
            assert seen(await taken(late, 3)) == names(stored(client))
            await asyncio.to_thread(change, client)
            for one in (*pair, late):
                assert seen(await taken(one, 1)) == names(stored(client))[-1:]
                one.leave()
            assert subscriptions.executed == 0

    asyncio.run(scene())


def test_more_than_a_subscriber_is_kept_comes_as_fast_as_it_is_taken(
    client: ChangingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_subscriptions, "_REPLAYED_AHEAD", 3)
    start = key(client)
    for _ in range(12):
        change(client)

    async def scene() -> None:
        async with listening(client) as subscriptions:
            slow = join(subscriptions, start)
            await asyncio.sleep(0.3)
            assert slow.waiting == 3
            assert seen(await taken(slow, 12)) == names(stored(client))
            slow.leave()

    asyncio.run(scene())


def test_within_a_unit_only_its_changes_are_sent_again(client: ChangingClient) -> None:
    start = key(client)
    client.update(KARASAI, {"nameKk": "Қарасай"})
    client.update(EDUCATION, {"nameKk": "Білім"})

    async def scene() -> None:
        async with listening(client) as subscriptions:
            subscriber = join(subscriptions, start, within="RuralOkrug:akm-akkol-karasai")
            assert seen(await taken(subscriber, 1)) == [(f"{KARASAI}@2", 2)]
            assert await subscriber.take(0.1) is None
            subscriber.leave()

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("since", "code"),
    [
        ("7-abc", "EDITION_GONE"),
        ("1-abc", "EDITION_GONE"),
        ("soon", "BAD_USER_INPUT"),
        ("KEY.3", "BAD_USER_INPUT"),
    ],
)
def test_a_position_that_is_not_known_is_refused_over_both_ways(
    client: ChangingClient, since: str, code: str
) -> None:
    variables = {"since": since.replace("KEY", key(client))}
    body = {"query": CHANGED, "variables": variables}

    async def over_socket(url: str) -> Any:
        async with connect(f"{url.replace('http', 'ws', 1)}/graphql", subprotocols=[PROTOCOL]) as socket:  # type: ignore[list-item]
            await socket.send(json.dumps({"type": "connection_init"}))
            await socket.recv()
            await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": body}))
            return json.loads(await socket.recv())

    with served_on_a_port(client) as url:
        answer = httpx2.post(f"{url}/graphql", json=body, headers={"accept": "text/event-stream"}, timeout=10)
        assert f'"code":"{code}"' in answer.text
        assert "event: complete" in answer.text
        message = asyncio.run(over_socket(url))
    (error,) = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
    assert error["extensions"]["code"] == code


def test_a_stream_and_a_socket_resume_over_the_network(client: ChangingClient) -> None:
    start = key(client)
    for _ in range(4):
        change(client)
    body = {"query": CHANGED, "variables": {"since": start}}

    async def over_socket(url: str) -> list[dict[str, Any]]:
        async with connect(f"{url.replace('http', 'ws', 1)}/graphql", subprotocols=[PROTOCOL]) as socket:  # type: ignore[list-item]
            await socket.send(json.dumps({"type": "connection_init"}))
            await socket.recv()
            await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": body}))
            messages = [json.loads(await socket.recv()) for _ in range(4)]
        return [one["payload"]["data"]["officeChanged"] for one in messages]

    def over_sse(url: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        headers = {"accept": "text/event-stream"}
        with httpx2.stream("POST", f"{url}/graphql", json=body, headers=headers, timeout=10) as answer:
            for line in answer.iter_lines():
                if line.startswith("data: {"):
                    found.append(json.loads(line[6:])["data"]["officeChanged"])
                if len(found) == 4:
                    return found
        return found

    with served_on_a_port(client) as url:
        assert seen(over_sse(url)) == names(stored(client))
        assert seen(asyncio.run(over_socket(url))) == names(stored(client))


PROTOCOL = "graphql-transport-ws"
