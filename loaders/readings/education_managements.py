"""Managements of education of the oblasts, Astana and Almaty (001 S24A3)."""

from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings.columns import Column, read_cells
from loaders.readings.records import make_record
from store.kinds import Language, OfficeKind

COLUMNS = (Column.NAME, Column.CONTACTS, Column.ADDRESS, Column.CONTACTS)


def read(row: PrintedRow, language: Language) -> OfficeRecord:
    """The office of a row: one for a region."""
    return make_record(
        row, language, OfficeKind.DEPARTMENT, "education_management", read_cells(row, COLUMNS, language)
    )
