"""Chooses between namesakes: records of one place, neighbours in the okrug, population."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from statistics import median
from typing import Protocol, TypeVar

from geo.earth.point import LonLat, Point, geodesic_m

CLUSTER_KM = 8.0
"""Places of one name within this distance are one place."""
NEAR_KM = 30.0
"""Farthest that a place may lie from the middle of its okrug's other villages to be chosen by them."""
CLEARLY_KM = 10.0
"""The next namesake must lie twice as far and this much farther."""
SPARSE_KM = 60.0
"""Okrugs of the steppe are this large: a place this far may be chosen, too, ..."""
SPARSE_TIMES = 5
"""... if the next namesake lies this many times as far."""
PEOPLED = 1_500
"""Smallest population for which the more populous namesake is chosen, and ..."""
PEOPLED_TIMES = 5
"""... how many times that of the next one it must be."""


class Place(LonLat, Protocol):
    """Anything with a position, an id and perhaps a population."""

    @property
    def id(self) -> str:
        """The id, which distinguishes the place from others."""

    @property
    def population(self) -> int | None:
        """The number of people; None where it is not known."""


Somewhere = TypeVar("Somewhere", bound=Place)


@lru_cache(maxsize=65_536)
def _km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    return geodesic_m(Point(lon, lat), Point(other_lon, other_lat)) / 1000.0


def km_between(one: LonLat, other: LonLat) -> float:
    """Geodesic distance in kilometres."""
    return _km(one.lon, one.lat, other.lon, other.lat)


def middle(places: Sequence[LonLat]) -> Point:
    """The median of the longitudes and of the latitudes: one stray place hardly moves it.

    Raises StatisticsError without places.
    """
    return Point(median(place.lon for place in places), median(place.lat for place in places))


def is_cluster(places: Sequence[LonLat]) -> bool:
    """Whether all places lie within 8 km of the first, so that they are records of one place."""
    return all(km_between(places[0], other) <= CLUSTER_KM for other in places[1:])


def by_siblings(hits: Sequence[Somewhere], near: Sequence[LonLat]) -> Somewhere | None:
    """The one of several hits that is clearly nearest to the other villages of the okrug, `near`.

    None without such villages or where they do not decide. Needs at least two hits.
    """
    if not near:
        return None
    centre = middle(near)
    ranked = sorted((km_between(hit, centre), hit.id, hit) for hit in hits)
    (first, _, best), (second, _, other) = ranked[0], ranked[1]
    clear = second >= 2 * first + CLEARLY_KM or km_between(best, other) <= CLUSTER_KM
    if first <= NEAR_KM:
        return best if clear else None
    return best if first <= SPARSE_KM and second >= SPARSE_TIMES * first else None


def by_population(hits: Sequence[Somewhere]) -> Somewhere | None:
    """The one of several hits with at least 1,500 people and five times the population of the next.

    Else None. Needs at least two hits.
    """
    peopled = sorted(hits, key=lambda hit: -(hit.population or 0))
    first, second = peopled[0].population or 0, peopled[1].population or 0
    return peopled[0] if first >= PEOPLED and first >= PEOPLED_TIMES * second else None
