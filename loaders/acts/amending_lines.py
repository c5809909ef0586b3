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
    """The block that begins on the next line that is not blank; None where none does, or it never ends."""
    first = next((n for n in range(below + 1, end + 1) if text.line(n).strip()), end + 1)
    if first > end or not text.line(first).strip().startswith(_OPENING):
        return None
    last = next((n for n in range(first, end + 1) if _closes(text.line(n), n == first)), None)
    if last is None:
        return None
    return Block(first, last, _rows(_inside(text, first, last)))


def _closes(line: str, is_first: bool) -> bool:
    """Whether the block ends here: marks inside of a row are closed on their own line."""
    printed = line.strip().rstrip(";.")
    if is_first and printed in _OPENING:
        return False
    return (printed.endswith(_CLOSING) and printed.count("»") != printed.count("«")) or printed in _CLOSING


def _inside(text: ActText, first: int, last: int) -> list[tuple[int, str]]:
    lines = [(n, text.line(n)) for n in range(first, last + 1)]
    number, line = lines[0]
    lines[0] = number, line.replace(line.strip()[0], "", 1)
    number, line = lines[-1]
    lines[-1] = number, line.rstrip().rstrip(";.").removesuffix("»").removesuffix('"').removesuffix("”")
    return [(number, line) for number, line in lines if line.strip()]


def _rows(lines: list[tuple[int, str]]) -> tuple[TextRow, ...]:
    """Rows of the block: one a line with TABs between cells, or a cell a line that begins with a TAB."""
    if any("\t" in line.strip() for _, line in lines):
        return tuple(
            TextRow(number, tuple(fold(cell) for cell in line.strip("\t ").split("\t")))
            for number, line in lines
            if "\t" in line.strip()
        )
    cells = [(number, fold(line)) for number, line in lines if line.startswith("\t")]
    return (TextRow(cells[0][0], tuple(cell for _, cell in cells)),) if cells else ()
