"""The mutations that propose, decide and withdraw corrections."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import strawberry

from changes.change_service import Change, Outcome
from changes.identity import Identity
from changes.problems import RefusedError
from changes.proposals import (
    Decision,
    refuse_stranger,
    review_correction,
    submit_correction,
    withdraw_correction,
)
from graph.changing.change_context import hourly_limit, registry_of
from graph.changing.office_patches import OfficePatchInput, number_of, typed_id
from graph.changing.payloads import DryRun, Id, Key, NeededEvidence, Payload, carried_out, rehearsed
from graph.served.context import Info
from graph.served.registry import Registry
from graph.types.corrections import Correction, correction_view
from graph.types.user_errors import user_errors
from store.log.corrections import submissions_since


@strawberry.type(description="Result of a correction step.")
class CorrectionPayload(Payload):
    """The correction after the mutation. None on a dry run or a refusal."""

    correction: Correction | None = strawberry.field(
        description="The correction; null when nothing was done, and after a dry run."
    )
    secret: str | None = strawberry.field(
        default=None,
        description="Secret of a proposal that was filed without signing in. Keep it: it is returned only "
        "once, and with it you can read and withdraw the proposal. Null otherwise.",
    )


@strawberry.type
class CorrectionMutations:
    """Mutations of corrections. A refusal is returned in `userErrors`."""

    @strawberry.mutation(
        description="Propose a correction with evidence; a reviewer of the territory decides. Signing in "
        "is not necessary. A proposal from a sender without a role is refused while 50 of the "
        "sender, or 50 for the office, wait. The evidence may have at most 20,000 bytes, the "
        "changes 100,000."
    )
    def correction_submit(
        self,
        info: Info,
        office_id: Id,
        base_version: Annotated[int, strawberry.argument(description="The version that the client saw.")],
        patch: Annotated[OfficePatchInput, strawberry.argument(description="What should be changed.")],
        evidence: NeededEvidence,
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
    ) -> CorrectionPayload:
        """Propose a change of an office, with evidence. Needs no account."""
        most = hourly_limit(info)

        def work() -> Change:
            slug, changed = typed_id(office_id, "Office", "officeId"), patch.patch("patch")
            return lambda context: submit_correction(
                context,
                office_id=slug,
                base_version=base_version,
                patch=changed,
                evidence=evidence,
                filed_lately=lambda actor, since: submissions_since(context.connection, actor, since),
                most_an_hour=most,
                dry_run=dry_run,
            )

        if dry_run:
            return _shown(info, lambda: rehearsed(info, work, idempotency_key), dry_run=True)
        request = ["correctionSubmit", office_id, base_version, patch, evidence]
        return _correction_payload(info, work, request, idempotency_key, dry_run)

    @strawberry.mutation(
        description="Accept or reject a proposal of another person; a rejection needs a note. A proposal "
        "filed without signing in needs approvals of two accounts, or one of an account that "
        "may change the office itself."
    )
    def correction_review(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Id of a Correction.")],  # noqa: A002
        decision: Annotated[Decision, strawberry.argument(description="The decision.")],
        note: Annotated[
            str | None, strawberry.argument(description="Message to the proposer.")
        ] = strawberry.UNSET,
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
    ) -> CorrectionPayload:
        """Accept or reject a proposed correction, with a note."""

        def work() -> Change:
            number = number_of(id, "id")
            return lambda context: review_correction(context, number, decision, note or None)

        return _correction_payload(
            info, work, ["correctionReview", id, decision, note], idempotency_key, dry_run
        )

    @strawberry.mutation(
        description="Withdraw your own proposal: a proposal of your account, or one whose secret you send."
    )
    def correction_withdraw(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Id of a Correction.")],  # noqa: A002
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
        secret: Annotated[
            str | None,
            strawberry.argument(description="The secret of a proposal that was filed without signing in."),
        ] = strawberry.UNSET,
    ) -> CorrectionPayload:
        """Withdraw one's own correction, by the account or the secret with which it was filed."""
        shown = secret or None

        def work() -> Change:
            number = number_of(id, "id")
            # Here as well: a stored answer for an anonymous client's key is not given to another client.
            refuse_stranger(info.context.identity, shown)
            return lambda context: withdraw_correction(context, number, shown)

        # A stored answer is given to a client with the same secret: it is part of the request.
        request = ["correctionWithdraw", id, *([] if shown is None else [shown])]
        return _correction_payload(info, work, request, idempotency_key, dry_run, is_author=True)


def _correction_payload(
    info: Info,
    work: Callable[[], Change],
    request: list[Any],
    key: str | None,
    dry_run: bool,
    *,
    is_author: bool = False,
) -> CorrectionPayload:
    attempt = partial(carried_out, info, work, request, key, dry_run)
    return _shown(info, attempt, dry_run=dry_run, is_author=is_author)


def _shown(
    info: Info, attempt: Callable[[], Outcome], *, dry_run: bool, is_author: bool = False
) -> CorrectionPayload:
    try:
        outcome = attempt()
    except RefusedError as refused:
        return CorrectionPayload(correction=None, user_errors=user_errors(info.context.registry, refused))
    registry = registry_of(info, outcome)
    if dry_run:
        return CorrectionPayload(correction=None, user_errors=[])
    stored = _stored(registry, outcome, info.context.identity, is_author=is_author)
    return CorrectionPayload(correction=stored, secret=outcome.done.secret, user_errors=[])


def _stored(
    registry: Registry, outcome: Outcome, identity: Identity | None, *, is_author: bool
) -> Correction | None:
    """The correction as its author (`is_author`), an anonymous proposer or a reviewer may see it.

    None if there is none.
    """
    record = registry.edition.corrections.get(outcome.done.correction_id or 0)
    if record is None:
        return None
    if is_author:
        record = record.for_its_author()
    elif identity is None:
        # An anonymous client that repeats a request learns that it was filed, as the request says; a
        # reviewer's decision since then needs the secret; the address is not enough.
        record = record.as_filed()
    return correction_view(registry, record)
