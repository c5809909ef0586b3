"""Which units a point lies in.

Boundaries decide where they are known. Where none is, the nearest settlement with a trustworthy position
stands for the place, but only within 50 km: farther out nobody lives, and no answer is better than a guess.
A city whose settlements the acts do not name (Astana, Almaty) is a settlement in this sense itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.atlas import Atlas
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
    """The settlement nearest to `point` within 50 km, and metres to it; of equals the seat, then by id."""
    found = atlas.settlement_tree.nearest(point, 1, NEAREST_SETTLEMENT_M)
    return found[0] if found else None


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
