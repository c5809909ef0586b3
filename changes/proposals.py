"""Corrections: anyone may file one with evidence; a reviewer of the office's territory decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from changes.approvals import right_to_decide, waits_for_another
from changes.authority import Right, units_of
from changes.change_service import ChangeContext, ChangeResult
from changes.contacts import UnusableValueError, clean_text
from changes.editing import Why, office_after, refuse_own_branch
from changes.fields import same_value, value_of
from changes.identity import Identity
from changes.patches import Patch
from changes.problems import Conflict, RefusedError, UserErrorCode, refuse
from changes.proofs import hash_of, is_proved, new_secret
from changes.queue_limits import refuse_too_long, refuse_too_many
from model.edition import Edition, Office
from model.enums import CorrectionStatus
from model.office_changes import Correction, FieldChange
from store.log.corrections import OPEN, add_approval, decide_correction, file_correction
from store.log.edition_number import publish_edition
from store.log.revisions import NewRevision

_WINDOW = timedelta(hours=1)


class Decision(StrEnum):
    """A reviewer's decision."""

    ACCEPT = "ACCEPT"
    REJECT = "REJECT"


def submit_correction(
    context: ChangeContext,
    office_id: str,
    base_version: int,
    patch: Patch,
    evidence: Sequence[str],
    filed_lately: Callable[[str, datetime], int],
    most_an_hour: int,
    *,
    dry_run: bool = False,
) -> ChangeResult:
    """File a proposal for an office; needs evidence. Raises RefusedError.

    `filed_lately` counts a sender's corrections since a moment; above `most_an_hour` the proposal is refused.
    A dry run writes nothing, so that it needs no writing transaction. Doubtful values may be proposed: a
    reviewer sees the doubt as a note of the registry among the evidence. Without a signed-in client the
    result has a secret, which proves the authorship.
    """
    office = context.office(office_id, "officeId")
    _, cleaned = Why("proposal", evidence).checked(needs_evidence=True)
    if filed_lately(context.actor, datetime.now(UTC) - _WINDOW) >= most_an_hour:
        message = f"at most {most_an_hour} corrections an hour are taken from one sender: try again later"
        raise refuse(UserErrorCode.FORBIDDEN, message)
    refuse_too_many(context.edition.corrections.values(), office.id, context.actor, context.identity)
    read = context.patches.read(patch, office)
    context.demand_version_or_apart(office, base_version, read.changes)
    if read.problems:
        raise RefusedError(problem.under("patch") for problem in read.problems)
    if not read.changes:
        raise refuse(UserErrorCode.INVALID, "the patch changes nothing: the office says all that", "patch")
    refuse_too_long(read.changes)
    refuse_own_branch(context.edition, office.id, read.changes)
    if any(
        _is_waiting(correction, office.id, read.changes)
        for correction in context.edition.corrections.values()
    ):
        raise refuse(UserErrorCode.DUPLICATE, "the same correction waits for review already", "patch")
    if dry_run:
        return ChangeResult((office.id,))
    doubts = tuple(f"registry: {doubt.message}" for doubt in read.doubts)
    secret = new_secret() if context.identity is None else None
    number = file_correction(
        context.connection,
        office_id=office.id,
        base_version=base_version,
        changes=read.changes,
        evidence=(*cleaned, *doubts),
        submitted_by=context.actor,
        secret_hash=None if secret is None else hash_of(secret),
    )
    return ChangeResult((office.id,), correction_id=number, secret=secret)


def review_correction(
    context: ChangeContext, correction_id: int, decision: Decision, note: str | None
) -> ChangeResult:
    """Accept or reject another person's proposal. A rejection needs a note. Raises RefusedError.

    If two accounts have to accept it (changes.approvals), the first yes is stored and the proposal waits on.
    An accepted correction is reopened if a newer act prints another value. Accepting it again leaves the
    office as it is; rejecting it returns its fields to the values of the acts.
    """
    # Before the number is looked up: a client who may decide nothing learns nothing about corrections.
    right = right_to_decide(context, correction_id, is_yes=decision is Decision.ACCEPT)
    context.demand(right, (), "id")
    correction, office = _open(context, correction_id)
    context.demand(right, units_of(office), "id")
    was_applied = correction.revision_id is not None
    if not was_applied:
        context.demand(right, units_of(office_after(office, correction.changes)), "id")
    if context.identity is not None and correction.submitted_by == context.actor and not was_applied:
        message = "somebody else has to review it: it is your own proposal"
        raise refuse(UserErrorCode.FORBIDDEN, message, "id")
    remark = _note(note, needed=decision is Decision.REJECT)
    if was_applied:
        return _decide_again(context, correction, office, decision, remark)
    if decision is Decision.REJECT:
        publish_edition(context.connection, by_people=True)
        decide_correction(context.connection, correction.id, CorrectionStatus.REJECTED, context.actor, remark)
        return ChangeResult((office.id,), correction_id=correction.id)
    return _accept(context, correction, office, right, remark)


def _accept(
    context: ChangeContext, correction: Correction, office: Office, right: Right, remark: str | None
) -> ChangeResult:
    """Apply a correction to its office, or only store the yes if it is the first of two.

    Raises RefusedError.
    """
    changes = _applied(context, correction, office)
    context.demand_touched(right, office_after(office, changes), changes, "id")
    context.demand_place(right, changes, "id")
    if waits_for_another(context, correction, office, changes):
        publish_edition(context.connection, by_people=True)
        add_approval(context.connection, correction.id, context.actor, remark)
        return ChangeResult((office.id,), correction_id=correction.id)
    new = NewRevision(office.id, office.version, changes)
    summary = f"correction {correction.id}" + (f": {remark}" if remark else "")
    (revision,) = context.record([new], summary, correction.evidence)
    context.demand_result(right, office.id, changes, "id")
    add_approval(context.connection, correction.id, context.actor, remark)
    decide_correction(
        context.connection, correction.id, CorrectionStatus.ACCEPTED, context.actor, remark, revision.id
    )
    return ChangeResult((office.id,), revision.version, correction.id)


