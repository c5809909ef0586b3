"""Branches of the public service centres: 001 (four printings), 000, 003 A2 and 004 A2.

004 prints telephones without an area code: they take that of the city of the address.
"""

import re
from collections.abc import Sequence

from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings.columns import CellsRead, Column, read_cells
from loaders.readings.districts import district_of
from loaders.readings.office_record import make_record
from model.enums import Channel, Language, OfficeKind

COLUMNS = (Column.NAME, Column.ADDRESS, Column.CONTACTS, Column.HOURS)
_CITY_BRANCH = re.compile(r"городск|қалалық", re.IGNORECASE)


def read(row: PrintedRow, language: Language, columns: Sequence[Column] | None = None) -> OfficeRecord:
    """The branch of a row.

    The district of a city branch is the city of its address; a head branch has none. `columns` None means the
    usual columns, `COLUMNS`.
    """
    cells = read_cells(
        row, columns or COLUMNS, language, Channel.PSC, local_code=True, lone_k_is_street=False
    )
    district = _district(cells, language)
    return make_record(row, language, OfficeKind.PSC_BRANCH, "psc_branch", cells, district)


def _district(cells: CellsRead, language: Language) -> str | None:
    """The district in the branch's name, None if the name has no district.

    For a city branch whose address has no district: the city of the address.
    """
    parts = cells.parts
    if parts.district is None and _CITY_BRANCH.search(cells.name) and "облас" not in cells.name.lower():
        if parts.locality_kind == "город":
            return f"город {parts.locality}"
        if parts.locality_kind == "қаласы":
            return f"{parts.locality} қаласы"
    return district_of(cells.name, language)
