"""An office as schema.org GovernmentOffice in JSON-LD 1.1."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import orjson

from geo.exports.attribution import ATTRIBUTION, license_of
from geo.exports.degrees import exact_degrees
from geo.exports.facts import any_text, number_of, office_ref, originals, unit_above, unit_ref
from geo.exports.linked.iris import (
    CATALOGUE_PATH,
    COUNTRY,
    act_iri,
    office_iri,
    organization_iri,
    service_iri,
    unit_iri,
)
from geo.exports.weekly import by_season, is_closed_on_holidays, open_spans
from geo.jurisdiction.law import today_in_kazakhstan
from geo.units.edition_index import is_trusted
from model.edition import (
    Address,
    Contact,
    Edition,
    Identifier,
    Name,
    Office,
    Position,
    Schedule,
    Unit,
    Validity,
)
from model.enums import ContactKind, Level, NameStatus, SchedulePurpose
from model.in_force import contacts_of, schedules_of

MEDIA_TYPE = "application/ld+json"
MAX_AREAS = 200
"""Most territories that are listed for an office: the largest come first."""
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


def office_json_ld(edition: Edition, office: Office, base: str = "", day: date | None = None) -> bytes:
    """The document of one office on a day, by default today; unknown values are left out.

    `base` is the public address of the server and begins each id; without it ids are paths. At most 200
    territories are listed.
    """
    day = day or today_in_kazakhstan()
    contacts = contacts_of(office, day)
    node: Node = {
        "@context": "https://schema.org",
        "@type": "GovernmentOffice",
        "@id": office_iri(base, office.id),
        "identifier": [_code(Identifier("KENSE", office_ref(office.id))), *map(_code, office.identifiers)],
        "name": _texts(office.names),
        "address": [_address(edition, office, address) for address in office.addresses],
        "geo": None if office.position is None else _geo(office.position),
        "additionalProperty": None if office.position is None else _precision(office.position),
        "contactPoint": [_contact(one) for one in contacts if one.kind in _CONTACTS],
        "url": [number_of(one) for one in contacts if one.kind is ContactKind.WEBSITE],
        "openingHoursSpecification": [
            line for each in schedules_of(office, day) for line in _hours(each, day)
        ],
        "areaServed": _areas(edition, office, base),
        "makesOffer": _offers(edition, office, base),
        "parentOrganization": _parent(edition, office, base),
        "subjectOf": _acts(edition, office, base),
        "mainEntityOfPage": {
            "@type": "Dataset",
            "@id": f"{base}{CATALOGUE_PATH}#offices",
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
    """A point where the position is exact enough for distances; else a circle with the true place in it."""
    lon, lat = exact_degrees(position)
    point = {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}
    if is_trusted(position):
        return point
    return {"@type": "GeoCircle", "geoMidpoint": point, "geoRadius": position.error_m}


def _precision(position: Position) -> list[Node]:
    """The precision, error in metres and source of a position, as properties."""
    properties = {
        "positionPrecision": position.precision.value,
        "positionErrorMeters": position.error_m,
        "positionSource": position.source,
    }
    named = ((name, value) for name, value in properties.items() if value is not None)
    return [{"@type": "PropertyValue", "name": name, "value": value} for name, value in named]


def _contact(contact: Contact) -> Node:
    return {"@type": "ContactPoint", _CONTACTS[contact.kind]: number_of(contact), **_valid(contact)}


def _valid(of: Contact) -> Node:
    """The days on which a contact is valid, as `hoursAvailable`.

    Empty where they are unknown. schema.org has no other validity for contacts.
    """
    told = _days(of.validity)
    return {"hoursAvailable": {"@type": "OpeningHoursSpecification", **told}} if told else {}


def _days(validity: Validity) -> Node:
    days = {"validFrom": validity.since, "validThrough": validity.last_day}
    return {key: day.isoformat() for key, day in days.items() if day is not None}


def _hours(schedule: Schedule, day: date) -> list[Node]:
    """Weekly hours of general and public reception; of seasonal hours the current or next season.

    Other hours are left out, and monthly ones, which schema.org cannot express.
    """
    if schedule.purpose not in (SchedulePurpose.GENERAL, SchedulePurpose.PUBLIC_RECEPTION):
        return []
    lines: list[Node] = []
    for season, text in by_season(schedule.opening_hours) or ():
        validity = schedule.validity
        if season is not None:
            last_day = min(day, validity.last_day or day)
            first, last = season.next_from(last_day)
            validity = validity.within(first, last + timedelta(days=1))
        lines += _week(schedule.purpose, text, validity)
    if lines and is_closed_on_holidays(schedule.opening_hours):
        about = _about(schedule.purpose, schedule.validity)
        # Equal opening and closing times mean closed all day.
        lines.append({**about, "dayOfWeek": ["PublicHolidays"], "opens": "00:00", "closes": "00:00"})
    return lines


def _week(purpose: SchedulePurpose, text: str, validity: Validity) -> list[Node]:
    """The spans of a week as nodes; empty where spans cannot express the hours or some are monthly."""
    spans = open_spans(text)
    if spans is None or any(span.is_monthly for span in spans):
        return []
    return [
        {
            **_about(purpose, validity),
            "dayOfWeek": [_DAYS[day] for day in span.days],
            "opens": span.opens,
            "closes": span.closes,
        }
        for span in spans
    ]


def _about(purpose: SchedulePurpose, validity: Validity) -> Node:
    return {"@type": "OpeningHoursSpecification", "name": purpose.value, **_days(validity)}


def _areas(edition: Edition, office: Office, base: str) -> list[Node]:
    """The territories of an office and of its provisions, the largest first, at most 200.

    The country comes first if a provision is nationwide.
    """
    given = [edition.provisions[key] for key in edition.provisions_of_office.get(office.id, ())]
    ids = {unit_id for provision in given for unit_id in provision.unit_ids}
    ids |= set(office.territory_ids)
    units = [edition.units[unit_id] for unit_id in ids if unit_id in edition.units]
    units.sort(key=lambda unit: (_LEVELS.index(unit.level), unit.id))
    nation: list[Node] = [{"@type": "Country", "@id": COUNTRY, "name": "Қазақстан", "identifier": "KZ"}]
    country = nation if any(provision.is_nationwide for provision in given) else []
    return [*country, *(_area(unit, base) for unit in units[:MAX_AREAS])]


def _area(unit: Unit, base: str) -> Node:
    return {
        "@type": "AdministrativeArea",
        "@id": unit_iri(base, unit),
        "identifier": [_code(Identifier("KENSE", unit_ref(unit))), *map(_code, unit.identifiers)],
        "name": _texts(unit.names),
    }


def _offers(edition: Edition, office: Office, base: str) -> list[Node]:
    """An offer for each service in which the office has a role."""
    given = [edition.provisions[key] for key in edition.provisions_of_office.get(office.id, ())]
    services = (edition.services[each] for each in sorted({provision.service_id for provision in given}))
    return [
        {
            "@type": "Offer",
            "itemOffered": {
                "@type": "GovernmentService",
                "@id": service_iri(base, service.id),
                "identifier": f"PublicService:{service.id}",
                "name": _texts(service.names),
            },
        }
        for service in services
    ]


def _parent(edition: Edition, office: Office, base: str) -> list[Node]:
    """The office of which it is a branch, and the legal body to which it belongs.

    Empty where neither is known.
    """
    office_above = edition.offices.get(office.parent_id or "")
    body = edition.organizations.get(office.organization_id or "")
    parents: list[Node] = []
    if office_above is not None:
        above = {"@type": "GovernmentOffice", "@id": office_iri(base, office_above.id)}
        parents.append({**above, "name": _texts(office_above.names)})
    if body is not None:
        code = _code(Identifier("KENSE", f"Organization:{body.id}"))
        iri = organization_iri(base, body.id)
        whole = {"@type": "GovernmentOrganization", "@id": iri, "identifier": code}
        parents.append({**whole, "name": _texts(body.names)})
    return parents


def _acts(edition: Edition, office: Office, base: str) -> list[Node]:
    """The acts that the office cites, each once."""
    acts = [edition.acts[act_id] for act_id in dict.fromkeys(one.act_id for one in office.citations)]
    return [
        {
            "@type": "Legislation",
            "@id": act_iri(base, act.id),
            "legislationIdentifier": act.number,
            "legislationDate": act.adopted_on.isoformat(),
            "name": _texts(act.titles),
        }
        for act in acts
    ]
