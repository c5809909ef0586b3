"""Editions are told apart by number and identity: a store that lost its last transactions is followed."""

from __future__ import annotations

import queue
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from graph.served.context import Reception
from graph.served.tags import edition_tag
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.edition import Edition
from model.edition_key import EditionKey
from model.office_changes import FieldChange
from store.log.publish import EditionWatcher
from store.log.revisions import record_revision
from store.reading.editions import load_edition, newer_edition
from store.tables.engine import make_engine, reading, writing
from store.tables.schema import migrate
from tests.changing import EDUCATION, KARASAI

PATIENCE_S = 20


@pytest.fixture
def primary(tmp_path: Path, small_seeds: Seeds) -> Iterator[Engine]:
    engine = make_engine(make_url(f"sqlite+pysqlite:///{tmp_path / 'primary.db'}"))
    migrate(engine)
    load(engine, small_seeds)
    yield engine
    engine.dispose()


@pytest.fixture
def standby(primary: Engine, tmp_path: Path) -> Iterator[Engine]:
    """A store as it was before the last transaction of its primary."""
    path = tmp_path / "standby.db"
    source, target = sqlite3.connect(str(primary.url.database)), sqlite3.connect(path)
    source.backup(target)
    source.close()
    target.close()
    engine = make_engine(make_url(f"sqlite+pysqlite:///{path}"))
    yield engine
    engine.dispose()


def renamed(engine: Engine, office_id: str, name: str) -> Edition:
    with writing(engine) as connection:
        record_revision(connection, office_id, 1, [FieldChange("name_kk", None, name)], "editor", "a name")
    return load_edition(engine)


def newer(engine: Engine, current: Edition) -> Edition:
    with reading(engine) as connection:
        return newer_edition(connection, current)


def kazakh(edition: Edition, office_id: str) -> list[str]:
    return [name.value for name in edition.offices[office_id].names]


def test_a_second_edition_of_a_known_number_is_read_whole(primary: Engine, standby: Engine) -> None:
    lost = renamed(primary, KARASAI, "Жоғалды")
    kept = renamed(standby, EDUCATION, "Қалды")
    assert (lost.number, kept.number) == (2, 2)
    assert lost.key != kept.key
    taken = newer(standby, lost)
    assert taken == kept
    assert taken.laid_over is None
    assert "Жоғалды" not in kazakh(taken, KARASAI)


def test_what_follows_a_lost_edition_is_not_laid_over_it(primary: Engine, standby: Engine) -> None:
    lost = renamed(primary, KARASAI, "Жоғалды")
    renamed(standby, EDUCATION, "Қалды")
    newest = renamed(standby, KARASAI, "Басқа")
    taken = newer(standby, lost)
    assert taken == newest
    assert taken.laid_over is None


def test_an_edition_that_the_store_made_is_laid_over(primary: Engine) -> None:
    first = load_edition(primary)
    second = renamed(primary, KARASAI, "Екінші")
    taken = newer(primary, first)
    assert taken == second
    assert taken.laid_over == (first.key, frozenset({KARASAI}))
    assert newer(primary, second) is second


def test_a_server_goes_back_to_what_the_store_has(primary: Engine, standby: Engine) -> None:
    reception = Reception()
    reception.serve(load_edition(primary))
    reception.supply_from(lambda current, _: newer(standby, current))
    told: list[tuple[str, ...]] = []
    reception.subscribe(lambda one: told.append(tuple(each.office_id for each in one.revisions)))
    reception.serve(renamed(primary, KARASAI, "Жоғалды"))
    assert reception.catch_up() == 1
    kept = renamed(standby, EDUCATION, "Қалды")
    assert reception.catch_up(kept.key) == 2
    assert reception.registry is not None
    assert reception.registry.edition == kept
    assert told == [(KARASAI,), (), (EDUCATION,)]


def test_the_second_edition_of_a_number_is_taken_over_without_a_step_back(
    primary: Engine, standby: Engine
) -> None:
    reception = Reception()
    reception.serve(renamed(primary, KARASAI, "Жоғалды"))
    kept = renamed(standby, EDUCATION, "Қалды")
    reception.supply_from(lambda current, _: newer(standby, current))
    told: list[tuple[str, ...]] = []
    reception.subscribe(lambda one: told.append(tuple(each.office_id for each in one.revisions)))
    reception.catch_up(kept.key)
    assert reception.registry is not None
    assert reception.registry.edition == kept
    assert told == [(EDUCATION,)]


def test_a_watcher_tells_of_an_edition_of_the_number_that_it_knows(primary: Engine, standby: Engine) -> None:
    lost = renamed(primary, KARASAI, "Жоғалды")
    kept = renamed(standby, EDUCATION, "Қалды")
    told: queue.Queue[EditionKey] = queue.Queue()
    with EditionWatcher(standby, lost.key, told.put):
        assert told.get(timeout=PATIENCE_S) == kept.key


def test_a_watcher_tells_of_a_smaller_number(primary: Engine, standby: Engine) -> None:
    lost = renamed(primary, KARASAI, "Жоғалды")
    told: queue.Queue[EditionKey] = queue.Queue()
    with EditionWatcher(standby, lost.key, told.put):
        assert told.get(timeout=PATIENCE_S) == load_edition(standby).key


def test_tags_of_two_editions_of_one_number_differ(small_edition: Edition) -> None:
    other = replace(small_edition, published_at=small_edition.published_at + timedelta(microseconds=1))
    assert edition_tag(other) != edition_tag(small_edition)
    assert EditionKey.of(7, small_edition.published_at) != small_edition.key
