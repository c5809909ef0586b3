"""Departments of housing and utilities (003 A1); hours stand in one row of a region only."""

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
    cells = read_cells(row, columns or COLUMNS, language, lone_k_is_street=False)
    district = district_of(cells.name, language)
    return make_record(row, language, OfficeKind.DEPARTMENT, "housing_department", cells, district)
