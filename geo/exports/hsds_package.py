"""HSDS 3.1: a folder of tables (Frictionless tabular data package), or one document of whole services."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from geo.exports.attribution import ATTRIBUTION, LICENSE, LICENSES, OPENSTREETMAP_LICENSE
from geo.exports.hsds import PROFILE, VERSION, Directory, Record
from geo.exports.streams import in_pieces, object_parts
from geo.exports.tables import csv_lines
from model.edition import Edition, Office, Provision, Service

_URLS = ("additional_websites", "additional_urls")
"""Lists inside of records; in the package they are rows of the table `url`."""
_TYPES = {
    "extension": "number",
    "latitude": "number",
    "longitude": "number",
    "timezone": "number",
    "amount": "number",
    "valid_from": "date",
    "valid_to": "date",
}


@dataclass(frozen=True, slots=True)
class Resource:
    """One table: its name in HSDS, its file, its columns, and the tables that columns refer to."""

    name: str
    path: str
    columns: tuple[str, ...]
    refers: dict[str, str] = field(default_factory=dict)


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.split())


RESOURCES = (
    Resource(
        "organization",
        "organizations.csv",
        _columns("id name alternate_name description email website tax_id parent_organization_id"),
    ),
    Resource(
        "service",
        "services.csv",
        _columns(
            "id organization_id name alternate_name status application_process fees_description wait_time "
            "eligibility_description last_modified"
        ),
        {"organization_id": "organization"},
    ),
    Resource(
        "service_at_location",
        "service_at_location.csv",
        _columns("id service_id location_id description"),
        {"service_id": "service", "location_id": "location"},
    ),
    Resource(
        "location",
        "locations.csv",
        _columns(
            "id location_type organization_id name alternate_name description latitude longitude "
            "external_identifier external_identifier_type"
        ),
        {"organization_id": "organization"},
    ),
    Resource(
        "phone",
        "phones.csv",
        _columns("id location_id number extension type description"),
        {"location_id": "location"},
    ),
    Resource("contact", "contacts.csv", _columns("id location_id email"), {"location_id": "location"}),
    Resource(
        "address",
        "addresses.csv",
        _columns("id location_id address_1 city region state_province postal_code country address_type"),
        {"location_id": "location"},
    ),
    Resource(
        "schedule",
        "schedules.csv",
        _columns(
            "id location_id valid_from valid_to timezone freq byday opens_at closes_at description notes"
        ),
        {"location_id": "location"},
    ),
    Resource(
        "service_area",
        "service_areas.csv",
        _columns("id service_id service_at_location_id name description"),
        {"service_id": "service", "service_at_location_id": "service_at_location"},
    ),
    Resource(
        "required_document",
        "required_documents.csv",
        _columns("id service_id document"),
        {"service_id": "service"},
    ),
    Resource(
        "cost_option",
        "cost_options.csv",
        _columns("id service_id currency amount amount_description"),
        {"service_id": "service"},
    ),
    Resource(
        "url",
        "url.csv",
        _columns("id label url organization_id service_id"),
        {"organization_id": "organization", "service_id": "service"},
    ),
)


def hsds_files(edition: Edition) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Name and pieces of each file of the package, `datapackage.json` first."""
    yield "datapackage.json", [orjson.dumps(_package(edition), option=orjson.OPT_INDENT_2)]
    directory = Directory(edition)
    for resource in RESOURCES:
        rows = records(directory, resource.name)
        yield resource.path, in_pieces(csv_lines(resource.columns, rows))


def records(directory: Directory, table: str) -> Iterator[Record]:
    """The records of one table of RESOURCES. An unknown name gives the organizations."""
    of_office: dict[str, Callable[[Office], Iterable[Record]]] = {
        "location": lambda office: [directory.location(office)],
        "phone": directory.phones,
        "contact": directory.contacts,
        "address": directory.addresses,
        "schedule": directory.schedules,
    }
    of_service: dict[str, Callable[[Service], Iterable[Record]]] = {
        "service": lambda service: [_row(directory.service(service))],
        "service_at_location": lambda service: map(
            directory.service_at_location, directory.provisions(service)
        ),
        "service_area": lambda service: _areas(directory, service),
        "required_document": directory.required_documents,
        "cost_option": directory.cost_options,
    }
    if table in of_office:
        for office in directory.offices():
            yield from of_office[table](office)
    elif table in of_service:
        for service in directory.services():
            yield from of_service[table](service)
    elif table == "url":
        yield from _urls(directory)
    else:
        yield from map(_row, directory.organizations())


