"""Converts tables printed without TABs into lines with TABs; line numbers do not change.

Pipes, semicolons, columns of fixed width and one cell a line are recognised by a row of titles, a list of
offices by its items. The converted lines are read as rows on lines (`loaders.acts.lined`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from loaders.acts.cell_lines import cell_lines_at, turn_cell_lines
from loaders.acts.delimited import delimited_at, turn_delimited
from loaders.acts.marks import Mark, MarkKind
from loaders.acts.office_lists import LIST_TITLES, list_at, turn_list
from loaders.acts.runs import Form, NotTurnedError, Run
from loaders.acts.text import ActText

Lines = tuple[int, int]
"""The first and the last line of a part of the text."""

_TURN = {
    Form.PIPES: turn_delimited,
    Form.SEMICOLONS: turn_delimited,
    Form.FIXED: turn_delimited,
    Form.LIST: turn_list,
    Form.ONE_A_LINE: turn_cell_lines,
}


@dataclass(frozen=True)
class Turned:
    """The text with TABs, the runs that were examined, and titles of columns for those that print none."""

    text: ActText
    runs: tuple[Run, ...] = ()
    titles: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """By the first line of the run."""

    def run_at(self, line: int) -> Run | None:
        """The converted run that contains a line; None if there is none."""
        return next((run for run in self.runs if run.first <= line <= run.last and not run.reason), None)


def turn(text: ActText, marks: Sequence[Mark], claimed: Sequence[Lines] = ()) -> Turned:
    """The text with all tables printed without TABs converted to TABs.

    Lists are converted only in annexes and `claimed` lines; a run that fails keeps its lines and gets a
    reason.
    """
    lines = list(text.lines)
    runs: list[Run] = []
    titles: dict[int, tuple[str, ...]] = {}
    for first, last, is_annex in _stretches(text, marks):
        for found in _runs(text, first, last, is_annex, claimed):
            run, turned = _turned(text, found)
            runs.append(run)
            for number, line in turned.items():
                lines[number - 1] = line
            if turned and run.form is Form.LIST:
                titles[run.first] = LIST_TITLES
    return Turned(replace(text, lines=tuple(lines)), tuple(runs), titles)


def _turned(text: ActText, run: Run) -> tuple[Run, Mapping[int, str]]:
    """The run and its converted lines by number.

    A run that cannot be converted gets a reason and no lines.
    """
    if run.reason:
        return run, {}
    try:
        return run, _TURN[run.form](text, run)
    except NotTurnedError as error:
        return replace(run, reason=str(error)), {}


def _stretches(text: ActText, marks: Sequence[Mark]) -> Iterator[tuple[int, int, bool]]:
    """The first and last line of each stretch between headings, and whether it is in an annex."""
    starts = [(0, False), *((mark.last, mark.kind is not MarkKind.STANDARD) for mark in marks)]
    ends = [*(mark.first - 1 for mark in marks), text.last]
    for (above, is_annex), end in zip(starts, ends, strict=True):
        if above < end:
            yield above + 1, end, is_annex


def _runs(text: ActText, first: int, last: int, is_annex: bool, claimed: Sequence[Lines]) -> Iterator[Run]:
    """The runs in these lines that begin on lines without TABs."""
    number = first
    while number <= last:
        run = None
        line = text.line(number)
        if line.strip() and "\t" not in line:
            end = next((end for start, end in claimed if start <= number <= end), 0)
            run = (
                delimited_at(text, number, end or last)
                or cell_lines_at(text, number, end or last)
                or list_at(text, number, end or last, is_annex or bool(end))
            )
        if run is not None:
            yield run
        number = number + 1 if run is None else run.last + 1
