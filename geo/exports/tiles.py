"""Vector tiles (Mapbox Vector Tile 2.1) of offices, settlements and the units above them, and of a base map.

Offices and settlements are clustered as `geo.earth.pins` does: below zoom 12 a square of the screen is one
mark. Of the units above, the label points are drawn and, where they are known, the boundaries as polygons,
each level from the zoom on at which its points are distinct; they are never clustered, as names cannot be
averaged. The id of a feature is the number of its public id, so that a map can mark it across tiles and
editions; a boundary and its label point share it, and a cluster has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import Any, TypeVarTuple

import mapbox_vector_tile
import numpy as np
import shapely
from mapbox_vector_tile.encoder import on_invalid_geometry_make_valid
from numpy.typing import NDArray

from geo.earth.mercator import Tile, world_xy
from geo.earth.pins import Pin, grouped, pin_of
from geo.earth.point_arrays import P, PointArrays
from geo.exports import basemap, town_names
from geo.exports.facts import feature_number, office_ref, text_in, unit_ref
from geo.exports.tile_shapes import EXTENT, TileShapes
from model.byte_cache import ByteCache
from model.edition import Edition, Name, Office, Unit
from model.enums import Language, Level

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
FROM_ZOOM = {Level.REGION: 0, Level.DISTRICT: 5, Level.RURAL_OKRUG: 8}
"""Lowest zoom at which units of a level are drawn."""
_KEPT_BYTES = 16_000_000
_ENTRY_BYTES = 300
"""Bytes for the tile's number and cache entry: most tiles are empty."""
Feature = Mapping[str, Any]
Asked = TypeVarTuple("Asked")


class Layer(StrEnum):
    """The layers that can be drawn."""

    UNITS = "units"
    SETTLEMENTS = "settlements"
    OFFICES = "offices"
    BASEMAP = "basemap"
    """The ground: land, waters, rivers, borders and the names of towns, each a layer of the same tile."""


_NAMED = {"id": "Public id", "name_kk": "Kazakh name", "name_ru": "Russian name"}
_MARKED = {
    "count": "Number of offices or settlements that the mark represents",
    "precision": "Precision of the position, of a cluster that of its coarsest member",
    "error_m": "Radius in metres that holds the true place, or places",
}
_CLUSTERED = {**_MARKED, "cluster": "True for a cluster, which has no id, name or kind"}
_UNIT = {
    **_NAMED,
    "level": "Level of the unit, as in the enumeration Level",
    "kato_code": "Code of the classifier KATO",
    "population": "Population",
}
FIELDS: Mapping[Layer, Mapping[str, str]] = {
    Layer.UNITS: {**_UNIT, **_MARKED},
    Layer.SETTLEMENTS: {
        **_UNIT,
        **_CLUSTERED,
        "town_rank": "Rank among the hundred largest towns by population",
    },
    Layer.OFFICES: {
        **_NAMED,
        "kind": "Kind of the office, as in the enumeration OfficeKind",
        "category": "Kind of the office in the words of its act",
        **_CLUSTERED,
    },
}
"""The attributes of a layer's features with their descriptions; a boundary has no count and no position."""
PARTS: Mapping[Layer, Mapping[str, Mapping[str, str]]] = {
    **{layer: {layer.value: fields} for layer, fields in FIELDS.items()},
    Layer.BASEMAP: {**basemap.LAYERS, "towns": town_names.FIELDS},
}
"""The layers that a tile is made of, each with its attributes."""


class GroundTiles:
    """Tiles of units, settlements and the base map, made on request; the latest 16 MB are cached."""

    def __init__(self, edition: Edition) -> None:
        # The cached function refers to the ground and not to itself, so that both can be freed.
        self.tile = _kept(_Ground(edition).tile)


class _Ground:
    """The data from which tiles of units, settlements and the base map are drawn."""

    def __init__(self, edition: Edition) -> None:
        units = edition.units.values()
        self._settlements = PointArrays(unit for unit in units if unit.level is Level.SETTLEMENT)
        self._units = PointArrays(unit for unit in units if unit.level is not Level.SETTLEMENT)
        self._shapes = TileShapes(edition)
        towns = town_names.largest_towns(edition)
        self._towns = PointArrays(towns)
        self._ranks = {town.id: rank for rank, town in enumerate(towns, start=1)}

    def tile(self, layer: Layer, tile: Tile) -> bytes:
        """The bytes of a layer's tile; empty where nothing lies in it."""
        if layer is Layer.SETTLEMENTS:
            villages = grouped(self._settlements.in_tile(tile), tile.zoom)
            return _encoded(tile, {layer: [_mark(pin_of(group), self._village_facts) for group in villages]})
        if layer is Layer.BASEMAP:
            return _encoded(tile, self._basemap_features(tile))
        return _encoded(tile, {layer: list(self._unit_features(tile))})

    def _village_facts(self, unit: Unit) -> dict[str, Any]:
        return {**_unit_facts(unit), "town_rank": self._ranks.get(unit.id)}

    def _basemap_features(self, tile: Tile) -> Mapping[str, list[Feature]]:
        """The features of the base map by layer, the largest towns among them."""
        features: dict[str, list[Feature]] = {part: [] for part in PARTS[Layer.BASEMAP]}
        for part, shape, about in basemap.in_tile(tile):
            features[part].append({"geometry": shape, "properties": about})
        for spot in self._towns.in_tile(tile):
            facts = town_names.town_facts(spot.thing, self._ranks[spot.thing.id])
            point = shapely.Point(spot.x, spot.y)
            features["towns"].append(
                {"id": feature_number(facts["id"]), "geometry": point, "properties": _known(facts)}
            )
        return features

    def _unit_features(self, tile: Tile) -> Iterator[Feature]:
        """The boundaries of units in the tile, then their label points, so that labels lie on top."""
        levels = {level for level, zoom in FROM_ZOOM.items() if zoom <= tile.zoom}
        for unit, shape in self._shapes.in_tile(tile, levels):
            facts = _unit_facts(unit)
            yield {"id": feature_number(facts["id"]), "geometry": shape, "properties": _known(facts)}
        for spot in self._units.in_tile(tile):
            if spot.thing.level in levels:
                yield _mark(pin_of([spot]), _unit_facts)


