"""The files of `kense export all`: each with its pieces or the function that writes it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from geo.exports.bulk.frames import Feature, Frame, frame
from geo.exports.bulk.parquet_file import write_parquet
from geo.exports.bulk.tile_archive import MAX_ZOOM, write_tiles
from geo.exports.bulk.vector_files import VectorFormat, write_vector
from geo.exports.geojson import office_feature, offices_geojson, unit_feature, units_geojson
from geo.exports.hsds_package import hsds_files
from geo.exports.linked.cpsv import services_json_ld
from geo.exports.linked.ntriples import ntriples
from geo.exports.table_package import tables_package
from geo.exports.tables import Table, csv_table
from geo.exports.tiles import Layer, TileSet
from geo.units.drawn_units import boundaries_today
from model.edition import Edition

BOM = b"\xef\xbb\xbf"
Write = Callable[[Path], Iterator[tuple[int, int]]]
"""Writes a file and reports how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """What to write: an edition on a day, IRIs below `base`, CSV with or without a byte order mark."""

    edition: Edition
    day: date
    base: str
    has_bom: bool


def bulk_files(order: BulkOrder) -> Iterator[tuple[str, Write]]:
    """Name and writer of each file; the smallest work comes first.

    A layer without features has no GIS files and no tiles.
    """
    edition = order.edition
    for table in Table:
        yield f"{table}.csv", _pieces(partial(_csv, order, table))
    yield "datapackage.json", _pieces(lambda: [tables_package(edition)])
    offices = [edition.offices[each] for each in sorted(edition.offices)]
    units = [edition.units[each] for each in sorted(edition.units)]
    yield "offices.geojson", _pieces(lambda: offices_geojson(edition, offices))
    yield "units.geojson", _pieces(lambda: units_geojson(edition, units))
    yield "services.jsonld", _pieces(lambda: services_json_ld(edition, order.day, order.base))
    yield "registry.nt", _pieces(lambda: ntriples(edition, order.day, order.base))
    yield "hsds.zip", _zipped(edition)
    bounded = boundaries_today(edition)
    layers: dict[str, list[Feature]] = {
        "offices": [office_feature(edition, each, order.day) for each in offices],
        "units": [unit_feature(edition, each, bounded(each.id)) for each in units],
    }
    for name, features in layers.items():
        if features:
            yield from _layer_files(order, frame(name, features))
    tiles = TileSet(edition)
    for layer in MAX_ZOOM:  # the base map is not data of the registry
        if layers["offices" if layer is Layer.OFFICES else "units"]:
            yield f"{layer}.pmtiles", partial(write_tiles, edition=edition, tiles=tiles, layer=layer)


def _csv(order: BulkOrder, table: Table) -> Iterator[bytes]:
    if order.has_bom:
        yield BOM
    yield from csv_table(order.edition, table)


def _layer_files(order: BulkOrder, layer: Frame) -> Iterator[tuple[str, Write]]:
    """The files of a layer in each vector format and as Parquet."""
    moment = order.edition.published_at
    for driver in VectorFormat:
        name = f"{layer.name}.{driver.name.lower()}"
        yield name, _whole(partial(write_vector, layer=layer, driver=driver, moment=moment))
    yield f"{layer.name}.parquet", _whole(partial(write_parquet, layer=layer))


def _pieces(make: Callable[[], Iterable[bytes]]) -> Write:
    """A writer of a file from pieces; it yields the number of written pieces, the total unknown (0)."""

    def write(path: Path) -> Iterator[tuple[int, int]]:
        with path.open("wb") as file:
            for done, piece in enumerate(make(), 1):
                file.write(piece)
                yield done, 0

    return write


def _whole(make: Callable[[Path], Any]) -> Write:
    """A writer of a file that is made at once."""

    def write(path: Path) -> Iterator[tuple[int, int]]:
        make(path)
        yield 1, 1

    return write


def _zipped(edition: Edition) -> Write:
    """A writer of HSDS as one ZIP file.

    The members of the ZIP file have no time, so that equal editions give equal bytes.
    """

    def write(path: Path) -> Iterator[tuple[int, int]]:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for done, (name, pieces) in enumerate(hsds_files(edition), 1):
                member = zipfile.ZipInfo(name)
                member.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(member, b"".join(pieces))
                yield done, 0

    return write
