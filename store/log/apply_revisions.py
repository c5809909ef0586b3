"""Writes what people changed into the tables that reads and the SQL functions of the store use.

The log of revisions is the truth. A load fills these tables with what acts say; `materialise` then writes the
changes into them: columns of the office (the acts' values stay in `told_by_acts`), its position and
provisions (those of the acts stay, superseded), and the office that it was merged into.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from shapely import Point
from sqlalchemy import Connection, Table, delete, func, insert, select, update

from model.change_values import IDENTITY, PROVISION, GivenService
from model.edition import Position
from model.enums import Origin, Role
from model.errors import NotFoundError
from model.location_attempts import GEOCODED, LOCATED_AGAIN, SET_BY_HAND
from model.office_changes import Revision
from model.resolution import Change, Rule
from store.log.revision_log import KnownLog, all_revisions, newest_changes, read_revisions
from store.tables import tables

PEOPLE = Rule.ACCEPTED_CHANGE.value
"""The rule of a provision that people set."""


def materialise(
    connection: Connection, office_ids: Iterable[str] | None = None, known: KnownLog | None = None
) -> None:
    """Write the state of the log into the tables of these offices, or of all that people ever changed.

    `known` is a part of the log that was read before. Raises NotFoundError if a change names an id that no
    longer exists and has no successor.
    """
    wanted = None if office_ids is None else sorted(set(office_ids))
    logs = all_revisions(connection, wanted, known)
    current, newest = _Current(connection), _Newest(connection, logs)
    for office_id, log in logs.items():
        changes = {
            field: replace(change, value=current.value(office_id, field, change.value))
            for field, change in newest.of(office_id).items()
        }
        touched = {change.field for revision in log for change in revision.changes}
        _write_office(connection, office_id, changes, touched)
        if "location" in touched:
            _write_position(connection, office_id, changes.get("location"))
        for field in sorted(touched):
            if field.startswith(PROVISION):
                _write_provision(connection, office_id, field.removeprefix(PROVISION), changes.get(field))
    for office_id in logs:
        _follow_merge(connection, current, newest, office_id)


class _Newest:
    """The valid changes of each office. They are computed once; logs that were not given are read."""

    def __init__(self, connection: Connection, logs: Mapping[str, Sequence[Revision]]) -> None:
        self._connection, self._logs = connection, logs
        self._known: dict[str, Mapping[str, Change[Any]]] = {}

    def of(self, office_id: str) -> Mapping[str, Change[Any]]:
        """The valid change of each field of an office; fields without one are missing."""
        found = self._known.get(office_id)
        if found is None:
            log = self._logs.get(office_id)
            log = read_revisions(self._connection, office_id) if log is None else log
            found = self._known[office_id] = newest_changes(log)
        return found


class _Current:
    """Replaces ids in people's changes by current ids: seeds may have merged or renamed them since."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._newer = {row.old: row.new for row in connection.execute(select(tables.rekeyed))}

    def value(self, office_id: str, field: str, value: Any) -> Any:
        """The value with current ids. Raises NotFoundError for an id that is gone and has no successor."""
        if isinstance(value, GivenService):
            units = tuple(self._id(office_id, field, tables.unit, one) for one in value.unit_ids)
            return replace(value, unit_ids=units)
        owner = _OWNERS.get(field)
        if owner is None or value is None:
            return value
        if isinstance(value, tuple):
            return tuple(self._id(office_id, field, owner, one) for one in value)
        return self._id(office_id, field, owner, value)

    def _id(self, office_id: str, field: str, owner: Table, given: str) -> str:
        """The current id for an id. Raises NotFoundError if it is gone and has no successor."""
        current = given
        while self._connection.scalar(select(owner.c.id).where(owner.c.id == current)) is None:
            if current not in self._newer:
                raise NotFoundError(
                    f"{office_id}: people set its {field} to {given}, which is gone: "
                    "say in rekeyed.csv what stands for it"
                )
            current = self._newer[current]
        return current


_OWNERS: Mapping[str, Table] = {
    "located_in": tables.unit,
    "territory_ids": tables.unit,
    "parent_id": tables.office,
    "successor_ids": tables.office,
    "merged_into": tables.office,
    "organization_id": tables.organization,
}
"""Fields that refer to other records, and the tables of these."""


def identity_of_row(row: Any, organization_id: str | None) -> dict[str, Any]:
    """The identity fields of an office row, in the form of the log; None for empty ones."""
    territories = [row.territory_id, *row.further_territory_ids] if row.territory_id else []
    return {
        "kind": row.kind,
        "category": row.category,
        "located_in": row.located_in,
        "territory_ids": territories or None,
        "parent_id": row.parent_id,
        "organization_id": organization_id,
        "status": row.status,
        "closed_on": row.closed_on.isoformat() if row.closed_on else None,
        "successor_ids": list(row.successor_ids) or None,
        "merged_into": row.merged_into,
        "absorbed": None,
    }


