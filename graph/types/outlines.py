"""Outlines of units as GeoJSON, simplified as far as the client allows."""

from __future__ import annotations

import math
from datetime import date

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.units.approximate_areas import ApproximateAreas
from geo.units.drawn_units import DrawnUnits
from graph.served.context import Registry
from graph.served.precompute import precomputed
from graph.served.registry import Derivation
from graph.terms.errors import BadInputError
from graph.terms.limits import spend
from graph.terms.scalars import GeoJSONGeometry
from model.edition import Boundary, Unit

_METRES_OF_DEGREE = 111_700.0
"""A degree is nowhere longer, so that a tolerance in degrees never exceeds the one in metres."""
_POSITIONS_OF_RECORD = 50
"""Positions of an outline that cost as much as one record."""


def boundary(
    registry: Registry, unit: Unit, tolerance_m: float | None, day: date | None = None
) -> GeoJSONGeometry | None:
    """The boundary of a unit on a day (None: the latest state) as GeoJSON. None if no boundary is known.

    It is simplified by at most `tolerance_m` metres. Raises BadInputError for a negative tolerance.
    """
    known = boundary_of(registry, unit.id, day)
    return None if known is None else _drawn(known.shape, tolerance_m)


def boundary_of(registry: Registry, unit_id: str, day: date | None = None) -> Boundary | None:
    """The boundary of a unit on a day, with its source. None if no boundary is known."""
    return registry.derived(DRAWN_UNITS).boundary(unit_id, registry.division(day), day)


def approximate_area(registry: Registry, unit: Unit, tolerance_m: float | None) -> GeoJSONGeometry | None:
    """The area around the settlements of a unit as GeoJSON, for maps only.

    None for a settlement, or without positions. Raises BadInputError for a negative tolerance.
    """
    areas = registry.derived(_AREAS)
    area = areas.of(unit)
    return None if area is None else _drawn(area, tolerance_m)


@precomputed
def _approximate_areas(registry: Registry) -> None:
    for unit in registry.edition.units.values():
        approximate_area(registry, unit, None)


@precomputed
def _boundaries_of_today(registry: Registry) -> None:
    for unit in registry.division(None).children(""):
        boundary_of(registry, unit.id)


def _areas(registry: Registry) -> ApproximateAreas:
    return ApproximateAreas(registry.atlas, registry.division(None))


_AREAS = Derivation("approximate areas", _areas, ApproximateAreas.carried_on)


DRAWN_UNITS = Derivation("drawn units", lambda registry: DrawnUnits(registry.edition), DrawnUnits.carried_on)


def _drawn(shape: BaseGeometry, tolerance_m: float | None) -> GeoJSONGeometry:
    """The shape as GeoJSON, simplified if a tolerance is given.

    The size of the shape is counted for the request. Raises BadInputError for a negative tolerance.
    """
    if tolerance_m:  # neither null, nor left out, nor 0
        if not 0 < tolerance_m < math.inf:
            raise BadInputError(f"toleranceMeters must be a number of metres from 0, got {tolerance_m}")
        shape = shape.simplify(tolerance_m / _METRES_OF_DEGREE, preserve_topology=True)
    spend(1 + int(shapely.get_num_coordinates(shape)) // _POSITIONS_OF_RECORD)
    return GeoJSONGeometry(mapping(shape))
