"""`kense webhooks`: commands for addresses that receive new editions."""

from typing import Annotated

import typer

from loaders.command_options import default_store_option, settings_for

webhooks = typer.Typer(no_args_is_help=True, help="Addresses that receive new editions.")
_Id = Annotated[
    str, typer.Argument(metavar="ID", help="Id of the webhook, as `kense webhooks list` shows it.")
]
_Store = Annotated[str | None, default_store_option("Store of the webhooks")]


@webhooks.command("add")
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Address that takes the messages, https.")],
    within: Annotated[
        str | None, typer.Option(metavar="UNIT", help="Id of a unit: only changes that touch it.")
    ] = None,
    database: _Store = None,
) -> None:
    """Add an address that receives a message for each new edition, and print its secret."""
    from rich.console import Console

    from loaders.loading.webhook_runs import run_add

    run_add(settings_for(database), url, within, Console())


@webhooks.command("list")
def list_(database: _Store = None) -> None:
    """Show all webhooks, and how each of them goes."""
    from rich.console import Console

    from loaders.loading.webhook_runs import run_list

    run_list(settings_for(database), Console())


@webhooks.command("remove")
def remove(webhook_id: _Id, database: _Store = None) -> None:
    """Remove a webhook: it receives no more messages."""
    from rich.console import Console

    from loaders.loading.webhook_runs import run_remove

    run_remove(settings_for(database), webhook_id, Console())


@webhooks.command("test")
def send_test(webhook_id: _Id, database: _Store = None) -> None:
    """Send a webhook a message of the type `webhook.test`; if it accepts it, it is enabled again."""
    from rich.console import Console

    from loaders.loading.webhook_runs import run_test

    run_test(settings_for(database), webhook_id, Console())
