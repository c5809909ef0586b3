"""PDF with a text layer: lines by their height on the page, tables by their ruled lines.

Words that stand far apart keep their distance in spaces, so that columns without rules are read as columns of
fixed width. A blank line stands between pages, where rows may be split.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from statistics import median
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfexceptions import PDFException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from loaders.formats.blocks import INDENT
from loaders.formats.grids import Cell, table_lines
from loaders.formats.places import Place, PlacedLine, UnreadableFormatError

MOST_PAGES = 3_000
_GAP = 1.8
"""Gap between words of different columns, in letter widths."""
_PARTED = 1.7
"""Distance between tops of lines of different paragraphs, in line heights; inside one it is 1.15 to 1.5."""
_TOLERANCE = 2.0
"""Points by which edges of neighbouring cells may differ."""
_SET_OFF = 0.2
"""Share of the page's width by which a heading at the right starts beyond the margin."""
_CENTRED = 0.03
"""Share of the page's width by which the middle of a line may miss that of the page."""

_HYPHEN_LAST = re.compile(r"\w-$")


def read_pdf(content: bytes) -> list[PlacedLine]:
    """The lines of all pages.

    Raises UnreadableFormatError if the file is damaged or encrypted, has more than 3,000 pages, or has a page
    that is a picture without text.
    """
    try:
        with pdfplumber.open(BytesIO(content)) as document:
            return _lines(document.pages)
    except UnreadableFormatError:
        raise
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed):
        raise UnreadableFormatError(_ENCRYPTED) from None
    except (PdfminerException, MalformedPDFException, PDFException) as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect | PDFTextExtractionNotAllowed):
            raise UnreadableFormatError(_ENCRYPTED) from None
        if "allocate" in str(cause):
            raise MemoryError from None
        raise UnreadableFormatError(f"the PDF is torn or damaged: {cause}") from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError) as error:
        raise UnreadableFormatError(f"the PDF is damaged: {type(error).__name__}: {error}") from None


_ENCRYPTED = "the PDF is encrypted: save it without a password"


def _lines(pages: Sequence[Page]) -> list[PlacedLine]:
    """The lines of all pages.

    Raises UnreadableFormatError without pages, above the limit, or for pictures.
    """
    if not pages:
        raise UnreadableFormatError("the PDF has no pages: it is torn")
    if len(pages) > MOST_PAGES:
        raise UnreadableFormatError(f"the PDF has {len(pages):,} pages, more than {MOST_PAGES:,}")
    lines: list[PlacedLine] = []
    pictures: list[int] = []
    for number, page in enumerate(pages, start=1):
        own = list(_PageReader(page, number).lines())
        if not any(line.text for line in own) and page.images:
            pictures.append(number)
        lines += own
        page.close()
    if len(pictures) == len(pages):
        raise UnreadableFormatError("the PDF is a scan without text: a text has to be recognised in it first")
    if pictures:
        named = ", ".join(map(str, pictures[:20]))
        raise UnreadableFormatError(
            f"pages are pictures without text, which has to be recognised first: {named}"
        )
    return lines


@dataclass(frozen=True, slots=True)
class _Line:
    """Words of one height; in points from the top left corner of the page."""

    words: tuple[Any, ...]

    @property
    def top(self) -> float:
        return min(float(word["top"]) for word in self.words)

    @property
    def height(self) -> float:
        return max(float(word["bottom"]) - float(word["top"]) for word in self.words)

    @property
    def left(self) -> float:
        return float(self.words[0]["x0"])

    @property
    def right(self) -> float:
        return float(self.words[-1]["x1"])


