"""An organization of the HSDS directory with its locations and its services."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from geo.exports.hsds import Directory, Record
from geo.exports.hsds_package import whole_location, whole_service
from geo.exports.streams import object_parts
from graph.hsds.finding import IDS
from graph.served.context import Registry
from model.edition import Service


def whole_body(registry: Registry, body: Record, *, is_full_service: bool) -> Iterator[bytes]:
    """An organization as JSON in pieces: its locations, then its services.

    Services have all their parts with `is_full_service`, else id, name and status.
    """
    known, directory = registry.derived(IDS), Directory(registry.edition)
    offices = sorted(known.offices_of.get(body["id"], ()))
    locations = [whole_location(directory, registry.edition.offices[each]) for each in offices]
    services = [registry.edition.services[each] for each in sorted(known.services_of.get(body["id"], ()))]
    contents = (
        whole_service(directory, each) if is_full_service else [orjson.dumps(_in_short(directory, each))]
        for each in services
    )
    return object_parts({**body, "locations": locations}, "services", contents)


def _in_short(directory: Directory, service: Service) -> Record:
    row = directory.service(service)
    return {name: row[name] for name in ("id", "name", "status")}
