"""Editions from the store: the first before the server answers, each later one as it is published."""

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Engine

from graph.context import Reception
from store.edition import Edition
from store.editions import load_edition, newer_edition
from store.engine import make_engine, reading
from store.publish import EditionWatcher
from store.settings import Settings


def watch_store(settings: Settings) -> Callable[[Reception], AbstractContextManager[None]]:
    """Keeps a reception supplied from the store of `settings`. Raises StoreError where nothing is loaded."""

    @contextmanager
    def supply(reception: Reception) -> Iterator[None]:
        engine = make_engine(settings.database_url)
        try:
            edition = load_edition(engine)
            _serve(reception, edition)
            reception.engine = engine
            reception.supply_from(lambda current: _newer(engine, current))
            with EditionWatcher(engine, edition.number, lambda later: _serve(reception, later)):
                yield
        finally:
            engine.dispose()

    return supply


def _newer(engine: Engine, current: Edition) -> Edition:
    with reading(engine) as connection:
        return newer_edition(connection, current)


def _serve(reception: Reception, edition: Edition) -> None:
    """Serve the edition, and keep the collector away from it.

    A full collection walks each of its objects, for 0.15 s in the midst of somebody's request. The edition
    before it is let go first: its views refer to each other, so that only the collector can free them.
    """
    gc.unfreeze()
    reception.serve(edition)
    gc.collect()
    gc.freeze()
