"""Marks for a map: what to draw in a viewport."""

from datetime import date

import strawberry

from geo.earth import pins
from graph.libraries.strawberry_schema import Cost
from graph.served.context import Registry
from graph.terms.limits import spend
from graph.terms.points import BoundingBoxInput, GeoPoint, geo_point
from graph.types.office_filter import OfficeFilterInput, office_test
from graph.types.offices import Office, office_view
from model import edition as records

PINS_COST = Cost(weight=10)


@strawberry.type(description="A mark on the map.")
class OfficePin:
    """One office, or a cluster of several."""

    location: GeoPoint = strawberry.field(
        description="Where to draw it; of a cluster the middle, with the precision of its coarsest member "
        "and a radius that holds the true places of all members."
    )
    count: int = strawberry.field(description="Offices that the mark stands for.")
    office: Office | None = strawberry.field(description="The office; null for a cluster.")


def office_pins(
    registry: Registry,
    box: BoundingBoxInput,
    zoom: int,
    wanted: OfficeFilterInput | None,
    day: date | None,
) -> list[OfficePin]:
    """At most geo.pins.MAX_PINS marks. Raises InvalidBox, InvalidTile and what `office_test` raises."""
    spend(5)
    test = office_test(registry, wanted, day)
    found = pins.pins(registry.atlas.placed_offices, box.box(), zoom, test)
    spend(len(found))
    return [_office_pin(registry, pin, day) for pin in found]


def _office_pin(registry: Registry, pin: pins.Pin[records.Office], day: date | None) -> OfficePin:
    location = geo_point(pin.position)
    assert location is not None  # noqa: S101  (a pin has a position)
    location.error_meters = pin.error_m
    single = pin.single
    return OfficePin(
        location=location,
        count=len(pin.things),
        office=office_view(registry, single, day) if single is not None else None,
    )
