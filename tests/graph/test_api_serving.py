"""The server over a real store: the first edition, the next one, and pages without the page build."""

from __future__ import annotations

import time
from pathlib import Path

from starlette.testclient import TestClient

from graph.served.context import Reception
from graph.served.edition_feed import watch_store
from graph.server import console
from graph.server.app import create_app, without_controls
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.settings import Settings
from store.log.publish import publish_edition
from store.tables.engine import make_engine, writing
from store.tables.schema import migrate

PATIENCE_S = 10.0


def test_a_new_edition_of_the_store_is_served_without_a_restart(small_seeds: Seeds, tmp_path: Path) -> None:
    settings = Settings.from_environment({"KENSE_HOME": str(tmp_path)})
    engine = make_engine(settings.database_url)
    try:
        migrate(engine)
        load(engine, small_seeds)
        with TestClient(create_app(settings, Reception(), watch_store(settings))) as client:
            told = client.get("/readyz").json()
            assert (told["ready"], told["edition"], told["listeners"]) == (True, 1, 0)
            assert told["age"] < PATIENCE_S
            with writing(engine) as connection:
                publish_edition(connection)
            deadline = time.monotonic() + PATIENCE_S
            while client.get("/readyz").json()["edition"] == 1 and time.monotonic() < deadline:
                time.sleep(0.02)
            answer = client.post("/graphql", json={"query": "{ edition { number offices } }"}).json()
            assert answer["data"]["edition"] == {"number": 2, "offices": 12}
    finally:
        engine.dispose()


def test_without_the_page_build_a_page_of_our_own_takes_its_place() -> None:
    page = console.console_page(None)
    assert "<title>Kense GraphiQL</title>" in page
    assert 'src="/graphql/console.js"' in page


def test_a_bundle_takes_the_place_of_our_own_page(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<title>bundle</title>", "utf-8")
    assert console.console_page(tmp_path) == "<title>bundle</title>"


def test_a_path_that_steers_a_terminal_is_logged_as_escapes() -> None:
    told = {"path": "/ru/\x1b[31m\x9b\x00", "event": "request", "ms": 1.5, "stack": "a\nb"}
    seen = without_controls(None, "info", dict(told))
    assert seen == told | {"path": r"'/ru/\x1b[31m\x9b\x00'"}
