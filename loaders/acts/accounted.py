"""The values of an account: one for each line, and one for each run of lines that looks like a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from loaders.acts.runs import Form
from loaders.acts.tables import Aside


class LineKind(StrEnum):
    """What a line of an act is."""

    BLANK = "blank"
    HEAD = "head"
    """Title, body, day and number of the act, in front of its first paragraph."""
    HEADING = "heading"
    """Of a standard, an annex, a section, or of a territory inside a table."""
    TITLE = "title"
    """Of a table or an annex."""
    COLUMNS = "columns"
    """Titles or numbers of columns."""
    ROW = "row"
    OPERATION = "operation"
    """A change of another act or of a unit that an amending act orders."""
    OTHER_TABLE = "other table"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    NOTE = "note"
    PAGE = "page"
    UNREAD = "unread"


class Outcome(StrEnum):
    """Whether a run of lines that looks like a table was read, blocked or skipped."""

    READ = "read"
    BLOCKED = "blocked"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountedLine:
    """One line of a text: its number, its kind, and where it is in the act.

    `table` is the line where its table begins, `row` that of the first cell of its row.
    """

    line: int
    kind: LineKind
    text: str
    standard: int | None = None
    annex: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    reason: str = ""
    place: str = ""
    """Page, sheet, table and row in a file that is no plain text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountedRun:
    """Lines that look like a table, and their outcome; `rows` is the number of rows read, else 0."""

    first: int
    last: int
    form: Form
    outcome: Outcome
    rows: int = 0
    standard: int | None = None
    annex: int | None = None
    title: str = ""
    reason: str = ""
    place: str = ""
    """Where its first line stands in a file that is no plain text."""


@dataclass(frozen=True, slots=True)
class Account:
    """All lines of a text in order, and all runs of lines that look like a table."""

    act: str
    lines: tuple[AccountedLine, ...]
    runs: tuple[AccountedRun, ...]
    doubts: tuple[Aside, ...] = ()
    """Headings that resemble those of a territory."""

    def counts(self) -> Mapping[LineKind, int]:
        """The number of lines of each kind, in the order of LineKind; kinds without a line are left out."""
        counted = Counter(line.kind for line in self.lines)
        return {kind: counted[kind] for kind in LineKind if counted[kind]}

    @property
    def left(self) -> tuple[AccountedRun, ...]:
        """The runs that were blocked or skipped."""
        return tuple(run for run in self.runs if run.outcome is not Outcome.READ)
