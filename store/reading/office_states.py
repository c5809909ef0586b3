"""Detects whether the rows of one office are unchanged, by a digest for each office.

Changes made through the program say which offices they touched. Any other difference in the tables that they
write to was written by hand (`store.reading.table_states`).
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, text

from store.tables import tables
from store.tables.engine import is_postgis

OfficeStates = Mapping[str, str]
"""Id of an office to the digest of its rows; "" for rows of no office."""
_ROWS = (
    (tables.office, "t.id", ""),
    (tables.organization_office, "t.office_id", ""),
    (tables.position, "coalesce(t.office_id, '')", ""),
    (tables.provision, "t.office_id", ""),
    (tables.provision_unit, "p.office_id", "JOIN provision p ON p.id = t.provision_id"),
    (tables.revision, "t.office_id", "WHERE t.edition <= :until"),
    (tables.location_attempt, "''", "WHERE t.edition <= :until"),
)
"""Table, whose row it is, and which rows: tables that a change of an office writes to, except corrections."""


def office_states(connection: Connection, until: int) -> OfficeStates:
    """The digest of the rows of every office; of the logs only the part that the edition `until` shows.

    Empty for an unknown driver.
    """
    if is_postgis(connection):
        return _of_transactions(connection, until)
    raw = connection.connection.dbapi_connection
    if not isinstance(raw, sqlite3.Connection):
        return {}
    return _of_rows(raw, until)


def _of_transactions(connection: Connection, until: int) -> OfficeStates:
    """Digests from the numbers of the transactions that wrote the rows (PostgreSQL)."""
    parts = (
        f"SELECT {owner} AS owner, t.xmin::text::bigint AS written FROM {table.name} t {which}"  # noqa: S608
        for table, owner, which in _ROWS
    )
    query = f"SELECT owner, count(*), sum(written) FROM ({' UNION ALL '.join(parts)}) r GROUP BY owner"  # noqa: S608
    rows = connection.execute(text(query), {"until": until})
    return {owner: f"{count}-{total}" for owner, count, total in rows}


def _of_rows(connection: sqlite3.Connection, until: int) -> OfficeStates:
    """Digests from the content of the rows (SQLite)."""
    digests: dict[str, hashlib._Hash] = {}
    for owner, row in _owned(connection, until):
        digest = digests.get(owner)
        if digest is None:
            digest = digests[owner] = hashlib.sha256()
        digest.update(row)
    return {owner: digest.hexdigest()[:16] for owner, digest in digests.items()}


def _owned(connection: sqlite3.Connection, until: int) -> Iterator[tuple[str, bytes]]:
    """Each row with the id of its office, in the order of keys."""
    for table, owner, which in _ROWS:
        keys = ", ".join(f"t.{column.name}" for column in table.primary_key)
        query = f"SELECT {owner}, t.* FROM {table.name} t {which} ORDER BY {keys}"  # noqa: S608
        for row in connection.execute(query, {"until": until} if ":until" in query else {}):
            yield row[0], repr(row).encode()
