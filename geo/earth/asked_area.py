"""A polygon in a request, parsed strictly: GeoJSON (RFC 7946 section 3.1) to a valid shape."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from geo.earth.point_arrays import Area
from model.errors import UsageError

MAX_POSITIONS = 10_000
"""Most positions of one geometry: a district's boundary has a few hundred."""


class InvalidGeometry(UsageError):  # noqa: N818  (the name says what is wrong, as all errors here)
    """Not a Polygon or MultiPolygon of RFC 7946, self-crossing, or with too many positions."""


def read_area(geometry: object) -> Area:
    """The shape of a GeoJSON Polygon or MultiPolygon.

    Raises InvalidGeometry for anything else, and above 10 000 positions. Rings must be closed, within
    WGS84 and without crossings; their direction does not matter. Altitudes are ignored.
    """
    if not isinstance(geometry, dict):
        raise InvalidGeometry("a geometry is an object with a type and coordinates")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise InvalidGeometry(f"the geometry is a {str(kind)[:40]!r}: only Polygon and MultiPolygon enclose")
    polygons = _list([coordinates] if kind == "Polygon" else coordinates, "a MultiPolygon")
    left = iter(range(MAX_POSITIONS))
    shapes = [_polygon(rings, left) for rings in polygons]
    area = shapes[0] if kind == "Polygon" else shapely.MultiPolygon(shapes)
    if not area.is_valid:
        raise InvalidGeometry(f"the geometry is not valid: {shapely.is_valid_reason(area)}")
    return area


def _polygon(rings: object, left: Iterator[int]) -> shapely.Polygon:
    shell, *holes = [_ring(ring, left) for ring in _list(rings, "a Polygon")]
    return shapely.Polygon(shell, holes)


def _ring(ring: object, left: Iterator[int]) -> list[tuple[float, float]]:
    """The positions of a closed ring.

    Raises InvalidGeometry if it is open, too short, or the limit of positions is reached.
    """
    corners = []
    for position in _list(ring, "a ring"):
        if next(left, None) is None:
            raise InvalidGeometry(f"the geometry has more than {MAX_POSITIONS} positions: simplify it")
        corners.append(_position(position))
    if len(corners) < 4 or corners[0] != corners[-1]:
        raise InvalidGeometry("a ring has four positions or more, the last equal to the first")
    return corners


def _position(position: object) -> tuple[float, float]:
    """Longitude and latitude. Raises InvalidGeometry outside of WGS84."""
    # An altitude is allowed and ignored.
    if not isinstance(position, list) or not 2 <= len(position) <= 3:
        raise InvalidGeometry("a position is [longitude, latitude]")
    lon, lat = _number(position[0]), _number(position[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise InvalidGeometry(f"position [{lon}, {lat}] is outside of WGS84: longitude comes first")
    return lon, lat


def _number(value: object) -> float:
    """A number of degrees. Raises InvalidGeometry for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 180:
        raise InvalidGeometry("a coordinate is a number of degrees")
    return float(value)


def _list(value: object, of: str) -> list[object]:
    if not isinstance(value, list) or not value:
        raise InvalidGeometry(f"{of} needs coordinates: a list that is not empty")
    return value
