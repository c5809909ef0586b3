"""Akimats of the oblasts, Astana and Almaty (001 S23A8, S24A1).

In S23A8 the name cell prints the oblast alone; the name is then what the table lists, of that oblast.
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

    A name that is only that of the region becomes `Аппарат акима …`. `columns` None means the usual columns,
    `COLUMNS`.
    """
    record = make_record(
        row, language, OfficeKind.AKIMAT, "oblast_akimat", read_cells(row, columns or COLUMNS, language)
    )
    if record.region is None or "аким" in record.name.lower():
        return record
    return replace(record, name=f"Аппарат акима {region_genitive(record.region)}")
