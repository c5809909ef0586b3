"""Layout of 003 and 004: a row is a line, its cells are separated by TABs.

These texts were scanned. A page break tears rows in two: the halves stand on both sides of a blank line, the
cells distributed between them, the number with either half (003 lines 441/443, 004 lines 344/346). A cell
that spans several rows may stand alone on a line (003 lines 306, 351).
"""

import re
from collections.abc import Sequence
from itertools import zip_longest

from loaders.acts.headings import is_place
from loaders.acts.marks import Mark
from loaders.acts.tables import RawRow, RawTable, has_number_column, is_header, join_title
from loaders.acts.text import ActText, fold
from loaders.errors import UnreadableRow

_RULED = re.compile(r"[-–—_\s]*")


def read_lined(text: ActText, marks: Sequence[Mark]) -> tuple[RawTable, ...]:
    """All tables of the text, of offices or not, in order. Raises UnreadableRow for a lone half."""
    tables: list[RawTable] = []
    for first, last in _stretches(text, marks):
        tables.extend(_tables_within(text, first, last))
    return tuple(tables)


def _stretches(text: ActText, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Runs of lines between headings: no table goes over a heading."""
    starts = [1, *(mark.last + 1 for mark in marks)]
    ends = [*(mark.first - 1 for mark in marks), text.last]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start <= end]


def _tables_within(text: ActText, first: int, last: int) -> list[RawTable]:
    rows_at = [n for n in range(first, last + 1) if "\t" in text.line(n)]
    if not rows_at:
        return []
    begins = [n for n in rows_at if n == rows_at[0] or is_header(_cells(text.line(n)))]
    tables: list[RawTable] = []
    ended_at = first - 1
    for begin, following in zip(begins, [*begins[1:], last + 1], strict=True):
        end = max(n for n in rows_at if n < following)
        titled_at = min((n for n in range(ended_at + 1, begin) if text.line(n).strip()), default=begin)
        title = join_title(text.lines[titled_at - 1 : begin - 1])
        rows = _Page(text, begin, end).rows()
        torn = end == text.last and _is_cut(rows)
        tables.append(RawTable(begin, title, titled_at, False, rows, torn))
        ended_at = end
    return tables


def _is_cut(rows: Sequence[RawRow]) -> bool:
    """Whether the last row has fewer cells than any other."""
    others = [len(row.cells) for row in rows[:-1] if len(row.cells) > 1]
    return bool(others) and len(rows[-1].cells) < min(others)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(fold(cell) for cell in line.split("\t"))


class _Page:
    """The lines of one table, from its titles of columns to its last row."""

    def __init__(self, text: ActText, begin: int, end: int) -> None:
        self.text = text
        self.columns = _cells(text.line(begin))
        self.numbered = has_number_column(self.columns)
        self.lines = [n for n in range(begin, end + 1) if text.line(n).strip()]
        self.done: list[RawRow] = []
        self.half: RawRow | None = None
        """Upper half of a row, while its lower one is still to come."""
        self.stray: tuple[int, str] | None = None
        """A cell that stands on a line of its own between two halves."""

    def rows(self) -> tuple[RawRow, ...]:
        for number in self.lines:
            line = self.text.line(number)
            if "\t" in line:
                self._row(RawRow(number, _cells(line)))
            else:
                self._words(number, fold(line))
        if self.half is not None:
            raise self._error(self.half.line, "half a row, and its other half is missing")
        return tuple(self.done)

    def _row(self, row: RawRow) -> None:
        if all(_RULED.fullmatch(cell) for cell in row.cells):
            return  # the line the scanner drew under the table (003 line 1126)
        if self.half is not None:
            whole = self._joined(self.half, row)
            self.done.append(whole if self.stray is None else self._with_stray(whole, *self.stray))
            self.half = self.stray = None
        elif not self._is_half(row):
            self.done.append(row)
        elif self.done and not self.text.line(row.line - 1).strip():
            self.done[-1] = self._joined(self.done[-1], row)
        elif not self.text.line(row.line + 1).strip():
            self.half = row
        else:
            raise self._error(row.line, "half a row, and no page break where its other half is")

    def _words(self, number: int, words: str) -> None:
        """A line without TABs: a heading that lost its empty cells, or a cell that spans several rows."""
        if self.half is not None:
            self.stray = (number, words)
        elif is_place(words):
            self.done.append(RawRow(number, (words,)))
        else:
            self.done[-1] = self._with_stray(self.done[-1], number, words)

    def _is_half(self, row: RawRow) -> bool:
        """A row without its number, in a table whose rows are numbered."""
        return self.numbered and row.cells[0] == "" and bool(row.filled)

    def _joined(self, upper: RawRow, lower: RawRow) -> RawRow:
        """Column by column, the upper half first."""
        # A lower half brings at least one cell that the upper one had to leave empty.
        rest = [cell for cell in zip_longest(upper.cells[1:], lower.cells[1:], fillvalue="") if not cell[0]]
        if bool(upper.cells[0]) == bool(lower.cells[0]) or not any(below for _, below in rest):
            line, other = (upper.line, lower.line) if self._is_half(upper) else (lower.line, upper.line)
            raise self._error(line, f"half a row, and line {other} is not its other half")
        width = max(len(upper.cells), len(lower.cells))
        above = upper.cells + ("",) * (width - len(upper.cells))
        below = lower.cells + ("",) * (width - len(lower.cells))
        cells = tuple(fold(f"{a} {b}") for a, b in zip(above, below, strict=True))
        return RawRow(upper.line, cells, f"a page break splits the row: lines {upper.line} and {lower.line}")

    def _with_stray(self, row: RawRow, number: int, cell: str) -> RawRow:
        """The row with a last cell that is printed on a line of its own."""
        place = len(self.columns) - 1
        cells = row.cells + ("",) * (len(self.columns) - len(row.cells))
        if cells[place] or len(row.cells) == 1:
            raise self._error(number, "a line of text between the rows belongs to none of them")
        note = f"the last cell stands alone on line {number}"
        repaired = note if row.repaired is None else f"{row.repaired}; {note}"
        return RawRow(row.line, (*cells[:place], cell, *cells[place + 1 :]), repaired)

    def _error(self, line: int, reason: str) -> UnreadableRow:
        return UnreadableRow(self.text.path, reason, line)
