"""What people change of offices, as records: one field, one stored revision, one proposed correction."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from model.change_values import FieldValue
from model.enums import CorrectionStatus


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an office before and after a revision.

    A released field goes back to what acts say of it; `after` is then what they said at that moment.
    """

    field: str
    before: FieldValue
    after: FieldValue
    is_released: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
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
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """One yes to a proposal: the account that gave it, None where that is not shown or was erased."""

    by: str | None
    at: datetime
    note: str | None = None
    counts: bool = True
    """False where the name was erased while the proposal waited: its account might else say yes twice."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A proposal and what became of it; `revision_id` is the revision that an accepted one became."""

    id: int
    office_id: str
    base_version: int
    status: CorrectionStatus
    changes: tuple[FieldChange, ...]
    evidence: tuple[str, ...]
    submitted_at: datetime
    submitted_by: str | None
    reviewed_at: datetime | None
    reviewed_by: str | None
    review_note: str | None
    revision_id: int | None
    edition: int
    approvals: tuple[Approval, ...] = ()
    """Each yes, in the order in which they came; proposals of earlier programs have none."""
    secret_hash: str | None = field(default=None, repr=False)
    """SHA-256 of the secret that proves whose it is; None for a proposal of an account."""

    def for_its_author(self) -> Correction:
        """The proposal as its author without an account sees it: until it holds, reviewers are not named."""
        if self.status is CorrectionStatus.ACCEPTED:
            return self
        unnamed = tuple(replace(approval, by=None) for approval in self.approvals)
        by = self.reviewed_by if self.status is CorrectionStatus.WITHDRAWN else None
        return replace(self, reviewed_by=by, approvals=unnamed)

    def as_filed(self) -> Correction:
        """The proposal without what became of it."""
        return replace(
            self,
            status=CorrectionStatus.SUBMITTED,
            reviewed_at=None,
            reviewed_by=None,
            review_note=None,
            revision_id=None,
            approvals=(),
        )
