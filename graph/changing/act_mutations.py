"""The mutations that propose, stage, review, activate, roll back and discard acts.

Each but `actDiscard` files or cancels a job, which the supervisor of a server runs in a separate process.
"""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Callable
from typing import Annotated, Any

import strawberry

from changes.act_publishing import ask_for_job, cancel, discard_staged, discard_upload
from changes.change_service import Change
from changes.problems import RefusedError, UserErrorCode, refuse
from graph.changing.office_patches import typed_id
from graph.changing.payloads import DryRun, Key, Payload, carried_out
from graph.served.act_desk import ActDesk
from graph.served.context import Info
from graph.terms.node import whole_number
from graph.types.act_jobs import ActJob, job_view
from graph.types.user_errors import user_errors
from model.act_jobs import JobKind

UploadId = Annotated[
    strawberry.ID,
    strawberry.argument(description="Id of an ActUpload, as `POST /acts/uploads` answers."),
]
Profile = Annotated[
    str | None,
    strawberry.argument(description="Profile of the act in YAML; without one a draft is made from the text."),
]
ActId = Annotated[
    strawberry.ID, strawberry.argument(description="Id that the staged LegalAct has, or will have.")
]


@strawberry.type(description="Result of requesting a step in publishing an act.")
class ActJobPayload(Payload):
    """The filed job. None if nothing was filed."""

    job: ActJob | None = strawberry.field(
        description="The job, which runs in the background: see actJob and actJobChanged. Null where the "
        "job was refused, and after a dry run."
    )


@strawberry.type(description="Result of discarding an upload or a staging.")
class ActDiscardPayload(Payload):
    """Whether an upload or staged act was discarded."""

    is_discarded: bool = strawberry.field(description="Whether it was deleted; false after a dry run.")


