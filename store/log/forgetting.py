"""Erases names and addresses of people from old corrections and from the log; their changes stay.

Erased names are NULL in corrections, and `erased` in the log of changes. An edition is published for it, so
that running servers erase them as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    String,
    Table,
    and_,
    cast,
    delete,
    func,
    null,
    or_,
    select,
    update,
)

from model.enums import CorrectionStatus
from store.log.answered_requests import KEPT
from store.log.corrections import OPEN
from store.log.edition_number import latest_edition, publish_edition
from store.log.public_log import keep_none
from store.tables import tables
from store.tables.engine import reading, writing

ERASED = "erased"
"""Replaces an erased account name in the log of changes; no account has this name."""
_OF_STRANGERS = "anonymous:"
_PROGRAM = "registry"
"""The program's own name when it files a correction because a newer act disagrees; not a person."""
_UNPUBLISHED = frozenset({tables.act_upload, tables.act_job})
"""Tables that no edition shows."""
_CLOSED = (CorrectionStatus.REJECTED, CorrectionStatus.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows lost which kind of content: only counts, which may be logged."""

    proposers: int = 0
    """Corrections that no longer name the proposer."""
    reviewers: int = 0
    """Corrections that no longer name who decided or withdrew them."""
    approvals: int = 0
    """Corrections with an approval that no longer names its account."""
    texts: int = 0
    """Rejected or withdrawn corrections that lost their content: values, evidence, note."""
    answers: int = 0
    """Deleted answers to idempotency keys."""
    changes: int = 0
    """Entries of the log of changes that no longer name their author."""
    publishings: int = 0
    """Files and jobs of acts that no longer name their sender."""

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class _Erasure:
    """Rows of a table, and the new values of their erased columns; without `values` the rows are deleted."""

    what: str
    table: Table
    where: ColumnElement[bool]
    values: Mapping[str, Any] | None = None


def forget_before(engine: Engine, day: datetime, *, dry_run: bool = False) -> Forgotten:
    """Erase the proposers of corrections filed before `day`, and the texts of those rejected or withdrawn.

    The account behind a waiting correction stays until the decision: nobody may accept their own. Answers for
    idempotency keys are deleted as well, expired ones in any case. A dry run only counts. Raises StoreError.
    """
    return _carried_out(engine, lambda _: _erasures_before(day), dry_run)


def forget_subject(engine: Engine, subject: str, *, dry_run: bool = False) -> Forgotten:
    """Erase the name of one account or address from all that it proposed, decided, changed and uploaded.

    The changes of the account stay, and so do its waiting corrections, without a name. Its approval of a
    waiting correction is shown without a name and no longer counts: otherwise it could approve twice. A dry
    run only counts. Raises StoreError.
    """

    def plan(connection: Connection) -> list[_Erasure]:
        return [*_erasures_of(subject), *_approved_by(connection, subject)]

    return _carried_out(engine, plan, dry_run)


def _carried_out(
    engine: Engine, plan: Callable[[Connection], Sequence[_Erasure]], dry_run: bool
) -> Forgotten:
    """Erase what `plan` says, and count it; a dry run only counts.

    An edition is published if a name or text that editions show is erased.
    """
    with reading(engine) as connection:
        counts = _count(connection, plan(connection))
    if dry_run or not counts:
        return counts  # a clean-up with nothing to do blocks no writer
    with writing(engine) as connection:
        erasures = plan(connection)  # again: others may have written meanwhile
        counts = _count(connection, erasures)
        if any((counts.proposers, counts.reviewers, counts.approvals, counts.texts, counts.changes)):
            # Holders of an edition read again what says `erased` (store.reading.editions), and nothing else.
            before = latest_edition(connection)
            stamp = publish_edition(connection, by_people=True)
            _erase(connection, erasures, stamp.number)
            if before is not None:
                keep_none(connection, stamp, before)  # names are no public records
        for erasure in erasures:
            if erasure.values is None:
                connection.execute(delete(erasure.table).where(erasure.where))
            elif erasure.table in _UNPUBLISHED:
                connection.execute(update(erasure.table).where(erasure.where).values(**erasure.values))
    return counts


def _count(connection: Connection, erasures: Sequence[_Erasure]) -> Forgotten:
    counts: dict[str, int] = {}
    for erasure in erasures:
        query = select(func.count()).select_from(erasure.table).where(erasure.where)
        counts[erasure.what] = counts.get(erasure.what, 0) + (connection.scalar(query) or 0)
    return Forgotten(**counts)


def _erase(connection: Connection, erasures: Sequence[_Erasure], edition: int) -> None:
    """Erase values in the tables that editions show; corrections get the number of the edition."""
    for erasure in erasures:
        if erasure.values is not None and erasure.table not in _UNPUBLISHED:
            shown = {"edition": edition} if erasure.table is tables.correction else {}
            connection.execute(update(erasure.table).where(erasure.where).values(**erasure.values, **shown))


def _erasures_before(day: datetime) -> list[_Erasure]:
    """What `forget_before` erases."""
    correction, answer = tables.correction, tables.answered_request
    by = correction.c.submitted_by
    is_decided = or_(correction.c.status.not_in(OPEN), correction.c.revision_id.is_not(None))
    return [
        _Erasure(
            "proposers",
            correction,
            and_(
                correction.c.submitted_at < day,
                by.is_not(None),
                by != _PROGRAM,
                or_(by.startswith(_OF_STRANGERS), is_decided),
            ),
            {"submitted_by": None},
        ),
        _Erasure(
            "reviewers",
            correction,
            and_(
                correction.c.status == CorrectionStatus.WITHDRAWN,  # by who had filed it
                correction.c.reviewed_at < day,
                correction.c.reviewed_by.is_not(None),
            ),
            {"reviewed_by": None},
        ),
        _texts(correction.c.reviewed_at < day),
        _Erasure("answers", answer, answer.c.answered_at < max(day, datetime.now(UTC) - KEPT)),
    ]


def _erasures_of(subject: str) -> list[_Erasure]:
    """What `forget_subject` erases, without the approvals."""
    correction, revision, answer = tables.correction, tables.revision, tables.answered_request
    upload, job = tables.act_upload, tables.act_job
    is_theirs = correction.c.submitted_by == subject
    return [
        _texts(is_theirs),  # first: it needs the name of the proposer
        _Erasure("proposers", correction, is_theirs, {"submitted_by": None}),
        _Erasure("reviewers", correction, correction.c.reviewed_by == subject, {"reviewed_by": None}),
        _Erasure("changes", revision, revision.c.actor == subject, {"actor": ERASED}),
        _Erasure("answers", answer, answer.c.actor == subject),
        _Erasure("publishings", upload, upload.c.sent_by == subject, {"sent_by": None}),
        _Erasure("publishings", job, job.c.asked_by == subject, {"asked_by": None}),
    ]


def _approved_by(connection: Connection, subject: str) -> list[_Erasure]:
    """An erasure for each correction that the account approved.

    The account's name stands in a list of approvals.
    """
    correction = tables.correction
    rows = connection.execute(
        select(correction.c.id, correction.c.approvals, correction.c.status, correction.c.revision_id).where(
            correction.c.approvals.is_not(None)
        )
    )
    return [
        _Erasure(
            "approvals",
            correction,
            and_(correction.c.id == row.id, correction.c.approvals.is_not(None)),
            {
                "approvals": [
                    approval | _unnamed(row) if approval["by"] == subject else approval
                    for approval in row.approvals
                ]
            },
        )
        for row in rows
        if any(one["by"] == subject for one in row.approvals or ())
    ]


def _unnamed(row: Any) -> dict[str, Any]:
    """What replaces the name in an approval. It no longer counts, unless the correction was applied."""
    waits = row.status in OPEN and row.revision_id is None
    return {"by": None, "counts": False} if waits else {"by": None}


def _texts(which: ColumnElement[bool]) -> _Erasure:
    """Texts that people wrote into rejected or withdrawn corrections: free text, which may name anybody."""
    correction = tables.correction
    says_something = or_(
        cast(correction.c.evidence, String) != "[]",
        cast(correction.c.changes, String) != "[]",
        correction.c.review_note.is_not(None),
        correction.c.approvals.is_not(None),
        correction.c.secret_hash.is_not(None),
    )
    return _Erasure(
        "texts",
        correction,
        and_(correction.c.status.in_(_CLOSED), correction.c.revision_id.is_(None), which, says_something),
        {
            "evidence": [],
            "changes": [],
            "review_note": None,
            "approvals": null(),  # SQL NULL, not JSON null
            "secret_hash": None,
        },
    )
