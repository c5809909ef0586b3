"""The account of an act: classifies every line, so that nothing is dropped silently.

Each line of the text has one kind, and each stretch of lines that looks like a table an outcome: read,
blocked or skipped, with the reason. The number of lines in the text equals the number of lines accounted for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from loaders.acts.accounted import Account, AccountedLine, AccountedRun, LineKind, Outcome
from loaders.acts.amending_account import amending_lines, amending_of, given_rows, outside
from loaders.acts.document import bodies, paragraphs_of
from loaders.acts.marks import Mark, MarkKind
from loaders.acts.office_tables import OfficeTable
from loaders.acts.print_words import is_note, is_page
from loaders.acts.reader import Survey
from loaders.acts.runs import Form
from loaders.acts.tables import RawTable, is_of_quality
from loaders.acts.text import ActText, fold

_NUMBERED = re.compile(r"[\s\xa0]*(\d{1,3})\.[\s\xa0]+\S")
_ITEM = re.compile(r"[\s\xa0]*(?:\d{1,3}\)|[-–—•])[\s\xa0]*\S")
_NO_OFFICES = "its titles name no offices with a way to reach them"


def account_of(text_survey: Survey) -> Account:
    """The account of a text.

    It has one entry for each line, all runs of lines that look like a table, and all doubts.
    """
    text = text_survey.text
    places = _places(text, text_survey.marks)
    lines: dict[int, AccountedLine] = {}
    amending = amending_of(text_survey)
    given = given_rows(amending)
    known = [*_table_runs(text_survey), *outside(_other_runs(text_survey), given), *given]
    runs = sorted((*known, *_lost_tabs(text, known, places)), key=lambda run: run.first)
    runs = [replace(run, place=text.place(run.first)) for run in runs]
    for accounted in (
        *amending_lines(text_survey.text, amending),
        *_office_lines(text_survey),
        *_other_lines(text_survey),
        *_mark_lines(text_survey),
        *_body_lines(text_survey),
        *_left_lines(text_survey),
    ):
        lines.setdefault(accounted.line, accounted)
    whole = (
        _in_place(lines.get(number) or _plain(text, number, places, text_survey.marks), places)
        for number in range(1, text.last + 1)
    )
    doubts = tuple(doubt for table in text_survey.tables for doubt in table.doubts)
    return Account(text.stem, tuple(whole), tuple(runs), doubts)


def _line(text: ActText, number: int, kind: LineKind, reason: str = "") -> AccountedLine:
    """The account of one line.

    A blank line gets the kind BLANK and no reason, unless it is a row or a title row.
    """
    printed = text.line(number)
    is_blank = not printed.strip() and kind not in {LineKind.ROW, LineKind.COLUMNS}
    return AccountedLine(
        line=number,
        kind=LineKind.BLANK if is_blank else kind,
        text=printed.strip(),
        reason="" if is_blank else reason,
        place=text.place(number),
    )


def _table_runs(found: Survey) -> Iterator[AccountedRun]:
    """The tables of offices as runs: read, or blocked with the reason."""
    for table in found.tables:
        is_read = table.problem is None
        yield AccountedRun(
            first=table.line,
            last=table.last,
            form=table.form,
            outcome=Outcome.READ if is_read else Outcome.BLOCKED,
            rows=len(table.rows),
            standard=table.standard,
            annex=table.annex,
            title=table.title,
            reason="; ".join(doubt.what for doubt in table.doubts) if is_read else str(table.problem),
        )


def _other_runs(text_survey: Survey) -> Iterator[AccountedRun]:
    """The runs that are no tables of offices.

    Other tables are skipped. Runs with a reason are blocked, but lists skipped.
    """
    places = _places(text_survey.text, text_survey.marks)
    for table in text_survey.others:
        standard, annex = places[table.line]
        yield AccountedRun(
            first=table.line,
            last=table.last or table.line,
            form=Form.TABS,
            outcome=Outcome.SKIPPED,
            standard=standard,
            annex=annex,
            title=table.title,
            reason=_why_skipped(table),
        )
    for run in text_survey.runs:
        if run.reason:
            standard, annex = places[run.first]
            outcome = Outcome.SKIPPED if run.form is Form.LIST else Outcome.BLOCKED
            yield AccountedRun(
                first=run.first,
                last=run.last,
                form=run.form,
                outcome=outcome,
                standard=standard,
                annex=annex,
                reason=run.reason,
            )


def _lost_tabs(
    text: ActText, known: Sequence[AccountedRun], places: Mapping[int, tuple[int | None, int | None]]
) -> Iterator[AccountedRun]:
    """Runs of lines with TABs that are in no table, as blocked.

    Their layout differs from that of the text around them.
    """
    held = {line for run in known for line in range(run.first, run.last + 1)}
    lost = [
        n for n, line in enumerate(text.lines, start=1) if "\t" in line and line.strip() and n not in held
    ]
    while lost:
        first = last = lost.pop(0)
        while lost and lost[0] == last + 1:
            last = lost.pop(0)
        standard, annex = places[first]
        yield AccountedRun(
            first=first,
            last=last,
            form=Form.TABS,
            outcome=Outcome.BLOCKED,
            standard=standard,
            annex=annex,
            reason="TABs that no table of this layout holds: name these `lines` in the profile",
        )


def _why_skipped(table: RawTable) -> str:
    titles = " | ".join(title for title in table.columns if title)
    if is_of_quality(table.columns):
        return f"figures of quality, no offices: {titles[:160]}"
    return f"{_NO_OFFICES}: {titles[:160]}"


def _office_lines(found: Survey) -> Iterator[AccountedLine]:
    for table in found.tables:
        yield from _lines_of_table(found.text, table)


def _lines_of_table(text: ActText, table: OfficeTable) -> Iterator[AccountedLine]:
    """Each line of a table as row, heading, title row, note or page; all UNREAD if the table was not read."""
    asides = {aside.line: aside.what for aside in table.asides}
    starts = sorted({row.line for row in table.rows} | set(table.headings) | set(asides))
    row: int | None = None
    for number in range(table.line, table.last + 1):
        if table.problem is not None:
            yield replace(_line(text, number, LineKind.UNREAD, str(table.problem)), table=table.line)
            continue
        begins = number in starts
        if begins:
            row = number if number not in asides and number not in table.headings else None
        if number in asides:
            kind = _aside_kind(asides[number])
        elif number in table.headings:
            kind = LineKind.HEADING
        elif row is not None:
            kind = LineKind.ROW
        else:
            kind = LineKind.COLUMNS if not starts or number < starts[0] else LineKind.HEADING
        yield replace(_line(text, number, kind, asides.get(number, "")), table=table.line, row=row)


def _aside_kind(what: str) -> LineKind:
    if "columns" in what:
        return LineKind.COLUMNS
    return LineKind.NOTE if "note" in what else LineKind.PAGE


def _other_lines(text_survey: Survey) -> Iterator[AccountedLine]:
    """The lines of tables that list no offices, and the lines with the titles of all tables."""
    for table in text_survey.others:
        for number in range(table.line, (table.last or table.line) + 1):
            line = _line(text_survey.text, number, LineKind.OTHER_TABLE, _NO_OFFICES)
            yield replace(line, table=table.line)
    first_mark = min((mark.first for mark in text_survey.marks), default=text_survey.text.last)
    titles = [
        *((table.line, table.title) for table in text_survey.tables),
        *((table.line, table.title) for table in text_survey.others),
    ]
    for begin, title in titles:
        for number in range(_titled_at(text_survey.text, begin, title), begin if begin > first_mark else 0):
            yield replace(_line(text_survey.text, number, LineKind.TITLE), table=begin)


def _titled_at(text: ActText, begin: int, title: str) -> int:
    """The first line of the title above a table; `begin` if no line right above it is part of `title`."""
    first = begin
    for above in range(begin - 1, 0, -1):
        printed = fold(text.line(above)).replace("*", "")
        if printed and printed not in title:
            break
        first = above if printed else first
    return first


def _mark_lines(found: Survey) -> Iterator[AccountedLine]:
    for mark in found.marks:
        for number in range(mark.first, mark.last + 1):
            yield _line(found.text, number, LineKind.HEADING)


def _body_lines(found: Survey) -> Iterator[AccountedLine]:
    """The lines of the standards: paragraphs, items of lists, titles of sections, notes."""
    for mark, end in bodies(found.text, found.marks):
        paragraphs = list(paragraphs_of(found.text, mark, end))
        begins = {paragraph.line: paragraph for paragraph in paragraphs}
        sections = {paragraph.section for paragraph in paragraphs if paragraph.section}
        number = None
        for at in range(mark.last + 1, end + 1):
            number = begins[at].number if at in begins else number
            yield _of_body(found.text, at, number, sections)


def _of_body(text: ActText, at: int, paragraph: int | None, sections: set[str]) -> AccountedLine:
    """The kind of a line in a standard.

    `paragraph` is None above the first paragraph: the line is a note or a title.
    """
    printed = fold(text.line(at))
    if printed in sections:
        return _line(text, at, LineKind.HEADING)
    if paragraph is None:
        kind = LineKind.NOTE if is_note(printed) else LineKind.TITLE
        return _line(text, at, kind)
    kind = LineKind.LIST_ITEM if _ITEM.match(text.line(at)) else LineKind.PARAGRAPH
    return replace(_line(text, at, kind), paragraph=paragraph)


def _left_lines(found: Survey) -> Iterator[AccountedLine]:
    """The lines of the runs that were not read, outside the standards; each gets the reason of its run."""
    for run in found.runs:
        if run.reason:
            for number in range(run.first, run.last + 1):
                yield _line(found.text, number, LineKind.UNREAD, run.reason)


def _plain(
    text: ActText,
    number: int,
    places: Mapping[int, tuple[int | None, int | None]],
    marks: Sequence[Mark],
) -> AccountedLine:
    """A line outside tables, headings and standards.

    After the first heading it is UNREAD, unless it is a page or a note. Before it, it is a paragraph or an
    item of the act itself, or HEAD above the first paragraph.
    """
    printed = text.line(number)
    if is_page(printed):
        return _line(text, number, LineKind.PAGE)
    if is_note(printed):
        return _line(text, number, LineKind.NOTE)
    if marks and number > marks[0].first:
        return _line(
            text, number, LineKind.UNREAD, "text behind the paragraphs, or of an annex, that no rule reads"
        )
    opening = _NUMBERED.match(printed)
    if opening is not None:
        return replace(_line(text, number, LineKind.PARAGRAPH), paragraph=int(opening[1]))
    above = (n for n in range(number, 0, -1) if _NUMBERED.match(text.line(n)))
    own = next(above, None)
    if own is None:
        return _line(text, number, LineKind.HEAD)
    begun = _NUMBERED.match(text.line(own))
    kind = LineKind.LIST_ITEM if _ITEM.match(printed) else LineKind.PARAGRAPH
    return replace(_line(text, number, kind), paragraph=int(begun[1]) if begun else None)


def _places(text: ActText, marks: Sequence[Mark]) -> Mapping[int, tuple[int | None, int | None]]:
    """The (standard, annex) of each line by the last heading above it.

    None if no heading names one of the two.
    """
    places: dict[int, tuple[int | None, int | None]] = {}
    standard: int | None = None
    annex: int | None = None
    coming = list(marks)
    for number in range(1, text.last + 1):
        while coming and coming[0].first <= number:
            mark = coming.pop(0)
            if mark.kind is MarkKind.STANDARD:
                standard, annex = mark.number, None
            else:
                annex = mark.number
                standard = None if mark.kind is MarkKind.DECREE_ANNEX else standard
        places[number] = (standard, annex)
    return places


def _in_place(line: AccountedLine, places: Mapping[int, tuple[int | None, int | None]]) -> AccountedLine:
    standard, annex = places[line.line]
    return replace(line, standard=standard, annex=annex)
