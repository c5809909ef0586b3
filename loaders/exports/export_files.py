"""The work of `kense export`: writes the edition of the store to a file, a folder or standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from geo.exports.geojson import offices_geojson, units_geojson
from geo.exports.hsds_package import hsds_document, hsds_files
from geo.exports.mirror import mirror_dump
from geo.exports.streams import in_pieces
from geo.exports.tables import Table, csv_table
from model.errors import UsageError
from model.settings import Settings
from store.reading.kept_edition import stored_edition

STANDARD_OUTPUT = "-"


class UnwritableError(UsageError):
    """The target of an export cannot be written."""


class MissingExtraError(UsageError):
    """A package of the extra `bulk` is not installed."""

    exit_code = 2

    def __init__(self, package: str) -> None:
        super().__init__(
            f"`kense export all` needs the package {package}, which is not installed: "
            "pip install 'kense[bulk]'"
        )


def export_csv(settings: Settings, table: Table, out: str) -> None:
    """Write a table as CSV to `out`, `-` for standard output. Raises StoreError and UnwritableError."""
    _write(out, csv_table(stored_edition(settings), table))


def export_geojson(settings: Settings, *, units: bool, out: str) -> None:
    """Write all units, or with `units` False all offices, as GeoJSON.

    Raises StoreError and UnwritableError.
    """
    edition = stored_edition(settings)
    if units:
        _write(out, units_geojson(edition, (edition.units[unit] for unit in sorted(edition.units))))
    else:
        _write(out, offices_geojson(edition, (edition.offices[office] for office in sorted(edition.offices))))


def export_mirror(settings: Settings, out: str) -> None:
    """Write the public dump of the newest edition. Raises StoreError and UnwritableError."""
    _write(out, in_pieces(mirror_dump(stored_edition(settings))))


def export_hsds(settings: Settings, out: str) -> None:
    """Write HSDS 3.1: tables into the folder `out`, or one document to standard output for `-`.

    Raises StoreError and UnwritableError.
    """
    edition = stored_edition(settings)
    if out == STANDARD_OUTPUT:
        _write(out, hsds_document(edition))
        return
    try:
        Path(out).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableError(f"the folder {out} cannot be created: {error.strerror}") from None
    for name, pieces in hsds_files(edition):
        _write(str(Path(out) / name), pieces)


def _write(out: str, pieces: Iterable[bytes]) -> None:
    """Write bytes to a file, or to standard output for `-`. Raises UnwritableError."""
    if out == STANDARD_OUTPUT:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    try:
        with Path(out).open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise UnwritableError(f"{out} cannot be written: {error.strerror}") from None
