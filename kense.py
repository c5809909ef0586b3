"""The command line: `kense --help`."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=True, rich_markup_mode="rich")


@app.callback()
def kense() -> None:
    """Registry of government offices and services of Kazakhstan.

    Which office serves this village for this service.
    """


class ParseFormat(StrEnum):
    """How `kense parse` prints."""

    JSONL = "jsonl"
    TABLE = "table"


@app.command()
def parse(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Texts of acts, UTF-8.")],
    output: Annotated[
        ParseFormat | None,
        typer.Option("--format", help="jsonl for programs, table for people (default on a terminal)."),
    ] = None,
) -> None:
    """Print every row of every table of offices in the text of an act."""
    from loaders.acts.printing import parse_files

    as_table = sys.stdout.isatty() if output is None else output is ParseFormat.TABLE
    if not parse_files(files, as_table):
        raise typer.Exit(1)


@app.command()
def records(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Texts of acts, UTF-8.")],
    output: Annotated[
        ParseFormat | None,
        typer.Option("--format", help="jsonl for programs, table for people (default on a terminal)."),
    ] = None,
) -> None:
    """Print what every row of every table of offices says: units, address, contacts, villages, hours."""
    from loaders.readings.printing import print_records

    as_table = sys.stdout.isatty() if output is None else output is ParseFormat.TABLE
    if not print_records(files, as_table):
        raise typer.Exit(1)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
