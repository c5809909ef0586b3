"""Coordinates in exports: the decimals that are known, and none that only look like knowledge."""

from __future__ import annotations

import json
import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.point import Point, geodesics_m
from geo.exports.degrees import MOST_DECIMALS, decimals_of, exact_degrees, exact_shape
from model.edition import Position
from model.enums import Precision


def position(lon: float, lat: float, precision: Precision) -> Position:
    return Position(lon=lon, lat=lat, precision=precision, method="test", confidence=0.9)


@pytest.mark.parametrize(
    ("precision", "told"),
    [
        (Precision.BUILDING, (70.94704, 51.99374)),
        (Precision.STREET, (70.94704, 51.99374)),
        (Precision.SETTLEMENT, (70.947, 51.9937)),
        (Precision.OKRUG, (70.947, 51.994)),
        (Precision.DISTRICT, (70.947, 51.994)),
        (Precision.REGION, (70.95, 51.99)),
    ],
)
def test_a_coarse_position_has_fewer_decimals(precision: Precision, told: tuple[float, float]) -> None:
    assert exact_degrees(position(70.947041, 51.993744, precision)) == told


@given(
    st.floats(46, 88, allow_subnormal=False),
    st.floats(40, 56, allow_subnormal=False),
    st.sampled_from(Precision),
)
def test_rounding_moves_a_place_by_a_small_share_of_its_error(
    lon: float, lat: float, precision: Precision
) -> None:
    place = position(lon, lat, precision)
    (moved_m,) = geodesics_m([(Point(lon, lat), Point(*exact_degrees(place)))])
    assert moved_m <= max(place.error_m / 100, 1.0)


@given(st.floats(0, 1e9))
def test_any_error_has_a_number_of_decimals(error_m: float) -> None:
    assert 0 <= decimals_of(error_m) <= MOST_DECIMALS
    assert decimals_of(math.nextafter(error_m, math.inf)) <= decimals_of(error_m)


def test_a_boundary_has_corners_to_the_metre_and_stays_valid() -> None:
    spike = [(70.5, 51.5), (70.5, 52.123456789), (71.5, 52.7), (71.33333333, 51.1), (70.500000001, 51.5)]
    exact = exact_shape(shapely.MultiPolygon([shapely.Polygon(spike)]))
    assert shapely.is_valid(exact)
    document = json.loads(shapely.to_geojson(exact))
    assert document["type"] == "MultiPolygon"
    corners = [corner for ring in document["coordinates"][0] for corner in ring]
    assert len(corners) >= 5
    assert all(round(each, MOST_DECIMALS) == each for corner in corners for each in corner)
    assert [70.5, 52.12346] in corners
