"""The printed rows of an act as they are on a day, after the amendments in force by then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, or_, select

from model.errors import NotFoundError
from model.records import Validity
from store.tables import tables

_LINE = re.compile(r"(?P<act>[a-z0-9-]+).*/l(?P<line>\d+)", re.ASCII)
_LAST = 2**31
"""Sorts after every line: rows of an annex that was restated as a whole."""
_Place = tuple[str, int | None, int | None]


@dataclass(frozen=True, slots=True)
class ConsolidatedRow:
    """A row on a day: its number and cells, and the act and line that print it.

    A cell that names a person is None (decision 0005). `amended_by` is the amending act that printed the row,
    None for a row of the original act.
    """

    label: str | None
    cells: tuple[str | None, ...]
    act_id: str
    line: int
    amended_by: str | None


@dataclass(frozen=True, slots=True)
class ConsolidatedTable:
    """The rows of one table of an act on a day."""

    standard: int | None
    annex: int | None
    title: str
    rows: tuple[ConsolidatedRow, ...]


def read_consolidated(connection: Connection, act_id: str, day: date) -> tuple[ConsolidatedTable, ...]:
    """The tables of an act on a day, in the order of print. Raises NotFoundError for an unknown act.

    Tables without a row on that day are left out. Cells that name persons are None.
    """
    act = tables.act
    if connection.scalar(select(act.c.id).where(act.c.id == act_id)) is None:
        raise NotFoundError(f"no act has the id {act_id!r}")
    entry = tables.act_entry
    rows = connection.execute(
        select(entry).where(
            or_(
                (entry.c.act_id == act_id) & entry.c.amends.is_(None),
                entry.c.amends == act_id,
                entry.c.amends.startswith(f"{act_id}/", autoescape=True),
            )
        )
    ).all()
    by_line = {(row.act_id, row.line): row for row in rows}
    masks = _masks(connection)
    ordered = sorted(rows, key=lambda row: (row.standard or 0, row.annex or 0, _place(row, by_line)))
    return tuple(
        ConsolidatedTable(standard, annex, group[0].title, found)
        for (standard, annex), each in groupby(ordered, key=lambda row: (row.standard, row.annex))
        if (group := list(each)) and (found := tuple(_standing(group, day, masks)))
    )


def _standing(
    rows: list[Any], day: date, masks: Mapping[_Place, frozenset[int]]
) -> Iterator[ConsolidatedRow]:
    """The rows that hold on the day, with the cells of persons emptied (None)."""
    for row in rows:
        if Validity(row.since, row.until).holds_on(day):
            masked = masks.get((row.act_id, row.standard, row.annex), frozenset())
            cells = tuple(None if place in masked else cell for place, cell in enumerate(row.cells))
            amended_by = row.act_id if row.amends else None
            yield ConsolidatedRow((row.number or "").strip() or None, cells, row.act_id, row.line, amended_by)


def _place(row: Any, by_line: Mapping[tuple[str, int], Any]) -> tuple[int, ...]:
    """A sort key for a row: the place of the row it replaces, or after the row it follows.

    Rows of an annex that was restated as a whole come last.
    """
    before = _row_of(row.restates or row.follows, by_line)
    if before is not None:
        return (*_place(before, by_line), 0) if row.restates else (*_place(before, by_line), 1, row.line)
    return (row.line,) if row.amends is None else (_LAST, row.line)


def _row_of(token: str | None, by_line: Mapping[tuple[str, int], Any]) -> Any | None:
    """The row that a token names; None if there is no such row."""
    found = _LINE.fullmatch(token or "")
    return None if found is None else by_line.get((found["act"], int(found["line"])))


def _masks(connection: Connection) -> dict[_Place, frozenset[int]]:
    """The indexes of columns that name persons, by table; tables without any are left out."""
    table = tables.act_table
    rows = connection.execute(select(table.c.act_id, table.c.standard, table.c.annex, table.c.persons)).all()
    return {(row.act_id, row.standard, row.annex): frozenset(row.persons) for row in rows if row.persons}
