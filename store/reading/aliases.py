"""The ids of offices that people merged into others: they are aliases."""

from __future__ import annotations

from sqlalchemy import Connection, select

from store.tables import tables


def read_aliases(connection: Connection) -> dict[str, str]:
    """By the id of each merged office, the id of the office that replaced it in the end."""
    office = tables.office
    # A comparison, because SQLite answers "is not null" by reading the whole table.
    rows = connection.execute(select(office.c.id, office.c.merged_into).where(office.c.merged_into > ""))
    return {row.id: row.merged_into for row in rows}
