"""Runs the jobs of acts beside a server: one at a time per store, each in a child process.

Of all servers of a store the one that holds the lease runs them. When it ends or dies, another one takes
over.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from time import monotonic

from sqlalchemy import Engine

from loaders.staging.job_process import STORE_FAILED, TASK
from model.act_jobs import Job, JobErrorCode
from model.background import Background
from model.errors import NoRightInStoreError, RegistryError, StoreError
from model.program_files import PROGRAM
from model.settings import Settings
from model.tracing import root_span
from store.log.act_jobs import (
    begin_next,
    fail_job,
    find_job,
    forget_old_jobs,
    give_back,
    has_open_job,
    note_heartbeat,
)
from store.log.act_uploads import forget_old_uploads
from store.log.edition_number import latest_edition
from store.log.leases import Lease, TaskTakenError
from store.tables.engine import make_engine, reading, writing

MOST_ATTEMPTS = 3
"""Processes that may die during a job before the job fails."""
LASTS = timedelta(seconds=30)
"""Time after which a server that sends no heartbeat counts as dead."""
_LOOK_S, _AGAIN_S = 0.5, 5.0
"""Seconds between two checks for jobs, and after an error of the store."""
_BEAT_S = 5.0
_STEP_S = 0.2
_FORGET_S = 3_600.0
_END_S = 4.0
_WARN_S = 30.0

logger = logging.getLogger("kense.loaders.jobs")


class JobSupervisor(Background):
    """A thread that runs jobs while its context is open; a read-only server starts none.

    Only the server with the lease runs them.
    """

    def __init__(self, settings: Settings, look_s: float = _LOOK_S, lasts: timedelta = LASTS) -> None:
        self._settings, self._look_s, self._lasts = settings, look_s, lasts
        is_reader = settings.is_read_only or bool(settings.operating.read_url)
        super().__init__("kense-jobs", is_on=settings.publishing.does_jobs and not is_reader)
        self._warn_at = self._forget_at = 0.0

    def _run(self) -> None:
        """Look for jobs until the server stops; ends at once if it may not write to the store."""
        engine = make_engine(self._settings.database_url, self._settings.operating.store)
        pause_s = self._look_s
        try:
            while not self._stopping.wait(pause_s):
                pause_s = self._look_s
                try:
                    self._look(engine)
                except NoRightInStoreError:
                    logger.info("this server may not write to its store: it runs no jobs of acts")
                    return
                except RegistryError as error:
                    self._warn(error)
                    pause_s = _AGAIN_S
                except Exception:
                    logger.exception("a job of an act was interrupted")
                    pause_s = _AGAIN_S
        finally:
            engine.dispose()

    def _warn(self, error: Exception) -> None:
        """Log an error, at most every 30 seconds."""
        if monotonic() >= self._warn_at:
            logger.warning("cannot look for jobs of acts, trying again: %s", error)
            self._warn_at = monotonic() + _WARN_S

    def _look(self, engine: Engine) -> None:
        """Run all waiting jobs, unless another server has the lease."""
        self._forget(engine)
        with reading(engine) as connection:
            if not has_open_job(connection):
                return
        with suppress(TaskTakenError), Lease(engine, TASK, self._lasts) as lease:
            while not self._stopping.is_set() and self._do_next(engine, lease):
                pass

    def _forget(self, engine: Engine) -> None:
        """Delete jobs and files older than the retention period of the settings, once an hour."""
        if monotonic() < self._forget_at:
            return
        age = timedelta(days=self._settings.publishing.kept_days)
        with writing(engine) as connection:
            jobs, uploads = forget_old_jobs(connection, age), forget_old_uploads(connection, age)
        if jobs or uploads:
            logger.info("deleted %d jobs of acts and %d files, older than %d days", jobs, uploads, age.days)
        self._forget_at = monotonic() + _FORGET_S

    def _do_next(self, engine: Engine, lease: Lease) -> bool:
        """Run the next job; False if no job is waiting.

        A job whose process died three times fails. Raises TaskTakenError and StoreError.
        """
        lease.renew()
        with writing(engine) as connection:
            stamp = latest_edition(connection)
            job = begin_next(connection, lease.holder, None if stamp is None else stamp.digest)
            if job is not None and job.attempts > MOST_ATTEMPTS:
                message = f"its process ended {MOST_ATTEMPTS} times before it was done"
                fail_job(connection, job.id, lease.holder, JobErrorCode.DIED, message)
                return True
        if job is None:
            return False
        with root_span("act job", {"kense.job": job.id, "kense.job.kind": str(job.kind)}) as span:
            with _child(self._settings, job, lease.holder) as child:
                code = self._watched(engine, lease, job, child)
            if span is not None:
                span.end({}, has_failed=code != 0)
            self._settle(engine, lease, job, code)
        return True

    def _watched(self, engine: Engine, lease: Lease, job: Job, child: subprocess.Popen[bytes]) -> int | None:
        """Wait for the child, renewing the lease; returns its exit code.

        None if it must be stopped: the job was cancelled or takes too long, or the server stops.
        """
        began = beat_at = looked_at = monotonic()
        while True:
            with suppress(subprocess.TimeoutExpired):
                return child.wait(_STEP_S)
            now = monotonic()
            if self._stopping.is_set() or now - began > self._settings.publishing.job_s:
                return None
            if now >= looked_at + self._look_s:
                looked_at = now
                if self._is_cancelled(engine, job):
                    return None
            if now < beat_at + min(_BEAT_S, self._lasts.total_seconds() / 4):
                continue
            beat_at = now
            with suppress(StoreError):  # busy: the child itself may be writing an edition
                lease.renew()
                with writing(engine) as connection:
                    note_heartbeat(connection, job.id, lease.holder)

    def _is_cancelled(self, engine: Engine, job: Job) -> bool:
        """Whether the job was cancelled or deleted; False if the store does not answer."""
        try:
            with reading(engine) as connection:
                now = find_job(connection, job.id)
        except StoreError:  # the next check asks again
            return False
        return now is None or now.error_code is JobErrorCode.CANCELLED

    def _settle(self, engine: Engine, lease: Lease, job: Job, code: int | None) -> None:
        """Record a failure that the child could not record; nothing for a cancelled job.

        Raises StoreError if the child could not use the store; the job is then run again.
        """
        limits = self._settings.publishing
        is_over = code == -signal.SIGXCPU or (code is None and not self._stopping.is_set())
        if code == 0:
            return
        with writing(engine) as connection:
            if is_over:
                message = f"the job takes longer than {limits.job_s:g} s (KENSE_JOB_LIMIT_S)"
                fail_job(connection, job.id, lease.holder, JobErrorCode.TOO_MUCH, message)
            elif self._stopping.is_set() or code == STORE_FAILED:
                give_back(connection, job.id, lease.holder)
            else:
                logger.warning("the process of job %d ended with %s", job.id, code)
        if code == STORE_FAILED:
            raise StoreError("a job could not use the store")


@contextmanager
def _child(settings: Settings, job: Job, holder: str) -> Iterator[subprocess.Popen[bytes]]:
    """The process of a job, until the end of the block; then it and its own processes are ended."""
    environment = {
        **os.environ,
        "KENSE_DATABASE_URL": settings.database_url,
        "KENSE_HOME": str(settings.home),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(PROGRAM), os.environ.get("PYTHONPATH")))),
    }
    with tempfile.TemporaryDirectory(prefix="kense-job-", ignore_cleanup_errors=True) as aside:
        child = subprocess.Popen(  # noqa: S603 - the words of the command are ours
            [sys.executable, "-m", "loaders.staging.job_child", str(job.id), holder],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env={**environment, "TMPDIR": aside},
            start_new_session=True,
        )
        try:
            yield child
        finally:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Stop a process and its children: it gets 4 seconds to end, then all are killed."""
    if child.poll() is None:
        child.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.wait(_END_S)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdin is not None:
        with suppress(OSError):
            child.stdin.close()
