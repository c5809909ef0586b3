"""A value as the text of a CSV cell that no spreadsheet takes for a formula, and back.

CSV knows no types: a spreadsheet calculates whatever begins like a formula, also a name that somebody gave an
office to have it calculated by others. Such a text gets an apostrophe, by which spreadsheets know a text
(OWASP, "CSV Injection"). Numbers and telephone numbers stay as they are: `+77163822847`.
"""

from __future__ import annotations

import re
from typing import Any

_BEGINS_A_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBERS = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?(\|\+?\d+)*")


def cell_of(value: Any) -> str:
    """The cell of a value; several values are parted by `|`, None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return _as_text("|".join(str(each) for each in value))
    return _as_text(str(value))


def text_of(cell: str) -> str:
    """The text that a cell of an export stands for: without the apostrophe that was put before it."""
    return cell[1:] if cell.startswith("'") and _BEGINS_A_FORMULA.match(cell, 1) else cell


def _as_text(text: str) -> str:
    if _BEGINS_A_FORMULA.match(text) and not _NUMBERS.fullmatch(text):
        return f"'{text}"
    return text
