"""The rows that an amending act gives, read like the rows of the table that they enter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from geo.names.toponyms import mild_key
from loaders.acts.amending_lines import TextRow
from loaders.acts.amending_text import Operation
from loaders.acts.column_words import LANGUAGE_NAMES, NAME, known_roles
from loaders.acts.outlines import table_row
from loaders.acts.profiles import ActProfile, TableProfile
from loaders.acts.reader import OfficeTable, Survey
from loaders.acts.text import fold
from loaders.amending.table_state import StandingRow
from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings import reader_of
from loaders.seeds.files import split_values
from loaders.seeds.folder import TableKey
from loaders.seeds.record_rows import entry_row
from loaders.seeds.row_versions import table_token
from loaders.seeds.rows import ActTableRow, EntryRow
from model.enums import Language

_ALIKE = 40.0
"""Likeness (0-100) from which a restated row is one of the same office."""
_PLAINLY = 5.0
"""By how much the most similar row must exceed the next one."""
_IN_A_LINE = 100_000
"""Rows that one line rewords are numbered after it: line 24 gives 2400000, 2400001, ..."""


class NewRows:
    """The rows that an amending act gives, their records, and the tables of the act that contain them."""

    def __init__(self, found: Survey, profile: ActProfile) -> None:
        self._found, self._profile = found, profile
        self._language = Language(profile.language)
        self.records: list[OfficeRecord] = []
        self.tables: dict[TableKey, ActTableRow] = {}

    def row(
        self,
        table: TableKey,
        described: TableProfile,
        layout: ActTableRow | None,
        printed: TextRow,
        before: StandingRow | None,
        day: str,
        *,
        restates: bool,
    ) -> tuple[TableKey, EntryRow]:
        """A new row that restates the row `before`, or follows it if `restates` is False. Adds its record."""
        columns = split_values(layout.columns) if layout is not None else ()
        given = self._as_table(table, described, columns, layout.title if layout is not None else "")
        row = self._printed(table, printed.cells, printed.line, before)
        key, entry = self._read(table, given, row, day, layout)
        token = before.token if before is not None else ""
        return key, replace(entry, restates=token if restates else "", follows="" if restates else token)

    def annex_row(
        self,
        table: TableKey,
        described: TableProfile,
        given: OfficeTable,
        printed: PrintedRow,
        old: StandingRow | None,
        day: str,
    ) -> tuple[TableKey, EntryRow]:
        """A row of an annex that is restated as a whole.

        `old` is the previous row of the same office, None for a new office; it gives a region or district
        that is missing.
        """
        as_before = replace(given, standard=table.standard, annex=table.annex, described=described)
        as_before = replace(as_before, reading=described.reading)
        row = replace(
            printed,
            standard=table.standard,
            annex=table.annex,
            region=printed.region or (old.entry.region or None if old is not None else None),
            district=printed.district or (old.entry.district or None if old is not None else None),
        )
        key = TableKey(self._profile.id, table.standard, table.annex)
        key, entry = self._read(table, as_before, row, day, table_row(key, as_before))
        return key, replace(entry, restates=old.token if old is not None else "")

    def reworded(
        self,
        table: TableKey,
        described: TableProfile,
        layout: ActTableRow | None,
        row: StandingRow,
        *,
        operation: Operation,
        count: int,
        day: str,
    ) -> tuple[TableKey, EntryRow]:
        """A row with replaced words.

        The amending act prints no row: the operation's line times 100000 plus `count` is its line.
        """
        cells = tuple(fold(cell.replace(operation.before, operation.after)) for cell in row.cells)
        line = operation.line * _IN_A_LINE + count
        return self.row(table, described, layout, TextRow(line, cells), row, day, restates=True)

    def name_of(self, cells: Sequence[str], columns: Sequence[str]) -> str:
        """The name in a row, in lower case without quotes.

        If no column is known to contain names, it is the second cell. Empty if that is missing.
        """
        for cell, role in zip(cells, known_roles(columns, {}), strict=False):
            if role == NAME or role in LANGUAGE_NAMES:
                return folded_title(cell)
        return folded_title(cells[1]) if len(cells) > 1 else ""

    def most_alike(self, cells: Sequence[str], rows: Sequence[StandingRow]) -> StandingRow | None:
        """The row whose cells are clearly the most similar.

        None if the likeness is below 40 of 100, or the next row is within 5.
        """
        words = mild_key(" ".join(cells[1:]))
        scored = sorted(
            (
                (fuzz.token_set_ratio(words, mild_key(" ".join(row.cells[1:]))), row.token, row)
                for row in rows
            ),
            reverse=True,
        )
        scores = [score for score, _, _ in scored] + [0.0]
        return scored[0][2] if scored and scores[0] >= max(_ALIKE, scores[1] + _PLAINLY) else None

    def is_alike(self, cells: Sequence[str], before: Sequence[str]) -> bool:
        """Whether two rows may be of one office.

        Without the first cell, their words must be at least 40 of 100 alike.
        """
        one, other = (mild_key(" ".join(row[1:])) for row in (cells, before))
        return fuzz.token_set_ratio(one, other) >= _ALIKE

    def _as_table(
        self, table: TableKey, described: TableProfile, columns: tuple[str, ...], title: str
    ) -> OfficeTable:
        """The changed table without rows, as the readings need it."""
        return OfficeTable(
            standard=table.standard,
            annex=table.annex,
            title=title,
            line=1,
            columns=columns,
            reading=described.reading,
            rows=(),
            described=described,
        )

    def _printed(
        self, table: TableKey, cells: tuple[str, ...], line: int, before: StandingRow | None
    ) -> PrintedRow:
        """A new printed row. Region and district are those of the row `before`, None without such a row."""
        return PrintedRow(
            act=self._found.text.stem,
            standard=table.standard,
            annex=table.annex,
            table_line=line,
            title="",
            region=(before.entry.region or None) if before is not None else None,
            district=(before.entry.district or None) if before is not None else None,
            number=cells[0],
            cells=cells,
            line=line,
        )

    def _read(
        self, table: TableKey, given: OfficeTable, row: PrintedRow, day: str, layout: ActTableRow | None
    ) -> tuple[TableKey, EntryRow]:
        """Read a new row: adds its record and table, returns the table's key and the row for `entries`."""
        read = reader_of(self._found.text.path, given, self._language)
        self.records.append(replace(read(row), act=self._profile.id))
        key = TableKey(self._profile.id, table.standard, table.annex)
        if layout is not None:
            self.tables.setdefault(key, replace(layout, act=self._profile.id, line=row.line))
        return key, replace(entry_row(row), amends=table_token(table), since=day)


def folded_title(text: str) -> str:
    """A title or name in lower case, quotation marks and white space as single spaces."""
    return re.sub(r"[\s«»\"“”]+", " ", fold(text).lower()).strip()


def names_of_rows(rows: Iterable[StandingRow]) -> dict[str, StandingRow]:
    """Rows by the folded text of their second cell; a text that two rows share is left out."""
    named = [(folded_title(row.cells[1]), row) for row in rows if len(row.cells) > 1]
    counted = Counter(name for name, _ in named)
    return {name: row for name, row in named if counted[name] == 1}
