"""The engine of a store, PostGIS or one SQLite file, and the two kinds of transaction on it."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from model.errors import NoRightInStoreError, StoreError

_WRITER_LOCK = 0x6B656E7365  # "kense": one writer at a time, so that editions are numbered without gaps
_BUSY_TIMEOUT_MS = 30_000
_UNUSABLE = ("unable to open", "database is locked", "disk is full", "disk I/O error")
"""What SQLite says of a file that cannot be read or written now."""


def make_engine(address: str | URL) -> Engine:
    """An engine that is not connected yet; dispose of it when done. Raises StoreError for other databases."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    if url.get_backend_name() == "postgresql":
        return create_engine(
            url,
            json_serializer=_to_json,
            json_deserializer=orjson.loads,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10, "application_name": "kense"},
        )
    raise StoreError(f"{url.get_backend_name()!r} is not a store this program knows")


def without_password(address: str | URL) -> str:
    """The URL of a store as people may see it."""
    url = make_url(address)
    secrets = {name: "***" for name in url.query if "password" in name}
    return url.update_query_dict(secrets).render_as_string(hide_password=True)


def is_postgis(connectable: Engine | Connection) -> bool:
    """Whether the store is PostGIS rather than SQLite."""
    return connectable.dialect.name == "postgresql"


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the store throughout. Raises StoreError."""
    with _named_errors(engine), engine.connect() as connection:
        if is_postgis(connection):
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that commits at the end, alone among writers. Raises StoreError."""
    with _named_errors(engine), engine.connect() as connection:
        connection = connection.execution_options(kense_writes=True)
        with connection.begin():
            if is_postgis(connection):
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})
            yield connection


@contextmanager
def altering(engine: Engine) -> Iterator[Connection]:
    """A writing transaction that may make tables anew, as SQLite does to alter them. Raises StoreError.

    Dropping a table of SQLite deletes its rows and whatever refers to them: the references are not looked at
    meanwhile, but before the transaction commits.
    """
    if is_postgis(engine):
        with writing(engine) as connection:
            yield connection
        return
    with _named_errors(engine), engine.connect() as connection:
        connection = connection.execution_options(kense_writes=True)
        raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys = OFF")  # heeded only outside of a transaction
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise StoreError(f"a row of {broken[0]} would refer to no row of {broken[2]} any more")
        finally:
            raw.execute("PRAGMA foreign_keys = ON")


@contextmanager
def _named_errors(engine: Engine) -> Iterator[None]:
    """Turn what the driver says of an unusable store into a StoreError that says what to do."""
    try:
        yield
    except DBAPIError as error:
        refusal = _refused_right(engine, error)
        if refusal is not None:
            raise refusal from error
        message = _explain(engine, error)
        if message is None:
            raise
        raise StoreError(message) from error


def _reason(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__


def _refused_right(engine: Engine, error: DBAPIError) -> NoRightInStoreError | None:
    """The error of a role that may not do that (42501), of a read-only transaction (25006), or of a file."""
    where, reason = without_password(engine.url), _reason(error)
    if getattr(error.orig, "sqlstate", None) in {"42501", "25006"}:
        return NoRightInStoreError(
            f"{where}: {reason}. Tables are made by their owner (`kense migrate`), who gives others their "
            "rights (`kense grant`)"
        )
    if "readonly database" in reason:
        return NoRightInStoreError(f"cannot use {where}: {reason}")
    return None


def _explain(engine: Engine, error: DBAPIError) -> str | None:
    where, reason = without_password(engine.url), _reason(error)
    if isinstance(error.orig, sqlite3.DatabaseError) and "not a database" in reason:
        return f"{engine.url.database} is not a database of SQLite: name another file or remove it"
    if "no such table" in reason or getattr(error.orig, "sqlstate", None) == "42P01":
        return f"{where} has no tables of the registry yet: run `kense migrate` ({reason})"
    if "no such column" in reason or getattr(error.orig, "sqlstate", None) == "42703":
        return f"{where} has tables of another version: run `kense migrate` ({reason})"
    # 08 connection, 28 rights, 3D no such database, 53 resources, 57 shut down; none: never connected.
    state = getattr(error.orig, "sqlstate", "")
    if is_postgis(engine) and (state is None or str(state)[:2] in {"08", "28", "3D", "53", "57"}):
        return f"cannot use {where}: {reason}"
    if any(words in reason for words in _UNUSABLE):
        return f"cannot use {where}: {reason}"
    return None


_OTHERS = 0o007


def _keep_private(file: Path) -> None:
    """Make the file for its owner alone, and take what other versions let everybody do with it away.

    It holds what strangers wrote, and their addresses. The files that SQLite lays beside it get its mode.
    A store that is there is never opened here: to close it would drop the locks that this process has on it,
    and another process would take the journal away under us (sqlite.org/howtocorrupt.html, 2.2).
    """
    with suppress(OSError):  # SQLite says what is wrong with a file that cannot be made or is another's
        if not file.exists():
            _make_private(file)
        mode = file.stat().st_mode & 0o777
        if mode & _OTHERS:
            file.chmod(mode & ~_OTHERS)


def _make_private(file: Path) -> None:
    """An empty file for its owner alone, closed before anybody can find it under its name."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _sqlite_engine(url: URL) -> Engine:
    folder = Path(url.database or "").parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the folder {folder}: {error.strerror}") from error
    engine = create_engine(url, json_serializer=_to_json, json_deserializer=orjson.loads)

    @event.listens_for(engine, "do_connect")
    def keep_private(*_: object) -> None:
        _keep_private(Path(url.database or ""))

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own BEGIN comes too late for a consistent read and never before DDL: ours comes first.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {_BUSY_TIMEOUT_MS}",
            "journal_mode = WAL",
            "foreign_keys = ON",
            "synchronous = NORMAL",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its lock at once: a read lock that grows may fail in the middle of the work.
        writes = connection.get_execution_options().get("kense_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
