"""Subscribers that are slow, that leave, and that hear nothing for long."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

import pytest

from graph.served.context import Reception
from graph.served.current_registry import Publication
from graph.served.subscriber_queue import Inbox
from graph.server import event_stream
from graph.terms.errors import FellBehindError
from model.edition import Edition, Overlay
from model.office_changes import Revision
from tests.api_client import ApiClient

KARASAI = "akm-akkol-karasai-akimat"
T = TypeVar("T")


def changed(edition: Edition, times: int = 1) -> Edition:
    """The next edition, with an office that has had `version` changes."""
    office = edition.offices[KARASAI]
    number = edition.number + 1
    log = edition.revisions.get(KARASAI, ())
    versions = range(office.version + 1, office.version + 1 + times)
    more = [
        Revision(
            id=10 * version,
            office_id=KARASAI,
            version=version,
            edition=number,
            at=datetime.now(UTC),
            actor="editor",
            summary="more",
            changes=(),
        )
        for version in versions
    ]
    return edition.carried_on(
        Overlay(
            number=number,
            published_at=datetime.now(UTC),
            office_ids=frozenset({KARASAI}),
            offices={KARASAI: replace(office, version=versions[-1])},
            provisions={each: edition.provisions[each] for each in edition.provisions_of_office[KARASAI]},
            revisions={KARASAI: (*log, *more)},
            earlier={(KARASAI, version - 1): replace(office, version=version - 1) for version in versions},
            rekeyed=edition.rekeyed,
        )
    )


async def taken(source: AsyncIterator[T], count: int) -> list[T]:
    async with asyncio.timeout(10):
        return [await anext(source) for _ in range(count)]


def test_a_subscriber_who_does_not_take_changes_is_told_and_holds_nothing(small_edition: Edition) -> None:
    async def scene() -> None:
        reception = Reception()
        reception.serve(small_edition)
        slow, fast = Inbox(reception, most=3), Inbox(reception, most=3)
        quick = fast.each()
        edition = small_edition
        for _ in range(5):
            edition = changed(edition)
            reception.serve(edition)
            (revisions,) = await taken(quick, 1)
            assert [one.version for one in revisions] == [edition.offices[KARASAI].version]
        assert not slow._waiting
        assert reception.listeners == 1
        with pytest.raises(FellBehindError, match="more than 3 changes were waiting"):
            await taken(slow.each(), 1)
        fast.close()
        assert reception.listeners == 0

    asyncio.run(scene())


def test_one_publication_of_many_changes_counts_as_many(small_edition: Edition) -> None:
    async def scene() -> None:
        reception = Reception()
        reception.serve(small_edition)
        inbox = Inbox(reception, most=3)
        reception.serve(changed(small_edition, times=4))
        with pytest.raises(FellBehindError):
            await taken(inbox.each(), 1)

    asyncio.run(scene())


def test_only_the_newest_edition_waits_for_who_asks_for_editions(small_edition: Edition) -> None:
    async def scene() -> None:
        reception = Reception()
        reception.serve(small_edition)
        inbox = Inbox(reception)
        edition = small_edition
        for _ in range(3):
            edition = changed(edition)
            reception.serve(edition)
        assert await taken(inbox.newest(), 1) == [None]
        assert not inbox._waiting
        inbox.close()

    asyncio.run(scene())


def test_a_broken_listener_keeps_the_edition_from_nobody(small_edition: Edition) -> None:
    reception, heard = Reception(), list[int]()
    reception.serve(small_edition)

    def broken(_: Publication) -> None:
        raise RuntimeError("broken")

    reception.subscribe(broken)
    reception.subscribe(lambda new: heard.append(new.registry.edition.number))
    reception.serve(changed(small_edition))
    assert heard == [small_edition.number + 1]


def test_a_quiet_stream_is_kept_open_by_comments_and_left_for_good(
    small_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "HEARTBEAT_S", 0.05)
    api = ApiClient(small_edition)

    async def scene() -> None:
        reception, app = api.reception, cast(Any, api.http.app)
        sent: list[bytes] = []
        left = asyncio.Event()
        body = json.dumps({"query": "subscription { officeChanged { version } }"}).encode()
        scope = {
            "type": "http", "method": "POST", "path": "/graphql", "query_string": b"",
            "headers": [
                (b"host", b"x"), (b"accept", b"text/event-stream"), (b"content-type", b"application/json"),
            ],
            "http_version": "1.1", "scheme": "http", "server": ("localhost", 80), "client": ("127.0.0.1", 1),
        }  # fmt: skip
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, object]:
            if waiting:
                return waiting.pop()
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, object]) -> None:
            chunk = message.get("body", b"")
            assert isinstance(chunk, bytes)
            sent.append(chunk)

        served: asyncio.Task[None] = asyncio.create_task(app(scope, receive, send))
        async with asyncio.timeout(10):
            while sent.count(b":\n\n") < 2:
                await asyncio.sleep(0.01)
            reception.serve(changed(small_edition))
            while not any(b'"version":2' in chunk for chunk in sent):
                await asyncio.sleep(0.01)
            assert reception.listeners == 1
            left.set()
            await served
            while reception.listeners:
                await asyncio.sleep(0.01)

    asyncio.run(scene())
