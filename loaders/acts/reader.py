"""The printed rows of every table of offices in the text of an act."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from loaders.acts.lined import Claim
from loaders.acts.marks import Mark, MarkKind, find_marks
from loaders.acts.office_tables import OfficeTable, Place, office_table, parts_of
from loaders.acts.profiles import LINED, ActProfile, TableProfile, profile_of
from loaders.acts.runs import Form, Run
from loaders.acts.stretches import detect_layout, read_tables
from loaders.acts.tabbed import read_tabbed
from loaders.acts.tables import RawTable, is_number, is_of_offices, join_title
from loaders.acts.text import ActText, read_text
from loaders.acts.turning import Turned, turn
from loaders.errors import ActError, UnknownLayout, UnreadableAct
from loaders.printed import PrintedRow

__all__ = ["ActTables", "OfficeTable", "Survey", "detect_layout", "read_act", "read_register", "survey"]

_ACT_WORDS = re.compile(
    r"постановлени|приказ|решени|указ|распоряжени|закон|стандарт|регламент|қаулы|бұйры|шешім|жарлы|өкім|заң",
    re.IGNORECASE,
)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The content of a text: headings, tables of offices, other tables, and the runs that were examined.

    A table that cannot be read has a `problem`. `runs` are tables printed without TABs, and lists.
    """

    text: ActText
    profile: ActProfile | None
    layout: str
    marks: tuple[Mark, ...]
    tables: tuple[OfficeTable, ...]
    others: tuple[RawTable, ...]
    runs: tuple[Run, ...]


def read_act(path: Path, profiles: Sequence[ActProfile] = ()) -> ActTables:
    """The tables of offices of an act with all their rows, with or without a profile.

    `profiles` are tried before those delivered with the program. Without a profile, tables that cannot be
    read raise; with a profile, tables that it does not describe are left out. Raises UnreadableAct (not an
    act, or other numbers of rows than the profile), UnknownLayout (no row of an office found) and
    UnreadableRow.
    """
    surveyed = survey(path, profiles)
    try:
        return _act_of(surveyed)
    except ActError as error:
        raise error.at(surveyed.text.place(error.line or 0)) from None


def _act_of(found: Survey) -> ActTables:
    """The tables that were read.

    Raises the problem of a table that the profile describes, or of any table if there is no profile.
    """
    for table in found.tables:
        # Tables that a profile does not describe are blocked one by one: the account and the staging name
        # them.
        if table.problem is not None and (found.profile is None or table.described is not None):
            raise table.problem
    tables = tuple(table for table in found.tables if table.problem is None)
    if found.profile is not None:
        _check_counts(found.text, found.profile, tables)
    elif not any(table.rows for table in tables):
        raise _nothing_found(found)
    return ActTables(found.text.stem, found.layout, found.profile, tables)


def survey(path: Path, profiles: Sequence[ActProfile] = ()) -> Survey:
    """The content of a text; tables that cannot be read are kept with their problem.

    Raises UnreadableAct if the file is no act: its first 60 lines name none, and it is no list.
    """
    text = read_text(path)
    if not text.is_list and not any(_ACT_WORDS.search(line) for line in text.lines[:60]):
        raise UnreadableAct(path, "not an act: its first lines name neither a decision nor a law")
    own = next((profile for profile in profiles if profile.recognises(text)), None)
    profile = own or profile_of(text)
    # An incomplete text may hold one standard of many: then the profile shows that they are numbered.
    numbered = profile is not None and any(table.standard is not None for table in profile.tables)
    marks = find_marks(text, number_lone=numbered)
    claimed = [table for table in (profile.tables if profile is not None else ()) if table.lines]
    turned = turn(text, marks, [(table.lines[0], table.lines[1]) for table in claimed])
    layout = profile.layout if profile is not None else detect_layout(turned.text, marks, LINED)
    raw = read_tables(text, turned, marks, layout, [*map(_claim, claimed), *_lists(turned)])
    offices, others = _sorted_out(text, profile, turned, marks, raw)
    return Survey(
        text=text,
        profile=profile,
        layout=layout,
        marks=marks,
        tables=offices,
        others=others,
        runs=turned.runs,
    )


def _nothing_found(found: Survey) -> UnknownLayout:
    """The error that says why no office was read.

    It has the reason of the first run that was not read, else says that no table exists.
    """
    left = next((run for run in found.runs if run.reason), None)
    if left is not None:
        return UnknownLayout(found.text.path, f"no table of offices was read: {left.reason}", left.first)
    if not any("\t" in line for line in found.text.lines):
        reason = "no cell of a table was found: cells are told by TAB characters, pipes, semicolons or gaps"
        return UnknownLayout(found.text.path, reason)
    return UnknownLayout(found.text.path, "no table of offices was found in the text")


