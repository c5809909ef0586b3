"""The radius of a populated place around the point that represents it.

Boundaries of settlements are not known. One point stands for a village and for a city of two million alike:
villages at the edge of Almaty lie nearer to many of its streets than its centre does. A place is therefore
treated as a circle whose radius follows from its population and the density in `seeds/lookups/extents.yaml`.
"""

from __future__ import annotations

import math

from model.enums import Level, Precision
from model.lookup_facts import Extents
from model.lookups import lookup

_FIGURES = lookup(Extents)
PEOPLE_PER_KM2 = _FIGURES.people_per_km2
SMALLEST_REACH_M = _FIGURES.smallest_m
"""Reach in metres of every place whose population is small or unknown."""
OF_LEVEL = {Level(level): spread for level, spread in _FIGURES.spreads.items()}
"""How the radius around the point of a unit follows from the distances to its villages, by level."""
_STEP_M = 100.0
LARGEST_REACH_M = _FIGURES.largest_m
"""Largest reach of a place in metres: a search this much wider than the nearest point misses no place."""


def error_of(precision: Precision, people: int | None) -> float:
    """Radius in metres within which the true place is expected; `people` is the settlement's population.

    For precision SETTLEMENT it is the radius of the settlement, rounded up to hundreds: the true place may be
    at its edge. For others it follows from the precision alone.
    """
    if precision is not Precision.SETTLEMENT:
        return precision.error_m
    return max(precision.error_m, math.ceil(reach_m(people) / _STEP_M) * _STEP_M)


def reach_m(population: int | None) -> float:
    """Radius in metres of a place with that population; the smallest radius if it is unknown."""
    radius = 1000 * math.sqrt((population or 0) / (math.pi * PEOPLE_PER_KM2))
    return min(max(radius, SMALLEST_REACH_M), LARGEST_REACH_M)
