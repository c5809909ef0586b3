"""The printed rows of every table of offices in the text of an act."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.acts.headings import is_heading, is_region
from loaders.acts.lined import read_lined
from loaders.acts.marks import Mark, MarkKind, find_marks
from loaders.acts.profiles import ActProfile, TableProfile, profile_of
from loaders.acts.tabbed import read_tabbed
from loaders.acts.tables import (
    RawRow,
    RawTable,
    has_number_column,
    is_column_numbers,
    is_number,
    is_of_offices,
)
from loaders.acts.text import ActText, fold, read_text
from loaders.errors import UnknownLayout, UnreadableAct, UnreadableRow
from loaders.printed import PrintedRow

LAYOUTS: Mapping[str, Callable[[ActText, Sequence[Mark]], tuple[RawTable, ...]]] = {
    "tabbed": read_tabbed,
    "lined": read_lined,
}

_ACT_WORDS = re.compile(
    r"постановлени|приказ|решени|закон|стандарт|регламент|қаулы|бұйры|шешім|заң", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeTable:
    """One table of offices; `line` is that of its titles of columns, `reading` its shape by the profile."""

    standard: int | None
    annex: int | None
    title: str
    line: int
    columns: tuple[str, ...]
    reading: str | None
    rows: tuple[PrintedRow, ...]
    described: TableProfile | None = None


@dataclass(frozen=True, slots=True)
class ActTables:
    """The tables of offices of one act, in the order of print."""

    act: str
    layout: str
    profile: ActProfile | None
    tables: tuple[OfficeTable, ...]

    @property
    def rows(self) -> tuple[PrintedRow, ...]:
        """The rows of all tables."""
        return tuple(row for table in self.tables for row in table.rows)


def read_act(path: Path, profiles: Sequence[ActProfile] = ()) -> ActTables:
    """Every data row of every table of offices, with or without a profile of the act.

    `profiles` are looked into before those that came with the program.

    Raises UnreadableAct (not a whole act, or not the rows its profile counts), UnknownLayout (no table of
    offices found) and UnreadableRow (a row that does not fit its table).
    """
    text = read_text(path)
    if not any(_ACT_WORDS.search(line) for line in text.lines[:60]):
        raise UnreadableAct(path, "not an act: its first lines name neither a decision nor a law")
    own = next((profile for profile in profiles if profile.recognises(text)), None)
    profile = own or profile_of(text)
    layout = profile.layout if profile is not None else detect_layout(text)
    # A torn text may keep a single standard of many: then the profile knows that they are numbered.
    numbered = profile is not None and any(table.standard is not None for table in profile.tables)
    marks = find_marks(text, number_lone=numbered)
    found = LAYOUTS[layout](text, marks)
    tables = tuple(
        _office_table(text, profile, table, standard, annex)
        for table, standard, annex in _placed(found, marks)
        if is_of_offices(table.columns)
    )
    if profile is not None:
        _check_counts(text, profile, tables)
    elif not any(table.rows for table in tables):
        raise UnknownLayout(path, "no table of offices was found in the text")
    return ActTables(text.stem, layout, profile, tables)


def read_register(path: Path) -> tuple[PrintedRow, ...]:
    """Rows of the register of services that the act amends: a table in front of its first standard.

    Empty where the act has none. They are no offices, and `read_act` leaves them out.
    """
    text = read_text(path)
    marks = find_marks(text)
    first = next((mark.first for mark in marks if mark.kind is MarkKind.STANDARD), text.last)
    return tuple(
        PrintedRow(
            act=text.stem,
            standard=None,
            annex=None,
            table_line=table.line,
            title=table.title,
            region=None,
            district=None,
            number=row.cells[0],
            cells=row.cells,
            line=row.line,
        )
        for table in read_tabbed(text, marks)
        if table.line < first
        for row in table.rows
        if len(row.cells) > 2 and is_number(row.cells[0])
    )


def detect_layout(text: ActText) -> str:
    """`tabbed` where lines with TAB mostly hold one cell, `lined` where they mostly hold several.

    Raises UnknownLayout for a text without TABs.
    """
    with_tabs = [line for line in text.lines if "\t" in line and line.strip()]
    if not with_tabs:
        raise UnknownLayout(text.path, "no cell of a table was found: cells are told by TAB characters")
    single = sum(line.lstrip(" ").startswith("\t") and line.count("\t") == 1 for line in with_tabs)
    return "tabbed" if single * 2 > len(with_tabs) else "lined"


def _placed(
    tables: Sequence[RawTable], marks: Sequence[Mark]
) -> Iterator[tuple[RawTable, int | None, int | None]]:
    """Each table with the standard and the annex it stands in.

    A table whose title is glued to the text above has lost the heading of its annex, which is then the next
    one (001: S19 S20 S21 S22A4 S24A4 S25 S30 S32); tables of quality and forms count too.
    """
    standard: int | None = None
    annex: int | None = None
    coming = list(marks)
    for table in tables:
        while coming and coming[0].first <= table.line:
            mark = coming.pop(0)
            if mark.kind is MarkKind.STANDARD:
                standard, annex = mark.number, None
            else:
                annex = mark.number
                standard = None if mark.kind is MarkKind.DECREE_ANNEX else standard
        if table.glued:
            annex = (annex or 0) + 1
        yield table, standard, annex


def _office_table(
    text: ActText, profile: ActProfile | None, table: RawTable, standard: int | None, annex: int | None
) -> OfficeTable:
    if table.torn:
        raise UnreadableRow(text.path, "the text ends inside a row: it is torn", table.rows[-1].line)
    described = profile.table(standard, annex) if profile is not None else None
    missing = {
        heading.before: heading.region
        for heading in (profile.missing_headings if profile is not None else ())
        if (heading.standard, heading.annex) == (standard, annex)
    }
    numbered = has_number_column(table.columns)
    region: str | None = None
    district: str | None = None
    rows: list[PrintedRow] = []
    for row in table.rows[1:]:
        if is_column_numbers(row.cells):
            continue
        heading = _heading(row, len(table.columns))
        if heading is not None:
            if is_region(heading):
                region, district = heading, None
            else:
                region, district = missing.get(heading, region), heading
            continue
        _check_width(text, table, row)
        number = row.cells[0] if numbered and is_number(row.cells[0]) else None
        rows.append(
            PrintedRow(
                act=text.stem,
                standard=standard,
                annex=annex,
                table_line=table.line,
                title=table.title,
                region=region,
                district=district,
                number=number,
                cells=row.cells,
                line=row.line,
                repaired=row.repaired,
            )
        )
    reading = described.reading if described is not None else None
    return OfficeTable(
        standard=standard,
        annex=annex,
        title=table.title,
        line=table.line,
        columns=table.columns,
        reading=reading,
        rows=tuple(rows),
        described=described,
    )


def _heading(row: RawRow, width: int) -> str | None:
    """The text of a heading: the only filled cell of a short row, or the first of an otherwise empty one."""
    if len(row.filled) != 1:
        return None
    text = row.filled[0]
    is_short = len(row.cells) < width or bool(row.cells[0])
    return fold(text) if is_short and is_heading(text) else None


def _check_width(text: ActText, table: RawTable, row: RawRow) -> None:
    width = len(table.columns)
    surplus = len(row.cells) - width
    if surplus > 0 and len(row.filled) > width:
        reason = f"{len(row.cells)} cells in a table of {width} columns"
        raise UnreadableRow(text.path, reason, row.line)
    if len(row.filled) < 2:
        raise UnreadableRow(text.path, f"nothing but {' '.join(row.filled)!r} in a row", row.line)


def _check_counts(text: ActText, profile: ActProfile, tables: Sequence[OfficeTable]) -> None:
    """The totals of the profile hold to the row: a text with fewer is torn, one with more is another.

    A table that is not there at all is missed at the last line.
    """
    counted = {(table.standard, table.annex): (len(table.rows), table.line) for table in tables}
    for wanted in profile.tables:
        rows, line = counted.pop((wanted.standard, wanted.annex), (0, text.last))
        if rows != wanted.rows:
            place = f"standard {wanted.standard}, annex {wanted.annex}"
            reason = (
                f"the table of {place} has {rows} rows where {profile.id} has {wanted.rows}: the text is torn"
            )
            raise UnreadableAct(text.path, reason, line)
    if counted:
        (standard, annex), (_, line) = next(iter(counted.items()))
        reason = f"{profile.id} has no table of offices in standard {standard}, annex {annex}"
        raise UnreadableAct(text.path, reason, line)
