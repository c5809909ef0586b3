"""Whose approval a correction needs: that of two accounts if it is unsigned, unless one may edit anyway.

Otherwise a reviewer without the right to edit could propose without a token, and accept that himself. So a
correction from an address is accepted by two accounts, or by one that has the right to edit what it changes.
An editor without the right to review may give the second approval, after a reviewer's.
"""

from __future__ import annotations

from collections.abc import Iterable

from changes.authority import Right, refusal, units_of
from changes.change_service import ChangeContext
from changes.editing import office_after
from changes.identity import ANONYMOUS
from changes.problems import UserErrorCode, refuse
from model.edition import Office
from model.office_changes import Correction, FieldChange
from store.log.corrections import OPEN

NEEDED_OF_UNNAMED = 2
"""Number of accounts that must approve an unsigned correction."""


def is_unnamed(correction: Correction) -> bool:
    """Whether no account stands behind the correction; one whose proposer was erased counts as such."""
    return correction.submitted_by is None or correction.submitted_by.startswith(ANONYMOUS)


def missing_approvals(correction: Correction) -> int:
    """How many more accounts must approve, if none of them may edit; 0 once it is decided."""
    if correction.status not in OPEN:
        return 0
    if correction.revision_id is not None or not is_unnamed(correction):
        return 1
    return max(1, NEEDED_OF_UNNAMED - sum(approval.counts for approval in correction.approvals))


def right_to_decide(context: ChangeContext, correction_id: int, *, is_yes: bool) -> Right:
    """The required right: REVIEW, or EDIT for the second approval of an unsigned correction."""
    correction = context.edition.corrections.get(correction_id)
    if correction is None or not is_yes or not _lacks(context, Right.REVIEW, ()):
        return Right.REVIEW
    office = context.edition.offices.get(context.edition.current_id(correction.office_id))
    waits = (
        correction.status in OPEN
        and correction.revision_id is None
        and is_unnamed(correction)
        and _has_a_yes(correction)
    )
    may_edit = office is not None and not _lacks(context, Right.EDIT, units_of(office))
    return Right.EDIT if waits and may_edit else Right.REVIEW


def waits_for_another(
    context: ChangeContext, correction: Correction, office: Office, changes: Iterable[FieldChange]
) -> bool:
    """Whether this is the first of two approvals. Raises RefusedError for a second by the same account."""
    if not is_unnamed(correction):
        return False
    units = (*units_of(office), *units_of(office_after(office, changes)))
    if not _lacks(context, Right.EDIT, units):
        return False
    if any(approval.by == context.actor for approval in correction.approvals):
        message = "your yes is kept already: nobody signed this proposal, so another account has to accept it"
        raise refuse(UserErrorCode.FORBIDDEN, message, "id")
    return not _has_a_yes(correction)


def _has_a_yes(correction: Correction) -> bool:
    return any(approval.counts for approval in correction.approvals)


def _lacks(context: ChangeContext, right: Right, unit_ids: Iterable[str | None]) -> bool:
    return refusal(context.edition, context.identity, right, unit_ids) is not None
