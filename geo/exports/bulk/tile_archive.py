"""All vector tiles of a layer in one file (PMTiles 3), the same tiles that the server draws."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from geo.earth.box import KAZAKHSTAN
from geo.earth.mercator import Tile, world_xy
from geo.earth.point import Point
from geo.exports.attribution import ATTRIBUTION
from geo.exports.tiles import FIELDS, FROM_ZOOM, Layer, TileSet
from model.edition import Edition
from model.enums import Level

MAX_ZOOM = {Layer.OFFICES: 10, Layer.SETTLEMENTS: 10, Layer.UNITS: FROM_ZOOM[Level.RURAL_OKRUG]}
"""The highest zoom in a file: a map enlarges these tiles from there on, clusters included."""
_E7 = 10**7


def write_tiles(path: Path, edition: Edition, tiles: TileSet, layer: Layer) -> Iterator[tuple[int, int]]:
    """Write the tiles of a layer; yields the numbers of finished tiles and of all tiles after each.

    A layer without any feature leaves no file. Raises OSError.
    """
    wanted = sorted(_tiles(edition, layer), key=lambda tile: zxy_to_tileid(tile.zoom, tile.x, tile.y))
    with path.open("wb") as file, _writer(file) as writer:
        for done, tile in enumerate(wanted, 1):
            made = tiles.tile(layer, tile)
            if made:
                packed = gzip.compress(made, mtime=0)
                writer.write_tile(zxy_to_tileid(tile.zoom, tile.x, tile.y), packed)
            yield done, len(wanted)
        if writer.tile_entries:
            writer.finalize(_header(), _about(edition, layer))
    if not path.stat().st_size:
        path.unlink()


@contextmanager
def _writer(file: BinaryIO) -> Iterator[Writer]:
    """A writer whose scratch file is closed in any case; the library closes it in `finalize` only."""
    writer = Writer(file)
    try:
        yield writer
    finally:
        writer.tile_f.close()


def _tiles(edition: Edition, layer: Layer) -> set[Tile]:
    """The tiles that may contain a feature, at every zoom up to the highest of the layer."""
    if layer is Layer.UNITS:
        return set(_around(MAX_ZOOM[layer]))
    if layer is Layer.OFFICES:
        places = [office.position for office in edition.offices.values()]
    else:
        places = [unit.position for unit in edition.units.values() if unit.level is Level.SETTLEMENT]
    known = [world_xy(place) for place in places if place is not None]
    return {
        Tile(zoom, int(x * (1 << zoom)), int(y * (1 << zoom)))
        for zoom in range(MAX_ZOOM[layer] + 1)
        for x, y in known
    }


def _around(last_zoom: int) -> Iterator[Tile]:
    """The tiles that cover the country, at every zoom up to `last_zoom`."""
    west, south, east, north = KAZAKHSTAN
    (left, top), (right, bottom) = (world_xy(Point(west, north)), world_xy(Point(east, south)))
    for zoom in range(last_zoom + 1):
        side = 1 << zoom
        for x in range(int(left * side), int(right * side) + 1):
            for y in range(int(top * side), int(bottom * side) + 1):
                yield Tile(zoom, x, y)


def _header() -> dict[str, object]:
    west, south, east, north = (round(edge * _E7) for edge in KAZAKHSTAN)
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
    }


def _about(edition: Edition, layer: Layer) -> dict[str, object]:
    """The metadata of the file; PMTiles requires `vector_layers`."""
    return {
        "name": f"Kense: {layer}",
        "version": f"{edition.number}.0.0",
        "attribution": ATTRIBUTION,
        "vector_layers": [{"id": layer.value, "fields": dict(FIELDS[layer])}],
    }
