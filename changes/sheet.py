"""CSV text of an import, taken apart into lines of named cells, or refused by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from changes.problems import UserErrorCode, refuse
from geo.exports.cells import text_of

MOST_LINES = 1_000
MOST_CELL = 10_000


@dataclass(frozen=True, slots=True)
class Line:
    """A row below the heading."""

    number: int
    """Line of the text on which the row begins, 1 is the heading."""
    cells: Mapping[str, str]
    """Column to the text of its cell, without white space around it; "" is an empty cell."""


def read_lines(text: str, known: Collection[str]) -> list[Line]:
    """The rows of the text that are not blank; `known` are the columns that it may have.

    Raises RefusedError for what is no CSV, for a bad heading, and for more or longer cells than are taken.
    """
    if "\x00" in text:
        raise refuse(UserErrorCode.INVALID, "the text holds NUL characters", "csv")
    try:
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
        heading = [name.strip() for name in next(reader, [])]
        _check_heading(heading, known)
        lines: list[Line] = []
        begins = reader.line_num + 1
        for row in reader:
            if len(lines) == MOST_LINES:
                raise refuse(UserErrorCode.INVALID, f"at most {MOST_LINES} lines at once", "csv")
            if any(cell.strip() for cell in row):
                lines.append(_line(begins, heading, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise refuse(UserErrorCode.INVALID, f"the text is no CSV: {error}", "csv") from None
    if not lines:
        raise refuse(UserErrorCode.INVALID, "the text has no line below its heading", "csv")
    return lines


def _line(number: int, heading: list[str], row: list[str]) -> Line:
    if len(row) != len(heading):
        message = f"{len(row)} cells, not the {len(heading)} of the heading"
        raise refuse(UserErrorCode.INVALID, message, "csv", str(number))
    if any(len(cell) > MOST_CELL for cell in row):
        raise refuse(
            UserErrorCode.INVALID, f"a cell is longer than {MOST_CELL} characters", "csv", str(number)
        )
    # An export puts an apostrophe before what a spreadsheet would calculate.
    return Line(number, dict(zip(heading, (text_of(cell.strip()) for cell in row), strict=True)))


def _check_heading(heading: list[str], known: Collection[str]) -> None:
    unknown = [name for name in heading if name not in known]
    if unknown:
        message = f"unknown columns: {', '.join(unknown)[:200]}; known are {', '.join(sorted(known))}"
        raise refuse(UserErrorCode.INVALID, message, "csv", "1")
    if len(set(heading)) != len(heading):
        raise refuse(UserErrorCode.INVALID, "a column is named twice", "csv", "1")
    for needed in ("id", "version"):
        if needed not in heading:
            raise refuse(UserErrorCode.INVALID, f"the column {needed} is missing", "csv", "1")
    if ("latitude" in heading) != ("longitude" in heading):
        raise refuse(UserErrorCode.INVALID, "latitude and longitude come together", "csv", "1")
