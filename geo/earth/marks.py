"""Map marks, built once for each square of each zoom; only squares that the box cuts are rebuilt.

`geo.earth.pins` defines a mark and makes the same ones: there for any set of things, here for those of an
edition, which are requested often.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic

import numpy as np
from numpy.typing import NDArray

from geo.earth.box import Box
from geo.earth.mercator import must_zoom
from geo.earth.pins import MAX_PINS, SINGLE_FROM_ZOOM, SQUARES, Pin, pins_of
from geo.earth.point_arrays import P, PointArrays, Spot


class _Level(Generic[P]):
    """The occupied squares of one zoom, in the order of their first spots."""

    def __init__(self, spots: Sequence[Spot[P]], x: NDArray[np.float64], y: NDArray[np.float64], zoom: int):
        squares = SQUARES << zoom
        # Multiplying by a power of two is exact, and places are positive: the same grid as pins.grouped.
        keys = (x * squares).astype(np.int64) * squares + (y * squares).astype(np.int64)
        _, first, square_of = np.unique(keys, return_index=True, return_inverse=True)
        rank = np.empty(len(first), dtype=np.int64)
        rank[np.argsort(first)] = np.arange(len(first))
        self.square_of: NDArray[np.int64] = rank[square_of.reshape(-1)]
        """The index of the square of each spot."""
        self.first: NDArray[np.int64] = np.sort(first)
        """The index of the first spot of each square."""
        self.counts = np.bincount(self.square_of, minlength=len(first))
        self._spots = spots
        self._order = np.argsort(self.square_of, kind="stable")
        self._ends = np.cumsum(self.counts)
        self._pins: list[Pin[P] | None] = [None] * len(first)

    def whole(self, numbers: Iterable[int]) -> list[Pin[P]]:
        """The marks of squares all of whose spots lie in the box; each mark is made once and kept."""
        wanted = list(numbers)
        missing = [number for number in wanted if self._pins[number] is None]
        made = pins_of([[self._spots[index] for index in self.members(number)] for number in missing])
        for number, pin in zip(missing, made, strict=True):
            self._pins[number] = pin
        return [kept for number in wanted if (kept := self._pins[number]) is not None]

    def members(self, number: int) -> list[int]:
        """Indexes of the spots in a square, in order."""
        end = int(self._ends[number])
        found: list[int] = self._order[end - int(self.counts[number]) : end].tolist()
        return found


class Marks(Generic[P]):
    """The map marks of all things that `keep` accepts, at every zoom."""

    def __init__(self, placed: PointArrays[P], keep: Callable[[P], bool]) -> None:
        kept = [index for index, spot in enumerate(placed.spots) if keep(spot.thing)]
        self._spots = [placed.spots[index] for index in kept]
        self._lon = np.array([spot.position.lon for spot in self._spots], dtype=np.float64)
        self._lat = np.array([spot.position.lat for spot in self._spots], dtype=np.float64)
        self._x = np.array([spot.x for spot in self._spots], dtype=np.float64)
        self._y = np.array([spot.y for spot in self._spots], dtype=np.float64)
        self._levels: dict[int, _Level[P]] = {}
        self._kept: set[int] = set()

    def pins(self, box: Box, zoom: int) -> list[Pin[P]]:
        """The marks in a box, equal to those of `geo.earth.pins.pins`, at most 1 000.

        Raises InvalidTile for an unsupported zoom.
        """
        must_zoom(zoom)
        inside = (self._lon >= box.west) & (self._lon <= box.east)
        inside &= (self._lat >= box.south) & (self._lat <= box.north)
        if zoom >= SINGLE_FROM_ZOOM:
            if np.count_nonzero(inside) <= MAX_PINS:
                return pins_of([[self._spots[index]] for index in np.flatnonzero(inside).tolist()])
            zoom = SINGLE_FROM_ZOOM - 1
        while True:
            level = self._level(zoom)
            counts = np.bincount(level.square_of[inside], minlength=len(level.counts))
            if np.count_nonzero(counts) <= MAX_PINS:
                return self._marks(level, counts, inside)
            zoom -= 1

    def _marks(self, level: _Level[P], counts: NDArray[np.int64], inside: NDArray[np.bool_]) -> list[Pin[P]]:
        """The marks of a zoom: kept ones for whole squares, new ones for squares that the box cuts."""
        whole = np.flatnonzero((counts == level.counts) & (counts > 0)).tolist()
        kept = level.whole(whole)
        self._kept.update(map(id, kept))
        pins = dict(zip(level.first[whole].tolist(), kept, strict=True))
        cut = np.flatnonzero((counts != level.counts) & (counts > 0)).tolist()
        groups = [[index for index in level.members(number) if inside[index]] for number in cut]
        made = pins_of([[self._spots[index] for index in group] for group in groups])
        pins.update(zip((group[0] for group in groups), made, strict=True))
        return [pins[first] for first in sorted(pins)]

    def is_kept(self, pin: Pin[P]) -> bool:
        """Whether a returned mark is that of a whole square.

        Such a mark is kept, and the same object is returned again.
        """
        return id(pin) in self._kept

    def _level(self, zoom: int) -> _Level[P]:
        known = self._levels.get(zoom)
        if known is None:
            known = self._levels[zoom] = _Level(self._spots, self._x, self._y, zoom)
        return known
