"""The command that prints a token for development."""

import os
from typing import Annotated

import typer

from changes.identity import AccountRole


def token(
    roles: Annotated[list[AccountRole], typer.Option("--role", help="Role; may be given again.")],
    territories: Annotated[
        list[str],
        typer.Option("--territory", metavar="UNIT", help="Id of a unit, or * for all; may be given again."),
    ],
    subject: Annotated[str, typer.Option(metavar="NAME", help="Name of the account.")] = "developer",
    hours: Annotated[int, typer.Option(min=1, max=720, help="Hours that it is good for.")] = 12,
) -> None:
    """Print a token for trying out changes, signed with the development key of KENSE_HOME."""
    from changes.verifying import development_token
    from model.settings import Settings

    settings = Settings.from_environment(os.environ)
    typer.echo(development_token(settings, subject, roles, territories, hours))