def _row(record: Record) -> Record:
    return {name: value for name, value in record.items() if name not in _URLS}


def _areas(directory: Directory, service: Service) -> Iterator[Record]:
    """The areas of a service as a whole, then the areas of each office that gives the service."""
    yield from directory.service_areas(service)
    for provision in directory.provisions(service):
        yield from directory.areas_of_place(provision)


def _urls(directory: Directory) -> Iterator[Record]:
    """The records of the table `url`: further websites of organizations, then the acts of services."""
    for record in directory.organizations():
        yield from record.get("additional_websites", ())
    for service in directory.services():
        yield from directory.service(service).get("additional_urls", ())


def hsds_document(edition: Edition) -> Iterator[bytes]:
    """All services as one page of the HSDS API, in pieces; each has its organization, areas and locations."""
    directory = Directory(edition)
    services = directory.services()
    head = {
        "total_items": len(services),
        "total_pages": 1,
        "page_number": 1,
        "size": len(services),
        "first_page": True,
        "last_page": True,
        "empty": not services,
        "licenses": LICENSES,
        "attribution": ATTRIBUTION,
    }
    return in_pieces(
        object_parts(head, "contents", (whole_service(directory, service) for service in services))
    )


def whole_service(directory: Directory, service: Service) -> Iterator[bytes]:
    """A service as JSON with all its parts, in pieces: some services are given at thousands of places."""
    record = {
        **directory.service(service),
        "organization": directory.organization_of_service(service),
        "service_areas": list(directory.service_areas(service)),
        "required_documents": list(directory.required_documents(service)),
        "cost_options": list(directory.cost_options(service)),
    }
    places = (
        [orjson.dumps(whole_place(directory, provision))] for provision in directory.provisions(service)
    )
    return object_parts(record, "service_at_locations", places)


def whole_place(directory: Directory, provision: Provision) -> Record:
    """A service at a location, with its areas, and with the location and all parts of that."""
    location = whole_location(directory, directory.edition.offices[provision.office_id])
    areas = list(directory.areas_of_place(provision))
    return {**directory.service_at_location(provision), "service_areas": areas, "location": location}


def whole_location(directory: Directory, office: Office) -> Record:
    """A location with its addresses, phones, contacts and schedules."""
    return {
        **directory.location(office),
        "addresses": list(directory.addresses(office)),
        "phones": list(directory.phones(office)),
        "contacts": list(directory.contacts(office)),
        "schedules": list(directory.schedules(office)),
    }


def _package(edition: Edition) -> dict[str, Any]:
    return {
        "name": "kense-hsds",
        "title": "Kense: government offices and public services of Kazakhstan",
        "profile": "tabular-data-package",
        "version": f"edition {edition.number}",
        "homepage": PROFILE,
        "hsds_version": VERSION,
        "created": edition.published_at.isoformat(),
        "licenses": [
            {"name": "CC-BY-4.0", "path": LICENSE},
            {"name": "ODbL-1.0", "path": OPENSTREETMAP_LICENSE},
        ],
        "attribution": ATTRIBUTION,
        "sources": [
            {"title": "GeoNames", "path": "https://www.geonames.org/"},
            {"title": "OpenStreetMap", "path": "https://www.openstreetmap.org/copyright"},
            *({"title": f"{act.adopted_by}: {act.number}"} for act in edition.acts.values()),
        ],
        "resources": [_described(resource) for resource in RESOURCES],
    }


def _described(resource: Resource) -> dict[str, Any]:
    return {
        "name": resource.name,
        "path": resource.path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [{"name": name, "type": _TYPES.get(name, "string")} for name in resource.columns],
            "primaryKey": "id",
            "foreignKeys": [
                {"fields": column, "reference": {"resource": table, "fields": "id"}}
                for column, table in resource.refers.items()
            ],
        },
    }
