"""Equal subscriptions of many clients: executed once, limited in number and size, closed if nobody reads."""

from __future__ import annotations

import asyncio
import gc
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from typing import Any, cast

import pytest

from changes.identity import AccountRole, Identity
from graph.execution.accounts import Asker
from graph.execution.persisted import KnownDocuments
from graph.execution.turns import Turns
from graph.served.context import Reception
from graph.server import event_stream, live_socket, shared_subscriptions, subscribers
from graph.server.requests import RequestError
from graph.server.schema import build_schema
from graph.server.shared_subscriptions import Asked, Subscriptions
from graph.server.subscribers import Event, Subscriber
from graph.terms.errors import RateLimitedError
from model.edition import Edition
from model.settings import Settings
from tests.api_client import ApiClient
from tests.graph.test_live import changed

PROTOCOL = "graphql-transport-ws"
CHANGED = "subscription { officeChanged { version } }"
EDITOR = Identity("aigul", frozenset({AccountRole.EDITOR}), frozenset({"akm"}))


@asynccontextmanager
async def opened(edition: Edition, **environ: str) -> AsyncIterator[tuple[Subscriptions, Reception]]:
    """The subscriptions of a server; those still open at the end are closed."""
    reception = Reception()
    reception.serve(edition)
    settings = Settings.from_environment({"KENSE_HOME": "var", "KENSE_WORK_LIMIT_MS": "5000"} | environ)
    yield Subscriptions(build_schema(), reception, settings, KnownDocuments(), Turns()), reception


def asked(
    query: str = CHANGED,
    client: str = "one",
    identity: Identity | None = None,
    variables: dict[str, Any] | None = None,
) -> Asked:
    return Asked(query, variables, None, identity, Asker(client))


async def listening(reception: Reception, count: int) -> None:
    """Wait until `count` subscriptions are executed."""
    async with asyncio.timeout(10):
        while reception.listeners != count:
            await asyncio.sleep(0.001)


async def next_of(subscriber: Subscriber) -> dict[str, Any]:
    event = await subscriber.take(10)
    assert event is not None
    found: dict[str, Any] = json.loads(event.json)
    return found


def test_equal_subscriptions_are_executed_once_and_share_the_bytes_of_an_event(
    small_edition: Edition,
) -> None:
    async def scene() -> None:
        async with opened(small_edition) as (subscriptions, reception):
            all_of_them = [subscriptions.join(asked(client=f"client {number % 7}")) for number in range(40)]
            await listening(reception, 1)
            assert (subscriptions.executed, subscriptions.listeners) == (1, 40)
            reception.serve(changed(small_edition))
            events = [await one.take(10) for one in all_of_them]
            assert events[0] is not None
            assert json.loads(events[0].json) == {"data": {"officeChanged": {"version": 2}}}
            assert len({id(event) for event in events}) == 1
            for one in all_of_them:
                one.leave()
            await listening(reception, 0)
            assert (subscriptions.executed, subscriptions.listeners) == (0, 0)

    asyncio.run(scene())


@pytest.mark.parametrize(
    "other",
    [
        asked(query=CHANGED + " "),
        asked(identity=EDITOR),
        asked(variables={"a": 1}),
        Asked("subscription S { officeChanged { version } }", None, "S", None, Asker("one")),
    ],
)
def test_what_differs_in_document_variables_or_identity_is_executed_apart(
    small_edition: Edition, other: Asked
) -> None:
    async def scene() -> None:
        async with opened(small_edition) as (subscriptions, _):
            pair = subscriptions.join(asked()), subscriptions.join(other)
            assert subscriptions.executed == 2
            for one in pair:
                one.leave()

    asyncio.run(scene())


def test_identities_are_equal_by_what_they_may_and_not_by_their_tokens() -> None:
    def of(*territories: str, expires_at: float | None = None) -> bytes:
        identity = Identity("aigul", frozenset({AccountRole.EDITOR}), frozenset(territories), expires_at)
        return asked(identity=identity).key

    assert of("akm", "alm") == of("alm", "akm", expires_at=5.0)
    assert of("akm") != of("alm")
    assert of("akm") != asked().key


