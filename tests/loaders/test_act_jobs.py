"""Jobs of acts: queued in the store, run by a process that may die, and never half done."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from changes.act_publishing import file_upload
from loaders.staging import staged_review
from loaders.staging.candidate import Candidate
from loaders.staging.job_child import _do
from loaders.staging.job_errors import trouble_of
from loaders.staging.job_process import TASK
from loaders.staging.job_supervisor import MOST_ATTEMPTS, JobSupervisor
from loaders.staging.kept_candidate import candidate_folder, find_candidate
from loaders.staging.review_entries import review_entries
from loaders.staging.staged import read_manifest
from loaders.staging.staged_review import compare_staged
from model.act_jobs import Job, JobErrorCode, JobKind, JobState
from model.act_results import Effect, LineOf, ResultSection, RunOutcome, Subject
from model.edition_key import EditionKey
from model.errors import StoreError
from model.settings import Settings
from store.log import act_jobs
from store.log.act_jobs import (
    begin_next,
    cancel_job,
    entries_page,
    fail_job,
    file_job,
    find_job,
    finish_job,
    forget_old_jobs,
    give_back,
    has_open_job,
    is_held,
    jobs_page,
    note_progress,
    note_work_done,
)
from store.log.act_uploads import all_uploads, forget_old_uploads
from store.log.edition_number import latest_edition
from store.log.kept_files import drop_unused_files, read_file
from store.log.leases import Lease
from store.reading.editions import load_edition
from store.tables import tables
from store.tables.engine import make_engine, reading, writing
from tests.act_files import text_as_docx
from tests.published_country import Published, make_published, publish
from tests.staged_country import ACT, FACTS, TEXT

HOLDER, OTHER = "holder", "other"


def filed(engine: Engine, kind: JobKind = JobKind.ROLLBACK, **values: Any) -> int:
    with writing(engine) as connection:
        return file_job(connection, kind, "publisher", **values)


def begun(engine: Engine, holder: str = HOLDER) -> Job:
    with writing(engine) as connection:
        stamp = latest_edition(connection)
        job = begin_next(connection, holder, None if stamp is None else stamp.digest)
    assert job is not None
    return job


def found(engine: Engine, number: int) -> Job:
    with reading(engine) as connection:
        job = find_job(connection, number)
    assert job is not None
    return job


def until(is_so: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


# The queue, on both stores.


def test_jobs_are_done_in_the_order_in_which_they_came(store_engine: Engine) -> None:
    first, second = filed(store_engine), filed(store_engine, JobKind.REVIEW, act=ACT)
    job = begun(store_engine)
    assert (job.id, job.state, job.attempts) == (first, JobState.RUNNING, 1)
    with writing(store_engine) as connection:
        note_progress(connection, first, HOLDER, "reading", 1, 4)
        assert finish_job(connection, first, HOLDER, {"edition": 7}, {})
    done = found(store_engine, first)
    assert (done.state, done.result["edition"], done.step, done.done) == (JobState.DONE, 7, "", 1)
    assert begun(store_engine).id == second
    with reading(store_engine) as connection:
        assert [one.id for one in jobs_page(connection, None, 5)[0]] == [second, first]
        assert [one.id for one in jobs_page(connection, second, 5)[0]] == [first]


def test_who_was_taken_for_dead_changes_nothing_any_more(store_engine: Engine) -> None:
    number = filed(store_engine)
    begun(store_engine)
    assert begun(store_engine, OTHER).attempts == 2  # a running one is started again: its lease is lost
    with writing(store_engine) as connection:
        note_progress(connection, number, HOLDER, "publishing", 0, 0)
        assert not finish_job(connection, number, HOLDER, {"edition": 1}, {})
        assert not fail_job(connection, number, HOLDER, JobErrorCode.REFUSED, "no")
    assert (found(store_engine, number).step, found(store_engine, number).is_open) == ("", True)
    with writing(store_engine) as connection:
        assert fail_job(connection, number, OTHER, JobErrorCode.REFUSED, "x" * 9_000, 3)
        assert not has_open_job(connection)
    failed = found(store_engine, number)
    assert (failed.state, failed.error_code, failed.error_line) == (JobState.FAILED, JobErrorCode.REFUSED, 3)
    assert failed.error is not None
    assert len(failed.error) == 4_000


def test_a_job_that_is_given_back_waits_and_has_lost_no_attempt(store_engine: Engine) -> None:
    number = filed(store_engine)
    begun(store_engine)
    with writing(store_engine) as connection:
        give_back(connection, number, HOLDER)
    assert (found(store_engine, number).state, found(store_engine, number).attempts) == (JobState.WAITING, 0)


def test_of_jobs_that_ended_the_newest_are_kept_and_of_all_those_of_the_last_days(
    store_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(act_jobs, "MOST_ENDED", 2)
    numbers = []
    for _ in range(3):
        numbers.append(filed(store_engine))
        begun(store_engine)
        with writing(store_engine) as connection:
            finish_job(connection, numbers[-1], HOLDER, {}, {ResultSection.NOTICES: []})
    with writing(store_engine) as connection:
        old = datetime.now(UTC) - timedelta(days=31)
        table = tables.act_job
        connection.execute(update(table).where(table.c.id == numbers[2]).values(ended_at=old))
    last = filed(store_engine)
    with writing(store_engine) as connection:
        assert [one.id for one in jobs_page(connection, None, 9)[0]] == [last, numbers[2]]
        assert forget_old_jobs(connection, timedelta(days=32)) == 0
        assert forget_old_jobs(connection, timedelta(days=30)) == 1
        assert [one.id for one in jobs_page(connection, None, 9)[0]] == [last]


def test_old_files_go_unless_a_job_needs_them(store_engine: Engine) -> None:
    gone, needed = (
        file_upload(store_engine, name, None, name.encode(), "publisher")
        for name in ("gone.txt", "needed.txt")
    )
    number = filed(store_engine, JobKind.PROPOSE, upload_id=needed.id)
    with writing(store_engine) as connection:
        assert forget_old_uploads(connection, timedelta(days=1)) == 0
        assert forget_old_uploads(connection, timedelta(0)) == 1
        assert [one.id for one in all_uploads(connection)] == [needed.id]
        with pytest.raises(StoreError):
            read_file(connection, gone.sha256)
        assert cancel_job(connection, number)
        assert forget_old_uploads(connection, timedelta(0)) == 1


def test_a_cancelled_job_has_ended_and_its_holder_changes_nothing_any_more(store_engine: Engine) -> None:
    waiting, running, written = filed(store_engine), filed(store_engine), filed(store_engine)
    with writing(store_engine) as connection:
        assert cancel_job(connection, waiting)
    assert begun(store_engine).id == running
    with writing(store_engine) as connection:
        assert is_held(connection, running, HOLDER)
        assert cancel_job(connection, running)
        assert not is_held(connection, running, HOLDER)
        assert not note_work_done(connection, running, HOLDER)
        assert not finish_job(connection, running, HOLDER, {"edition": 7}, {})
        assert not cancel_job(connection, running)
    for number in (waiting, running):
        job = found(store_engine, number)
        assert (job.state, job.error_code, job.result) == (JobState.FAILED, JobErrorCode.CANCELLED, {})
    assert begun(store_engine).id == written
    with writing(store_engine) as connection:
        assert note_work_done(connection, written, HOLDER)
        assert not cancel_job(connection, written)  # its edition is published in this transaction
        assert not cancel_job(connection, 99)


def test_an_upload_is_kept_once_and_goes_when_it_is_discarded(store_engine: Engine) -> None:
    upload = file_upload(store_engine, "a/b\\act.txt", "text/plain", TEXT.encode(), "publisher")
    assert upload.name == "act.txt"
    assert file_upload(store_engine, "act.txt", None, TEXT.encode(), "publisher").id == upload.id
    other = file_upload(store_engine, "act.txt", None, TEXT.encode(), "another")
    assert (other.id != upload.id, other.sha256) == (True, upload.sha256)
    with writing(store_engine) as connection:
        drop_unused_files(connection)
        assert read_file(connection, upload.sha256) == TEXT.encode()


# The work of each kind of job, in this process.


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return make_published(tmp_path_factory.mktemp("published"))


@pytest.fixture
def environ(published: Published, tmp_path: Path) -> dict[str, str]:
    shutil.copy(published.file, tmp_path / "kense.sqlite3")
    url = f"sqlite:///{tmp_path}/kense.sqlite3"
    return {"KENSE_HOME": str(tmp_path / "home"), "KENSE_DATABASE_URL": url, **published.environ}


@pytest.fixture
def settings(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in environ.items():  # for the processes that run jobs
        monkeypatch.setenv(name, value)
    return Settings.from_environment(environ)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    made = make_engine(settings.database_url)
    yield made
    made.dispose()


class Publisher:
    """Files jobs and runs them at once."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine, self.settings = engine, settings

    def send(self, content: bytes, name: str = "act.txt") -> str:
        return file_upload(self.engine, name, None, content, "publisher").id

    def do(self, kind: JobKind, **values: str | None) -> Job:
        number = filed(self.engine, kind, **values)
        self.go_on()
        return found(self.engine, number)

    def go_on(self) -> None:
        _do(self.engine, self.settings, begun(self.engine), HOLDER)

    def entries(self, job: Job, section: ResultSection) -> list[object]:
        with reading(self.engine) as connection:
            return list(entries_page(connection, job.id, section, 0, 1_000))


