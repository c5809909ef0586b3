"""Editions from the store: the first before the server answers, each later one as it is published."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from graph.context import Reception
from store.editions import load_edition
from store.engine import make_engine
from store.publish import EditionWatcher
from store.settings import Settings


def watch_store(settings: Settings) -> Callable[[Reception], AbstractContextManager[None]]:
    """Keeps a reception supplied from the store of `settings`. Raises StoreError where nothing is loaded."""

    @contextmanager
    def supply(reception: Reception) -> Iterator[None]:
        engine = make_engine(settings.database_url)
        try:
            edition = load_edition(engine)
            reception.serve(edition)
            with EditionWatcher(engine, edition.number, reception.serve):
                yield
        finally:
            engine.dispose()

    return supply
