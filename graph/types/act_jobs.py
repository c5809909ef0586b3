"""Types for jobs that publish acts, for uploaded files, and for staged acts."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import strawberry

from graph.served.act_desk import ActDesk
from graph.terms.connections import Connection, Page, Window, cut_range, pages_of, windowed
from graph.terms.node import global_id
from graph.types import act_entries as entries
from graph.types.act_entries import (
    ActChangeConnection,
    ActDoubtConnection,
    ActLineConnection,
    ActNoticeConnection,
    ActProblemConnection,
    ActRunConnection,
    ActTotalConnection,
    ActUnreadConnection,
)
from model.act_jobs import Job, JobErrorCode, JobKind, JobState, Staged, Upload
from model.act_results import ResultSection

C = TypeVar("C", bound=Connection[Any])


@strawberry.type(description="Why a job failed.")
class ActJobError:
    """Why a job failed: a code and a sentence."""

    code: JobErrorCode = strawberry.field(description="The reason, as a code.")
    message: str = strawberry.field(description="What is wrong, in English.")
    line: int | None = strawberry.field(description="The line of the text that is to blame, from 1.")


@strawberry.type(description="Progress of a job of an act.")
class ActJobProgress:
    """The fields of a job that change while it runs."""

    id: strawberry.ID = strawberry.field(description="Id of the ActJob.")
    kind: JobKind = strawberry.field(description="What is done.")
    state: JobState = strawberry.field(description="Progress of the job.")
    act_id: strawberry.ID | None = strawberry.field(
        description="Id that the LegalAct has, or will have; null until it is read from the text."
    )
    step: str | None = strawberry.field(description="What is being done now; null where nothing is.")
    done: int = strawberry.field(description="How much of the step is done.")
    total: int | None = strawberry.field(description="How much the step is in all; null where not known.")
    asked_by: str | None = strawberry.field(description="Name of the account; null where it was erased.")
    asked_at: datetime = strawberry.field(description="When it was asked for.")
    started_at: datetime | None = strawberry.field(description="When it was begun first.")
    heartbeat_at: datetime | None = strawberry.field(
        description="When its process last reported to be alive."
    )
    ended_at: datetime | None = strawberry.field(description="When it succeeded or failed.")
    error: ActJobError | None = strawberry.field(description="Why it failed; null where it did not.")


@strawberry.type(description="A file of an act that a publisher sent.")
class ActUpload:
    """An uploaded file, without its bytes."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    name: str = strawberry.field(description="Its name.")
    media_type: str | None = strawberry.field(
        description="Media type from the upload request; the format is recognised by the content of the file."
    )
    bytes: int = strawberry.field(description="Its length in bytes.")
    sha256: str = strawberry.field(description="SHA-256 of its bytes, in hexadecimal digits.")
    sent_by: str | None = strawberry.field(description="Name of the account; null where it was erased.")
    sent_at: datetime = strawberry.field(description="When it was sent.")


@strawberry.type(description="An act that is staged beside the published edition.")
class StagedAct:
    """An act that was staged: read, but not published yet."""

    act_id: strawberry.ID = strawberry.field(description="Id that the LegalAct has, or will have.")
    text_name: str = strawberry.field(description="Name of the file with its text.")
    text_sha256: str = strawberry.field(description="SHA-256 of that file.")
    staged_at: datetime = strawberry.field(description="When it was staged.")
    problems: int = strawberry.field(description="Number of unsolved problems: its review lists them.")
    is_behind: bool = strawberry.field(
        description="Whether other seeds were published since: its review stages it again."
    )


@strawberry.type(description="What every line of a text is, and every table in it.")
class ActAccount:
    """How each line and table of an act was read; no line is missing."""

    desk: strawberry.Private[ActDesk]
    job: strawberry.Private[Job]

    @strawberry.field(description="The lines of the text.")
    @windowed
    def lines(self, *, window: Window) -> ActLineConnection:
        """A page of the lines of the act."""
        return _page(self, ResultSection.LINES, window, ActLineConnection, entries.line_view)

    @strawberry.field(description="The stretches of lines that look like tables.")
    @windowed
    def tables(self, *, window: Window) -> ActRunConnection:
        """A page of the stretches of lines that look like tables."""
        return _page(self, ResultSection.RUNS, window, ActRunConnection, entries.run_view)


@strawberry.type(description="What publishing a staged act would change.")
class ActReview:
    """What a staged act would change in the edition that was newest when it was reviewed."""

    desk: strawberry.Private[ActDesk]
    job: strawberry.Private[Job]

    @strawberry.field(description="Number of the edition that it was compared with.")
    def edition(self) -> int:
        """The number of the edition that the act was compared with."""
        return int(self.job.result["edition"])

    @strawberry.field(
        description="Whether the act was staged again for it, as other seeds had been published since."
    )
    def is_staged_again(self) -> bool:
        """Whether the review staged the act again, as other seeds had been published since."""
        return bool(self.job.result["is_staged_again"])

    @strawberry.field(description="Counts by territory and service.")
    @windowed
    def totals(self, *, window: Window) -> ActTotalConnection:
        """A page of the numbers of changes, by territory and service."""
        return _page(self, ResultSection.TOTALS, window, ActTotalConnection, entries.total_view)

    @strawberry.field(description="New entries first, then changed, then ended ones.")
    @windowed
    def changes(self, *, window: Window) -> ActChangeConnection:
        """A page of the changes that the act would make."""
        return _page(self, ResultSection.CHANGES, window, ActChangeConnection, entries.change_view)

    @strawberry.field(description="Pairs of rows that may be one office, both side by side.")
    @windowed
    def doubts(self, *, window: Window) -> ActDoubtConnection:
        """A page of pairs of rows that may be the same office."""
        return _page(self, ResultSection.DOUBTS, window, ActDoubtConnection, entries.doubt_view)

    @strawberry.field(description="Pieces of cells that no rule understood.")
    @windowed
    def unread(self, *, window: Window) -> ActUnreadConnection:
        """A page of pieces of cells that could not be read."""
        return _page(self, ResultSection.UNREAD, window, ActUnreadConnection, entries.unread_view)


