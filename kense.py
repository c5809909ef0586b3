"""The command line: `kense --help`.

A command imports its room when it runs, so that help and completion come at once.
"""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperOption

app = typer.Typer(no_args_is_help=True, add_completion=True, rich_markup_mode="rich")


@app.callback()
def kense() -> None:
    """Registry of government offices and services of Kazakhstan.

    Which office serves this village for this service.
    """


class ParseFormat(StrEnum):
    """How `kense parse` and `kense records` print."""

    JSONL = "jsonl"
    TABLE = "table"


ActTexts = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Texts of acts, UTF-8.")]
RowFormat = Annotated[
    ParseFormat | None,
    typer.Option("--format", help="jsonl for programs, table for people (default on a terminal)."),
]


SeedsToRead = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder of seeds; `seeds` of the current folder, else the shipped one."),
]
SeedsToRenew = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder of seeds to renew; `seeds` of the current folder or checkout."),
]
NamedGazetteer = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Folder of the gazetteer; KENSE_GAZETTEER, else shared/gazetteer beside a checkout.",
    ),
]


def _check_lookups() -> None:
    """Stop at once and by name where a lookup has a typing error; some rooms read theirs at import."""
    from model.lookups import check_lookups

    check_lookups()


def _wants_table(output: ParseFormat | None) -> bool:
    return sys.stdout.isatty() if output is None else output is ParseFormat.TABLE


@app.command()
def parse(
    files: ActTexts,
    output: RowFormat = None,
) -> None:
    """Print every row of every table of offices in the text of an act."""
    from loaders.acts.printing import parse_files

    as_table = _wants_table(output)
    if not parse_files(files, as_table):
        raise typer.Exit(1)


@app.command()
def records(
    files: ActTexts,
    output: RowFormat = None,
) -> None:
    """Print what every row of every table of offices says: units, address, contacts, villages, hours."""
    from loaders.readings.printing import print_records

    as_table = _wants_table(output)
    if not print_records(files, as_table):
        raise typer.Exit(1)


@app.command()
def load(
    more: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="More files of --boundaries.")
    ] = None,
    seeds: Annotated[Path | None, typer.Option(help="Folder of seeds; the shipped ones by default.")] = None,
    boundaries: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="GeoJSON with boundaries of districts or regions; FILE... too, may be given again.",
        ),
    ] = None,
    dump: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Restore what `kense dump` wrote into an empty store, instead."),
    ] = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Store to load; KENSE_DATABASE_URL by default.")
    ] = None,
) -> None:
    """Load seeds into the store; the same seeds again change nothing."""
    _check_lookups()
    from rich.console import Console

    from loaders.loading.commands import run_load, run_restore
    from model.settings import Settings

    if more and not boundaries:
        raise typer.BadParameter("files are for --boundaries", param_hint="FILE")
    if dump is not None and (seeds or boundaries):
        raise typer.BadParameter("a dump brings its seeds and boundaries", param_hint="--dump")
    settings = Settings.from_environment(os.environ).with_database("--database", database)
    if dump is not None:
        run_restore(settings, dump, Console())
        return
    files = dict.fromkeys((*(boundaries or ()), *(more or ())))
    run_load(settings, seeds, Console(), list(files))


@app.command()
def dump(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write; it appears when it is whole.")],
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Store to dump; KENSE_DATABASE_URL by default.")
    ] = None,
) -> None:
    """Write all that the store holds into a file, for `kense load --dump`."""
    from rich.console import Console

    from loaders.loading.commands import run_dump
    from model.settings import Settings

    run_dump(Settings.from_environment(os.environ).with_database("--database", database), file, Console())


@app.command()
def migrate(
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Store to migrate; KENSE_DATABASE_URL by default.")
    ] = None,
) -> None:
    """Bring the tables of the store up to date."""
    from rich.console import Console

    from loaders.loading.commands import run_migrate
    from model.settings import Settings

    run_migrate(Settings.from_environment(os.environ).with_database("--database", database), Console())


@app.command()
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
    from loaders.directory.commands import print_problems, run_reconcile
    from model.settings import Settings

    folder = needed_gazetteer(gazetteer, Settings.from_environment(os.environ))
    seeded = run_reconcile(files or (), acts, folder, seeds_to_renew(seeds), Console())
    if problems:
        print_problems(seeded, Console())