def test_who_comes_later_is_told_of_later_changes_alone(small_edition: Edition) -> None:
    async def scene() -> None:
        async with opened(small_edition) as (subscriptions, reception):
            first = subscriptions.join(asked())
            await listening(reception, 1)
            second_edition = changed(small_edition)
            reception.serve(second_edition)  # its event is not executed yet
            later = subscriptions.join(asked())
            assert await next_of(first) == {"data": {"officeChanged": {"version": 2}}}
            reception.serve(changed(second_edition))
            assert await next_of(first) == {"data": {"officeChanged": {"version": 3}}}
            assert await next_of(later) == {"data": {"officeChanged": {"version": 3}}}
            for one in (first, later):
                one.leave()

    asyncio.run(scene())


def test_a_refused_document_is_told_to_all_and_ends_their_subscriptions(small_edition: Edition) -> None:
    async def scene() -> None:
        async with opened(small_edition) as (subscriptions, reception):
            query = 'subscription { officeChanged(within: "District:nowhere") { version } }'
            pair = subscriptions.join(asked(query)), subscriptions.join(asked(query))
            for one in pair:
                assert (await next_of(one))["errors"][0]["extensions"]["code"] == "NOT_FOUND"
                assert await one.take(10) is None
                assert one.is_over
            assert (subscriptions.executed, reception.listeners) == (0, 0)

    asyncio.run(scene())


