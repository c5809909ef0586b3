"""Editions published and watched for: a thread tells of every new one, whichever process wrote it."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import Any

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from model.edition_key import EditionKey
from model.errors import RegistryError
from store.log.edition_number import CHANNEL, EditionStamp, latest_edition, publish_edition
from store.tables.engine import is_postgis, reading

__all__ = ["CHANNEL", "EditionStamp", "EditionWatcher", "latest_edition", "publish_edition"]

_POLL_S = 0.1
"""A poll of SQLite's data_version takes 0.1 ms; others are to see an edition within a second."""
_LISTEN_S = 0.5
"""How long one wait for PostgreSQL lasts before the thread looks whether it is to stop."""
_FOLLOW_S = 1.0
"""PostgreSQL's word may be lost without an error, behind a pooler of transactions: so we look as well."""
_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 5.0

_LOST = (psycopg.Error, sqlite3.Error, SQLAlchemyError, RegistryError)
"""What a store that went away, or a torn connection to it, raises."""

logger = logging.getLogger("kense.store.publish")


def _listens(connection: psycopg.Connection[Any]) -> bool:
    """Whether the connection hears of editions from now on; a standby tells of none."""
    try:
        connection.execute(f"LISTEN {CHANNEL}")
    except psycopg.errors.ReadOnlySqlTransaction:  # "cannot execute LISTEN during recovery"
        return False
    return True


class EditionWatcher:
    """Calls back with the key of each new edition; use it as a context, or start and stop it.

    The calls come from a thread of its own. Editions that follow each other quickly may be told of as one,
    the newest. A store that goes away, be it under the callback, is tried again until it is back; what was
    published meanwhile is then told. What else the callback raises is logged, and the thread goes on.
    Any other edition than the last one is new, also one of an equal or smaller number: the store may have
    been put back to an older state, or be the standby that did not get the last transactions.
    """

    def __init__(
        self, engine: Engine, seen: EditionKey | None, callback: Callable[[EditionKey], object]
    ) -> None:
        """`seen` is the key of the edition that the caller already has, None without one."""
        self._engine = engine
        self._seen = seen
        self._callback = callback
        self._pause_s = _FIRST_PAUSE_S
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="kense-editions", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._stopping.set()
        self._thread.join()

    def __enter__(self) -> EditionWatcher:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        watch = self._listen if is_postgis(self._engine) else self._poll
        while not self._stopping.is_set():
            try:
                watch()
            except _LOST as error:
                logger.warning("cannot watch for editions, trying again in %.1f s: %s", self._pause_s, error)
                self._stopping.wait(self._pause_s)
                self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_S)

    def _listen(self) -> None:
        """Wait for PostgreSQL's word on a connection of its own, and look every second lest it be lost."""
        # Not the URL as text: libpq takes names and passwords otherwise written than SQLAlchemy does.
        _, named = self._engine.dialect.create_connect_args(self._engine.url)
        usual: dict[str, Any] = {
            "connect_timeout": 10,
            "keepalives_idle": 5,
            "application_name": "kense watcher",
        }
        with psycopg.connect(autocommit=True, **(usual | dict(named))) as connection:
            hears = _listens(connection)
            self._tell()  # what was published before the connection listened
            self._pause_s = _FIRST_PAUSE_S
            look_at = monotonic() + _FOLLOW_S
            while not self._stopping.is_set():
                if hears:
                    told = any(connection.notifies(timeout=_LISTEN_S, stop_after=1))
                else:
                    told = self._stopping.wait(_FOLLOW_S)
                if told or monotonic() >= look_at:
                    self._tell()
                    look_at = monotonic() + _FOLLOW_S
                    hears = hears or _listens(connection)  # a standby that was promoted

    def _poll(self) -> None:
        """Look at the counter that SQLite moves when another connection commits; it is a hint, no proof."""
        with self._engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            if not isinstance(raw, sqlite3.Connection):
                raise RegistryError("the store is not a file of SQLite")
            known = None
            while not self._stopping.is_set():
                version = raw.execute("PRAGMA data_version").fetchone()
                if version != known:
                    known = version
                    self._tell()
                self._stopping.wait(_POLL_S)

    def _tell(self) -> None:
        with reading(self._engine) as connection:
            latest = latest_edition(connection)
        if latest is None or latest.key == self._seen:
            return
        try:
            self._callback(latest.key)
        except _LOST:
            raise
        except Exception:
            logger.exception("the new edition %d was not taken over", latest.number)
        self._seen = latest.key
        self._pause_s = _FIRST_PAUSE_S
