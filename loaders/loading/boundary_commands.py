"""`kense boundaries`: commands for the boundaries that ship."""

from pathlib import Path
from typing import Annotated

import typer

from loaders.command_options import SeedsToRenew

boundaries = typer.Typer(no_args_is_help=True, help="Boundaries of units, as they ship with the seeds.")


@boundaries.callback()
def _group() -> None:
    """Boundaries of units, as they ship with the seeds."""


@boundaries.command("make")
def make_boundaries(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="GeoJSON of districts, finer than what ships.")
    ],
    seeds: SeedsToRenew = None,
    tolerance: Annotated[
        float, typer.Option(help="Corners that matter less are left out, in degrees; at least 0.005.")
    ] = 0.012,
    credit: Annotated[
        str, typer.Option(help="Who drew them and on which terms; it goes into the head of the file.")
    ] = "Mesoshapes (CC0), by way of Who's On First",
) -> None:
    """Make the boundaries that ship of finer ones: shared borders stay shared."""
    from rich.console import Console

    from loaders.defaults import seeds_to_renew
    from loaders.loading.boundary_runs import run_boundaries_make

    run_boundaries_make(seeds_to_renew(seeds), files, tolerance, credit, Console())
