"""Commands that find places: one that is typed, or the positions of all units and offices."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from loaders.command_options import NamedGazetteer, SeedsToRenew, settings_for, store_option


class NameLanguage(StrEnum):
    """Languages of names, declared here so that the help comes at once."""

    KK = "kk"
    RU = "ru"
    EN = "en"


def locate(
    text: Annotated[str | None, typer.Argument(help="A place or an address.")] = None,
    district: Annotated[str | None, typer.Option(help="District or city around it.")] = None,
    region: Annotated[str | None, typer.Option(help="Region around it.")] = None,
    office: Annotated[str | None, typer.Option(help="Name of an office that says where it is.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Tell why, in Kazakh and Russian.")] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read JSON lines with a text each, answer in the same order.")
    ] = False,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Read a table and write it with a place beside each row."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="Column of the table with the address; of several the finest first."),
    ] = None,
    out: Annotated[str, typer.Option(metavar="FILE", help="Where the table is written; - prints it.")] = "-",
    language: Annotated[NameLanguage, typer.Option(help="Of the names beside the rows.")] = NameLanguage.KK,
    gazetteer: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of a gazetteer; KENSE_GAZETTEER by default.")
    ] = None,
    database: Annotated[str | None, store_option("Units of this store instead of the shipped ones.")] = None,
) -> None:
    """Find a place or address typed in Kazakh, Russian or Latin, offline; exit code 1 when it is none."""
    from rich.console import Console

    from geo.locator.candidates import LocateQuery
    from loaders.places.locate_run import make_locator, run_locate, run_locate_lines
    from loaders.places.locate_table_run import run_locate_table
    from model.enums import Language

    if (text is not None) + jsonl + (csv is not None) != 1:
        raise typer.BadParameter("give either a text or --jsonl or --csv")
    if csv is None and (column or out != "-"):
        raise typer.BadParameter("--column and --out belong to --csv")
    locator = make_locator(settings_for(database), database is not None, gazetteer)
    if csv is not None:
        run_locate_table(locator, csv, column or (), out, Language(language), Console(stderr=True))
    elif text is None:
        run_locate_lines(locator, sys.stdin.buffer, sys.stdout.buffer)
    elif not run_locate(locator, LocateQuery(text, district, region, office), explain, Console()):
        raise typer.Exit(1)


def place(
    gazetteer: NamedGazetteer = None,
    seeds: SeedsToRenew = None,
    yes: Annotated[bool, typer.Option("--yes", help="Overwrite finer positions without asking.")] = False,
    problems: Annotated[bool, typer.Option("--problems", help="List what could not be placed.")] = False,
) -> None:
    """Find the positions of units and offices anew; rows set by hand stay."""
    from rich.console import Console

    from loaders.defaults import needed_gazetteer, seeds_to_renew
    from loaders.places.place_run import run_place

    folder = needed_gazetteer(gazetteer, settings_for())
    for problem in run_place(seeds_to_renew(seeds), folder, yes, _may_lose, Console()):
        if problems:
            typer.echo(f"{problem.kind}\t{problem.where}\t{problem.text}")


def _may_lose(worse: int) -> bool:
    asked = f"{worse} finer positions would be lost. Overwrite them?"
    return sys.stdin.isatty() and typer.confirm(asked, default=False)
