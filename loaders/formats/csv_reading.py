"""CSV with semicolons, TABs or commas: a file that is a table from its first line on.

An act that prints such a table in its text is not CSV: its lines keep their numbers (`loaders.acts`).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence

from loaders.formats.grids import Cell, table_lines
from loaders.formats.places import Place, PlacedLine, UnreadableFormatError

_MARKS = (";", "\t", ",")
_LEAST_COLUMNS = 3
_LEAST_ROWS = 2
_OF_ONE_WIDTH = 0.9
"""Share of records with as many cells as the first one: notes below a table have fewer."""
_LONGEST_CELL = 100_000

Records = list[tuple[int, list[str]]]
"""The line on which each record begins, and its cells."""


def read_csv(text: str) -> list[PlacedLine] | None:
    """The rows as lines with TABs; None if the text is no CSV.

    CSV has at least 3 columns and 2 rows, nine of ten of equal length. Raises UnreadableFormatError for a
    cell that is too long.
    """
    for mark in _MARKS:
        if text.lstrip().split("\n", 1)[0].count(mark) < _LEAST_COLUMNS - 1:
            continue
        records = _records(text, mark)
        if records is not None and _is_table([cells for _, cells in records]):
            rows = [(line, [Cell((cell,) if cell else ()) for cell in cells]) for line, cells in records]
            return list(table_lines(rows, Place()))
    return None


def _records(text: str, mark: str) -> Records | None:
    """The records; None if a quotation is not closed.

    Raises UnreadableFormatError for a cell of over 100,000 letters.
    """
    reader = csv.reader(text.splitlines(keepends=True), delimiter=mark, strict=True)
    records: Records = []
    begins = 1
    try:
        for cells in reader:
            if any(len(cell) > _LONGEST_CELL for cell in cells):
                raise UnreadableFormatError(f"line {begins}: a cell of more than {_LONGEST_CELL:,} letters")
            records.append((begins, [" ".join(cell.split()) for cell in cells]))
            begins = reader.line_num + 1
    except csv.Error:
        return None
    return records


def _is_table(records: Sequence[Sequence[str]]) -> bool:
    """Whether the first record has 3 cells or more, and nearly all others have as many.

    At least two records, and nine of ten, must have as many.
    """
    widths = Counter(len(cells) for cells in records if any(cells))
    first = next((len(cells) for cells in records if any(cells)), 0)
    whole = sum(widths.values())
    return (
        first >= _LEAST_COLUMNS
        and widths[first] >= max(_LEAST_ROWS, _OF_ONE_WIDTH * whole)
        and widths.most_common(1)[0][0] == first
    )
