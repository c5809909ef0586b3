"""An office as schema.org GovernmentOffice in JSON-LD 1.1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from geo.exports.attribution import ATTRIBUTION, license_of
from geo.exports.degrees import exact_degrees
from geo.exports.facts import any_text, number_of, office_ref, originals, unit_above, unit_ref
from geo.exports.weekly import is_closed_on_holidays, open_spans
from geo.units.edition_index import is_trusted
from model.edition import Address, Contact, Edition, Identifier, Name, Office, Position, Schedule, Unit
from model.enums import ContactKind, Level, NameStatus, SchedulePurpose

MEDIA_TYPE = "application/ld+json"
MAX_AREAS = 200
"""Most territories listed for one office: the widest first."""
_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_CONTACTS = {
    ContactKind.PHONE: "telephone",
    ContactKind.HOTLINE: "telephone",
    ContactKind.FAX: "faxNumber",
    ContactKind.EMAIL: "email",
    ContactKind.MESSENGER: "url",
}
_LEVELS = list(Level)
Node = dict[str, Any]


def office_path(office_id: str) -> str:
    """The path of an office's document on the server."""
    return f"/offices/{office_id}.jsonld"


def office_json_ld(edition: Edition, office: Office, base: str = "") -> bytes:
    """The document of one office; unknown facts are left out.

    `base` is the public address of the server, with which its ids begin; without one they are paths.
    """
    node: Node = {
        "@context": "https://schema.org",
        "@type": "GovernmentOffice",
        "@id": base + office_path(office.id),
        "identifier": [_code(Identifier("KENSE", office_ref(office.id))), *map(_code, office.identifiers)],
        "name": _texts(office.names),
        "address": [_address(edition, office, address) for address in office.addresses],
        "geo": None if office.position is None else _geo(office.position),
        "additionalProperty": None if office.position is None else _precision(office.position),
        "contactPoint": [_contact(contact) for contact in office.contacts if contact.kind in _CONTACTS],
        "url": [number_of(contact) for contact in office.contacts if contact.kind is ContactKind.WEBSITE],
        "openingHoursSpecification": [line for schedule in office.schedules for line in _hours(schedule)],
        "areaServed": _areas(edition, office),
        "makesOffer": _offers(edition, office),
        "parentOrganization": _parent(edition, office, base),
        "subjectOf": _acts(edition, office),
        "mainEntityOfPage": {
            "@type": "Dataset",
            "name": "Kense",
            "version": str(edition.number),
            "license": license_of(None if office.position is None else office.position.source),
            "creditText": ATTRIBUTION,
        },
    }
    return orjson.dumps({key: value for key, value in node.items() if value not in (None, [])})


def _texts(names: Iterable[Name]) -> list[Node]:
    official = [name for name in originals(names) if name.status is NameStatus.OFFICIAL]
    return [{"@value": name.value, "@language": name.language.value} for name in official]


def _code(identifier: Identifier) -> Node:
    return {"@type": "PropertyValue", "propertyID": identifier.scheme, "value": identifier.value}


def _address(edition: Edition, office: Office, address: Address) -> Node:
    region = unit_above(edition, office.located_in, Level.REGION)
    parts = {
        "streetAddress": {"@value": address.full, "@language": address.language.value},
        "postalCode": address.postal_code,
        "addressLocality": address.locality,
        "addressRegion": any_text(region.names) if region else None,
        "addressCountry": "KZ",
    }
    return {"@type": "PostalAddress", **{key: value for key, value in parts.items() if value}}


def _geo(position: Position) -> Node:
    """A point where it is exact enough for distances; else a circle that contains the place."""
    lon, lat = exact_degrees(position)
    point = {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}
    if is_trusted(position):
        return point
    return {"@type": "GeoCircle", "geoMidpoint": point, "geoRadius": position.error_m}


def _precision(position: Position) -> list[Node]:
    told = {
        "positionPrecision": position.precision.value,
        "positionErrorMeters": position.error_m,
        "positionSource": position.source,
    }
    named = ((name, value) for name, value in told.items() if value is not None)
    return [{"@type": "PropertyValue", "name": name, "value": value} for name, value in named]


