"""Look-ups in the HSDS directory: records by UUID, provisions for a postal code, offices near it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import TypeVar

from geo.earth.point import Point
from geo.exports.hsds import Directory, Record, hsds_id
from geo.jurisdiction.nearest import nearest_offices
from geo.jurisdiction.reach import provisions_reaching
from geo.units.edition_index import is_trusted
from graph.exports.answers import NoSuchPathError
from graph.hsds.pages import Given
from graph.served.context import Registry
from graph.served.name_index import Subject, words_of
from graph.served.registry import Derivation
from graph.terms.errors import BadInputError
from graph.terms.limits import short_text
from model.edition import Office, Provision, Service
from model.errors import NotFoundError

Thing = TypeVar("Thing", Service, Office)


@dataclass(frozen=True, slots=True)
class DirectoryIds:
    """Records by their UUIDs in HSDS, in the order of the export."""

    services: Mapping[str, Service]
    organizations: Mapping[str, Record]
    provisions: Mapping[str, Provision]
    offices_by_postcode: Mapping[str, tuple[Office, ...]]
    services_of: Mapping[str, frozenset[str]]
    """Id of an organization to the services it is responsible for."""
    offices_of: Mapping[str, frozenset[str]]
    """Id of an organization to its offices."""


def _directory_ids(registry: Registry) -> DirectoryIds:
    """Builds the look-up tables for an edition."""
    directory, edition = Directory(registry.edition), registry.edition
    by_postcode: dict[str, list[Office]] = {}
    for office in directory.offices():
        for code in {address.postal_code for address in office.addresses} - {None}:
            by_postcode.setdefault(str(code), []).append(office)
    return DirectoryIds(
        services={hsds_id("PublicService", each.id): each for each in directory.services()},
        organizations={each["id"]: each for each in directory.organizations()},
        provisions={
            hsds_id("ServiceProvision", key): edition.provisions[key] for key in sorted(edition.provisions)
        },
        offices_by_postcode={code: tuple(offices) for code, offices in by_postcode.items()},
        services_of=_by_body(directory.services(), directory.organization_of_service),
        offices_of=_by_body(directory.offices(), directory.organization_of_office),
    )


def _by_body(things: Iterable[Thing], body_of: Callable[[Thing], Record]) -> Mapping[str, frozenset[str]]:
    """The ids of the services (or offices) of each organization, by the organization's id."""
    found: dict[str, set[str]] = {}
    for thing in things:
        found.setdefault(body_of(thing)["id"], set()).add(thing.id)
    return {body: frozenset(ids) for body, ids in found.items()}


IDS = Derivation("ids of HSDS", _directory_ids)


def by_id(records: Mapping[str, object], asked: str, table: str) -> None:
    """Raise NoSuchPathError if `records` has no record with that id. `table` names them in the message."""
    if asked not in records:
        raise NoSuchPathError(f"no {table} has a record with the id {asked[:60]!r}")


def provisions_asked_for(registry: Registry, given: Given) -> Sequence[Provision]:
    """The provisions that the parameters select, by id.

    They are those of an organization, for a postal code, or of services with such a name. Raises
    NotFoundError for an unknown organization or postal code, BadInputError for a wrong parameter.
    """
    known = registry.derived(IDS)
    provisions: Iterable[Provision] = known.provisions.values()
    if "postcode" in given.values:
        provisions = _serving(registry, given)
    elif "proximity" in given.values:
        raise BadInputError("proximity needs a postcode: add the parameter postcode")
    if "search" in given.values:
        called = services_called(registry, given)
        provisions = [each for each in provisions if each.service_id in called]
    if not is_changed_since(registry, given):
        provisions = ()
    organization = given.values.get("organization_id")
    if organization is None:
        return list(provisions)
    if organization not in known.organizations:
        raise NotFoundError(f"no organization has the id {organization[:60]!r}")
    services = known.services_of.get(organization, frozenset())
    offices = known.offices_of.get(organization, frozenset())
    return [each for each in provisions if each.service_id in services or each.office_id in offices]


def services_called(registry: Registry, given: Given) -> Collection[str]:
    """Ids of the services that have all words of the parameter `search` in a name.

    Raises BadInputError above 300 characters.
    """
    text = short_text(given.values["search"], "search")
    return words_of(registry).bearers(text, Subject.SERVICE)


def is_changed_since(registry: Registry, given: Given) -> bool:
    """Whether the edition was published at or after `modified_after`; True without it. Raises BadInputError.

    Records have no days of their own, so all count as changed with the edition.
    """
    since = given.moment("modified_after")
    return since is None or registry.edition.published_at >= since


def _serving(registry: Registry, given: Given) -> Sequence[Provision]:
    """Provisions, by id, that cover a unit where an office with the postal code is located.

    With `proximity` only provisions of offices near by. Raises NotFoundError for an unknown postal code.
    """
    code = short_text(given.values["postcode"], "postcode")
    offices = registry.derived(IDS).offices_by_postcode.get(code)
    if offices is None:
        raise NotFoundError(f"no office has the postcode {code!r}, so its place is not known")
    units = sorted({office.located_in for office in offices if office.located_in is not None})
    found = {
        provision.id: provision for unit in units for provision in provisions_reaching(registry.atlas, unit)
    }
    if "proximity" in given.values:
        near = _near(registry, offices, given.whole("proximity", 1))
        found = {key: provision for key, provision in found.items() if provision.office_id in near}
    return [found[key] for key in sorted(found)]


def _near(registry: Registry, offices: Sequence[Office], metres: int) -> frozenset[str]:
    """Ids of the open offices within `metres` of the middle (median) of other offices.

    Raises NotFoundError if none of these has a trusted position.
    """
    places = [office.position for office in offices if office.position and is_trusted(office.position)]
    if not places:
        raise NotFoundError("the offices of that postcode have no known position")
    # The median and not the mean: acts print the code of the district's town for distant villages, too.
    lon, lat = median_low(place.lon for place in places), median_low(place.lat for place in places)
    near = nearest_offices(registry.atlas, Point(lon, lat), len(registry.edition.offices), float(metres))
    return frozenset(each.office.id for each in near)
