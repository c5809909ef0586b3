"""A value as a CSV cell that no spreadsheet reads as a formula, and back.

CSV has no types: a spreadsheet evaluates any text that begins like a formula, even a name that somebody gave
an office for that purpose. Such a text gets an apostrophe in front, which marks a text in spreadsheets
(OWASP, "CSV Injection"). Numbers and telephone numbers stay as they are: `+77163822847`.
"""

from __future__ import annotations

import re
from typing import Any

_BEGINS_A_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBERS = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?(\|\+?\d+)*")


def cell_of(value: Any) -> str:
    """The CSV cell of a value.

    Several values are separated by `|`, None is empty, booleans are `yes` or `no`. A text that a spreadsheet
    may read as a formula gets an apostrophe in front.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return _as_text("|".join(str(each) for each in value))
    return _as_text(str(value))


def text_of(cell: str) -> str:
    """The text of an exported cell, without the apostrophe that the export put in front.

    Any other cell is unchanged.
    """
    return cell[1:] if cell.startswith("'") and _BEGINS_A_FORMULA.match(cell, 1) else cell


def _as_text(text: str) -> str:
    if _BEGINS_A_FORMULA.match(text) and not _NUMBERS.fullmatch(text):
        return f"'{text}"
    return text
