"""Departments of employment and social programmes of Almaty oblast (002 A1)."""

from collections.abc import Sequence

from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings.columns import Column, read_cells
from loaders.readings.districts import district_of
from loaders.readings.office_record import make_record
from model.enums import Language, OfficeKind

COLUMNS = (Column.NAME, Column.ADDRESS, Column.CONTACTS, Column.HOURS)


def read(row: PrintedRow, language: Language, columns: Sequence[Column] | None = None) -> OfficeRecord:
    """The office of a row; its name tells the district or city that it serves.

    `columns` None means the usual columns, `COLUMNS`.
    """
    cells = read_cells(row, columns or COLUMNS, language)
    district = district_of(cells.name, language)
    return make_record(row, language, OfficeKind.DEPARTMENT, "employment_department", cells, district)
