"""Lines that look like a table: their form, their range, and why they are not read as rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from loaders.acts.print_words import is_page, names_territory
from loaders.acts.text import ActText


class Form(StrEnum):
    """What separates the cells of a table."""

    TABS = "tabs"
    CELLS = "a cell behind each TAB"
    PIPES = "pipes"
    SEMICOLONS = "semicolons"
    FIXED = "fixed width"
    LIST = "list"
    ONE_A_LINE = "one cell a line"


@dataclass(frozen=True, slots=True)
class Run:
    """Lines of the text in one form; `reason` says why they are not read as rows, empty if they are."""

    first: int
    last: int
    form: Form
    reason: str = ""


class NotTurnedError(ValueError):
    """A run of lines does not keep to its columns; the message is the reason, with the line."""


_BLANKS = re.compile(r"\s*")


def end_of_run(text: ActText, first: int, last: int, is_part: Callable[[str], bool]) -> int:
    """The last line of a run of lines that satisfy `is_part`.

    Pages, headings of territories and up to two blank lines may be inside.
    """
    end, blank = first, 0
    for number in range(first + 1, last + 1):
        line = text.line(number)
        if _BLANKS.fullmatch(line):
            blank += 1
            if blank > 2:
                break
        elif is_part(line):
            end, blank = number, 0
        elif not is_page(line) and not names_territory(line):
            break
    return end