@strawberry.type
class ActMutations:
    """Mutations of acts. A refusal is returned in `userErrors`."""

    @strawberry.mutation(
        description="File a job that reads an uploaded act, says for each of its lines how it was read, "
        "and drafts a profile. With a profile it reads the act by that profile instead. Needs "
        "the right PUBLISH; over the country for an upload of another account, as in every change of acts."
    )
    def act_propose(
        self,
        info: Info,
        upload_id: UploadId,
        profile: Profile = strawberry.UNSET,
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
    ) -> ActJobPayload:
        """File a job that reads an uploaded act and reports how each line was read."""
        work = _of_upload(JobKind.PROPOSE, upload_id, profile)
        return _filed(info, work, ["actPropose", upload_id, profile], idempotency_key, dry_run)

    @strawberry.mutation(
        description="Lay an uploaded act beside the published edition, in place of an earlier staging of it "
        "by the same account; with the right PUBLISH over the country, by any."
    )
    def act_stage(
        self,
        info: Info,
        upload_id: UploadId,
        profile: Profile = strawberry.UNSET,
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
    ) -> ActJobPayload:
        """File a job that reads an uploaded act and stages it for publication."""
        work = _of_upload(JobKind.STAGE, upload_id, profile)
        return _filed(info, work, ["actStage", upload_id, profile], idempotency_key, dry_run)

    @strawberry.mutation(
        description="Compare a staged act with the published edition; where other seeds were published "
        "since, it is staged again first."
    )
    def act_review(
        self,
        info: Info,
        act_id: ActId,
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
    ) -> ActJobPayload:
        """File a job that computes what a staged act would change."""
        work = _of_act(JobKind.REVIEW, act_id)
        return _filed(info, work, ["actReview", act_id], idempotency_key, dry_run)

    @strawberry.mutation(
        description="Publish a staged act as the next edition. Needs the right PUBLISH over the country."
    )
    def act_activate(
        self,
        info: Info,
        act_id: ActId,
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
    ) -> ActJobPayload:
        """File a job that publishes a staged act."""
        work = _of_act(JobKind.ACTIVATE, act_id)
        return _filed(info, work, ["actActivate", act_id], idempotency_key, dry_run)

    @strawberry.mutation(
        description="Return to the seeds before the last activated act, as a new edition. Needs the right "
        "PUBLISH over the country."
    )
    def act_rollback(
        self, info: Info, dry_run: DryRun = False, idempotency_key: Key = strawberry.UNSET
    ) -> ActJobPayload:
        """File a job that publishes the seeds of before the last activated act, as a new edition."""

        def work() -> Change:
            return lambda context: ask_for_job(context, JobKind.ROLLBACK)

        return _filed(info, work, ["actRollback"], idempotency_key, dry_run)

    @strawberry.mutation(
        description="Cancel a job that waits or runs: its process ends, and it changes nothing. One's own "
        "job; with the right PUBLISH over the country any. It has FAILED then, with the error CANCELLED. "
        "Refused with CONFLICT where it has ended, or has published already."
    )
    def act_job_cancel(
        self,
        info: Info,
        job_id: Annotated[strawberry.ID, strawberry.argument(description="Id of an ActJob.")],
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
    ) -> ActJobPayload:
        """Cancel one's own job that waits or runs; with the right over the country, anybody's."""

        def work() -> Change:
            number = whole_number(typed_id(job_id, "ActJob", "jobId")) or 0
            return lambda context: cancel(context, number)

        return _filed(info, work, ["actJobCancel", job_id], idempotency_key, dry_run)

    @strawberry.mutation(
        description="Delete an upload, or end the staging of an act; give one of the two ids. One's own; "
        "with the right PUBLISH over the country any. The published edition stays as it is."
    )
    def act_discard(
        self,
        info: Info,
        upload_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Id of an ActUpload.")
        ] = strawberry.UNSET,
        act_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Id of a staged LegalAct.")
        ] = strawberry.UNSET,
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
    ) -> ActDiscardPayload:
        """Delete an upload or a staged act; exactly one must be given."""

        def work() -> Change:
            if bool(upload_id) == bool(act_id):
                raise refuse(UserErrorCode.INVALID, "name an upload or a staged act, one of the two")
            if upload_id:
                upload = typed_id(upload_id, "ActUpload", "uploadId")
                return lambda context: discard_upload(context, upload)
            act = typed_id(act_id or "", "LegalAct", "actId")
            return lambda context: discard_staged(context, act)

        request = ["actDiscard", upload_id, act_id]
        try:
            carried_out(info, work, request, idempotency_key, dry_run)
        except RefusedError as refused:
            errors = user_errors(info.context.registry, refused)
            return ActDiscardPayload(is_discarded=False, user_errors=errors)
        return ActDiscardPayload(is_discarded=not dry_run, user_errors=[])


def _of_upload(kind: JobKind, upload_id: str, profile: str | None) -> Callable[[], Change]:
    def work() -> Change:
        upload = typed_id(upload_id, "ActUpload", "uploadId")
        given = None if profile is strawberry.UNSET else profile
        return lambda context: ask_for_job(context, kind, upload_id=upload, profile=given)

    return work


def _of_act(kind: JobKind, act_id: str) -> Callable[[], Change]:
    def work() -> Change:
        act = typed_id(act_id, "LegalAct", "actId")
        return lambda context: ask_for_job(context, kind, act=act)

    return work


def _filed(
    info: Info, work: Callable[[], Change], request: list[Any], key: str | None, dry_run: bool
) -> ActJobPayload:
    """Carry out the work and return the job. None on a dry run, and on a refusal with its reasons."""
    try:
        done = carried_out(info, work, request, key, dry_run).done
    except RefusedError as refused:
        return ActJobPayload(job=None, user_errors=user_errors(info.context.registry, refused))
    if dry_run or done.job_id is None:
        return ActJobPayload(job=None, user_errors=[])
    desk = ActDesk.of(info.context)
    found = desk.job(done.job_id)  # null where it was done so long ago that its job was deleted
    return ActJobPayload(job=None if found is None else job_view(desk, found), user_errors=[])
