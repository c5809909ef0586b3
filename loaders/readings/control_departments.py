"""Departments for control in education, one for a region (001 S10A1, S25A1)."""

from collections.abc import Sequence

from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings.columns import Column, read_cells
from loaders.readings.office_record import make_record
from model.enums import Language, OfficeKind

COLUMNS = (Column.NAME, Column.ADDRESS, Column.CONTACTS)


def read(row: PrintedRow, language: Language, columns: Sequence[Column] | None = None) -> OfficeRecord:
    """The department of a row. `columns` None means the usual columns, `COLUMNS`."""
    cells = read_cells(row, columns or COLUMNS, language)
    return make_record(row, language, OfficeKind.TERRITORIAL_BODY, "control_department", cells)
