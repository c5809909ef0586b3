"""Appends changes of offices to the audit log, under a lock that prevents lost updates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from model.change_values import BadChangeError, FieldValue, check_value, offices_named, units_named
from model.enums import LifecycleStatus, OfficeKind, Origin
from model.errors import NotFoundError, UsageError
from model.office_changes import FieldChange, Revision
from store.log.apply_revisions import materialise
from store.log.edition_number import publish_edition
from store.log.revision_log import KnownLog, changes_to_json
from store.tables import tables


class VersionConflictError(UsageError):
    """Someone else changed the office first; nothing was written."""

    def __init__(self, office_id: str, expected: int, current: int) -> None:
        """`expected` is the version that the caller saw, `current` the one the office has."""
        super().__init__(f"{office_id} is at version {current}, not {expected}: someone changed it first")
        self.office_id = office_id
        self.expected = expected
        self.current = current


@dataclass(frozen=True, slots=True)
class NewRevision:
    """A revision to append. `expected_version` is the version that its author saw, 0 for a new office.

    `summary` and `evidence` are given if they differ from those of the whole change.
    """

    office_id: str
    expected_version: int
    changes: tuple[FieldChange, ...]
    summary: str | None = None
    evidence: tuple[str, ...] = ()


def record_revision(
    connection: Connection,
    office_id: str,
    expected_version: int,
    changes: Sequence[FieldChange],
    actor: str,
    summary: str,
    evidence: Sequence[str] = (),
) -> Revision:
    """Append one revision and publish an edition; see `record_revisions`."""
    new = NewRevision(office_id, expected_version, tuple(changes))
    return record_revisions(connection, [new], actor, summary, evidence)[0]


def record_revisions(
    connection: Connection,
    revisions: Sequence[NewRevision],
    actor: str,
    summary: str,
    evidence: Sequence[str] = (),
    known: KnownLog | None = None,
) -> tuple[Revision, ...]:
    """Append revisions of different offices, and publish one edition with all of the revisions.

    Needs a writing transaction (store.engine.writing). Updates the tables of offices, positions and
    provisions. `known` is the log that the newest edition shows, if it was read: without it the logs of the
    offices are read again. Raises NotFoundError for an unknown id, BadChangeError for a bad value or an id in
    use, and VersionConflictError; the caller then lets the transaction roll back.
    """
    now = datetime.now(UTC)
    for new in revisions:
        _check(new.changes)
        _take_version(connection, new, now)
    # Looked up after all offices exist: one created here may refer to the next.
    for new in revisions:
        for change in new.changes:
            _check_named(connection, change)
    stamp = publish_edition(connection, by_people=True)
    stored = tuple(
        _append(
            connection,
            new=new,
            edition=stamp.number,
            now=now,
            actor=actor,
            summary=summary if new.summary is None else new.summary,
            evidence=new.evidence or tuple(evidence),
        )
        for new in revisions
    )
    materialise(connection, [new.office_id for new in revisions], known)
    return stored


def _check(changes: Sequence[FieldChange]) -> None:
    """Raise BadChangeError for a bad value, for no change, and for a field that is changed twice."""
    for change in changes:
        if change.is_released:
            check_value(change.field, change.after if change.after is not None else change.before)
        else:
            check_value(change.field, change.after)
    if not changes or len({change.field for change in changes}) != len(changes):
        raise BadChangeError("a revision changes at least one field, and each field once")


def _check_named(connection: Connection, change: FieldChange) -> None:
    """Raise NotFoundError if the change names a unit, office, body or service that does not exist."""
    named = [(tables.unit, unit) for unit in units_named(change.field, change.after)]
    named += [(tables.office, office) for office in offices_named(change.field, change.after)]
    if change.field == "organization_id" and isinstance(change.after, str):
        named.append((tables.organization, change.after))
    if change.field.startswith("provision:"):
        named.append((tables.service, change.field.partition(":")[2]))
    for owner, one in named:
        if connection.scalar(select(owner.c.id).where(owner.c.id == one)) is None:
            raise NotFoundError(f"{change.field} is {one!r}, and nothing has that id")


def _take_version(connection: Connection, new: NewRevision, now: datetime) -> None:
    """Raise the version of the office by one, or create the office if it is new.

    Raises VersionConflictError if the office has another version, NotFoundError, and BadChangeError if the
    new id is in use.
    """
    office = tables.office
    if new.expected_version == 0:
        if connection.scalar(select(office.c.id).where(office.c.id == new.office_id)) is not None:
            raise BadChangeError(f"{new.office_id} is already the id of an office")
        given = {change.field: change.after for change in new.changes}
        connection.execute(insert(office).values(_made(new.office_id, given, now)))
        return
    # This condition is the lock: of two writers with the same expected version only one finds its row.
    locked = connection.execute(
        update(office)
        .where(office.c.id == new.office_id, office.c.version == new.expected_version)
        .values(version=office.c.version + 1, updated_at=now)
    )
    if locked.rowcount != 1:
        current = connection.scalar(select(office.c.version).where(office.c.id == new.office_id))
        if current is None:
            raise NotFoundError(f"no office has the id {new.office_id!r}")
        raise VersionConflictError(new.office_id, new.expected_version, current)


def _made(office_id: str, given: Mapping[str, FieldValue], now: datetime) -> dict[str, Any]:
    """The row of a new office, without its values: `materialise` writes these."""
    return {
        "id": office_id,
        "kind": given.get("kind") or OfficeKind.OTHER,
        "category": given.get("category") or "other",
        "territory_id": None,
        "located_in": None,
        "parent_id": None,
        "key": office_id,
        "status": LifecycleStatus.ACTIVE,
        "version": 1,
        "digest": "",
        "updated_at": now,
        "origin": Origin.PEOPLE,
        "further_territory_ids": [],
        "closed_on": None,
        "successor_ids": [],
        "merged_into": None,
        "given_name": None,
        "told_by_acts": None,
    }


def _append(
    connection: Connection,
    *,
    new: NewRevision,
    edition: int,
    now: datetime,
    actor: str,
    summary: str,
    evidence: tuple[str, ...],
) -> Revision:
    """Store one revision and return it."""
    version = new.expected_version + 1
    written = {
        "office_id": new.office_id,
        "version": version,
        "edition": edition,
        "at": now,
        "actor": actor,
        "summary": summary,
        "changes": changes_to_json(new.changes),
        "evidence": list(evidence),
    }
    key = connection.execute(insert(tables.revision).values(written)).inserted_primary_key
    if key is None:
        raise BadChangeError("the store gave the revision no number")
    return Revision(
        id=key[0],
        office_id=new.office_id,
        version=version,
        edition=edition,
        at=now,
        actor=actor,
        summary=summary,
        changes=new.changes,
        evidence=evidence,
    )