def _write_office(
    connection: Connection, office_id: str, changes: Mapping[str, Change[Any]], touched: set[str]
) -> None:
    """Write the office's columns and its body from its changes; the acts' values go to `told_by_acts`."""
    office, bodies = tables.office, tables.organization_office
    row = connection.execute(select(office).where(office.c.id == office_id)).one()
    body = connection.scalar(select(bodies.c.organization_id).where(bodies.c.office_id == office_id))
    printed: dict[str, Any] = row.told_by_acts or identity_of_row(row, body)
    if row.origin == Origin.PEOPLE:
        printed = printed | dict.fromkeys(("located_in", "territory_ids", "parent_id", "organization_id"))
    now: dict[str, Any] = printed | {
        field: list(change.value) if isinstance(change.value, tuple) else change.value
        for field, change in changes.items()
        if field in IDENTITY
    }
    territories = now["territory_ids"] or []
    connection.execute(
        update(office)
        .where(office.c.id == office_id)
        .values(
            kind=now["kind"],
            category=now["category"],
            located_in=now["located_in"],
            territory_id=territories[0] if territories else None,
            further_territory_ids=territories[1:],
            parent_id=now["parent_id"],
            status=now["status"],
            closed_on=date.fromisoformat(now["closed_on"]) if now["closed_on"] else None,
            successor_ids=now["successor_ids"] or [],
            given_name=next((changes[name].value for name in _NAMES if name in changes), None),
            told_by_acts=printed,
        )
    )
    if "organization_id" in touched:
        connection.execute(delete(bodies).where(bodies.c.office_id == office_id))
        if now["organization_id"]:
            connection.execute(
                insert(bodies).values(office_id=office_id, organization_id=now["organization_id"])
            )


_NAMES = ("name_ru", "name_kk")


def _write_position(connection: Connection, office_id: str, change: Change[Any] | None) -> None:
    """Write a person's position, and mark that of the acts as superseded.

    A change to None leaves the office without a position. Without a change the acts' position holds again.
    """
    position = tables.position
    mine = position.c.office_id == office_id
    connection.execute(delete(position).where(mine, position.c.method.in_(_METHODS)))
    connection.execute(update(position).where(mine).values(is_superseded=change is not None))
    if change is None or change.value is None:
        return
    new_position: Position = change.value
    number = (connection.scalar(select(func.max(position.c.id))) or 0) + 1
    connection.execute(
        insert(position).values(
            id=number,
            office_id=office_id,
            point=Point(new_position.lon, new_position.lat),
            precision=new_position.precision,
            method=new_position.method,
            confidence=new_position.confidence,
            source=new_position.source,
            source_id=new_position.source_id,
            is_superseded=False,
        )
    )


_METHODS = (SET_BY_HAND, LOCATED_AGAIN, GEOCODED)
"""Methods of positions in the log: set on the map, located from a changed address, or located later."""


def _write_provision(
    connection: Connection, office_id: str, service_id: str, change: Change[Any] | None
) -> None:
    """Write how people set a service, and mark the provisions of the acts as superseded.

    A change to None ends the service. Without a change the acts' provisions hold again.
    """
    provision, covered = tables.provision, tables.provision_unit
    mine = (provision.c.office_id == office_id) & (provision.c.service_id == service_id)
    connection.execute(delete(provision).where(mine, provision.c.rule == PEOPLE))
    connection.execute(update(provision).where(mine).values(is_superseded=change is not None))
    if change is None or change.value is None:
        return
    given: GivenService = change.value
    name = f"{service_id}.{office_id}.people"
    connection.execute(
        insert(provision).values(
            id=name,
            service_id=service_id,
            office_id=office_id,
            is_nationwide=given.is_nationwide,
            rule=PEOPLE,
            is_superseded=False,
            **{role.lower(): role in given.roles for role in Role},
        )
    )
    for ordinal, unit_id in enumerate(given.unit_ids):
        connection.execute(
            insert(covered).values(provision_id=name, unit_id=unit_id, ordinal=ordinal, is_excluded=False)
        )


def _follow_merge(connection: Connection, current: _Current, newest: _Newest, office_id: str) -> None:
    """Record which office finally stands for this office, and for the offices that were merged into it."""

    def change_of(one: str, field: str) -> Any:
        change = newest.of(one).get(field)
        return None if change is None else current.value(one, field, change.value)

    target, passed = office_id, {office_id}
    while (further := change_of(target, "merged_into")) is not None and further not in passed:
        target = further
        passed.add(target)
    office: Table = tables.office
    waiting, seen = [office_id], set[str]()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        connection.execute(
            update(office).where(office.c.id == one).values(merged_into=target if one != target else None)
        )
        waiting.extend(change_of(one, "absorbed") or ())
