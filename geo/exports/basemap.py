"""The base map: land, borders, waters, rivers and names that say where one is, cut into tiles.

Its file is generalised (`cartography/cut.py`; OpenStreetMap and Natural Earth): a bank may lie some hundred
metres from where it is drawn, and a river some kilometres.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from geo.earth.mercator import Tile, world_shape
from geo.exports.tile_shapes import EXTENT, edges_of, surfaces
from model.program_files import PROGRAM

MAX_ZOOM = 8
"""The highest zoom of the tiles; beyond it maps enlarge them."""
BOUNDS = [42.0, 36.0, 94.0, 60.0]
"""West, south, east, north, in degrees: what the file covers."""
NAMES = {"name_kk": "Kazakh name", "name_ru": "Russian name", "name_en": "English name"}
LAYERS: Mapping[str, Mapping[str, str]] = {
    "land": {},
    "water": NAMES,
    "rivers": {**NAMES, "rank": "Scale rank of Natural Earth: small for great rivers"},
    "borders": {"home": "True for borders of the country"},
    "names": {**NAMES, "kind": "countries, waters or towns", "from_zoom": "Zoom that it is written from"},
}
"""The layers of the file, the lowest first, and the attributes of each."""
CREDIT = (
    "Base map, approximate: land and waters © OpenStreetMap contributors "
    "(https://www.openstreetmap.org/copyright), ODbL 1.0; rivers: Natural Earth, public domain."
)
_STEP = 1 / EXTENT
_SIMPLE = 4 * _STEP
"""Share of a tile's side by which a line may differ from its source: half a pixel of 512."""
_SMALLEST = (12 * _STEP) ** 2
"""Least share of a tile that a drawn water covers: a pixel and a half each way."""
_RIVER_FROM_ZOOM = {2: 2, 3: 3, 4: 3, 5: 4, 6: 5}
"""Zoom that rivers of a scale rank are drawn from; others from 6."""
_LEAST_RIVER_ZOOM = 6


@dataclass(frozen=True, slots=True)
class Thing:
    """A feature of the base map, projected to the unit square of web maps and drawn from a zoom on."""

    layer: str
    shape: BaseGeometry
    about: Mapping[str, Any]
    from_zoom: int


def in_tile(tile: Tile) -> Iterator[tuple[str, BaseGeometry, Mapping[str, Any]]]:
    """The layer, shape and attributes of each feature that reaches into the tile, in file order.

    Above zoom 8 the features are those of zoom 8.
    """
    things, shapes, tree = _drawn(min(tile.zoom, MAX_ZOOM))
    edges = edges_of(tile)
    for index in sorted(int(each) for each in tree.query(shapely.box(*edges))):
        part = _cut(shapes[index], edges)
        if part is not None:
            yield things[index].layer, part, things[index].about


def _cut(shape: BaseGeometry, edges: tuple[float, float, float, float]) -> BaseGeometry | None:
    """The part of a shape within the edges; None if no part of the shape lies within."""
    part = shapely.clip_by_rect(shape, *edges)
    if shapely.is_empty(part):
        return None
    return surfaces(part) if shapely.get_dimensions(shape) == 2 else part


@cache
def _drawn(zoom: int) -> tuple[Sequence[Thing], Sequence[BaseGeometry], shapely.STRtree]:
    """The features drawn at a zoom, their shapes simplified to its pixels, and a search tree of the shapes.

    Features that vanish are left out.
    """
    side = 1 << zoom
    things = [thing for thing in _things() if thing.from_zoom <= zoom]
    shapes = [_simple(thing.shape, _SIMPLE / side) for thing in things]
    seen = [index for index, shape in enumerate(shapes) if not shapely.is_empty(shape)]
    shapes = [shapes[index] for index in seen]
    return [things[index] for index in seen], shapes, shapely.STRtree(shapes)


def _simple(shape: BaseGeometry, tolerance: float) -> BaseGeometry:
    """A shape with fewer corners. Preserving topology would take minutes for the Caspian and its islands."""
    fewer = shapely.simplify(shape, tolerance, preserve_topology=False)
    return fewer if shapely.is_valid(fewer) else shapely.make_valid(fewer)


@cache
def _things() -> Sequence[Thing]:
    """All features of the file. It is read for the first tile: half a second that no other request pays."""
    content = orjson.loads((PROGRAM / "geo" / "exports" / "basemap.geojson").read_bytes())
    return [_thing(feature) for feature in content["features"]]


def _thing(feature: Mapping[str, Any]) -> Thing:
    about = dict(feature["properties"])
    layer = about.pop("layer")
    shape = world_shape(shapely.from_geojson(orjson.dumps(feature["geometry"])))
    return Thing(layer, shape, about, _from_zoom(layer, shape, about))


def _from_zoom(layer: str, shape: BaseGeometry, about: Mapping[str, Any]) -> int:
    """The lowest zoom at which a feature is drawn: by size for waters, by rank for rivers."""
    if layer == "water":
        return next(
            (zoom for zoom in range(MAX_ZOOM) if shapely.area(shape) * 4**zoom >= _SMALLEST), MAX_ZOOM
        )
    if layer == "rivers":
        return _RIVER_FROM_ZOOM.get(about["rank"], _LEAST_RIVER_ZOOM)
    return int(about.get("from_zoom", 0))
