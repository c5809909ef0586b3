"""`kense export`: commands that write the registry in other standards."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from loaders.command_options import default_store_option, settings_for

export = typer.Typer(no_args_is_help=True, help="Write the registry in other standards.")


class ExportTable(StrEnum):
    """The tables of `kense export csv`, by the names that `geo.exports` uses."""

    OFFICES = "offices"
    UNITS = "units"
    PROVISIONS = "provisions"


class ExportFeatures(StrEnum):
    """The layers of `kense export geojson`."""

    OFFICES = "offices"
    UNITS = "units"


Out = Annotated[str, typer.Option(metavar="FILE|-", help="File to write; - is the standard output.")]
Database = Annotated[str | None, default_store_option("Store to read")]
_OF_BULK = frozenset({"pmtiles", "pyarrow", "pyogrio"})
"""Packages of the extra `bulk`."""


@export.command("csv")
def csv(
    table: Annotated[ExportTable, typer.Option(help="What the rows are.")] = ExportTable.OFFICES,
    out: Out = "-",
    database: Database = None,
) -> None:
    """Write offices, units or provisions as CSV."""
    from geo.exports.tables import Table
    from loaders.exports.export_files import export_csv

    export_csv(settings_for(database), Table(table), out)


@export.command("geojson")
def geojson(
    features: Annotated[ExportFeatures, typer.Option(help="What the features are.")] = ExportFeatures.OFFICES,
    out: Out = "-",
    database: Database = None,
) -> None:
    """Write offices or units as GeoJSON (RFC 7946)."""
    from loaders.exports.export_files import export_geojson

    export_geojson(settings_for(database), units=features is ExportFeatures.UNITS, out=out)


@export.command("mirror")
def mirror(out: Out = "-", database: Database = None) -> None:
    """Write all public records of the newest edition, from which a mirror starts (docs/mirroring.md)."""
    from loaders.exports.export_files import export_mirror

    export_mirror(settings_for(database), out)


@export.command("hsds")
def hsds(
    out: Annotated[
        str,
        typer.Option(
            metavar="DIR|-", help="Folder to write tables into; - writes whole services as one JSON document."
        ),
    ],
    database: Database = None,
) -> None:
    """Write the directory of services in HSDS 3.1."""
    from loaders.exports.export_files import export_hsds

    export_hsds(settings_for(database), out)


@export.command("all")
def everything(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write; an earlier export is replaced.")],
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin CSV with a byte order mark, for spreadsheets that need one.")
    ] = False,
    database: Database = None,
) -> None:
    """Write every format of the whole registry, with a catalogue of sizes and digests (DCAT-AP)."""
    from rich.console import Console

    from loaders.exports.export_files import MissingExtraError
    from loaders.progress import progress_bar

    settings = settings_for(database)
    try:
        from loaders.exports.export_all import export_all
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in _OF_BULK:
            raise
        raise MissingExtraError(package) from None
    with progress_bar(Console(stderr=True)) as report:
        written = export_all(settings, out, has_bom=bom, report=report)
    for path in written:
        typer.echo(f"{path.stat().st_size:>12,} {path.name}")
