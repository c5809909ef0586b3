"""Changes for one subscriber: added by the thread that publishes, taken by the subscriber's event loop."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress

from graph.served.current_registry import Publication, Reception
from graph.terms.errors import FellBehindError
from model.edition import Edition, Office
from model.office_changes import Revision

MOST_WAITING = 1_000
"""Most changes kept for a slow subscriber; more would hardly be read one by one."""


class Inbox:
    """Changes for one subscriber, at most `most` waiting.

    The inbox of a too slow subscriber is closed with an error. It holds changes and no registry: a registry
    for each publication would take megabytes.
    """

    def __init__(self, reception: Reception, most: int = MOST_WAITING) -> None:
        self._loop = asyncio.get_running_loop()
        self._arrived = asyncio.Event()
        self._waiting: deque[tuple[Revision, ...]] = deque()
        self._changes = 0
        self._most = most
        self._fell_behind = False
        self._leave = reception.subscribe(self._post)

    def _post(self, publication: Publication) -> None:
        """Called by the thread that publishes. All other methods run on the event loop."""
        with suppress(RuntimeError):  # the loop is closed: the server ends, and nobody listens any more
            self._loop.call_soon_threadsafe(self._take, publication.revisions)

    def _take(self, revisions: tuple[Revision, ...]) -> None:
        """Queue the changes of a publication.

        Above the limit all are dropped, and the subscriber fell behind.
        """
        if not self._fell_behind:
            self._waiting.append(revisions)
            self._changes += max(1, len(revisions))
            if self._changes > self._most:
                self._fell_behind = True
                self._waiting.clear()
                self.close()
        self._arrived.set()

    async def each(self) -> AsyncIterator[tuple[Revision, ...]]:
        """The changes of each publication, in order. Raises FellBehindError once too many wait.

        When changes come, the registry in service is that of these changes, or a later registry.
        """
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                revisions = self._waiting.popleft()
                self._changes -= max(1, len(revisions))
                yield revisions
            if self._fell_behind:
                raise FellBehindError(
                    f"more than {self._most} changes were waiting for you: read what you missed from "
                    "history, then subscribe again"
                )

    async def newest(self) -> AsyncIterator[None]:
        """Yields None for a newer edition. Several editions that came meanwhile count as one."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            if self._waiting:
                self._waiting.clear()
                self._changes = 0
                yield

    def close(self) -> None:
        """Receive no more changes."""
        self._leave()


def versions_of(edition: Edition, revision: Revision) -> tuple[Office, ...]:
    """The office before and after the revision, as far as they are known.

    A created office has none before.
    """
    office_id = revision.office_id
    newest = edition.offices.get(office_id)
    offices = []
    for version in (revision.version - 1, revision.version):
        office = edition.earlier.get((office_id, version))
        if office is None and newest is not None and newest.version == version:
            office = newest
        if office is not None:
            offices.append(office)
    return tuple(offices)