@pytest.fixture
def publisher(engine: Engine, settings: Settings) -> Publisher:
    return Publisher(engine, settings)


def no_candidate(*_: object) -> Candidate:
    raise AssertionError("the candidate is made anew")


@pytest.mark.slow
def test_a_kept_candidate_counts_for_one_staging_beside_one_edition_alone(
    publisher: Publisher, engine: Engine
) -> None:
    home = publisher.settings.home
    publisher.do(JobKind.STAGE, upload_id=publisher.send(TEXT.encode()), profile=FACTS)
    manifest = read_manifest(engine, ACT)
    with reading(engine) as connection:
        stamp = latest_edition(connection)
    assert stamp is not None
    assert find_candidate(engine, home, manifest, stamp.key) is not None
    later = EditionKey(stamp.number + 1, stamp.key.identity)
    assert find_candidate(engine, home, manifest, later) is None
    assert find_candidate(engine, home, replace(manifest, digest="other"), stamp.key) is None
    assert find_candidate(engine, None, manifest, stamp.key) is None
    (file,) = candidate_folder(home).glob(".*")
    assert file.stat().st_mode & 0o077 == 0
    file.write_bytes(file.read_bytes()[:-9])  # torn
    assert find_candidate(engine, home, manifest, stamp.key) is None


