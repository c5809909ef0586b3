"""The registry as records of HSDS 3.1 (https://docs.openreferral.org), the standard of service directories.

HSDS 3.1 adds to 3.0 and takes nothing away: clients of 3.0 read the same records, and skip `additional_urls`,
`additional_websites` and the areas of a service at one location.

A public service is a `service`, an office a `location`, a provision a `service_at_location`, the units it
covers are `service_area`s of the service. An office without a known legal body is its own `organization`. A
service without a named responsible body gets the body that adopted its act, marked as such. Required values
that no act states are never invented: an address without a postal code is given as text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from geo.exports.facts import (
    SHOWN,
    any_text,
    number_of,
    office_ref,
    originals,
    passport_of,
    text_in,
    unit_above,
    values,
)
from geo.exports.hsds_passports import cost_of, documents_of, told_of_service
from geo.exports.weekly import OpenSpan, open_spans
from geo.jurisdiction.law import today_in_kazakhstan
from geo.jurisdiction.nearest import is_open
from geo.units.edition_index import is_trusted
from model.edition import Contact, Edition, Name, Office, Provision, Schedule, Service
from model.enums import ActStatus, ContactKind, Level
from model.in_force import contacts_of, schedules_of
from model.values.phones import extension_of

_NAMESPACE = UUID("0d5b6f3c-6a1e-5f0e-9a55-3b0c9a7e2f41")
_COUNTRY = "Қазақстан"
_PHONES = {ContactKind.PHONE: "voice", ContactKind.HOTLINE: "voice", ContactKind.FAX: "fax"}
Record = dict[str, Any]
"""One row of a table by its columns; an unknown value is absent."""
VERSION = "3.1"
"""The version of HSDS that is written; source of what it has: the changelog of the specification."""
PROFILE = f"https://docs.openreferral.org/en/{VERSION}/"


def hsds_id(kind: str, record_id: str) -> str:
    """The UUID of a record, the same in every export."""
    return str(uuid5(_NAMESPACE, f"{kind}:{record_id}"))


class Directory:
    """The HSDS records of one edition, each table in the order of the registry's ids."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._offsets: dict[str, float] = {}
        self._areas: dict[str, Record] = {}
        self._today = today_in_kazakhstan()

    def services(self) -> list[Service]:
        """All services, sorted by id."""
        return [self.edition.services[service] for service in sorted(self.edition.services)]

    def offices(self) -> list[Office]:
        """All offices, sorted by id."""
        return [self.edition.offices[office] for office in sorted(self.edition.offices)]

    def organizations(self) -> Iterator[Record]:
        """All organizations of the edition, and the bodies of its services and offices, each once."""
        seen: set[str] = set()
        bodies = (
            *(self.body(organization) for organization in sorted(self.edition.organizations)),
            *(self.organization_of_service(service) for service in self.services()),
        )
        offices = (self.organization_of_office(office) for office in self.offices())
        for record in (*bodies, *offices):
            if record["id"] not in seen:
                seen.add(record["id"])
                yield record

    def body(self, organization_id: str) -> Record:
        """A legal body of the registry as an HSDS organization. Raises KeyError for an unknown id."""
        body = self.edition.organizations[organization_id]
        parent = self.edition.organizations.get(body.parent_id or "")
        return {
            "id": hsds_id("Organization", body.id),
            **_named(body.names),
            "description": _description(body.names),
            **({"tax_id": body.bin} if body.bin else {}),
            **({"parent_organization_id": hsds_id("Organization", parent.id)} if parent else {}),
        }

    def organization_of_office(self, office: Office) -> Record:
        """The legal body of an office as an organization.

        An office without a legal body is its own organization.
        """
        if office.organization_id in self.edition.organizations:
            return self.body(office.organization_id or "")
        parent = self.edition.offices.get(office.parent_id or "")
        above = self.organization_of_office(parent)["id"] if parent else None
        email, websites = self._first(office, ContactKind.EMAIL), self._all(office, ContactKind.WEBSITE)
        own_id = hsds_id("OfficeBody", office.id)
        others = [_url("organization_id", own_id, address) for address in websites[1:]]
        return {
            "id": own_id,
            **_named(office.names),
            "description": _description(office.names),
            **({"email": email} if email else {}),
            **({"website": websites[0]} if websites else {}),
            **({"additional_websites": others} if others else {}),
            **({"parent_organization_id": above} if above else {}),
        }

    def organization_of_service(self, service: Service) -> Record:
        """The body responsible for a service, else the body that adopted the newest act about it.

        Its name is `not known` for a service without an act.
        """
        if service.responsible_id in self.edition.organizations:
            return self.body(service.responsible_id or "")
        acts = [self.edition.acts[citation.act_id] for citation in service.citations]
        adopted_by = max(acts, key=lambda act: (act.adopted_on, act.id)).adopted_by if acts else "not known"
        return {
            "id": hsds_id("Adopter", adopted_by),
            "name": adopted_by,
            "description": "Adopted acts about services without naming a responsible body for them.",
        }

    def service(self, service: Service) -> Record:
        """A service. It is inactive when all acts about it were repealed on the day of the edition."""
        day = self.edition.published_at.date()
        passport = passport_of(self.edition, service)
        states = {self.edition.acts[citation.act_id].status_on(day) for citation in service.citations}
        texts = self._texts_of(service)
        return {
            "id": hsds_id("PublicService", service.id),
            "organization_id": self.organization_of_service(service)["id"],
            **_named(service.names),
            **(told_of_service(passport) if passport else {}),
            **({"additional_urls": texts} if texts else {}),
            "status": "inactive" if states == {ActStatus.REPEALED} else "active",
            "last_modified": self.edition.published_at.isoformat(),
        }

    def _texts_of(self, service: Service) -> list[Record]:
        """The web addresses of the acts about the service, each labelled with the title of its act.

        Acts without an address are left out.
        """
        acts = [
            self.edition.acts[act_id] for act_id in dict.fromkeys(one.act_id for one in service.citations)
        ]
        own_id = hsds_id("PublicService", service.id)
        labels = {act.url: any_text(act.titles) for act in acts if act.url is not None}
        return [_url("service_id", own_id, address, label) for address, label in labels.items()]

    def required_documents(self, service: Service) -> Iterator[Record]:
        """The documents that an applicant brings, by the newest standard of the service.

        Empty without a standard.
        """
        passport = passport_of(self.edition, service)
        for document in documents_of(passport) if passport else ():
            yield {
                "id": hsds_id("RequiredDocument", f"{service.id}/{document}"),
                "service_id": hsds_id("PublicService", service.id),
                "document": document,
            }

    def cost_options(self, service: Service) -> Iterator[Record]:
        """The fee by the newest standard of the service: one record, or none where no fee is stated."""
        passport = passport_of(self.edition, service)
        cost = cost_of(passport) if passport else None
        if cost is not None:
            ids = {
                "id": hsds_id("CostOption", service.id),
                "service_id": hsds_id("PublicService", service.id),
            }
            yield {**ids, **cost}

    def provisions(self, service: Service) -> list[Provision]:
        """The provisions of the service, sorted by id; empty without provisions."""
        known = self.edition.provisions_of_service.get(service.id, ())
        return [self.edition.provisions[each] for each in known]

    def service_areas(self, service: Service) -> Iterator[Record]:
        """The units that provisions of the service cover, each once.

        Also the country if a provision is nationwide. Units that the edition lacks are left out.
        """
        provisions, units = self.provisions(service), self.edition.units
        about = {"service_id": hsds_id("PublicService", service.id)}
        if any(provision.is_nationwide for provision in provisions):
            yield {"id": hsds_id("Nation", service.id), **about, "name": _COUNTRY}
        named = {unit_id for provision in provisions for unit_id in provision.unit_ids if unit_id in units}
        for unit_id in sorted(named):
            yield {
                "id": hsds_id("ServiceArea", f"{service.id}/{unit_id}"),
                **about,
                **self._named_area(unit_id),
            }

    def areas_of_place(self, provision: Provision) -> Iterator[Record]:
        """The areas that one office serves by a provision: each unit, and the country if it is nationwide."""
        about = {"service_at_location_id": hsds_id("ServiceProvision", provision.id)}
        if provision.is_nationwide:
            yield {"id": hsds_id("NationOfPlace", provision.id), **about, "name": _COUNTRY}
        for unit_id in provision.unit_ids:
            if unit_id in self.edition.units:
                area_id = hsds_id("ServiceAreaOfPlace", f"{provision.id}/{unit_id}")
                yield {"id": area_id, **about, **self._named_area(unit_id), **self._exceptions(provision)}

    def _exceptions(self, provision: Provision) -> Record:
        """The names of the excluded units in the column `description`, the only column for them.

        Empty without excluded units.
        """
        units = self.edition.units
        names = [any_text(units[each].names) for each in provision.excluded_unit_ids if each in units]
        return {"description": f"except {', '.join(names)}"} if names else {}

    def _named_area(self, unit_id: str) -> Record:
        """The name of a unit, and as its description the units that contain it.

        These go from the smallest to the region.
        """
        if unit_id not in self._areas:
            around = ", ".join(any_text(ancestor.names) for ancestor in self.edition.ancestors(unit_id))
            name = {"name": any_text(self.edition.units[unit_id].names)}
            self._areas[unit_id] = name | ({"description": around} if around else {})
        return self._areas[unit_id]

    def service_at_location(self, provision: Provision) -> Record:
        """A provision: a service given at an office, with the roles of the office as the description."""
        return {
            "id": hsds_id("ServiceProvision", provision.id),
            "service_id": hsds_id("PublicService", provision.service_id),
            "location_id": hsds_id("Office", provision.office_id),
            "description": ", ".join(provision.roles),
        }

    def location(self, office: Office) -> Record:
        """An office as an HSDS location.

        It has coordinates only where they are exact enough for distances: HSDS states no precision. A closed
        office says so in its description.
        """
        place, websites = office.position, self._all(office, ContactKind.WEBSITE)
        remarks = [office.category, *(address.full for address in office.addresses), *websites]
        closed = [] if is_open(office) else [office.status.value]
        point = {"latitude": place.lat, "longitude": place.lon} if place and is_trusted(place) else {}
        return {
            "id": hsds_id("Office", office.id),
            "location_type": "physical",
            "organization_id": self.organization_of_office(office)["id"],
            **_named(office.names),
            "description": "; ".join([*closed, *remarks]),
            **point,
            "external_identifier": office_ref(office.id),
            "external_identifier_type": "Kense",
        }

    def addresses(self, office: Office) -> Iterator[Record]:
        """The addresses of an office that have all fields HSDS requires: postal code, city and region.

        The others are only in the location's description.
        """
        settlement = unit_above(self.edition, office.located_in, Level.SETTLEMENT)
        district = unit_above(self.edition, office.located_in, Level.DISTRICT)
        region = unit_above(self.edition, office.located_in, Level.REGION)
        for address in office.addresses:
            city = address.locality or (text_in(settlement.names, address.language) if settlement else None)
            if address.postal_code is None or city is None or region is None:
                continue
            yield {
                "id": hsds_id("Address", f"{office.id}/{address.language}"),
                "location_id": hsds_id("Office", office.id),
                "address_1": address.full,
                "city": city,
                **({"region": any_text(district.names)} if district else {}),
                "state_province": any_text(region.names),
                "postal_code": address.postal_code,
                "country": "KZ",
                "address_type": "physical",
            }

    def phones(self, office: Office) -> Iterator[Record]:
        """The phones, hotlines and faxes of an office that are valid today, each number once."""
        numbers = {
            (number_of(one), _PHONES[one.kind]): one
            for one in contacts_of(office, self._today)
            if one.kind in _PHONES
        }
        for (number, kind), contact in numbers.items():
            yield {
                "id": hsds_id("Phone", f"{office.id}/{kind}/{number}"),
                "location_id": hsds_id("Office", office.id),
                "number": contact.e164 or number,
                **({"extension": int(extension)} if (extension := extension_of(number)) else {}),
                "type": kind,
                **_printed(contact),
            }

    def contacts(self, office: Office) -> Iterator[Record]:
        """The e-mail addresses of an office that are valid today, each once."""
        for email in self._all(office, ContactKind.EMAIL):
            record_id = hsds_id("Contact", f"{office.id}/{email}")
            yield {"id": record_id, "location_id": hsds_id("Office", office.id), "email": email}

    def schedules(self, office: Office) -> Iterator[Record]:
        """A record for each span of days and times.

        Hours that spans cannot express are one record with their text only.
        """
        for number, schedule in enumerate(schedules_of(office, self._today)):
            spans = open_spans(schedule.opening_hours)
            for line, span in enumerate(spans or (None,)):
                since, last = schedule.validity.since, schedule.validity.last_day
                yield {
                    "id": hsds_id("Schedule", f"{office.id}/{number}/{line}"),
                    "location_id": hsds_id("Office", office.id),
                    **({"valid_from": since.isoformat()} if since else {}),
                    **({"valid_to": last.isoformat()} if last else {}),
                    **(self._span(schedule, span) if span else {}),
                    "description": schedule.purpose.value,
                    "notes": schedule.opening_hours,
                }

    def _all(self, office: Office, kind: ContactKind) -> list[str]:
        return values(office, kind, self._today)

    def _first(self, office: Office, kind: ContactKind) -> str | None:
        return next(iter(self._all(office, kind)), None)

    def _span(self, schedule: Schedule, span: OpenSpan) -> Record:
        """The columns of one span: its days, its times and the offset from UTC."""
        hours = self._offset_hours(schedule.time_zone)
        sign, minutes = "-" if hours < 0 else "+", round(abs(hours) * 60)
        offset = f"{sign}{minutes // 60:02}:{minutes % 60:02}"
        return {
            "timezone": hours,
            "freq": "MONTHLY" if span.is_monthly else "WEEKLY",
            "byday": ",".join(span.days),
            "opens_at": span.opens + offset,
            "closes_at": span.closes + offset,
        }

    def _offset_hours(self, time_zone: str) -> float:
        """The hours between UTC and a time zone on the day of the edition.

        Kazakhstan has no summer time, but its time zones changed.
        """
        if time_zone not in self._offsets:
            offset = self.edition.published_at.astimezone(ZoneInfo(time_zone)).utcoffset()
            self._offsets[time_zone] = offset.total_seconds() / 3600 if offset else 0.0
        return self._offsets[time_zone]


def _named(names: tuple[Name, ...]) -> Record:
    """The columns `name` and, where there is a name in the other language, `alternate_name`."""
    name = any_text(names)
    others = [text for language in SHOWN if (text := text_in(names, language)) and text != name]
    return {"name": name, **({"alternate_name": others[0]} if others else {})}


def _description(names: tuple[Name, ...]) -> str:
    """All printed names, each once, separated by ` / `."""
    return " / ".join(dict.fromkeys(name.value for name in originals(names)))


def _url(owner: str, owner_id: str, address: str, label: str | None = None) -> Record:
    """A record of the table `url`; `owner` is the column that holds the id of its owner."""
    return {
        "id": hsds_id("Url", f"{owner_id}/{address}"),
        **({"label": label} if label else {}),
        "url": address,
        owner: owner_id,
    }


def _printed(contact: Contact) -> Record:
    differs = contact.printed is not None and contact.printed != number_of(contact)
    return {"description": contact.printed} if differs else {}
