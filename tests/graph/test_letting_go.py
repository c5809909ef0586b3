"""A replaced registry is freed piece by piece, and completely."""

import gc
import weakref
from pathlib import Path

from sqlalchemy.engine import make_url

from graph.served.letting_go import let_go, pieces_of
from graph.served.name_index import prepare_names
from graph.served.precompute import warm
from graph.served.registry import Registry
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.edition import Edition, Office
from store.reading.editions import load_edition
from store.tables.engine import make_engine


def made_ready(edition: Edition) -> Registry:
    registry = Registry(edition)
    prepare_names(registry)
    warm(registry)
    return registry


def test_every_large_collection_is_in_small_pieces(shipped_edition: Edition) -> None:
    pieces = list(pieces_of(made_ready(shipped_edition)))
    assert max(map(len, pieces)) <= 500
    held = {id(each) for piece in pieces for each in piece}
    records = (shipped_edition.offices, shipped_edition.provisions, shipped_edition.units)
    assert all(id(record) in held for mapping in records for record in mapping.values())


def test_nothing_stays_once_the_pieces_are_gone(small_seeds: Seeds, tmp_path: Path) -> None:
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    load(engine, small_seeds)
    edition = load_edition(engine)
    engine.dispose()
    registry = made_ready(edition)
    gone = weakref.ref(registry)
    held = sum(isinstance(each, Office) for each in gc.get_objects())
    thread = let_go(registry)
    del registry, edition
    thread.join()
    gc.collect()
    assert gone() is None
    assert sum(isinstance(each, Office) for each in gc.get_objects()) <= held - 12
