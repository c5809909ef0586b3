"""`kense gazetteer`: commands for the gazetteers in the store."""

from pathlib import Path
from typing import Annotated

import typer

from loaders.command_options import default_store_option, settings_for

gazetteer = typer.Typer(no_args_is_help=True, help="Places of elsewhere, kept in the store.")


@gazetteer.command("import")
def import_gazetteers(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Folder of localities.csv or of Who's On First, GeoNames dump (KZ.txt), KATO classifier.",
        ),
    ],
    database: Annotated[str | None, default_store_option("Store to import into")] = None,
) -> None:
    """Import gazetteers into the store; each replaces the places from the same source."""
    from rich.console import Console

    from loaders.places.gazetteer_runs import run_gazetteer_import

    run_gazetteer_import(settings_for(database), paths, Console())


@gazetteer.command("list")
def list_gazetteers(
    database: Annotated[str | None, default_store_option("Store to look into")] = None,
) -> None:
    """Show which gazetteers the store holds."""
    from rich.console import Console

    from loaders.places.gazetteer_runs import run_gazetteer_list

    run_gazetteer_list(settings_for(database), Console())
