"""A replaced registry is freed at once, whatever was queried: no garbage collection is needed."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from changes.development import issue_token
from changes.identity import AccountRole
from graph.served import gc_freeze
from graph.served.context import Reception
from graph.served.edition_feed import watch_store
from graph.served.gc_freeze import keep
from graph.served.precompute import prepare, warm
from graph.server.app import create_app
from graph.terms import limits
from loaders.seeds import Seeds
from model.edition import Edition
from model.office_changes import FieldChange
from model.settings import Settings
from store.log.edition_number import publish_edition
from store.log.revisions import record_revision
from store.reading.editions import load_edition
from store.tables.engine import writing
from tests.api_client import ApiClient
from tests.changes.test_corrections import SUBMIT
from tests.changing import AKKOL_PSC, EDUCATION, KARASAI, UPDATE, ChangingClient
from tests.filled import fill
from tests.graph.test_live import changed

Ask = Callable[[ChangingClient], object]
Socket = Any

EVERYTHING = """{
  offices(first: 200) { edges { node { id name(language: RU) names { value source { act { number } } }
    contacts { value source { row } } location { latitude } address { full } openNow { state }
    provisions { edges { node { service { name } basis { row } jurisdiction { units { totalCount } } } } }
    provenance { field source { row } } accessibility { code } organization { id } branches { totalCount }
    history { edges { node { office { id } correction { id } } } } } } }
  coverage(serviceId: "PublicService:preschool-queue") { served contested { outcome } }
  search(text: "акимат", first: 20) { edges { score matchedText } }
  locate(text: "село Кына") { stage }
  contradictions(first: 20) { edges { node { values { value } } } }
  regions { name approximateArea children { edges { node { name } } }
    past: children(asOf: "2009-01-01") { totalCount } offices { totalCount } services { totalCount } }
  officeFor(serviceId: "PublicService:preschool-queue", place: {name: "Кына"}) {
    outcome provisions { office { name } basis { row } } explanation { text } }
  nearestPsc(to: {latitude: 53.2833, longitude: 69.3833}, first: 3) { edges { node { name } } }
  open: offices(filter: {statuses: [ACTIVE], openAt: "2026-11-20T10:00:00Z"}) { totalCount }
}"""
CREATE = """mutation($office: OfficePatchInput!) { officeCreate(office: $office, reason: "new",
  evidence: ["a letter"], confirm: ["DUPLICATE"]) { office { id version } userErrors { code message } } }"""
CLOSE = """mutation($id: ID!, $expected: Int!) { officeClose(id: $id, expectedVersion: $expected,
  on: "2026-01-01", reason: "closed") { office { id } userErrors { code } } }"""
MERGE = """mutation($into: ID!, $first: Int!, $from: ID!, $second: Int!) { officeMerge(intoId: $into,
  expectedVersion: $first, fromId: $from, fromExpectedVersion: $second, reason: "one office") {
  office { id } userErrors { code } } }"""


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> Iterator[ChangingClient]:
    """A server over the small seeds on either store, after some queries."""
    fill(store_engine, small_seeds)
    client = ChangingClient(store_engine)
    with client.http:
        rename(client)
        yield client


@contextmanager
def without_collector() -> Iterator[None]:
    """Turns the garbage collector off: only unreferenced objects are freed."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def rename(client: ChangingClient, office: str = KARASAI) -> None:
    """Make one more change, which replaces the registry in service."""
    client.update(office, {"nameRu": f"Аппарат {client.edition.number}"})
    assert client.reception.registry is not None
    client.reception.registry.carry_on_inherited()  # as a server does soon after


def parts_of(reception: Reception) -> list[weakref.ref[Any]]:
    """Weak references to the registry in service and its largest parts."""
    registry = reception.registry
    assert registry is not None
    return [weakref.ref(one) for one in (registry, registry.atlas, registry.atlas.placed_offices)]


def left_of(parts: list[weakref.ref[Any]], within_s: float = 5.0) -> list[Any]:
    """The parts that are still alive; a thread may be about to end its work with them."""
    end = time.monotonic() + within_s
    while (left := [one() for one in parts if one() is not None]) and time.monotonic() < end:
        del left
        time.sleep(0.01)
    return left


def ask_everything(client: ChangingClient) -> None:
    client.data(EVERYTHING)


def ask_wrongly(client: ChangingClient) -> None:
    answer = client.post('{ office(id: "Office:nobody") { id } nearestPsc(to: {latitude: 95, longitude: 3}) '
                         "{ edges { distanceMeters } } edition { number } }")  # fmt: skip
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["NOT_FOUND", "BAD_USER_INPUT"]


def ask_for_too_much(client: ChangingClient) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(limits, "MAX_RECORDS", 30)
        assert client.error(EVERYTHING)[0] == "LIMIT_EXCEEDED"


