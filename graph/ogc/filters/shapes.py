"""Geometries inside of a filter: WKT, GeoJSON and boxes, checked before anything is compared with them."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
import shapely

from geo.earth.asked_area import MAX_POSITIONS
from geo.earth.crs import Crs, read_boxes, read_from
from graph.ogc.filters.tree import FilterError

WKT_TYPES = frozenset({"POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON"})
"""Without collections, which may hold themselves."""
_GEOJSON_TYPES = frozenset(
    {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"}
)


def wkt_shape(text: str, crs: Crs) -> shapely.Geometry:
    """The geometry of well-known text, in degrees.

    Raises FilterError if it is invalid, too long or outside of WGS 84.
    """
    try:
        shape = shapely.from_wkt(text)
    except shapely.errors.ShapelyError:
        raise FilterError(f"{text[:60]!r} is not a geometry in well-known text") from None
    return _checked(shape, crs)


def geojson_shape(geometry: object, crs: Crs) -> shapely.Geometry:
    """The geometry of a GeoJSON object, in degrees.

    Raises FilterError if it is invalid, too long or outside of WGS 84.
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in _GEOJSON_TYPES:
        raise FilterError(f"a geometry is a GeoJSON object of the type {', '.join(sorted(_GEOJSON_TYPES))}")
    try:
        shape = shapely.from_geojson(orjson.dumps(geometry))
    except (shapely.errors.ShapelyError, ValueError):
        raise FilterError(f"the coordinates of the {kind} are not those of one") from None
    return _checked(shape, crs)


def box_shape(edges: Sequence[object], crs: Crs) -> shapely.Geometry:
    """The geometry of a box of four edges.

    Raises FilterError unless these are four numbers, and InvalidBox.
    """
    numbers = [float(edge) for edge in edges if isinstance(edge, int | float) and not isinstance(edge, bool)]
    if len(numbers) != 4 or len(edges) != 4:
        raise FilterError("a BBOX has four numbers: the least of both axes, then the greatest")
    boxes = read_boxes(numbers, crs)
    return shapely.union_all([shapely.box(box.west, box.south, box.east, box.north) for box in boxes])


def _checked(shape: shapely.Geometry, crs: Crs) -> shapely.Geometry:
    """The shape in degrees. Raises FilterError if it is empty, invalid, too long or outside of WGS 84."""
    if shapely.is_missing(shape) or shapely.is_empty(shape):
        raise FilterError("a geometry of the filter is empty")
    if shapely.get_num_coordinates(shape) > MAX_POSITIONS:
        raise FilterError(f"a geometry of the filter has more than {MAX_POSITIONS} positions: simplify it")
    shape = read_from(shapely.force_2d(shape), crs)
    west, south, east, north = shapely.bounds(shape).tolist()
    # A comparison with NaN is never true, so that NaN is refused here as well.
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise FilterError(
            "a geometry of the filter lies outside of WGS84: the axes are those of filter-crs, "
            "and longitude comes first without it"
        )
    if not shapely.is_valid(shape):
        raise FilterError(f"a geometry of the filter is not valid: {shapely.is_valid_reason(shape)[:80]}")
    return shape
