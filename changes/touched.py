"""What a change of an office touches beside the office itself, and so needs authority over.

An office that closes, or is merged, affects its services and its branches, wherever these are. Offices and
bodies that a change names (a head, a successor, a body) are affected, too. Each of these is a `Touch`: units
over which the right must hold, as over those of the office.

A head or a body outside the territory may be named without authority over it if acts do so: when the field
returns to the acts' value, or when an office of the same category in the client's own territory has it
already. So the editors of a district put a new service centre under the centre of the region, which heads the
others of the district, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from changes.authority import units_of
from changes.fields import units_given, value_of
from model.change_values import PROVISION
from model.edition import Edition, Office
from model.office_changes import FieldChange

_ENDING = frozenset({"closed_on", "status", "merged_into"})
"""Fields by which an office ends, or is reopened."""
_NAMING = ("parent_id", "organization_id")
IsKnown = Callable[[str, str, str], bool]
"""Whether a head or a body may be named: the field, its id, and the category of the office that names it."""


@dataclass(frozen=True, slots=True)
class Touch:
    """Units of other offices that a change affects.

    `what` is the beginning of a message that refuses the change.
    """

    field: str
    unit_ids: tuple[str | None, ...]
    """(None,) is the whole country."""
    what: str


def touches(
    edition: Edition, office: Office, changes: Iterable[FieldChange], is_known: IsKnown
) -> Iterator[Touch]:
    """The other offices and services that the changes affect, in the order of the changes.

    `office` has the new category; services and branches of the office are read from the edition. `is_known`
    says whether a head or body may be named without authority over it.
    """
    made = tuple(changes)
    for change in made:
        if change.field in _NAMING and isinstance(change.after, str) and not change.is_released:
            if not is_known(change.field, edition.current_id(change.after), office.category):
                yield _named(edition, change.field, change.after)
        elif change.field == "successor_ids":
            for one in _added(change):
                yield _named(edition, change.field, one)
        elif change.field.startswith(PROVISION):
            units = (*units_given(change.before), *units_given(change.after))
            yield Touch(change.field, units, f"{change.field.removeprefix(PROVISION)} is given")
    if any(change.field in _ENDING for change in made):
        yield from _carried_along(edition, office)


def _carried_along(edition: Edition, office: Office) -> Iterator[Touch]:
    """The services and branches of an office: the end of the office affects them."""
    keys = edition.provisions_of_office.get(office.id, ())
    for service in dict.fromkeys(edition.provisions[key].service_id for key in keys):
        units = units_given(value_of(edition, office, f"{PROVISION}{service}"))
        yield Touch("status", units, f"{office.id} gives {service}")
    for branch in edition.offices.values():
        if branch.parent_id == office.id and branch.closed_on is None:
            yield Touch("status", units_of(branch), f"{office.id} heads {branch.id}")


def _added(change: FieldChange) -> list[str]:
    known = change.before if isinstance(change.before, tuple) else ()
    return [one for one in change.after if one not in known] if isinstance(change.after, tuple) else []


def _named(edition: Edition, field: str, named: str) -> Touch:
    """The units affected by naming another office or a body; for a body, the units of all its offices."""
    current = edition.current_id(named)
    if field == "organization_id":
        offices = [one for one in edition.offices.values() if one.organization_id == current]
        units = dict.fromkeys(unit for one in offices for unit in units_of(one))
        return Touch(field, tuple(units) or (None,), f"{current} would get an office")
    office = edition.offices.get(current)
    units_there = (None,) if office is None else units_of(office)
    gets = "would be a successor" if field == "successor_ids" else "would get a branch"
    return Touch(field, units_there, f"{current} {gets}")


def known_in(edition: Edition, is_mine: Callable[[Office], bool]) -> IsKnown:
    """A function that says whether an office of the client's own territory has a head or body already.

    Only offices of the given category count. `is_mine` says whether an office is in the client's territory.
    """

    def is_known(field: str, named: str, category: str) -> bool:
        return any(
            getattr(office, field) == named and office.category == category and is_mine(office)
            for office in edition.offices.values()
        )

    return is_known
