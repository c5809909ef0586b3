"""Editions from the store: the first before the server answers, each later one as it is published."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event, Thread
from types import TracebackType

from sqlalchemy import Engine

from geo.names.kept_folds import kept_folds
from graph.served.current_registry import Reception
from graph.served.erasure import DailyErasure
from graph.served.gc_freeze import History
from graph.served.locating import LocatingBeside
from graph.served.preloading import preloaded
from graph.served.purging import Purging
from graph.served.webhook_delivery import WebhookDelivery
from model.edition_key import EditionKey
from model.errors import StoreAwayError
from model.settings import Settings
from store.log.following import told_publicly
from store.log.publish import EditionWatcher
from store.reading.edition_file import edition_file
from store.reading.edition_source import EditionSource
from store.tables.engine import make_engine

logger = logging.getLogger("kense.graph.supply")


def watch_store(settings: Settings) -> Callable[[Reception], AbstractContextManager[None]]:
    """A context in which a reception gets its editions from the store, and background work runs.

    If the store is unreachable, the reception serves its edition as soon as possible. The context raises
    StoreError if the store holds no edition.
    """

    @contextmanager
    def supply(reception: Reception) -> Iterator[None]:
        with _engines(settings) as (engine, replica):
            source = EditionSource(engine, replica, edition_file(settings))
            reception.engine = None if settings.is_read_only else engine
            reception.supply_from(source.newer)
            reception.is_followed = True
            with kept_folds(settings):
                seen = _serve_first(reception, source)
            with (
                _Settling(reception) as settling,
                DailyErasure(engine, settings),
                LocatingBeside(reception, settings),
                WebhookDelivery(reception, engine, settings),
                Purging(reception, settings.operating.purge_url),
                EditionWatcher(engine, seen, _Follower(reception, source, settling), reception.following),
            ):
                yield

    return supply


@contextmanager
def _engines(settings: Settings) -> Iterator[tuple[Engine, Engine | None]]:
    """The engine of the store, and that of the replica (None if none is configured), disposed in the end."""
    operating = settings.operating
    engine = make_engine(settings.database_url, operating.store)
    replica = make_engine(operating.read_url, operating.store) if operating.read_url else None
    try:
        yield engine, replica
    finally:
        engine.dispose()
        if replica is not None:
            replica.dispose()


def _serve_first(reception: Reception, source: EditionSource) -> EditionKey | None:
    """Serve the newest edition and return its key. None while the store is unreachable.

    Raises StoreError for other faults.
    """
    shared = preloaded()
    if shared is not None:
        reception.serve(shared.edition, shared)
    try:
        if shared is None:
            reception.serve(source.first())
        else:
            reception.catch_up()
    except StoreAwayError as error:
        logger.warning("the server waits for its store: %s", error)
        reception.following.fail(told_publicly(error))
        return None
    reception.following.confirm()
    return None if reception.registry is None else reception.registry.key


class _Follower:
    """Serves each edition that is announced, and starts the update of indexes in the background."""

    def __init__(self, reception: Reception, source: EditionSource, settling: "_Settling") -> None:
        self._reception, self._source = reception, source
        self._settling = settling

    def __call__(self, key: EditionKey) -> None:
        """Serve the edition with that key, or a later edition.

        Does nothing if such an edition is served already. Raises StoreError.
        """
        if self._reception.registry is None:
            self._reception.serve(self._source.first())
        else:
            self._reception.catch_up(key)
        self._settling.begin()


class _Settling:
    """Updates the indexes of the edition in service in a thread, 0.3 s after a change.

    Changes in quick succession are updated together. A request that needs an index earlier updates it itself.
    """

    _PAUSE_S = 0.3

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._history = History()
        self._asked, self._stopping = Event(), Event()
        self._thread = Thread(target=self._run, name="kense-settling", daemon=True)

    def __enter__(self) -> "_Settling":
        self._settle()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._asked.set()
        self._thread.join()

    def begin(self) -> None:
        """Start an update for a new edition."""
        self._asked.set()

    def _run(self) -> None:
        """Update the indexes after each change, until the context ends. Failures are logged."""
        while self._asked.wait() and not self._stopping.is_set():
            if self._stopping.wait(self._PAUSE_S):
                return
            self._asked.clear()
            try:
                self._settle()
            except Exception:
                logger.exception("the indexes of an edition were not carried on")

    def _settle(self) -> None:
        registry = self._reception.registry
        if registry is not None:
            registry.carry_on_inherited()
            self._history.grew(registry.edition.number)
