"""Turns drivers' errors about an unusable store into errors that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from model.errors import (
    DamagedStoreError,
    NoRightInStoreError,
    StoreAwayError,
    StoreBusyError,
    StoreError,
    StoreReadOnlyError,
)

_AWAY = frozenset({"08", "53", "57"})
"""Classes of SQLSTATE: connection, resources (a full disk among them), shut down or cancelled."""
_AGAIN = frozenset({"25", "26", "40", "42P05", "55", "58", "XX"})
"""SQLSTATEs after which a retry may succeed: transaction state, a lost prepared statement, a deadlock,
objects in use, the system.
"""
_REFUSED_AT_CONNECT = ("authentication failed", "does not exist", "pg_hba.conf", "no password supplied")
"""PostgreSQL's errors for a refused login: waiting does not help."""
_FILE_IS_AWAY = ("unable to open", "disk is full", "disk I/O error")
_FILE_IS_BUSY = ("database is locked", "database table is locked")
_FILE_IS_DAMAGED = ("malformed", "not a database")


def is_postgis(connectable: Engine | Connection) -> bool:
    """Whether the store is PostGIS rather than SQLite."""
    return connectable.dialect.name == "postgresql"


def without_password(address: str | URL) -> str:
    """The URL of a store with its passwords replaced by `***`."""
    url = make_url(address)
    secrets = {name: "***" for name in url.query if "password" in name}
    return url.update_query_dict(secrets).render_as_string(hide_password=True)


@contextmanager
def named_errors(engine: Engine) -> Iterator[None]:
    """Turn a driver's error about an unusable store into a StoreError that says what to do.

    Other errors, such as a broken constraint, pass unchanged.
    """
    try:
        yield
    except PoolTimeoutError as error:
        raise StoreBusyError(f"all connections to {without_password(engine.url)} are in use") from error
    except DBAPIError as error:
        named = _named(engine, error)
        if named is None:
            raise
        if isinstance(named, StoreReadOnlyError):
            engine.dispose()  # the next connection looks for the primary again
        raise named from error


def state_of(error: DBAPIError) -> str | None:
    """The SQLSTATE of PostgreSQL; None without a state, as when the connection broke."""
    state = getattr(error.orig, "sqlstate", None)
    return None if state is None else str(state)


def _reason(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__


def _named(engine: Engine, error: DBAPIError) -> StoreError | None:
    """The StoreError for a driver's error; None if it does not mean that the store is unusable."""
    where, reason = without_password(engine.url), _reason(error)
    if "no such table" in reason or state_of(error) == "42P01":
        return StoreError(f"{where} has no tables of the registry yet: run `kense migrate` ({reason})")
    if "no such column" in reason or state_of(error) == "42703":
        return StoreError(f"{where} has tables of another version: run `kense migrate` ({reason})")
    if is_postgis(engine):
        return _of_postgresql(f"cannot use {where}: {reason}", state_of(error), reason)
    return _of_file(engine, where, reason)


def _of_postgresql(message: str, state: str | None, reason: str) -> StoreError | None:
    """The StoreError for a SQLSTATE of PostgreSQL; None if it does not mean that the store is unusable."""
    if state == "42501":
        return NoRightInStoreError(
            f"{message.removeprefix('cannot use ')}. Tables are made by their owner (`kense migrate`), who "
            "gives others their rights (`kense grant`)"
        )
    if state == "25006" or "during recovery" in reason:
        return StoreReadOnlyError(f"{message}: it is a standby, or was set to read only")
    if state in {"55P03", "57014"}:
        return StoreBusyError(message)
    if state is None:  # never connected, or cut off
        refused = any(words in reason for words in _REFUSED_AT_CONNECT)
        return StoreError(message) if refused else StoreAwayError(message)
    if state[:2] in _AWAY:
        return StoreAwayError(message)
    if state[:2] in {"28", "3D"} or state[:2] in _AGAIN or state in _AGAIN:
        return StoreError(message)
    return None


def _of_file(engine: Engine, where: str, reason: str) -> StoreError | None:
    """The StoreError for an error of SQLite; None if it does not mean that the file is unusable."""
    message = f"cannot use {where}: {reason}"
    if "readonly database" in reason:
        return NoRightInStoreError(message)
    if "not a database" in reason:
        return DamagedStoreError(
            f"{engine.url.database} is not a database of SQLite: name another file or remove it"
        )
    if any(words in reason for words in _FILE_IS_DAMAGED):
        return DamagedStoreError(f"{message}: restore it from a dump (docs/backup.md)")
    if any(words in reason for words in _FILE_IS_BUSY):
        return StoreBusyError(message)
    if any(words in reason for words in _FILE_IS_AWAY):
        return StoreError(message)
    return None


def is_cut_off(error: DBAPIError) -> bool:
    """Whether an error at a commit leaves its result unknown: the connection broke before the answer.

    Always False for SQLite.
    """
    if isinstance(error.orig, sqlite3.Error):
        return False  # a file rolls back an unfinished commit
    state = state_of(error)
    return state is None or state[:2] == "08" or state in {"40003", "57P01", "57P02", "57P03"}
