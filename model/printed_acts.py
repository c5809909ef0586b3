"""The printed text of acts around a citation: the row with its table, or the paragraph with its headings.

An edition keeps the rows compressed, some dozens in a block: they are many, and few are ever requested. Cells
that name persons are not kept at all (decision 0005).
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import msgspec

from model.records import Citation

_BLOCK = 48
"""Rows in a block: a row and its neighbours are unpacked in well under a millisecond."""
_LEVEL = 1
"""Level of zlib: higher levels save a tenth of the size, and make reading an edition slower."""


class PrintedRow(NamedTuple):
    """One printed row; a cell that names a person is None."""

    line: int
    label: str | None
    """Its number just as printed."""
    headings: tuple[str, ...]
    """The headings inside the table above the row, such as region and district."""
    cells: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One table of an act: its titles, and its rows in the order of print, compressed in blocks."""

    title: str
    columns: tuple[str, ...]
    lines: array[int]
    blocks: tuple[bytes, ...]

    @classmethod
    def of(
        cls, title: str, columns: Iterable[str], persons: Iterable[int], rows: Iterable[PrintedRow]
    ) -> PrintedTable:
        """The table of these rows, sorted by line.

        Cells in the columns `persons` become None; their titles stay.
        """
        masked = frozenset(persons)
        ordered = sorted(rows)
        kept = [
            row._replace(cells=tuple(None if at in masked else cell for at, cell in enumerate(row.cells)))
            for row in ordered
        ]
        return cls(
            title,
            tuple(columns),
            array("L", (row.line for row in ordered)),
            tuple(_packed(kept[start : start + _BLOCK]) for start in range(0, len(kept), _BLOCK)),
        )

    def place(self, line: int) -> int | None:
        """The index (from 0) of the row that begins on a line of the act; None if no row does."""
        place = bisect_left(self.lines, line)
        return place if place < len(self.lines) and self.lines[place] == line else None

    def rows(self, start: int, stop: int) -> tuple[PrintedRow, ...]:
        """The rows from index `start` to before `stop`; indexes outside the table are ignored."""
        first, last = max(start, 0), min(stop, len(self.lines))
        if first >= last:
            return ()
        begin = first // _BLOCK
        blocks = self.blocks[begin : (last - 1) // _BLOCK + 1]
        found = [row for block in blocks for row in _unpacked(block)]
        return tuple(found[first - begin * _BLOCK : last - begin * _BLOCK])


@dataclass(frozen=True, slots=True)
class PrintedStandard:
    """One standard: the name of its service, the titles of its sections, and where its paragraphs are."""

    title: str
    sections: tuple[str, ...]
    paragraphs: Mapping[int, tuple[int, int]]
    """Paragraph number to its line and the index of its section."""

    def number_at(self, line: int) -> int | None:
        """The number of the paragraph that contains a line; None for a line before the first paragraph."""
        lines = sorted((begin, number) for number, (begin, _) in self.paragraphs.items())
        place = bisect_right(lines, (line, max(self.paragraphs, default=0)))
        return lines[place - 1][1] if place else None


class TablePlace(NamedTuple):
    """A printed row: its table, and its index there."""

    table: PrintedTable
    place: int


class ParagraphPlace(NamedTuple):
    """A numbered paragraph and the headings above it, the outermost first."""

    number: int
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedActs:
    """The tables and the standards of all acts."""

    tables: Mapping[tuple[str, int | None, str | None], PrintedTable] = field(default_factory=dict)
    """By act, standard and annex."""
    standards: Mapping[tuple[str, int | None], PrintedStandard] = field(default_factory=dict)
    """By act and number; an act of one standard has no number."""

    def row_of(self, citation: Citation) -> TablePlace | None:
        """The printed row that a citation points to; None if it points to no row, or to an unknown row."""
        table = self.tables.get((citation.act_id, citation.standard, citation.annex))
        place = None if table is None or citation.line is None else table.place(citation.line)
        return None if table is None or place is None else TablePlace(table, place)

    def paragraph_of(self, citation: Citation) -> ParagraphPlace | None:
        """The numbered paragraph that a citation names, or that contains its line.

        None if it points to a row, or if no such paragraph is known.
        """
        standard = self.standards.get((citation.act_id, citation.standard))
        if standard is None or self.row_of(citation) is not None:
            return None
        number = _number(citation)
        if number is None and citation.line is not None and citation.annex is None:
            number = standard.number_at(citation.line)
        if number is None or number not in standard.paragraphs:
            return None
        section = standard.sections[standard.paragraphs[number][1]]
        return ParagraphPlace(number, tuple(title for title in (standard.title, section) if title))


_MOST_DIGITS = 6
"""A client may request any text as a paragraph; Python refuses to parse thousands of digits."""


def _number(citation: Citation) -> int | None:
    """The paragraph number in a provision such as `7` or `7, 2)`; None if it has no number."""
    number = (citation.provision or "").partition(",")[0]
    return int(number) if number.isdecimal() and len(number) <= _MOST_DIGITS else None


def _packed(rows: list[PrintedRow]) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(rows), _LEVEL)


@lru_cache(maxsize=16)
def _unpacked(block: bytes) -> tuple[PrintedRow, ...]:
    """The rows of a compressed block. Cached: a row and its neighbours are requested one after the other."""
    return _ROWS.decode(zlib.decompress(block))


_ROWS = msgspec.msgpack.Decoder(tuple[PrintedRow, ...])
