"""Detects whether tables are unchanged, by a digest of each table that an edition is made of.

It covers every write, even by hand and without a new edition. On PostgreSQL each row has the number of the
transaction that wrote it (system column `xmin`): their sum changes with every row that is written or deleted.
SQLite has no such number; there the digest covers the pages of the table.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from store.tables import tables
from store.tables.engine import is_postgis

_BESIDE = frozenset(
    {
        tables.act_job,
        tables.act_job_entry,
        tables.act_upload,
        tables.answered_request,
        tables.boundary_part,
        tables.gazetteer_place,
        tables.geocoder_answer,
        tables.kept_file,
        tables.kept_seeds,
        tables.lease,
        tables.staged_act,
        tables.webhook,
    }
)
"""Tables without influence on an edition."""
_CHANGED_BY_PEOPLE = frozenset(
    {
        tables.correction,
        tables.edition,
        tables.location_attempt,
        tables.office,
        tables.organization_office,
        tables.position,
        tables.provision,
        tables.provision_unit,
        tables.public_change,
        tables.revision,
    }
)
"""Tables that a change of an office writes to, together with an edition that names the office."""
_LARGEST_BYTES = 1 << 30
"""Largest SQLite file that is checked: it is held in memory meanwhile."""

TableStates = Mapping[str, str]
"""Name of a table to the digest of its content."""


def table_states(connection: Connection) -> TableStates | None:
    """The digest of every table that an edition is made of, as the transaction sees it.

    None if they cannot be known, as for a SQLite file of over 1 GiB.
    """
    names = sorted(table.name for table in tables.metadata.sorted_tables if table not in _BESIDE)
    if is_postgis(connection):
        return _of_transactions(connection, names)
    raw = connection.connection.dbapi_connection
    if not isinstance(raw, sqlite3.Connection):
        return None
    return _of_pages(raw, names)


def only_people_changed(before: TableStates, after: TableStates) -> bool:
    """Whether no table differs except those that changes of offices write to."""
    by_people = {table.name for table in _CHANGED_BY_PEOPLE}
    return _without(before, by_people) == _without(after, by_people)


def _without(states: TableStates, names: Iterable[str]) -> TableStates:
    left_out = frozenset(names)
    return {name: state for name, state in states.items() if name not in left_out}


def _of_transactions(connection: Connection, names: Iterable[str]) -> TableStates | None:
    """Digests from row counts and transaction numbers (PostgreSQL), by one statement.

    None if it fails.
    """
    quote = connection.dialect.identifier_preparer.quote
    parts = (
        f"SELECT '{name}', count(*), coalesce(sum(xmin::text::bigint), 0) FROM {quote(name)}"  # noqa: S608
        for name in names
    )
    try:
        with connection.begin_nested():
            rows = connection.execute(text(" UNION ALL ".join(parts))).all()
    except DBAPIError:  # the next reader of the tables reports the error
        return None
    return {name: f"{count}-{total}" for name, count, total in rows}


def _of_pages(connection: sqlite3.Connection, names: Iterable[str]) -> TableStates | None:
    """Digests of the pages of each table (SQLite).

    None if this SQLite cannot list the pages of a table, or the file is over 1 GiB.
    """
    if not hasattr(connection, "serialize"):
        return None
    try:
        (count,), (size,) = (
            connection.execute(f"PRAGMA {what}").fetchone() for what in ("page_count", "page_size")
        )
        if count * size > _LARGEST_BYTES:
            return None
        pages = connection.execute("SELECT name, pageno FROM dbstat ORDER BY pageno").fetchall()
        content = memoryview(connection.serialize())
    except sqlite3.Error:  # SQLite was built without this table, or the file is damaged
        return None
    digests = {name: hashlib.sha256() for name in names}
    for name, number in pages:
        if name in digests:
            digests[name].update(content[(number - 1) * size : number * size])
    return {name: digest.hexdigest() for name, digest in digests.items()}
