"""Prints the lines of an import: for people with both rows of a doubt side by side, and as data."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from changes.import_outcomes import ImportOutcome, LineOutcome
from geo.exports.tables import csv_lines, office_cells
from loaders.importing.import_run import ListDone
from model.change_values import AddressReading, FieldValue, value_to_json


class ImportFormat(StrEnum):
    """Formats of the output."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def print_import(done: ListDone, form: ImportFormat, console: Console) -> None:
    """Print all lines of an import, and the numbers that were or would be stored."""
    if form is ImportFormat.TABLE:
        _print_table(done, console)
    elif form is ImportFormat.CSV:
        columns = ("line", "outcome", "matched_by", "office", "version", "what")
        rows = ({**_row(line), "what": _what(line)} for line in done.lines)
        sys.stdout.buffer.writelines(
            csv_lines(columns, ({column: row[column] for column in columns} for row in rows))
        )
        _print_refusal(done)
    elif form is ImportFormat.JSONL:
        sys.stdout.buffer.writelines(orjson.dumps(_object(done, line)) + b"\n" for line in done.lines)
        _print_refusal(done)
    else:
        lines = [_object(done, line) for line in done.lines]
        whole = {
            "accepted": done.accepted,
            "unchanged": done.unchanged,
            "written": done.is_written,
            "lines": lines,
            "errors": [_error(problem) for problem in done.problems],
        }
        sys.stdout.buffer.write(orjson.dumps(whole) + b"\n")
    sys.stdout.buffer.flush()


def _print_refusal(done: ListDone) -> None:
    """Print on standard error why a list without lines is refused; nothing if it has lines."""
    for problem in () if done.lines else done.problems:
        print(f"kense: {problem.message}", file=sys.stderr)  # noqa: T201


def _row(line: LineOutcome) -> dict[str, Any]:
    return {
        "line": line.number,
        "outcome": line.outcome.value,
        "matched_by": line.matched_by.value if line.matched_by else None,
        "office": f"Office:{line.office_id}" if line.office_id else None,
        "version": line.version,
    }


def _object(done: ListDone, line: LineOutcome) -> dict[str, Any]:
    return {
        **_row(line),
        "changes": [
            {"field": change.field, "before": _plain(change.before), "after": _plain(change.after)}
            for change in line.changes
        ],
        "cells": dict(line.cells),
        "candidates": [office_cells(done.edition, done.edition.offices[each]) for each in line.candidate_ids],
        "errors": [_error(problem) for problem in line.problems],
    }


def _error(problem: Any) -> dict[str, Any]:
    return {
        "code": problem.code.value,
        "message": problem.message,
        "path": list(problem.path),
        "confirm": problem.confirm,
    }


def _plain(value: FieldValue) -> Any:
    return value.full if isinstance(value, AddressReading) else value_to_json(value)


def _shown(value: FieldValue) -> str:
    plain = _plain(value)
    return plain if isinstance(plain, str) else orjson.dumps(plain).decode()


def _what(line: LineOutcome) -> str:
    """The errors of a line, else its changes as `field: before → after`."""
    if line.problems:
        return "; ".join(problem.message for problem in line.problems)
    return "; ".join(
        f"{change.field}: {_shown(change.before)} → {_shown(change.after)}" for change in line.changes
    )


def _print_table(done: ListDone, console: Console) -> None:
    table = Table("line", "outcome", "found by", "office", "what")
    for line in done.lines:
        row = _row(line)
        cells = (row["line"], row["outcome"], row["matched_by"] or "", line.office_id or "", _what(line))
        table.add_row(*(Text(str(cell)) for cell in cells))
    if done.lines:
        console.print(table)
    for line in done.lines:
        if line.outcome is ImportOutcome.AMBIGUOUS:
            console.print(_side_by_side(done, line))
    for problem in () if done.lines else done.problems:
        console.print(Text(f"{'/'.join(problem.path)}: {problem.message}"))
    console.print(Text(_sum(done)))


def _side_by_side(done: ListDone, line: LineOutcome) -> Table:
    """A table of the cells of an ambiguous line next to those of each possible office."""
    offices = [office_cells(done.edition, done.edition.offices[each]) for each in line.candidate_ids]
    table = Table("column", f"line {line.number}", *line.candidate_ids, title=f"line {line.number} may mean")
    for column, cell in _columns(line):
        table.add_row(
            *(Text(text) for text in (column, cell, *(office.get(column, "") for office in offices)))
        )
    return table


def _columns(line: LineOutcome) -> Iterator[tuple[str, str]]:
    """The columns shown for a line, with its cells; empty for columns that the list lacks."""
    given = dict(line.cells)
    shown = ("version", "category", "name_kk", "name_ru", "settlement", "address_ru", "phones")
    for column in dict.fromkeys((*shown, *given)):
        yield column, given.get(column, "")


def _sum(done: ListDone) -> str:
    """The last line of the table: how many lines were written, or would be."""
    counts = f"{done.accepted} lines change or make an office, {done.unchanged} change nothing, "
    bad = sum(bool(line.problems) for line in done.lines)
    if done.is_written:
        return f"{counts}{bad} were left out; written"
    if done.problems and not done.accepted:
        return f"{len(done.problems)} errors; nothing was written"
    return f"{counts}{bad} are left out; nothing was written: --yes writes"
