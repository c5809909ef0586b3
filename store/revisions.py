"""The audit log of offices: every change is appended, under a lock that loses nobody's work."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update

from store import tables
from store.errors import NotFoundError, UsageError
from store.kinds import LifecycleStatus, OfficeKind
from store.stamps import publish_edition

FieldValue = str | tuple[str, ...] | None
"""A text, several values, or None: cleared."""

_TEXTS = frozenset(
    {"name_ru", "name_kk", "address_ru", "address_kk", "postal_code", "opening_hours", "category"}
)
_LISTS = frozenset({"phones", "faxes", "emails", "websites"})
_UNITS = frozenset({"located_in", "territory_id"})
_KINDS: Mapping[str, type[StrEnum]] = {"kind": OfficeKind, "status": LifecycleStatus}
_REQUIRED = frozenset({"category", "kind", "status"})

CHANGEABLE = _TEXTS | _LISTS | _UNITS | {"parent_id"} | set(_KINDS)
"""Fields of an office that a revision may change; the resolved ones bear the names of their provenance."""


class VersionConflictError(UsageError):
    """Someone else changed the office first; nothing was written."""

    def __init__(self, office_id: str, expected: int, current: int) -> None:
        """The version the caller saw, and the one the office has."""
        super().__init__(f"{office_id} is at version {current}, not {expected}: someone changed it first")
        self.office_id = office_id
        self.expected = expected
        self.current = current


class BadChangeError(UsageError):
    """A field cannot be changed, or not to that value."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an office before and after a revision."""

    field: str
    before: FieldValue
    after: FieldValue


@dataclass(frozen=True, slots=True)
class Revision:
    """One stored change: the version it made and the edition that first shows it."""

    id: int
    office_id: str
    version: int
    edition: int
    at: datetime
    actor: str
    summary: str
    changes: tuple[FieldChange, ...]


def record_revision(
    connection: Connection,
    office_id: str,
    expected_version: int,
    changes: Sequence[FieldChange],
    actor: str,
    summary: str,
) -> Revision:
    """Append a revision and publish the edition that shows it, inside a writing transaction.

    Raises NotFoundError, BadChangeError and VersionConflictError; the transaction is then as it was.
    """
    for change in changes:
        _check(connection, change)
    if not changes or len({change.field for change in changes}) != len(changes):
        raise BadChangeError("a revision changes at least one field, and each field once")
    now = datetime.now(UTC)
    office = tables.office
    # The lock is this condition: of two writers with the same expectation only one finds its row.
    locked = connection.execute(
        update(office)
        .where(office.c.id == office_id, office.c.version == expected_version)
        .values(version=office.c.version + 1, updated_at=now)
    )
    if locked.rowcount != 1:
        current = connection.scalar(select(office.c.version).where(office.c.id == office_id))
        if current is None:
            raise NotFoundError(f"no office bears the id {office_id!r}")
        raise VersionConflictError(office_id, expected_version, current)
    stamp = publish_edition(connection)
    written = {
        "office_id": office_id,
        "version": expected_version + 1,
        "edition": stamp.number,
        "at": now,
        "actor": actor,
        "summary": summary,
        "changes": [
            {"field": change.field, "before": change.before, "after": change.after} for change in changes
        ],
    }
    revision_id = connection.execute(insert(tables.revision).values(written)).inserted_primary_key
    if revision_id is None:
        raise BadChangeError("the store gave the revision no number")
    return Revision(
        id=revision_id[0],
        office_id=office_id,
        version=expected_version + 1,
        edition=stamp.number,
        at=now,
        actor=actor,
        summary=summary,
        changes=tuple(changes),
    )


def read_revisions(connection: Connection, office_id: str) -> tuple[Revision, ...]:
    """All revisions of an office, oldest first."""
    return all_revisions(connection, [office_id]).get(office_id, ())


def all_revisions(
    connection: Connection, only: Collection[str] | None = None
) -> dict[str, tuple[Revision, ...]]:
    """Office id to its revisions, oldest first; `only` those offices where it is given."""
    table = tables.revision
    query = select(table).order_by(table.c.office_id, table.c.version)
    if only is not None:
        query = query.where(table.c.office_id.in_(only))
    found: dict[str, list[Revision]] = {}
    for row in connection.execute(query):
        changes = tuple(
            FieldChange(one["field"], _value(one["before"]), _value(one["after"])) for one in row.changes
        )
        found.setdefault(row.office_id, []).append(
            Revision(row.id, row.office_id, row.version, row.edition, row.at, row.actor, row.summary, changes)
        )
    return {office_id: tuple(revisions) for office_id, revisions in found.items()}


def _check(connection: Connection, change: FieldChange) -> None:
    field, after = change.field, change.after
    if field not in CHANGEABLE:
        raise BadChangeError(f"{field!r} is not a field that can be changed")
    if after is None:
        if field in _REQUIRED:
            raise BadChangeError(f"{field} cannot be cleared")
        return
    if isinstance(after, str) is (field in _LISTS):
        raise BadChangeError(f"{field} is {after!r}, not {'several values' if field in _LISTS else 'a text'}")
    if not after or (isinstance(after, tuple) and "" in after):
        raise BadChangeError(f"{field} is empty: clear it instead")
    if field in _KINDS and after not in list(_KINDS[field]):
        raise BadChangeError(f"{field} is {after!r}, not one of {', '.join(_KINDS[field])}")
    owner = tables.unit if field in _UNITS else tables.office if field == "parent_id" else None
    if owner is not None and connection.scalar(select(owner.c.id).where(owner.c.id == after)) is None:
        raise NotFoundError(f"{field} is {after!r}, and nothing bears that id")


def _value(value: Any) -> FieldValue:
    return tuple(value) if isinstance(value, list) else value
