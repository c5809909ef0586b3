"""Offices by distance, and the distance on the edge."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

import strawberry

from geo.earth.point import Point
from geo.jurisdiction.nearest import NearbyOffice
from geo.jurisdiction.reach import provisions_reaching
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from graph.served.context import Registry
from graph.terms.connections import Key, PageInfo, Window, cut_page, encode_cursor, page_size
from graph.terms.errors import BadInputError
from graph.terms.limits import spend
from graph.terms.points import PointInput
from graph.types.office_views import OfficeView, ShownDays, view_of
from graph.types.offices import Office, office_view
from model.edition import Office as OfficeRecord

MaxDistance = Annotated[
    float | None, strawberry.argument(description="Nothing farther than this, in metres.")
]
Search = Callable[..., list[NearbyOffice]]


@strawberry.type(description="Distance lives on the edge, because it belongs to the question.")
class NearestOfficeEdge:
    """An office, and its distance from a point in metres."""

    cursor: str = strawberry.field(description="Opaque cursor of this edge.")
    node: Office = strawberry.field(
        description="The office as it is now; with the deprecated asOf of a root, as it was on that day."
    )
    view: OfficeView | None = strawberry.field(
        description="The office as it was on the day asked for; null without one."
    )
    distance_meters: float = strawberry.field(description="Geodesic metres to the office, not a road.")
    error_meters: float = strawberry.field(description="How far off the distance may be, in metres.")
    serves_origin: bool | None = strawberry.field(
        description="Whether the office gives the requested service for the requested place; null without "
        "a service, or where the place is unknown."
    )


class _NearbyEdge(NearestOfficeEdge):
    """An edge whose cursor, office and view are made on access."""

    is_made_anew = True

    def __init__(self, registry: Registry, near: NearbyOffice, serves: bool | None, days: ShownDays) -> None:
        self.distance_meters, self.error_meters, self.serves_origin = near.distance_m, near.error_m, serves
        self._registry, self._near, self._days = registry, near, days

    @property
    def cursor(self) -> str:  # type: ignore[override]  # read like the attribute of the type
        return encode_cursor(_key(self._near))

    @property
    def node(self) -> Office:  # type: ignore[override]
        return office_view(self._registry, self._near.office, self._days.of_office)

    @property
    def view(self) -> OfficeView | None:  # type: ignore[override]
        day = self._days.of_view
        return view_of(self._registry, self._near.office, day) if day else None


@strawberry.type(description="Page of offices by distance.")
class NearestOfficeConnection:
    """A page of offices by distance, nearest first."""

    edges: list[NearestOfficeEdge] = strawberry.field(description="The offices of this page.")
    page_info: PageInfo = strawberry.field(description="What lies on either side of the page.")
    origin_is_abroad: bool = strawberry.field(
        description="Whether the requested point lies outside Kazakhstan: distances are right, but no "
        "office serves it."
    )


def point_of(given: PointInput) -> Point:
    """The point that the client sent. Raises InvalidPoint outside of WGS 84."""
    return Point(lon=given.longitude, lat=given.latitude)


def nearest_edge(
    registry: Registry, near: NearbyOffice, serves: bool | None, days: ShownDays
) -> NearestOfficeEdge:
    """The edge for an office. `serves`: whether it serves the origin, None if that is not known."""
    return _NearbyEdge(registry, near, serves, days)


def nearest_page(
    registry: Registry,
    *,
    search: Search,
    to: PointInput,
    keep: Callable[[OfficeRecord], bool],
    service: str | None,
    max_distance_m: float | None,
    days: ShownDays,
    window: Window,
) -> NearestOfficeConnection:
    """A page of the offices that `search` (of geo/nearest) finds around a point and `keep` accepts.

    `max_distance_m` None is no limit. With a `service`, each edge says whether the office serves the point.
    Raises InvalidPoint, and BadInputError for a negative distance.
    """
    spend(5)
    origin = point_of(to)
    limit = len(registry.edition.offices)
    size, _ = page_size(window.first, window.last)
    if size is not None and not window.after and not window.before:
        limit = size + 1  # one more shows whether there is a next page
    farthest = float("inf") if max_distance_m is None else max_distance_m
    if not farthest >= 0:
        raise BadInputError(f"maxDistanceMeters must not be negative, got {max_distance_m}")
    found = search(registry.atlas, origin, limit, farthest, keep)
    page = cut_page(found, _key, window)
    serving = _serving(registry.atlas, origin, service, days.of_view) if service else None
    edges = [
        nearest_edge(registry, near, None if serving is None else near.office.id in serving, days)
        for near in page.items
    ]
    return NearestOfficeConnection(
        edges=edges, page_info=page.info, origin_is_abroad=registry.atlas.is_abroad(origin)
    )


def _key(near: NearbyOffice) -> Key:
    return near.distance_m, near.office.id


def _serving(atlas: Atlas, origin: Point, service: str, day: date | None) -> frozenset[str] | None:
    """Ids of the offices that provide the service at the point. None if the point is in no unit."""
    place = find_place(atlas, PlaceQuery(point=origin))
    if place.unit is None:
        return None
    found = provisions_reaching(atlas, place.unit.id, [service], day)
    return frozenset(provision.office_id for provision in found)
