"""The engine of a store, PostGIS or a SQLite file, and the two kinds of transaction on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from model.errors import CommitUnknownError, StoreBusyError, StoreError
from model.operating import StoreBounds
from model.tracing import inner_span
from store.tables.store_errors import is_cut_off, is_postgis, named_errors, without_password
from store.tables.store_file import StoreFile

__all__ = [
    "ALIVE",
    "StoreBounds",
    "altering",
    "file_of",
    "is_postgis",
    "make_engine",
    "reading",
    "without_password",
    "writing",
]

_WRITER_LOCK = 0x6B656E7365  # "kense" as a number: one writer at a time, so that edition numbers have no gaps
_BUSY_TIMEOUT_MS = 30_000
_CONNECT_S = 10
ALIVE = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""Settings for libpq: without them it waits a quarter of an hour for a host that vanished."""
_LEAST_MS = 50
"""A timeout of 0 would mean none."""


def make_engine(address: str | URL, bounds: StoreBounds | None = None) -> Engine:
    """An engine that is not connected yet; dispose of it when done.

    With `bounds` no statement, lock or wait for a connection takes longer: for servers. Commands use no
    bounds. Raises StoreError for other databases than PostgreSQL and SQLite, and if the folder of a SQLite
    file cannot be made.
    """
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, bounds)
    if url.get_backend_name() == "postgresql":
        return _postgresql_engine(url, bounds)
    raise StoreError(f"{url.get_backend_name()!r} is not a store this program knows")


def _postgresql_engine(url: URL, bounds: StoreBounds | None) -> Engine:
    """An engine for PostgreSQL, with keepalives; with `bounds` also a limited pool of connections."""
    connect_s = _CONNECT_S if bounds is None else max(2, round(bounds.connect_s))  # libpq accepts no less
    pool: dict[str, Any] = {}
    if bounds is not None:
        pool = {"pool_size": bounds.pool, "max_overflow": 0, "pool_timeout": bounds.lock_s}
    engine = create_engine(
        url,
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
        pool_pre_ping=True,
        execution_options={"kense_bounds": bounds},
        connect_args={
            "connect_timeout": connect_s,
            "application_name": "kense",
            # A pooler gives each transaction another connection, which lacks earlier prepared statements.
            "prepare_threshold": None,
            **ALIVE,
        },
        **pool,
    )
    event.listen(engine, "before_cursor_execute", _in_time)
    return engine


