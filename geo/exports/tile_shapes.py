"""Known boundaries for tiles: cut to the tile, in the resolution of its grid."""

from __future__ import annotations

from collections.abc import Container, Iterator

import shapely

from geo.earth.mercator import Tile, world_shape
from geo.earth.point_arrays import Area
from geo.units.drawn_units import boundaries_today
from model.edition import Edition, Unit
from model.enums import Level

EXTENT = 4096
"""Grid steps along the side of a tile."""
_MARGIN = 64 / EXTENT
"""Share of a tile's side drawn beyond its edges, so that the cut is not visible as a border."""


class TileShapes:
    """The boundaries of units today, on the square world of web maps; empty if no boundary is known."""

    def __init__(self, edition: Edition) -> None:
        boundary_of = boundaries_today(edition)
        known = [(unit, boundary_of(unit.id)) for _, unit in sorted(edition.units.items())]
        shapes = [(unit, world_shape(boundary.shape)) for unit, boundary in known if boundary is not None]
        self._units = [unit for unit, _ in shapes]
        self._shapes = [shape for _, shape in shapes]
        self._tree = shapely.STRtree(self._shapes)

    def in_tile(self, tile: Tile, levels: Container[Level]) -> Iterator[tuple[Unit, Area]]:
        """Units of `levels` whose boundary reaches into the tile, by id, with the part that is drawn.

        That part is simplified to the grid of the tile.
        """
        if not self._shapes:
            return
        edges = edges_of(tile)
        for index in sorted(int(each) for each in self._tree.query(shapely.box(*edges))):
            if self._units[index].level not in levels:
                continue
            simple = shapely.simplify(self._shapes[index], 1 / ((1 << tile.zoom) * EXTENT))
            part = surfaces(shapely.clip_by_rect(simple, *edges))
            if part is not None:
                yield self._units[index], part


def edges_of(tile: Tile) -> tuple[float, float, float, float]:
    """West, north, east and south of the drawn part of a tile, with its margin, on the square world."""
    side = 1 << tile.zoom
    return (
        (tile.x - _MARGIN) / side,
        (tile.y - _MARGIN) / side,
        (tile.x + 1 + _MARGIN) / side,
        (tile.y + 1 + _MARGIN) / side,
    )


def surfaces(part: shapely.Geometry) -> Area | None:
    """The polygons of a cut shape.

    None where only lines and points are left, as a cut along an edge leaves them.
    """
    valid = part if shapely.is_valid(part) else shapely.make_valid(part)
    # A repaired shape may be a collection that contains a MultiPolygon.
    parts = shapely.get_parts(shapely.get_parts(valid))
    found = [each for each in parts if isinstance(each, shapely.Polygon) and not each.is_empty]
    return shapely.MultiPolygon(found) if found else None
