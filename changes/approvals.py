"""Whose approval a correction needs: of two accounts if it is unsigned, unless one of them may edit.

Otherwise a reviewer without the right to edit could propose without a token, and accept that himself. So a
correction that was filed without a token is accepted by two accounts, or by one that has the right to edit
what it changes. An editor without the right to review may give the second approval, after a reviewer's.
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
    """Whether the correction was filed without an account.

    One whose proposer's name was erased counts as such.
    """
    return correction.submitted_by is None or correction.submitted_by.startswith(ANONYMOUS)


def missing_approvals(correction: Correction) -> int:
    """How many more accounts must approve, if none of these accounts has the right to edit.

    0 once the correction is decided.
    """
    if correction.status not in OPEN:
        return 0
    if correction.revision_id is not None or not is_unnamed(correction):
        return 1
    return max(1, NEEDED_OF_UNNAMED - sum(approval.counts for approval in correction.approvals))


def right_to_decide(context: ChangeContext, correction_id: int, *, is_yes: bool) -> Right:
    """The right that the client needs for this decision: REVIEW in general.

    EDIT for the second approval of an unsigned correction by an editor without REVIEW.
    """
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
    """Whether a yes of this client is only the first of two that are needed.

    Always False for a signed correction, and for a client with the right to edit the office. Raises
    RefusedError if this account said yes before.
    """
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
    """Whether the client lacks the right over one of the units; without units, over every known territory."""
    return refusal(context.edition, context.identity, right, unit_ids) is not None