def test_who_leaves_what_has_ended_takes_nothing_from_who_asked_for_the_same_since(
    small_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        async with opened(small_edition) as (subscriptions, reception):
            old = subscriptions.join(asked())
            await listening(reception, 1)
            monkeypatch.setattr(shared_subscriptions, "_event", _broken)
            reception.serve(changed(small_edition))
            assert (await next_of(old))["errors"][0]["extensions"]["code"] == "INTERNAL"
            monkeypatch.undo()
            new = subscriptions.join(asked())
            await listening(reception, 1)
            old.leave()
            assert (subscriptions.executed, subscriptions.listeners) == (1, 1)
            reception.serve(changed(changed(small_edition)))
            assert await next_of(new) == {"data": {"officeChanged": {"version": 3}}}
            new.leave()

    asyncio.run(scene())


def _broken(_: object) -> Event:
    raise RuntimeError("broken")


LIMITS = [
    ("KENSE_SUBSCRIPTIONS", ["a", "b"], [CHANGED, CHANGED], "the server keeps 2"),
    ("KENSE_SUBSCRIPTIONS_PER_CLIENT", ["c", "c"], [CHANGED, CHANGED], "you have 2 subscriptions"),
    ("KENSE_SUBSCRIBED_SELECTIONS", ["a", "b"], [CHANGED, f"{CHANGED} "], "the server executes 2 different"),
    ("KENSE_SUBSCRIBED_SELECTIONS_PER_CLIENT", ["c", "c"], [CHANGED, f"{CHANGED} "], "you have 2 different"),
]


@pytest.mark.parametrize(("setting", "clients", "queries", "told"), LIMITS)
def test_subscriptions_are_limited(
    small_edition: Edition, setting: str, clients: list[str], queries: list[str], told: str
) -> None:
    async def scene() -> None:
        async with opened(small_edition, **{setting: "2"}) as (subscriptions, _):
            first, second = (
                subscriptions.join(asked(query, client))
                for query, client in zip(queries, clients, strict=True)
            )
            with pytest.raises(RateLimitedError, match=told) as refused:
                subscriptions.join(asked(f"{CHANGED}  ", "c"))
            assert refused.value.retry_after_s == 30
            first.leave()
            third = subscriptions.join(asked(f"{CHANGED}  ", "c"))
            for one in (second, third):
                one.leave()

    asyncio.run(scene())


def test_a_gateway_is_held_to_the_totals_alone(small_edition: Edition) -> None:
    async def scene() -> None:
        limits = {
            "KENSE_SUBSCRIPTIONS": "5",
            "KENSE_SUBSCRIPTIONS_PER_CLIENT": "1",
            "KENSE_SUBSCRIBED_SELECTIONS_PER_CLIENT": "1",
        }
        gateway = Asker("address 192.0.2.1 4711", is_trusted=True)
        async with opened(small_edition, **limits) as (subscriptions, _):
            many = [
                subscriptions.join(Asked(f"{CHANGED}{' ' * number}", None, None, None, gateway))
                for number in range(5)
            ]
            with pytest.raises(RateLimitedError, match="the server keeps 5"):
                subscriptions.join(Asked(CHANGED, None, None, None, gateway))
            for one in many:
                one.leave()

    asyncio.run(scene())


def test_another_client_hears_what_is_executed_already_though_no_more_is(small_edition: Edition) -> None:
    async def scene() -> None:
        async with opened(small_edition, KENSE_SUBSCRIBED_SELECTIONS="1") as (subscriptions, _):
            pair = subscriptions.join(asked(client="a")), subscriptions.join(asked(client="b"))
            assert subscriptions.executed == 1
            for one in pair:
                one.leave()

    asyncio.run(scene())


@pytest.mark.parametrize("size", [20_001, 100_000])
def test_a_subscription_is_short_with_its_variables(size: int) -> None:
    for long in (asked(CHANGED + " " * size), asked(variables={"within": "я" * size})):
        with pytest.raises(RequestError, match="at most 20000 characters") as refused:
            long.key  # noqa: B018 - it is worked out when it is asked for
        assert refused.value.code == "LIMIT_EXCEEDED"


def test_variables_that_are_nested_too_deeply_are_refused() -> None:
    nested: Any = []
    for _ in range(5_000):
        nested = [nested]
    with pytest.raises(RequestError, match="nested too deeply"):
        asked(variables={"within": nested}).key  # noqa: B018


def test_one_who_does_not_take_events_falls_behind_and_holds_nothing() -> None:
    async def scene() -> None:
        left: list[Subscriber] = []
        slow = Subscriber(Asker("one"), 0, left.append)
        for _ in range(subscribers.MOST_EVENTS + 5):
            slow.put(Event({"data": 1}))
        assert left == [slow]
        found = await next_of(slow)
        assert found["errors"][0]["extensions"]["code"] == "FELL_BEHIND"
        assert slow.is_over

    asyncio.run(scene())


def test_few_large_events_are_too_many_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribers, "MOST_BYTES", 1_000)

    async def scene() -> None:
        slow = Subscriber(Asker("one"), 0, lambda _: None)
        slow.put(Event({"data": "x" * 2_000}))
        assert not slow.is_over
        slow.put(Event({"data": 1}))
        assert (await next_of(slow))["errors"][0]["extensions"]["code"] == "FELL_BEHIND"

    asyncio.run(scene())


def test_of_editions_only_the_newest_waits(small_edition: Edition) -> None:
    async def scene() -> None:
        async with opened(small_edition) as (subscriptions, reception):
            subscriber = subscriptions.join(asked("subscription { editionPublished }"))
            await listening(reception, 1)
            edition = small_edition
            for _ in range(5):
                edition = changed(edition)
                reception.serve(edition)
                await asyncio.sleep(0.02)
            assert await next_of(subscriber) == {"data": {"editionPublished": edition.number}}
            assert await subscriber.take(0.05) is None
            subscriber.leave()

    asyncio.run(scene())


def test_others_are_looked_at_while_many_are_told(small_edition: Edition) -> None:
    async def scene() -> None:
        async with opened(small_edition, KENSE_SUBSCRIPTIONS_PER_CLIENT="1000") as (subscriptions, reception):
            many = [subscriptions.join(asked()) for _ in range(100)]
            await listening(reception, 1)
            reception.serve(changed(small_edition))
            seen = set[int]()
            async with asyncio.timeout(10):
                while not seen or max(seen) < 100:
                    await asyncio.sleep(0)
                    seen.add(sum(bool(one._waiting) for one in many))
            assert seen >= set(range(10, 100, 10))
            for one in many:
                one.leave()

    asyncio.run(scene())


