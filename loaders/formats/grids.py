"""Tables with merged cells, laid out as rows of equal length: HTML, DOCX, XLSX and PDF share this.

A merged cell in the titles is printed once, as two rows of titles need it. Any other merged cell applies to
every row it covers, so it is repeated downwards; sideways it fills its first column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.formats.places import Place, PlacedLine, UnreadableFormatError

WIDEST = 200
"""Columns of a table; the widest one of the acts has 12."""
LARGEST = 500_000
"""Cells of a table including empty ones: a number in a file must not allocate more memory."""
_HIGHEST_TITLES = 4
"""Rows over which a merged title reaches at most."""

_NUMBER = re.compile(r"[\d.)]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its printed lines, and how many columns and rows it covers."""

    lines: tuple[str, ...] = ()
    across: int = 1
    down: int = 1
    is_title: bool = False

    @property
    def text(self) -> str:
        """The lines joined into one, with single spaces."""
        return " ".join(" ".join(self.lines).split())


@dataclass(slots=True)
class _Reaching:
    """A merged cell in one column, with the number of rows that it still covers and the text for each."""

    rows: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, one for each column; `number` counts the rows of the file from 1."""

    number: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> int:
        """The number of cells that are not empty."""
        return sum(map(bool, self.cells))


def laid_out(rows: Sequence[tuple[int, Sequence[Cell]]]) -> list[Row]:
    """The rows with a cell for each column; empty rows and columns are left out.

    Raises UnreadableFormatError for a table of more than WIDEST columns or LARGEST cells.
    """
    reaching: dict[int, _Reaching] = {}
    laid: list[tuple[int, list[str]]] = []
    titles_at = _titles_at(rows)
    width = 0
    for at, (number, cells) in enumerate(rows):
        laid.append((number, _one_row(cells, reaching, at == titles_at)))
        width = max(width, len(laid[-1][1]))
        if width * len(rows) > LARGEST:
            raise UnreadableFormatError(f"a table of more than {LARGEST:,} cells is too large to be read")
    used = [c for c in range(width) if any(c < len(cells) and cells[c] for _, cells in laid)]
    whole = (Row(number, tuple(cells[c] if c < len(cells) else "" for c in used)) for number, cells in laid)
    return [row for row in whole if row.filled]


def _titles_at(rows: Sequence[tuple[int, Sequence[Cell]]]) -> int | None:
    """The position of the first row with several filled cells, the row of titles.

    None if there is no such row.
    """
    several = (at for at, (_, cells) in enumerate(rows) if sum(1 for cell in cells if cell.text) > 1)
    return next(several, None)


def _one_row(cells: Sequence[Cell], reaching: dict[int, _Reaching], are_titles: bool) -> list[str]:
    """The texts of a row by column, with those of merged cells from the rows above."""
    row: list[str] = []
    coming = list(cells)
    while coming or any(column >= len(row) for column in reaching):
        above = reaching.get(len(row))
        if above is not None:
            above.rows -= 1
            if not above.rows:
                del reaching[len(row)]
            row.append(above.text)
        elif coming:
            _lay(coming.pop(0), row, reaching, are_titles)
        else:
            row.append("")
        if len(row) > WIDEST:
            raise UnreadableFormatError(f"a table of more than {WIDEST} columns is not a list of offices")
    return row


def _lay(cell: Cell, row: list[str], reaching: dict[int, _Reaching], are_titles: bool) -> None:
    """Add a cell to a row, and remember it for the rows below if it is merged downwards."""
    first = len(row)
    if first + cell.across > WIDEST:
        raise UnreadableFormatError(f"a table of more than {WIDEST} columns is not a list of offices")
    row += [cell.text, *[""] * (cell.across - 1)]
    if cell.down > 1:
        is_printed_once = cell.is_title or (are_titles and cell.down <= _HIGHEST_TITLES)
        for column in range(first, first + cell.across):
            goes_on = cell.text if column == first and not is_printed_once else ""
            reaching[column] = _Reaching(cell.down - 1, goes_on)


def _is_note(row: Row) -> bool:
    """Whether a row below a table is text: its first cell is filled and is not a number."""
    return bool(row.cells[0]) and _NUMBER.fullmatch(row.cells[0]) is None


def table_lines(rows: Sequence[tuple[int, Sequence[Cell]]], place: Place) -> Iterator[PlacedLine]:
    """The table as lines: cells of a row separated by TABs, text around the rows without TABs.

    A table in which no row has several cells is text, and so are the rows above the first and below the last
    of several cells. Raises UnreadableFormatError as `laid_out` does.
    """
    laid = laid_out(rows)
    several = [at for at, row in enumerate(laid) if row.filled > 1]
    first = several[0] if several else len(laid)
    last = several[-1] if several else 0
    printed = dict(rows)
    for at, row in enumerate(laid):
        here = Place(place.page, place.sheet, place.table, row.number)
        if first <= at <= last or (at > last and several and not _is_note(row)):
            yield PlacedLine("\t".join(row.cells), here)
            continue
        for cell in printed[row.number]:
            yield from (PlacedLine(" ".join(line.split()), here) for line in cell.lines if line.strip())
        yield PlacedLine("", here)
