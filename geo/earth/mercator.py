"""The square world of web maps (EPSG:3857) as shares of its sides, and its tiles.

x runs from 0 at 180° west to 1 at 180° east, y from 0 in the north (85.0511°) to 1 in the south. Tile
`zoom/x/y` is the square `x..x+1, y..y+1` of the world cut into 2^zoom columns and rows; it holds its western
and northern edges, so that each point lies in exactly one tile.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.earth.box import Box
from geo.earth.point import LonLat
from model.errors import UsageError

MAX_LATITUDE = math.degrees(math.atan(math.sinh(math.pi)))
MAX_ZOOM = 22
G = TypeVar("G", bound=shapely.Geometry)


class InvalidTile(UsageError):  # noqa: N818  (the name says what is wrong, as all errors here)
    """An unsupported zoom, or a column or row outside of the world."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One square of the world.

    Raises InvalidTile for an unsupported zoom or a column or row outside of the world.
    """

    zoom: int
    x: int
    y: int

    def __post_init__(self) -> None:
        must_zoom(self.zoom)
        side = 1 << self.zoom
        if not (0 <= self.x < side and 0 <= self.y < side):
            raise InvalidTile(
                f"tile {self.zoom}/{self.x}/{self.y}: columns and rows of zoom {self.zoom} are 0..{side - 1}"
            )

    @property
    def box(self) -> Box:
        """The edges of the tile in degrees."""
        side = 1 << self.zoom
        return Box(
            self.x / side * 360 - 180,
            latitude((self.y + 1) / side),
            (self.x + 1) / side * 360 - 180,
            latitude(self.y / side),
        )


def must_zoom(zoom: int) -> int:
    """The zoom, unchanged. Raises InvalidTile if it is not within 0..22."""
    if not 0 <= zoom <= MAX_ZOOM:
        raise InvalidTile(f"zoom is {zoom}, not within 0..{MAX_ZOOM}")
    return zoom


def world_xy(place: LonLat) -> tuple[float, float]:
    """A place as x and y from 0 to 1 of the square world; latitudes beyond the map are moved to its edge."""
    return (place.lon + 180) / 360, _world_y(place.lat)


def world_shape(shape: G) -> G:
    """A shape in degrees converted to the square world, corner by corner.

    Latitudes beyond the map are moved to its edge.
    """

    def projected(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        lat = np.radians(np.clip(corners[:, 1], -MAX_LATITUDE, MAX_LATITUDE))
        return np.column_stack(((corners[:, 0] + 180) / 360, 0.5 - np.arcsinh(np.tan(lat)) / math.tau))

    return shapely.transform(shape, projected)


def latitude(y: float) -> float:
    """Degrees north of a height `y` from 0 (north) to 1; the inverse of `world_xy` up to rounding."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


def _world_y(lat: float) -> float:
    clamped = min(max(lat, -MAX_LATITUDE), MAX_LATITUDE)
    share = 0.5 - math.asinh(math.tan(math.radians(clamped))) / math.tau
    return min(max(share, 0.0), math.nextafter(1.0, 0.0))
