"""The command that rebuilds the seeds."""

from pathlib import Path
from typing import Annotated

import typer

from loaders.command_options import NamedGazetteer, SeedsToRenew, settings_for


def reconcile(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Texts of acts; else all of --acts.")
    ] = None,
    acts: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder with texts of acts.")] = None,
    gazetteer: NamedGazetteer = None,
    seeds: SeedsToRenew = None,
    problems: Annotated[bool, typer.Option("--problems", help="List every problem.")] = False,
) -> None:
    """Make the seeds anew from texts of acts: units, offices, provisions; known ids stay."""
    from rich.console import Console

    from loaders.defaults import needed_gazetteer, seeds_to_renew
    from loaders.directory.reconcile_runs import print_problems, run_reconcile

    folder = needed_gazetteer(gazetteer, settings_for())
    seeded = run_reconcile(files or (), acts, folder, seeds_to_renew(seeds), Console())
    if problems:
        print_problems(seeded, Console())
