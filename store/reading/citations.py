"""Citations of an edition: each printed row is one object, shared by all that cite it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.fuzz import ratio
from sqlalchemy import CTE, Connection, select, union

from model.edition import ALWAYS, Act, Citation, Validity
from store.tables import tables
from store.tables.among import among

_ROW_TOKEN = re.compile(r"([a-z0-9-]+)(?:/s\d+)?(?:/a\d+)?/l(\d+)", re.ASCII)
_NUMBER = re.compile(r"\s*(\d{1,6})\s*[.)]?\s*")

_ALIKE = 60.0
"""Similarity in percent from which a cell counts as the print of a corrected name."""


@dataclass(frozen=True, slots=True)
class PrintedCells:
    """A printed row: its cells, the headings above it, and a citation that quotes the office's name."""

    citation: Citation
    cells: Sequence[str]
    headings: tuple[str, ...] = ()
    validity: Validity = ALWAYS
    """The days of the row, where amendments began or ended it."""


class Citations:
    """The printed rows of all acts, by act and line; with `only`, just those that some offices cite."""

    def __init__(
        self, connection: Connection, acts: Mapping[str, Act], only: Collection[str] | None = None
    ) -> None:
        self._acts = acts
        self._rows: dict[tuple[str, int], PrintedCells] = {}
        self._places: dict[tuple[str, int | None, int | None, int | None, int | None], Citation] = {}
        entry, record = tables.act_entry, tables.office_record
        both = entry.outerjoin(record, (record.c.act_id == entry.c.act_id) & (record.c.line == entry.c.line))
        columns = (
            entry.c.act_id,
            entry.c.line,
            entry.c.standard,
            entry.c.annex,
            entry.c.number,
            entry.c.region,
            entry.c.district,
            entry.c.cells,
            entry.c.amends,
            entry.c.since,
            entry.c.until,
        )
        query = select(*columns, record.c.name).select_from(both)
        if only is not None:
            rests_on = _lines_of(only)
            query = query.join(
                rests_on, (rests_on.c.act_id == entry.c.act_id) & (rests_on.c.line == entry.c.line)
            )
        for row in connection.execute(query).all():
            citation = Citation(
                act_id=row.act_id,
                language=acts[row.act_id].languages[0],
                standard=row.standard,
                annex=None if row.annex is None else str(row.annex),
                row=row_number(row.number),
                line=row.line,
                quote=None if row.name is None else printed_name(row.name, row.cells),
                row_label=(row.number or "").strip() or None,
                of_act=row.amends.partition("/")[0] if row.amends else None,
            )
            headings = tuple(heading for heading in (row.region, row.district) if heading)
            self._rows[row.act_id, row.line] = PrintedCells(citation, row.cells, headings, _days(row))

    def rows(self) -> Iterable[PrintedCells]:
        """Every printed row that was read."""
        return self._rows.values()

    def printed(self, act_id: str, line: int) -> PrintedCells:
        """The printed row on a line of an act. Raises KeyError if it was not read."""
        return self._rows[act_id, line]

    def of_basis(self, row: Any) -> Citation:
        """The citation in a row of a `_basis` table: the printed row itself, or another place in an act."""
        printed = self._rows.get((row.act_id, row.line))
        if printed is not None:
            return printed.citation
        place = (row.act_id, row.standard, row.annex, row.paragraph, row.line)
        known = self._places.get(place)
        if known is None:
            known = self._places[place] = Citation(
                act_id=row.act_id,
                language=self._acts[row.act_id].languages[0],
                standard=row.standard,
                annex=None if row.annex is None else str(row.annex),
                provision=None if row.paragraph is None else str(row.paragraph),
                line=row.line,
            )
        return known

    def of_token(self, token: str) -> Citation | None:
        """The citation of the row that a token such as `gov-2012-1119/s1/a2/l1530` names.

        None if the token names no row that was read.
        """
        match = _ROW_TOKEN.fullmatch(token)
        printed = None if match is None else self._rows.get((match[1], int(match[2])))
        return None if printed is None else printed.citation


def _days(row: Any) -> Validity:
    return Validity(row.since, row.until) if row.since or row.until else ALWAYS


def _lines_of(office_ids: Collection[str]) -> CTE:
    """Act and line of the rows that say something of offices, their posts, hours and provisions."""
    record, given, basis = tables.office_record, tables.provision, tables.provision_basis
    post, prints = tables.post, tables.post_print
    return union(
        select(record.c.act_id, record.c.line).where(among(record.c.office_id, office_ids)),
        select(record.c.act_id, record.c.hours_line).where(
            among(record.c.office_id, office_ids), record.c.hours_line.is_not(None)
        ),
        select(basis.c.act_id, basis.c.line)
        .join(given, given.c.id == basis.c.provision_id)
        .where(among(given.c.office_id, office_ids), basis.c.line.is_not(None)),
        select(prints.c.act_id, prints.c.line)
        .join(post, post.c.id == prints.c.post_id)
        .where(among(post.c.office_id, office_ids)),
    ).cte("rests_on")


def row_number(number: str | None) -> int | None:
    """The number printed in a row as an integer: `2.` is 2; None if it is not a number."""
    match = _NUMBER.fullmatch(number or "")
    return None if match is None else int(match[1])


def printed_name(name: str, cells: Sequence[str]) -> str:
    """The name as the row prints it. For a corrected name, the most similar cell, if it is similar enough."""
    for cell in cells:
        if name in cell:
            return name
    best = max(cells, key=lambda cell: ratio(name, cell), default=name)
    return best if ratio(name, best) >= _ALIKE else name
