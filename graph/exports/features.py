"""`/offices.geojson`, `/units.geojson` and `/coverage.geojson`, with the filters of the API as parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

import shapely
import strawberry
from starlette.requests import Request

from geo.earth.box import Box, parse_box
from geo.exports import geojson
from geo.jurisdiction.coverage import settlement_coverage
from geo.jurisdiction.reach import provisions_reaching
from graph.exports.answers import Streamed, members, parameters
from graph.served.context import Registry
from graph.terms.errors import BadInputError
from graph.terms.points import BoundingBoxInput
from graph.types.areas import must_unit
from graph.types.office_filter import OfficeFilterInput, OfficeOrder, office_test, ordered_offices
from graph.types.outlines import boundary_of
from graph.types.services import must_service
from model.edition import Boundary, Position, Unit
from model.enums import Level, OfficeKind


def offices(request: Request, registry: Registry) -> Streamed:
    """`/offices.geojson`: active offices by id that pass `kind`, `service`, `within` and `bbox`.

    Without `bbox` those without a position are included. Raises UsageError for a wrong parameter.
    """
    given = parameters(request, lists=["kind"], singles=["bbox", "service", "within"])
    box = parse_box(given["bbox"][0]) if "bbox" in given else None
    wanted = OfficeFilterInput(
        kinds=members(OfficeKind, "kind", given.get("kind", ())) or None,
        service_id=strawberry.ID(given["service"][0]) if "service" in given else None,
        located_in_unit_id=strawberry.ID(given["within"][0]) if "within" in given else None,
        bounding_box=BoundingBoxInput(west=box.west, south=box.south, east=box.east, north=box.north)
        if box
        else None,
    )
    return Streamed(office_pieces(registry, wanted, box), geojson.MEDIA_TYPE, "offices.geojson")


def office_pieces(registry: Registry, wanted: OfficeFilterInput, box: Box | None = None) -> Iterator[bytes]:
    """The offices that pass the filter as a feature collection in pieces.

    `box` is the one they were filtered by.
    """
    found, _ = ordered_offices(registry, office_test(registry, wanted, None), OfficeOrder.ID_ASC)
    return geojson.offices_geojson(registry.edition, found, box)


def units(request: Request, registry: Registry) -> Streamed:
    """`/units.geojson`: units of `level`, inside `within`, in `bbox`, by id.

    With `service` those that are wholly served. Raises UsageError for a wrong parameter.
    """
    given = parameters(request, lists=["level"], singles=["bbox", "service", "within"])
    box = parse_box(given["bbox"][0]) if "bbox" in given else None
    levels = frozenset(members(Level, "level", given.get("level", ()))) or frozenset(Level)
    service = must_service(registry, given["service"][0]).record.id if "service" in given else None
    within = must_unit(registry, given["within"][0]).record.id if "within" in given else None
    found = chosen_units(registry, box, levels, service, within)
    return Streamed(unit_pieces(registry, found, box), geojson.MEDIA_TYPE, "units.geojson")


def unit_pieces(registry: Registry, chosen: Iterable[Unit], box: Box | None = None) -> Iterator[bytes]:
    """The units as a feature collection in pieces. `box` is the one they were filtered by."""
    return geojson.units_geojson(registry.edition, chosen, box, partial(boundary_of, registry))


def coverage(request: Request, registry: Registry) -> Streamed:
    """`/coverage.geojson`: settlements by id, each with its distance to the nearest office that serves it.

    `within` is a unit around them (default: the whole country). Raises UsageError for a wrong parameter, and
    without `service`.
    """
    given = parameters(request, lists=[], singles=["service", "within"])
    if "service" not in given:
        raise BadInputError("service is missing: the id of a PublicService")
    service = must_service(registry, given["service"][0]).record.id
    within = must_unit(registry, given["within"][0]).record.id if "within" in given else None
    told = settlement_coverage(registry.atlas, service, within)
    pieces = geojson.coverage_geojson(registry.edition, told)
    return Streamed(pieces, geojson.MEDIA_TYPE, "coverage.geojson")


def chosen_units(
    registry: Registry, box: Box | None, levels: frozenset[Level], service: str | None, within: str | None
) -> Iterator[Unit]:
    """The units that pass all conditions, by id. `box`, `service` and `within` None are no condition."""
    atlas, known = registry.atlas, registry.edition.units
    # Asked cheapest first; each unit only when its feature is about to be sent.
    for unit_id in sorted(known):
        unit = known[unit_id]
        if unit.level not in levels:
            continue
        if box is not None and not reaches_into(place_of_unit(registry, unit), box):
            continue
        if within is not None and all(around.id != within for around in atlas.chain(unit_id)[1:]):
            continue
        if service is not None and next(provisions_reaching(atlas, unit_id, [service]), None) is None:
            continue
        yield unit


def place_of_unit(registry: Registry, unit: Unit, day: date | None = None) -> Boundary | Position | None:
    """The boundary of a unit on a day (default: today); without one its position.

    None if neither is known.
    """
    return boundary_of(registry, unit.id, day) or unit.position


def reaches_into(place: Boundary | Position | None, box: Box) -> bool:
    """Whether a boundary or point touches the box. False for an unknown place."""
    if isinstance(place, Boundary):
        return bool(place.shape.intersects(shapely.box(box.west, box.south, box.east, box.north)))
    return place is not None and box.holds(place)
