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
        """For people: `page 2, table 1, row 5`."""
        parts = (
            (f"page {self.page}", self.page),
            (f"sheet «{self.sheet}»", self.sheet),
            (f"table {self.table}", self.table),
            (f"row {self.row}", self.row),
        )
        return ", ".join(shown for shown, value in parts if value)


class PlacedLine(msgspec.Struct, frozen=True, array_like=True):
    """One line and its place; TABs stand between the cells of a row."""

    text: str
    place: Place = Place()


class UnreadableFormatError(ValueError):
    """A file is not what it seems to be, or is too large; the message is a sentence for people."""
