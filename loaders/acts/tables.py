"""Tables as the layouts find them, before their rows are interpreted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.acts.column_words import LANGUAGE_NAMES, NAME, WAYS, known_roles
from loaders.acts.text import fold
from loaders.errors import UnreadableRow


@dataclass(frozen=True, slots=True)
class RawRow:
    """Cells of one printed row, white space folded; `line` is that of the first cell.

    `repaired` says how a row that the print tears was put together, None for others.
    """

    line: int
    cells: tuple[str, ...]
    repaired: str | None = None

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that are not empty."""
        return tuple(cell for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class Aside:
    """A line inside a table that is not a row: a page, a rule, a note, titles printed again."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows of one table, the titles of its columns first; `line` is that of the first row.

    `titled_at` is the line where the title begins (`line` itself when there is none). `glued` tells that the
    title follows the text above it without a blank line: the heading of its annex was lost.
    """

    line: int
    title: str
    titled_at: int
    glued: bool
    rows: tuple[RawRow, ...]
    torn: bool = False
    """Whether the text ends inside the last row."""
    last: int = 0
    """The last line of the table."""
    asides: tuple[Aside, ...] = ()
    problem: UnreadableRow | None = None
    """Why the table has no rows but its titles."""
    height: int = 1
    """Number of lines that print the titles of the columns; 0 where the profile or a list gives them."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The titles of the columns: the cells of the first row; empty without rows."""
        return self.rows[0].cells if self.rows else ()


_NUMBER = re.compile(r"\d+(?:\.\d+)*[.)]?")
_NUMBER_TITLES = frozenset(
    {"№", "n", "no", "№№", "пп", "рс", "рн", "№пп", "nпп", "№рс", "nрс", "рс№", "рсn", "рн№", "№рн"}
)
"""Titles of the column of row numbers, in lower case without spaces, dots and strokes."""
_REACHES = re.compile(r"адрес|телефон|контакт|мекен|байланыс", re.IGNORECASE)
_NAMES = re.compile(r"наименован|назван|орган|должност|атау|қызмет|ФИО", re.IGNORECASE)
_QUALITY = re.compile(r"показател|көрсеткіш", re.IGNORECASE)
_BLANK_TO_FILL = "___"
_DIGIT = re.compile(r"\d")
_LONGEST_TITLE = 160


def is_number(cell: str) -> bool:
    """Whether a cell holds only the number of a row: `7`, `7.`, `1.2.3`."""
    return _NUMBER.fullmatch(cell) is not None


def has_number_column(columns: Sequence[str]) -> bool:
    """Whether the first title is one of row numbers, such as `№ п/п`."""
    return bool(columns) and re.sub(r"[\s./\\]", "", columns[0]).lower() in _NUMBER_TITLES


def is_column_numbers(cells: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3... (004 line 376 leaves the second one out)."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and filled == [str(count) for count in range(1, len(filled) + 1)]


def is_of_offices(columns: Sequence[str]) -> bool:
    """Whether a table with such titles lists bodies with contacts.

    False for figures of quality and forms to fill in.
    """
    titles = " | ".join(columns)
    if _QUALITY.search(titles) is not None or _BLANK_TO_FILL in titles:
        return False
    is_named = len(columns) > 2 and (has_number_column(columns) or _NAMES.search(columns[0]) is not None)
    return (is_named and _REACHES.search(titles) is not None) or tells_names_and_ways(columns)


def tells_names_and_ways(columns: Sequence[str]) -> bool:
    """Whether the titles include a name, and a contact or address.

    False if a title has digits or over 160 characters.
    """
    titles = [title for title in columns if title]
    if len(titles) < 2 or any(_DIGIT.search(title) or len(title) > _LONGEST_TITLE for title in titles):
        return False
    known = {role for role in known_roles(columns, {}) if role}
    return bool(known & WAYS) and bool(known & {NAME, *LANGUAGE_NAMES})


def is_of_quality(columns: Sequence[str]) -> bool:
    """Whether a title names quality indicators: standards print such tables besides those of offices."""
    return any(_QUALITY.search(title) for title in columns)


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row is one of titles, for a table of offices or quality: it begins a new table."""
    return is_of_offices(cells) or (len(cells) > 2 and _QUALITY.search(cells[0]) is not None)


def join_title(lines: Sequence[str]) -> str:
    """The lines of a title as one text, single spaces, without asterisks."""
    return fold(" ".join(lines)).replace("*", "")
