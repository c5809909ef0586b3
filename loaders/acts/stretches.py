"""Detects the layout of a text: one for all of it, or one for each stretch between two headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders.acts.lined import Claim, read_lined
from loaders.acts.marks import Mark
from loaders.acts.profiles import LINED, MIXED, TABBED
from loaders.acts.tabbed import read_tabbed
from loaders.acts.tables import RawTable
from loaders.acts.text import ActText
from loaders.acts.turning import Turned


def detect_layout(text: ActText, marks: Sequence[Mark], otherwise: str) -> str:
    """`tabbed` if most lines with TABs have one cell, else `lined`.

    `mixed` if stretches between headings differ; `otherwise` for a text without TABs.
    """
    own = {_layout_of(text.lines[start - 1 : end]) for start, end in _between(text, marks)} - {None}
    return MIXED if len(own) > 1 else next(iter(own), None) or otherwise


def read_tables(
    text: ActText, turned: Turned, marks: Sequence[Mark], layout: str, claims: Sequence[Claim]
) -> tuple[RawTable, ...]:
    """All tables of a text, of offices or not, in the order of print."""
    has_turned = any(not run.reason for run in turned.runs)
    if layout == TABBED and not has_turned and not claims:
        return read_tabbed(text, marks)
    if layout == LINED:
        return read_lined(turned.text, marks, claims)
    lined = set(_lines_on_lines(text, turned, marks, layout, claims))
    apart = read_tabbed(_masked(text, lined), marks)
    on_lines = read_lined(_masked(turned.text, set(range(1, text.last + 1)) - lined), marks, claims)
    return tuple(sorted((*apart, *on_lines), key=lambda table: table.line))


def _lines_on_lines(
    text: ActText, turned: Turned, marks: Sequence[Mark], layout: str, claims: Sequence[Claim]
) -> Iterator[int]:
    """The numbers of the lines to be read as one row per line, with the converted runs and claimed lines."""
    for start, end in _between(text, marks):
        own = _layout_of(text.lines[start - 1 : end])
        if own != TABBED and (layout == MIXED or own is None):
            yield from range(start, end + 1)
    parts = [(run.first, run.last) for run in turned.runs if not run.reason]
    for first, last in (*parts, *((claim.first, claim.last) for claim in claims)):
        yield from range(first, last + 1)


def _between(text: ActText, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """The first and last line of each stretch between headings."""
    starts = [1, *(mark.last + 1 for mark in marks)]
    ends = [*(mark.first - 1 for mark in marks), text.last]
    return list(zip(starts, ends, strict=True))


def _layout_of(lines: Sequence[str]) -> str | None:
    """TABBED if more than half of the lines with TABs have one cell, else LINED; None without such lines."""
    with_tabs = [line for line in lines if "\t" in line and line.strip()]
    if not with_tabs:
        return None
    single = sum(line.lstrip(" ").startswith("\t") and "\t" not in line.strip() for line in with_tabs)
    return TABBED if single * 2 > len(with_tabs) else LINED


def _masked(text: ActText, lines: set[int]) -> ActText:
    """The text with these lines replaced by blank ones."""
    shown = ("" if number in lines else line for number, line in enumerate(text.lines, start=1))
    return replace(text, lines=tuple(shown))
