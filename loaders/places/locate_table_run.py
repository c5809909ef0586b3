"""The work of `kense locate --csv`: writes a table of addresses with a place for each row."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console

from geo.exports.located_table import located_table, task_for
from geo.locator.locator import Locator
from loaders.places.locating_processes import ROWS_AT_ONCE, locating
from loaders.places.table_files import TableFile
from loaders.progress import Report, progress_bar
from model.enums import Language

_EVERY = 200
"""Rows between two steps of the progress bar."""


def run_locate_table(
    make: Callable[[], Locator],
    table: TableFile,
    columns: Sequence[str],
    write: Callable[[Iterator[bytes]], None],
    language: Language,
    console: Console,
) -> None:
    """Write the rows of a table with columns for the place added.

    `columns` are those with the address. `make` is called only when they were found, because it takes
    seconds. Raises UnreadableTableError before anything is written.
    """
    layout = table.layout
    task = task_for(layout, columns, language)
    # Processes are forked before the progress bar begins, which has a thread.
    with locating(make(), language, layout.rows) as locate_all, progress_bar(console) as report:
        located = located_table(locate_all, table.opened, task, ROWS_AT_ONCE)
        write(_reported(located, layout.rows, report))


def _reported(rows: Iterator[bytes], total: int, report: Report) -> Iterator[bytes]:
    for number, row in enumerate(rows):
        if number % _EVERY == 0:
            report("locating", min(number, total), total)
        yield row


def print_rows(rows: Iterator[bytes]) -> None:
    """Write rows to standard output. Ends without error when the output is closed."""
    output = sys.stdout.buffer
    try:
        output.writelines(rows)
        output.flush()
    except BrokenPipeError:
        # The interpreter flushes again at its end: it must not meet the closed pipe then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), output.fileno())