def ask_badly(client: ChangingClient) -> None:
    assert client.error("{ nothingLikeThis }")[0] == "GRAPHQL_VALIDATION_FAILED"
    assert client.error("{ offices(")[0] == "GRAPHQL_PARSE_FAILED"


def try_out(client: ChangingClient) -> None:
    patch = {"nameRu": "Другое имя"}
    expected = client.edition.offices[EDUCATION].version
    found = client.change(UPDATE, id=f"Office:{EDUCATION}", expected=expected, patch=patch, dryRun=True)
    assert found["office"]["name"] == "Другое имя"


def be_refused(client: ChangingClient) -> None:
    assert client.refused(UPDATE, id=f"Office:{EDUCATION}", expected=77, patch={"nameRu": "А"})


def propose(client: ChangingClient) -> None:
    client.change(SUBMIT, id=f"Office:{EDUCATION}", patch={"nameRu": f"Отдел {time.monotonic()}"})


def make_close_and_merge(client: ChangingClient) -> None:
    office = {"kind": "PSC_BRANCH", "category": "psc_branch", "nameRu": "Новый центр",
              "settlementId": "Settlement:akm-akkol-karasai-kyna"}  # fmt: skip
    made = [client.change(CREATE, office={**office, "nameRu": f"Новый центр {n}"})["office"] for n in "абв"]
    client.change(CLOSE, id=made[0]["id"], expected=1)
    client.change(MERGE, into=made[1]["id"], first=1, **{"from": made[2]["id"]}, second=1)


def export(client: ChangingClient) -> None:
    for path in ("/offices.geojson", "/coverage.geojson?service=PublicService:preschool-queue",
                 f"/offices/{AKKOL_PSC}.jsonld", "/tiles/offices/0/0/0.mvt", "/tiles/settlements/0/0/0.mvt",
                 f"/ru/offices/{AKKOL_PSC}", "/sitemap.xml", "/sitemap/places-1.xml",
                 "/embed/nearest?name=Кына", "/ru/answer?ask=детский сад Кына",
                 "/ru/answer?service=preschool-queue&name=Кына"):  # fmt: skip
        answer = client.http.get(path)
        assert answer.status_code == 200, path
        assert answer.content, path
    assert client.http.get("/ru/nothing").status_code == 404


