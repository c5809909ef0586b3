"""Commands that fill, keep and migrate a store."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from loaders.command_options import default_store_option, settings_for


def load(
    more: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="More files of --boundaries.")
    ] = None,
    seeds: Annotated[Path | None, typer.Option(help="Folder of seeds; the shipped ones by default.")] = None,
    boundaries: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="GeoJSON with boundaries of districts or regions; FILE... too, may be given again.",
        ),
    ] = None,
    boundaries_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Day whose division the files of --boundaries draw; that of the acts by default.",
        ),
    ] = None,
    dump: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Restore what `kense dump` wrote into an empty store, instead."),
    ] = None,
    database: Annotated[str | None, default_store_option("Store to load")] = None,
) -> None:
    """Load seeds into the store; the same seeds again change nothing."""
    from model.lookups import check_lookups

    check_lookups()  # first, and by name: some rooms read theirs at import
    from rich.console import Console

    from loaders.loading.store_runs import run_load, run_restore

    if more and not boundaries:
        raise typer.BadParameter("files are for --boundaries", param_hint="FILE")
    if boundaries_of and not boundaries:
        raise typer.BadParameter("is for --boundaries", param_hint="--boundaries-of")
    if dump is not None and (seeds or boundaries):
        raise typer.BadParameter("a dump brings its seeds and boundaries", param_hint="--dump")
    settings = settings_for(database)
    if dump is not None:
        run_restore(settings, dump, Console())
        return
    files = dict.fromkeys((*(boundaries or ()), *(more or ())))
    of_day = boundaries_of.date() if boundaries_of else None
    run_load(settings, seeds, Console(), list(files), of_day)


def dump(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write; it appears when it is whole.")],
    database: Annotated[str | None, default_store_option("Store to dump")] = None,
) -> None:
    """Write all that the store holds into a file, for `kense load --dump`."""
    from rich.console import Console

    from loaders.loading.store_runs import run_dump

    run_dump(settings_for(database), file, Console())


def migrate(database: Annotated[str | None, default_store_option("Store to migrate")] = None) -> None:
    """Bring the tables of the store up to date."""
    from rich.console import Console

    from loaders.loading.store_runs import run_migrate

    run_migrate(settings_for(database), Console())
