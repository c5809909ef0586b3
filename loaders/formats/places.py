"""Lines of a file with the place of each: the common result of every format."""

from __future__ import annotations

import msgspec


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """The place of a line in a file that is not plain text; all counts begin with 1, 0 means none.

    `sheet` is the name of a sheet of a workbook, `row` a row of the table or sheet, or a line of a CSV file.
    """

    page: int = 0
    sheet: str = ""
    table: int = 0
    row: int = 0

    def __str__(self) -> str:
        """The place for people, such as `page 2, table 1, row 5`; empty without a place."""
        parts = (
            (f"page {self.page}", self.page),
            (f"sheet «{self.sheet}»", self.sheet),
            (f"table {self.table}", self.table),
            (f"row {self.row}", self.row),
        )
        return ", ".join(shown for shown, value in parts if value)


class PlacedLine(msgspec.Struct, frozen=True, array_like=True):
    """A line and its place in the file; the cells of a table row are separated by TABs."""

    text: str
    place: Place = Place()


class UnreadableFormatError(ValueError):
    """A file is damaged, too large or not supported; the message is a sentence for people."""
