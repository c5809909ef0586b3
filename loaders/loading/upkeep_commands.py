"""Commands of a store's operator: the rights of its roles, and erasing personal data."""

from datetime import datetime
from typing import Annotated

import typer

from loaders.command_options import default_store_option, settings_for


def grant(
    serve: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLE", help="Role that serves: reads and changes rows, makes no table."),
    ] = None,
    read: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLE", help="Role that only reads, as QGIS or a server that answers."),
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="Print the SQL and change nothing.")] = False,
    database: Annotated[str | None, default_store_option("Store, as the owner of its tables")] = None,
) -> None:
    """Give roles of PostgreSQL the rights they need, and no more; again changes nothing."""
    from rich.console import Console

    from loaders.loading.upkeep_runs import run_grant

    if not (serve or read):
        raise typer.BadParameter("name a role", param_hint="--serve or --read")
    run_grant(settings_for(database), serve or [], read or [], Console(), only_show=show)


def forget(
    before: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="Day before which; KENSE_KEEP_PROPOSERS_DAYS ago by default."
        ),
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Only this one, of whatever day: an account, or anonymous:ADDRESS."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count and change nothing.")] = False,
    database: Annotated[str | None, default_store_option("Store to clean")] = None,
) -> None:
    """Erase names and addresses of those who proposed corrections; what was accepted stays."""
    from rich.console import Console

    from loaders.loading.upkeep_runs import run_forget

    if before is not None and subject is not None:
        raise typer.BadParameter("goes without --subject, which is of whatever day", param_hint="--before")
    day = None if before is None else before.date()
    run_forget(settings_for(database), day, subject, Console(), dry_run=dry_run)
