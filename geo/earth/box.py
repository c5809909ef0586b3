"""A box between two meridians and two parallels: a map's viewport, a tile, the `bbox` of a request."""

from __future__ import annotations

import math
from dataclasses import dataclass

from geo.earth.point import LonLat, Point
from model.errors import UsageError


class InvalidBox(UsageError):  # noqa: N818  (the name says what is wrong, as all errors here)
    """Edges outside of WGS84, in the wrong order, or not numbers at all."""


_WIDEST, _HIGHEST = 180, 90
"""Width and height in degrees of the largest box that may be requested."""


KAZAKHSTAN = (46.4, 40.5, 87.4, 55.5)
"""West, south, east, north: where a map may begin to look."""


@dataclass(frozen=True, slots=True)
class Box:
    """Edges in WGS84 degrees, all of them part of the box; the whole world is a box too.

    Raises InvalidBox for edges outside of WGS84 or in the wrong order. RFC 7946 section 5.2 lets a box
    cross the 180th meridian with west > east. Kazakhstan is far from it: here such a box is a mistake,
    and must not select the rest of the world.
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        for name, value, limit in (
            ("west", self.west, 180),
            ("south", self.south, 90),
            ("east", self.east, 180),
            ("north", self.north, 90),
        ):
            # A comparison with NaN is never true, so that NaN is refused here as well.
            if not -limit <= value <= limit:
                raise InvalidBox(f"{name} is {value}, not within {-limit}..{limit} degrees")
        if self.south > self.north:
            raise InvalidBox(f"south {self.south} lies north of north {self.north}: swap them")
        if self.west > self.east:
            raise InvalidBox(
                f"west {self.west} lies east of east {self.east}: swap them "
                "(a box over the 180th meridian holds nothing of Kazakhstan)"
            )

    @property
    def middle(self) -> Point:
        """The centre of the box, in degrees."""
        return Point((self.west + self.east) / 2, (self.south + self.north) / 2)

    def holds(self, place: LonLat) -> bool:
        """Whether the place lies in the box, edges included."""
        return self.west <= place.lon <= self.east and self.south <= place.lat <= self.north


def asked_box(west: float, south: float, east: float, north: float) -> Box:
    """The box of a request.

    Raises InvalidBox also for a box wider than 180 or higher than 90 degrees. Kazakhstan is 41 degrees
    wide and 15 high: a box of half the globe is not a viewport, and all offices can be listed without a
    box.
    """
    box = Box(west, south, east, north)
    if east - west > _WIDEST or north - south > _HIGHEST:
        raise InvalidBox(
            f"the box is {east - west:g} degrees wide and {north - south:g} high, "
            f"at most {_WIDEST} by {_HIGHEST}: ask for the part with Kazakhstan in it, or without a box"
        )
    return box


def parse_box(text: str) -> Box:
    """The box of `west,south,east,north` (RFC 7946 section 5, two dimensions).

    Raises InvalidBox for other text and where `asked_box` does.
    """
    try:
        edges = [float(part) for part in text.split(",")]
    except ValueError:
        edges = []
    if len(edges) != 4 or not all(math.isfinite(edge) for edge in edges):
        raise InvalidBox(f"a box is west,south,east,north in degrees, for example 70,51,72,53; got {text!r}")
    return asked_box(*edges)
