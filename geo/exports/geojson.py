"""Offices and units as GeoJSON (RFC 7946): longitude first, WGS84, one feature at a time.

A thing without a position has the geometry null (section 3.2). The geometry of a unit is its boundary where
one is known, else the point by which maps label it; the properties hold that point and its precision. The id
of a feature is among its properties, too: maps that know only numeric ids are pointed to that one
(`promoteId` of MapLibre). Coordinates have the decimals that `geo.exports.degrees` allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import orjson
import shapely

from geo.earth.box import Box
from geo.exports.attribution import ATTRIBUTION, LICENSES
from geo.exports.degrees import exact_degrees, exact_shape
from geo.exports.facts import (
    address_in,
    office_ref,
    provision_ref,
    services_of,
    sources,
    text_in,
    unit_above,
    unit_ref,
    values,
)
from geo.exports.streams import listed
from geo.jurisdiction.coverage import SettlementCoverage
from geo.jurisdiction.law import today_in_kazakhstan
from geo.units.drawn_units import boundaries_today
from model.edition import Boundary, Edition, Name, Office, Position, Provision, Unit, Validity
from model.enums import ContactKind, Language, Level
from model.in_force import contacts_ended, hours_ended, schedules_of

MEDIA_TYPE = "application/geo+json"
Feature = Mapping[str, Any]
BoundaryOf = Callable[[str], Boundary | None]
"""The known boundary of a unit, by unit id."""


def offices_geojson(edition: Edition, offices: Iterable[Office], box: Box | None = None) -> Iterator[bytes]:
    """A FeatureCollection of offices, in pieces. `box` is only stated as its `bbox`; it selects nothing."""
    return listed(
        collection_head(edition, box), "features", (office_feature(edition, office) for office in offices)
    )


def units_geojson(
    edition: Edition, units: Iterable[Unit], box: Box | None = None, boundary_of: BoundaryOf | None = None
) -> Iterator[bytes]:
    """A FeatureCollection of units, in pieces.

    `box` is only stated as its `bbox`; it selects nothing. `boundary_of` gives today's boundary of a unit
    where the caller has them already.
    """
    bounded = boundary_of or boundaries_today(edition)
    features = (unit_feature(edition, unit, bounded(unit.id)) for unit in units)
    return listed(collection_head(edition, box), "features", features)


def coverage_geojson(edition: Edition, settlements: Iterable[SettlementCoverage]) -> Iterator[bytes]:
    """A FeatureCollection of settlements, in pieces, with whether each is served and by how long a way."""
    return listed(
        collection_head(edition, None),
        "features",
        (coverage_feature(settlement) for settlement in settlements),
    )


def coverage_feature(covered: SettlementCoverage) -> Feature:
    """One settlement with its coverage as a feature; its geometry is null without a position."""
    unit = covered.settlement
    properties = {
        "name_kk": text_in(unit.names, Language.KK),
        "name_ru": text_in(unit.names, Language.RU),
        "served": covered.is_served,
        "contested": covered.is_contested,
        "distance_m": None if covered.way_m is None else round(covered.way_m),
        "precision": None if unit.position is None else unit.position.precision.value,
    }
    return _feature(unit_ref(unit), _point(unit.position), properties)


def collection_head(edition: Edition, box: Box | None) -> dict[str, Any]:
    """The members of a collection before its features: edition, licences and credits.

    With a box also `bbox`.
    """
    bbox = {} if box is None else {"bbox": [box.west, box.south, box.east, box.north]}
    return {
        "type": "FeatureCollection",
        **bbox,
        "edition": edition.number,
        "licenses": LICENSES,
        "attribution": ATTRIBUTION,
    }


def office_feature(edition: Edition, office: Office, day: date | None = None) -> Feature:
    """One office as a feature. Its status, contacts and hours are those of `day`, by default today."""
    day = day or today_in_kazakhstan()
    ru, kk = address_in(office, Language.RU), address_in(office, Language.KK)
    settlement = unit_above(edition, office.located_in, Level.SETTLEMENT)
    postal = next((address.postal_code for address in office.addresses if address.postal_code), None)
    properties = {
        "kind": office.kind,
        "category": office.category,
        "status": office.status_on(day),
        **_names(office.names),
        "address_kk": kk.full if kk else None,
        "address_ru": ru.full if ru else None,
        "postal_code": postal,
        "settlement": unit_ref(settlement) if settlement else None,
        "phones": values(office, ContactKind.PHONE, day),
        "faxes": values(office, ContactKind.FAX, day),
        "emails": values(office, ContactKind.EMAIL, day),
        "websites": values(office, ContactKind.WEBSITE, day),
        "contacts_ended": contacts_ended(office, day),
        "opening_hours": {each.purpose.value: each.opening_hours for each in schedules_of(office, day)},
        "opening_hours_ended": hours_ended(office, day),
        "services": [f"PublicService:{service}" for service in services_of(edition, office.id)],
        "last_confirmed_on": office.last_confirmed_on,
        "version": office.version,
        **_honesty(office.position),
        "sources": sources(office.citations),
    }
    return _feature(office_ref(office.id), _point(office.position), properties)


def provision_feature(edition: Edition, provision: Provision) -> Feature:
    """One provision as a feature, at the position of its office; its territory is given by ids of units.

    Units that the edition lacks are left out.
    """
    office = edition.offices[provision.office_id]
    properties = {
        "service": f"PublicService:{provision.service_id}",
        "office": office_ref(office.id),
        "office_name_kk": text_in(office.names, Language.KK),
        "office_name_ru": text_in(office.names, Language.RU),
        "roles": provision.roles,
        "is_nationwide": provision.is_nationwide,
        "units": [unit_ref(edition.units[unit]) for unit in provision.unit_ids if unit in edition.units],
        "excluded_units": [
            unit_ref(edition.units[unit]) for unit in provision.excluded_unit_ids if unit in edition.units
        ],
        "rule": provision.rule,
        **days_of(provision_life(provision)),
        "sources": sources(provision.basis),
    }
    return _feature(provision_ref(provision.id), _point(office.position), properties)


def provision_life(provision: Provision) -> Validity:
    """The period of a provision: that of its law, ended by the closing of the office."""
    return provision.validity.within(None, provision.closed_on)


def days_of(life: Validity) -> Mapping[str, date | None]:
    """The first and last day of an interval as properties; None where it is open."""
    return {"valid_from": life.since, "valid_to": life.last_day}


def unit_feature(edition: Edition, unit: Unit, boundary: Boundary | None) -> Feature:
    """One unit as a feature. Its geometry is the given boundary, else its point, else null."""
    parent = edition.units[unit.parent_id] if unit.parent_id else None
    place = unit.position
    properties = {
        "level": unit.level,
        **_names(unit.names),
        "kato_code": unit.kato_code,
        "parent": unit_ref(parent) if parent else None,
        "population": unit.population,
        "is_seat": unit.is_seat,
        "label_point": exact_degrees(place) if place else None,
        "boundary_source": boundary.source if boundary else None,
        "identifiers": {identifier.scheme: identifier.value for identifier in unit.identifiers},
        **_honesty(unit.position),
        "sources": sources(unit.citations),
    }
    return _feature(unit_ref(unit), _shape(boundary) if boundary else _point(place), properties)


def _feature(ref: str, geometry: Any, properties: Mapping[str, Any]) -> Feature:
    return {"type": "Feature", "id": ref, "geometry": geometry, "properties": {"id": ref, **properties}}


def _point(position: Position | None) -> Feature | None:
    return None if position is None else {"type": "Point", "coordinates": exact_degrees(position)}


def _shape(boundary: Boundary) -> orjson.Fragment:
    """The boundary as GeoJSON, outer rings counterclockwise, holes clockwise (section 3.1.6)."""
    return orjson.Fragment(shapely.to_geojson(shapely.orient_polygons(exact_shape(boundary.shape))))


def _names(names: tuple[Name, ...]) -> dict[str, str | None]:
    return {"name_kk": text_in(names, Language.KK), "name_ru": text_in(names, Language.RU)}


def _honesty(position: Position | None) -> dict[str, Any]:
    """The precision, error, confidence and source of a position.

    Without a position, only a null precision.
    """
    if position is None:
        return {"precision": None}
    return {
        "precision": position.precision,
        "error_m": position.error_m,
        "confidence": position.confidence,
        "position_source": position.source,
        "position_source_id": position.source_id,
    }
