"""Reads the audit log of offices: revisions, their changes, and the valid change of each field."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from model.change_values import value_of_json, value_to_json
from model.office_changes import FieldChange, Revision
from model.resolution import Change
from store.tables import tables
from store.tables.among import among


def read_revisions(connection: Connection, office_id: str) -> tuple[Revision, ...]:
    """All revisions of an office, oldest first; empty if people never changed it."""
    return all_revisions(connection, [office_id]).get(office_id, ())


@dataclass(frozen=True, slots=True)
class KnownLog:
    """The revisions that an edition shows. Stored revisions never change, so they need not be read again."""

    edition: int
    revisions: Mapping[str, tuple[Revision, ...]]


def all_revisions(
    connection: Connection, only: Collection[str] | None = None, known: KnownLog | None = None
) -> dict[str, tuple[Revision, ...]]:
    """The revisions of each office, oldest first; with `only`, of those offices.

    Offices without revisions are left out. Revisions in `known` are not read again.
    """
    table = tables.revision
    query = select(table).order_by(table.c.office_id, table.c.version)
    if only is not None:
        query = query.where(among(table.c.office_id, only))
    by_office: dict[str, list[Revision]] = {}
    if known is not None:
        query = query.where(table.c.edition > known.edition)
        wanted = known.revisions if only is None else only
        by_office = {one: list(known.revisions[one]) for one in wanted if one in known.revisions}
    for row in connection.execute(query):
        by_office.setdefault(row.office_id, []).append(
            Revision(
                id=row.id,
                office_id=row.office_id,
                version=row.version,
                edition=row.edition,
                at=row.at,
                actor=row.actor,
                summary=row.summary,
                changes=changes_of_json(row.changes),
                evidence=tuple(row.evidence),
            )
        )
    return {office_id: tuple(revisions) for office_id, revisions in by_office.items()}


def changes_of_json(raw: Sequence[Mapping[str, Any]]) -> tuple[FieldChange, ...]:
    """Changes, read from their JSON in a table."""
    return tuple(
        FieldChange(
            one["field"],
            value_of_json(one["field"], one.get("before")),
            value_of_json(one["field"], one.get("after")),
            bool(one.get("released")),
        )
        for one in raw
    )


def changes_to_json(changes: Sequence[FieldChange]) -> list[dict[str, Any]]:
    """Changes as JSON for a table."""
    return [
        {"field": change.field, "before": value_to_json(change.before), "after": value_to_json(change.after)}
        | ({"released": True} if change.is_released else {})
        for change in changes
    ]


def newest_changes(revisions: Sequence[Revision], until: int | None = None) -> dict[str, Change[Any]]:
    """The valid change of each field, up to version `until`.

    Fields that were returned to the acts' values are left out.
    """
    changes: dict[str, Change[Any]] = {}
    for revision in revisions:
        if until is not None and revision.version > until:
            break
        for change in revision.changes:
            if change.is_released:
                changes.pop(change.field, None)
            else:
                changes[change.field] = Change(change.after, revision.version, revision.at)
    return changes
