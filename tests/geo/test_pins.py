"""Marks of a map: what a viewport holds, clustered on squares that tiles share."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.asked_area import MAX_POSITIONS, InvalidGeometry, read_area
from geo.earth.box import Box, InvalidBox, parse_box
from geo.earth.marks import Marks
from geo.earth.mercator import InvalidTile, Tile, latitude, world_xy
from geo.earth.pins import MAX_PINS, pins
from geo.earth.point import Point, geodesic_m
from geo.earth.point_arrays import PointArrays
from model.edition import Edition, Office
from model.enums import Precision
from tests.api_client import ApiClient
from tests.hand_made import AKKOL, KOKSHETAU, at, office

WORLD = Box(-180, -90, 180, 90)
lons, lats = st.floats(46, 88), st.floats(40, 56)
places = st.lists(st.tuples(lats, lons, st.sampled_from([*Precision])), max_size=60)


def placed_at(found: list[tuple[float, float, Precision]]) -> PointArrays[Office]:
    return PointArrays(office(f"o{number:02}", position=at(*place)) for number, place in enumerate(found))


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


@given(places, st.integers(0, 22), lons, lons, lats, lats)
def test_marks_count_each_office_of_the_box_once(
    found: list[tuple[float, float, Precision]], zoom: int, a: float, b: float, c: float, d: float
) -> None:
    placed, box = placed_at(found), Box(min(a, b), min(c, d), max(a, b), max(c, d))
    marks = pins(placed, box, zoom)
    inside = [spot.thing.id for spot in placed.spots if box.holds(spot.position)]
    assert sorted(thing.id for mark in marks for thing in mark.things) == inside
    assert zoom < 12 or all(mark.single for mark in marks)
    for mark in marks:
        for thing in mark.things:
            assert thing.position is not None
            reach = geodesic_m(mark.position, thing.position) + thing.position.error_m
            assert reach <= mark.error_m + 0.01


@given(places, st.integers(0, 14))
def test_tiles_part_the_world_and_a_box_of_a_tile_shows_its_marks(
    found: list[tuple[float, float, Precision]], zoom: int
) -> None:
    placed = placed_at(found)
    side = 1 << zoom
    tiles = {Tile(zoom, int(spot.x * side), int(spot.y * side)) for spot in placed.spots}
    shown = [spot.thing.id for tile in tiles for spot in placed.in_tile(tile)]
    assert sorted(shown) == [spot.thing.id for spot in placed.spots]


@given(lats, lons)
def test_a_latitude_survives_the_way_to_the_map_and_back(lat: float, lon: float) -> None:
    assert latitude(world_xy(Point(lon, lat))[1]) == pytest.approx(lat, abs=1e-9)


def test_offices_at_one_square_are_one_mark_with_the_honesty_of_the_coarsest() -> None:
    coarse = at(AKKOL.lat, AKKOL.lon + 0.001, Precision.DISTRICT)
    placed = PointArrays(
        [office("a", position=AKKOL), office("b", position=coarse), office("k", position=KOKSHETAU)]
    )
    akkol, kokshetau = sorted(pins(placed, WORLD, 9), key=lambda mark: -len(mark.things))
    assert [thing.id for thing in akkol.things] == ["a", "b"]
    assert akkol.single is None
    assert akkol.position.precision is Precision.DISTRICT
    assert akkol.position.lon == pytest.approx(AKKOL.lon + 0.0005)
    assert 60_000 < akkol.error_m < 60_100
    assert kokshetau.single is not None
    assert len(pins(placed, WORLD, 0)) == 1


def test_an_answer_is_bounded_and_loses_nobody() -> None:
    placed = PointArrays(
        office(f"o{n}", position=at(45 + n // 60 * 0.1, 60 + n % 60 * 0.1)) for n in range(MAX_PINS + 200)
    )
    marks = pins(placed, WORLD, 20)
    assert len(marks) <= MAX_PINS
    assert sum(len(mark.things) for mark in marks) == len(placed)


@pytest.mark.parametrize(
    "edges",
    [
        (80, 40, 60, 50),
        (60, 50, 80, 40),
        (-181, 0, 0, 1),
        (0, 0, 1, 91),
        (float("nan"), 0, 1, 1),
        (float("inf"), 0, 1, 1),
    ],
)
def test_a_box_that_is_none_is_refused(edges: tuple[float, float, float, float]) -> None:
    with pytest.raises(InvalidBox):
        Box(*edges)


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "1,2,3,nan", "1;2;3;4"])
def test_a_text_that_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(InvalidBox, match="west,south,east,north"):
        parse_box(text)


@pytest.mark.parametrize("tile", [(-1, 0, 0), (23, 0, 0), (1, 2, 0), (1, 0, -1)])
def test_a_tile_outside_of_the_world_is_refused(tile: tuple[int, int, int]) -> None:
    with pytest.raises(InvalidTile):
        Tile(*tile)


def square(west: float, south: float, side: float) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


GEOMETRIES: list[tuple[Any, str]] = [
    ({"type": "Point", "coordinates": [1, 2]}, "only Polygon"),
    ({"type": "Polygon"}, "a list"),
    ({"type": "Polygon", "coordinates": []}, "not empty"),
    ({"type": "Polygon", "coordinates": [[]]}, "not empty"),
    ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}, "four positions"),
    ({"type": "Polygon", "coordinates": [square(0, 0, 1)[:-1]]}, "last equal to the first"),
    ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, "not valid"),
    ({"type": "Polygon", "coordinates": [square(175, 0, 9)]}, "degrees"),
    ({"type": "Polygon", "coordinates": [square(60, 85, 9)]}, "longitude comes first"),
    ({"type": "Polygon", "coordinates": [[["0", 0]] * 5]}, "number"),
    ({"type": "Polygon", "coordinates": [[[True, 0]] * 5]}, "number"),
    ({"type": "Polygon", "coordinates": [[[1e300, 0]] * 5]}, "number"),
    ({"type": "Polygon", "coordinates": [[[0]] * 5]}, "longitude, latitude"),
    ({"type": "MultiPolygon", "coordinates": [[square(0, 0, 2)], [square(1, 1, 2)]]}, "not valid"),
    ({"type": "Polygon", "coordinates": [[[0, 0]] * (MAX_POSITIONS + 1)]}, "simplify"),
]


@pytest.mark.parametrize(("geometry", "reason"), GEOMETRIES)
def test_a_geometry_that_encloses_nothing_is_refused(geometry: Any, reason: str, api: ApiClient) -> None:
    with pytest.raises(InvalidGeometry, match=reason):
        read_area(geometry)
    query = "query($f: OfficeFilterInput) { offices(filter: $f, first: 1) { totalCount } }"
    code, message = api.error(query, f={"withinGeometry": geometry})
    assert code == "BAD_USER_INPUT"
    assert reason in message


COUNT = """query($f: OfficeFilterInput) {
  offices(filter: $f, first: 100) { totalCount edges { node { id location { latitude longitude } } } } }"""


def test_a_shape_and_a_box_filter_the_same_offices(api: ApiClient) -> None:
    box = {"west": 70.9, "south": 51.9, "east": 71.0, "north": 52.1}
    ring = [[70.9, 51.9], [71.0, 51.9], [71.0, 52.1], [70.9, 52.1], [70.9, 51.9]]
    boxed = api.data(COUNT, f={"boundingBox": box})["offices"]
    shaped = api.data(COUNT, f={"withinGeometry": {"type": "Polygon", "coordinates": [ring]}})["offices"]
    assert boxed["totalCount"] > 0
    assert boxed == shaped
    literal = (
        '{ offices(first: 1, filter: {withinGeometry: {type: "Polygon", coordinates: [%s]}}) { totalCount } }'
    )
    assert api.data(literal % ring)["offices"]["totalCount"] == boxed["totalCount"]


PINS = """query($b: BoundingBoxInput!, $z: Int!, $f: OfficeFilterInput) { officePins(boundingBox: $b, zoom: $z
  filter: $f) { count office { id kind } location { latitude longitude precision errorMeters method } } }"""
COUNTRY = {"west": 40, "south": 38, "east": 95, "north": 58}


@pytest.mark.parametrize("zoom", [0, 4, 9, 12, 22])
def test_one_request_draws_a_viewport(api: ApiClient, small_edition: Edition, zoom: int) -> None:
    data = api.data(PINS, b=COUNTRY, z=zoom)["officePins"]
    located = [one for one in small_edition.offices.values() if one.position is not None]
    assert sum(pin["count"] for pin in data) == len(located)
    assert all((pin["office"] is None) == (pin["count"] > 1) for pin in data)
    assert all(pin["location"]["errorMeters"] >= 50 for pin in data)


def test_marks_are_filtered_as_lists_are(api: ApiClient, small_edition: Edition) -> None:
    found = api.data(PINS, b=COUNTRY, z=15, f={"kinds": ["PSC_BRANCH"]})["officePins"]
    assert {pin["office"]["kind"] for pin in found} == {"PSC_BRANCH"}
    wanted = {"kinds": ["PSC_BRANCH"], "boundingBox": COUNTRY}
    assert api.data(COUNT, f=wanted)["offices"]["totalCount"] == len(found)


@pytest.mark.parametrize(
    ("box", "zoom"),
    [
        ({"west": 80, "south": 40, "east": 60, "north": 50}, 5),
        ({"west": 60, "south": 50, "east": 80, "north": 40}, 5),
        ({"west": -1000, "south": 40, "east": 60, "north": 50}, 5),
        ({"west": -180, "south": -90, "east": 180, "north": 90}, 5),
        ({"west": -91, "south": 40, "east": 90, "north": 50}, 5),
        (COUNTRY, -1),
        (COUNTRY, 23),
    ],
)
def test_a_viewport_that_is_none_is_told_so(api: ApiClient, box: dict[str, float], zoom: int) -> None:
    assert api.error(PINS, b=box, z=zoom)[0] == "BAD_USER_INPUT"
    if zoom == 5:
        query = "query($f: OfficeFilterInput) { offices(filter: $f, first: 1) { totalCount } }"
        assert api.error(query, f={"boundingBox": box})[0] == "BAD_USER_INPUT"


@pytest.fixture(scope="module")
def shipped_api(shipped_edition: Edition) -> ApiClient:
    return ApiClient(shipped_edition)


VIEWPORTS = [(COUNTRY, 3), (COUNTRY, 22), ({"west": 66, "south": 49, "east": 75, "north": 54}, 7)]
FILTERS = [
    {},
    {"kinds": ["AKIMAT"]},
    {"serviceId": "PublicService:preschool-queue", "kinds": ["DEPARTMENT", "PSC_BRANCH"]},
    {"locatedInUnitId": "Region:akm"},
]


@pytest.mark.parametrize(("box", "zoom"), VIEWPORTS)
@pytest.mark.parametrize("wanted", FILTERS)
@pytest.mark.parametrize("day", [None, "2012-10-01"])
def test_marks_of_the_shipped_registry_add_up_to_its_lists(
    shipped_api: ApiClient, box: dict[str, float], zoom: int, wanted: dict[str, Any], day: str | None
) -> None:
    query = """query($b: BoundingBoxInput!, $z: Int!, $f: OfficeFilterInput, $both: OfficeFilterInput,
      $d: Date) {
      officePins(boundingBox: $b, zoom: $z, filter: $f, asOf: $d) { count }
      offices(filter: $both, first: 1, asOf: $d) { totalCount } }"""
    both = {**wanted, "boundingBox": box}
    found = shipped_api.data(query, b=box, z=zoom, f=wanted, both=both, d=day)
    assert 0 < len(found["officePins"]) <= MAX_PINS
    assert sum(pin["count"] for pin in found["officePins"]) == found["offices"]["totalCount"]


@given(places, st.integers(0, 22), lons, lons, lats, lats)
def test_marks_that_are_kept_are_those_that_are_made_anew(
    found: list[tuple[float, float, Precision]], zoom: int, a: float, b: float, c: float, d: float
) -> None:
    placed, box = placed_at(found), Box(min(a, b), min(c, d), max(a, b), max(c, d))

    def keep(one: Office) -> bool:
        return not one.id.endswith("3")

    marks = Marks(placed, keep)
    assert marks.pins(WORLD, zoom) == pins(placed, WORLD, zoom, keep)
    assert marks.pins(box, zoom) == pins(placed, box, zoom, keep)


def test_kept_marks_are_bounded_as_those_that_are_made_anew() -> None:
    placed = PointArrays(
        office(f"o{n:04}", position=at(45 + n // 60 * 0.1, 60 + n % 60 * 0.1)) for n in range(MAX_PINS + 200)
    )
    marks = Marks(placed, lambda _: True)
    for zoom in (0, 5, 10, 11, 12, 20):
        assert marks.pins(WORLD, zoom) == pins(placed, WORLD, zoom)


def test_a_map_is_shown_the_same_marks_each_time_and_by_whatever_filter(api: ApiClient) -> None:
    query = """query($b: BoundingBoxInput!, $z: Int!, $f: OfficeFilterInput) {
      officePins(boundingBox: $b, zoom: $z, filter: $f) {
        count office { id } location { latitude longitude precision errorMeters } } }"""
    states = [{"statuses": [one]} for one in ("ACTIVE", "CLOSED", "SUSPENDED", "PLANNED")]
    for box in ({"west": 46, "south": 40, "east": 88, "north": 56}, BOX_OF_AKKOL):
        for zoom in (0, 4, 9, 12):
            told = [api.data(query, b=box, z=zoom)["officePins"] for _ in range(3)]
            assert told[0] == told[1] == told[2]
            # A filter that every office passes is answered without the cache.
            text = {"withinGeometry": {"type": "Polygon", "coordinates": [square(45, 40, 44)]}}
            assert api.data(query, b=box, z=zoom, f=text)["officePins"] == told[0]
    assert [len(api.data(query, b=BOX_OF_AKKOL, z=12, f=one)["officePins"]) for one in states][1:] == [
        0,
        0,
        0,
    ]


BOX_OF_AKKOL = {"west": 70.5, "south": 51.5, "east": 71.3, "north": 52.3}