@app.command()
def review(
    act: Annotated[str | None, typer.Argument(metavar="[ACT]", help="Id of a staged act.")] = None,
    seeds: SeedsToRead = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Store to compare with; KENSE_DATABASE_URL by default.")
    ] = None,
    accept: Annotated[
        tuple[str, str] | None, typer.Option(metavar="ROW OTHER", help="The two rows are one office.")
    ] = None,
    reject: Annotated[
        tuple[str, str] | None, typer.Option(metavar="ROW OTHER", help="The two rows are two offices.")
    ] = None,
    why: Annotated[str, typer.Option(metavar="TEXT", help="Reason of --accept or --reject.")] = "",
) -> None:
    """Show what a staged act would change; without one list, accept or reject rows that may be one office."""
    from rich.console import Console

    from loaders.defaults import seeds_to_read, seeds_to_renew
    from loaders.directory.commands import run_decision, run_review
    from loaders.staging.commands import list_staged, run_staged_review
    from model.settings import Settings

    for rows, same in ((accept, True), (reject, False)):
        if rows is not None:
            run_decision(seeds_to_renew(seeds), rows, same, why, Console())
    if accept is not None or reject is not None:
        return
    settings = Settings.from_environment(os.environ).with_database("--database", database)
    if act is not None:
        run_staged_review(settings, act, Console())
        return
    run_review(seeds_to_read(seeds), Console())
    list_staged(settings, Console())


@app.command()
def propose(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Text of an act, UTF-8.")],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the draft there.")] = None,
) -> None:
    """Draft the profile of a new act from its text."""
    from rich.console import Console

    from loaders.staging.commands import run_propose

    run_propose(file, out, Console())


@app.command()
def stage(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Text of an act, UTF-8.")],
    profile: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Its profile; else one of seeds/acts.")
    ] = None,
    seeds: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Seeds the store was loaded from; the shipped ones.")
    ] = None,
    gazetteer: NamedGazetteer = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Store to stand beside; KENSE_DATABASE_URL by default.")
    ] = None,
) -> None:
    """Read a new act into a candidate edition beside the published one."""
    from rich.console import Console

    from loaders.defaults import gazetteer_folder
    from loaders.staging.commands import run_stage
    from model.settings import Settings

    settings = Settings.from_environment(os.environ).with_database("--database", database)
    run_stage(settings, file, profile, seeds, gazetteer_folder(gazetteer, settings), Console())


@app.command()
def activate(
    act: Annotated[str, typer.Argument(metavar="ACT", help="Id of a staged act.")],
    write_seeds: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Bring this folder of seeds to the same state.")
    ] = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Store to publish in; KENSE_DATABASE_URL by default.")
    ] = None,
) -> None:
    """Publish a staged act as the next edition."""
    from rich.console import Console

    from loaders.staging.commands import run_activate
    from model.settings import Settings

    settings = Settings.from_environment(os.environ).with_database("--database", database)
    run_activate(settings, act, write_seeds, Console())


@app.command()
def rollback(
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Store to publish in; KENSE_DATABASE_URL by default.")
    ] = None,
) -> None:
    """Return to the seeds before the last activated act, as one more edition."""
    from rich.console import Console

    from loaders.staging.commands import run_rollback
    from model.settings import Settings

    run_rollback(Settings.from_environment(os.environ).with_database("--database", database), Console())


gazetteer_app = typer.Typer(no_args_is_help=True, help="Places of elsewhere, kept in the store.")
app.add_typer(gazetteer_app, name="gazetteer")


@gazetteer_app.command("import")
def gazetteer_import(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Folder of localities.csv or of Who's On First, GeoNames dump (KZ.txt), KATO classifier.",
        ),
    ],
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Store to import into; KENSE_DATABASE_URL by default.")
    ] = None,
) -> None:
    """Import gazetteers into the store, each in the stead of what its source had there."""
    from rich.console import Console

    from loaders.places.gazetteer_commands import run_gazetteer_import
    from model.settings import Settings

    settings = Settings.from_environment(os.environ).with_database("--database", database)
    run_gazetteer_import(settings, paths, Console())


@gazetteer_app.command("list")
def gazetteer_list(
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Store to look into; KENSE_DATABASE_URL by default.")
    ] = None,
) -> None:
    """Show which gazetteers the store holds."""
    from rich.console import Console

    from loaders.places.gazetteer_commands import run_gazetteer_list
    from model.settings import Settings

    run_gazetteer_list(Settings.from_environment(os.environ).with_database("--database", database), Console())


