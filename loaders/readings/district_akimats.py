"""Akimats of districts and cities: 001 S24A2 and, with those of the oblasts among them, 004 A1."""

from collections.abc import Sequence

from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings.columns import Column, read_cells
from loaders.readings.districts import district_of
from loaders.readings.office_record import make_record
from model.enums import Language, OfficeKind

RUSSIAN = (Column.NAME, Column.CONTACTS, Column.ADDRESS, Column.CONTACTS)
KAZAKH = (Column.NAME, Column.ADDRESS, Column.CONTACTS)


def read(row: PrintedRow, language: Language, columns: Sequence[Column] | None = None) -> OfficeRecord:
    """The akimat of a row; that of an oblast has no district."""
    cells = read_cells(row, columns or (KAZAKH if language is Language.KK else RUSSIAN), language)
    is_oblast = "облысы әкімі" in cells.name
    district = None if is_oblast else district_of(cells.name, language)
    category = "oblast_akimat" if is_oblast else "district_akimat"
    return make_record(row, language, OfficeKind.AKIMAT, category, cells, district)
