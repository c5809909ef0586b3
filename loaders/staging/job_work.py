"""The work of each kind of job, in the child process."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from loaders.acts.account import account_of
from loaders.acts.profiles import read_profile
from loaders.acts.reader import survey
from loaders.loading.load import Claim
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
from store.log.act_jobs import is_held, note_work_done, stager_of
from store.log.act_uploads import find_upload, staging_moment, upload_content
from store.reading.edition_file import edition_file
from store.tables.engine import reading


class CancelledError(RegistryError):
    """The job was cancelled, or another process runs it: this process writes nothing."""


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a job: values, entries in sections, and the id of the act or None."""

    result: Mapping[str, Any]
    entries: Entries = field(default_factory=dict)
    act: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """A job, its store and settings, and the function that reports its steps."""

    engine: Engine
    settings: Settings
    job: Job
    report: Report

    @property
    def act(self) -> str:
        """The act of the job. Raises NotStagedError if it names none."""
        if self.job.act is None:
            raise NotStagedError("the job names no act")
        return self.job.act

    def writes(self, connection: Connection) -> None:
        """Record in a transaction that the job now writes its result.

        Raises CancelledError if it was cancelled.
        """
        if not note_work_done(connection, self.job.id, self.job.holder or ""):
            raise CancelledError("the job was cancelled, or another process runs it")

    def goes_on(self, connection: Connection) -> None:
        """Raises CancelledError if the job was cancelled or another process runs it."""
        if not is_held(connection, self.job.id, self.job.holder or ""):
            raise CancelledError("the job was cancelled, or another process runs it")

    def stages(self, act: str) -> Claim:
        """`writes` for the staging of an act.

        It raises StagingError if another account staged the act and this one does not publish for the
        country. What was staged since the job began was staged by an earlier attempt of the job.
        """

        def claim(connection: Connection) -> None:
            staged_at = staging_moment(connection, act)
            if staged_at is not None and not self.job.may_replace and not self._began_before(staged_at):
                owner = stager_of(connection, act, staged_at)
                if owner is None or owner != self.job.asked_by:
                    raise StagingError(
                        f"{act} is staged already, and not by you: "
                        "to replace it needs the right PUBLISH over the whole country"
                    )
            self.writes(connection)

        return claim

    def _began_before(self, moment: datetime) -> bool:
        return self.job.started_at is not None and self.job.started_at <= moment

    @contextmanager
    def sent(self) -> Iterator[tuple[Path, Path | None]]:
        """The uploaded file and its profile (or None) as files, until the end of the block.

        Raises StagingError if the upload was deleted.
        """
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
    """Run a job.

    An activation or rollback that was interrupted after it was published is not done twice. Raises the errors
    in `loaders.staging.job_errors`.
    """
    return _WORK[desk.job.kind](desk)


def _propose(desk: Desk) -> Done:
    """Read the text, and draft its profile if none was sent."""
    with desk.sent() as (text, given):
        desk.report("reading the text", 0, 0)
        profiles = () if given is None else (read_profile(given),)
        account = account_of(survey(text, profiles))
        desk.report("drafting the profile", 0, 0)
        drafted = propose(text, shipped_seeds()) if given is None else desk.job.profile
    act = profiles[0].id if profiles else None
    return Done({"profile": drafted}, account_entries(account), act)


def _stage(desk: Desk) -> Done:
    """Stage the act with the sent profile, else with a drafted profile."""
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
            claim=desk.stages(read_profile(given).id),
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
    """Stage the act again if the published edition changed, and compare."""
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
    """Publish the staged act."""
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
    """Return to the seeds before the last activated act."""
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
