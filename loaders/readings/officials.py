"""Posts of officials who hear complaints (001 S6A3, S7A2, S8A2, S10A3, S25A3, S30A1, S31A2).

The post is stored, its holder is not: holders change, and a visitor does not need the name.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings.columns import Column, data_cells, read_cells
from loaders.readings.office_record import make_record
from model.enums import Language, OfficeKind

WITH_PERSON = (Column.PERSON, Column.NAME, Column.ADDRESS, Column.CONTACTS)
_PERSON = re.compile(
    r"[\s,–-]*(?:[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+|[А-ЯЁ][а-яё]+\s[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?)(?=[\s,.]|$)"
)


def read(row: PrintedRow, language: Language, columns: Sequence[Column] | None = None) -> OfficeRecord:
    """The post of a row with its room in the address; the person's name is removed."""
    cells = read_cells(row, columns or WITH_PERSON[-len(data_cells(row)) :], language, local_code=True)
    post = replace(cells, name=_PERSON.sub("", cells.name).strip(" ,"))
    return make_record(row, language, OfficeKind.OTHER, "official", post)
