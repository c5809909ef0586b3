"""The command that measures the registry."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from loaders.command_options import SeedsToRead, default_store_option, settings_for


class CheckFormat(StrEnum):
    """The values of `--format` of `kense check`, the same as those of `figure_tables.CheckFormat`."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"


def check(
    acts: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Count the rows of these texts of acts, not those kept."),
    ] = None,
    seeds: SeedsToRead = None,
    contradictions: Annotated[
        bool, typer.Option("--contradictions", help="List what the acts say differently instead.")
    ] = False,
    places: Annotated[
        bool, typer.Option("--places", help="Show how many offices and villages are placed instead.")
    ] = False,
    answers: Annotated[
        bool, typer.Option("--answers", help="Show how many labelled questions are answered rightly instead.")
    ] = False,
    names: Annotated[
        bool, typer.Option("--names", help="Show how many labelled names of places are understood instead.")
    ] = False,
    ask: Annotated[
        bool, typer.Option("--ask", help="Show how many labelled lines of people are understood instead.")
    ] = False,
    bodies: Annotated[
        bool, typer.Option("--bodies", help="Show what each body that a standard names became instead.")
    ] = False,
    freshness: Annotated[
        bool, typer.Option("--freshness", help="Show how old the law behind the answers is instead.")
    ] = False,
    store: Annotated[
        bool,
        typer.Option("--store", help="Look whether a store is whole instead: file, references, editions."),
    ] = False,
    database: Annotated[str | None, default_store_option("Store that --store looks at")] = None,
    labels: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Labels of --answers, --names or --ask: a file or a folder."),
    ] = None,
    lists: Annotated[bool, typer.Option("--lists", help="Name the rows behind the figures, too.")] = False,
    output: Annotated[
        CheckFormat,
        typer.Option("--format", help="table for people, md for a page of --bodies, others for programs."),
    ] = CheckFormat.TABLE,
) -> None:
    """Show the figures of the registry; exit code 1 when one that is pinned in check.yaml falls."""
    from rich.console import Console

    from loaders.checks import (
        answer_tables,
        ask_tables,
        body_tables,
        figure_tables,
        freshness_tables,
        name_tables,
    )
    from loaders.checks.store_check import run_store_check
    from loaders.checks.unplaced import run_places
    from loaders.defaults import seeds_to_read

    form = figure_tables.CheckFormat(output)
    folder = seeds_to_read(seeds)
    if database is not None and not store:
        raise typer.BadParameter("is for --store", param_hint="--database")
    if output is CheckFormat.MD and not bodies:
        raise typer.BadParameter("md is a format of --bodies", param_hint="--format")
    if store:
        _exit_unless(run_store_check(settings_for(database), form, Console()))
    elif places:
        run_places(folder, output is CheckFormat.TABLE, Console(), lists)
    elif answers or names:
        run = answer_tables.run_answers if answers else name_tables.run_names
        _exit_unless(run(folder, labels, form, Console(), lists))
    elif ask:
        _exit_unless(ask_tables.run_asks(folder, labels, form, Console(), lists))
    elif bodies:
        _exit_unless(body_tables.run_bodies(folder, form, Console(), lists))
    elif freshness:
        freshness_tables.run_freshness(folder, form, Console(), lists)
    elif contradictions:
        figure_tables.run_contradictions(folder, form, Console())
    else:
        _exit_unless(figure_tables.run_check(folder, acts, form, Console(), lists))


def _exit_unless(holds: bool) -> None:
    """End with exit code 1 if a check failed."""
    if not holds:
        raise typer.Exit(1)
