"""Proposed changes of offices: filed by anyone, decided by a reviewer; each step makes an edition."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from model.enums import CorrectionStatus
from model.errors import UsageError
from model.office_changes import Approval, Correction, FieldChange
from store.log.edition_number import publish_edition
from store.log.revision_log import changes_of_json, changes_to_json
from store.tables import tables

OPEN = (CorrectionStatus.SUBMITTED, CorrectionStatus.IN_REVIEW)
"""States in which a decision is still due."""


class NotOpenError(UsageError):
    """The correction was decided or withdrawn before; nothing was written."""


def file_correction(
    connection: Connection,
    office_id: str,
    base_version: int,
    changes: Sequence[FieldChange],
    evidence: Sequence[str],
    submitted_by: str,
    status: CorrectionStatus = CorrectionStatus.SUBMITTED,
    edition: int | None = None,
    secret_hash: str | None = None,
) -> int:
    """Add a correction to the queue and return its number.

    `edition` is the edition that shows it, if the caller published that already; otherwise an edition is
    published here. `secret_hash` is the hash of the secret that identifies an author without an account.
    """
    if edition is None:
        edition = publish_edition(connection, by_people=True).number
    key = connection.execute(
        insert(tables.correction).values(
            office_id=office_id,
            base_version=base_version,
            status=status,
            changes=changes_to_json(changes),
            evidence=list(evidence),
            submitted_at=datetime.now(UTC),
            submitted_by=submitted_by,
            edition=edition,
            secret_hash=secret_hash,
        )
    ).inserted_primary_key
    if key is None:
        raise UsageError("the store gave the correction no number")
    return int(key[0])


def add_approval(connection: Connection, correction_id: int, by: str, note: str | None) -> None:
    """Record an approval of an open correction. Raises NotOpenError.

    The caller has published the edition that shows it.
    """
    correction = tables.correction
    is_open = (correction.c.id == correction_id) & correction.c.status.in_(OPEN)
    row = connection.execute(select(correction.c.approvals).where(is_open)).one_or_none()
    if row is None:
        raise NotOpenError(f"correction {correction_id} is not open any more")
    given = {"by": by, "at": datetime.now(UTC).isoformat(), "note": note}
    newest = select(func.max(tables.edition.c.number)).scalar_subquery()
    connection.execute(
        update(correction).where(is_open).values(approvals=[*(row.approvals or ()), given], edition=newest)
    )


def decide_correction(
    connection: Connection,
    correction_id: int,
    status: CorrectionStatus,
    by: str,
    note: str | None,
    revision_id: int | None = None,
) -> None:
    """End an open correction; the caller published the edition that shows it. Raises NotOpenError.

    `revision_id` is the revision that applied it; without one an earlier one stays.
    """
    correction = tables.correction
    now = datetime.now(UTC)
    changed = connection.execute(
        update(correction)
        .where(correction.c.id == correction_id, correction.c.status.in_(OPEN))
        .values(
            status=status,
            reviewed_at=now,
            reviewed_by=by,
            review_note=note,
            # A correction that was accepted before and reopened keeps its earlier revision.
            revision_id=func.coalesce(revision_id, correction.c.revision_id),
            edition=select(func.max(tables.edition.c.number)).scalar_subquery(),
        )
    )
    if changed.rowcount != 1:
        raise NotOpenError(f"correction {correction_id} is not open any more")


def read_corrections(connection: Connection, since_edition: int | None = None) -> dict[int, Correction]:
    """Corrections by number; with `since_edition`, only those changed by later editions."""
    correction = tables.correction
    query = select(correction).order_by(correction.c.id)
    if since_edition is not None:
        query = query.where(correction.c.edition > since_edition)
    return {row.id: _correction(row) for row in connection.execute(query)}


def submissions_since(connection: Connection, actor: str, since: datetime) -> int:
    """How many corrections a sender has filed since a moment."""
    correction = tables.correction
    return (
        connection.scalar(
            select(func.count())
            .select_from(correction)
            .where(correction.c.submitted_by == actor, correction.c.submitted_at >= since)
        )
        or 0
    )


def reopen(connection: Connection, correction_ids: Collection[int], note: str, edition: int) -> None:
    """Put accepted corrections back into the queue. Others are skipped; the changes of the offices stay."""
    correction = tables.correction
    connection.execute(
        update(correction)
        .where(correction.c.id.in_(correction_ids), correction.c.status == CorrectionStatus.ACCEPTED)
        .values(status=CorrectionStatus.IN_REVIEW, review_note=note, edition=edition)
    )


def _correction(row: Any) -> Correction:
    """The correction of a row."""
    return Correction(
        id=row.id,
        office_id=row.office_id,
        base_version=row.base_version,
        status=CorrectionStatus(row.status),
        changes=changes_of_json(row.changes),
        evidence=tuple(row.evidence),
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by,
        reviewed_at=row.reviewed_at,
        reviewed_by=row.reviewed_by,
        review_note=row.review_note,
        revision_id=row.revision_id,
        edition=row.edition,
        approvals=tuple(
            Approval(
                given["by"], datetime.fromisoformat(given["at"]), given["note"], given.get("counts", True)
            )
            for given in row.approvals or ()
        ),
        secret_hash=row.secret_hash,
    )