class _PageReader:
    """One page: its tables, and the lines outside them, from top to bottom."""

    def __init__(self, page: Page, number: int) -> None:
        self.page, self.number = page, number
        self.words = page.extract_words()
        self.tables = [table for table in page.find_tables() if len(table.cells) > 1]
        widths = [(word["x1"] - word["x0"]) / len(word["text"]) for word in self.words if word["text"]]
        self.letter = max(float(median(widths)), 1.0) if widths else 1.0

    def lines(self) -> Iterator[PlacedLine]:
        """The lines in order, tables included, with a blank line at the end of the page."""
        within: list[list[Any]] = [[] for _ in self.tables]
        outside: list[Any] = []
        for word in self.words:
            at = next((n for n, table in enumerate(self.tables) if _is_inside(word, table.bbox)), None)
            (outside if at is None else within[at]).append(word)
        parts: list[tuple[float, list[PlacedLine]]] = []
        for count, (table, words) in enumerate(zip(self.tables, within, strict=True), start=1):
            own = list(table_lines(_rows(table, words), Place(page=self.number, table=count)))
            parts.append((table.bbox[1], [PlacedLine(""), *own, PlacedLine("")]))
        parts += self._text_lines(_grouped(outside))
        blank = True
        for _, part in sorted(parts, key=lambda each: each[0]):
            for line in part:
                if line.text or not blank:
                    yield line
                blank = not line.text
        if not blank:
            yield PlacedLine("")

    def _text_lines(self, lines: Sequence[_Line]) -> Iterator[tuple[float, list[PlacedLine]]]:
        """The lines outside tables, each with its height on the page.

        A blank line comes before a new paragraph.
        """
        margin = min((line.left for line in lines), default=0.0)
        above: _Line | None = None
        was_in_columns = was_set_off = False
        for at, line in enumerate(lines):
            gapped = self._in_columns(line, margin)
            is_in_columns = "  " in gapped.strip()
            beside = [*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2]]
            is_set_off = not (is_in_columns or was_in_columns) and (
                self._is_set_off(line, margin) or any(_share_middle(line, other) for other in beside)
            )
            text = (
                gapped if is_in_columns or (was_in_columns and not is_set_off) else self._plain(line, margin)
            )
            if is_set_off:
                text = text.strip()
            is_parted = above is not None and (
                line.top - above.top > _PARTED * max(line.height, above.height) or is_set_off != was_set_off
            )
            printed = PlacedLine(text, Place(page=self.number))
            yield line.top, [PlacedLine(""), printed] if is_parted else [printed]
            above, was_in_columns, was_set_off = line, is_in_columns, is_set_off

    def _in_columns(self, line: _Line, margin: float) -> str:
        """The words of a line with spaces between, so that columns keep their positions."""
        text, ended_at = "", margin
        for word in line.words:
            gap = float(word["x0"]) - ended_at
            column = round((float(word["x0"]) - margin) / self.letter)
            if gap > _GAP * self.letter:
                text = text.ljust(max(column, len(text) + 2 if text else 0))
            elif text:
                text += " "
            text += word["text"]
            ended_at = float(word["x1"])
        return text

    def _plain(self, line: _Line, margin: float) -> str:
        words = " ".join(word["text"] for word in line.words)
        return INDENT + words if line.left - margin > _GAP * self.letter else words

    def _is_set_off(self, line: _Line, margin: float) -> bool:
        """Whether a line is centred or at the right, as headings are; an indented first line is not."""
        width = float(self.page.width)
        indent = line.left - margin
        is_centred = abs((line.left + line.right) / 2 - width / 2) < _CENTRED * width
        return indent > _SET_OFF * width or (is_centred and indent > _SET_OFF * width / 2)


def _share_middle(line: _Line, other: _Line) -> bool:
    """Whether two adjacent lines have the same middle and different left ends."""
    is_near = abs(line.top - other.top) <= _PARTED * max(line.height, other.height)
    is_shifted = abs(line.left - other.left) > 2 * _TOLERANCE
    return is_near and is_shifted and abs(line.left + line.right - other.left - other.right) < 2 * _TOLERANCE


def _is_inside(word: Any, box: Sequence[float]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _grouped(words: Sequence[Any]) -> list[_Line]:
    """The words as lines: words at the same height make a line."""
    groups: list[list[Any]] = []
    for word in sorted(words, key=lambda each: (each["top"] + each["bottom"]) / 2):
        middle = (word["top"] + word["bottom"]) / 2
        if groups and groups[-1][0]["top"] <= middle <= groups[-1][0]["bottom"]:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [_Line(tuple(sorted(group, key=lambda each: each["x0"]))) for group in groups]


def _rows(table: Any, words: Sequence[Any]) -> list[tuple[int, list[Cell]]]:
    """The rows of a ruled table; a cell that crosses edges of other cells is merged."""
    lefts = _edges(box[0] for box in table.cells)
    tops = _edges(box[1] for box in table.cells)
    rows: dict[int, list[tuple[int, Cell]]] = {top: [] for top in range(len(tops))}
    for box in table.cells:
        column, row = _at(lefts, box[0]), _at(tops, box[1])
        own = [word for word in words if _is_inside(word, box)]
        lines = _unbroken([" ".join(word["text"] for word in line.words) for line in _grouped(own)])
        across = max(_at(lefts, box[2]) - column, 1)
        down = max(_at(tops, box[3]) - row, 1)
        rows[row].append((column, Cell(lines, across, down)))
    return [
        (row + 1, [cell for _, cell in sorted(cells, key=lambda each: each[0])])
        for row, cells in rows.items()
    ]


def _unbroken(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines of a cell; a line that ends with a hyphen inside a word is joined with the next line."""
    whole: list[str] = []
    for line in lines:
        if whole and _HYPHEN_LAST.search(whole[-1]) and line[:1].isalnum():
            whole[-1] += line
        else:
            whole.append(line)
    return tuple(whole)


def _edges(values: Iterator[float]) -> list[float]:
    """The edges in order. Edges less than 2 points apart count as one edge."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _TOLERANCE:
            edges.append(value)
    return edges


def _at(edges: Sequence[float], value: float) -> int:
    """The index of the edge at a value; beyond the last edge, the number of edges."""
    return bisect_left(edges, value - _TOLERANCE)
