"""Changes of offices by people, as records: one field, one stored revision, one correction."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from model.change_values import FieldValue
from model.enums import CorrectionStatus


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an office before and after a revision.

    A released field takes its value from acts again; `after` is then the acts' value at that moment.
    """

    field: str
    before: FieldValue
    after: FieldValue
    is_released: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One stored change of an office: the version it made, and the first edition that shows it."""

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
    """One approval of a correction. `by` is the account; None if it is not shown or was erased."""

    by: str | None
    at: datetime
    note: str | None = None
    counts: bool = True
    """False where the name was erased while the correction waited: its account could approve twice."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A proposed change and its decision. `revision_id` is the revision that applied it, None if none did."""

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
    """The approvals, in the order in which they came; corrections stored by earlier programs have none."""
    secret_hash: str | None = field(default=None, repr=False)
    """SHA-256 of the secret that proves authorship; None for a correction filed by an account."""

    def for_its_author(self) -> Correction:
        """The correction as its anonymous author sees it: reviewers are named only if it was accepted."""
        if self.status is CorrectionStatus.ACCEPTED:
            return self
        unnamed = tuple(replace(approval, by=None) for approval in self.approvals)
        by = self.reviewed_by if self.status is CorrectionStatus.WITHDRAWN else None
        return replace(self, reviewed_by=by, approvals=unnamed)

    def as_filed(self) -> Correction:
        """The correction as it was filed: open, and without decision and approvals."""
        return replace(
            self,
            status=CorrectionStatus.SUBMITTED,
            reviewed_at=None,
            reviewed_by=None,
            review_note=None,
            revision_id=None,
            approvals=(),
        )
