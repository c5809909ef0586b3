"""The command that takes a list of offices into the store."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from loaders.command_options import default_store_option, settings_for


class ImportFormat(StrEnum):
    """How the lines of an import are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def import_list(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="List of offices: CSV or XLSX.")],
    reason: Annotated[str, typer.Option(help="Why; kept in the history of the offices.")],
    evidence: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="What the list rests on; new offices need it.")
    ] = None,
    choose: Annotated[
        list[str] | None,
        typer.Option(metavar="LINE=ID", help="Office of an ambiguous line; LINE=new makes a new one."),
    ] = None,
    confirm: Annotated[
        list[str] | None, typer.Option(metavar="WORD", help="Doubt to pass over, as an error named it.")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Take the good lines when others are bad.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write; without it the lines are only shown.")] = False,
    subject: Annotated[str, typer.Option(metavar="NAME", help="Who changes it.")] = "kense import",
    output: Annotated[
        ImportFormat, typer.Option("--format", help="table for people, others for programs.")
    ] = ImportFormat.TABLE,
    database: Annotated[str | None, default_store_option("Store to change")] = None,
) -> None:
    """Match a list of offices with the registry, line by line; write it with --yes.

    Exit code 1 when a line is bad, or may mean several offices.
    """
    from rich.console import Console

    from loaders.importing import import_listing
    from loaders.importing.import_run import ListOrder, run_import

    order = ListOrder(
        reason=reason,
        evidence=tuple(evidence or ()),
        choices=tuple(choose or ()),
        confirmed=tuple(confirm or ()),
        is_partial=partial,
        is_written=yes,
        subject=subject,
    )
    done = run_import(settings_for(database), file, order)
    import_listing.print_import(done, import_listing.ImportFormat(output), Console())
    if done.problems:
        raise typer.Exit(1)
