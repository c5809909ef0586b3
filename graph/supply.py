"""Editions from the store: the first before the server answers, each later one as it is published."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Engine

from graph.long_lived import LongLived
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
            long_lived = LongLived()
            reception.supply_from(lambda current: _newer(engine, current), long_lived.made)
            reception.serve(edition)
            with EditionWatcher(engine, edition.number, _Follower(reception, long_lived)):
                yield
        finally:
            engine.dispose()

    return supply


def _newer(engine: Engine, current: Edition) -> Edition:
    with reading(engine) as connection:
        return newer_edition(connection, current)


class _Follower:
    """Serves each edition that is told of, and does what nobody needs to wait for."""

    def __init__(self, reception: Reception, long_lived: LongLived) -> None:
        self._reception = reception
        self._long_lived = long_lived
        self._settled: object = None
        self._settle()

    def __call__(self, number: int) -> None:
        """Serve the edition of that number or a later one, which its writer may have done before."""
        self._reception.catch_up(number)
        self._settle()

    def _settle(self) -> None:
        registry = self._reception.registry
        if registry is not None:
            registry.renew_inherited()
            self._long_lived.settle(anew=registry.edition.units is not self._settled)
            self._settled = registry.edition.units
