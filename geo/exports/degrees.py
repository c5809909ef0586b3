"""Coordinates with as many decimals as they are exact.

A degree of latitude is 111 km, so that the fifth decimal is about a metre, and each decimal less ten times as
much. Further digits would claim knowledge that does not exist. Rounding moves a place by no more than half a
hundredth of its error in latitude, and less in longitude.
"""

from __future__ import annotations

import math

import shapely

from geo.earth.point_arrays import Area
from model.edition import Position

MOST_DECIMALS = 5
"""A metre: no source of positions or boundaries is more exact."""
_DEGREE_M = 111_320.0
_SHARE_OF_ERROR = 100


def decimals_of(error_m: float) -> int:
    """Decimals of a coordinate whose true place is expected within `error_m` metres.

    >>> [decimals_of(error_m) for error_m in (50.0, 3_000.0, 60_000.0)] [5, 4, 3]
    """
    step_m = max(error_m / _SHARE_OF_ERROR, 1.0)
    return min(MOST_DECIMALS, max(0, math.ceil(math.log10(_DEGREE_M / step_m))))


def exact_degrees(position: Position) -> tuple[float, float]:
    """Longitude and latitude of a position, rounded to the decimals that its error allows."""
    decimals = decimals_of(position.error_m)
    return round(position.lon, decimals), round(position.lat, decimals)


def exact_shape(shape: Area) -> shapely.Geometry:
    """A boundary with its corners rounded to five decimals, about a metre.

    Edges that then cross are repaired.
    """
    return shapely.set_precision(shape, 10.0**-MOST_DECIMALS)
