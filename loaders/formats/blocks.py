"""Paragraphs and tables in document order: the form of HTML and DOCX before they become lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.formats.grids import Cell, table_lines
from loaders.formats.places import Place, PlacedLine, UnreadableFormatError

DEEPEST = 8
"""Tables inside tables; saved pages lay out their frames by three or four."""
INDENT = "      "
"""Acts print paragraphs of their text indented, headings not: so the reader tells one from the other."""
_SENTENCE = re.compile(r"(?:\d{1,3}(?:\.|\))\s)|.*[.;:]$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The lines of one paragraph.

    No blank line is put between paragraphs of one line with the same `shape`. A heading has blank lines
    around it. `is_raw` keeps white space.
    """

    lines: tuple[str, ...]
    shape: str = ""
    is_heading: bool = False
    is_raw: bool = False
    is_set_off: bool = False
    """Whether it is centred or at the right, as headings are."""


@dataclass(frozen=True, slots=True)
class BlockCell:
    """A cell that holds paragraphs and tables."""

    blocks: tuple[Block, ...]
    across: int = 1
    down: int = 1
    is_title: bool = False

    @property
    def plain(self) -> Cell:
        """The cell with all its text as lines, that of nested tables included."""
        return Cell(tuple(_texts(self.blocks)), self.across, self.down, self.is_title)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as in the file: a merged cell is given once."""

    rows: tuple[tuple[BlockCell, ...], ...]


Block = Paragraph | Table


def lines_of(blocks: Sequence[Block]) -> list[PlacedLine]:
    """The lines of a document.

    Raises UnreadableFormatError if tables are nested more than 8 deep or are too large.
    """
    writer = _Writer()
    writer.write(blocks, Place(), 0)
    return writer.lines


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    """All lines of the blocks, those of tables included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.lines
        else:
            for row in block.rows:
                for cell in row:
                    yield from _texts(cell.blocks)


class _Writer:
    """Writes lines one below the other, with blank lines between separate blocks."""

    def __init__(self) -> None:
        self.lines: list[PlacedLine] = []
        self.tables = 0
        self.shape: str | None = None

    def write(self, blocks: Sequence[Block], place: Place, depth: int) -> None:
        """Write blocks at a place. Raises UnreadableFormatError for tables more than DEEPEST deep."""
        if depth > DEEPEST:
            raise UnreadableFormatError(f"tables are nested more than {DEEPEST} deep")
        for block in blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block, place)
            else:
                self._table(block, place, depth)

    def _paragraph(self, block: Paragraph, place: Place) -> None:
        """Write a paragraph.

        Blank lines are around it if it is a heading, has several lines or another shape than the paragraph
        before.
        """
        if not any(line.strip() for line in block.lines):
            self._part()
            return
        stands_alone = block.is_heading or len(block.lines) > 1
        if stands_alone or block.shape != self.shape:
            self._part()
        for line in block.lines:
            self.lines.append(PlacedLine(line if block.is_raw else _indented(line, block), place))
        self.shape = block.shape
        if stands_alone:
            self._part()

    def _table(self, table: Table, place: Place, depth: int) -> None:
        """Write a table as lines with TABs.

        If no row has several filled cells, its content is written as text.
        """
        plain = [[cell.plain for cell in row] for row in table.rows]
        self._part()
        if not any(sum(1 for cell in row if cell.text) > 1 for row in plain):
            for row in table.rows:  # a frame around text, or around another table
                for cell in row:
                    self.write(cell.blocks, place, depth + 1)
                    self._part()
            return
        self.tables += 1
        own = replace_table(place, self.tables)
        self.lines += table_lines(list(enumerate(plain, start=1)), own)
        self._part()

    def _part(self) -> None:
        """Add a blank line, unless the last line is blank."""
        self.shape = None
        if self.lines and self.lines[-1].text:
            self.lines.append(PlacedLine(""))


def replace_table(place: Place, table: int) -> Place:
    """The place with another number of the table."""
    return Place(place.page, place.sheet, table, place.row)


def _indented(line: str, block: Paragraph) -> str:
    """A sentence with an indent; a heading, or a text that is no sentence, without."""
    printed = line.strip()
    if block.is_heading or block.is_set_off or not _SENTENCE.match(printed):
        return printed
    return INDENT + printed
