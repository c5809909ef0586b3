"""Rows on lines with cells between pipes or semicolons, or in columns of fixed width."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence

from loaders.acts.print_words import is_page, names_territory
from loaders.acts.runs import Form, NotTurnedError, Run, end_of_run
from loaders.acts.tables import has_number_column, is_number, tells_names_and_ways
from loaders.acts.text import ActText, fold

_GAP = re.compile(r"(?<=\S)\s{2,}(?=\S)")


def delimited_at(text: ActText, number: int, last: int) -> Run | None:
    """The run whose titles are on this line between pipes, semicolons or gaps; None if it has no titles."""
    line = text.line(number)
    if "|" in line and tells_names_and_ways(piped(line)):
        return Run(number, end_of_run(text, number, last, lambda each: "|" in each), Form.PIPES)
    if ";" in line and tells_names_and_ways(semicoloned(line)):
        return Run(number, end_of_run(text, number, last, lambda each: ";" in each), Form.SEMICOLONS)
    if _GAP.search(line.strip()) and tells_names_and_ways(_gapped(line)):
        return Run(number, end_of_run(text, number, last, _is_columned), Form.FIXED)
    return None


def turn_delimited(text: ActText, run: Run) -> Mapping[int, str]:
    """The lines of a run with TABs between their cells, by line number. Blank lines and pages are left out.

    Raises NotTurnedError if a row of fixed width does not keep to the columns.
    """
    within = range(run.first, run.last + 1)
    numbers = [n for n in within if text.line(n).strip() and not is_page(text.line(n))]
    if run.form is Form.FIXED:
        return _fixed(text, numbers)
    mark, cells_of = ("|", piped) if run.form is Form.PIPES else (";", semicoloned)
    return {n: "\t".join(cells_of(text.line(n))) for n in numbers if mark in text.line(n)}


def piped(line: str) -> tuple[str, ...]:
    """The cells between pipes; the outer ones may be missing."""
    inner = line.strip()
    if inner.startswith("|"):
        inner = inner.removeprefix("|").removesuffix("|")
    return tuple(map(fold, inner.split("|")))


def semicoloned(line: str) -> tuple[str, ...]:
    """The cells between semicolons; a quoted cell may hold a semicolon."""
    return tuple(map(fold, next(csv.reader([line], delimiter=";"), [])))


def _gapped(line: str) -> tuple[str, ...]:
    return tuple(map(fold, _GAP.split(line.strip())))


def _is_columned(line: str) -> bool:
    """Whether a line without TABs has a gap of two spaces, or begins with three."""
    return "\t" not in line and (_GAP.search(line.strip()) is not None or line[:3].isspace())


def _fixed(text: ActText, numbers: Sequence[int]) -> dict[int, str]:
    """Rows cut where the titles begin, by line number; headings of territories are left out.

    A row continued on further lines is joined on its first line. Raises NotTurnedError for a line that cannot
    be cut.
    """
    rows: dict[int, list[str]] = {}
    starts: list[int] = []
    opened = 0
    has_numbers = False
    for number in numbers:
        line = text.line(number).expandtabs()
        if tells_names_and_ways(_gapped(line)):
            starts = [found.start() for found in re.finditer(r"\S+(?:\s\S+)*", line)]
            has_numbers = has_number_column(_gapped(line))
            rows[number], opened = list(_gapped(line)), 0
            continue
        if _is_heading(line, starts):
            opened = 0
            continue
        cells = _cut(line, starts)
        if cells is None:
            raise NotTurnedError(f"line {number} does not keep to the columns of its titles")
        if opened and _goes_on(cells, has_numbers, rows[opened]):
            rows[opened] = [fold(f"{a} {b}") for a, b in zip(rows[opened], cells, strict=True)]
            rows[number] = []
        else:
            rows[number], opened = cells, number
    return {number: "\t".join(cells) for number, cells in rows.items()}


def _is_heading(line: str, starts: Sequence[int]) -> bool:
    """Whether a line heads the rows below: it names a territory, and is not under a later column."""
    indent = len(line) - len(line.lstrip())
    return names_territory(line) and not _GAP.search(line.strip()) and indent not in starts[1:]


def _goes_on(cells: Sequence[str], has_numbers: bool, above: Sequence[str]) -> bool:
    """Whether a line continues the cells above: its name is empty or begins in lower case.

    In a numbered row only a missing number counts.
    """
    if has_numbers and is_number(above[0]):
        return not cells[0]
    named = cells[1] if has_numbers and len(cells) > 1 else cells[0]
    return not named or named[0].islower()


def _cut(line: str, starts: Sequence[int]) -> list[str] | None:
    """The cells of a line cut where the titles begin; if that would cut a word, split at gaps.

    None if the gaps give another number of cells.
    """
    ends = [*starts[1:], max(len(line), starts[-1])]
    is_clean = all(line[start - 1 : start].strip() == "" for start in starts[1:])
    if is_clean:
        return [fold(line[start:end]) for start, end in zip([0, *starts[1:]], ends, strict=True)]
    cells = list(_gapped(line))
    return cells if len(cells) == len(starts) else None
