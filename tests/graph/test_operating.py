"""A server whose store is away, behind, newer or slow: its health reports, and how it stops."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.base import RootTransaction
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from changes.development import issue_token
from changes.identity import AccountRole
from graph.served.context import Reception
from graph.served.edition_feed import watch_store
from graph.server.app import create_app
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.errors import StoreBusyError, StoreReadOnlyError
from model.operating import StoreBounds
from model.settings import Settings
from store.log.publish import publish_edition
from store.tables.engine import make_engine, writing
from tests.stress.cluster import cluster
from tests.stress.servers import CHECKOUT, Server

PATIENCE_S = 30.0
UPDATE = """mutation($seen: Int!, $reason: String!, $key: String) {
  officeUpdate(id: "Office:akm-akkol-education", expectedVersion: $seen, reason: $reason,
    patch: {nameRu: "Отдел", nameKk: "Бөлім"}, idempotencyKey: $key) {
  revision { version } userErrors { code message } } }"""
SUBSCRIBE = "subscription { officeChanged { office { id } } }"


@pytest.fixture(scope="module")
def small_store(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the small seeds, to be copied."""
    file = tmp_path_factory.mktemp("operating") / "kense.sqlite3"
    engine = make_engine(make_url(f"sqlite:///{file}"))
    load(engine, small_seeds)
    engine.dispose()
    return file


@pytest.fixture
def home(small_store: Path, tmp_path: Path) -> Path:
    """A folder with a copy of the store."""
    shutil.copy(small_store, tmp_path / "kense.sqlite3")
    return tmp_path


def settings_of(home: Path, **environ: str) -> Settings:
    return Settings.from_environment({"KENSE_HOME": str(home), "KENSE_WORK_LIMIT_MS": "5000", **environ})


@pytest.fixture
def client(home: Path) -> Iterator[TestClient]:
    """The whole server over the store of `home`."""
    settings = settings_of(home, KENSE_STORE_LOCK_S="0.3")
    token = issue_token(home, "editor", [AccountRole.ADMIN], ["*"], hours=1)
    app = create_app(settings, Reception(), watch_store(settings))
    with TestClient(app, headers={"authorization": f"Bearer {token}"}) as made:
        yield made


def change(client: TestClient, seen: int = 1, key: str = "a key") -> tuple[dict[str, object], dict[str, str]]:
    """The answer to one change, and its headers."""
    variables = {"seen": seen, "reason": "a test", "key": key}
    answer = client.post("/graphql", json={"query": UPDATE, "variables": variables})
    return answer.json(), dict(answer.headers)


def code_of(answer: dict[str, object]) -> str:
    errors = answer["errors"]
    assert isinstance(errors, list)
    return str(errors[0]["extensions"]["code"])


def until_ready_is(client: TestClient, status: int) -> dict[str, object]:
    end = time.monotonic() + PATIENCE_S
    while (answer := client.get("/readyz")).status_code != status:
        assert time.monotonic() < end, answer.text
        time.sleep(0.02)
    found: dict[str, object] = answer.json()
    return found


def test_a_file_that_is_moved_away_takes_no_change_and_is_not_made_anew(
    home: Path, client: TestClient
) -> None:
    file, away = home / "kense.sqlite3", home / "away.sqlite3"
    assert until_ready_is(client, 200)["edition"] == 1
    file.rename(away)
    told = until_ready_is(client, 503)
    assert "moved, replaced or damaged" in str(told["reason"])
    assert client.get("/readyz?stale=ok").status_code == client.get("/healthz").status_code == 200
    answer, headers = change(client)
    assert (code_of(answer), headers["retry-after"]) == ("STORE_UNAVAILABLE", "2")
    assert client.post("/graphql", json={"query": "{ edition { number } }"}).status_code == 200
    assert not file.exists()
    away.rename(file)
    until_ready_is(client, 200)
    assert change(client)[0]["data"] == {"officeUpdate": {"revision": {"version": 2}, "userErrors": []}}


def test_another_file_in_its_place_takes_no_change(home: Path, small_store: Path, client: TestClient) -> None:
    shutil.copy(small_store, home / "other.sqlite3")
    (home / "other.sqlite3").rename(home / "kense.sqlite3")
    assert code_of(change(client)[0]) == "STORE_UNAVAILABLE"
    with sqlite3.connect(home / "kense.sqlite3") as other:
        assert other.execute("SELECT count(*) FROM revision").fetchone() == (0,)
    other.close()
    until_ready_is(client, 503)


def test_a_file_that_was_cut_short_takes_no_change(home: Path, client: TestClient) -> None:
    os.truncate(home / "kense.sqlite3", 8192)
    assert code_of(change(client)[0]) == "STORE_UNAVAILABLE"
    until_ready_is(client, 503)


