"""Changes, creates and closes an office, and sets which services it gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from changes.authority import Right, units_of
from changes.change_service import ChangeContext, ChangeResult
from changes.contacts import UnusableValueError
from changes.fields import units_given, value_of
from changes.patches import Patch, PatchRead, clean_evidence, clean_reason
from changes.problems import Problem, RefusedError, UserErrorCode, refuse
from geo.names.toponyms import exact_key
from model.change_values import PROVISION, FieldValue, GivenService
from model.edition import Edition, Office
from model.enums import LifecycleStatus, OfficeKind, Role
from model.office_changes import FieldChange
from store.log.revisions import NewRevision
from store.tables import tables

_FAR_FUTURE_Y = 5


@dataclass(frozen=True, slots=True)
class Why:
    """The reason for a change and its evidence, as received from the client."""

    reason: str
    evidence: Sequence[str] = ()

    def checked(self, *, needs_evidence: bool = False) -> tuple[str, tuple[str, ...]]:
        """The reason and the evidence, cleaned.

        Raises RefusedError for an empty reason, an unusable text, and, if `needs_evidence`, for no evidence.
        """
        problems: list[Problem] = []
        reason, evidence = "", tuple[str, ...]()
        try:
            reason = clean_reason(self.reason)
        except UnusableValueError as error:
            problems.append(Problem(UserErrorCode.INVALID, str(error), ("reason",)))
        try:
            evidence = clean_evidence(self.evidence)
        except UnusableValueError as error:
            problems.append(Problem(UserErrorCode.INVALID, str(error), ("evidence",)))
        if needs_evidence and not evidence and not problems:
            message = "cite the act that says so, or give the testimony it rests on"
            problems.append(Problem(UserErrorCode.EVIDENCE_REQUIRED, message, ("evidence",)))
        if problems:
            raise RefusedError(problems)
        return reason, evidence


def update_office(
    context: ChangeContext, office_id: str, expected: int, patch: Patch, why: Why, confirmed: Collection[str]
) -> ChangeResult:
    """Change fields of an office. Raises RefusedError; `expected` is the version that the client saw."""
    office = context.office(office_id)
    context.demand(Right.EDIT, units_of(office), "id")
    reason, evidence = why.checked()
    changes = changes_of(context, office, expected, patch, confirmed)
    context.record([NewRevision(office.id, expected, changes)], reason, evidence)
    return ChangeResult((office.id,), expected + 1)


def changes_of(
    context: ChangeContext, office: Office, expected: int, patch: Patch, confirmed: Collection[str]
) -> tuple[FieldChange, ...]:
    """The changes that a patch makes.

    Raises RefusedError if the client may not make them, and if there are none.
    """
    return permitted(context, office, expected, context.patches.read(patch, office), confirmed)


def permitted(
    context: ChangeContext, office: Office, expected: int, read: PatchRead, confirmed: Collection[str]
) -> tuple[FieldChange, ...]:
    """The changes of a patch that was read already.

    Raises RefusedError if the client may not make them, for another version than `expected`, for bad or
    unconfirmed values, and if there are none.
    """
    context.demand_version(office, expected, (change.field for change in read.changes))
    if not (read.changes or read.problems):
        raise refuse(UserErrorCode.INVALID, "the patch changes nothing: the office says all that", "patch")
    refuse_unless_good(context, office, read, confirmed, "patch")
    refuse_own_branch(context.edition, office.id, read.changes)
    return tuple(read.changes)


def refuse_unless_good(
    context: ChangeContext, office: Office, read: PatchRead, confirmed: Collection[str], *path: str
) -> None:
    """Raise RefusedError for bad values, missing rights, and doubtful values not named in `confirmed`.

    A point outside the client's territory is refused even if confirmed, and then no word to confirm it is
    offered.
    """
    outside = context.outside(Right.EDIT, read.changes)
    doubts = [doubt for doubt in read.doubts if doubt.confirm not in confirmed]
    if outside:
        doubts = [doubt for doubt in doubts if doubt.path != ("location",)]
    if not read.problems:
        after = office_after(office, read.changes)
        context.demand(Right.EDIT, units_of(after), *path)
        for change in read.changes:
            context.demand_touched(Right.EDIT, after, [change], *path, change.field)
    problems = [*read.problems, *outside, *doubts]
    if problems:
        raise RefusedError(problem.under(*path) for problem in problems)


def office_after(office: Office, changes: Iterable[FieldChange]) -> Office:
    """The office with its units and category after the changes; other fields stay.

    For checking rights over the new units.
    """
    after: dict[str, Any] = {change.field: change.after for change in changes}
    territories = after.get("territory_ids", office.territory_ids) or ()
    return replace(
        office,
        category=after.get("category", office.category),
        located_in=after.get("located_in", office.located_in),
        territory_id=next(iter(territories), None),
        further_territory_ids=tuple(territories[1:]),
    )


def refuse_own_branch(edition: Edition, office_id: str, changes: Iterable[FieldChange]) -> None:
    """Raise RefusedError if the new head of an office is that office itself or one of its branches."""
    for change in changes:
        above = change.after if change.field == "parent_id" else None
        while isinstance(above, str):
            if above == office_id:
                message = f"{change.after} is a branch of {office_id}, or the office itself"
                raise refuse(UserErrorCode.INVALID, message, "patch", "parentId")
            above = edition.offices[above].parent_id if above in edition.offices else None


def read_new_office(context: ChangeContext, patch: Patch, confirmed: Collection[str]) -> PatchRead:
    """The checked fields of a new office.

    Raises RefusedError without a kind, a category or a name, for bad or unconfirmed values, and without the
    right to edit.
    """
    missing = [
        Problem(UserErrorCode.INVALID, f"a new office needs its {what}", ("office", argument))
        for argument, what in (("kind", "kind"), ("category", "category"))
        if patch.get(argument) is None
    ]
    if not (patch.get("name_kk") or patch.get("name_ru")):
        missing.append(Problem(UserErrorCode.INVALID, "a new office needs a name", ("office", "name_kk")))
    if missing:
        raise RefusedError(missing)
    read = context.patches.read(patch, None)
    refuse_unless_good(context, Office("", OfficeKind.OTHER, "", (), None), read, confirmed, "office")
    return read


def create_office(context: ChangeContext, patch: Patch, why: Why, confirmed: Collection[str]) -> ChangeResult:
    """Create an office that no act names; needs evidence.

    Raises RefusedError, also if an office looks the same and `confirmed` lacks `duplicate`.
    """
    reason, evidence = why.checked(needs_evidence=True)
    read = read_new_office(context, patch, confirmed)
    given = {change.field: change.after for change in read.changes}
    twin = None if "duplicate" in confirmed else _twin(context.edition, given)
    if twin is not None:
        message = f"{twin} looks like the same office: correct that one, or confirm with `duplicate`"
        raise RefusedError([Problem(UserErrorCode.DUPLICATE, message, ("office",), confirm="duplicate")])
    office_id = mint(context, given)
    new = NewRevision(office_id, 0, tuple(read.changes))
    context.record([new], reason, evidence)
    return ChangeResult((office_id,), 1)


def close_office(
    context: ChangeContext, office_id: str, expected: int, on: date, successors: Sequence[str], why: Why
) -> ChangeResult:
    """Close an office on a day; the services it gives end then.

    Raises RefusedError, also for a day before 1991 or more than five years ahead.
    """
    office = context.office(office_id)
    context.demand(Right.EDIT, units_of(office), "id")
    reason, evidence = why.checked()
    changes = {
        "closed_on": on.isoformat(),
        "status": LifecycleStatus.CLOSED.value,
        "successor_ids": tuple(
            dict.fromkeys(context.office(successor, "successorIds").id for successor in successors)
        )
        or None,
    }
    made = _changed(context.edition, office, changes)
    context.demand_version(office, expected, (change.field for change in made))
    if office.id in (changes["successor_ids"] or ()):
        raise refuse(UserErrorCode.INVALID, "an office is not its own successor", "successorIds")
    if not 1991 <= on.year <= date.today().year + _FAR_FUTURE_Y:  # noqa: DTZ011 - a year is enough
        raise refuse(UserErrorCode.INVALID, f"{on} is not a possible day of closing", "on")
    if not made:
        raise refuse(UserErrorCode.INVALID, f"{office.id} is closed on {on} already", "on")
    for change in made:
        named = "successorIds" if change.field == "successor_ids" else "id"
        context.demand_touched(Right.EDIT, office, [change], named)
    context.record([NewRevision(office.id, expected, made)], reason, evidence)
    return ChangeResult((office.id,), expected + 1)


def set_provision(
    context: ChangeContext,
    office_id: str,
    expected: int,
    service_id: str,
    roles: Sequence[Role],
    unit_ids: Sequence[str] | None,
    why: Why,
) -> ChangeResult:
    """Set how an office gives a service and for which units. Raises RefusedError.

    Without roles the office gives the service no more. `unit_ids` None means the office's territory. Without
    a territory, it is the unit that the office is in, and without that the whole country. An empty list is
    refused, and so are units without a role.
    """
    office = context.office(office_id, "officeId")
    context.demand(Right.EDIT, units_of(office), "officeId")
    reason, evidence = why.checked(needs_evidence=True)
    edition = context.edition
    service = edition.current_id(service_id)
    if service not in edition.services:
        raise refuse(UserErrorCode.NOT_FOUND, f"no service has the id {service_id!r}", "serviceId")
    field = f"{PROVISION}{service}"
    before = value_of(edition, office, field)
    after = _given(edition, office, roles, unit_ids)
    made = () if before == after else (FieldChange(field, before, after),)
    context.demand_version(office, expected, [field])
    # Ending a service for a territory needs authority over that territory, too.
    context.demand(Right.EDIT, [*units_given(before), *units_given(after)], "jurisdictionUnitIds")
    if not made:
        raise refuse(UserErrorCode.INVALID, "the office gives just that already", "roles")
    context.record([NewRevision(office.id, expected, made)], reason, evidence)
    return ChangeResult((office.id,), expected + 1)


def _given(
    edition: Edition, office: Office, roles: Sequence[Role], unit_ids: Sequence[str] | None
) -> GivenService | None:
    """The provision that the arguments mean; None without roles.

    Raises RefusedError for an unknown unit, for an empty list of units, and for units without roles.
    """
    if not roles:
        if unit_ids is not None:
            message = "without roles the service ends everywhere: leave the units out, or name the roles"
            raise refuse(UserErrorCode.INVALID, message, "jurisdictionUnitIds")
        return None
    ordered = tuple(role for role in Role if role in roles)
    if unit_ids is not None:
        units = tuple(dict.fromkeys(edition.current_id(each) for each in unit_ids))
        for unit in units:
            if unit not in edition.units:
                raise refuse(UserErrorCode.NOT_FOUND, f"no unit has the id {unit!r}", "jurisdictionUnitIds")
        if not units:
            message = "name the units it is given for, or leave the argument out"
            raise refuse(UserErrorCode.INVALID, message, "jurisdictionUnitIds")
        return GivenService(ordered, units)
    own = office.territory_ids or ((office.located_in,) if office.located_in else ())
    return GivenService(ordered, own, is_nationwide=not own)


def _changed(edition: Edition, office: Office, after: Mapping[str, FieldValue]) -> tuple[FieldChange, ...]:
    """Changes of the fields of `after` that differ from the current values."""
    found = (FieldChange(field, value_of(edition, office, field), value) for field, value in after.items())
    return tuple(change for change in found if change.before != change.after)


def _twin(edition: Edition, given: Mapping[str, Any]) -> str | None:
    """The id of an office with the same category, settlement, and name or phone; None if there is none."""
    names = {exact_key(given[field]) for field in ("name_kk", "name_ru") if given.get(field)}
    phones = set(given.get("phones") or ())
    for office in edition.offices.values():
        if office.category != given.get("category") or office.located_in != given.get("located_in"):
            continue
        if names & {exact_key(name.value) for name in office.names}:
            return office.id
        if phones & {contact.value for contact in office.contacts}:
            return office.id
    return None


def mint(context: ChangeContext, given: Mapping[str, Any], taken: Collection[str] = ()) -> str:
    """A new id: the unit, then the category of the office, then a number from 2 on if the id was ever used.

    `taken` are ids that were given in this transaction and are not stored yet.
    """
    unit = given.get("located_in") or (given.get("territory_ids") or ("kz",))[0]
    base = f"{unit}-{str(given['category']).replace('_', '-')}"
    office = tables.office
    used = set(
        context.connection.scalars(select(office.c.id).where(office.c.id.startswith(base, autoescape=True)))
    )
    used |= {old for old in context.edition.rekeyed if old.startswith(base)} | set(taken)
    number, name = 2, base
    while name in used:
        name, number = f"{base}-{number}", number + 1
    return name
