"""Akimats that hear complaints about the housing queue (003 A5), with the room of the desk."""

from collections.abc import Sequence

from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings.columns import Column, read_cells
from loaders.readings.districts import district_of
from loaders.readings.office_record import make_record
from model.enums import Language, OfficeKind

COLUMNS = (Column.NAME, Column.ADDRESS, Column.ROOM, Column.CONTACTS, Column.CONTACTS, Column.HOURS)


def read(row: PrintedRow, language: Language, columns: Sequence[Column] | None = None) -> OfficeRecord:
    """The office of a row; its name tells the district or city that it serves.

    `columns` None means the usual columns, `COLUMNS`.
    """
    cells = read_cells(row, columns or COLUMNS, language, lone_k_is_street=False)
    district = district_of(cells.name, language)
    return make_record(row, language, OfficeKind.AKIMAT, "appeal_desk", cells, district)
