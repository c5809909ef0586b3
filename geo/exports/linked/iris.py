"""The IRIs of linked data: each begins with the public address of a server and resolves there.

An office has its own document; services, bodies and acts are parts of one document; a unit is a feature of a
collection. `base` is the address of the server without a slash at its end; without it IRIs are paths.
"""

from __future__ import annotations

from urllib.parse import quote

from geo.exports.facts import unit_ref
from model.edition import Unit

SERVICES_PATH = "/services.jsonld"
"""The path of the document with all services, and the bodies and acts behind them."""
CATALOGUE_PATH = "/catalog.jsonld"
"""The path of the catalogue of downloads."""
COUNTRY = "http://publications.europa.eu/resource/authority/country/KAZ"
NO_ADDRESS = "https://kense.invalid"
"""The base of files that need absolute IRIs where no address is set: by RFC 2606 it never resolves."""


def office_path(office_id: str) -> str:
    """The path of an office's document on the server."""
    return f"/offices/{office_id}.jsonld"


def office_iri(base: str, office_id: str) -> str:
    """The IRI of an office."""
    return base + office_path(office_id)


def service_iri(base: str, service_id: str) -> str:
    """The IRI of a service."""
    return part_iri(base, f"PublicService:{service_id}")


def organization_iri(base: str, organization_id: str) -> str:
    """The IRI of a legal body."""
    return part_iri(base, f"Organization:{organization_id}")


def act_iri(base: str, act_id: str) -> str:
    """The IRI of a legal act."""
    return part_iri(base, f"LegalAct:{act_id}")


def unit_iri(base: str, unit: Unit) -> str:
    """The IRI of a unit of territory."""
    return f"{base}/collections/units/items/{quote(unit_ref(unit), safe=':')}"


def part_iri(base: str, name: str) -> str:
    """The IRI of a part of the document of services; `name` is the fragment."""
    return f"{base}{SERVICES_PATH}#{quote(name, safe=':')}"
