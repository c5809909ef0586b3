"""A CSV table of unknown encoding, delimiter and width; all three are detected before it is answered.

A table is read twice: first whole, so that an unreadable one is refused before any row is answered, then row
by row. Each row keeps its exact original text.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from model.errors import UsageError

Opened = Callable[[], BinaryIO]
"""Opens the table from its beginning."""
DELIMITERS = (",", ";", "\t", "|")
LEGACY = "windows-1251"
_UTF8 = "utf-8"
_CHUNK = 65_536
_MOST_PADDING = 10_000_000
"""Most missing cells in all rows together, counted against the widest row.

Each row is padded to its width.
"""
_EVERY = 500
"""Rows between two progress reports."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BROKEN_SHARE = 0.5
"""Least share of non-ASCII bytes that fit UTF-8 in a damaged UTF-8 text; in windows-1251 hardly any fit."""


class UnreadableTableError(UsageError):
    """The text is not a readable table. The message says what is wrong, with the line where it is known."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a table.

    `width` is the number of cells of its widest row, `rows` that of rows below the header.
    """

    encoding: str
    has_mark: bool
    """Whether the text begins with a byte order mark."""
    delimiter: str
    columns: tuple[str, ...]
    width: int
    rows: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its text without the line end, that line end, and its cells. An empty line has no cells."""

    text: str
    end: str
    cells: Sequence[str]


def surveyed(opened: Opened) -> Iterator[Layout | None]:
    """Reads the whole table: yields None from time to time, and last its layout.

    Raises UnreadableTableError, also for an empty table and for one whose rows differ too much in width.
    """
    encoding, has_mark = "", False
    for found in _encoding(opened):
        if found is not None:
            encoding, has_mark = found
        yield None
    with _text(opened, encoding) as text:
        delimiter = _delimiter(text.readline())
    columns: tuple[str, ...] | None = None
    width = rows = cells = 0
    for row in table_rows(opened, encoding, delimiter):
        width, cells = max(width, len(row.cells)), cells + len(row.cells)
        if columns is None and row.cells:
            columns = tuple(cell.strip() for cell in row.cells)
        elif columns is not None:
            rows += 1
            if rows % _EVERY == 0:
                yield None
    if columns is None:
        raise UnreadableTableError("the table is empty: its first row names the columns")
    if width * (rows + 1) - cells > _MOST_PADDING:
        raise UnreadableTableError(
            f"the widest row has {width} cells and most have far fewer: is it one table?"
        )
    yield Layout(encoding, has_mark, delimiter, columns, width, rows)


def table_rows(opened: Opened, encoding: str, delimiter: str) -> Iterator[TableRow]:
    """Every row in order, the header first, empty lines included.

    Raises UnreadableTableError, which names the line.
    """
    with _text(opened, encoding) as text:
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=delimiter)
        while True:
            lines.taken.clear()
            first = lines.number + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise UnreadableTableError(
                    f"line {first}: {error}; is a quote opened and not closed?"
                ) from None
            if cells is None:
                return
            written = "".join(lines.taken)
            if len(lines.taken) > 1 and written.count('"') % 2:
                raise UnreadableTableError(f"line {first}: a quote is opened and not closed")
            bare = written.rstrip("\r\n")
            yield TableRow(bare, written[len(bare) :], cells)


class _Lines:
    """Iterates over the lines of a text, and keeps the lines of the row that is being read."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline()
        if not line:
            raise StopIteration
        self.taken.append(line)
        self.number += 1
        return line


def _text(opened: Opened, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(opened(), "utf-8-sig" if encoding == _UTF8 else encoding, newline="")


def _delimiter(head: str) -> str:
    """The delimiter that is most frequent in the header outside of quotes; a comma where there is none."""
    bare = "".join(head.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def _encoding(opened: Opened) -> Iterator[tuple[str, bool] | None]:
    """Yields None from time to time, and last the encoding and whether a byte order mark is there.

    The encoding is UTF-8, else windows-1251. Raises UnreadableTableError for a text in neither.
    """
    fits = codecs.getincrementaldecoder(_UTF8)()
    loose = codecs.getincrementaldecoder(_UTF8)(errors="replace")
    is_utf8, has_mark, replaced, foreign, line = True, False, 0, 0, 1
    with opened() as stream:
        for number, chunk in enumerate(_chunks(stream)):
            if number == 0:
                has_mark = chunk.startswith(codecs.BOM_UTF8)
                _check_begin(chunk)
            if b"\x00" in chunk:
                raise UnreadableTableError(
                    "the table holds characters that no text has: save it as CSV in UTF-8"
                )
            if is_utf8:
                wrong = _misfit(fits, chunk)
                is_utf8 = wrong is None
                line += (chunk if wrong is None else wrong).count(b"\n")
            replaced += loose.decode(chunk).count("\ufffd")
            foreign += len(chunk) - len(chunk.translate(None, _HIGH))
            yield None
    if is_utf8 and _misfit(fits, b"", is_last=True) is None:
        yield _UTF8, has_mark
        return
    if has_mark or replaced < (1 - _BROKEN_SHARE) * foreign:
        raise UnreadableTableError(f"line {line}: the text is UTF-8 except for some bytes")
    with opened() as stream:
        _check_legacy(stream)
    yield LEGACY, False


_HIGH = bytes(range(128, 256))


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _misfit(decoder: codecs.IncrementalDecoder, chunk: bytes, *, is_last: bool = False) -> bytes | None:
    """The bytes before the first invalid byte. None if all bytes are valid."""
    try:
        decoder.decode(chunk, is_last)
    except UnicodeDecodeError as error:
        return error.object[: error.start]
    return None


def _check_begin(chunk: bytes) -> None:
    """Raises UnreadableTableError for a table in UTF-16 and for a workbook."""
    if chunk.startswith(_UTF16):
        raise UnreadableTableError("the table is in UTF-16: save it as CSV in UTF-8")
    if chunk.startswith(b"PK\x03\x04"):
        raise UnreadableTableError("this is a workbook, not CSV: save its sheet as CSV in UTF-8")


def _check_legacy(stream: BinaryIO) -> None:
    """Raises UnreadableTableError for a byte that windows-1251 does not define."""
    for chunk in _chunks(stream):
        try:
            chunk.decode(LEGACY)
        except UnicodeDecodeError:
            raise UnreadableTableError(
                f"the table is neither in UTF-8 nor in {LEGACY}: save it as CSV in UTF-8"
            ) from None
