"""What people change of offices, as records: one field, one stored revision, one proposed correction."""

from __future__ import annotations

from dataclasses import dataclass, replace
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

    def as_filed(self) -> Correction:
        """The proposal without what became of it."""
        return replace(
            self,
            status=CorrectionStatus.SUBMITTED,
            reviewed_at=None,
            reviewed_by=None,
            review_note=None,
            revision_id=None,
        )
