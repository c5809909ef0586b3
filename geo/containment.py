"""Which units a point lies in.

Boundaries decide where they are known. Where none is, the nearest settlement with a trustworthy position
stands for the place, but only within 50 km: farther out nobody lives, and no answer is better than a guess.
A city whose settlements the acts do not name (Astana, Almaty) is a settlement in this sense itself.

Nearness counts from the edge of a settlement, not from its middle: a city reaches as far as its people
need (`geo.extents`), and a village beside it is not nearer to its streets than the city itself. Inside of
several the smallest is meant, so that a village within the reach of a city keeps its own ground.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.atlas import Atlas
from geo.extents import LARGEST_REACH_M, reach_m
from geo.point import LonLat
from store.edition import Unit
from store.kinds import PlaceBasis

NEAREST_SETTLEMENT_M = 50_000.0
"""How far the nearest settlement may be to stand for a point, in metres."""


@dataclass(frozen=True, slots=True)
class ContainingUnit:
    """A unit that holds a point, how that is known, and metres to the settlement relied on (else None)."""

    unit: Unit
    basis: PlaceBasis
    distance_m: float | None = None


def nearest_settlement(atlas: Atlas, point: LonLat) -> tuple[Unit, float] | None:
    """The settlement whose edge is nearest to `point`, its middle within 50 km, and metres to that middle.

    Of settlements around the point the smallest, then the nearest middle, then the seat, then by id.
    """
    tree = atlas.settlement_tree
    first = tree.nearest(point, 1, NEAREST_SETTLEMENT_M)
    if not first:
        return None
    # What lies farther than this cannot have a nearer edge, however large it is.
    bound = min(NEAREST_SETTLEMENT_M, first[0][1] + LARGEST_REACH_M)

    def nearness(found: tuple[Unit, float]) -> tuple[float, float, float]:
        unit, metres = found
        reach = reach_m(unit.population)
        return max(metres - reach, 0.0), reach, metres

    return min(tree.within(point, bound), key=nearness)  # of equals the first, as the tree orders them


def units_at(atlas: Atlas, point: LonLat) -> list[ContainingUnit]:
    """The units that contain `point`, widest first; empty where no settlement lies within 50 km."""
    found = nearest_settlement(atlas, point)
    if found is None:
        return []
    settlement, metres = found
    return [
        ContainingUnit(unit, PlaceBasis.NEAREST_SETTLEMENT, metres)
        for unit in reversed(atlas.chain(settlement.id))
    ]
