"""Commands that find places: one that is typed, or the positions of all units and offices."""

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from loaders.command_options import (
    NamedGazetteer,
    NamedRowFormat,
    RowFormat,
    SeedsToRenew,
    settings_for,
    store_option,
)


class PlaceState(StrEnum):
    """The states of positions, as options name them."""

    NEEDS_GEOCODING = "needs-geocoding"
    COULD_NOT_BE_LOCATED = "could-not-be-located"
    LOCATED = "located"


class PlaceOptions(NamedTuple):
    """Options of `kense place --database`."""

    is_dry: bool
    is_sure: bool
    as_json: bool
    limit: int | None


class NameLanguage(StrEnum):
    """Languages of names; declared here so that help needs no import."""

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
    """Find a place or address typed in Kazakh, Russian or Latin, offline; exit code 1 without a result."""
    if (text is not None) + jsonl + (csv is not None) != 1:
        raise typer.BadParameter("give either a text or --jsonl or --csv")
    if csv is None and (column or out != "-"):
        raise typer.BadParameter("--column and --out belong to --csv")
    if csv is not None:
        _locate_table(csv, column or (), out, language, _Units(database, gazetteer))
        return
    from rich.console import Console

    from geo.locator.candidates import LocateQuery
    from loaders.places.locate_run import make_locator, run_locate, run_locate_lines

    locator = make_locator(settings_for(database), database is not None, gazetteer)
    if text is None:
        run_locate_lines(locator, sys.stdin.buffer, sys.stdout.buffer)
    elif not run_locate(locator, LocateQuery(text, district, region, office), explain, Console()):
        raise typer.Exit(1)


class _Units(NamedTuple):
    """The store of the units and the folder of the gazetteer; None for the defaults."""

    database: str | None
    gazetteer: Path | None


def _locate_table(
    file: Path, columns: Sequence[str], out: str, language: NameLanguage, units: _Units
) -> None:
    """Locate the rows of a table; wrong files are refused before anything slow is done."""
    from loaders.places.table_files import STANDARD_OUTPUT, read_layout, replacing

    table = read_layout(file, out)
    with nullcontext() if out == STANDARD_OUTPUT else replacing(Path(out)) as write:
        # Only now, as a refusal of the files should not wait for them.
        from rich.console import Console

        from loaders.places.locate_run import make_locator
        from loaders.places.locate_table_run import print_rows, run_locate_table
        from model.enums import Language

        make = partial(
            make_locator, settings_for(units.database), units.database is not None, units.gazetteer
        )
        console = Console(stderr=True)
        run_locate_table(make, table, columns, write or print_rows, Language(language), console)


def place(
    gazetteer: NamedGazetteer = None,
    seeds: SeedsToRenew = None,
    database: Annotated[
        str | None, store_option("Locate in this store, by its gazetteers and KENSE_GEOCODERS, not in seeds.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Write without asking; in seeds finer positions are overwritten.")
    ] = False,
    problems: Annotated[bool, typer.Option("--problems", help="List what could not be placed.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change in the store, write nothing.")
    ] = False,
    state: Annotated[
        PlaceState | None, typer.Option(help="List the positions of the store in this state, locate nothing.")
    ] = None,
    output: NamedRowFormat = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Most units and offices to look for in the store.")
    ] = None,
) -> None:
    """Find the positions of units and offices anew, in seeds or in a store; what people set by hand stays."""
    ours = {"--dry-run": dry_run, "--state": state, "--format": output, "--limit": limit}
    theirs = {"--gazetteer": gazetteer, "--seeds": seeds, "--problems": problems}
    for option, given in (theirs if database is not None else ours).items():
        if given:
            raise typer.BadParameter(f"{option} is for {'seeds' if database else 'a store (--database)'}")
    if database is None:
        _place_seeds(gazetteer, seeds, yes, problems)
    else:
        _place_store(database, PlaceOptions(dry_run, yes, output is RowFormat.JSONL, limit), state)


def _place_seeds(gazetteer: Path | None, seeds: Path | None, yes: bool, problems: bool) -> None:
    from rich.console import Console

    from loaders.defaults import needed_gazetteer, seeds_to_renew
    from loaders.places.place_run import run_place

    folder = needed_gazetteer(gazetteer, settings_for())
    for problem in run_place(seeds_to_renew(seeds), folder, yes, _may_lose, Console()):
        if problems:
            typer.echo(f"{problem.kind}\t{problem.where}\t{problem.text}")


def _place_store(database: str, options: PlaceOptions, state: PlaceState | None) -> None:
    """Locate positions in a store, or list those in a state. Exit code 1 if some are left open."""
    from rich.console import Console

    from loaders.places.store_place_run import PlaceWishes, run_place_states, run_place_store
    from model.enums import PositionState

    settings, console = settings_for(database), Console()
    if state is not None:
        run_place_states(settings, PositionState[state.name], console, as_json=options.as_json)
        return
    wishes = PlaceWishes(_may_write, options.is_dry, options.is_sure, options.as_json, options.limit)
    if not run_place_store(settings, wishes, console, Console(stderr=True)):
        raise typer.Exit(1)


def _may_lose(worse: int) -> bool:
    """Ask whether to overwrite finer positions; False without a terminal."""
    asked = f"{worse} finer positions would be lost. Overwrite them?"
    return sys.stdin.isatty() and typer.confirm(asked, default=False)


def _may_write(changes: int) -> bool:
    """Ask whether to write the changes; False without a terminal."""
    asked = f"Write {changes} positions?" if changes else "Write down that nothing was found?"
    return sys.stdin.isatty() and typer.confirm(asked, default=False, err=True)
