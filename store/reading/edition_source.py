"""Where a server reads its editions: from the store, or whole ones from a replica if there is one."""

from __future__ import annotations

import logging
from time import monotonic, sleep

from sqlalchemy import Connection, Engine

from model.edition import Edition
from model.errors import StoreAwayError, StoreError
from store.log.edition_number import latest_edition
from store.reading.edition_file import EditionFile
from store.reading.editions import newer_edition
from store.reading.kept_edition import load_kept_edition, read_kept_edition
from store.tables.engine import reading

_PATIENCE_S = 2.0
"""How long to wait for a replica to receive the edition; then the store is read instead."""
_PAUSE_S = 0.05

logger = logging.getLogger("kense.store.source")


class EditionSource:
    """Reads the newest edition. The store says which edition that is; a replica may be read in its place."""

    def __init__(
        self, engine: Engine, replica: Engine | None = None, file: EditionFile | None = None
    ) -> None:
        """`file` may hold whole editions; the edition that is read first is stored in it.

        Later editions are not, as that would delay requests: a load stores what it makes
        (`store.reading.kept_edition.keep_edition`).
        """
        self._engine, self._replica, self._file = engine, replica, file

    def first(self) -> Edition:
        """The newest edition of the store; while the store is unreachable, that of the replica.

        Raises StoreError, also if there is neither.
        """
        try:
            with reading(self._engine) as connection:
                return self._whole(connection, keeps=True)
        except StoreAwayError:
            if self._replica is None:
                raise
            return load_kept_edition(self._replica, self._file)

    def newer(self, current: Edition, made: Edition | None = None) -> Edition:
        """The newest edition of the store; `current` itself if it is the newest. Raises StoreError.

        `made` is an edition that a committed transaction made: if it is the newest, it is returned without
        reading.
        """
        with reading(self._engine) as connection:
            if made is not None:
                latest = latest_edition(connection)
                if latest is not None and latest.key == made.key:
                    return made
            return newer_edition(connection, current, self._whole)

    def _whole(self, connection: Connection, *, keeps: bool = False) -> Edition:
        """The whole newest edition. The replica is read if it has that edition within 2 s, else the store."""
        latest = latest_edition(connection)
        if self._replica is not None and latest is not None:
            end = monotonic() + _PATIENCE_S
            while monotonic() < end:
                try:
                    with reading(self._replica) as copy:
                        known = latest_edition(copy)
                        if known is not None and known.key == latest.key:
                            return read_kept_edition(copy, self._file, keeps=keeps)
                except StoreError as error:
                    logger.warning("the replica cannot be read, the store is read instead: %s", error)
                    break
                sleep(_PAUSE_S)
        return read_kept_edition(connection, self._file, keeps=keeps)