def _contact(contact: Contact) -> Node:
    return {"@type": "ContactPoint", _CONTACTS[contact.kind]: number_of(contact), **_valid(contact)}


def _valid(of: Contact | Schedule) -> Node:
    """schema.org has days of validity for hours only; contacts carry theirs in `hoursAvailable`."""
    days = {"validFrom": of.validity.since, "validThrough": of.validity.last_day}
    told = {key: day.isoformat() for key, day in days.items() if day is not None}
    if isinstance(of, Schedule) or not told:
        return told
    return {"hoursAvailable": {"@type": "OpeningHoursSpecification", **told}}


def _hours(schedule: Schedule) -> list[Node]:
    """General and public reception hours of an ordinary week; schema.org cannot express monthly ones."""
    if schedule.purpose not in (SchedulePurpose.GENERAL, SchedulePurpose.PUBLIC_RECEPTION):
        return []
    spans = open_spans(schedule.opening_hours)
    if spans is None or any(span.is_monthly for span in spans):
        return []
    about = {"@type": "OpeningHoursSpecification", "name": schedule.purpose.value, **_valid(schedule)}
    lines: list[Node] = [
        {**about, "dayOfWeek": [_DAYS[day] for day in span.days], "opens": span.opens, "closes": span.closes}
        for span in spans
    ]
    if is_closed_on_holidays(schedule.opening_hours):
        # Opening and closing at the same moment means closed all day.
        lines.append({**about, "dayOfWeek": ["PublicHolidays"], "opens": "00:00", "closes": "00:00"})
    return lines


def _areas(edition: Edition, office: Office) -> list[Node]:
    given = [edition.provisions[key] for key in edition.provisions_of_office.get(office.id, ())]
    ids = {unit_id for provision in given for unit_id in provision.unit_ids}
    ids |= set(office.territory_ids)
    units = [edition.units[unit_id] for unit_id in ids if unit_id in edition.units]
    units.sort(key=lambda unit: (_LEVELS.index(unit.level), unit.id))
    nation: list[Node] = [{"@type": "Country", "name": "Қазақстан", "identifier": "KZ"}]
    country = nation if any(provision.is_nationwide for provision in given) else []
    return [*country, *(_area(unit) for unit in units[:MAX_AREAS])]


def _area(unit: Unit) -> Node:
    return {
        "@type": "AdministrativeArea",
        "identifier": [_code(Identifier("KENSE", unit_ref(unit))), *map(_code, unit.identifiers)],
        "name": _texts(unit.names),
    }


def _offers(edition: Edition, office: Office) -> list[Node]:
    given = [edition.provisions[key] for key in edition.provisions_of_office.get(office.id, ())]
    services = (edition.services[each] for each in sorted({provision.service_id for provision in given}))
    return [
        {
            "@type": "Offer",
            "itemOffered": {
                "@type": "GovernmentService",
                "identifier": f"PublicService:{service.id}",
                "name": _texts(service.names),
            },
        }
        for service in services
    ]


def _parent(edition: Edition, office: Office, base: str) -> list[Node]:
    """The office it is a branch of, and the legal body it belongs to."""
    office_above = edition.offices.get(office.parent_id or "")
    body = edition.organizations.get(office.organization_id or "")
    found: list[Node] = []
    if office_above is not None:
        above = {"@type": "GovernmentOffice", "@id": base + office_path(office_above.id)}
        found.append({**above, "name": _texts(office_above.names)})
    if body is not None:
        code = _code(Identifier("KENSE", f"Organization:{body.id}"))
        found.append({"@type": "GovernmentOrganization", "identifier": code, "name": _texts(body.names)})
    return found


def _acts(edition: Edition, office: Office) -> list[Node]:
    acts = [
        edition.acts[act_id] for act_id in dict.fromkeys(citation.act_id for citation in office.citations)
    ]
    return [
        {
            "@type": "Legislation",
            "legislationIdentifier": act.number,
            "legislationDate": act.adopted_on.isoformat(),
            "name": _texts(act.titles),
        }
        for act in acts
    ]
