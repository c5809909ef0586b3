"""The results of jobs on acts, entry by entry: how each line of a text was read, and what a review found."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec


class ResultSection(StrEnum):
    """A list in the result of a job; all its entries have one class."""

    LINES = "LINES"
    RUNS = "RUNS"
    PROBLEMS = "PROBLEMS"
    CHANGES = "CHANGES"
    TOTALS = "TOTALS"
    DOUBTS = "DOUBTS"
    UNREAD = "UNREAD"
    NOTICES = "NOTICES"


class LineOf(StrEnum):
    """What a line of an act was read as: a heading, a row, a paragraph..."""

    BLANK = "BLANK"
    HEAD = "HEAD"
    HEADING = "HEADING"
    TITLE = "TITLE"
    COLUMNS = "COLUMNS"
    ROW = "ROW"
    OPERATION = "OPERATION"
    OTHER_TABLE = "OTHER_TABLE"
    PARAGRAPH = "PARAGRAPH"
    LIST_ITEM = "LIST_ITEM"
    NOTE = "NOTE"
    PAGE = "PAGE"
    UNREAD = "UNREAD"


class RunOutcome(StrEnum):
    """How lines that look like a table were handled."""

    READ = "READ"
    BLOCKED = "BLOCKED"
    SKIPPED = "SKIPPED"


class Effect(StrEnum):
    """Whether publishing an act makes something begin, change or end."""

    BEGINS = "BEGINS"
    CHANGES = "CHANGES"
    ENDS = "ENDS"


class Subject(StrEnum):
    """What begins, changes or ends: an office, a provision or a unit."""

    OFFICE = "OFFICE"
    PROVISION = "PROVISION"
    UNIT = "UNIT"


class NoticeKind(StrEnum):
    """Why a person should look at something before an act is published."""

    DRAFT_SERVICE = "DRAFT_SERVICE"
    CORRECTION_REOPENED = "CORRECTION_REOPENED"
    CONTRADICTION = "CONTRADICTION"
    NO_LONGER_NAMED = "NO_LONGER_NAMED"
    ID_REPLACED = "ID_REPLACED"
    CHANGE_WITHOUT_OFFICE = "CHANGE_WITHOUT_OFFICE"


class LineEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the act's text, and what it was read as."""

    line: int
    kind: LineOf
    text: str
    standard: int | None = None
    annex: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    reason: str = ""
    place: str = ""


class RunEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """Consecutive lines that look like a table, and how they were handled."""

    first: int
    last: int
    form: str
    outcome: RunOutcome
    rows: int = 0
    standard: int | None = None
    annex: int | None = None
    title: str = ""
    reason: str = ""
    place: str = ""


class ProblemEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A problem that the act's text left unsolved."""

    kind: str
    where: str
    text: str
    is_blocked: bool = False
    """Whether a part of the act is left out of the edition because of it."""


class ChangeEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """An office, a provision or a unit that begins, changes or ends."""

    effect: Effect
    subject: Subject
    id: str
    name: str = ""
    territory_id: str | None = None
    """The district, else the region, in which the change is counted; null for the country."""
    territory_name: str = ""
    service_id: str | None = None
    field: str | None = None
    before: str | None = None
    before_source: str | None = None
    after: str | None = None
    after_source: str | None = None
    until: str | None = None
    """First day on which the thing no longer holds, where it ends on a known day."""
    is_by_act: bool = True
    """False for a change made by newer rules of the program."""


class TotalEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many things of one service begin, change and end in one territory."""

    territory_id: str | None = None
    territory_name: str = ""
    service_id: str | None = None
    """Null for totals of offices and units."""
    begins: int = 0
    changes: int = 0
    ends: int = 0


class DoubtRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of two rows that may mean the same office; a cell that names a person is null."""

    source: str
    name: str
    columns: tuple[str, ...] = ()
    cells: tuple[str | None, ...] = ()


class DoubtEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """Two rows that may mean the same office, and why."""

    row: DoubtRow
    other: DoubtRow
    reasons: tuple[str, ...] = ()


class UnreadEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A piece of a cell that no rule understood."""

    source: str
    cell: int
    text: str
    reason: str


class NoticeEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that a person should look at; `about` is the id or the citation that it concerns."""

    kind: NoticeKind
    about: str
    text: str


ENTRIES: dict[ResultSection, type[msgspec.Struct]] = {
    ResultSection.LINES: LineEntry,
    ResultSection.RUNS: RunEntry,
    ResultSection.PROBLEMS: ProblemEntry,
    ResultSection.CHANGES: ChangeEntry,
    ResultSection.TOTALS: TotalEntry,
    ResultSection.DOUBTS: DoubtEntry,
    ResultSection.UNREAD: UnreadEntry,
    ResultSection.NOTICES: NoticeEntry,
}
"""The class of the entries of each section."""
Entries = dict[ResultSection, list[Any]]


def entry_of(section: ResultSection, kept: Any) -> Any:
    """The entry of a section, decoded from its stored value.

    Raises msgspec.ValidationError for a value that does not fit.
    """
    return msgspec.convert(kept, ENTRIES[section])
