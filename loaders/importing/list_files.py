"""A file with a list of offices as the text of an import: CSV in any encoding, or one sheet of XLSX."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from loaders.formats.decoding import BadEncodingError, decoded
from loaders.formats.kinds import Kind, kind_of
from loaders.formats.places import UnreadableFormatError
from loaders.formats.reading import Document, read_content
from model.errors import UsageError

LARGEST = 10 * 2**20
"""Bytes of a list: a thousand lines of long cells have a tenth of it."""


class UnreadableListError(UsageError):
    """A file is not a list of offices; the message names the file and the reason."""


def read_list(path: Path) -> str:
    """The text of the list; its lines have the numbers of the file's lines.

    Raises UnreadableListError if it is over 10 MB, not CSV or XLSX, or a workbook with several filled sheets.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise UnreadableFormatError(f"the file has more than {LARGEST // 2**20} MB")
        kind = kind_of(content)
        if kind is Kind.TEXT:
            return decoded(content)
        if kind is Kind.XLSX:
            return _sheet(read_content(content))
        raise UnreadableFormatError(f"a list of offices is CSV or XLSX, and this is {kind.upper()}")
    except OSError as error:
        raise UnreadableListError(f"{path}: cannot be read: {error.strerror}") from None
    except BadEncodingError as error:
        raise UnreadableListError(f"{path}: line {error.line}: {error}") from None
    except UnreadableFormatError as error:
        raise UnreadableListError(f"{path}: {error}") from None


def _sheet(document: Document) -> str:
    """The only filled sheet as text with TABs; blank lines keep the row numbers.

    Raises UnreadableFormatError if several sheets are filled.
    """
    rows = [
        (place, line)
        for place, line in zip(document.places, document.lines, strict=True)
        if line.strip() and place.row
    ]
    sheets = list(dict.fromkeys(place.sheet for place, _ in rows))
    if len(sheets) > 1:
        raise UnreadableFormatError(f"several sheets are filled, {', '.join(sheets)}: save one list alone")
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    written = 0
    for place, line in rows:
        text.write("\n" * max(place.row - written - 1, 0))
        writer.writerow(line.split("\t"))
        written = max(place.row, written + 1)
    return text.getvalue()