@pytest.mark.slow
def test_an_act_goes_all_the_way_by_jobs(
    publisher: Publisher, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = publisher.send(text_as_docx(TEXT), "act.docx")
    proposed = publisher.do(JobKind.PROPOSE, upload_id=upload)
    assert proposed.state is JobState.DONE, proposed.error
    assert f"id: {ACT}" in proposed.result["profile"]
    (run,) = publisher.entries(proposed, ResultSection.RUNS)
    assert (run.outcome, run.rows) == (RunOutcome.READ, 10)  # type: ignore[attr-defined]
    kinds = [line.kind for line in publisher.entries(proposed, ResultSection.LINES)]  # type: ignore[attr-defined]
    assert kinds.count(LineOf.ROW) == 10
    staged = publisher.do(JobKind.STAGE, upload_id=upload, profile=FACTS)
    assert (staged.state, staged.act, staged.error) == (JobState.DONE, ACT, None)
    anew = review_entries(compare_staged(engine, ACT))
    monkeypatch.setattr(staged_review, "candidate_edition", no_candidate)  # the staging has made it
    assert review_entries(compare_staged(engine, ACT, home=publisher.settings.home)) == anew
    reviewed = publisher.do(JobKind.REVIEW, act=ACT)
    assert (reviewed.state, reviewed.error) == (JobState.DONE, None)
    changes = publisher.entries(reviewed, ResultSection.CHANGES)
    begin = [(one.subject, one.territory_id, one.service_id) for one in changes]  # type: ignore[attr-defined]
    assert (Subject.OFFICE, "akm-akkol", None) in begin
    assert (Subject.PROVISION, "akm-akkol", "clinic-attachment") in begin
    assert {one.effect for one in changes} == {Effect.BEGINS}  # type: ignore[attr-defined]
    totals = publisher.entries(reviewed, ResultSection.TOTALS)
    assert sum(one.begins for one in totals) == len(changes)  # type: ignore[attr-defined]
    activated = publisher.do(JobKind.ACTIVATE, act=ACT)
    assert (activated.state, activated.result["edition"]) == (JobState.DONE, 2)
    assert "akm-akkol-clinic" in load_edition(engine).offices
    assert publisher.do(JobKind.ROLLBACK).result["edition"] == 3
    assert "akm-akkol-clinic" not in load_edition(engine).offices


@pytest.mark.slow
def test_what_was_published_before_its_process_died_is_not_published_twice(
    publisher: Publisher, engine: Engine
) -> None:
    publisher.do(JobKind.STAGE, upload_id=publisher.send(TEXT.encode()), profile=FACTS)
    for kind, edition in ((JobKind.ACTIVATE, 2), (JobKind.ROLLBACK, 3)):
        number = filed(engine, kind, act=ACT if kind is JobKind.ACTIVATE else None)
        publisher.go_on()
        with writing(engine) as connection:  # as if it had died before it recorded its result
            table = tables.act_job
            values = {"state": JobState.RUNNING, "holder": "dead", "ended_at": None}
            connection.execute(update(table).where(table.c.id == number).values(**values))
        publisher.go_on()
        again = found(engine, number)
        assert (again.state, again.result["edition"], again.attempts) == (JobState.DONE, edition, 2)
        with reading(engine) as connection:
            assert connection.scalar(select(func.max(tables.edition.c.number))) == edition


@pytest.mark.parametrize(
    ("content", "profile", "code", "words"),
    [
        (b"PK\x03\x04torn", None, JobErrorCode.UNREADABLE_FILE, "act.txt"),
        ("Просто письмо.\n".encode(), FACTS, JobErrorCode.UNREADABLE_ACT, "act.txt"),
        (TEXT.encode(), "id: [", JobErrorCode.BAD_PROFILE, "profile.yaml"),
        (TEXT.encode(), FACTS.replace("rows: 10", "rows: 11"), JobErrorCode.UNREADABLE_ACT, "11"),
        (TEXT.encode(), FACTS.replace("akm-2019-999", "../../etc"), JobErrorCode.BAD_PROFILE, "../../etc"),
        (TEXT.encode(), "[" * 50_000, JobErrorCode.BAD_PROFILE, "nested"),
        (TEXT.encode(), "a: &a [1]\nb: *a\n", JobErrorCode.BAD_PROFILE, "aliases"),
    ],
)
def test_a_wrong_file_or_profile_is_told_by_code_and_leaves_nothing(
    publisher: Publisher,
    engine: Engine,
    settings: Settings,
    content: bytes,
    profile: str | None,
    code: JobErrorCode,
    words: str,
) -> None:
    job = publisher.do(JobKind.STAGE, upload_id=publisher.send(content), profile=profile)
    assert (job.state, job.error_code) == (JobState.FAILED, code), job.error
    assert job.error is not None
    assert words in job.error
    assert str(settings.home) not in job.error
    assert "/tmp" not in job.error
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(tables.staged_act)) == 0
    assert list(settings.home.rglob("staged/*")) == []


