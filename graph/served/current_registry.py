"""Holds the registry in service, and updates it to the newest edition of the store."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Thread
from time import sleep

from sqlalchemy import Engine

from graph.served.letting_go import let_go
from graph.served.registry import Registry
from model.collecting import undisturbed
from model.edition import Edition
from model.edition_key import EditionKey
from model.office_changes import Revision
from store.log.following import Following

_STAYS_S = 1.0
"""After this time an edition counts as lasting; several loads may follow each other."""

logger = logging.getLogger("kense.graph.reception")


@dataclass(frozen=True, slots=True)
class Publication:
    """A registry that enters service, and the changes that people made since the registry before."""

    registry: Registry
    revisions: tuple[Revision, ...]
    """In the order in which they were made."""


Listener = Callable[[Publication], None]
Newer = Callable[[Edition, Edition | None], Edition]
"""The newest edition, given the one in service, and the one that a committed change made, if it was read."""


class Reception:
    """Holds the registry in service. A new one replaces it in one assignment, so that reads need no lock."""

    def __init__(
        self,
        prepare: Callable[[Registry], object] | None = None,
        warm: Callable[[Registry], object] | None = None,
        keep: Callable[[], object] = lambda: None,
    ) -> None:
        """`prepare` derives data before an edition enters service, `warm` after that in a thread of its own.

        Both are called only for an edition that was read as a whole, not for one derived from its
        predecessor, which takes over their results. `keep` is called after each of these two calls: the
        objects made so far will stay.
        """
        self._registry: Registry | None = None
        self._prepare = prepare
        self._warm = warm
        self._keep = keep
        self._newer: Newer = lambda current, _: current
        self.engine: Engine | None = None
        """The store for mutations; None where nothing can be written."""
        self.following = Following()
        """How current the edition in service is."""
        self.is_followed = False
        """Whether later editions are watched for; otherwise the one in service is final."""
        self._publishing = Lock()
        self._subscribing = Lock()
        self._listeners: tuple[Listener, ...] = ()
        self._counters: tuple[Listener, ...] = ()

    @property
    def registry(self) -> Registry | None:
        """The registry in service; None until the first edition is loaded."""
        return self._registry

    @property
    def listeners(self) -> int:
        """Number of listeners added by `subscribe`."""
        return len(self._listeners)

    def supply_from(self, newer: Newer) -> None:
        """Set the function with which `catch_up` gets the newest edition."""
        self._newer = newer

    def catch_up(self, key: EditionKey | None = None, made: Edition | None = None) -> int:
        """Serve the newest edition of the store. Returns the number of the edition that is served then.

        Called by a writer after its commit, and when a new edition is announced. Returns at once if the
        edition with `key` is served already. `made` is the edition that the writer made; it is not read again
        if it is the newest edition. The newest edition of the store is served even if it is older than the
        edition in service: the store was restored. Raises StoreError if the store cannot be read,
        RuntimeError before the first edition. May be called from any thread.
        """
        with self._publishing:
            current = self._registry
            if current is None:
                raise RuntimeError("no edition of the registry is loaded yet")
            if key is None or current.edition.key != key:
                with undisturbed():
                    newest = self._newer(current.edition, made)
                    if newest.key != current.edition.key:
                        self._publish(newest)
            return self._must().edition.number

    def serve(self, edition: Edition, made: Registry | None = None) -> None:
        """Serve `edition` from now on. Does nothing if the same or a later edition is served.

        Running requests keep their edition. `made` is the registry of that edition, if it exists already. May
        be called from any thread.
        """
        with self._publishing:
            current = self._registry
            if current is None or current.edition.number < edition.number:
                self._publish(edition, made)

    def _publish(self, edition: Edition, made: Registry | None = None) -> None:
        """Put the registry of an edition into service, tell the listeners, and free the registry before."""
        before = self._registry
        registry = made or (Registry(edition) if before is None else before.carried_on(edition))
        if self._prepare is not None and not registry.is_overlay:
            self._prepare(registry)
        self._registry = registry
        if not registry.is_overlay:
            self._keep()
        if before is not None:
            before.retire()
        publication = Publication(registry, _revisions_since(before, edition))
        for listener in (*self._counters, *self._listeners):
            try:
                listener(publication)
            except Exception:
                logger.exception("a listener did not take the edition %d", edition.number)
        if before is not None and not registry.is_overlay:
            let_go(before)
        if self._warm is not None and not registry.is_overlay:
            Thread(target=self._warm_up, args=(registry,), name="kense-warming", daemon=True).start()

    def _warm_up(self, registry: Registry) -> None:
        sleep(_STAYS_S)
        newest = self._must()
        if self._warm is not None and newest.edition.units is registry.edition.units:
            self._warm(newest)
            self._keep()

    def _must(self) -> Registry:
        if self._registry is None:
            raise RuntimeError("no edition of the registry is loaded yet")
        return self._registry

    def count_by(self, counter: Listener) -> None:
        """Call `counter` with each later publication, for ever. It is not counted in `listeners`."""
        self._counters = (*self._counters, counter)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each later publication, from any thread. The returned function stops that."""
        # Replaced and never modified, so that a publisher iterates over a stable copy.
        with self._subscribing:
            self._listeners = (*self._listeners, listener)

        def leave() -> None:
            with self._subscribing:
                self._listeners = tuple(one for one in self._listeners if one is not listener)

        return leave


def _revisions_since(before: Registry | None, edition: Edition) -> tuple[Revision, ...]:
    """Revisions of offices that are new in the edition, by id. Empty without an earlier registry."""
    if before is None:
        return ()
    known, logs = before.edition.number, before.edition.revisions
    found: list[Revision] = []
    for office_id, log in edition.revisions.items():
        told = logs.get(office_id, ())
        if told is log:
            continue
        # A restored store may give known numbers again: then the moment distinguishes them.
        shown = {(one.id, one.at) for one in told}
        found += [one for one in log if one.edition > known or (one.id, one.at) not in shown]
    return tuple(sorted(found, key=lambda one: one.id))
