"""The work of each kind of job, in the child process."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from loaders.acts.account import account_of
from loaders.acts.profiles import read_profile
from loaders.acts.reader import survey
from loaders.progress import Report
from loaders.staging.account_entries import account_entries
from loaders.staging.activation import activate, rollback
from loaders.staging.proposal import propose
from loaders.staging.published import Publication, published_stamp, read_publication
from loaders.staging.review_entries import problem_entries, review_entries
from loaders.staging.stage import stage_act, stage_again
from loaders.staging.staged import NotStagedError, StagingError, drop_staged, staged_text
from loaders.staging.staged_review import compare_staged
from model.act_jobs import Job, JobKind
from model.act_results import Entries, NoticeEntry, NoticeKind, ResultSection
from model.errors import RegistryError
from model.program_files import shipped_seeds
from model.settings import Settings
from store.log.act_jobs import is_held, note_work_done
from store.log.act_uploads import find_upload, upload_content
from store.reading.edition_file import edition_file
from store.tables.engine import reading


class CancelledError(RegistryError):
    """The job was cancelled or taken over: this process writes nothing."""


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a job."""

    result: Mapping[str, Any]
    entries: Entries = field(default_factory=dict)
    act: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """A job, the store it works on, and the function that reports its steps."""

    engine: Engine
    settings: Settings
    job: Job
    report: Report

    @property
    def act(self) -> str:
        """The act that the job names. Raises StagingError where it names none."""
        if self.job.act is None:
            raise NotStagedError("the job names no act")
        return self.job.act

    def writes(self, connection: Connection) -> None:
        """Mark in a transaction that the job writes its result now. Raises CancelledError."""
        if not note_work_done(connection, self.job.id, self.job.holder or ""):
            raise CancelledError("the job was cancelled, or another process runs it")

    def goes_on(self, connection: Connection) -> None:
        """Check in a transaction that the job is still wanted. Raises CancelledError."""
        if not is_held(connection, self.job.id, self.job.holder or ""):
            raise CancelledError("the job was cancelled, or another process runs it")

    @contextmanager
    def sent(self) -> Iterator[tuple[Path, Path | None]]:
        """The upload and its profile as files, while the context is open. Raises StagingError."""
        with reading(self.engine) as connection:
            upload = find_upload(connection, self.job.upload_id or "")
            if upload is None:
                raise StagingError("the uploaded file is gone: send it again")
            content = upload_content(connection, upload)
        with tempfile.TemporaryDirectory() as aside:
            text = Path(aside) / upload.name
            text.write_bytes(content)
            profile = None
            if self.job.profile is not None:
                profile = Path(aside) / "profile" / "profile.yaml"
                profile.parent.mkdir()
                profile.write_text(self.job.profile, encoding="utf-8")
            yield text, profile


def do_job(desk: Desk) -> Done:
    """Run a job; a job that was interrupted after its last step is not run twice.

    Raises the errors of its step (`loaders.staging.job_errors`).
    """
    return _WORK[desk.job.kind](desk)


def _propose(desk: Desk) -> Done:
    with desk.sent() as (text, given):
        desk.report("reading the text", 0, 0)
        profiles = () if given is None else (read_profile(given),)
        account = account_of(survey(text, profiles))
        desk.report("drafting the profile", 0, 0)
        drafted = propose(text, shipped_seeds()) if given is None else desk.job.profile
    act = profiles[0].id if profiles else None
    return Done({"profile": drafted}, account_entries(account), act)


def _stage(desk: Desk) -> Done:
    with desk.sent() as (text, given):
        if given is None:
            given = text.parent / "profile" / "profile.yaml"
            given.parent.mkdir()
            desk.report("drafting the profile", 0, 0)
            given.write_text(propose(text, shipped_seeds()), encoding="utf-8")
        profile = given.read_text(encoding="utf-8")
        manifest = stage_act(
            text,
            engine=desk.engine,
            home=desk.settings.home,
            gazetteer=desk.settings.gazetteer,
            progress=desk.report,
            seeds=shipped_seeds(),
            profile=given,
            claim=desk.writes,
        )
        runs = account_entries(account_of(survey(text, (read_profile(given),))))[ResultSection.RUNS]
    drafts = [NoticeEntry(NoticeKind.DRAFT_SERVICE, draft.id or "", draft.title) for draft in manifest.drafts]
    entries: Entries = {
        ResultSection.RUNS: runs,
        ResultSection.PROBLEMS: problem_entries(manifest.problems),
        ResultSection.NOTICES: drafts,
    }
    return Done({"profile": profile}, entries, manifest.act)


def _review(desk: Desk) -> Done:
    engine, settings, act = desk.engine, desk.settings, desk.act
    again = stage_again(
        engine, settings.home, act, settings.gazetteer, desk.report, shipped_seeds(), claim=desk.goes_on
    )
    desk.report("comparing editions", 0, 0)
    compared = compare_staged(engine, act, edition_file(settings), settings.home)
    with staged_text(engine, act) as (_, profile):
        used = profile.read_text(encoding="utf-8")
    result = {"edition": compared.published.number, "is_staged_again": again is not None, "profile": used}
    return Done(result, review_entries(compared), act)


def _activate(desk: Desk) -> Done:
    engine, home, act, upon = desk.engine, desk.settings.home, desk.act, desk.job.upon
    stamp = published_stamp(engine)
    came = read_publication(engine, home, stamp.digest)
    if stamp.digest != upon and came == Publication(act, upon or ""):  # an earlier attempt came this far
        drop_staged(engine, act)
        return Done({"edition": stamp.number}, act=act)
    desk.report("publishing", 0, 0)
    loaded = activate(engine, home, act, claim=desk.writes, file=edition_file(desk.settings))
    return Done({"edition": loaded.edition}, act=act)


def _rollback(desk: Desk) -> Done:
    engine, home, upon = desk.engine, desk.settings.home, desk.job.upon
    stamp = published_stamp(engine)
    came = None if upon is None else read_publication(engine, home, upon)
    if stamp.digest != upon and came is not None and came.previous == stamp.digest:
        return Done({"edition": stamp.number}, act=came.act)
    desk.report("publishing", 0, 0)
    act, loaded = rollback(engine, home, claim=desk.writes, file=edition_file(desk.settings))
    return Done({"edition": loaded.edition}, act=act)


_WORK: Mapping[JobKind, Callable[[Desk], Done]] = {
    JobKind.PROPOSE: _propose,
    JobKind.STAGE: _stage,
    JobKind.REVIEW: _review,
    JobKind.ACTIVATE: _activate,
    JobKind.ROLLBACK: _rollback,
}
