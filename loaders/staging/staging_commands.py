"""Commands for a new act, from the draft of its profile to the edition that contains it."""

from pathlib import Path
from typing import Annotated

import typer

from loaders.command_options import (
    ActText,
    NamedGazetteer,
    SeedsToRead,
    default_store_option,
    settings_for,
)


def review(
    act: Annotated[str | None, typer.Argument(metavar="[ACT]", help="Id of a staged act.")] = None,
    seeds: SeedsToRead = None,
    database: Annotated[str | None, default_store_option("Store to compare with")] = None,
    accept: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="ROW OTHER", help="Record that the two rows are one office."),
    ] = None,
    reject: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="ROW OTHER", help="Record that the two rows are two offices."),
    ] = None,
    why: Annotated[str, typer.Option(metavar="TEXT", help="Reason of --accept or --reject.")] = "",
) -> None:
    """Show what a staged act would change.

    Without an act, list, accept or reject rows that may be one office.
    """
    from rich.console import Console

    from loaders.defaults import gazetteer_folder, seeds_to_read, seeds_to_renew
    from loaders.directory.reconcile_runs import run_decision, run_review
    from loaders.staging.staging_runs import list_staged, run_staged_review

    for rows, same in ((accept, True), (reject, False)):
        if rows is not None:
            run_decision(seeds_to_renew(seeds), rows, same, why, Console())
    if accept is not None or reject is not None:
        return
    settings = settings_for(database)
    if act is not None:
        run_staged_review(settings, act, gazetteer_folder(None, settings), Console())
        return
    run_review(seeds_to_read(seeds), Console())
    list_staged(settings, Console())


def propose(
    file: ActText,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="File to write the draft to.")] = None,
) -> None:
    """Draft the profile of a new act from its text."""
    from rich.console import Console

    from loaders.staging.staging_runs import run_propose

    run_propose(file, out, Console())


def stage(
    file: ActText,
    profile: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Its profile; by default one of seeds/acts.")
    ] = None,
    seeds: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Seeds from which the store was loaded; by default the shipped ones."
        ),
    ] = None,
    gazetteer: NamedGazetteer = None,
    database: Annotated[str | None, default_store_option("Store with the published edition")] = None,
) -> None:
    """Read a new act into a candidate edition beside the published one."""
    from rich.console import Console

    from loaders.defaults import gazetteer_folder
    from loaders.staging.staging_runs import run_stage

    settings = settings_for(database)
    run_stage(settings, file, profile, seeds, gazetteer_folder(gazetteer, settings), Console())


def activate(
    act: Annotated[str, typer.Argument(metavar="ACT", help="Id of a staged act.")],
    write_seeds: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Make this folder of seeds equal to the published ones."),
    ] = None,
    database: Annotated[str | None, default_store_option("Store to publish in")] = None,
) -> None:
    """Publish a staged act as the next edition."""
    from rich.console import Console

    from loaders.staging.staging_runs import run_activate

    run_activate(settings_for(database), act, write_seeds, Console())


def rollback(database: Annotated[str | None, default_store_option("Store to publish in")] = None) -> None:
    """Return to the seeds before the last activated act, as a new edition."""
    from rich.console import Console

    from loaders.staging.staging_runs import run_rollback

    run_rollback(settings_for(database), Console())
