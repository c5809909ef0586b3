"""Workers begin with the registry that their parent made, and with the changes since."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from graph.served import preloading
from graph.served.current_registry import Reception
from graph.served.edition_feed import watch_store
from graph.served.preloading import preload, preloaded
from loaders.seeds import Seeds
from model.office_changes import FieldChange
from model.settings import Settings
from store.log.revisions import record_revision
from store.tables.engine import make_engine, writing
from tests.changing import KARASAI
from tests.filled import fill


@pytest.fixture
def settings(empty_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an empty store, in a process without other threads."""
    shutil.copyfile(empty_store, tmp_path / "kense.sqlite3")
    monkeypatch.setattr(preloading, "_preloaded", None)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    return Settings.from_environment({"KENSE_HOME": str(tmp_path)})


@pytest.fixture
def store(settings: Settings, small_seeds: Seeds) -> Engine:
    engine = make_engine(make_url(settings.database_url))
    fill(engine, small_seeds)
    engine.dispose()
    return engine


def test_a_worker_serves_what_its_parent_made(store: Engine, settings: Settings) -> None:
    assert preload(settings)
    reception = Reception()
    with watch_store(settings)(reception):
        assert reception.registry is preloaded() is not None
        assert reception.following.lag.seconds < 60


def test_a_worker_that_is_started_later_serves_what_changed_meanwhile(
    store: Engine, settings: Settings
) -> None:
    assert preload(settings)
    with writing(store) as connection:
        record_revision(connection, KARASAI, 1, [FieldChange("name_kk", None, "Кеңсе")], "editor", "so it is")
    store.dispose()
    reception = Reception()
    with watch_store(settings)(reception):
        assert reception.registry is not None
        assert reception.registry.is_overlay
        assert reception.registry.edition.offices[KARASAI].version == 2


def test_no_process_is_forked_without_an_edition_or_beside_threads(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not preload(settings)
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert not preload(settings)
    assert preloaded() is None
