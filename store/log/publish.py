"""Watches for new editions: a thread reports each, whichever process published it."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from model.edition_key import EditionKey
from model.errors import DamagedStoreError, RegistryError
from model.late_import import late
from store.log.edition_number import CHANNEL, EditionStamp, latest_edition, publish_edition
from store.log.following import Following, standby_lag, told_publicly
from store.tables.engine import ALIVE, file_of, is_postgis, reading

if TYPE_CHECKING:
    import psycopg

__all__ = ["CHANNEL", "EditionStamp", "EditionWatcher", "latest_edition", "publish_edition"]

_POLL_S = 0.1
"""A poll of SQLite's data_version takes 0.1 ms; others should see an edition within a second."""
_LISTEN_S = 0.25
"""Length of one wait for PostgreSQL, after which the thread checks whether it should stop."""
_FOLLOW_S = 0.5
"""A notification may be lost without an error, behind a pooler in transaction mode: so we poll as well."""
_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 1.0
_END_S = 2.0
_WARN_S = 30.0
"""Seconds between two log lines about the same trouble."""
_CHECK_S = 30.0
"""Seconds between two checks of a file's structure, each of which takes a tenth of a second."""
_USUAL: dict[str, Any] = {
    "connect_timeout": 5,
    "prepare_threshold": None,
    "application_name": "kense watcher",
    **ALIVE,
}

_LOST: tuple[type[Exception], ...] = (sqlite3.Error, SQLAlchemyError, RegistryError)
"""Errors of an unreachable store or a broken connection."""

logger = logging.getLogger("kense.store.publish")


def _listens(connection: psycopg.Connection[Any]) -> bool:
    """Make the connection listen for new editions; False for a standby, which cannot."""
    try:
        connection.execute(f"LISTEN {CHANNEL}")
    except late("psycopg").errors.ReadOnlySqlTransaction:  # "cannot execute LISTEN during recovery"
        return False
    return True


class EditionWatcher:
    """Calls back with the key of each new edition. Use it as a context, or start and stop it.

    The calls come from a separate thread. Editions in quick succession may be announced as one, the newest.
    An unreachable store, even during the callback, is retried until it is back; editions published meanwhile
    are then announced. Other errors of the callback are logged, and the thread goes on. Any edition other
    than the last is new, even an edition with an equal or smaller number: the store may have been restored to
    an older state, or be a standby that lacks the last transactions.
    """

    def __init__(
        self,
        engine: Engine,
        seen: EditionKey | None,
        callback: Callable[[EditionKey], object],
        following: Following | None = None,
    ) -> None:
        """`seen` is the key of the edition that the caller already has, None if it has no edition.

        `following` records after each check whether the caller has the newest edition.
        """
        self._following = following or Following()
        self._is_taken = True
        self._warn_at = 0.0
        self._engine = engine
        self._lost = (late("psycopg").Error, *_LOST) if is_postgis(engine) else _LOST
        self._seen = seen
        self._callback = callback
        self._pause_s = _FIRST_PAUSE_S
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="kense-editions", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread. Waits for its end for at most 2 s, as a store may not answer."""
        self._stopping.set()
        self._thread.join(_END_S)

    def __enter__(self) -> EditionWatcher:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        """Watch until stopped. After an error of the store, try again after 0.1 to 1 s."""
        watch = self._listen if is_postgis(self._engine) else self._poll
        while not self._stopping.is_set():
            try:
                watch()
            except self._lost as error:
                self._following.fail(told_publicly(error), is_lost=isinstance(error, DamagedStoreError))
                self._warn(error)
                self._stopping.wait(self._pause_s)
                self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_S)

    def _warn(self, error: Exception) -> None:
        """Log that the store cannot be watched, at most every 30 s."""
        if monotonic() >= self._warn_at:
            logger.warning("cannot watch for editions, trying again each second: %s", error)
            self._warn_at = monotonic() + _WARN_S

    def _listen(self) -> None:
        """Wait for PostgreSQL's notifications on a separate connection.

        Also polls, as a notification may be lost.
        """
        # Not the URL as text: libpq quotes names and passwords differently from SQLAlchemy.
        _, named = self._engine.dialect.create_connect_args(self._engine.url)
        with late("psycopg").connect(autocommit=True, **(_USUAL | dict(named))) as connection:
            hears = _listens(connection)
            self._tell()  # what was published before the connection listened
            self._pause_s = _FIRST_PAUSE_S
            look_at = monotonic() + _FOLLOW_S
            while not self._stopping.is_set():
                if hears:
                    seen_key = any(connection.notifies(timeout=_LISTEN_S, stop_after=1))
                else:
                    seen_key = self._stopping.wait(_FOLLOW_S)
                if seen_key or monotonic() >= look_at:
                    self._tell()
                    look_at = monotonic() + _FOLLOW_S
                    hears = hears or _listens(connection)  # a promoted standby

    def _poll(self) -> None:
        """Poll SQLite's counter of commits by other connections, and look for an edition when it changes.

        Raises DamagedStoreError if the file was replaced or damaged.
        """
        with self._engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            if not isinstance(raw, sqlite3.Connection):
                raise RegistryError("the store is not a file of SQLite")
            known, check_at, file = None, monotonic(), file_of(self._engine)
            while not self._stopping.is_set():
                if file is not None:
                    file.check()
                    if monotonic() >= check_at:
                        file.check_structure(raw)
                        check_at = monotonic() + _CHECK_S
                version = raw.execute("PRAGMA data_version").fetchone()
                if version != known:
                    self._tell()
                    known = version
                elif self._is_taken:
                    self._following.confirm()
                self._stopping.wait(_POLL_S)

    def _tell(self) -> None:
        """Look for the newest edition; call back if it is new, and record how current it is."""
        with reading(self._engine) as connection:
            latest, behind = latest_edition(connection), standby_lag(connection)
        if latest is None:
            self._following.fail("nothing has been loaded into the store yet")
            return
        if latest.key != self._seen:
            self._take(latest)
        if self._is_taken:
            self._following.confirm(*behind)

    def _take(self, latest: EditionStamp) -> None:
        """Call back with a new edition.

        An error of the callback is logged, and the edition is not tried again.
        """
        try:
            self._callback(latest.key)
            self._is_taken = True
        except self._lost:
            raise
        except Exception:
            logger.exception("the new edition %d was not put into service", latest.number)
            self._is_taken = False
            self._following.fail("the newest edition could not be put into service")
        self._seen = latest.key
        self._pause_s = _FIRST_PAUSE_S
