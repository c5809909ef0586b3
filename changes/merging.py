"""Merges two offices that are the same, and reverts an office to an earlier version."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from changes.authority import Right, units_of
from changes.change_service import ChangeContext, ChangeResult
from changes.editing import Why
from changes.fields import value_of
from changes.problems import UserErrorCode, refuse
from model.edition import Edition, Office
from model.office_changes import FieldChange
from store.log.revision_log import newest_changes
from store.log.revisions import NewRevision
from store.tables import tables


def merge_offices(
    context: ChangeContext, into_id: str, expected: int, from_id: str, from_expected: int, why: Why
) -> ChangeResult:
    """Make the office `from_id` an alias of the office `into_id`. Raises RefusedError.

    `into_id` gets the rows of the acts, the services and the id of the other. What people changed of
    `from_id` stays in that office's own log.
    """
    into, other = context.office(into_id, "intoId"), context.office(from_id, "fromId")
    context.demand(Right.EDIT, units_of(into), "intoId")
    context.demand(Right.EDIT, units_of(other), "fromId")
    reason, evidence = why.checked()
    if into.id == other.id:
        raise refuse(UserErrorCode.INVALID, f"{from_id} and {into_id} are one office already", "fromId")
    context.demand_version(into, expected, ["absorbed"], "expectedVersion")
    context.demand_version(other, from_expected, ["merged_into"], "fromExpectedVersion")
    if into.parent_id == other.id:
        message = f"{into.id} is a branch of {other.id}: merge the branch into its head"
        raise refuse(UserErrorCode.INVALID, message, "intoId")
    absorbed = FieldChange("absorbed", into.absorbed or None, (*into.absorbed, other.id))
    merged = FieldChange("merged_into", None, into.id)
    context.demand_touched(Right.EDIT, other, [merged], "fromId")
    context.record(
        [
            NewRevision(into.id, expected, (absorbed,)),
            NewRevision(other.id, from_expected, (merged,)),
        ],
        reason,
        evidence,
    )
    # It takes no position of the other office; if it ever does, that must be checked against the territory
    # here.
    context.demand_result(Right.EDIT, into.id, (), "fromId")
    return ChangeResult((into.id, other.id), expected + 1)


def revert_office(
    context: ChangeContext, office_id: str, expected: int, to_version: int, why: Why
) -> ChangeResult:
    """Bring an office back to its values at a version, as one more version. Raises RefusedError.

    Fields that nobody had changed by then return to the acts' values of today. Offices merged into it since
    are separate again; a merge cannot be restored so.
    """
    office = context.office(office_id)
    context.demand(Right.EDIT, units_of(office), "id")
    reason, evidence = why.checked()
    changes = _back_to(context.edition, office, to_version) if to_version < office.version else ()
    context.demand_version(office, expected, (change.field for change in changes))
    if not 1 <= to_version < office.version:
        message = f"{office.id} has versions 1 to {office.version}: name one before the last"
        raise refuse(UserErrorCode.INVALID, message, "toVersion")
    if not changes:
        message = f"{office.id} says what it said at version {to_version}"
        raise refuse(UserErrorCode.INVALID, message, "toVersion")
    earlier = context.edition.earlier[office.id, to_version]
    context.demand(Right.EDIT, units_of(earlier), "toVersion")
    freed = [absorbed_id for absorbed_id in office.absorbed if absorbed_id not in earlier.absorbed]
    if any(change.field == "merged_into" and not change.is_released for change in changes):
        message = f"{office.id} was merged into another office then: merge it again instead"
        raise refuse(UserErrorCode.INVALID, message, "toVersion")
    kept = [absorbed_id for absorbed_id in earlier.absorbed if absorbed_id not in office.absorbed]
    if kept:
        message = f"{', '.join(kept)} was merged into {office.id} then: merge it again instead"
        raise refuse(UserErrorCode.INVALID, message, "toVersion")
    revisions = [NewRevision(office.id, expected, changes)]
    revisions += [_freed(context, absorbed_id, office.id) for absorbed_id in freed]
    context.record(revisions, reason, evidence)
    context.demand_result(Right.EDIT, office.id, changes, "toVersion")
    for absorbed_id in freed:
        merged = FieldChange("merged_into", office.id, None, is_released=True)
        context.demand_result(Right.EDIT, absorbed_id, (merged,), "toVersion")
    return ChangeResult((office.id, *freed), expected + 1)


def _back_to(edition: Edition, office: Office, version: int) -> tuple[FieldChange, ...]:
    """The changes that restore the values of a version; empty if nothing differs."""
    log = edition.revisions.get(office.id, ())
    then, now = newest_changes(log, version), newest_changes(log)
    touched = dict.fromkeys(
        change.field for revision in log if revision.version > version for change in revision.changes
    )
    earlier = edition.earlier.get((office.id, version))
    changes = []
    for field in touched:
        before = value_of(edition, office, field)
        if field in then:
            if now.get(field) is None or now[field].value != then[field].value:
                changes.append(FieldChange(field, before, then[field].value))
        elif field in now:
            after = value_of(edition, earlier, field) if earlier is not None else None
            changes.append(FieldChange(field, before, after, is_released=True))
    return tuple(changes)


def _freed(context: ChangeContext, office_id: str, into_id: str) -> NewRevision:
    """The revision that makes a merged office separate again.

    Raises RefusedError without the right to edit it.
    """
    office = tables.office
    row: Any = context.connection.execute(select(office).where(office.c.id == office_id)).one()
    territories = [row.territory_id, *row.further_territory_ids] if row.territory_id else []
    units = tuple(dict.fromkeys(filter(None, (row.located_in, *territories)))) or (None,)
    context.demand(Right.EDIT, units, "toVersion")
    change = FieldChange("merged_into", into_id, None, is_released=True)
    return NewRevision(office_id, row.version, (change,))