def _claim(table: TableProfile) -> Claim:
    return Claim(table.lines[0], table.lines[1], tuple(table.titles), table.header)


def _lists(turned: Turned) -> Iterator[Claim]:
    """A claim with the titles of its columns for each converted list, which prints none."""
    for run in turned.runs:
        if run.first in turned.titles:
            yield Claim(run.first, run.last, turned.titles[run.first])


def _sorted_out(
    text: ActText, profile: ActProfile | None, turned: Turned, marks: Sequence[Mark], raw: Sequence[RawTable]
) -> tuple[tuple[OfficeTable, ...], tuple[RawTable, ...]]:
    """The tables of offices with their rows, and the other tables.

    A table is one of offices by its titles or if the profile claims it.
    """
    offices, others = [], []
    for table, standard, annex in _placed(raw, marks):
        described = profile.table(standard, annex, None, table.line) if profile is not None else None
        if (described is not None and described.claims(table.line)) or is_of_offices(table.columns):
            offices.append((table, standard, annex))
        else:
            others.append(table)
    parts = parts_of([(standard, annex) for _, standard, annex in offices])
    tables_read: list[OfficeTable] = []
    for (table, standard, annex), part in zip(offices, parts, strict=True):
        described = profile.table(standard, annex, part, table.line) if profile is not None else None
        run = turned.run_at(table.line)
        first = text.line(table.line).lstrip(" ")
        is_behind_tab = first.startswith("\t") and first.count("\t") == 1
        form = run.form if run is not None else Form.CELLS if is_behind_tab else Form.TABS
        if run is not None:
            following = min((t.line for t, _, _ in offices if t.line > table.line), default=text.last + 1)
            table = replace(table, last=max(table.last, min(run.last, following - 1)))
        place = Place(standard=standard, annex=annex, part=part, form=form)
        above = tables_read[-1].last if tables_read else 0
        titled = table if table.title else _with_title_above(text, marks, table, above)
        tables_read.append(office_table(text, profile, described, titled, place))
    return tuple(tables_read), tuple(others)


def read_register(path: Path) -> tuple[PrintedRow, ...]:
    """The rows of the register of services that the act amends.

    They are the numbered rows of tables in front of the first standard; empty if there are none. They are not
    offices, and `read_act` leaves them out.
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


def _placed(
    tables: Sequence[RawTable], marks: Sequence[Mark]
) -> Iterator[tuple[RawTable, int | None, int | None]]:
    """Each table with its standard and annex.

    A table whose title follows the text above without a break has lost the heading of its annex, which is
    then the next one (001: S19 S20 S21 S22A4 S24A4 S25 S30 S32); tables of quality and forms count too.
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


def _check_counts(text: ActText, profile: ActProfile, tables: Sequence[OfficeTable]) -> None:
    """Compare the tables with the profile.

    Raises UnreadableAct if a table has another number of rows than the profile, is missing, or is not
    described. Each part of an annex has its own total. A missing table is reported at the last line.
    """
    counted = {id(table.described): table for table in tables if table.described is not None}
    for wanted in profile.tables:
        table = counted.get(id(wanted))
        rows, line = (len(table.rows), table.line) if table is not None else (0, text.last)
        if rows != wanted.rows:
            reason = (
                f"the table of {_place_of(wanted)} has {rows} rows where {profile.id} has {wanted.rows}: "
                "the text is torn"
            )
            raise UnreadableAct(text.path, reason, line)
    described: set[int] = set()
    for table in tables:
        if table.described is None or id(table.described) in described:
            reason = f"{profile.id} has no table of offices in {_place_of(table)}"
            raise UnreadableAct(text.path, reason, table.line)
        described.add(id(table.described))


def _with_title_above(text: ActText, marks: Sequence[Mark], table: RawTable, above: int) -> RawTable:
    """The table with the lines right above it, down from line `above`, as its title."""
    floor = max([above, *(mark.last for mark in marks if mark.last < table.line)])
    first = table.line
    for number in range(table.line - 1, floor, -1):
        if text.line(number)[:1] in {"\t", " ", "\xa0"}:
            break
        first = number if text.line(number).strip() else first
    return replace(table, titled_at=first, title=join_title(text.lines[first - 1 : table.line - 1]))


def _place_of(table: TableProfile | OfficeTable) -> str:
    part = "" if table.part is None else f", part {table.part}"
    return f"standard {table.standard}, annex {table.annex}{part}"
