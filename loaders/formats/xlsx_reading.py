"""XLSX: the rows of every sheet, values as shown to people; formulas give their last computed value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from loaders.formats.grids import LARGEST, Cell, table_lines
from loaders.formats.places import Place, PlacedLine, UnreadableFormatError

_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*\bref\s*=\s*[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']"
)


def read_xlsx(content: bytes) -> list[PlacedLine]:
    """The lines of all sheets in order, hidden ones included.

    Raises UnreadableFormatError, also for a formula without a computed value.
    """
    try:
        sheets = _sheets(content)
        _check_merged(sheets)
        computed = load_workbook(BytesIO(content), data_only=True)
        written = load_workbook(BytesIO(content)) if any(b"<f" in sheet for sheet in sheets) else computed
        lines: list[PlacedLine] = []
        for sheet in computed.worksheets:
            lines += [*_sheet(sheet, written[sheet.title]), PlacedLine("")]
    except UnreadableFormatError:
        raise
    except (
        InvalidFileException,
        BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
    ) as error:
        raise UnreadableFormatError(f"the XLSX cannot be read: {error}") from None
    return lines


def _sheets(content: bytes) -> list[bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]


def _check_merged(sheets: Sequence[bytes]) -> None:
    """Raises UnreadableFormatError if merged cells cover more than LARGEST cells.

    The library makes an object for each cell.
    """
    covered = 0
    for reference in (match[1].decode() for sheet in sheets for match in _MERGED.finditer(sheet)):
        first_column, first_row, last_column, last_row = range_boundaries(reference)
        covered += ((last_column or 0) - (first_column or 0) + 1) * ((last_row or 0) - (first_row or 0) + 1)
        if covered > LARGEST:
            raise UnreadableFormatError(f"the merged cells {reference} cover more than {LARGEST:,} cells")


def _sheet(sheet: Worksheet, written: Any) -> Iterator[PlacedLine]:
    """The lines of a sheet. Raises UnreadableFormatError above LARGEST cells, empty ones included."""
    if sheet.max_row * sheet.max_column > LARGEST:
        far = f"{get_column_letter(sheet.max_column)}{sheet.max_row}"
        raise UnreadableFormatError(
            f"sheet «{sheet.title}» reaches to {far}: delete the cells that lie far off the table"
        )
    merged = _Merged(sheet)
    rows = [
        (number, [_cell(cell, written, *merged.reach(cell)) for cell in row if not merged.covers(cell)])
        for number, row in enumerate(sheet.iter_rows(), start=sheet.min_row)
    ]
    yield from table_lines(rows, Place(sheet=sheet.title))


class _Merged:
    """The merged cells of a sheet: the size of each, and the cells that they cover."""

    def __init__(self, sheet: Worksheet) -> None:
        self.reaches: dict[tuple[int, int], tuple[int, int]] = {}
        self.covered: set[tuple[int, int]] = set()
        for merged in sheet.merged_cells.ranges:
            last_row, last_column = min(merged.max_row, sheet.max_row), min(merged.max_col, sheet.max_column)
            across, down = last_column - merged.min_col + 1, last_row - merged.min_row + 1
            self.reaches[merged.min_row, merged.min_col] = (across, down)
            self.covered |= {
                (row, column)
                for row in range(merged.min_row, last_row + 1)
                for column in range(merged.min_col, last_column + 1)
            }

    def reach(self, cell: Any) -> tuple[int, int]:
        """The numbers of columns and rows that a cell covers; 1 and 1 if it is not merged."""
        return self.reaches.get((cell.row, cell.column), (1, 1))

    def covers(self, cell: Any) -> bool:
        """Whether a cell is covered by a merged cell that begins in another cell."""
        at = (cell.row, cell.column)
        return at in self.covered and at not in self.reaches


def _cell(cell: Any, written: Any, across: int = 1, down: int = 1) -> Cell:
    """The cell with the sizes. Raises UnreadableFormatError for a formula that was never computed."""
    value = cell.value
    if value is None and isinstance(cell, SheetCell):
        formula = written[cell.coordinate].value
        if formula is not None:
            raise UnreadableFormatError(
                f"sheet «{cell.parent.title}», cell {cell.coordinate}: a formula without a value: open it in "
                "a table program and save it"
            )
    return Cell(tuple(_shown(value).split("\n")) if value is not None else (), across, down)


def _shown(value: object) -> str:
    """A value as people in Kazakhstan write it: `31.12.2020`, `да`, a whole number without point, `1,5`."""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y}" if value.time() == time() else f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
