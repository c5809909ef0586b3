"""Live changes as the clients of graphql-ws and graphql-sse receive them from a real server."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.engine import make_url

from loaders.loading.load import load
from loaders.seeds import Seeds
from model.change_values import FieldValue
from model.office_changes import FieldChange
from store.log.revisions import record_revision
from store.tables import tables
from store.tables.engine import make_engine, reading, writing
from tests.conformance.conftest import CHECKOUT, HERE
from tests.conformance.serving import serving

KARASAI = "akm-akkol-karasai-akimat"
KENES = "akm-akkol-kenes-akimat"
CHANGED = """subscription($within: ID) { officeChanged(within: $within) {
  version actor summary changes { field before after } office { id settlement { id } version } } }"""
PUBLISHED = {"query": "subscription { editionPublished }"}


@pytest.fixture(scope="module")
def store(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A store of its own with the small seeds, written by this process and served by another."""
    engine = make_engine(make_url(f"sqlite:///{tmp_path_factory.mktemp('live')}/kense.sqlite3"))
    load(engine, small_seeds)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def url(store: Engine) -> Iterator[str]:
    """Address of its server."""
    options = ("--host", "127.0.0.1", "--port", "0", "--database", str(store.url))
    with serving([sys.executable, str(CHECKOUT / "kense.py"), "serve", *options]) as address:
        yield f"{address}/graphql"


@contextmanager
def subscribed(url: str, transport: str, events: int, *payloads: dict[str, Any]) -> Iterator[Iterator[Any]]:
    """Events that a client of Node prints while it is subscribed."""
    program = shutil.which("node")
    assert program is not None, "install Node 20"
    client = subprocess.Popen(
        [program, str(Path(HERE) / "live.mjs"), url, transport, str(events)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=HERE,
    )
    assert client.stdin is not None
    assert client.stdout is not None
    try:
        client.stdin.write(json.dumps(payloads))
        client.stdin.close()
        wait_until(url, len(payloads))
        yield (json.loads(line) for line in client.stdout)
    finally:
        client.kill()
        client.wait(30)
        client.stdout.close()
    wait_until(url, 0)


def wait_until(url: str, listeners: int) -> None:
    """Wait until the server has `count` subscribers."""
    for _ in range(400):
        with urllib.request.urlopen(url.replace("/graphql", "/readyz")) as answer:
            if json.load(answer)["listeners"] == listeners:
                return
        time.sleep(0.05)
    pytest.fail(f"there are not {listeners} subscribers")


def change(store: Engine, office_id: str, field: str, after: FieldValue) -> None:
    with writing(store) as connection:
        office = tables.office
        version = connection.scalar(select(office.c.version).where(office.c.id == office_id))
        assert version is not None
        change = FieldChange(field, None, after)
        record_revision(connection, office_id, version, [change], "editor", "as it is now")


@pytest.mark.parametrize("transport", ["ws", "sse"])
def test_a_change_committed_elsewhere_is_told_with_the_office_as_it_is_now(
    store: Engine, url: str, transport: str
) -> None:
    with subscribed(url, transport, 1, {"query": CHANGED}) as events:
        change(store, KARASAI, "phones", ("+77163834191",))
        event = next(events)["data"]["officeChanged"]
    assert (event["actor"], event["summary"]) == ("editor", "as it is now")
    assert event["changes"] == [{"field": "phones", "before": None, "after": '["+77163834191"]'}]
    assert event["office"]["id"] == f"Office:{KARASAI}"
    assert event["office"]["version"] == event["version"]


@pytest.mark.parametrize("transport", ["ws", "sse"])
def test_a_moved_office_is_told_in_both_territories_and_in_no_other(
    store: Engine, url: str, transport: str
) -> None:
    left, entered = "akm-akkol-karasai-karasai", "akm-akkol-kenes-kenes"
    with writing(store) as connection:
        units = connection.scalars(select(tables.unit.c.id)).all()
    assert {left, entered} <= set(units)
    change(store, KARASAI, "located_in", left)
    asked = [{"query": CHANGED, "variables": {"within": f"Settlement:{unit}"}} for unit in (left, entered)]
    elsewhere = {"query": CHANGED, "variables": {"within": "RuralOkrug:akm-akkol-zhalgyzkaragai"}}
    with subscribed(url, transport, 3, *asked, elsewhere) as events:
        change(store, KARASAI, "located_in", entered)
        told = [next(events), next(events)]
        change(store, KENES, "name_kk", f"Кеңес {transport}")
        last = next(events)
    assert sorted(event["index"] for event in told) == [0, 1]
    assert {event["data"]["officeChanged"]["office"]["settlement"]["id"] for event in told} == {
        f"Settlement:{entered}"
    }
    assert (last["index"], last["data"]["officeChanged"]["office"]["id"]) == (1, f"Office:{KENES}")


@pytest.mark.parametrize("transport", ["ws", "sse"])
def test_each_edition_is_told_to_all_who_ask(store: Engine, url: str, transport: str) -> None:
    with reading(store) as connection:
        newest = connection.scalars(select(tables.edition.c.number)).all()[-1]
    with subscribed(url, transport, 2, PUBLISHED, PUBLISHED) as events:
        change(store, KENES, "emails", (f"{transport}@example.kz",))
        told = [next(events), next(events)]
    assert sorted(event["index"] for event in told) == [0, 1]
    assert {event["data"]["editionPublished"] for event in told} == {newest + 1}


@pytest.mark.parametrize("transport", ["ws", "sse"])
def test_a_territory_that_is_none_is_refused(url: str, transport: str) -> None:
    program = shutil.which("node")
    assert program is not None
    asked = [{"query": CHANGED, "variables": {"within": "District:nowhere"}}]
    done = subprocess.run(
        [program, str(Path(HERE) / "live.mjs"), url, transport, "1"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=HERE,
        timeout=60,
    )
    event = json.loads(done.stdout.splitlines()[0])
    errors = event.get("errors") or event["failed"]
    assert errors[0]["extensions"]["code"] == "NOT_FOUND"
