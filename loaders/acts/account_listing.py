"""The account of an act for other programs (JSON lines, JSON, CSV) and for people (tables)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import BinaryIO

import orjson
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from loaders.acts.account import account_of
from loaders.acts.accounted import Account, AccountedLine, AccountedRun
from loaders.acts.profiles import read_profile
from loaders.acts.reader import survey
from model.errors import RegistryError

_SHOWN = 100
"""Characters of a line that are shown to people in a table."""


def account_files(paths: Sequence[Path], profile: Path | None, output: str) -> int:
    """Print the account of each file; returns the exit code, 0 when all files could be read.

    `output` is "table", "jsonl", "json" or "csv". A file that cannot be read gives one line on standard error
    and is left out. Raises BadProfileError if the profile cannot be read.
    """
    profiles = () if profile is None else (read_profile(profile),)
    errors = Console(stderr=True, soft_wrap=True)
    accounts: list[Account] = []
    code = 0
    for path in paths:
        try:
            accounts.append(account_of(survey(path, profiles)))
        except RegistryError as error:
            code = max(code, error.exit_code)
            errors.print(f"kense account: {error}", markup=False, highlight=False)
    out = typer.get_binary_stream("stdout")
    if output == "table":
        for account in accounts:
            show_account(account, Console())
    else:
        {"jsonl": write_json_lines, "json": write_json, "csv": write_csv}[output](accounts, out)
        out.flush()
    return code


def write_json_lines(accounts: Iterable[Account], out: BinaryIO) -> None:
    """For each act: a JSON line for each line of the text, then a JSON line for each run."""
    for account in accounts:
        entries: list[AccountedLine | AccountedRun] = [*account.lines, *account.runs]
        for entry in entries:
            out.write(orjson.dumps(_as_json(account.act, entry), option=orjson.OPT_APPEND_NEWLINE))


def write_json(accounts: Sequence[Account], out: BinaryIO) -> None:
    """One JSON array with an object for each act: the number of lines of each kind, the runs, all lines."""
    shown = [
        {
            "act": account.act,
            "counts": {kind.value: count for kind, count in account.counts().items()},
            "runs": [_as_json(account.act, run) for run in account.runs],
            "lines": [_as_json(account.act, line) for line in account.lines],
        }
        for account in accounts
    ]
    out.write(orjson.dumps(shown, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def write_csv(accounts: Iterable[Account], out: BinaryIO) -> None:
    """A row of column titles, then a row for each line of the texts. Runs are not written."""
    columns = [field.name for field in fields(AccountedLine)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("act", *columns))
    for account in accounts:
        for line in account.lines:
            writer.writerow((account.act, *(getattr(line, column) for column in columns)))
    out.write(text.getvalue().encode())


def show_account(account: Account, console: Console) -> None:
    """Print the number of lines of each kind, every run with its outcome, and every unread line."""
    counts = ", ".join(f"{count} {kind}" for kind, count in account.counts().items())
    console.print(f"{account.act}: {len(account.lines)} lines: {counts}", markup=False, highlight=False)
    shown = Table(title=Text("Lines that look like a table"), title_justify="left")
    for column in ("lines", "place", "form", "outcome", "rows", "title or reason"):
        shown.add_column(column, overflow="fold")
    for run in account.runs:
        shown.add_row(
            f"{run.first}-{run.last}" + (f"\n{run.place}" if run.place else ""),
            _place(run),
            Text(run.form.value),
            run.outcome.value,
            str(run.rows),
            Text(run.reason or run.title),
        )
    if account.runs:
        console.print(shown)
    for line in account.lines:
        if line.kind == "unread":
            printed = line.text[:_SHOWN]
            console.print(
                f"{_at(line)}\t{line.reason}\t{printed}", markup=False, highlight=False, soft_wrap=True
            )


def _as_json(act: str, entry: AccountedLine | AccountedRun) -> dict[str, object]:
    what = "line" if isinstance(entry, AccountedLine) else "run"
    values = {field.name: getattr(entry, field.name) for field in fields(entry)}
    return {"act": act, "of": what, **values}


def _at(line: AccountedLine) -> str:
    return f"{line.line} ({line.place})" if line.place else str(line.line)


def _place(run: AccountedRun) -> str:
    parts = (("standard", run.standard), ("annex", run.annex))
    return " ".join(f"{name} {number}" for name, number in parts if number is not None)
