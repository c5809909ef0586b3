"""The base map: what is drawn where, the names of towns, and what its tiles weigh."""

from __future__ import annotations

import gzip
from itertools import product
from typing import Any

import mapbox_vector_tile
import pytest
import shapely

from geo.earth.mercator import Tile, world_xy
from geo.earth.point import Point
from geo.exports import basemap
from geo.exports.tile_shapes import EXTENT
from geo.exports.tiles import PARTS, Layer, TileSet
from geo.exports.town_names import MOST
from model.edition import Edition
from tests.api_client import ApiClient

COUNTRY = [Tile(4, x, y) for x, y in product(range(9, 13), range(4, 7))]
"""The tiles of a map that shows the whole country."""


@pytest.fixture(scope="module")
def tile_set(shipped_edition: Edition) -> TileSet:
    return TileSet(shipped_edition)


def drawn(tiles: TileSet, tile: Tile) -> dict[str, list[dict[str, Any]]]:
    """Features by layer."""
    content = tiles.tile(Layer.BASEMAP, tile)
    if not content:
        return {}
    found = mapbox_vector_tile.decode(content, default_options={"y_coord_down": True})
    return {part: layer["features"] for part, layer in found.items()}


def covers(features: list[dict[str, Any]], tile: Tile, place: Point) -> bool:
    x, y = world_xy(place)
    side = 1 << tile.zoom
    point = shapely.Point((x * side - tile.x) * EXTENT, (y * side - tile.y) * EXTENT)
    return any(shapely.geometry.shape(each["geometry"]).covers(point) for each in features)


def tile_at(zoom: int, place: Point) -> Tile:
    x, y = world_xy(place)
    return Tile(zoom, int(x * (1 << zoom)), int(y * (1 << zoom)))


@pytest.mark.parametrize("zoom", [4, 8, 13])
def test_land_and_water_are_drawn_where_they_are(tile_set: TileSet, zoom: int) -> None:
    caspian, balkhash = Point(lon=50.5, lat=43.0), Point(lon=74.0, lat=46.3)
    karaganda, omsk = Point(lon=73.17, lat=49.83), Point(lon=73.37, lat=54.99)
    for place in (caspian, balkhash):
        tile = tile_at(zoom, place)
        assert covers(drawn(tile_set, tile)["water"], tile, place)
    tile = tile_at(zoom, karaganda)
    assert covers(drawn(tile_set, tile)["land"], tile, karaganda)
    assert not covers(drawn(tile_set, tile).get("water", []), tile, karaganda)
    abroad = tile_at(zoom, omsk)
    assert not covers(drawn(tile_set, abroad).get("land", []), abroad, omsk)


def test_a_tile_has_the_layers_and_attributes_that_are_described(tile_set: TileSet) -> None:
    seen: dict[str, set[str]] = {part: set() for part in PARTS[Layer.BASEMAP]}
    for tile in [Tile(2, 2, 1), *COUNTRY]:
        for part, features in drawn(tile_set, tile).items():
            for each in features:
                seen[part] |= set(each["properties"])
    assert seen == {part: set(fields) for part, fields in PARTS[Layer.BASEMAP].items()}


def test_the_largest_towns_bear_names_in_three_languages_at_every_zoom(tile_set: TileSet) -> None:
    for tiles in ([Tile(2, 2, 1)], COUNTRY):
        towns = [each["properties"] for tile in tiles for each in drawn(tile_set, tile).get("towns", [])]
        assert sorted(town["rank"] for town in towns) == list(range(1, MOST + 1))
        assert all(town[name] for town in towns for name in basemap.NAMES)
    first = {town["rank"]: [town[name] for name in basemap.NAMES] for town in towns}
    assert first[1] == ["Алматы", "Алматы", "Almaty"]  # neither a city nor a region in its name
    assert first[2] == ["Астана", "Астана", "Astana"]
    assert first[8] == ["Өскемен", "Усть-Каменогорск", "Oskemen"]


def test_waters_and_rivers_are_called_by_name(tile_set: TileSet) -> None:
    seas = [each["properties"] for each in drawn(tile_set, tile_at(2, Point(lon=50.5, lat=43.0)))["names"]]
    assert {"Каспий теңізі", "Қытай"} <= {each["name_kk"] for each in seas}
    rivers = drawn(tile_set, tile_at(6, Point(lon=51.6, lat=49.5)))["rivers"]
    assert "Жайық" in {each["properties"].get("name_kk") for each in rivers}


def test_a_map_of_the_country_is_light(tile_set: TileSet) -> None:
    packed = [len(gzip.compress(tile_set.tile(Layer.BASEMAP, tile))) for tile in COUNTRY]
    assert sum(packed) < 90_000
    assert max(packed) < 30_000


def test_nothing_is_drawn_beyond_what_the_file_covers(tile_set: TileSet) -> None:
    assert drawn(tile_set, Tile(6, 0, 20)) == {}
    for tile in (Tile(5, 20, 10), Tile(9, 356, 169)):
        assert drawn(tile_set, tile)


def test_its_description_says_that_it_is_approximate_and_whom_to_credit(small_edition: Edition) -> None:
    api = ApiClient(small_edition)
    described = api.http.get("/tiles/basemap.json").json()
    assert (described["maxzoom"], described["bounds"]) == (basemap.MAX_ZOOM, basemap.BOUNDS)
    for word in ("approximate", "OpenStreetMap", "ODbL", "Natural Earth", "GeoNames"):
        assert word in described["attribution"]
    answer = api.http.get("/tiles/basemap/4/11/5.mvt", headers={"accept-encoding": "gzip"})
    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
    again = api.http.get("/tiles/basemap/4/11/5.mvt", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