def test_what_cannot_be_done_now_is_told_by_code(publisher: Publisher) -> None:
    assert publisher.do(JobKind.REVIEW, act=ACT).error_code is JobErrorCode.NOT_STAGED
    assert publisher.do(JobKind.ROLLBACK).error_code is JobErrorCode.REFUSED
    assert publisher.do(JobKind.STAGE, upload_id="gone").error_code is JobErrorCode.REFUSED


def test_a_fault_of_the_program_is_told_without_its_words() -> None:
    trouble = trouble_of(ZeroDivisionError("SELECT secret"), 256)
    assert (trouble.code, "secret" in trouble.message) == (JobErrorCode.UNEXPECTED, False)
    assert trouble_of(MemoryError(), 256).code is JobErrorCode.TOO_MUCH


@pytest.mark.slow
def test_what_was_cancelled_amid_its_work_has_written_nothing(publisher: Publisher, engine: Engine) -> None:
    upload = publisher.send(TEXT.encode())
    for kind, values in (
        (JobKind.STAGE, {"upload_id": upload, "profile": FACTS}),
        (JobKind.ACTIVATE, {"act": ACT}),
    ):
        number = filed(engine, kind, **values)
        job = begun(engine)
        with writing(engine) as connection:
            assert cancel_job(connection, number)
        _do(engine, publisher.settings, job, HOLDER)
        assert found(engine, number).error_code is JobErrorCode.CANCELLED
        with reading(engine) as connection:
            is_there = connection.scalar(select(func.count()).select_from(tables.staged_act))
            assert is_there == (kind is JobKind.ACTIVATE)
            assert connection.scalar(select(func.max(tables.edition.c.number))) == 1
        publisher.do(JobKind.STAGE, upload_id=upload, profile=FACTS)


# The supervisor and its child processes.


def supervisor(settings: Settings) -> JobSupervisor:
    return JobSupervisor(settings, look_s=0.05, lasts=timedelta(seconds=2))


def child_of(engine: Engine, number: int) -> int:
    """The process that does a job: the leader of its session has its number and holder as arguments."""
    holder = found(engine, number).holder or "none"
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if words[-3:-1] == [str(number).encode(), holder.encode()]:
                return int(entry.name)
    return 0


