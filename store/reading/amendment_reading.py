"""Reads amendments of acts from the store for an edition."""

from __future__ import annotations

from sqlalchemy import Connection, select

from model.amendments import Amendment
from model.enums import OperationKind
from store.tables import tables


def read_amendments(connection: Connection) -> tuple[Amendment, ...]:
    """Every operation of amending acts, by act and line."""
    table = tables.amendment
    rows = connection.execute(select(table).order_by(table.c.act_id, table.c.line, table.c.id)).all()
    return tuple(
        Amendment(
            by=row.act_id,
            line=row.line,
            kind=OperationKind(row.kind),
            of=row.of_act,
            standard=row.standard,
            annex=row.annex,
            row=row.row_label,
            on=row.on_day,
            says=row.says,
            number=row.number,
            adopted_on=row.adopted_on,
            adopted_by=row.adopted_by,
        )
        for row in rows
    )