def test_an_event_that_is_too_large_is_told_as_an_error(
    small_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_subscriptions, "MAX_EVENT_BYTES", 20)

    async def scene() -> None:
        async with opened(small_edition) as (subscriptions, reception):
            subscriber = subscriptions.join(asked())
            await listening(reception, 1)
            reception.serve(changed(small_edition))
            found = await next_of(subscriber)
            assert found["data"] is None
            assert found["errors"][0]["extensions"]["code"] == "LIMIT_EXCEEDED"
            assert not subscriber.is_over
            subscriber.leave()

    asyncio.run(scene())


def test_an_event_that_takes_too_much_work_is_told_as_one_error(small_edition: Edition) -> None:
    async def scene() -> None:
        async with opened(small_edition, KENSE_WORK_LIMIT_MS="1") as (subscriptions, reception):
            fields = " ".join(
                f"a{number}: history(first: 40) {{ edges {{ node {{ version changes {{ field }} "
                "office { id name } } } }"
                for number in range(8)
            )
            subscriber = subscriptions.join(
                asked(f"subscription {{ officeChanged {{ office {{ {fields} }} }} }}")
            )
            await listening(reception, 1)
            edition = changed(small_edition, times=40)
            reception.serve(edition)
            found = await next_of(subscriber)
            assert found["data"] is None
            assert [error["extensions"]["code"] for error in found["errors"]] == ["LIMIT_EXCEEDED"]
            subscriber.leave()

    asyncio.run(scene())


def test_churn_leaves_nothing(small_edition: Edition) -> None:
    async def scene() -> tuple[int, int]:
        async with opened(small_edition) as (subscriptions, reception):

            async def churn(times: int) -> int:
                for number in range(times):
                    one = subscriptions.join(
                        asked(f"subscription S{number % 5} {{ officeChanged {{ version }} }}")
                    )
                    if number % 3:
                        await asyncio.sleep(0)
                    one.leave()
                await asyncio.sleep(0.05)
                assert (subscriptions.executed, reception.listeners) == (0, 0)
                assert len(asyncio.all_tasks()) == 1
                gc.collect()
                return len(gc.get_objects())

            return await churn(200), await churn(1_000)

    before, after = asyncio.run(scene())
    assert after - before < 500


# Over the network


@pytest.fixture
def api(small_edition: Edition) -> Iterator[ApiClient]:
    """A server with small limits."""
    limits = {"KENSE_SUBSCRIPTIONS_PER_CONNECTION": "2", "KENSE_SUBSCRIPTIONS_PER_CLIENT": "3"}
    client = ApiClient(small_edition, limits)
    with client.http:
        yield client


