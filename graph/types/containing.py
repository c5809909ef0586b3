"""The units that contain a point."""

from collections.abc import Collection
from datetime import date

import strawberry

from geo.earth.point import Point
from geo.units.containment import units_at
from graph.served.context import Registry
from graph.types.areas import AdministrativeUnit, unit_view
from graph.types.outlines import boundary_of
from model.enums import Level, PlaceBasis


@strawberry.type(description="A unit that contains a point, and how that is known.")
class ContainingUnit:
    """A unit that contains a point, and how that is known."""

    unit: AdministrativeUnit = strawberry.field(description="The unit.")
    basis: PlaceBasis = strawberry.field(description="How the unit of the point was determined.")
    distance_meters: float | None = strawberry.field(
        description="Metres to the settlement relied on; null where a boundary decides."
    )


def units_containing(
    registry: Registry, point: Point, levels: Collection[Level] | None, day: date | None
) -> list[ContainingUnit]:
    """The units that contain a point on a day, highest level first. Empty if no unit does.

    `levels` None or empty: all. A unit counts as certain by its boundary, if that was valid on the day. For a
    district that had lost ground by then the settlement decides.
    """
    units = units_at(registry.atlas, point)
    if not units:
        return []
    finest = units[-1]
    known = {each.unit.id: each for each in units}
    chain = [*reversed(registry.division(day).ancestors(finest.unit.id)), finest.unit]
    answers: list[ContainingUnit] = []
    containing, is_sure = finest, finest.basis is PlaceBasis.POLYGON
    for unit in reversed(chain):
        # A unit that contained the place only on that day is as certain as the unit inside it.
        containing = known.get(unit.id, containing)
        is_sure = is_sure or (containing.basis is PlaceBasis.POLYGON and _is_drawn(registry, unit.id, day))
        containing = containing if is_sure else finest
        if not levels or unit.level in levels:
            view = unit_view(registry, unit)
            answers.append(
                ContainingUnit(unit=view, basis=containing.basis, distance_meters=containing.distance_m)
            )
    return answers[::-1]


def _is_drawn(registry: Registry, unit_id: str, day: date | None) -> bool:
    return boundary_of(registry, unit_id, day) is not None
