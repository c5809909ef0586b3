"""Layout of 000-002: a cell begins with a TAB at the start of its line.

A TAB line after a blank line opens a row, after any other line the next cell; a line without TAB goes on
with the cell, even across blank lines. A lone TAB is an empty cell. Where the source lost the break in
front of a heading, the heading begins with a plain space (001 line 20138, 000 line 4849).
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from loaders.acts.headings import is_place
from loaders.acts.marks import Mark
from loaders.acts.tables import RawRow, RawTable, has_number_column, is_number, join_title
from loaders.acts.text import ActText, fold

_PARAGRAPH = re.compile(r" ?\xa0{3,}")
"""Paragraphs of the text are indented with non-breaking spaces; lines of a cell are not."""
_CELL = re.compile(r" ?\t")


def read_tabbed(text: ActText, marks: Sequence[Mark]) -> tuple[RawTable, ...]:
    """All tables of the text in order, of offices or not."""
    return _Scan(text, marks).tables()


class _OpenRow:
    """A row whose cells are still being read; each cell is a list of lines."""

    def __init__(self, line: int, blank_before: int) -> None:
        self.line = line
        self.blank_before = blank_before
        self.cells: list[list[str]] = []

    def close(self) -> RawRow:
        return RawRow(self.line, tuple(fold(" ".join(lines)) for lines in self.cells))


class _Scan:
    """One pass over the lines; `rows` are those of the open table, None between tables."""

    def __init__(self, text: ActText, marks: Sequence[Mark]) -> None:
        self.text = text
        self.marks = marks
        self.cell_lines = [n for n, line in enumerate(text.lines, 1) if _CELL.match(line)]
        self.mark_firsts = [mark.first for mark in marks]
        self.rows: list[_OpenRow] | None = None
        self.found: list[RawTable] = []
        self.ended_at = 0

    def tables(self) -> tuple[RawTable, ...]:
        """All tables of the text in order."""
        blank = 0
        for number, line in enumerate(self.text.lines, start=1):
            if not line.strip() and not _CELL.match(line):
                blank += 1
                continue
            if _CELL.match(line):
                self._cell(number, line, blank)
            elif self.rows is not None:
                if self._ends_table(number, line, blank):
                    self._close(number)
                else:
                    self.rows[-1].cells[-1].append(line)
            blank = 0
        self._close(self.text.last + 1, at_end=True)
        return tuple(self.found)

    def _cell(self, number: int, line: str, blank: int) -> None:
        """Add a cell: to a new row after a blank line, else to the open row."""
        if (
            line[0] == " "
        ):  # a line break was lost: whatever this is, it is not part of the table above (001 line 45798)
            self._close(number)
        if self.rows is None:
            self.rows = []
        if not self.rows or blank:
            self.rows.append(_OpenRow(number, blank))
        self.rows[-1].cells.append([line.lstrip(" ")[1:]])

    def _ends_table(self, number: int, line: str, blank: int) -> bool:
        """Whether a line without TAB is text below the table, not more of the last cell."""
        if _PARAGRAPH.match(line) or self._in_mark(number):
            return True
        if line[0] == " ":
            return self._last_row_is_whole()
        if blank < 2:
            return False
        # Act 002 prints sixty blank lines inside a cell (1176-1237): only the next lines show where a table
        # ends.
        following = bisect_left(self.cell_lines, number)
        if following == len(self.cell_lines):
            return True
        stop = self.cell_lines[following]
        heading = bisect_left(self.mark_firsts, number)
        if heading < len(self.marks) and self.mark_firsts[heading] < stop:
            return True
        return any(_PARAGRAPH.match(self.text.line(n)) for n in range(number, stop))

    def _in_mark(self, number: int) -> bool:
        """Whether a line belongs to the heading of a standard or annex."""
        heading = bisect_left(self.mark_firsts, number + 1) - 1
        return heading >= 0 and self.marks[heading].last >= number

    def _last_row_is_whole(self) -> bool:
        return self.rows is not None and len(self.rows[-1].cells) in {1, len(self.rows[0].cells)}

    def _close(self, number: int, at_end: bool = False) -> None:
        """End the open table in front of line `number`; nothing happens if none is open."""
        if self.rows:
            line = self.rows[0].line
            titled_at, glued = self._title_start(line)
            title = join_title(self.text.lines[titled_at - 1 : line - 1])
            rows = _join_torn(self.rows)
            cells = rows[-1].cells
            torn = at_end and len(cells) < len(rows[0].cells) and (len(cells) > 1 or is_number(cells[0]))
            self.found.append(
                RawTable(line, title, titled_at, glued, rows, torn, last=self._last_filled(number))
            )
            self.ended_at = number - 1
        self.rows = None

    def _last_filled(self, number: int) -> int:
        """The last non-blank line in front of a line; 0 if there is none."""
        return next((n for n in range(number - 1, 0, -1) if self.text.line(n).strip()), 0)

    def _title_start(self, line: int) -> tuple[int, bool]:
        """The first line of the title above a table.

        True with it if the title follows other text without a blank line.
        """
        heading = bisect_left(self.mark_firsts, line) - 1
        floor = max(self.ended_at, self.marks[heading].last if heading >= 0 else 0)
        if self.text.line(line)[0] == " ":
            return line, True
        start = line
        for above in range(line - 1, floor, -1):
            printed = self.text.line(above)
            if _PARAGRAPH.match(printed) and printed[0] != " ":
                break
            if printed.strip():
                start = above
            if printed[:1] == " " and printed.strip():
                return above, above > floor + 1 or self.ended_at == floor
        return start, False


def _join_torn(rows: Sequence[_OpenRow]) -> tuple[RawRow, ...]:
    """The rows; a numbered row that a blank line splits (001 line 4210) is joined with its rest.

    Two pieces are one row when the first begins with a number, the second does not, and together they have
    exactly as many cells as there are titles. The name of a territory alone is no piece: it is a heading, and
    the row before it lacks a cell.
    """
    closed = [row.close() for row in rows]
    width = len(closed[0].cells)
    if not has_number_column(closed[0].cells):
        return tuple(closed)
    joined = closed[:1]
    for row in closed[1:]:
        before = joined[-1]
        if (
            is_number(before.cells[0])
            and len(before.cells) + len(row.cells) == width
            and not is_number(row.cells[0])
            and not _is_place(row)
        ):
            repaired = f"a blank line before line {row.line} splits the row"
            joined[-1] = RawRow(before.line, before.cells + row.cells, repaired)
        else:
            joined.append(row)
    return tuple(joined)


def _is_place(row: RawRow) -> bool:
    return len(row.cells) == 1 and is_place(row.cells[0])
