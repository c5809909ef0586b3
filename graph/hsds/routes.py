"""`/hsds/`: services, organizations, and services at locations, by the API of HSDS 3.1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from geo.exports.hsds import PROFILE, VERSION, Directory, Record
from geo.exports.hsds_package import whole_place, whole_service
from geo.exports.streams import in_pieces, object_parts
from graph.exports.answers import Exports, Make, Streamed
from graph.hsds.bodies import whole_body
from graph.hsds.finding import IDS, by_id, is_changed_since, provisions_asked_for, services_called
from graph.hsds.pages import Given, NumberedPage
from graph.served.context import Registry
from graph.terms.limits import short_text
from graph.terms.links import link_base
from model.edition import Provision, Service

PATH = "/hsds"
JSON = "application/json"


def hsds_routes(exports: Exports) -> list[BaseRoute]:
    """Routes of the directory. The address of a list may end with a slash."""
    lists: dict[str, Make] = {
        PATH: meta,
        f"{PATH}/services": services,
        f"{PATH}/organizations": organizations,
        f"{PATH}/service_at_locations": service_at_locations,
    }
    records: dict[str, Make] = {
        f"{PATH}/services/{{id}}": service,
        f"{PATH}/organizations/{{id}}": organization,
        f"{PATH}/service_at_locations/{{id}}": service_at_location,
    }
    routes: list[BaseRoute] = [
        Route(path + slash, exports.endpoint(make)) for path, make in lists.items() for slash in ("", "/")
    ]
    return routes + [Route(path, exports.endpoint(make)) for path, make in records.items()]


def meta(request: Request, registry: Registry) -> Response:
    """`/hsds`: version, profile and description of the directory."""
    Given.of(request)
    return _json(
        {
            "version": VERSION,
            "profile": PROFILE,
            "openapi_url": f"{link_base(request)}/openapi.json",
            "description": "Offices and public services of Kazakhstan, from its legal acts.",
        }
    )


def services(request: Request, registry: Registry) -> Streamed:
    """A page of services, by id.

    With `full` they have all their parts, with `minimal` id, name, status and day.
    """
    given = Given.of(request, ["search", "organization_id", "modified_after", "minimal", "full"])
    directory, known = Directory(registry.edition), registry.derived(IDS)
    found: Iterable[Service] = known.services.values()
    if "search" in given.values:
        bearers = services_called(registry, given)
        found = [each for each in found if each.id in bearers]
    if "organization_id" in given.values:
        body = given.values["organization_id"]
        found = [each for each in found if directory.organization_of_service(each)["id"] == body]
    if not is_changed_since(registry, given):
        found = []
    page = NumberedPage.of(list(found), given)
    if given.flag("full"):
        return _listed(page, (whole_service(directory, each) for each in page.items))
    is_minimal = given.flag("minimal")
    return _listed(page, ([orjson.dumps(_row(directory, each, is_minimal))] for each in page.items))


def _row(directory: Directory, each: Service, is_minimal: bool) -> Record:
    row = directory.service(each)
    if is_minimal:
        return {name: row[name] for name in ("id", "name", "status", "last_modified")}
    return {**row, "organization": directory.organization_of_service(each)}


def service(request: Request, registry: Registry) -> Streamed:
    """One service with all its parts. Raises NoSuchPathError for an unknown id."""
    Given.of(request)
    known, asked = registry.derived(IDS).services, request.path_params["id"]
    by_id(known, asked, "service")
    parts = whole_service(Directory(registry.edition), known[asked])
    return Streamed(in_pieces(parts), JSON, "service.json")


def organizations(request: Request, registry: Registry) -> Streamed:
    """A page of organizations. `search` is a part of their name or description.

    With `full` they have locations and services, with `full_service` services with all their parts.
    """
    given = Given.of(request, ["search", "full", "full_service"])
    records: Iterable[Record] = registry.derived(IDS).organizations.values()
    if "search" in given.values:
        text = short_text(given.values["search"], "search").casefold()
        records = [
            each
            for each in records
            if text in each["description"].casefold() or text in each["name"].casefold()
        ]
    page = NumberedPage.of(list(records), given)
    is_full, is_full_service = given.flag("full"), given.flag("full_service")
    if is_full or is_full_service:
        whole = (whole_body(registry, each, is_full_service=is_full_service) for each in page.items)
        return _listed(page, whole)
    return _listed(page, ([orjson.dumps(each)] for each in page.items))


def organization(request: Request, registry: Registry) -> Streamed:
    """An organization with its locations and services. Raises NoSuchPathError for an unknown id."""
    given = Given.of(request, ["full_service"])
    known, asked = registry.derived(IDS).organizations, request.path_params["id"]
    by_id(known, asked, "organization")
    parts = whole_body(registry, known[asked], is_full_service=given.flag("full_service"))
    return Streamed(in_pieces(parts), JSON, "organization.json")


def service_at_locations(request: Request, registry: Registry) -> Streamed:
    """A page of services at locations, by id.

    `postcode` selects those that serve the places of the offices with that postal code, `proximity` of these
    those within so many metres of the middle of those offices. `search` are words of the service's name.
    """
    names = ["organization_id", "postcode", "proximity", "search", "modified_after", "full"]
    given = Given.of(request, names)
    directory = Directory(registry.edition)
    page = NumberedPage.of(provisions_asked_for(registry, given), given)
    make = whole_place if given.flag("full") else _place
    return _listed(page, ([orjson.dumps(make(directory, each))] for each in page.items))


def _place(directory: Directory, provision: Provision) -> Record:
    location = directory.location(directory.edition.offices[provision.office_id])
    return {**directory.service_at_location(provision), "location": location}


def service_at_location(request: Request, registry: Registry) -> Response:
    """One service at a location with all parts of the location. Raises NoSuchPathError for an unknown id."""
    Given.of(request)
    known, asked = registry.derived(IDS).provisions, request.path_params["id"]
    by_id(known, asked, "service_at_location")
    return _json(whole_place(Directory(registry.edition), known[asked]))


def _listed(page: NumberedPage[Any], contents: Iterable[Iterable[bytes]]) -> Streamed:
    return Streamed(in_pieces(object_parts(page.head, "contents", contents)), JSON, "page.json")


def _json(body: Any) -> Response:
    return Response(orjson.dumps(body), 200, media_type=JSON)