def _in_time(connection: Connection, *_: object) -> None:
    """Raise StoreBusyError instead of beginning a statement after the time of a request is over."""
    until = connection.get_execution_options().get("kense_until")
    if until is not None and monotonic() > until:
        raise StoreBusyError("the store took longer than the request may take: nothing was written")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the store throughout; read-only on PostGIS. Raises StoreError."""
    with inner_span("store.read"), named_errors(engine), engine.connect() as connection:
        if is_postgis(connection):
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin():
            _bound(connection)
            yield connection


@contextmanager
def writing(engine: Engine, until: float | None = None) -> Iterator[Connection]:
    """A transaction that commits at the end; there is one writer at a time. Raises StoreError.

    With `until`, a moment of the monotonic clock, no statement begins or is waited for later. An error rolls
    it back. Raises CommitUnknownError if the connection broke during the commit.
    """
    with inner_span("store.write"), named_errors(engine), engine.connect() as connection:
        connection = connection.execution_options(kense_writes=True, kense_until=until)
        transaction = connection.begin()
        try:
            if is_postgis(connection):
                _bound(connection, until)
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})
                _bound(connection, until)  # waiting for others may have taken most of the time
            yield connection
            if transaction.is_active:
                _before_commit(engine, connection)
        except BaseException:
            transaction.rollback()
            raise
        if not transaction.is_active:  # the caller rolled back
            return
        try:
            transaction.commit()
        except DBAPIError as error:
            if is_cut_off(error):
                message = f"{without_password(engine.url)} broke off while it committed"
                raise CommitUnknownError(message) from error
            raise


def _bound(connection: Connection, until: float | None = None) -> None:
    """Limit the times of this transaction only: behind a pooler the connection is shared afterwards.

    Does nothing without bounds and on SQLite.
    """
    bounds: StoreBounds | None = connection.get_execution_options().get("kense_bounds")
    if bounds is None or not is_postgis(connection):
        return
    left_s = bounds.statement_s if until is None else max(0.0, until - monotonic())
    limits = {
        "statement_timeout": min(bounds.statement_s, left_s),
        "lock_timeout": min(bounds.lock_s, left_s),
        # A server that is stopped during a change would block all other writers.
        "idle_in_transaction_session_timeout": bounds.statement_s,
    }
    connection.execute(
        text("SELECT " + ", ".join(f"set_config('{name}', :{name}, true)" for name in limits)),
        {name: f"{max(_LEAST_MS, round(seconds * 1000))}ms" for name, seconds in limits.items()},
    )


def _before_commit(engine: Engine, connection: Connection) -> None:
    """Check a SQLite file before a commit, or lift the time limit of PostgreSQL.

    A commit waits for the synchronous standby, and a timeout must not cancel it then: PostgreSQL would show
    the change to others, and call it done, before the standby has it. Raises DamagedStoreError.
    """
    if not is_postgis(connection):
        file = file_of(engine)
        if file is not None:
            file.check()
    elif connection.get_execution_options().get("kense_bounds") is not None:
        connection.execute(text("SET LOCAL statement_timeout = 0"))


@contextmanager
def altering(engine: Engine) -> Iterator[Connection]:
    """A writing transaction that may rebuild tables, as SQLite does to alter them. Raises StoreError.

    Dropping a SQLite table deletes its rows and whatever refers to them: references are not enforced
    meanwhile, but checked before the commit.
    """
    if is_postgis(engine):
        with writing(engine) as connection:
            yield connection
        return
    with named_errors(engine), engine.connect() as connection:
        connection = connection.execution_options(kense_writes=True)
        raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys = OFF")  # only effective outside of a transaction
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise StoreError(f"a row of {broken[0]} would refer to no row of {broken[2]} any more")
        finally:
            raw.execute("PRAGMA foreign_keys = ON")


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def file_of(engine: Engine) -> StoreFile | None:
    """The watched file of a SQLite store; None for PostGIS."""
    found: StoreFile | None = engine.get_execution_options().get("kense_file")
    return found


def _sqlite_engine(url: URL, bounds: StoreBounds | None) -> Engine:
    """An engine for a SQLite file; makes the folder. Raises StoreError if that fails."""
    folder = Path(url.database or "").parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the folder {folder}: {error.strerror}") from error
    file = StoreFile(Path(url.database or ""))
    busy_ms = _BUSY_TIMEOUT_MS if bounds is None else round(bounds.lock_s * 1000)
    engine = create_engine(
        url,
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
        execution_options={"kense_bounds": bounds, "kense_file": file},
    )

    @event.listens_for(engine, "do_connect")
    def keep_private(*_: object) -> None:
        file.before_connecting()

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own BEGIN comes too late for a consistent read and never before DDL: so we send our
        # own.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {busy_ms}",
            "journal_mode = WAL",
            "foreign_keys = ON",
            # A committed change survives a power cut: NORMAL would sync a WAL at checkpoints only.
            "synchronous = FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")
        file.connected()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its lock at once: upgrading a read lock may fail in the middle of the work.
        if not connection.get_execution_options().get("kense_writes", False):
            connection.exec_driver_sql("BEGIN")
            return
        file.check()
        until = connection.get_execution_options().get("kense_until")
        if until is not None:
            left_ms = round((until - monotonic()) * 1000)
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {max(_LEAST_MS, min(busy_ms, left_ms))}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "before_cursor_execute", _in_time)
    return engine