@pytest.mark.slow
def test_a_job_whose_process_is_killed_amid_its_load_is_done_anew(
    publisher: Publisher, engine: Engine, settings: Settings
) -> None:
    publisher.do(JobKind.STAGE, upload_id=publisher.send(TEXT.encode()), profile=FACTS)
    number = filed(engine, JobKind.ACTIVATE, act=ACT)
    with supervisor(settings):
        until(lambda: found(engine, number).step == "publishing")
        first = child_of(engine, number)
        with writing(engine):  # its load waits here
            os.kill(first, signal.SIGKILL)
            until(lambda: not Path(f"/proc/{first}").exists())
        until(lambda: not found(engine, number).is_open)
    job = found(engine, number)
    assert (job.state, job.attempts, job.result["edition"]) == (JobState.DONE, 2, 2), job.error
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(tables.edition)) == 2
        assert connection.scalar(select(func.count()).select_from(tables.lease)) == 0


@pytest.mark.slow
def test_a_server_that_ends_lets_another_one_do_the_job(engine: Engine, settings: Settings) -> None:
    number = filed(engine)
    with supervisor(settings):
        until(lambda: child_of(engine, number) != 0)
        child = child_of(engine, number)
    assert (found(engine, number).state, found(engine, number).attempts) == (JobState.WAITING, 0)
    assert not Path(f"/proc/{child}").exists()
    with Lease(engine, TASK, timedelta(seconds=30)):  # no other process runs it meanwhile
        with supervisor(settings):
            time.sleep(0.3)
        assert found(engine, number).state is JobState.WAITING


@pytest.mark.slow
def test_the_process_of_a_cancelled_job_ends_and_the_next_job_is_done(
    engine: Engine, settings: Settings
) -> None:
    number, later = filed(engine), filed(engine)
    with supervisor(settings):
        until(lambda: child_of(engine, number) != 0)
        child = child_of(engine, number)
        with writing(engine) as connection:
            assert cancel_job(connection, number)
        until(lambda: not Path(f"/proc/{child}").exists())
        until(lambda: found(engine, later).state is not JobState.WAITING)
        assert found(engine, number).error_code is JobErrorCode.CANCELLED


def test_a_supervisor_forgets_what_is_older_than_it_is_kept(engine: Engine, settings: Settings) -> None:
    upload = file_upload(engine, "act.txt", None, b"text", "publisher")
    with writing(engine) as connection:
        table = tables.act_upload
        old = datetime.now(UTC) - timedelta(days=31)
        connection.execute(update(table).where(table.c.id == upload.id).values(sent_at=old))

    def is_gone() -> bool:
        with reading(engine) as connection:
            return not all_uploads(connection)

    longer = replace(settings, publishing=replace(settings.publishing, kept_days=60))
    with supervisor(longer):
        time.sleep(0.2)
    assert not is_gone()
    with supervisor(settings):
        until(is_gone)


def test_a_job_that_kills_its_processes_fails_in_the_end(engine: Engine, settings: Settings) -> None:
    number = filed(engine)
    for _ in range(MOST_ATTEMPTS):
        begun(engine)
    with supervisor(settings):
        until(lambda: not found(engine, number).is_open)
    assert found(engine, number).error_code is JobErrorCode.DIED


@pytest.mark.slow
def test_a_job_over_its_time_fails(engine: Engine, settings: Settings) -> None:
    number = filed(engine)
    short = replace(settings, publishing=replace(settings.publishing, job_s=0.2))
    with supervisor(short):
        until(lambda: not found(engine, number).is_open)
    assert found(engine, number).error_code is JobErrorCode.TOO_MUCH


@pytest.mark.parametrize(
    "variable", [{"KENSE_READ_ONLY": "on"}, {"KENSE_ACT_JOBS": "off"}, {"KENSE_READ_URL": "sqlite:////none"}]
)
def test_a_server_that_only_reads_does_no_jobs(
    engine: Engine, environ: dict[str, str], variable: dict[str, str]
) -> None:
    number = filed(engine)
    with JobSupervisor(Settings.from_environment({**environ, **variable}), look_s=0.01):
        time.sleep(0.1)
    assert found(engine, number).state is JobState.WAITING


@pytest.mark.slow
@pytest.mark.parametrize("store_engine", ["postgis"], indirect=True)
def test_a_job_is_done_upon_postgis(store_engine: Engine, published: Published, settings: Settings) -> None:
    publish(store_engine, published.seeds, settings.home)
    url = store_engine.url.render_as_string(hide_password=False)
    here = replace(settings, database_url=url)
    publisher = Publisher(store_engine, here)
    number = filed(store_engine, JobKind.STAGE, upload_id=publisher.send(TEXT.encode()), profile=FACTS)
    with supervisor(here):
        until(lambda: not found(store_engine, number).is_open)
    staged = found(store_engine, number)
    assert (staged.state, staged.act) == (JobState.DONE, ACT), staged.error
    assert publisher.do(JobKind.ACTIVATE, act=ACT).result["edition"] == 2
