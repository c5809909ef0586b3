"""The door: `kense --help` on the command line, `from kense import open_registry` in Python.

Each room brings its commands; here they are put in order and run. `python_api` is imported on demand.
"""

import atexit
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from changes.token_command import token
from graph.server.schema_command import schema
from loaders.act_commands import account, parse, records
from loaders.amending.act_commands import act
from loaders.asking.ask_command import ask
from loaders.checks.check_command import check
from loaders.command_options import OnceCommand, default_store_option, print_version, settings_for
from loaders.directory.reconcile_command import reconcile
from loaders.exports.export_commands import export
from loaders.importing.import_command import import_list
from loaders.loading.boundary_commands import boundaries
from loaders.loading.store_commands import dump, load, migrate
from loaders.loading.upkeep_commands import forget, grant
from loaders.loading.webhook_commands import webhooks
from loaders.places.gazetteer_commands import gazetteer
from loaders.places.place_commands import locate, place
from loaders.staging.staging_commands import activate, propose, review, rollback, stage
from model.collecting import nevermore, rarely
from model.errors import RegistryError

if TYPE_CHECKING:
    from python_api.registry import Registry, open_registry

__all__ = ["Registry", "app", "main", "open_registry"]

app = typer.Typer(no_args_is_help=True, add_completion=True, rich_markup_mode="rich")


def __getattr__(name: str) -> Any:
    """The names of Python's face. Raises AttributeError for others."""
    if name not in ("Registry", "open_registry"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("python_api.registry"), name)


@app.callback()
def kense(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=print_version, help="Print the version and end."),
    ] = False,
) -> None:
    """Registry of government offices and services of Kazakhstan.

    Which office serves this village for this service.
    """


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; KENSE_HOST by default.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65_535, help="Port to listen on; KENSE_PORT by default.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Server processes; KENSE_WORKERS by default.")
    ] = None,
    database: Annotated[str | None, default_store_option("Store to serve")] = None,
) -> None:
    """Serve the GraphQL API; an empty store is loaded with the shipped seeds first."""
    # What may refuse the start comes first: it takes a fraction of the time that the rest takes to import.
    from graph.server.listening import bound

    settings = settings_for(database)
    settings = replace(
        settings,
        host=host or settings.host,
        port=settings.port if port is None else port,
        workers=workers or settings.workers,
    )
    with bound(settings.host, settings.port) as sockets:
        from graph.server.settings_check import check_settings

        check_settings(settings)
        # The one command of two rooms that do not know each other: `loaders` fills what `graph` serves.
        from rich.console import Console

        from graph.server.serving import run_server
        from loaders.loading.first_load import load_or_wait
        from loaders.staging.job_supervisor import JobSupervisor

        load_or_wait(settings, Console(stderr=True))
        run_server(settings, sockets, JobSupervisor)


_COMMANDS: tuple[Callable[..., None], ...] = (
    account,
    parse,
    records,
    load,
    dump,
    migrate,
    grant,
    forget,
    reconcile,
    review,
    propose,
    stage,
    activate,
    rollback,
    check,
    ask,
    locate,
    place,
    serve,
    token,
    schema,
)
"""In the order of the help."""
_APPS = {"act": act, "gazetteer": gazetteer, "boundaries": boundaries, "export": export, "webhooks": webhooks}

for _command in _COMMANDS:
    app.command()(_command)
app.command("import")(import_list)
for _name, _group in _APPS.items():
    app.add_typer(_group, name=_name)
for _each in (app, *_APPS.values()):
    for _registered in _each.registered_commands:
        _registered.cls = OnceCommand


def main() -> None:
    """Run the command line; an error of the registry is printed as one line.

    The exit code is 2 for an unusable setting, option or file, as for a wrong command line, else 1.
    """
    rarely()
    atexit.register(nevermore)
    try:
        app()
    except RegistryError as error:
        print(f"kense: {error}", file=sys.stderr)  # noqa: T201
        raise SystemExit(error.exit_code) from None


if __name__ == "__main__":
    main()
