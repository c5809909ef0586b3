"""Options and arguments shared by several commands, each declared once, and their values.

A file with the word command in its name declares commands for `kense.py`, which imports it at every start. So
it imports its room inside the function, where mypy and import-linter still see it: help comes at once.
"""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperOption

if TYPE_CHECKING:
    from model.settings import Settings


class RowFormat(StrEnum):
    """How rows of acts are printed."""

    JSONL = "jsonl"
    TABLE = "table"


class AccountFormat(StrEnum):
    """How the account of an act is printed."""

    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    TABLE = "table"


ActText = Annotated[Path, typer.Argument(metavar="FILE", help="Act: text, CSV, HTML, DOCX, XLSX or PDF.")]
ActTexts = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="Acts: text, CSV, HTML, DOCX, XLSX or PDF.")
]
NamedRowFormat = Annotated[
    RowFormat | None,
    typer.Option("--format", help="jsonl for programs, table for people (default on a terminal)."),
]
SeedsToRead = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder of seeds; `seeds` of the current folder, else the shipped one."),
]
SeedsToRenew = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder of seeds to renew; `seeds` of the current folder or checkout."),
]
NamedGazetteer = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Folder of the gazetteer; KENSE_GAZETTEER, else shared/gazetteer beside a checkout.",
    ),
]


def store_option(help_: str) -> Any:
    """The option `--database URL`, the store that a command uses. The value goes to `settings_for`."""
    return typer.Option("--database", metavar="URL", help=help_)


def default_store_option(purpose: str) -> Any:
    """The option `--database URL`, by default KENSE_DATABASE_URL. `purpose` says what the store is for."""
    return store_option(f"{purpose}; KENSE_DATABASE_URL by default.")


def settings_for(database: str | None = None) -> "Settings":
    """The settings of the environment; a `database` replaces the store. Raises BadSettingError."""
    from model.settings import Settings

    return Settings.from_environment(os.environ).with_database("--database", database)


def wants_table(output: RowFormat | None) -> bool:
    """Whether rows are printed as a table: as requested, for None if the output is a terminal."""
    return sys.stdout.isatty() if output is None else output is RowFormat.TABLE


class OnceCommand(TyperCommand):
    """A command that refuses an option given twice, unless it is a flag or takes several values."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of the command.

        Raises BadParameter for an option given twice, unless it takes several values or is a flag.
        """
        *_, order = self.make_parser(ctx).parse_args(args=list(args))
        for option in {param for param in order if isinstance(param, TyperOption)}:
            if order.count(option) > 1 and not (option.multiple or option.is_flag):
                raise typer.BadParameter("is given twice and takes one value", ctx=ctx, param=option)
        return super().parse_args(ctx, args)


def print_version(is_wanted: bool) -> None:
    """The callback of `--version`: print the version of the program and end the command.

    Nothing if `is_wanted` is False.
    """
    if is_wanted:
        from model.program_files import program_version

        typer.echo(f"kense {program_version()}")
        raise typer.Exit
