"""Coordinate reference systems (OGC API - Features, Part 2): how coordinates come in and go out.

Kense keeps degrees of WGS84. EPSG:4326 is the same with latitude first; EPSG:3857 is the square of web maps.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.earth.box import Box, InvalidBox
from geo.earth.mercator import MAX_LATITUDE
from model.errors import UsageError
from model.late_import import late

if TYPE_CHECKING:
    from pyproj import Transformer

_DECIMALS_OF_METRES = 1
"""Positions and boundaries are known to the metre at best."""
_EDGE_M = math.pi * 6_378_137.0
"""Half the side of the square, in metres of EPSG:3857."""
Degrees = NDArray[np.float64]


class InvalidCrs(UsageError):  # noqa: N818  (the name says what is wrong, as all errors here)
    """A coordinate reference system that is not supported."""


class Crs(StrEnum):
    """The supported coordinate reference systems, by URI."""

    CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    WGS84 = "http://www.opengis.net/def/crs/EPSG/0/4326"
    WEB_MERCATOR = "http://www.opengis.net/def/crs/EPSG/0/3857"


_SHORT = {
    "crs84": Crs.CRS84,
    "ogc:crs84": Crs.CRS84,
    "epsg:4326": Crs.WGS84,
    "epsg:3857": Crs.WEB_MERCATOR,
}
"""Short names of the systems; safe CURIEs stand in square brackets."""


def read_crs(text: str, parameter: str) -> Crs:
    """The system with this URI, or with a short name such as `epsg:4326`, in brackets or without.

    Raises InvalidCrs; `parameter` names the faulty parameter in the message.
    """
    short = _SHORT.get(text.strip("[]").lower())
    if short is not None:
        return short
    try:
        return Crs(text)
    except ValueError:
        raise InvalidCrs(f"{parameter} is one of {', '.join(Crs)}, got {text[:80]!r}") from None


@lru_cache
def _projection(*, forward: bool) -> Transformer:
    ends = ("OGC:CRS84", "EPSG:3857") if forward else ("EPSG:3857", "OGC:CRS84")
    found: Transformer = late("pyproj").Transformer.from_crs(*ends, always_xy=True)
    return found


def _swapped(coordinates: Degrees) -> Degrees:
    return coordinates[:, ::-1]


def _into_metres(coordinates: Degrees) -> Degrees:
    latitudes = np.clip(coordinates[:, 1], -MAX_LATITUDE, MAX_LATITUDE)
    x, y = _projection(forward=True).transform(coordinates[:, 0], latitudes)
    return np.round(np.column_stack([x, y]), _DECIMALS_OF_METRES)


def _into_degrees(coordinates: Degrees) -> Degrees:
    # What lies beyond the square is cut to its edge: the projection would wrap around to the other side.
    inside = np.clip(coordinates, -_EDGE_M, _EDGE_M)
    return np.column_stack(_projection(forward=False).transform(inside[:, 0], inside[:, 1]))


_OUT: dict[Crs, Callable[[Degrees], Degrees]] = {Crs.WGS84: _swapped, Crs.WEB_MERCATOR: _into_metres}
_IN: dict[Crs, Callable[[Degrees], Degrees]] = {Crs.WGS84: _swapped, Crs.WEB_MERCATOR: _into_degrees}


def shown_in(shape: shapely.Geometry, crs: Crs) -> shapely.Geometry:
    """A shape in degrees, longitude first, converted to the coordinates of a system.

    Metres are rounded to 0.1.
    """
    convert = _OUT.get(crs)
    return shape if convert is None else shapely.transform(shape, convert)


def read_from(shape: shapely.Geometry, crs: Crs) -> shapely.Geometry:
    """A shape in the coordinates of a system, converted to degrees, longitude first.

    Metres beyond the square of web maps are moved to its edge.
    """
    convert = _IN.get(crs)
    return shape if convert is None else shapely.transform(shape, convert)


def read_boxes(edges: list[float], crs: Crs) -> tuple[Box, ...]:
    """The box between two corners given in a system: first the lower, then the upper corner.

    Two boxes if it crosses the 180th meridian. Raises InvalidBox.
    """
    corners = np.array([edges[:2], edges[2:]], dtype=np.float64)
    convert = _IN.get(crs)
    (west, south), (east, north) = (corners if convert is None else convert(corners)).tolist()
    if not all(map(np.isfinite, (west, south, east, north))):
        raise InvalidBox("the corners of bbox lie outside of the coordinates of bbox-crs")
    if west > east:  # RFC 7946 section 5.2; OGC allows such a box, GraphQL does not
        return Box(west, south, 180.0, north), Box(-180.0, south, east, north)
    return (Box(west, south, east, north),)
