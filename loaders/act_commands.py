"""Commands that print the content of acts. They use two rooms: the acts and the readings of their rows."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from loaders.command_options import AccountFormat, ActTexts, NamedRowFormat, wants_table


def parse(files: ActTexts, output: NamedRowFormat = None) -> None:
    """Print every row of every table of offices in the text of an act."""
    from loaders.acts.row_listing import parse_files

    raise typer.Exit(parse_files(files, wants_table(output)))


def account(
    files: ActTexts,
    profile: Annotated[Path | None, typer.Option(metavar="FILE", help="Profile of the act.")] = None,
    output: Annotated[
        AccountFormat | None,
        typer.Option("--format", help="jsonl, json or csv for programs, table for people."),
    ] = None,
) -> None:
    """Print what every line of an act is, and which tables in it are read, blocked or skipped, and why."""
    from loaders.acts.account_listing import account_files

    chosen = output or (AccountFormat.TABLE if sys.stdout.isatty() else AccountFormat.JSONL)
    raise typer.Exit(account_files(files, profile, chosen.value))


def records(files: ActTexts, output: NamedRowFormat = None) -> None:
    """Print what every row of every table of offices says: units, address, contacts, villages, hours."""
    from loaders.readings.printing import print_records

    raise typer.Exit(print_records(files, wants_table(output)))
