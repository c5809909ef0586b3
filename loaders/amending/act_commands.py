"""`kense act`: commands for the text of an act as amendments left it."""

from datetime import date
from typing import Annotated

import typer

from loaders.command_options import default_store_option, settings_for

act = typer.Typer(no_args_is_help=True, help="Acts as amendments left them.")


@act.callback()
def _group() -> None:
    """Acts as amendments left them."""


@act.command("show")
def show_act(
    act_id: Annotated[str, typer.Argument(metavar="ID", help="Id of an act, such as gov-2012-1119.")],
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Day of legal time, such as 2013-05-26; today by default."),
    ] = None,
    database: Annotated[str | None, default_store_option("Store to read")] = None,
) -> None:
    """Print the rows of an act as they stand on a day, each with the act and line that print it."""
    from rich.console import Console

    from loaders.amending.act_listing import run_show

    try:
        day = date.fromisoformat(as_of) if as_of is not None else None
    except ValueError:
        raise typer.BadParameter(f"{as_of!r} is not a day such as 2013-05-26", param_hint="--as-of") from None
    run_show(settings_for(database), act_id, day, Console())
