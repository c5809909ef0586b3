"""A WGS84 point and the metres between two of them.

Distances in answers are geodesics on the WGS84 ellipsoid. Search trees hold earth-centred coordinates, whose
straight line between two places (the chord through the earth) is never longer than the geodesic: a tree asked
for everything within `d` metres of chord loses nothing that lies within `d` metres of ground.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from model.errors import UsageError
from model.late_import import late

if TYPE_CHECKING:
    from pyproj import Geod

_SEMI_MAJOR_M = 6_378_137.0
_FLATTENING = 1 / 298.257223563
_ECCENTRICITY_SQUARED = _FLATTENING * (2 - _FLATTENING)


@cache
def wgs84() -> Geod:
    """The ellipsoid that distances and areas are measured on."""
    ellipsoid: Geod = late("pyproj").Geod(ellps="WGS84")
    return ellipsoid


class InvalidPoint(UsageError):  # noqa: N818  (the name says what is wrong, as all errors here)
    """Longitude outside -180..180 or latitude outside -90..90, or not a number at all."""


class LonLat(Protocol):
    """Anything with WGS84 degrees: a `Point`, or the `Position` of a unit or an office."""

    @property
    def lon(self) -> float:
        """Degrees east."""

    @property
    def lat(self) -> float:
        """Degrees north."""


@dataclass(frozen=True, slots=True)
class Point:
    """Longitude and latitude in WGS84 degrees. Raises InvalidPoint outside of their ranges.

    >>> Point(lon=70.94, lat=52.0).lat
    52.0
    """

    lon: float
    lat: float

    def __post_init__(self) -> None:
        # A comparison with NaN is never true, so that NaN is refused here as well.
        if not -90 <= self.lat <= 90:
            raise InvalidPoint(f"latitude {self.lat} is not within -90..90")
        if not -180 <= self.lon <= 180:
            raise InvalidPoint(f"longitude {self.lon} is not within -180..180")


def geodesic_m(a: LonLat, b: LonLat) -> float:
    """Metres between two points along the WGS84 ellipsoid."""
    _, _, metres = wgs84().inv(a.lon, a.lat, b.lon, b.lat)
    return float(metres)


def geodesics_m(pairs: Sequence[tuple[LonLat, LonLat]]) -> list[float]:
    """Metres between the points of each pair, equal to those of `geodesic_m`, computed in one call."""
    if not pairs:
        return []
    ends = [[end for pair in pairs for end in (pair[side].lon, pair[side].lat)] for side in (0, 1)]
    (lon, lat), (to_lon, to_lat) = (np.array(flat).reshape(-1, 2).T for flat in ends)
    _, _, metres = wgs84().inv(lon, lat, to_lon, to_lat)
    return [float(metre) for metre in metres]


def earth_xyz(at: LonLat) -> tuple[float, float, float]:
    """Earth-centred metres (EPSG:4978) at height 0: axes to 0°N 0°E, to 0°N 90°E and to the north pole."""
    lon, lat = math.radians(at.lon), math.radians(at.lat)
    normal = _SEMI_MAJOR_M / math.sqrt(1 - _ECCENTRICITY_SQUARED * math.sin(lat) ** 2)
    flat = normal * math.cos(lat)
    return flat * math.cos(lon), flat * math.sin(lon), normal * (1 - _ECCENTRICITY_SQUARED) * math.sin(lat)


def chord_m(a: LonLat, b: LonLat) -> float:
    """Metres of the straight line through the earth between two points; never more than `geodesic_m`."""
    return math.dist(earth_xyz(a), earth_xyz(b))
