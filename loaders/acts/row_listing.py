"""Printed rows for other programs (JSON lines) and for people (a table)."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

import orjson
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from loaders.acts.reader import ActTables, OfficeTable, read_act
from loaders.acts.tables import has_number_column
from loaders.printed import PrintedRow
from model.errors import RegistryError


def row_as_json(row: PrintedRow) -> bytes:
    """A row as one JSON object on one line, keys in the order of the dataclass.

    `repaired` is given only for a repaired row, `place` only for a row of a file that is not plain text.
    """
    shown: dict[str, object] = {
        "act": row.act,
        "standard": row.standard,
        "annex": row.annex,
        "table_line": row.table_line,
        "title": row.title,
        "region": row.region,
        "district": row.district,
        "number": row.number,
        "cells": row.cells,
        "line": row.line,
    }
    if row.repaired is not None:
        shown["repaired"] = row.repaired
    if row.place:
        shown["place"] = row.place
    return orjson.dumps(shown, option=orjson.OPT_APPEND_NEWLINE)


def write_json_lines(rows: Iterable[PrintedRow], out: BinaryIO) -> None:
    """Write all rows as JSON lines in UTF-8, whatever the locale of the terminal is."""
    out.writelines(row_as_json(row) for row in rows)


def show_tables(act: ActTables, console: Console) -> None:
    """Print every table of offices under its place in the act; wide cells wrap at the width of the screen."""
    for table in act.tables:
        console.print(_shown(act.act, table))


def parse_files(paths: Sequence[Path], as_table: bool) -> int:
    """Print the rows of each file on standard output; returns the exit code, 0 when all files could be read.

    A file that cannot be read gives one line on standard error and no row.
    """
    out, console, errors = typer.get_binary_stream("stdout"), Console(), Console(stderr=True, soft_wrap=True)
    code = 0
    for path in paths:
        try:
            act = read_act(path)
        except RegistryError as error:
            code = max(code, error.exit_code)
            errors.print(f"kense parse: {error}", markup=False, highlight=False)
            continue
        if as_table:
            show_tables(act, console)
        else:
            write_json_lines(act.rows, out)
    out.flush()
    return code


def _shown(act: str, table: OfficeTable) -> Table:
    """A table of offices for the screen, with a bold row wherever the territory changes."""
    place = " ".join(
        f"{name} {number}"
        for name, number in (("standard", table.standard), ("annex", table.annex))
        if number is not None
    )
    heading = f"{act}: {place or 'table'}, line {table.line}, {len(table.rows)} rows\n{table.title}"
    shown = Table(title=Text(heading), title_justify="left")
    shown.add_column("line", justify="right", no_wrap=True)
    width = max([len(table.columns), *(len(row.cells) for row in table.rows)])
    for place_of_column, title in enumerate(_filled_up(table.columns, width)):
        # The number stays whole, the words may wrap.
        shown.add_column(title, no_wrap=place_of_column == 0 and has_number_column(table.columns))
    territory: tuple[str | None, str | None] = (None, None)
    for row in table.rows:
        if (row.region, row.district) != territory:
            territory = (row.region, row.district)
            name = " / ".join(part for part in territory if part)
            shown.add_section()
            shown.add_row("", *_filled_up(("", name), width), style="bold")
        shown.add_row(str(row.line), *_filled_up(row.cells, width))
    return shown


def _filled_up(cells: Sequence[str], width: int) -> list[Text]:
    # Text, not str: brackets in a cell are print, not markup.
    return [Text(cell) for cell in (*cells, *[""] * (width - len(cells)))]