class CheckFormat(StrEnum):
    """How `kense check` prints."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


@app.command()
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
    lists: Annotated[bool, typer.Option("--lists", help="Name the rows behind the figures, too.")] = False,
    output: Annotated[
        CheckFormat, typer.Option("--format", help="table for people, the others for programs.")
    ] = CheckFormat.TABLE,
) -> None:
    """Show the figures of the registry; exit code 1 when one that is pinned in check.yaml falls."""
    from rich.console import Console

    from loaders.checks import printing as check_printing
    from loaders.checks.unplaced import run_places
    from loaders.defaults import seeds_to_read

    form, folder = check_printing.CheckFormat(output), seeds_to_read(seeds)
    if places:
        run_places(folder, output is CheckFormat.TABLE, Console(), lists)
    elif contradictions:
        check_printing.run_contradictions(folder, form, Console())
    elif not check_printing.run_check(folder, acts, form, Console(), lists):
        raise typer.Exit(1)


@app.command()
def locate(
    text: Annotated[str | None, typer.Argument(help="A place or an address.")] = None,
    district: Annotated[str | None, typer.Option(help="District or city around it.")] = None,
    region: Annotated[str | None, typer.Option(help="Region around it.")] = None,
    office: Annotated[str | None, typer.Option(help="Name of an office that says where it is.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Tell why, in Kazakh and Russian.")] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read JSON lines with a text each, answer in the same order.")
    ] = False,
    gazetteer: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of a gazetteer; KENSE_GAZETTEER by default.")
    ] = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Units of this store instead of the shipped ones.")
    ] = None,
) -> None:
    """Find a place or address typed in Kazakh, Russian or Latin, offline; exit code 1 when it is none."""
    from rich.console import Console

    from geo.locator.candidates import LocateQuery
    from loaders.places.locating import make_locator, run_locate, run_locate_lines
    from model.settings import Settings

    if jsonl == (text is not None):
        raise typer.BadParameter("give either a text or --jsonl")
    settings = Settings.from_environment(os.environ).with_database("--database", database)
    locator = make_locator(settings, database is not None, gazetteer)
    if text is None:
        run_locate_lines(locator, sys.stdin.buffer, sys.stdout.buffer)
    elif not run_locate(locator, LocateQuery(text, district, region, office), explain, Console()):
        raise typer.Exit(1)


@app.command()
def place(
    gazetteer: NamedGazetteer = None,
    seeds: SeedsToRenew = None,
    yes: Annotated[bool, typer.Option("--yes", help="Overwrite finer positions without asking.")] = False,
    problems: Annotated[bool, typer.Option("--problems", help="List what could not be placed.")] = False,
) -> None:
    """Find the positions of units and offices anew; rows set by hand stay."""
    from rich.console import Console

    from loaders.defaults import needed_gazetteer, seeds_to_renew
    from loaders.places.place_command import run_place
    from model.settings import Settings

    folder = needed_gazetteer(gazetteer, Settings.from_environment(os.environ))

    def ask(worse: int) -> bool:
        asked = f"{worse} finer positions would be lost. Overwrite them?"
        return sys.stdin.isatty() and typer.confirm(asked, default=False)

    for problem in run_place(seeds_to_renew(seeds), folder, yes, ask, Console()):
        if problems:
            typer.echo(f"{problem.kind}\t{problem.where}\t{problem.text}")


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; KENSE_HOST by default.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65_535, help="Port to listen on; KENSE_PORT by default.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Server processes; KENSE_WORKERS by default.")
    ] = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Store to serve; KENSE_DATABASE_URL by default.")
    ] = None,
) -> None:
    """Serve the GraphQL API; an empty store is loaded with the shipped seeds first."""
    _check_lookups()
    from dataclasses import replace

    from rich.console import Console

    from graph.server.serving import check_settings, run_server
    from loaders.loading.commands import run_first_load
    from model.settings import Settings

    settings = Settings.from_environment(os.environ).with_database("--database", database)
    settings = replace(
        settings,
        host=host or settings.host,
        port=settings.port if port is None else port,
        workers=workers or settings.workers,
    )
    check_settings(settings)
    run_first_load(settings, Console(stderr=True))
    run_server(settings)


class TokenRole(StrEnum):
    """What `kense token` may give."""

    READER = "reader"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    ADMIN = "admin"


@app.command()
def token(
    roles: Annotated[list[TokenRole], typer.Option("--role", help="Role; may be given again.")],
    territories: Annotated[
        list[str],
        typer.Option("--territory", metavar="UNIT", help="Id of a unit, or * for all; may be given again."),
    ],
    subject: Annotated[str, typer.Option(metavar="NAME", help="Name of the account.")] = "developer",
    hours: Annotated[int, typer.Option(min=1, max=720, help="Hours that it is good for.")] = 12,
) -> None:
    """Print a token for trying out changes, signed with the development key of KENSE_HOME."""
    from changes.identity import AccountRole
    from changes.verifying import development_token
    from model.settings import Settings

    settings = Settings.from_environment(os.environ)
    accounts = [AccountRole(role) for role in roles]
    typer.echo(development_token(settings, subject, accounts, territories, hours))


@app.command()
def schema(
    federation: Annotated[
        bool, typer.Option("--federation", help="As a subgraph of Apollo Federation, directives included.")
    ] = False,
) -> None:
    """Print the schema of the GraphQL API in SDL."""
    from graph.server.serving import schema_text

    typer.echo(schema_text(federation=federation), nl=False)


export = typer.Typer(no_args_is_help=True, help="Write the registry in the standards of others.")
app.add_typer(export, name="export")


class ExportTable(StrEnum):
    """What `kense export csv` writes."""

    OFFICES = "offices"
    UNITS = "units"
    PROVISIONS = "provisions"


class ExportFeatures(StrEnum):
    """What `kense export geojson` writes."""

    OFFICES = "offices"
    UNITS = "units"


@export.command("csv")
def export_csv(
    table: Annotated[ExportTable, typer.Option(help="What the rows are.")] = ExportTable.OFFICES,
    out: Annotated[str, typer.Option(metavar="FILE|-", help="Where to; - is the standard output.")] = "-",
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Store to read; KENSE_DATABASE_URL by default.")
    ] = None,
) -> None:
    """Write offices, units or provisions as CSV."""
    from geo.exports import commands
    from geo.exports.tables import Table
    from model.settings import Settings

    settings = Settings.from_environment(os.environ).with_database("--database", database)
    commands.export_csv(settings, Table(table), out)


@export.command("geojson")
def export_geojson(
    features: Annotated[ExportFeatures, typer.Option(help="What the features are.")] = ExportFeatures.OFFICES,
    out: Annotated[str, typer.Option(metavar="FILE|-", help="Where to; - is the standard output.")] = "-",
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Store to read; KENSE_DATABASE_URL by default.")
    ] = None,
) -> None:
    """Write offices or units as GeoJSON (RFC 7946)."""
    from geo.exports import commands
    from model.settings import Settings

    settings = Settings.from_environment(os.environ).with_database("--database", database)
    commands.export_geojson(settings, units=features is ExportFeatures.UNITS, out=out)


@export.command("hsds")
def export_hsds(
    out: Annotated[
        str,
        typer.Option(metavar="DIR|-", help="Folder of tables; - writes whole services as one JSON document."),
    ],
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Store to read; KENSE_DATABASE_URL by default.")
    ] = None,
) -> None:
    """Write the directory of services in HSDS 3.0."""
    from geo.exports import commands
    from model.settings import Settings

    commands.export_hsds(Settings.from_environment(os.environ).with_database("--database", database), out)


class _OnceCommand(TyperCommand):
    """A command that refuses an option given twice, unless it takes several: none is dropped unsaid."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        *_, order = self.make_parser(ctx).parse_args(args=list(args))
        for option in {param for param in order if isinstance(param, TyperOption)}:
            if order.count(option) > 1 and not (option.multiple or option.is_flag):
                raise typer.BadParameter("is given twice and takes one value", ctx=ctx, param=option)
        return super().parse_args(ctx, args)


for _commands in (app, gazetteer_app, export):
    for _command in _commands.registered_commands:
        _command.cls = _OnceCommand


def main() -> None:
    """Run the command line; what the registry refuses is told in one line."""
    from model.errors import RegistryError

    try:
        app()
    except RegistryError as error:
        print(f"kense: {error}", file=sys.stderr)  # noqa: T201
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
