"""DOCX: paragraphs and tables in document order; text deleted with tracked changes is left out."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from loaders.formats.blocks import Block, BlockCell, Paragraph, Table, lines_of
from loaders.formats.docx_numbers import Numbering
from loaders.formats.grids import WIDEST
from loaders.formats.places import PlacedLine, UnreadableFormatError

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The same content again, for old programs."""
_LEFT_OUT = frozenset({qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), _FALLBACK})
_BREAKS = frozenset({qn("w:br"), qn("w:cr")})
_SET_OFF = frozenset({"center", "right", "end"})
_DEEPEST = 400


def read_docx(content: bytes) -> list[PlacedLine]:
    """The lines of the body of a document. Raises UnreadableFormatError."""
    try:
        document = Document(BytesIO(content))
        reader = _Reader(Numbering(document))
        return lines_of(tuple(reader.blocks(document.element.body, 0)))
    except (OpcError, etree.LxmlError, KeyError, ValueError, BadZipFile, AttributeError) as error:
        if isinstance(error, UnreadableFormatError):
            raise
        raise UnreadableFormatError(f"the DOCX cannot be read: {error}") from None


class _Reader:
    """Reads the elements of a body or of a cell."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering

    def blocks(self, element: Any, depth: int) -> Iterator[Block]:
        """Paragraphs and tables in order, those in content controls included.

        Raises UnreadableFormatError if they are nested too deep.
        """
        if depth > _DEEPEST:
            raise UnreadableFormatError("the DOCX is nested too deep")
        for child in element:
            if child.tag == qn("w:p"):
                yield self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield Table(tuple(self._rows(child, depth)))
            elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
                yield from self.blocks(child, depth + 1)

    def _paragraph(self, paragraph: Any) -> Paragraph:
        """A paragraph with its number; TABs stay only if there are several."""
        number = self.numbering.of(paragraph)
        text = number + "".join(_pieces(paragraph, 0))
        properties = paragraph.find(qn("w:pPr"))
        aligned = _attribute(properties, "w:jc")
        style = _attribute(properties, "w:pStyle")
        # A single TAB separates a number from its words; several make a row.
        is_row = text.count("\t") > 1
        lines = tuple(
            line if is_row else " ".join(line.replace("\t", " ").split()) for line in text.split("\n")
        )
        is_heading = style.lower().startswith(("heading", "title"))
        return Paragraph(
            lines,
            f"{style} {aligned}",
            is_heading=is_heading,
            is_raw=is_row,
            is_set_off=aligned in _SET_OFF,
        )

    def _rows(self, table: Any, depth: int) -> Iterator[tuple[BlockCell, ...]]:
        """The rows of a table; a cell merged downwards is given once, with the number of its rows."""
        grid = [_spanned(list(self._cells(row, depth))) for row in _inside(table, "w:tr")]
        for at, row in enumerate(grid):
            cells = []
            for column, (cell, merged) in row.items():
                if merged != "continue":
                    down = _reach(grid, at, column) if merged == "restart" else 1
                    cells.append(BlockCell(cell.blocks, cell.across, down, cell.is_title))
            yield tuple(cells)

    def _cells(self, row: Any, depth: int) -> Iterator[tuple[BlockCell, str]]:
        """The cells of a row, with "restart" if a cell begins a vertically merged cell, "continue", or ""."""
        properties = row.find(qn("w:trPr"))
        before = _whole(_attribute(properties, "w:gridBefore"))
        if before:
            yield BlockCell((), across=before), ""
        is_title = properties is not None and properties.find(qn("w:tblHeader")) is not None
        for cell in _inside(row, "w:tc"):
            own = cell.find(qn("w:tcPr"))
            merge = own.find(qn("w:vMerge")) if own is not None else None
            merged = "" if merge is None else merge.get(qn("w:val")) or "continue"
            across = max(_whole(_attribute(own, "w:gridSpan")), 1)
            yield BlockCell(tuple(self.blocks(cell, depth + 1)), across, 1, is_title), merged


def _inside(element: Any, name: str) -> Iterator[Any]:
    """The rows of a table or cells of a row, those in content controls included."""
    for child in element:
        if child.tag == qn(name):
            yield child
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
            yield from _inside(child, name)


def _spanned(cells: list[tuple[BlockCell, str]]) -> dict[int, tuple[BlockCell, str]]:
    """The cells of a row by their first column. Raises UnreadableFormatError above WIDEST columns."""
    columns: dict[int, tuple[BlockCell, str]] = {}
    column = 0
    for cell, merged in cells:
        columns[column] = (cell, merged)
        column += cell.across
        if column > WIDEST:
            raise UnreadableFormatError(f"a table of more than {WIDEST} columns is not a list of offices")
    return columns


def _reach(grid: list[dict[int, tuple[BlockCell, str]]], at: int, column: int) -> int:
    """The number of rows of a vertically merged cell."""
    down = 1
    while at + down < len(grid) and grid[at + down].get(column, (None, ""))[1] == "continue":
        down += 1
    return down


def _pieces(element: Any, depth: int) -> Iterator[str]:
    """The text of an element in pieces. Raises UnreadableFormatError if it is nested too deep."""
    if depth > _DEEPEST:
        raise UnreadableFormatError("the DOCX is nested too deep")
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield "\t"
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _pieces(child, depth + 1)


def _attribute(properties: Any, name: str) -> str:
    found = properties.find(qn(name)) if properties is not None else None
    return "" if found is None else found.get(qn("w:val")) or ""


def _whole(text: str) -> int:
    """The text as a number of at most 10,000; 0 for any other text."""
    return min(int(text), 10_000) if text.isascii() and text.isdigit() and len(text) < 9 else 0