def refuse_stranger(identity: Identity | None, secret: str | None) -> None:
    """Raise RefusedError for a client that neither signed in nor shows a secret.

    A network address proves nothing: all clients behind one proxy, or in one IPv6 network, share it.
    """
    if identity is None and secret is None:
        message = (
            "who has not signed in cannot take a proposal back: nobody can tell whose it is; "
            "show the secret that came with its number, or a reviewer decides it"
        )
        raise refuse(UserErrorCode.FORBIDDEN, message, "id")


def withdraw_correction(
    context: ChangeContext, correction_id: int, secret: str | None = None
) -> ChangeResult:
    """Withdraw a correction, as the account that filed it or with its secret.

    Raises RefusedError, also if it was decided or applied.
    """
    refuse_stranger(context.identity, secret)
    filed = context.edition.corrections.get(correction_id)
    if secret is not None and not is_proved(filed, secret):
        message = "no proposal was filed with that number and that secret"
        raise refuse(UserErrorCode.FORBIDDEN, message, "secret")
    is_own = secret is not None or (filed is not None and filed.submitted_by == context.actor)
    if filed is not None and (not is_own or filed.revision_id is not None):
        raise refuse(UserErrorCode.FORBIDDEN, "only who filed a correction may withdraw it", "id")
    correction, office = _open(context, correction_id)
    publish_edition(context.connection, by_people=True)
    decide_correction(context.connection, correction.id, CorrectionStatus.WITHDRAWN, context.actor, None)
    return ChangeResult((office.id,), correction_id=correction.id)


def _open(context: ChangeContext, correction_id: int) -> tuple[Correction, Office]:
    """An open correction and its office. Raises RefusedError if it is unknown or decided."""
    correction = context.edition.corrections.get(correction_id)
    if correction is None:
        raise refuse(UserErrorCode.NOT_FOUND, f"no correction has the number {correction_id}", "id")
    if correction.status not in OPEN:
        message = f"correction {correction_id} is {correction.status} already"
        raise refuse(UserErrorCode.CONFLICT, message, "id")
    return correction, context.office(correction.office_id)


def _note(note: str | None, *, needed: bool) -> str | None:
    """The reviewer's note, cleaned; None if it is empty. Raises RefusedError if it is needed or unusable."""
    try:
        remark = clean_text(note or "", "the note", 1_000) or None
    except UnusableValueError as error:
        raise refuse(UserErrorCode.INVALID, str(error), "note") from None
    if needed and remark is None:
        raise refuse(UserErrorCode.INVALID, "say why it is rejected", "note")
    return remark


def _applied(context: ChangeContext, correction: Correction, office: Office) -> tuple[FieldChange, ...]:
    """The changes that the correction still makes to the office.

    Raises RefusedError if its fields were changed meanwhile, and if no change is left.
    """
    clash = clashes(context.edition, office, correction.changes)
    if clash:
        message = f"{', '.join(clash)} changed since the correction was filed: it has to be proposed anew"
        error = refuse(UserErrorCode.CONFLICT, message, "id")
        raise RefusedError(error.problems, Conflict(office.id, office.version, clash))
    changes = tuple(
        change
        for change in correction.changes
        if not same_value(value_of(context.edition, office, change.field), change.after)
    )
    if not changes:
        raise refuse(UserErrorCode.INVALID, "the office says all that by now: reject it, or withdraw", "id")
    return changes


def clashes(edition: Edition, office: Office, changes: Sequence[FieldChange]) -> tuple[str, ...]:
    """Fields whose current value is neither the value that the author saw nor the proposed value."""
    return tuple(
        change.field
        for change in changes
        if not any(
            same_value(value_of(edition, office, change.field), known)
            for known in (change.before, change.after)
        )
    )


def _decide_again(
    context: ChangeContext, correction: Correction, office: Office, decision: Decision, remark: str | None
) -> ChangeResult:
    """Decide a reopened correction. A yes changes no value; a no returns its fields to the acts' values."""
    if decision is Decision.ACCEPT:
        publish_edition(context.connection, by_people=True)
        decide_correction(context.connection, correction.id, CorrectionStatus.ACCEPTED, context.actor, remark)
        return ChangeResult((office.id,), correction_id=correction.id)
    changes = tuple(
        FieldChange(change.field, value_of(context.edition, office, change.field), None, is_released=True)
        for change in correction.changes
    )
    new = NewRevision(office.id, office.version, changes)
    summary = f"correction {correction.id} rejected: {remark}"
    context.record([new], summary)
    context.demand_result(Right.REVIEW, office.id, changes, "id")
    decide_correction(context.connection, correction.id, CorrectionStatus.REJECTED, context.actor, remark)
    return ChangeResult((office.id,), office.version + 1, correction.id)


def _is_waiting(correction: Correction, office_id: str, changes: Sequence[FieldChange]) -> bool:
    """Whether this correction is open and proposes the same values for the same office."""
    if correction.office_id != office_id or correction.status not in OPEN:
        return False
    wanted = {(change.field, change.after) for change in changes}
    return wanted == {(change.field, change.after) for change in correction.changes}
