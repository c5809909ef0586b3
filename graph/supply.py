"""Editions from the store: the first before the server answers, each later one as it is published."""

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Engine

from graph.reception import Reception
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
            reception.engine = engine
            reception.supply_from(lambda current: _newer(engine, current))
            reception.serve(edition)
            with EditionWatcher(engine, edition.number, _Follower(reception)):
                yield
        finally:
            engine.dispose()

    return supply


def _newer(engine: Engine, current: Edition) -> Edition:
    with reading(engine) as connection:
        return newer_edition(connection, current)


class _Follower:
    """Serves each edition that is told of, and does what nobody needs to wait for."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._settled: object = None
        self._settle()

    def __call__(self, number: int) -> None:
        """Serve the edition of that number or a later one."""
        self._reception.catch_up(number)
        self._settle()

    def _settle(self) -> None:
        """Carry the indexes on, and keep the collector away from an edition that was read whole.

        A full collection walks each of its objects, for 0.15 s in the midst of somebody's request. The
        edition before it is let go first. One that was laid over another is not worth it: it shares nearly
        everything, and what it replaced is freed when nobody uses it any more.
        """
        registry = self._reception.registry
        if registry is None:
            return
        registry.renew_inherited()
        if registry.edition.units is not self._settled:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self._settled = registry.edition.units
