"""The land of Kazakhstan, and what is certainly outside of it.

The outline is that of the shipped boundaries (`seeds/lookups/country.yaml`, written by `kense boundaries
make`). It is as rough as these: only points farther outside than its possible error count as abroad. The sea
is outside, too: no office serves it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import affinity

from geo.earth.point import LonLat
from model.late_import import late
from model.lookup_facts import Country
from model.lookups import lookup

if TYPE_CHECKING:
    from pyproj import Proj

_FIGURES = lookup(Country)
BORDER_M = _FIGURES.border_m
"""How far in metres a drawn border may be from the true one."""
_M_PER_DEGREE = 111_320.0
# Conformal, and correct to 1 % in length in the whole country.
_PLANE = "+proj=lcc +lat_1=43 +lat_2=53 +lat_0=48 +lon_0=67 +ellps=WGS84 +units=m"
_CORNER_M = 200.0
"""How much the outline may be moved to save corners, in metres."""
_DECIMALS = 4
_STRIP = 2
"""Degrees of longitude: PostGIS reads the few corners of one strip and not the whole outline."""


def _line() -> shapely.Polygon:
    corners = (corner.split() for corner in _FIGURES.outline.split(","))
    return shapely.Polygon([(float(lon), float(lat)) for lon, lat in corners])


COUNTRY = _line()
shapely.prepare(COUNTRY)


@cache
def land_and_border() -> shapely.Polygon:
    """Kazakhstan and `BORDER_M` metres around it, in WGS84 degrees: everything that may be in the country.

    It has no holes. PostGIS gets exactly this shape in strips, so that both call the same points abroad.
    """
    wide = shapely.transform(COUNTRY, _flat).buffer(BORDER_M, quad_segs=4).simplify(_CORNER_M)
    land = shapely.transform(shapely.Polygon(shapely.get_exterior_ring(wide)), _degrees)
    shapely.prepare(land)
    return land


def strips_of_land() -> Iterator[tuple[float, float, shapely.Geometry]]:
    """The shape of `land_and_border` in strips of two degrees of longitude, from west to east.

    Each has its west edge, its east edge and its shape.
    """
    land = land_and_border()
    west, south, east, north = land.bounds
    for edge in range(math.floor(west), math.ceil(east), _STRIP):
        yield edge, edge + _STRIP, shapely.clip_by_rect(land, edge, south, edge + _STRIP, north)


@cache
def _plane() -> Proj:
    projection: Proj = late("pyproj").Proj(_PLANE)
    return projection


def _flat(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack(_plane()(degrees[:, 0], degrees[:, 1]))


def _degrees(metres: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(np.column_stack(_plane()(metres[:, 0], metres[:, 1], inverse=True)), _DECIMALS)


def is_outside(point: LonLat) -> bool:
    """Whether the point is farther from Kazakhstan than `BORDER_M` metres, the error of its outline."""
    return not land_and_border().intersects(shapely.Point(point.lon, point.lat))


def circle(around: LonLat, radius_m: float) -> shapely.Polygon:
    """A circle of `radius_m` metres in WGS84 degrees, with 32 corners, accurate to about 1 %."""
    lat = radius_m / _M_PER_DEGREE
    round_one = shapely.Point(0.0, 0.0).buffer(1.0, quad_segs=8)
    lon = lat / math.cos(math.radians(around.lat))
    return affinity.translate(affinity.scale(round_one, lon, lat, origin=(0, 0)), around.lon, around.lat)
