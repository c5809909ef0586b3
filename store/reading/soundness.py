"""Checks whether a store is intact: its file, the references of its rows, and the numbers of its editions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, select, text

from model.edition_key import EditionKey
from model.errors import DamagedStoreError, StoreError
from store.log.edition_number import latest_edition
from store.reading.editions import read_edition
from store.tables import tables
from store.tables.engine import is_postgis, reading, without_password
from store.tables.revisions import latest_revision
from store.tables.schema import current_revision
from store.tables.store_errors import named_errors
from store.tables.store_file import quick_check


@dataclass(frozen=True, slots=True)
class Soundness:
    """The result of checking a whole store. It is intact if `faults` is empty."""

    edition: EditionKey | None
    """The newest edition; None if the store has none, or cannot be read."""
    faults: tuple[str, ...]
    """Sentences for the operator; empty for an intact store."""


def check_file(engine: Engine) -> None:
    """Raise DamagedStoreError for a SQLite file whose structure is broken; takes 0.1 s.

    Does nothing on PostGIS.
    """
    if is_postgis(engine):
        return
    with named_errors(engine), engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        if not isinstance(raw, sqlite3.Connection):
            return
        fault = quick_check(raw)
    if fault is not None:
        where = without_password(engine.url)
        raise DamagedStoreError(
            f"{where} is damaged ({fault}): restore it from a dump, `kense load --dump` (docs/backup.md)"
        )


def look_through(engine: Engine) -> Soundness:
    """Check all of a store. Faults do not raise: the result lists them.

    Raises StoreError if the store cannot be reached.
    """
    with reading(engine) as connection:
        faults = [] if is_postgis(engine) else [*_faults_of_file(connection)]
        if faults:
            return Soundness(None, tuple(faults))
        revision = current_revision(connection)
        if revision != latest_revision():
            return Soundness(None, (f"its tables are of revision {revision}: run `kense migrate`",))
        faults += _faults_of_editions(connection)
        latest = latest_edition(connection)
        if latest is None:
            return Soundness(None, tuple(faults))
        return Soundness(latest.key, (*faults, *_faults_of_reading(connection)))


def _faults_of_file(connection: Connection) -> Iterator[str]:
    """Faults in the structure, indexes and references of a SQLite file, at most 20 of each.

    PostgreSQL guarantees these itself.
    """
    for row in connection.execute(text("PRAGMA integrity_check(20)")):
        if row[0] != "ok":
            yield str(row[0])
    for table, rowid, parent, _ in connection.execute(text("PRAGMA foreign_key_check")).fetchmany(20):
        yield f"row {rowid} of {table} refers to no row of {parent}"


def _faults_of_editions(connection: Connection) -> Iterator[str]:
    """Faults in the numbers and times of editions."""
    table = tables.edition
    count, least, most = connection.execute(
        select(func.count(), func.min(table.c.number), func.max(table.c.number))
    ).one()
    if not count:
        yield "nothing has been loaded into it yet"
    elif (least, most) != (1, count):
        yield f"it has {count} editions, numbered from {least} to {most}: some are missing"
    times = list(connection.scalars(select(table.c.published_at).order_by(table.c.number)))
    if len(set(times)) != len(times):
        yield "two editions were published at one moment: clients cannot tell them apart"
    revised = connection.scalar(select(func.max(tables.revision.c.edition)))
    if revised is not None and revised > (most or 0):
        yield f"a change belongs to edition {revised}, and the newest is {most}"


def _faults_of_reading(connection: Connection) -> Iterator[str]:
    """The error that prevents reading the newest edition, if any.

    Changed bytes inside a text damage no structure.
    """
    try:
        read_edition(connection)
    except StoreError as error:
        yield str(error)
    except Exception as error:  # any error from a broken value is a fault of the store
        yield f"its newest edition cannot be read: {type(error).__name__}: {error}"
