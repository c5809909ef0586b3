"""Points and metres: the equator and the meridian can be worked out on paper."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.point import InvalidPoint, Point, chord_m, geodesic_m

DEGREE_OF_EQUATOR_M = 6_378_137 * math.pi / 180  # 111,319.49
QUARTER_MERIDIAN_M = 10_001_965.729  # WGS84

points = st.builds(Point, st.floats(-180, 180), st.floats(-90, 90))


@pytest.mark.parametrize(
    ("lon", "lat"), [(71.4, 95), (181, 51), (math.nan, 51), (71.4, math.nan), (math.inf, 0), (0, -90.001)]
)
def test_a_point_outside_of_the_world_is_refused(lon: float, lat: float) -> None:
    with pytest.raises(InvalidPoint, match="is not within"):
        Point(lon=lon, lat=lat)


def test_one_degree_along_the_equator_is_the_arc_of_the_semi_major_axis() -> None:
    assert geodesic_m(Point(70, 0), Point(71, 0)) == pytest.approx(DEGREE_OF_EQUATOR_M, abs=0.01)


def test_equator_to_pole_is_the_quarter_meridian() -> None:
    assert geodesic_m(Point(70, 0), Point(70, 90)) == pytest.approx(QUARTER_MERIDIAN_M, abs=0.01)


def test_longitude_comes_before_latitude() -> None:
    # At 53 N a degree of longitude is about 67 km and one of latitude about 111 km.
    home = Point(lon=70, lat=53)
    assert geodesic_m(home, Point(lon=71, lat=53)) == pytest.approx(67_100, rel=0.01)
    assert geodesic_m(home, Point(lon=70, lat=54)) == pytest.approx(111_300, rel=0.01)


@given(points, points)
def test_the_chord_is_never_longer_than_the_geodesic(a: Point, b: Point) -> None:
    assert chord_m(a, b) <= geodesic_m(a, b) + 0.001


@given(points, points)
def test_there_and_back_are_equally_far(a: Point, b: Point) -> None:
    assert geodesic_m(a, b) == pytest.approx(geodesic_m(b, a), abs=0.01)
