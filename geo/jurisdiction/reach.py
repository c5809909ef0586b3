"""Which provisions reach a unit: those whose territory contains it and does not exclude it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from geo.units.edition_index import Atlas
from model.edition import Edition, Provision

NATION = ""
"""The key under which an edition keeps provisions for the whole country."""


def reaches(atlas: Atlas, provision: Provision, unit_id: str) -> bool:
    """Whether the territory of `provision` covers the whole of the unit.

    False if it excludes a unit around it.
    """
    chain = [unit.id for unit in atlas.chain(unit_id)]
    if any(excluded in chain for excluded in provision.excluded_unit_ids):
        return False
    return provision.is_nationwide or any(covered in chain for covered in provision.unit_ids)


def provisions_reaching(
    atlas: Atlas, unit_id: str, service_ids: Iterable[str] | None = None, day: date | None = None
) -> Iterator[Provision]:
    """Provisions for the unit, for a unit around it, or for the country, each once.

    Left out are those that exclude the unit or a unit around it. Provisions that exclude only a part inside
    the unit are included. `service_ids` None means all services. With `day` only provisions valid on that
    day.
    """
    edition = atlas.edition
    rungs = [*(unit.id for unit in atlas.chain(unit_id)), NATION]
    for service_id in edition.services if service_ids is None else service_ids:
        seen: set[str] = set()
        for rung in rungs:
            for provision_id in edition.provisions_by_unit.get((service_id, rung), ()):
                provision = edition.provisions[provision_id]
                if provision_id in seen or (day is not None and not provision.holds_on(day)):
                    continue
                seen.add(provision_id)
                if not any(excluded in rungs for excluded in provision.excluded_unit_ids):
                    yield provision


def touches(atlas: Atlas, provision: Provision, unit_id: str) -> bool:
    """Whether `provision` covers the unit or a unit inside it. Excluded units inside it are not looked at."""
    if reaches(atlas, provision, unit_id):
        return True
    return any(
        unit.id == unit_id
        for covered in provision.unit_ids
        if covered in atlas.edition.units
        for unit in atlas.chain(covered)
    )


def offices_giving(edition: Edition, service_id: str, day: date | None = None) -> frozenset[str]:
    """Ids of the offices with any role in a service, wherever they are.

    With `day` only by provisions valid on that day.
    """
    given = (edition.provisions[key] for key in edition.provisions_of_service.get(service_id, ()))
    return frozenset(one.office_id for one in given if day is None or one.holds_on(day))