ASKED: dict[str, Ask] = {
    "everything": ask_everything,
    "what fails": ask_wrongly,
    "too much": ask_for_too_much,
    "what is no document": ask_badly,
    "a dry run": try_out,
    "a change that is refused": be_refused,
    "a proposal": propose,
    "offices made, closed and merged": make_close_and_merge,
    "exports": export,
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_replaced_registry_goes_whatever_it_was_asked(client: ChangingClient, asked: str) -> None:
    with without_collector():
        parts = parts_of(client.reception)
        ASKED[asked](client)
        parts += parts_of(client.reception)
        rename(client)
        assert left_of(parts) == []


@pytest.mark.parametrize("office", [KARASAI, EDUCATION])
def test_an_open_websocket_keeps_no_replaced_registry(client: ChangingClient, office: str) -> None:
    subscription = (
        'subscription { officeChanged(within: "RuralOkrug:akm-akkol-karasai") { office { name } } }'
    )
    with client.http.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        connect(socket)
        socket.send_json({"id": "1", "type": "subscribe", "payload": {"query": subscription}})
        socket.send_json({"id": "2", "type": "subscribe", "payload": {"query": EVERYTHING}})
        assert [socket.receive_json()["type"] for _ in range(2)] == ["next", "complete"]
        with without_collector():
            parts = parts_of(client.reception)
            rename(client, office)
            if office == KARASAI:  # it has the event and waits for the next one
                assert socket.receive_json()["payload"]["data"]["officeChanged"]["office"]["name"]
            parts += parts_of(client.reception)
            rename(client, EDUCATION)
            assert left_of(parts) == []


def test_a_query_over_an_old_websocket_is_answered_from_the_newest_edition(client: ChangingClient) -> None:
    with client.http.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        connect(socket)
        rename(client)
        socket.send_json({"id": "1", "type": "subscribe", "payload": {"query": "{ edition { number } }"}})
        told = socket.receive_json()["payload"]["data"]["edition"]["number"]
    assert told == client.edition.number


def connect(socket: Socket) -> None:
    socket.send_json({"type": "connection_init"})
    assert socket.receive_json() == {"type": "connection_ack"}


def test_a_stream_that_is_not_read_keeps_no_replaced_registry(small_edition: Edition) -> None:
    api = ApiClient(small_edition)
    body = json.dumps({"query": "subscription { officeChanged { version office { name } } }"}).encode()
    scope = {
        "type": "http", "method": "POST", "path": "/graphql", "query_string": b"",
        "headers": [
            (b"host", b"x"), (b"accept", b"text/event-stream"), (b"content-type", b"application/json"),
        ],
        "http_version": "1.1", "scheme": "http", "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip

    async def scene() -> None:
        reception, app = api.reception, cast(Any, api.http.app)
        taken = list[bytes]()
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, object]:
            if waiting:
                return waiting.pop()
            await asyncio.Event().wait()
            raise AssertionError("unreachable")

        async def send(message: dict[str, object]) -> None:
            if chunk := message.get("body"):
                taken.append(cast(bytes, chunk))
                await asyncio.Event().wait()  # its network buffer is full

        served = asyncio.ensure_future(app(scope, receive, send))
        edition = small_edition
        parts = []
        async with asyncio.timeout(10):
            while not reception.listeners:
                await asyncio.sleep(0.01)
            for _ in range(20):
                edition = changed(edition)
                reception.serve(edition)
                parts += parts_of(reception)
                await asyncio.sleep(0.01)
        assert len(taken) == 1
        assert b'"version":2' in taken[0]
        newest = [one() for one in parts_of(reception)]
        assert [one for one in left_of(parts, 0.0) if not any(one is each for each in newest)] == []
        served.cancel()

    with without_collector():
        asyncio.run(scene())


class Served:
    """A whole server in this process that follows its store, as `kense serve` does."""

    def __init__(self, engine: Engine, home: Path) -> None:
        self.engine = engine
        settings = Settings.from_environment(
            {
                "KENSE_HOME": str(home),
                "KENSE_DATABASE_URL": engine.url.render_as_string(hide_password=False),
                "KENSE_WORK_LIMIT_MS": "5000",
            }
        )
        self.reception = Reception(prepare, warm, keep)
        self.http = TestClient(create_app(settings, self.reception, watch_store(settings)))
        token = issue_token(home, "somebody", [AccountRole.ADMIN], ["*"], hours=1)
        self._headers = {"authorization": f"Bearer {token}"}

    def rename(self) -> None:
        """Make one more change of one office, over HTTP; asserts that the answer shows it."""
        registry = self.reception.registry
        assert registry is not None
        version = registry.edition.offices[KARASAI].version
        variables = {
            "id": f"Office:{KARASAI}",
            "expected": version,
            "patch": {"nameRu": f"Аппарат {version}"},
        }
        answer = self.http.post(
            "/graphql", json={"query": UPDATE, "variables": variables}, headers=self._headers
        )
        assert answer.json()["data"]["officeUpdate"]["office"]["version"] == version + 1

    def wait_for(self, number: int) -> None:
        """Wait until an edition is served."""
        end = time.monotonic() + 20
        while self.http.get("/readyz").json()["edition"] < number:
            assert time.monotonic() < end, f"the edition {number} is not served"
            time.sleep(0.02)


@pytest.fixture
def served(store_engine: Engine, small_seeds: Seeds, tmp_path: Path) -> Iterator[Served]:
    """A server over the small seeds on either store. The test checks afterwards what it froze."""
    fill(store_engine, small_seeds)
    served = Served(store_engine, tmp_path)
    try:
        with served.http:
            yield served
    finally:
        gc.unfreeze()


def test_a_registry_that_is_replaced_by_a_load_goes_whole(served: Served) -> None:
    answer = served.http.post("/graphql", json={"query": EVERYTHING}).json()
    assert "errors" not in answer
    served.http.get("/tiles/settlements/0/0/0.mvt")
    with without_collector():
        parts = parts_of(served.reception)
        with writing(served.engine) as connection:
            publish_edition(connection)  # as a load does: everything is read anew
        served.wait_for(load_edition(served.engine).number)
        assert left_of(parts, 20.0) == []


def test_a_process_that_follows_others_keeps_no_replaced_registry(served: Served) -> None:
    with without_collector():
        parts = []
        for version in range(1, 6):
            parts += parts_of(served.reception)
            with writing(served.engine) as connection:
                change = FieldChange("name_ru", None, f"Аппарат {version}")
                record_revision(connection, KARASAI, version, [change], "elsewhere", "another name")
            served.wait_for(load_edition(served.engine).number)
        assert left_of(parts, 20.0) == []


@pytest.mark.slow
@pytest.mark.usefixtures("small_history")
def test_memory_stays_as_it_is_change_after_change(served: Served) -> None:
    for _ in range(30):
        served.rename()
    before = blocks()
    for _ in range(_CHANGES):
        served.rename()
    grown = (blocks() - before) / _CHANGES
    registry = served.reception.registry
    assert registry is not None
    # A change permanently leaves its revision and the office before it. A registry of the small seeds is
    # about ten times as large.
    assert grown < 400, f"{grown:.0f} blocks of memory a change"


_CHANGES = 120


@pytest.fixture
def small_history(monkeypatch: pytest.MonkeyPatch) -> None:
    """Freezes often, in the middle of everything."""
    monkeypatch.setattr(gc_freeze, "_CHANGES", 7)


def blocks() -> int:
    """Blocks of memory in use after a collection, including permanently frozen ones."""
    time.sleep(1.0)  # the indexes of the last change are carried on
    gc.collect()
    return sys.getallocatedblocks()
