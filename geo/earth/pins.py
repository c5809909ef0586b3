"""What a map draws: single things, or at low zoom one mark for all that share a square of the screen.

The squares are an eighth of a tile's side, so that a square lies in one tile only: tiles and viewports show
the same marks, each thing is counted once, and the counts of four tiles add up to that of the one above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic

from geo.earth.box import Box
from geo.earth.mercator import must_zoom
from geo.earth.point import Point, geodesics_m
from geo.earth.point_arrays import P, PointArrays, Spot
from model.edition import Position
from model.enums import Precision

SINGLE_FROM_ZOOM = 12
"""From this zoom on nothing is clustered: a square would be less than a kilometre wide."""
MAX_PINS = 1_000
"""Most marks of one answer; beyond it, the marks of a lower zoom are returned."""
SQUARES = 8
"""Squares along a side of a tile."""
_COARSENESS = {precision: rank for rank, precision in enumerate(Precision)}


@dataclass(frozen=True, slots=True)
class Pin(Generic[P]):
    """A mark: one thing, or a cluster, whose position is the mean of its members' positions.

    `position.precision` is that of the coarsest member; `error_m` is the radius in metres around the mark
    within which the true places of all members are expected.
    """

    position: Position
    error_m: float
    things: tuple[P, ...]

    @property
    def single(self) -> P | None:
        """The thing itself; None for a cluster."""
        return self.things[0] if len(self.things) == 1 else None


def pins(
    placed: PointArrays[P], box: Box, zoom: int, keep: Callable[[P], bool] | None = None
) -> list[Pin[P]]:
    """Marks for the things in a box that `keep` accepts.

    If there are more than 1 000 marks, the marks of a lower zoom are returned. Raises InvalidTile for a zoom
    that no map has.
    """
    must_zoom(zoom)
    spots = placed.in_box(box, keep)
    groups = grouped(spots, zoom)
    while len(groups) > MAX_PINS:
        zoom = min(zoom, SINGLE_FROM_ZOOM) - 1
        groups = grouped(spots, zoom)
    return pins_of(groups)


def grouped(spots: Sequence[Spot[P]], zoom: int) -> list[list[Spot[P]]]:
    """The spots of each occupied square of the zoom, squares in the order of their first spot.

    From zoom 12 on each spot is alone.
    """
    if zoom >= SINGLE_FROM_ZOOM:
        return [[spot] for spot in spots]
    squares = SQUARES << zoom
    found: dict[tuple[int, int], list[Spot[P]]] = {}
    for spot in spots:
        found.setdefault((int(spot.x * squares), int(spot.y * squares)), []).append(spot)
    return list(found.values())


def pin_of(group: Sequence[Spot[P]]) -> Pin[P]:
    """The mark of one square. The group must hold at least one spot."""
    return pins_of([group])[0]


def pins_of(groups: Sequence[Sequence[Spot[P]]]) -> list[Pin[P]]:
    """The mark of each square.

    Each group must hold at least one spot; all distances are measured in one call.
    """
    middles = [_middle(group) if len(group) > 1 else None for group in groups]
    ways = [
        (middle, spot.position)
        for middle, group in zip(middles, groups, strict=True)
        if middle is not None
        for spot in group
    ]
    metres = iter(geodesics_m(ways))
    return [
        Pin(group[0].position, group[0].position.error_m, (group[0].thing,))
        if middle is None
        else _cluster(group, middle, islice(metres, len(group)))
        for middle, group in zip(middles, groups, strict=True)
    ]


def _middle(group: Sequence[Spot[P]]) -> Point:
    return Point(
        _mean(spot.position.lon for spot in group),
        _mean(spot.position.lat for spot in group),
    )


def _cluster(group: Sequence[Spot[P]], middle: Point, metres: Iterable[float]) -> Pin[P]:
    """The mark of several spots; `metres` are the distances of the spots from `middle`, in order."""
    positions = [spot.position for spot in group]
    position = Position(
        lon=middle.lon,
        lat=middle.lat,
        precision=max((place.precision for place in positions), key=_COARSENESS.__getitem__),
        method="cluster",
        confidence=min(place.confidence for place in positions),
    )
    error_m = max(distance_m + place.error_m for distance_m, place in zip(metres, positions, strict=True))
    return Pin(position, error_m, tuple(spot.thing for spot in group))


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known)
