"""Whether a point is plausible for an office, and where a changed address is."""

from __future__ import annotations

from geo.earth.point import Point, geodesic_m
from geo.locator.candidates import LocateQuery
from geo.locator.locator import Locator
from geo.units.containment import units_at
from geo.units.edition_index import Atlas
from model.change_values import AddressReading
from model.edition import Position
from model.enums import Language, Level, Precision
from model.location_attempts import LOCATED_AGAIN, SET_BY_HAND

_WEST, _SOUTH, _EAST, _NORTH = 46.49, 40.56, 87.32, 55.45
"""Box around Kazakhstan in WGS84 degrees; the borders set by treaty lie inside it."""
_FAR_M = 20_000.0
"""Metres outside the radius of its settlement from which an office's point must be confirmed."""


def set_by_hand(lon: float, lat: float) -> Position:
    """The position of a point that a person set on the map, with the precision of a building."""
    return Position(lon=lon, lat=lat, precision=Precision.BUILDING, method=SET_BY_HAND, confidence=1.0)


def outside_of_country(lon: float, lat: float) -> str | None:
    """Why no office of Kazakhstan can be at a point; None if it lies in the box around the country.

    Says so if latitude and longitude look swapped.
    """
    if _WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH:
        return None
    hint = ""
    if _WEST <= lat <= _EAST and _SOUTH <= lon <= _NORTH:
        hint = ": latitude and longitude look swapped"
    return f"{lat} N {lon} E lies outside of Kazakhstan{hint}"


def doubt_about(atlas: Atlas, point: Position, unit_id: str | None) -> str | None:
    """Why a point is not plausible for an office in a unit; None if it is.

    It is if it lies within 20 km beyond the error of the unit's position, or, where only a district's or
    region's position is known, in the same district. Without a unit any point near a known place will do.
    """
    at = Point(point.lon, point.lat)
    units = units_at(atlas, at)
    if not units:
        return "no known place lies within 50 km of the point"
    if unit_id is None:
        return None
    chain = atlas.chain(unit_id)
    coarse = (Precision.DISTRICT, Precision.REGION)
    known = next(
        (unit.position for unit in chain if unit.position and unit.position.precision not in coarse), None
    )
    if known is not None:
        metres = geodesic_m(at, known)
        if metres > known.error_m + _FAR_M:
            return f"the point lies {metres / 1000:.0f} km from {chain[0].names[0].value}"
        return None
    district = next((unit for unit in chain if unit.level is Level.DISTRICT), chain[-1])
    if district.id not in {each.unit.id for each in units}:
        there = ", ".join(each.unit.names[0].value for each in units if each.unit.names)
        return f"the point lies in {there}, not in {district.names[0].value}"
    return None


def located(
    atlas: Atlas, locator: Locator, address: AddressReading, language: Language, unit_id: str | None
) -> Position | None:
    """The position for a changed address: the place that it names inside the office's district.

    Without such a place, the position of the office's unit, or of the nearest unit around it that has a
    position. None if no unit has a position.
    """
    chain = atlas.chain(unit_id) if unit_id is not None else ()
    district = next((unit for unit in chain if unit.level is Level.DISTRICT), chain[-1] if chain else None)
    query = LocateQuery(address.full, language=language, within=district.id if district is not None else None)
    best = locator.answer(query).best
    if best is not None and best.precision not in (Precision.DISTRICT, Precision.REGION):
        source, _, source_id = (best.source_id or "").partition(":")
        return Position(
            lon=best.point.lon,
            lat=best.point.lat,
            precision=best.precision,
            method=LOCATED_AGAIN,
            confidence=best.confidence,
            source=source or None,
            source_id=source_id or None,
        )
    known = next((unit.position for unit in chain if unit.position is not None), None)
    if known is None:
        return None
    return Position(
        lon=known.lon,
        lat=known.lat,
        precision=known.precision,
        method=LOCATED_AGAIN,
        confidence=known.confidence,
        source=known.source,
        source_id=known.source_id,
    )
