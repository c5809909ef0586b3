"""Akims of rural okrugs, towns and villages, with the villages they serve.

001 S1A2 and S23A1: villages, telephone, address, site; 000: address with telephones; 002 A2: address with
site, telephone, hours under a heading of the district.
"""

from collections.abc import Sequence

from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings.columns import Column, data_cells, read_cells
from loaders.readings.kazakh_office_names import kazakh_district, kazakh_okrug
from loaders.readings.office_record import make_record
from loaders.readings.russian_office_names import units_named
from model.enums import Language, OfficeKind

WITH_VILLAGES = (Column.NAME, Column.VILLAGES, Column.CONTACTS, Column.ADDRESS, Column.CONTACTS)
WITH_HOURS = (Column.NAME, Column.ADDRESS, Column.CONTACTS, Column.HOURS)


def read(row: PrintedRow, language: Language, columns: Sequence[Column] | None = None) -> OfficeRecord:
    """The akim's office of a row; `okrug` and `district` are in the nominative, None if not named."""
    if language is Language.KK:
        cells = read_cells(row, columns or WITH_HOURS, language)
        okrug = kazakh_okrug(cells.name)
        district = None if row.district or cells.parts.district else kazakh_district(cells.name)
        return make_record(
            row,
            language=language,
            kind=OfficeKind.AKIMAT,
            category="okrug_akimat",
            cells=cells,
            district=district,
            okrug=okrug,
        )
    printed = WITH_VILLAGES if len(data_cells(row)) > len(WITH_HOURS) else WITH_VILLAGES[:4]
    cells = read_cells(row, columns or printed, language)
    named = units_named(cells.name)
    okrug, district = named.okrug, named.district
    if okrug is None and district is not None and district.startswith("город ") and "округ" not in cells.name:
        okrug, district = district, None  # the akim of a town is named like a district's
    return make_record(
        row,
        language=language,
        kind=OfficeKind.AKIMAT,
        category="okrug_akimat",
        cells=cells,
        district=district,
        okrug=okrug,
    )
