"""A server follows the editions where PostgreSQL's word does not reach it."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from loaders.loading.load import load
from loaders.seeds import Seeds
from store.log.publish import EditionWatcher, publish_edition
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
    told: queue.Queue[int] = queue.Queue()
    with EditionWatcher(store_engine, None, lambda key: told.put(key.number)):
        first = told.get(timeout=PATIENCE_S)
        publish(store_engine)
        assert told.get(timeout=PATIENCE_S) == first + 1


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
    told: queue.Queue[int] = queue.Queue()
    with cluster(primary) as standby:
        writer, reader = make_engine(primary.url), make_engine(standby.url)
        known = load_edition(reader).key
        with EditionWatcher(reader, known, lambda key: told.put(key.number)):
            load(writer, replace(small_seeds, toponyms=()))
            assert told.get(timeout=PATIENCE_S) == 2
            writer.dispose()
            standby.promote()
            publish(reader)
            assert told.get(timeout=PATIENCE_S) == 3
        reader.dispose()
