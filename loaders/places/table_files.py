"""The files of `kense locate --csv`: what cannot be read or written is refused before the registry is loaded.

So this file imports little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from geo.exports.table_text import Layout, Opened, UnreadableTableError, surveyed
from model.errors import UsageError

STANDARD_OUTPUT = "-"


class UnwritableTableError(UsageError):
    """The file that the table should be written to cannot be written."""


class TableFile(NamedTuple):
    """A table that can be read: a function that opens it, and its layout."""

    opened: Opened
    layout: Layout


def read_layout(file: Path, out: str) -> TableFile:
    """The table in `file`, which will be written to `out` (`-` for standard output).

    Raises UnreadableTableError, also for a pipe, and UnwritableTableError if both are one file.
    """

    def opened() -> BinaryIO:
        return file.open("rb")

    if out != STANDARD_OUTPUT and _is_same(file, Path(out)):
        raise UnwritableTableError(f"{out} is the table itself: write to another file")
    if file.is_fifo():
        raise UnreadableTableError(f"{file} is a pipe, and a table is read twice: save it as a file")
    try:
        found = [layout for layout in surveyed(opened) if layout is not None]
    except OSError as error:
        raise UnreadableTableError(f"{file} cannot be read: {error.strerror}") from None
    return TableFile(opened, found[-1])


@contextmanager
def replacing(out: Path) -> Iterator[Callable[[Iterator[bytes]], None]]:
    """A function that writes rows to a new file, which replaces `out` at the end of the block.

    If an error occurs, `out` stays unchanged. Raises UnwritableTableError.
    """
    part = out.with_name(f"{out.name}.part")

    def write(rows: Iterator[bytes]) -> None:
        with _named_errors(out):
            stream.writelines(rows)
            stream.flush()

    try:
        with _named_errors(out):
            stream = part.open("wb")
        with stream:
            yield write
        with _named_errors(out):
            part.replace(out)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _named_errors(out: Path) -> Iterator[None]:
    """Turn an OSError into UnwritableTableError."""
    try:
        yield
    except OSError as error:
        raise UnwritableTableError(f"{out} cannot be written: {error.strerror}") from None


def _is_same(one: Path, other: Path) -> bool:
    """Whether both paths are one file; False if one path is missing."""
    try:
        return one.samefile(other)
    except OSError:
        return False
