"""The work of `kense locate --csv`: writes a table of addresses with a place for each row."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from rich.console import Console

from geo.exports.located_table import located_table, task_for
from geo.exports.table_text import Layout, Opened, UnreadableTableError, surveyed
from geo.locator.locator import Locator
from loaders.places.locating_processes import ROWS_AT_ONCE, locating
from loaders.progress import Report, progress_bar
from model.enums import Language
from model.errors import UsageError

STANDARD_OUTPUT = "-"
_EVERY = 200
"""Rows between two steps of the progress bar."""


class UnwritableTableError(UsageError):
    """The file that the table should be written to cannot be written."""


def run_locate_table(
    make: Callable[[], Locator],
    file: Path,
    columns: Sequence[str],
    out: str,
    language: Language,
    console: Console,
) -> None:
    """Write the table of a file with the columns added to `out`, - for the standard output.

    The locator, which takes seconds, is made once the table can be read.

    Raises UnreadableTableError before anything is written, and UnwritableTableError.
    """

    def opened() -> BinaryIO:
        return file.open("rb")

    if out != STANDARD_OUTPUT and _is_same(file, Path(out)):
        raise UnwritableTableError(f"{out} is the table itself: write to another file")
    layout = _layout(file, opened)
    task = task_for(layout, columns, language)
    # Processes are forked before the progress bar begins, which has a thread.
    with locating(make(), language, layout.rows) as locate_all, progress_bar(console) as report:
        located = located_table(locate_all, opened, task, ROWS_AT_ONCE)
        rows = _reported(located, layout.rows, report)
        if out == STANDARD_OUTPUT:
            _print(rows)
        else:
            _write(Path(out), rows)


def _layout(file: Path, opened: Opened) -> Layout:
    if file.is_fifo():
        raise UnreadableTableError(f"{file} is a pipe, and a table is read twice: save it as a file")
    try:
        found = [layout for layout in surveyed(opened) if layout is not None]
    except OSError as error:
        raise UnreadableTableError(f"{file} cannot be read: {error.strerror}") from None
    return found[-1]


def _reported(rows: Iterator[bytes], total: int, report: Report) -> Iterator[bytes]:
    for number, row in enumerate(rows):
        if number % _EVERY == 0:
            report("locating", min(number, total), total)
        yield row


def _print(rows: Iterator[bytes]) -> None:
    """Print to standard output; ends when the reader of the output is gone."""
    output = sys.stdout.buffer
    try:
        output.writelines(rows)
        output.flush()
    except BrokenPipeError:
        # The interpreter flushes again at its end: it must not meet the closed pipe then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), output.fileno())


def _write(out: Path, rows: Iterator[bytes]) -> None:
    """Write to a temporary file first, so that an interrupted run leaves no partial table."""
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as stream:
            stream.writelines(rows)
        part.replace(out)
    except OSError as error:
        raise UnwritableTableError(f"{out} cannot be written: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
