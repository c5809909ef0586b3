"""How old the edition in service may be: when it was last known to be the newest, and why not later."""

from __future__ import annotations

from time import monotonic
from typing import NamedTuple

from sqlalchemy import Connection, text

from model.errors import DamagedStoreError, RegistryError, StoreAwayError
from store.tables.engine import is_postgis

_STANDBY = text(
    """SELECT pg_is_in_recovery(),
    EXISTS (SELECT FROM pg_stat_wal_receiver WHERE pid IS NOT NULL),
    CASE WHEN pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn() THEN 0
    ELSE coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 0) END"""
)
"""Any role may run it: PostgreSQL shows the process id of its WAL receiver to all roles."""


class Lag(NamedTuple):
    """How many seconds the edition in service may be behind, and why it is not known to be current."""

    seconds: float
    reason: str


class Following:
    """When the edition in service was last known to be the newest. Any thread may read it."""

    def __init__(self) -> None:
        self._known_at = monotonic()
        self._reason = ""
        self._is_lost = False

    def confirm(self, behind_s: float = 0.0, reason: str = "") -> None:
        """Record that the edition in service was the newest `behind_s` seconds ago.

        `reason` says why that is not now.
        """
        self._known_at = max(self._known_at, monotonic() - behind_s)
        self._reason, self._is_lost = reason, False

    def fail(self, reason: str, *, is_lost: bool = False) -> None:
        """Record that the store could not be asked for a newer edition, and why.

        `is_lost` says that the store no longer exists, so that waiting for it is useless.
        """
        self._reason, self._is_lost = reason, is_lost

    @property
    def lag(self) -> Lag:
        """Seconds since the edition in service was known to be the newest; infinite if the store is lost."""
        age_s = float("inf") if self._is_lost else max(0.0, monotonic() - self._known_at)
        return Lag(age_s, self._reason)


def standby_lag(connection: Connection) -> Lag:
    """Seconds that a PostgreSQL standby is behind its primary; 0 for a primary and for a SQLite file.

    Infinite if it receives nothing: it cannot know what the primary has by now.
    """
    if not is_postgis(connection):
        return Lag(0.0, "")
    is_standby, receives, behind_s = connection.execute(_STANDBY).one()
    if not is_standby:
        return Lag(0.0, "")
    if not receives:
        return Lag(float("inf"), "the standby of the store receives nothing from its primary")
    return Lag(float(behind_s), "the standby of the store is behind its primary" if behind_s else "")


def told_publicly(error: Exception) -> str:
    """The reason for an error in words for the public: without host, file or table."""
    if isinstance(error, DamagedStoreError):
        return "the file of the store was moved, replaced or damaged"
    if isinstance(error, RegistryError) and not isinstance(error, StoreAwayError):
        return "the store cannot be used"
    return "the store cannot be reached"
