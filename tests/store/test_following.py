"""A server follows the editions where PostgreSQL's word does not reach it."""

from __future__ import annotations

import queue
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from math import inf
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, event, make_url

from loaders.loading.load import load
from loaders.seeds import Seeds
from model.operating import StoreBounds
from store.log.following import Following
from store.log.publish import EditionWatcher, publish_edition
from store.reading.edition_source import EditionSource
from store.reading.editions import load_edition
from store.tables.engine import make_engine, writing
from tests.stress.cluster import Cluster, cluster

pytestmark = pytest.mark.slow

PATIENCE_S = 20


def publish(engine: Engine) -> None:
    with writing(engine) as connection:
        publish_edition(connection)


@pytest.mark.parametrize("store_engine", ["postgis"], indirect=True)
def test_a_word_that_is_lost_without_an_error_is_made_up_for(
    store_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a pooler that gives each transaction another connection: LISTEN works and hears nothing."""
    publish(store_engine)
    monkeypatch.setattr("store.log.publish.CHANNEL", "kense_elsewhere")
    numbers: queue.Queue[int] = queue.Queue()
    with EditionWatcher(store_engine, None, lambda key: numbers.put(key.number)):
        first = numbers.get(timeout=PATIENCE_S)
        publish(store_engine)
        assert numbers.get(timeout=PATIENCE_S) == first + 1


@pytest.fixture
def primary(small_seeds: Seeds) -> Iterator[Cluster]:
    with cluster() as made:
        engine = make_engine(made.url)
        load(engine, small_seeds)
        engine.dispose()
        yield made


def test_a_hot_standby_is_followed_and_goes_on_when_it_is_promoted(
    primary: Cluster, small_seeds: Seeds
) -> None:
    numbers: queue.Queue[int] = queue.Queue()
    with cluster(primary) as standby:
        writer, reader = make_engine(primary.url), make_engine(standby.url)
        known = load_edition(reader).key
        with EditionWatcher(reader, known, lambda key: numbers.put(key.number)):
            load(writer, replace(small_seeds, toponyms=()))
            assert numbers.get(timeout=PATIENCE_S) == 2
            writer.dispose()
            standby.promote()
            publish(reader)
            assert numbers.get(timeout=PATIENCE_S) == 3
        reader.dispose()


def test_over_two_hosts_the_one_that_takes_writes_is_followed(primary: Cluster) -> None:
    numbers: queue.Queue[int] = queue.Queue()
    with cluster(primary) as standby:
        hosts = [f"127.0.0.1:{one.port}" for one in (primary, standby)]
        query = {"host": hosts, "target_session_attrs": "read-write"}
        url = URL.create("postgresql+psycopg", "postgres", database="postgres", query=query)
        engine = make_engine(url, StoreBounds(connect_s=2))
        with EditionWatcher(engine, load_edition(engine).key, lambda key: numbers.put(key.number)):
            publish(engine)
            assert numbers.get(timeout=PATIENCE_S) == 2
            primary.kill()
            standby.promote()
            publish(engine)
            assert numbers.get(timeout=PATIENCE_S) == 3
        engine.dispose()


def test_a_standby_that_receives_nothing_knows_nothing(primary: Cluster) -> None:
    following = Following()
    with cluster(primary) as standby:
        reader = make_engine(standby.url)
        with EditionWatcher(reader, load_edition(reader).key, lambda _: None, following):
            wait_until(lambda: following.lag.seconds < 1)
            primary.kill()
            wait_until(lambda: "receives nothing" in following.lag.reason)
            known_s = following.lag.seconds
            time.sleep(0.3)
            assert following.lag.seconds > known_s
            standby.promote()
            wait_until(lambda: not following.lag.reason and following.lag.seconds < 1)
        reader.dispose()


def wait_until(holds: object) -> None:
    assert callable(holds)
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def store_and_replica(small_seeds: Seeds, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    """A file with an edition, and a copy of it."""
    store = make_engine(make_url(f"sqlite:///{tmp_path}/store.sqlite3"))
    load(store, small_seeds)
    store.dispose()
    shutil.copy(tmp_path / "store.sqlite3", tmp_path / "replica.sqlite3")
    replica = make_engine(make_url(f"sqlite:///{tmp_path}/replica.sqlite3"))
    yield store, replica
    store.dispose()
    replica.dispose()


def test_a_replica_that_has_the_edition_is_read_in_the_place_of_the_store(
    store_and_replica: tuple[Engine, Engine],
) -> None:
    store, replica = store_and_replica
    asked: list[str] = []
    event.listen(store, "before_cursor_execute", lambda *words: asked.append(str(words[2])))
    assert EditionSource(store, replica).first().key == load_edition(replica).key
    assert not any("office" in words for words in asked)


def test_a_replica_that_lacks_the_edition_is_passed_over(
    store_and_replica: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.reading.edition_source._PATIENCE_S", 0.1)
    store, replica = store_and_replica
    publish(store)
    assert EditionSource(store, replica).first().number == 2


def test_while_the_store_is_away_the_edition_of_the_replica_is_served(
    store_and_replica: tuple[Engine, Engine],
) -> None:
    away = make_engine("postgresql+psycopg://nobody@127.0.0.1:1/none", StoreBounds(connect_s=2))
    assert EditionSource(away, store_and_replica[1]).first().number == 1
    away.dispose()


def test_what_is_lost_is_old_at_once_and_new_when_it_is_confirmed() -> None:
    following = Following()
    following.fail("the file is gone", is_lost=True)
    assert following.lag == (inf, "the file is gone")
    following.confirm()
    assert following.lag.seconds < 1
    following.confirm(behind_s=inf, reason="behind")
    assert (following.lag.seconds < 1, following.lag.reason) == (True, "behind")
