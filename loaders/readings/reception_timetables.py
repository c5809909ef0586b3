"""When the akims of districts and cities of Karaganda oblast receive citizens (000, eight printings).

The times are those of a leader's reception, not opening hours of the akimat: `hours` of these records
has that meaning, which the category tells.
"""

from collections.abc import Sequence

from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings.columns import Column, read_cells
from loaders.readings.districts import district_of
from loaders.readings.office_record import make_record
from model.enums import Language, OfficeKind

COLUMNS = (Column.NAME, Column.ADDRESS, Column.RECEPTION, Column.CONTACTS)


def read(row: PrintedRow, language: Language, columns: Sequence[Column] | None = None) -> OfficeRecord:
    """The akimat of a row; `hours` are those when its leaders receive people.

    `columns` None means the usual columns, `COLUMNS`.
    """
    cells = read_cells(row, columns or COLUMNS, language)
    district = district_of(cells.name, language)
    return make_record(row, language, OfficeKind.AKIMAT, "leader_reception", cells, district)
