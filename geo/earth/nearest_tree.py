"""Finds the nearest things on the map: a KD-tree over earth-centred metres.

The tree measures chords, the answer geodesics. Their orders are nearly, but not exactly, the same: the search
widens until the next chord is longer than the last geodesic kept; nothing later can be nearer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from geo.earth.point import LonLat, earth_xyz, geodesic_m
from geo.earth.sorted_update import SortedUpdate
from model.late_import import late

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

T = TypeVar("T")
_FLOAT_NOISE_M = 0.001
_TREE = "_tree"
_LATE = ("_xyz", _TREE)
"""What the first search makes."""


class NearestTree(Generic[T]):
    """Things with a place, searched nearest first.

    Things at equal distances are sorted by `tie_key`, which must be unique.
    """

    def __init__(self, placed: Iterable[tuple[T, LonLat]], tie_key: Callable[[T], Any]) -> None:
        ordered = sorted(placed, key=lambda pair: tie_key(pair[0]))
        self._tie_key = tie_key
        # The order of `_things` is the order of ties: a thing's index stands for its key.
        self._keys = [tie_key(thing) for thing, _ in ordered]
        self._things = [thing for thing, _ in ordered]
        self._places = [place for _, place in ordered]

    @cached_property
    def _xyz(self) -> NDArray[np.float64]:
        return np.array([earth_xyz(place) for place in self._places], dtype=np.float64).reshape(-1, 3)

    @cached_property
    def _tree(self) -> cKDTree[None]:
        """The KD-tree. Made by the first search, because many programs only ask for names."""
        return _tree_of(self._xyz)

    def __len__(self) -> int:
        return len(self._things)

    @property
    def things(self) -> Sequence[T]:
        """All things, sorted by `tie_key`."""
        return tuple(self._things)

    def replaced(self, gone: Iterable[T], come: Iterable[tuple[T, LonLat]]) -> NearestTree[T]:
        """A tree with things removed and others added; an added thing replaces the one with the same key.

        This tree stays as it is.
        """
        entering = {self._tie_key(thing): (thing, place) for thing, place in come}
        leaving = {self._tie_key(thing) for thing in gone} | entering.keys()
        keys = sorted(entering)
        things, places = [entering[key][0] for key in keys], [entering[key][1] for key in keys]
        splice = SortedUpdate.of(self._keys, leaving, keys)
        made_before = vars(self)
        made: NearestTree[T] = object.__new__(NearestTree)
        made._tie_key = self._tie_key
        made._things, made._places = splice.listed(self._things, things), splice.listed(self._places, places)
        if [self._keys[index] for index in splice.left] == keys and all(
            (self._places[index].lon, self._places[index].lat) == (place.lon, place.lat)
            for index, place in zip(splice.left, places, strict=True)
        ):
            made._keys = self._keys
            made.__dict__.update({name: made_before[name] for name in _LATE if name in made_before})
        else:
            made._keys = splice.listed(self._keys, keys)
            if _TREE in made_before:  # it was searched, and its successor will be
                made._xyz = splice.rows(self._xyz, [earth_xyz(place) for place in places])
                made._tree = _tree_of(made._xyz)
        return made

    def nearest(
        self,
        to: LonLat,
        limit: int,
        max_distance_m: float = math.inf,
        keep: Callable[[T], bool] | None = None,
    ) -> list[tuple[T, float]]:
        """The nearest things that `keep` accepts with their distance in geodesic metres, nearest first.

        At most `limit`, none beyond `max_distance_m`; empty if either allows nothing.
        """
        total = len(self._things)
        if limit <= 0 or total == 0 or not max_distance_m >= 0:
            return []
        origin = earth_xyz(to)
        bound = max_distance_m + _FLOAT_NOISE_M
        asked = limit + 4
        while True:
            asked = min(asked, total)
            answer = self._tree.query(origin, k=asked, distance_upper_bound=bound)
            chords, indexes = (np.atleast_1d(each) for each in answer)  # k = 1 gives bare numbers
            # scipy pads a short answer with infinite chords and the count of points as index.
            near = [index for index in indexes.tolist() if index < total]
            ranked = sorted(self._measured(to, near, max_distance_m, keep))
            last_chord = float(chords[-1])
            complete = len(ranked) >= limit and last_chord > ranked[limit - 1][0] + _FLOAT_NOISE_M
            if complete or asked == total or math.isinf(last_chord):
                return [(self._things[index], metres) for metres, index in ranked[:limit]]
            asked *= 4

    def within(self, to: LonLat, radius_m: float) -> list[tuple[T, float]]:
        """All things at most `radius_m` geodesic metres away with their distance, nearest first.

        Empty for a negative radius.
        """
        if not self._things or not radius_m >= 0:
            return []
        near = self._tree.query_ball_point(earth_xyz(to), radius_m + _FLOAT_NOISE_M)
        found = sorted(self._measured(to, near, radius_m, None))
        return [(self._things[index], metres) for metres, index in found]

    def _measured(
        self, to: LonLat, near: list[int], max_distance_m: float, keep: Callable[[T], bool] | None
    ) -> list[tuple[float, int]]:
        """Metres and index of the `near` things that `keep` accepts, none beyond the distance; unsorted."""
        distances = []
        for index in near:
            if keep is None or keep(self._things[index]):
                metres = geodesic_m(to, self._places[index])
                if metres <= max_distance_m:
                    distances.append((metres, index))
        return distances


def _tree_of(xyz: NDArray[np.float64]) -> cKDTree[None]:
    # Sliding midpoints: built in half the time of medians, and searched as fast.
    tree: cKDTree[None] = late("scipy.spatial").cKDTree(xyz, balanced_tree=False)
    return tree
