"""Things with a position as arrays, for finding those in a box, a tile or a shape without a loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.earth.box import Box
from geo.earth.mercator import Tile, world_xy
from geo.earth.sorted_update import SortedUpdate
from model.edition import Position

Area = shapely.Polygon | shapely.MultiPolygon


class Placeable(Protocol):
    """A unit or an office: an id, and a position where one is known."""

    @property
    def id(self) -> str:
        """The id of the thing."""

    @property
    def position(self) -> Position | None:
        """The position of the thing; None where it is not known."""


P = TypeVar("P", bound=Placeable)


@dataclass(frozen=True, slots=True)
class Spot(Generic[P]):
    """A thing, its position, and its place on the square world of web maps (`geo.earth.mercator`)."""

    thing: P
    position: Position
    x: float
    y: float


class PointArrays(Generic[P]):
    """Things that have a position, sorted by id; things without a position are left out."""

    def __init__(self, things: Iterable[P]) -> None:
        located = [(thing, thing.position) for thing in things if thing.position is not None]
        located.sort(key=lambda pair: pair[0].id)
        self.spots: tuple[Spot[P], ...] = tuple(
            Spot(thing, position, *world_xy(position)) for thing, position in located
        )
        self._ids = [spot.thing.id for spot in self.spots]
        self._lon = np.array([spot.position.lon for spot in self.spots], dtype=np.float64)
        self._lat = np.array([spot.position.lat for spot in self.spots], dtype=np.float64)
        self._x = np.array([spot.x for spot in self.spots], dtype=np.float64)
        self._y = np.array([spot.y for spot in self.spots], dtype=np.float64)

    def replaced(self, gone: Iterable[str], come: Iterable[P]) -> PointArrays[P]:
        """A copy with some ids removed and other things added.

        An added thing replaces the one with the same id; things without a position are left out.
        """
        entering = PointArrays(come)
        leaving = {*gone, *entering._ids}
        splice = SortedUpdate.of(self._ids, leaving, entering._ids)
        made: PointArrays[P] = object.__new__(PointArrays)
        made.spots = tuple(splice.listed(self.spots, entering.spots))
        made._ids = splice.listed(self._ids, entering._ids)
        made._lon = splice.rows(self._lon, entering._lon)
        made._lat = splice.rows(self._lat, entering._lat)
        made._x = splice.rows(self._x, entering._x)
        made._y = splice.rows(self._y, entering._y)
        return made

    def __len__(self) -> int:
        return len(self.spots)

    def in_box(self, box: Box, keep: Callable[[P], bool] | None = None) -> list[Spot[P]]:
        """The things in the box that `keep` accepts (all without it), edges included, sorted by id."""
        across = (self._lon >= box.west) & (self._lon <= box.east)
        return self._chosen(across & (self._lat >= box.south) & (self._lat <= box.north), keep)

    def in_tile(self, tile: Tile) -> list[Spot[P]]:
        """The things in the tile, sorted by id; each thing is in exactly one tile of a zoom."""
        side = 1 << tile.zoom
        # Multiplying by a power of two is exact, so that tiles of all zooms share their edges.
        across = np.floor(self._x * side) == tile.x
        return self._chosen(across & (np.floor(self._y * side) == tile.y), None)

    def in_area(self, area: Area) -> list[Spot[P]]:
        """The things in the shape or on its edge, sorted by id."""
        shapely.prepare(area)
        return self._chosen(shapely.intersects_xy(area, self._lon, self._lat), None)

    def _chosen(self, inside: NDArray[np.bool_], keep: Callable[[P], bool] | None) -> list[Spot[P]]:
        chosen = (self.spots[index] for index in np.flatnonzero(inside).tolist())
        return [spot for spot in chosen if keep is None or keep(spot.thing)]
