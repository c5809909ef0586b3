"""The rows that an amending act prints between quotation marks below a line."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.acts.text import ActText, fold

_OPENING = ("«", '"', "“")
_CLOSING = ("»", '"', "”")


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row that an amending act prints; `line` is that of its first cell."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The lines between quotation marks, and the rows in them; `last` is the line of the closing mark."""

    first: int
    last: int
    rows: tuple[TextRow, ...]


def read_block(text: ActText, below: int, end: int) -> Block | None:
    """The quoted block that begins on the first non-blank line after `below`.

    None if that line opens no quotation, or the quotation is not closed until `end`.
    """
    first = next((n for n in range(below + 1, end + 1) if text.line(n).strip()), end + 1)
    if first > end or not text.line(first).strip().startswith(_OPENING):
        return None
    last = next((n for n in range(first, end + 1) if _closes(text.line(n), n == first)), None)
    if last is None:
        return None
    return Block(first, last, _rows(_inside(text, first, last)))


def _closes(line: str, is_first: bool) -> bool:
    """Whether a line closes the block; a quotation that opens and closes on the same line does not."""
    printed = line.strip().rstrip(";.")
    if is_first and printed in _OPENING:
        return False
    return (printed.endswith(_CLOSING) and printed.count("»") != printed.count("«")) or printed in _CLOSING


def _inside(text: ActText, first: int, last: int) -> list[tuple[int, str]]:
    """The non-blank lines of a block with their numbers, without the outer quotation marks."""
    lines = [(n, text.line(n)) for n in range(first, last + 1)]
    number, line = lines[0]
    lines[0] = number, line.replace(line.strip()[0], "", 1)
    number, line = lines[-1]
    lines[-1] = number, line.rstrip().rstrip(";.").removesuffix("»").removesuffix('"').removesuffix("”")
    return [(number, line) for number, line in lines if line.strip()]


def _rows(lines: list[tuple[int, str]]) -> tuple[TextRow, ...]:
    """The rows of a block: a row for each line with TABs between the cells.

    If no line has such TABs, all lines that begin with a TAB are the cells of one row. Empty if there are no
    such lines either.
    """
    if any("\t" in line.strip() for _, line in lines):
        return tuple(
            TextRow(number, tuple(fold(cell) for cell in line.strip("\t ").split("\t")))
            for number, line in lines
            if "\t" in line.strip()
        )
    cells = [(number, fold(line)) for number, line in lines if line.startswith("\t")]
    return (TextRow(cells[0][0], tuple(cell for _, cell in cells)),) if cells else ()