class TileSet:
    """All tiles of an edition, made on request.

    The latest 16 MB of office tiles and 16 MB of other tiles are cached.
    """

    def __init__(
        self, edition: Edition, offices: PointArrays[Office] | None = None, ground: GroundTiles | None = None
    ) -> None:
        """`offices` and `ground` are an existing index of offices and existing tiles of the ground.

        Without them they are made.
        """
        self.ground = ground or GroundTiles(edition)
        placed = PointArrays(edition.offices.values()) if offices is None else offices
        # Not a method: it would refer to these tiles and keep them alive with the offices.
        self._office_tile = _kept(partial(_office_tile, placed))

    def tile(self, layer: Layer, tile: Tile) -> bytes:
        """The bytes of a layer's tile; empty where nothing lies in it."""
        return self._office_tile(tile) if layer is Layer.OFFICES else self.ground.tile(layer, tile)


def _kept(make: Callable[[*Asked], bytes]) -> Callable[[*Asked], bytes]:
    """The function with a cache of the latest 16 MB of its results."""
    tiles = ByteCache[tuple[*Asked], bytes](_KEPT_BYTES)

    def tile(*asked: *Asked) -> bytes:
        found = tiles.get(asked)
        if found is None:
            found = make(*asked)
            tiles.put(asked, found, _ENTRY_BYTES + len(found))
        return found

    return tile


def _office_tile(offices: PointArrays[Office], tile: Tile) -> bytes:
    groups = grouped(offices.in_tile(tile), tile.zoom)
    return _encoded(tile, {Layer.OFFICES: [_mark(pin_of(group), _office_facts) for group in groups]})


def _mark(pin: Pin[P], facts: Callable[[P], Mapping[str, Any]]) -> Feature:
    """The feature of a mark: a single thing with its facts and id, or a cluster with neither."""
    single = pin.single
    attributes: Mapping[str, Any] = {"cluster": True} if single is None else facts(single)
    honesty = {"precision": pin.position.precision.value, "error_m": round(pin.error_m)}
    number = {} if single is None else {"id": feature_number(attributes["id"])}
    return {
        **number,
        "geometry": shapely.Point(*world_xy(pin.position)),
        "properties": {**_known(attributes), "count": len(pin.things), **honesty},
    }


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if value is not None}


def _office_facts(office: Office) -> dict[str, Any]:
    about = {"id": office_ref(office.id), "kind": office.kind.value, "category": office.category}
    return {**about, **_names(office.names)}


def _unit_facts(unit: Unit) -> dict[str, Any]:
    about = {"id": unit_ref(unit), "level": unit.level.value, "kato_code": unit.kato_code}
    return {**about, **_names(unit.names), "population": unit.population}


def _names(names: Sequence[Name]) -> dict[str, str | None]:
    return {"name_kk": text_in(names, Language.KK), "name_ru": text_in(names, Language.RU)}


def _encoded(tile: Tile, features: Mapping[str, list[Feature]]) -> bytes:
    """The bytes of a tile with the features of each layer; empty where there are none."""
    layers = [
        {
            "name": str(name),
            "features": [{**each, "geometry": _in_steps(each["geometry"], tile)} for each in drawn],
        }
        for name, drawn in features.items()
        if drawn
    ]
    if not layers:
        return b""
    options = {
        "extents": EXTENT,
        "on_invalid_geometry": on_invalid_geometry_make_valid,  # rounding to steps may cross edges
        "y_coord_down": True,  # y of the world runs south, as rows of a tile do
    }
    encoded: bytes = mapbox_vector_tile.encode(layers, default_options=options)
    return encoded


def _in_steps(shape: shapely.Geometry, tile: Tile) -> shapely.Geometry:
    """A shape of the square world in whole grid steps from the tile's upper left corner."""
    side, corner = 1 << tile.zoom, np.array([tile.x, tile.y])

    def stepped(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        steps: NDArray[np.float64] = np.round((corners * side - corner) * EXTENT)
        return steps

    return shapely.transform(shape, stepped)