def test_a_lock_of_another_is_waited_for_no_longer_than_is_set(home: Path, client: TestClient) -> None:
    other = sqlite3.connect(home / "kense.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    answer, headers = change(client)
    assert time.monotonic() - began < 3
    assert (code_of(answer), headers["retry-after"]) == ("STORE_UNAVAILABLE", "2")
    other.execute("ROLLBACK")
    other.close()
    assert "errors" not in change(client)[0]


def test_an_old_server_writes_nothing_into_newer_tables_and_reads_on(home: Path, client: TestClient) -> None:
    other = sqlite3.connect(home / "kense.sqlite3", isolation_level=None)
    (known,) = other.execute("SELECT version_num FROM alembic_version").fetchone()
    other.execute("UPDATE alembic_version SET version_num = '9999'")
    answer = change(client)[0]
    assert code_of(answer) == "STORE_UNAVAILABLE"
    assert "older than its store" in json.dumps(answer)
    assert "errors" not in client.post("/graphql", json={"query": "{ edition { number } }"}).json()
    other.execute("UPDATE alembic_version SET version_num = ?", (known,))
    other.close()
    assert "errors" not in change(client)[0]


def test_a_commit_that_was_not_confirmed_is_told_as_unknown(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change is stored, the confirmation lost: the same key then returns its result, once."""

    commit = RootTransaction.commit

    def broken(transaction: RootTransaction) -> None:
        commit(transaction)
        if transaction.connection.get_execution_options().get("kense_writes"):
            raise OperationalError("COMMIT", None, sqlite3.OperationalError("the connection broke"))

    with monkeypatch.context() as patch:
        patch.setattr("store.tables.engine.is_cut_off", lambda _: True)
        patch.setattr(RootTransaction, "commit", broken)
        answer, headers = change(client)
    assert (code_of(answer), headers["retry-after"]) == ("OUTCOME_UNKNOWN", "2")
    assert "same idempotencyKey" in json.dumps(answer)
    again = change(client)[0]
    assert again["data"] == {"officeUpdate": {"revision": {"version": 2}, "userErrors": []}}


def test_a_change_that_a_commit_holds_up_is_answered_in_time(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of(home, KENSE_REQUEST_DEADLINE_S="1.0")
    monkeypatch.setattr("graph.server.http.GRACE_S", 0.2)
    token = issue_token(home, "editor", [AccountRole.ADMIN], ["*"], hours=1)
    goes_on = threading.Event()
    monkeypatch.setattr("store.tables.engine._before_commit", lambda *_: goes_on.wait(PATIENCE_S))
    app = create_app(settings, Reception(), watch_store(settings))
    with TestClient(app, headers={"authorization": f"Bearer {token}"}) as client:
        answer, headers = change(client)
        assert (code_of(answer), headers["retry-after"]) == ("OUTCOME_UNKNOWN", "2")
        goes_on.set()
        end = time.monotonic() + PATIENCE_S
        while client.get("/readyz").json()["edition"] == 1 and time.monotonic() < end:
            time.sleep(0.02)
        assert client.get("/readyz").json()["edition"] == 2


def test_who_names_an_edition_is_not_answered_from_an_older_one(home: Path, client: TestClient) -> None:
    engine = make_engine(make_url(f"sqlite:///{home}/kense.sqlite3"))

    def publish() -> None:
        time.sleep(0.3)
        with writing(engine) as connection:
            publish_edition(connection)

    later = threading.Thread(target=publish)
    later.start()
    asked = {"query": "{ edition { number } }"}
    answer = client.post("/graphql", json=asked, headers={"kense-edition": "2"})
    later.join()
    engine.dispose()
    assert answer.json()["data"] == {"edition": {"number": 2}}
    assert answer.headers["kense-edition"].startswith("2-")
    assert float(answer.headers["kense-edition-age"]) < 2
    # The key of the answer is accepted as well; 0 only requests the age.
    known = {"kense-edition": answer.headers["kense-edition"]}
    assert client.get("/offices.geojson", headers=known).status_code == 200
    assert "kense-edition" in client.get("/healthz", headers={"kense-edition": "0"}).headers


@pytest.mark.parametrize(("said", "status", "code"), [("9", 503, "NOT_READY"), ("two", 400, "BAD_REQUEST")])
def test_an_edition_that_does_not_come_is_refused(
    small_store: Path, tmp_path: Path, said: str, status: int, code: str
) -> None:
    settings = settings_of(tmp_path, KENSE_REQUEST_DEADLINE_S="0.2")
    with TestClient(create_app(settings, Reception())) as client:
        answer = client.get("/offices.geojson", headers={"kense-edition": said})
        assert (answer.status_code, code_of(answer.json())) == (status, code)


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    """A server process that ends within three seconds."""
    url = make_url(f"sqlite:///{home}/kense.sqlite3")
    made = Server(url, home, {"KENSE_DRAIN_S": "3", "KENSE_TRUSTED_PROXIES": "127.0.0.1"})
    made.start()
    try:
        made.wait()
        yield made
    finally:
        made.stop()


@pytest.mark.slow
def test_a_server_that_is_to_end_says_so_and_lets_streams_go(server: Server) -> None:
    listening = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
    body = json.dumps({"query": SUBSCRIBE})
    listening.request(
        "POST", "/graphql", body, {"content-type": "application/json", "accept": "text/event-stream"}
    )
    stream = listening.getresponse()
    began = time.monotonic()
    server.terminate()
    while server.status() == 200:
        time.sleep(0.02)
    asking = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
    asking.request("POST", "/graphql", '{"query": "{ __typename }"}', {"content-type": "application/json"})
    answer = asking.getresponse()
    assert (answer.status, answer.headers["connection"]) == (200, "close")
    assert "data" in json.loads(answer.read())
    text_ = stream.read().decode()
    assert "the server ends" in text_
    assert "complete" not in text_
    listening.close()
    asking.close()
    assert server.process is not None
    server.process.wait(PATIENCE_S)
    assert time.monotonic() - began < 4


@pytest.mark.slow
def test_workers_are_forked_from_one_registry_and_end_with_a_parent_that_was_killed(home: Path) -> None:
    url = make_url(f"sqlite:///{home}/kense.sqlite3")
    # Jobs and traces have threads, beside which no process may be forked: the workers have them.
    traced = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "KENSE_ACT_JOBS": "on"}
    server = Server(url, home, {"KENSE_WORKERS": "2", **traced})
    server.start()
    try:
        server.wait()
        assert server.process is not None
        parent = server.process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        assert len(children) == 2
        assert not [child for child in children if b"spawn" in Path(f"/proc/{child}/cmdline").read_bytes()]
        os.kill(parent, signal.SIGKILL)
        server.process.wait(PATIENCE_S)
        end = time.monotonic() + PATIENCE_S
        while any(Path(f"/proc/{child}").exists() for child in children):
            assert time.monotonic() < end, "workers go on as orphans"
            time.sleep(0.05)
    finally:
        server.stop()


@pytest.mark.slow
def test_a_server_waits_for_its_database_and_follows_it_through_a_restart(
    small_seeds: Seeds, tmp_path: Path
) -> None:
    with cluster() as database:
        engine = make_engine(database.url)
        load(engine, small_seeds)
        engine.dispose()
        database.stop()
        server = Server(database.url, tmp_path, {"KENSE_MAX_LAG_S": "1"})
        server.start()
        try:
            until_status(server, 503)
            database.start()
            until_status(server, 200)
            database.stop()
            until_status(server, 503)
            with urllib.request.urlopen(f"{server.ready_url}?stale=ok", timeout=5) as answer:
                assert json.load(answer)["age"] >= 1
            database.start()
            until_status(server, 200)
        finally:
            server.stop()


def until_status(server: Server, status: int) -> None:
    end = time.monotonic() + 120
    while server.status() != status:
        assert time.monotonic() < end
        time.sleep(0.05)


def publish_late(engine: Engine) -> None:
    with writing(engine, time.monotonic() + 0.2) as connection:
        time.sleep(0.3)
        publish_edition(connection)


def publish_read_only(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        publish_edition(connection)


@pytest.mark.parametrize("store_engine", ["postgis"], indirect=True)
def test_a_change_waits_for_locks_of_others_no_longer_than_its_request_may_take(store_engine: Engine) -> None:
    bounded = make_engine(store_engine.url, StoreBounds(lock_s=30))
    try:
        with writing(store_engine):
            began = time.monotonic()
            with pytest.raises(StoreBusyError), writing(bounded, time.monotonic() + 0.3):
                raise AssertionError("two writers at once")
            assert time.monotonic() - began < 3
        with pytest.raises(StoreBusyError, match="nothing was written"):
            publish_late(bounded)
        with pytest.raises(StoreReadOnlyError):
            publish_read_only(bounded)
    finally:
        bounded.dispose()


def test_a_damaged_file_is_told_of_in_one_sentence(home: Path) -> None:
    with (home / "kense.sqlite3").open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(40_960))
    environ = {**os.environ, "KENSE_HOME": str(home)}
    for words in (["serve", "--port", "0"], ["check", "--store"]):
        command = [sys.executable, str(CHECKOUT / "kense.py"), *words]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr + done.stdout
