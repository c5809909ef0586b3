"""Organisations of extracurricular education (001 S22A1): schools of music, sport, technics.

Telephones are local and take the area code of the heading (`город Шу 8 (72643)`); a row that names no
locality stands in the town of its heading.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings.columns import Column, read_cells
from loaders.readings.office_record import heading_place, make_record
from model.enums import Language, OfficeKind

COLUMNS = (Column.NAME, Column.ADDRESS, Column.CONTACTS)


def read(row: PrintedRow, language: Language, columns: Sequence[Column] | None = None) -> OfficeRecord:
    """The organisation of a row. Without a printed locality, it is in the town of its heading.

    `columns` None means the usual columns, `COLUMNS`.
    """
    cells = read_cells(row, columns or COLUMNS, language, local_code=True)
    record = make_record(row, language, OfficeKind.ORGANISATION, "extracurricular_organisation", cells)
    heading = heading_place(row) or record.region or ""
    town = re.fullmatch(r"(?:город|г\.|село|поселок)\s*(?P<name>\S.*)", heading)
    # A village that could not be read must not be replaced by the town.
    names_another = any(re.match(r"[сгпа]\. ", piece.text) for piece in record.unread)
    if record.locality is None and town is not None and not names_another:
        record = replace(record, locality=town["name"])
    return record
