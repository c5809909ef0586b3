"""Splits the CSV text of an import into lines of named cells, and refuses bad lines.

Commas, semicolons or TABs stand between the cells: the heading shows which. Excel may say it before the
heading, in a line `sep=;`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from changes.problems import UserErrorCode, refuse
from geo.exports.cells import text_of
from model.lookup_offices import ImportTitles
from model.lookups import lookup

MOST_LINES = 1_000
MOST_CELL = 10_000
_MARKS = (",", ";", "\t")
_SAID = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
NAMES = ("name_kk", "name_ru")
FINDING = ("id", "bin", "identifiers", *NAMES)
"""Columns by which the office of a line can be found: the heading needs at least one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row below the heading."""

    number: int
    """Line of the text on which the row begins, 1 is the heading."""
    cells: Mapping[str, str]
    """Column to the text of its cell, without white space around it; "" is an empty cell."""


def read_lines(text: str, known: Collection[str]) -> list[Line]:
    """The rows of the text below its heading, without blank ones. `known` are the columns it may have.

    Raises RefusedError for text that is no CSV, a bad heading, no line, over 1,000 lines, or a cell of over
    10,000 characters.
    """
    if "\x00" in text:
        raise refuse(UserErrorCode.INVALID, "the text holds NUL characters", "csv")
    try:
        table, mark, above = _table_of(text.removeprefix("\ufeff"))
        reader = csv.reader(io.StringIO(table, newline=""), delimiter=mark, strict=True)
        heading = [_column(name, known) for name in next(reader, [])]
        _check_heading(heading, known)
        lines: list[Line] = []
        begins = reader.line_num + 1 + above
        for row in reader:
            if len(lines) == MOST_LINES:
                raise refuse(UserErrorCode.INVALID, f"at most {MOST_LINES} lines at once", "csv")
            if any(cell.strip() for cell in row):
                lines.append(_line(begins, heading, row))
            begins = reader.line_num + 1 + above
    except csv.Error as error:
        raise refuse(UserErrorCode.INVALID, f"the text is not CSV: {error}", "csv") from None
    if not lines:
        raise refuse(UserErrorCode.INVALID, "the text has no line below its heading", "csv")
    return lines


def _table_of(text: str) -> tuple[str, str, int]:
    """The table alone, the separator of its cells, and how many lines stand above it (0 or 1).

    If the heading has several of the separators, the most frequent one counts.
    """
    said = _SAID.match(text)
    if said is not None:
        return text[said.end() :], said[1], 1
    heading = text.split("\n", 1)[0]
    return text, max(_MARKS, key=heading.count), 0


def _line(number: int, heading: list[str], row: list[str]) -> Line:
    """One row as a line with named cells.

    Raises RefusedError for a wrong number of cells or a too long cell.
    """
    if len(row) != len(heading):
        message = f"{len(row)} cells, not the {len(heading)} of the heading"
        raise refuse(UserErrorCode.INVALID, message, "csv", str(number))
    if any(len(cell) > MOST_CELL for cell in row):
        raise refuse(
            UserErrorCode.INVALID, f"a cell is longer than {MOST_CELL} characters", "csv", str(number)
        )
    # An export puts an apostrophe before text that a spreadsheet would evaluate.
    return Line(number, dict(zip(heading, (text_of(cell.strip()) for cell in row), strict=True)))


def _column(title: str, known: Collection[str]) -> str:
    """The column that a title of the heading means.

    An unknown title is returned as it is, and refused later.
    """
    bare = title.strip()
    return bare if bare in known else _columns_by_title().get(_folded(bare), bare)


@cache
def _columns_by_title() -> Mapping[str, str]:
    named = lookup(ImportTitles).titles
    return {_folded(title): column for column, titles in named.items() for title in (column, *titles)}


def _folded(title: str) -> str:
    return " ".join(title.lower().replace("ё", "е").split())


def _check_heading(heading: list[str], known: Collection[str]) -> None:
    """Raise RefusedError for unknown, repeated or missing columns of the heading."""
    unknown = [name for name in heading if name not in known]
    if unknown:
        message = f"unknown columns: {', '.join(unknown)[:200]}; known are {', '.join(sorted(known))}"
        raise refuse(UserErrorCode.INVALID, message, "csv", "1")
    if len(set(heading)) != len(heading):
        raise refuse(UserErrorCode.INVALID, "a column is named twice", "csv", "1")
    if not set(FINDING) & set(heading):
        message = (
            f"the column id is missing, and so is every other that finds an office: {', '.join(FINDING)}"
        )
        raise refuse(UserErrorCode.INVALID, message, "csv", "1")
    if "id" in heading and "version" not in heading:
        raise refuse(UserErrorCode.INVALID, "the column version is missing", "csv", "1")
    if ("latitude" in heading) != ("longitude" in heading):
        raise refuse(UserErrorCode.INVALID, "latitude and longitude come together", "csv", "1")
