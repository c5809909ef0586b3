"""Offices that give a service at a measurable distance from a place: alternatives, and the nearest of all."""

from __future__ import annotations

import math
from dataclasses import dataclass

from geo.earth.point import LonLat, geodesic_m
from geo.explanations.office_texts import NotTheAnswer
from geo.jurisdiction.law import Counts
from geo.jurisdiction.nearest import NearbyOffice, error_m, nearest_giving
from geo.jurisdiction.steps import reason_text
from geo.locator.places import PlaceFound
from geo.units.edition_index import Atlas, is_trusted
from model.edition import Office, Unit
from model.enums import Language, Level, Precision

_OTHERS = 5
"""Number of centres of other districts that are offered when the place's own district has none."""
_FEW, _TIED = 3, 200


@dataclass(frozen=True, slots=True)
class Origin:
    """The point from which distances are measured, and the radius in metres of its error."""

    at: LonLat
    error_m: float


@dataclass(frozen=True, slots=True)
class NearestGiver:
    """The nearest office that gives a service.

    `reason` says why it does not serve the place, None if it does.
    """

    office: Office
    distance_m: float
    error_m: float
    reason: NotTheAnswer | None
    territory: Unit | None
    """A unit that the office serves, where it does not contain the place."""

    def text(self, language: Language) -> str | None:
        """Why the office does not serve the place, as a sentence; None if it does."""
        if self.reason is None:
            return None
        return reason_text(self.reason, self.office, self.territory, language)


def origin_of(atlas: Atlas, place: PlaceFound) -> Origin | None:
    """The point asked for.

    Without it, the position of the unit, or of the smallest unit around it that has a position. None if no
    position is known. The position of a region is not used, because it says nothing about nearness.
    """
    if place.origin is not None:
        return Origin(place.origin, 0.0)
    if place.unit is None:
        return None
    for unit in atlas.chain(place.unit.id):
        if unit.position is not None and unit.position.precision is not Precision.REGION:
            # For a village without a position, the seat of a district is no nearer than the district itself.
            coarsest = Precision.SETTLEMENT if unit is place.unit else _AS_COARSE_AS[unit.level]
            is_finer = unit.position.precision is not coarsest
            return Origin(unit.position, max(error_m(unit.position), coarsest.error_m if is_finer else 0.0))
    return None


_AS_COARSE_AS = {
    Level.SETTLEMENT: Precision.SETTLEMENT,
    Level.RURAL_OKRUG: Precision.OKRUG,
    Level.DISTRICT: Precision.DISTRICT,
    Level.REGION: Precision.REGION,
}


def distance_to(origin: Origin | None, office: Office) -> float:
    """Metres from `origin` to the office; infinite where either has no trustworthy position."""
    if origin is None or office.position is None or not is_trusted(office.position):
        return math.inf
    return geodesic_m(origin.at, office.position)


def gives(atlas: Atlas, office: Office, service_id: str, counts: Counts) -> bool:
    """Whether the office gives the service by a provision that counts; hearing complaints is not enough."""
    edition = atlas.edition
    for provision_id in edition.provisions_of_office.get(office.id, ()):
        provision = edition.provisions[provision_id]
        if provision.service_id == service_id and counts(provision) and provision.gives:
            return True
    return False


def alternatives(
    atlas: Atlas, service_id: str, unit: Unit, origin: Origin | None, counts: Counts
) -> list[NearbyOffice]:
    """Service centres of the place's district or city that give the service, nearest first, ties by id.

    Where the district has none, the five nearest of its oblast: acts send nobody to the centre of another
    oblast. Empty without an origin; centres without a trustworthy position are left out.
    """
    if origin is None:
        return []
    chain = atlas.chain(unit.id)
    home = next((each for each in chain if each.level is Level.DISTRICT), chain[-1])
    own = _centres_within(atlas, home, service_id, origin, counts)
    return own or _centres_within(atlas, chain[-1], service_id, origin, counts)[:_OTHERS]


def _centres_within(
    atlas: Atlas, unit: Unit, service_id: str, origin: Origin, counts: Counts
) -> list[NearbyOffice]:
    """Centres inside a unit that give the service, nearest first, ties by id.

    Centres without a trustworthy position are left out.
    """
    centres = [
        NearbyOffice(office, metres, error_m(office.position) + origin.error_m)
        for office in atlas.psc_within(unit.id)
        if gives(atlas, office, service_id, counts) and (metres := distance_to(origin, office)) < math.inf
    ]
    return sorted(centres, key=lambda near: (near.distance_m, near.office.id))


def nearest_giver(
    atlas: Atlas,
    service_id: str,
    unit: Unit | None,
    origin: Origin | None,
    counts: Counts,
    competent: frozenset[str],
    *,
    is_abroad: bool = False,
) -> NearestGiver | None:
    """The nearest office that gives the service to anybody, and why it does not serve this place.

    None without an origin or such an office. Of offices equally near (all of a town may share one position) a
    competent one is preferred, then the id decides. With `is_abroad` the reason is that the point lies
    abroad.
    """
    if origin is None:
        return None
    givers: list[NearbyOffice] = []
    for limit in (_FEW, _TIED):  # all offices of a town may share its one position
        givers = nearest_giving(
            atlas,
            service_id,
            origin.at,
            limit,
            math.inf,
            keep=lambda office: gives(atlas, office, service_id, counts),
        )
        if len(givers) < limit or givers[0].distance_m < givers[-1].distance_m:
            break
    if not givers:
        return None
    first = min(givers, key=lambda near: (near.distance_m, near.office.id not in competent, near.office.id))
    reason, territory = None, None
    if is_abroad:
        reason = NotTheAnswer.ABROAD
    elif first.office.id not in competent:
        reason, territory = _why_not(atlas, first.office, service_id, unit, counts)
    return NearestGiver(first.office, first.distance_m, first.error_m + origin.error_m, reason, territory)


def _why_not(
    atlas: Atlas, office: Office, service_id: str, unit: Unit | None, counts: Counts
) -> tuple[NotTheAnswer, Unit | None]:
    """Why an office does not serve the unit, and a unit that it serves, where that is the reason."""
    edition = atlas.edition
    if unit is None:
        return NotTheAnswer.PLACE_NOT_KNOWN, None
    chain_ids = {each.id for each in atlas.chain(unit.id)}
    territory: Unit | None = None
    for provision_id in edition.provisions_of_office.get(office.id, ()):
        provision = edition.provisions[provision_id]
        if provision.service_id == service_id and counts(provision):
            if not chain_ids.isdisjoint(provision.excluded_unit_ids):
                return NotTheAnswer.EXCLUDED_HERE, None
            if territory is None and provision.unit_ids:
                territory = edition.units[provision.unit_ids[0]]
    return NotTheAnswer.OTHER_TERRITORY, territory
