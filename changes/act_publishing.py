"""Who may publish acts over the API, and what publishers may do: upload, ask for jobs, discard.

The right PUBLISH over any territory allows uploading, staging and reviewing an act. Activation and rollback,
which change the edition for everybody, need it over the whole country. So does what another account sent or
asked for: uploads, staged acts and jobs are those of one account.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine

from changes.authority import Refusal, Right, refusal
from changes.change_service import ChangeContext, ChangeResult
from changes.identity import COUNTRY, Identity
from changes.problems import UserErrorCode, refuse
from model.act_jobs import Job, JobKind, Upload
from model.edition import Edition
from model.values.typed_text import holds_unseen
from store.log.act_jobs import cancel_job, file_job, find_job, open_jobs, stager_of
from store.log.act_uploads import (
    drop_staged_act,
    drop_upload,
    find_upload,
    keep_upload,
    staging_moment,
    uploads_of,
)
from store.log.kept_files import packed
from store.tables.engine import writing
from store.tables.schema import check_revision

MOST_UPLOADS = 50
"""Most uploaded files that one account may keep."""
MOST_BYTES = 2**30
"""Most bytes that the files of all accounts may have together."""
MOST_OPEN, MOST_OPEN_IN_ALL = 10, 50
"""Most jobs that may wait or run at once: of one account, and of all."""
MOST_PROFILE = 200_000
"""Most characters of a profile. The longest of the shipped ones has a tenth of that."""
LONGEST_NAME = 120
_OVER_COUNTRY = frozenset({JobKind.ACTIVATE, JobKind.ROLLBACK})


def refused_publishing(edition: Edition, identity: Identity | None) -> Refusal | None:
    """Why an account may not upload acts; None if it may.

    It needs the right PUBLISH over at least one known territory.
    """
    return refusal(edition, identity, Right.PUBLISH, ())


def file_upload(
    engine: Engine,
    name: str,
    media_type: str | None,
    content: bytes,
    sender: str,
    until: float | None = None,
) -> Upload:
    """Store an uploaded file of an act; returns the record of the stored file.

    A file with the same content that the sender sent before is not stored twice. `until` is the moment of the
    monotonic clock at which the time of the request ends. Raises RefusedError for a bad name, an empty file
    and too many files or bytes, and StoreError.
    """
    upload = Upload(
        id="",
        name=checked_name(name),
        media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        sent_by=sender,
        sent_at=datetime.now(UTC),
    )
    if not content:
        raise refuse(UserErrorCode.INVALID, "the file is empty")
    kept = packed(content)  # before other writers wait for this one
    with writing(engine, until) as connection:
        check_revision(connection)
        stored = keep_upload(connection, upload, kept)
        own, total = uploads_of(connection, sender)
        if own > MOST_UPLOADS:
            message = f"you keep {MOST_UPLOADS} files here, and more are not taken: discard some (actDiscard)"
            raise refuse(UserErrorCode.FORBIDDEN, message)
        if total > MOST_BYTES:
            message = f"all files have {MOST_BYTES // 2**20} MB, and more are not taken: discard some"
            raise refuse(UserErrorCode.FORBIDDEN, message)
    return stored


def checked_name(name: str) -> str:
    """The name of a file without its folders.

    Raises RefusedError if it is empty, longer than 120 characters, begins with a dot, or holds characters
    that cannot be printed or seen.
    """
    bare = name.replace("\\", "/").rpartition("/")[2].strip()
    if not 0 < len(bare) <= LONGEST_NAME or bare.startswith(".") or not _is_plain(bare):
        message = (
            f"name a file by 1 to {LONGEST_NAME} printable characters, such as act.docx, not {name[:80]!r}"
        )
        raise refuse(UserErrorCode.INVALID, message, "name")
    return bare


def _is_plain(name: str) -> bool:
    """Whether every character of a file name is printable and visible, and it has at most 240 bytes."""
    return name.isprintable() and not holds_unseen(name) and len(name.encode("utf-8", "ignore")) <= 240


def ask_for_job(
    context: ChangeContext,
    kind: JobKind,
    *,
    act: str | None = None,
    upload_id: str | None = None,
    profile: str | None = None,
) -> ChangeResult:
    """Put a job into the queue; the result has its number.

    Raises RefusedError without the right, for too many waiting jobs, an unknown upload, an act that is not
    staged, either of another account without the right over the country, and an empty or too long profile.
    """
    context.demand(Right.PUBLISH, (None,) if kind in _OVER_COUNTRY else ())
    waiting = open_jobs(context.connection)
    own = sum(job.asked_by == context.actor for job in waiting)
    if own >= MOST_OPEN or len(waiting) >= MOST_OPEN_IN_ALL:
        message = (
            f"{own} jobs of yours and {len(waiting)} in all wait, at most {MOST_OPEN} and "
            f"{MOST_OPEN_IN_ALL}: ask again when some are done"
        )
        raise refuse(UserErrorCode.FORBIDDEN, message)
    if upload_id is not None:
        _demand_upload(context, upload_id)
    if act is not None:
        _demand_staged(context, act)
    if profile is not None and not 0 < len(profile) <= MOST_PROFILE:
        message = f"a profile has 1 to {MOST_PROFILE:,} characters, not {len(profile):,}"
        raise refuse(UserErrorCode.INVALID, message, "profile")
    number = file_job(
        context.connection,
        kind,
        context.actor,
        act=act,
        upload_id=upload_id,
        profile=profile,
        may_replace=_is_over_country(context),
    )
    return ChangeResult(job_id=number)


def cancel(context: ChangeContext, number: int) -> ChangeResult:
    """Cancel a job that waits or runs: one's own, or any job with the right PUBLISH over the whole country.

    Raises RefusedError for an unknown job, a job of another account, and a job that has ended or written its
    result.
    """
    context.demand(Right.PUBLISH, ())
    job = find_job(context.connection, number)
    if job is None:
        raise refuse(UserErrorCode.NOT_FOUND, f"no job has the number {number}", "jobId")
    _demand_own(context, job.asked_by, f"job {number}", "jobId")
    if not cancel_job(context.connection, number):
        message = (
            f"job {number} ({job.kind}) has ended, or has written what it is for: it cannot be cancelled"
        )
        raise refuse(UserErrorCode.CONFLICT, message, "jobId")
    return ChangeResult(job_id=number)


def discard_upload(context: ChangeContext, upload_id: str) -> ChangeResult:
    """Delete an uploaded file: one's own, or any with the right PUBLISH over the whole country.

    Raises RefusedError without the right, for an unknown id, and while an open job needs the file.
    """
    context.demand(Right.PUBLISH, ())
    _demand_upload(context, upload_id)
    _demand_free(context, lambda job: job.upload_id == upload_id, "uploadId")
    drop_upload(context.connection, upload_id)
    return ChangeResult()


def discard_staged(context: ChangeContext, act: str) -> ChangeResult:
    """Remove a staged act: one's own, or any with the right PUBLISH over the whole country.

    Raises RefusedError without the right, if the act is not staged, and while an open job needs it.
    """
    context.demand(Right.PUBLISH, ())
    _demand_staged(context, act)
    _demand_free(context, lambda job: job.act == act, "actId")
    drop_staged_act(context.connection, act)
    return ChangeResult()


def _demand_upload(context: ChangeContext, upload_id: str) -> None:
    upload = find_upload(context.connection, upload_id)
    if upload is None:
        raise refuse(UserErrorCode.NOT_FOUND, f"no upload has the id {upload_id!r}", "uploadId")
    _demand_own(context, upload.sent_by, f"upload {upload_id}", "uploadId")


def _demand_staged(context: ChangeContext, act: str) -> None:
    staged_at = staging_moment(context.connection, act)
    if staged_at is None:
        raise refuse(UserErrorCode.NOT_FOUND, f"no act {act!r} is staged: stage it first", "actId")
    _demand_own(context, stager_of(context.connection, act, staged_at), f"the staging of {act}", "actId")


def _demand_own(context: ChangeContext, owner: str | None, what: str, path: str) -> None:
    """Raise RefusedError unless the thing is the client's, or it publishes for the whole country.

    An `owner` of None, as after the erasure of an account, is nobody.
    """
    if owner is not None and owner == context.actor:
        return
    if not _is_over_country(context):
        message = f"{what} is not yours: the right PUBLISH over the whole country ({COUNTRY}) is needed"
        raise refuse(UserErrorCode.OUT_OF_TERRITORY, message, path)


def _is_over_country(context: ChangeContext) -> bool:
    return refusal(context.edition, context.identity, Right.PUBLISH, (None,)) is None


def _demand_free(context: ChangeContext, needs: Callable[[Job], bool], path: str) -> None:
    """Raise RefusedError if an open job needs the thing; `needs` says whether a job does."""
    for job in open_jobs(context.connection):
        if needs(job):
            message = f"job {job.id} ({job.kind}) needs it: discard it when that is done"
            raise refuse(UserErrorCode.CONFLICT, message, path)