def test_a_connection_goes_on_after_a_subscription_too_many(api: ApiClient) -> None:
    with ExitStack() as stack:
        first, second = (
            stack.enter_context(api.http.websocket_connect("/graphql", subprotocols=[PROTOCOL]))
            for _ in range(2)
        )
        for socket in (first, second):
            socket.send_json({"type": "connection_init"})
            assert socket.receive_json() == {"type": "connection_ack"}
        for number in range(3):
            first.send_json({"id": str(number), "type": "subscribe", "payload": {"query": CHANGED}})
        told = first.receive_json()
        assert (told["id"], told["type"]) == ("2", "error")
        assert told["payload"][0]["extensions"]["code"] == "LIMIT_EXCEEDED"
        for number in range(2):
            second.send_json({"id": str(number), "type": "subscribe", "payload": {"query": CHANGED}})
        told = second.receive_json()
        assert (told["id"], told["type"]) == ("1", "error")
        assert told["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
        refused = api.http.post("/graphql", json={"query": CHANGED}, headers={"accept": "text/event-stream"})
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
        assert refused.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
        # Who ends one may begin another.
        first.send_json({"id": "0", "type": "complete"})
        wait_until(api, 2)
        first.send_json({"id": "3", "type": "subscribe", "payload": {"query": CHANGED}})
        wait_until(api, 3)
        assert api.reception.registry is not None
        api.reception.serve(changed(api.reception.registry.edition))
        assert {first.receive_json()["id"] for _ in range(2)} == {"1", "3"}
        assert second.receive_json()["payload"] == {"data": {"officeChanged": {"version": 2}}}
        assert api.http.get("/readyz").json()["listeners"] == 3
    wait_until(api, 0)


def wait_until(api: ApiClient, listeners: int) -> None:
    """Wait until the server has `count` subscribers."""
    for _ in range(500):
        if api.http.get("/readyz").json()["listeners"] == listeners:
            return
        time.sleep(0.01)
    pytest.fail(f"there are not {listeners} subscribers")


@pytest.mark.parametrize("media", ["text/event-stream", "websocket"])
def test_a_subscription_whose_events_are_dear_is_refused(api: ApiClient, media: str) -> None:
    dear = """subscription { officeChanged { office { provisions(first: 100) { edges { node {
      service { provisions(first: 100) { edges { node { id } } } } } } } } } }"""
    if media == "websocket":
        with api.http.websocket_connect("/graphql", subprotocols=[PROTOCOL]) as socket:
            socket.send_json({"type": "connection_init"})
            socket.receive_json()
            socket.send_json({"id": "1", "type": "subscribe", "payload": {"query": dear}})
            (error,) = socket.receive_json()["payload"]
    else:
        answer = api.http.post("/graphql", json={"query": dear}, headers={"accept": media})
        (error,) = json.loads(answer.text.split("data: ")[1].split("\n")[0])["errors"]
    assert error["extensions"]["code"] == "LIMIT_EXCEEDED"
    assert error["message"].startswith("each event may cost ")


def scope_of(kind: str) -> dict[str, Any]:
    common = {
        "path": "/graphql", "query_string": b"", "http_version": "1.1",
        "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    if kind == "websocket":
        return common | {
            "type": "websocket", "scheme": "ws", "subprotocols": [PROTOCOL],
            "headers": [(b"host", b"x")], "asgi": {"version": "3.0"},
        }  # fmt: skip
    headers = [(b"host", b"x"), (b"accept", b"text/event-stream"), (b"content-type", b"application/json")]
    return common | {"type": "http", "method": "POST", "scheme": "http", "headers": headers}


def messages_of(kind: str) -> list[dict[str, Any]]:
    if kind == "http":
        return [{"type": "http.request", "body": json.dumps({"query": CHANGED}).encode()}]
    said = [{"type": "connection_init"}, {"id": "1", "type": "subscribe", "payload": {"query": CHANGED}}]
    texts = [{"type": "websocket.receive", "text": json.dumps(one)} for one in said]
    return [{"type": "websocket.connect"}, *texts]


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_connection_that_takes_nothing_is_given_up(
    small_edition: Edition, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    for module in (event_stream, live_socket):
        monkeypatch.setattr(module, "SENDING_S", 0.1)
    api = ApiClient(small_edition)

    async def scene() -> None:
        waiting, never = messages_of(kind), asyncio.Event()

        async def receive() -> dict[str, Any]:
            if not waiting:
                await never.wait()
            return waiting.pop(0)

        async def send(message: dict[str, Any]) -> None:
            if b'"version"' in (message.get("body") or message.get("text", "").encode()):
                await never.wait()  # its network takes no more

        served = asyncio.ensure_future(cast(Any, api.http.app)(scope_of(kind), receive, send))
        await listening(api.reception, 1)
        api.reception.serve(changed(small_edition))
        async with asyncio.timeout(10):
            await served
        await listening(api.reception, 0)

    asyncio.run(scene())
