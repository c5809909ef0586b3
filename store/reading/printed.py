"""Reads tables and standards of acts, with their rows and titles, from the store for an edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from model.printed_acts import PrintedActs, PrintedRow, PrintedStandard, PrintedTable
from store.reading.citations import Citations
from store.tables import tables

_Key = tuple[str, int | None, str | None]


def read_printed_acts(connection: Connection, citations: Citations) -> PrintedActs:
    """Tables and standards of all acts. Their rows come from `citations` and the register of services."""
    rows: Mapping[_Key, list[PrintedRow]] = defaultdict(list)
    for printed in citations.rows():
        cited = printed.citation
        row = PrintedRow(cited.line or 0, cited.row_label, printed.headings, tuple(printed.cells))
        rows[cited.act_id, cited.standard, cited.annex].append(row)
    for act_id, entry in _register(connection):
        rows[act_id, None, None].append(entry)
    return PrintedActs(dict(_tables(connection, rows)), dict(_standards(connection)))


def _tables(
    connection: Connection, rows: Mapping[_Key, list[PrintedRow]]
) -> Iterable[tuple[_Key, PrintedTable]]:
    """The printed tables by act, standard and annex, each with its rows."""
    table = tables.act_table
    for row in connection.execute(select(table).order_by(table.c.id)):
        key = (row.act_id, row.standard, None if row.annex is None else str(row.annex))
        # Bodies named in paragraphs have rows without a table: they are shown as paragraphs.
        yield key, PrintedTable.of(row.title, row.columns, row.persons, rows.get(key, ()))


def _register(connection: Connection) -> Iterable[tuple[str, PrintedRow]]:
    """The rows of the register of services, which are not rows of offices."""
    for row in connection.execute(select(tables.register_entry)):
        if row.name is not None:
            cells = (
                row.number,
                row.name,
                row.recipients,
                row.responsible,
                row.providers,
                row.acceptors,
                row.form,
            )
            yield row.act_id, PrintedRow(row.line, row.number, (), cells)


def _standards(connection: Connection) -> Iterable[tuple[tuple[str, int | None], PrintedStandard]]:
    """The printed standards by act and number: title, sections, and line of each paragraph."""
    table = tables.act_standard
    for row in connection.execute(select(table).order_by(table.c.id)):
        paragraphs = {number: (line, section) for number, line, section in row.paragraphs}
        yield (row.act_id, row.standard), PrintedStandard(row.title, tuple(row.sections), paragraphs)