@strawberry.type(description="A step in publishing an act, and its result.")
class ActJob(ActJobProgress):
    """A job with its result."""

    desk: strawberry.Private[ActDesk]
    job: strawberry.Private[Job]

    @strawberry.field(description="The uploaded file; null where the job needs none, or it was discarded.")
    def upload(self) -> ActUpload | None:
        """The uploaded file that the job reads. None if it reads none, or the file was deleted."""
        found = None if self.job.upload_id is None else self.desk.upload(self.job.upload_id)
        return None if found is None else upload_view(found)

    @strawberry.field(
        description="The profile that was used, in YAML; for PROPOSE without a profile the draft, whose "
        "comments explain each key. Null until the job is done."
    )
    def profile(self) -> str | None:
        """The profile by which the act was read. None if there is none."""
        return self.job.result.get("profile")

    @strawberry.field(description="Number of the edition that ACTIVATE or ROLLBACK published.")
    def published_edition(self) -> int | None:
        """The number of the edition that the job published. None for other jobs, and before its end."""
        is_publishing = self.job.kind in (JobKind.ACTIVATE, JobKind.ROLLBACK)
        return self.job.result.get("edition") if is_publishing else None

    @strawberry.field(
        description="The account of the text, of PROPOSE; of STAGE its tables alone. Null until then."
    )
    def account(self) -> ActAccount | None:
        """How the lines were read. None unless the job proposes or stages an act and is done."""
        has_account = self.job.kind in (JobKind.PROPOSE, JobKind.STAGE) and self.job.state is JobState.DONE
        return ActAccount(desk=self.desk, job=self.job) if has_account else None

    @strawberry.field(description="What the act would change, of REVIEW. Null until then.")
    def review(self) -> ActReview | None:
        """What the act would change. None unless the job is a review and is done."""
        has_review = self.job.kind is JobKind.REVIEW and self.job.state is JobState.DONE
        return ActReview(desk=self.desk, job=self.job) if has_review else None

    @strawberry.field(description="What the act could not settle, of STAGE and REVIEW.")
    @windowed
    def problems(self, *, window: Window) -> ActProblemConnection:
        """A page of the problems that the job found. Empty before its end."""
        return _page(self, ResultSection.PROBLEMS, window, ActProblemConnection, entries.problem_view)

    @strawberry.field(description="What else to know before it is published, of STAGE and REVIEW.")
    @windowed
    def notices(self, *, window: Window) -> ActNoticeConnection:
        """A page of what to know before the act is published."""
        return _page(self, ResultSection.NOTICES, window, ActNoticeConnection, entries.notice_view)


@pages_of("job", "jobs")
class ActJobConnection(Connection[ActJob]):
    """Jobs, the newest first."""


@pages_of("upload", "uploads")
class ActUploadConnection(Connection[ActUpload]):
    """Uploads, the newest first."""


@pages_of("staged act", "staged acts")
class StagedActConnection(Connection[StagedAct]):
    """Staged acts, by id."""


def job_view(desk: ActDesk, job: Job) -> ActJob:
    """A job as a type of the schema."""
    return ActJob(desk=desk, job=job, **_plain(job))


def progress_view(job: Job) -> ActJobProgress:
    """The progress of a job as a type of the schema."""
    return ActJobProgress(**_plain(job))


def _plain(job: Job) -> dict[str, Any]:
    error = None
    if job.error_code is not None:
        error = ActJobError(code=job.error_code, message=job.error or "", line=job.error_line)
    return {
        "id": global_id("ActJob", str(job.id)),
        "kind": job.kind,
        "state": job.state,
        "act_id": None if job.act is None else global_id("LegalAct", job.act),
        "step": job.step or None,
        "done": job.done,
        "total": job.total or None,
        "asked_by": job.asked_by,
        "asked_at": job.asked_at,
        "started_at": job.started_at,
        "heartbeat_at": job.heartbeat_at,
        "ended_at": job.ended_at,
        "error": error,
    }


def upload_view(upload: Upload) -> ActUpload:
    """An upload as a type of the schema."""
    return ActUpload(
        id=global_id("ActUpload", upload.id),
        name=upload.name,
        media_type=upload.media_type,
        bytes=upload.size,
        sha256=upload.sha256,
        sent_by=upload.sent_by,
        sent_at=upload.sent_at,
    )


def staged_view(staged: Staged) -> StagedAct:
    """A staged act as a type of the schema."""
    return StagedAct(
        act_id=global_id("LegalAct", staged.act),
        text_name=staged.text_name,
        text_sha256=staged.text_sha256,
        staged_at=staged.staged_at,
        problems=staged.problems,
        is_behind=staged.is_behind,
    )


def _page(
    of: ActAccount | ActReview | ActJob,
    section: ResultSection,
    window: Window,
    connection: type[C],
    view: Callable[[Any], object],
) -> C:
    """A page of the entries of one section of a job's result. Their cursors are their numbers, from 0."""
    counts = of.job.result.get("counts") or {}
    places = cut_range(counts.get(section, 0), window)
    found = of.desk.entries(of.job.id, section, places) if places else ()
    items = list(zip(places, found, strict=False))
    page = Page(items, lambda item: (item[0],), places.start, counts.get(section, 0))
    return page.shown(connection, lambda item: view(item[1]))
