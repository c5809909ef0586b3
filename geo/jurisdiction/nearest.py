"""The nearest offices to a point, by metres along the ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from geo.earth.point import LonLat
from geo.jurisdiction.law import today_in_kazakhstan
from geo.units.edition_index import Atlas
from model.edition import Office, Position
from model.enums import LifecycleStatus, OfficeKind

Keep = Callable[[Office], bool]

NEAREST_M = 100_000.0
"""Default search radius of `nearest_offices`, in metres."""
NEAREST_PSC_M = 300_000.0
"""Default search radius of `nearest_psc`, in metres: steppe districts are wide."""


@dataclass(frozen=True, slots=True)
class NearbyOffice:
    """An office with the geodesic metres to it.

    `error_m` is the radius in metres within which its true place is expected.
    """

    office: Office
    distance_m: float
    error_m: float


def error_m(position: Position | None) -> float:
    """The radius in metres within which the true place of a position is expected; infinite for None."""
    return position.error_m if position is not None else float("inf")


def is_open(office: Office) -> bool:
    """Whether the office is active today: not closed, suspended or planned."""
    if office.closed_on is None:
        return office.status is LifecycleStatus.ACTIVE
    return office.status_on(today_in_kazakhstan()) is LifecycleStatus.ACTIVE


def nearest_offices(
    atlas: Atlas,
    point: LonLat,
    limit: int = 10,
    max_distance_m: float = NEAREST_M,
    keep: Keep | None = None,
) -> list[NearbyOffice]:
    """At most `limit` offices within `max_distance_m` metres of `point`, nearest first, ties by id.

    Offices without a position, or with one coarser than their settlement, are left out. Without `keep` also
    those that are not active today.
    """
    found = atlas.office_tree.nearest(point, limit, max_distance_m, keep or is_open)
    return [NearbyOffice(office, metres, error_m(office.position)) for office, metres in found]


def nearest_psc(
    atlas: Atlas,
    point: LonLat,
    limit: int = 5,
    max_distance_m: float = NEAREST_PSC_M,
    keep: Keep | None = None,
) -> list[NearbyOffice]:
    """Public service centres within `max_distance_m` metres of `point`, nearest first, ties by id.

    At most `limit` are returned; without `keep` only those that are active today.
    """
    found = atlas.psc_tree.nearest(point, limit, max_distance_m, keep or is_open)
    return [NearbyOffice(office, metres, error_m(office.position)) for office, metres in found]


def nearest_giving(
    atlas: Atlas,
    service_id: str,
    point: LonLat,
    limit: int,
    max_distance_m: float,
    keep: Keep | None = None,
    kind: OfficeKind | None = None,
) -> list[NearbyOffice]:
    """At most `limit` offices that give the service, whatever their territory, nearest first, ties by id.

    `kind` restricts them to one kind; without `keep` closed offices are included.
    """
    found = atlas.tree_of_service(service_id, kind).nearest(point, limit, max_distance_m, keep)
    return [NearbyOffice(office, metres, error_m(office.position)) for office, metres in found]
