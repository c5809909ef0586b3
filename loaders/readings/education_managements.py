"""Managements of education of the oblasts, Astana and Almaty (001 S24A3).

The title of the table says what they are, the name cell prints the oblast alone: the name is both.
"""

from collections.abc import Sequence
from dataclasses import replace

from geo.names.russian import region_genitive
from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings.columns import Column, read_cells
from loaders.readings.office_record import make_record
from model.enums import Language, OfficeKind

COLUMNS = (Column.NAME, Column.CONTACTS, Column.ADDRESS, Column.CONTACTS)


def read(row: PrintedRow, language: Language, columns: Sequence[Column] | None = None) -> OfficeRecord:
    """The office of a row, one for each region.

    A name that is only that of the region becomes `Управление образования …`. `columns` None means the usual
    columns, `COLUMNS`.
    """
    cells = read_cells(row, columns or COLUMNS, language)
    record = make_record(row, language, OfficeKind.DEPARTMENT, "education_management", cells)
    if record.region is None or "управлени" in record.name.lower():
        return record
    return replace(record, name=f"Управление образования {region_genitive(record.region)}")
