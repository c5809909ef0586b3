"""Marks of offices for a part of a map."""

from typing import Any

import strawberry

from geo.earth import pins
from geo.earth.marks import Marks
from graph.libraries.strawberry_schema import Cost
from graph.served.context import Registry
from graph.served.registry import Derivation
from graph.terms.limits import spend
from graph.terms.points import BoundingBoxInput, GeoPoint, geo_point
from graph.types.office_filter import OfficeFilterInput, OfficeTest, office_test
from graph.types.office_views import OfficeView, ShownDays, view_of
from graph.types.offices import Office, office_view
from model import edition as records

PINS_COST = Cost(weight=10)
_STATES_KEPT = 16


@strawberry.type(description="A mark on the map.")
class OfficePin:
    """A mark on a map: one office, or a cluster of several."""

    location: GeoPoint = strawberry.field(
        description="Where to draw it; of a cluster the middle, with the precision of its coarsest member "
        "and a radius that holds the true places of all members."
    )
    count: int = strawberry.field(description="Offices that the mark stands for.")
    office: Office | None = strawberry.field(
        description="The office as it is now, with the deprecated asOf as it was on that day; null for a "
        "cluster."
    )
    view: OfficeView | None = strawberry.field(
        description="The office as it was on the day asked for; null without one, and for a cluster."
    )


def office_pins(
    registry: Registry,
    box: BoundingBoxInput,
    zoom: int,
    wanted: OfficeFilterInput | None,
    days: ShownDays,
) -> list[OfficePin]:
    """The pins of offices in a box, at most geo.pins.MAX_PINS: single offices or clusters.

    Raises InvalidBox, InvalidTile and what `office_test` raises.
    """
    spend(5)
    test = office_test(registry, wanted, days.of_view)
    if test.ids is None and not test.conditions and test.within is None:
        marks = _marks_of(registry, test)
        if marks is not None:
            found = marks.pins(box.box(), zoom)
            spend(len(found))
            return [_shown(registry, marks, pin, days) for pin in found]
    found = pins.pins(registry.atlas.placed_offices, box.box(), zoom, test)
    spend(len(found))
    return [_office_pin(registry, pin, days) for pin in found]


def _shown(
    registry: Registry, marks: Marks[records.Office], pin: pins.Pin[records.Office], days: ShownDays
) -> OfficePin:
    """A mark as a type of the schema, from the cache if the cluster itself is cached."""
    if not marks.is_kept(pin):
        return _office_pin(registry, pin, days)
    kept = f"{id(pin)} {days.of_office} {days.of_view}"
    return registry.kept_view("OfficePin", kept, lambda: _office_pin(registry, pin, days))


def _marks_of(registry: Registry, test: OfficeTest) -> Marks[records.Office] | None:
    """The marks of all offices in some states, cached, as maps request them often.

    None once 16 sets of states are cached.
    """
    kept = registry.derived(_MARKS)
    key = test.states, test.at
    known = kept.get(key)
    if (
        known is None and len(kept) < _STATES_KEPT
    ):  # no mark is freed: views are keyed by the `id()` of their marks
        known = kept[key] = Marks(registry.atlas.placed_offices, test)
    return known


def _nothing_yet(_: Registry) -> dict[Any, Marks[records.Office]]:
    return {}


_MARKS = Derivation("marks of offices by state", _nothing_yet)


def _office_pin(registry: Registry, pin: pins.Pin[records.Office], days: ShownDays) -> OfficePin:
    location = geo_point(pin.position)
    assert location is not None  # noqa: S101  (a pin has a position)
    location.error_meters = pin.error_m
    single, day = pin.single, days.of_view
    return OfficePin(
        location=location,
        count=len(pin.things),
        office=office_view(registry, single, days.of_office) if single is not None else None,
        view=view_of(registry, single, day) if single is not None and day is not None else None,
    )
