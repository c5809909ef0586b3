"""`python -m loaders.staging.job_child NUMBER HOLDER`: runs one job of acts, in a process with limits.

It reads the store and writes its steps and its result there. Its parent keeps its standard input open: when
the parent ends, the input closes and this process ends, too. Its work is then rolled back, and the job waits
for the next process.
"""

from __future__ import annotations

import logging
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import NoReturn

from sqlalchemy import Engine

from loaders.staging.job_errors import trouble_of
from loaders.staging.job_process import STORE_FAILED, TASK
from loaders.staging.job_work import Desk, do_job
from loaders.staging.kept_candidate import candidate_folder, keep_candidate
from model.act_jobs import Job, JobKind
from model.collecting import rarely
from model.errors import RegistryError, StoreError
from model.settings import Settings
from store.log.act_jobs import fail_job, find_job, finish_job, give_back, note_progress
from store.log.leases import release
from store.tables.engine import make_engine, reading, writing

_NICENESS = 15
_ENDED = 143
_PATIENCE_S = 5.0
"""Seconds for the rollback before the process ends."""
_PROGRESS_S = 1.0
_LEFT_OVER_S = 86_400
"""Seconds after which the folder of a killed process is removed."""

logger = logging.getLogger("kense.loaders.jobs")


def main() -> None:
    """Run the job of the command line; exits with 0, or with STORE_FAILED if the store could not be used."""
    number, holder = int(sys.argv[1]), sys.argv[2]
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    settings = Settings.from_environment(os.environ)
    _limit(settings)
    rarely()
    is_alone = Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process decides
    signal.signal(signal.SIGTERM, _end)
    Thread(target=_end_with_parent, args=(is_alone,), daemon=True).start()
    settings = replace(settings, home=_writable(settings.home))
    engine = make_engine(settings.database_url)
    try:
        sys.exit(_run(engine, settings, number, holder))
    finally:
        if is_alone.is_set():
            _let_go(engine, number, holder)
        engine.dispose()


def _run(engine: Engine, settings: Settings, number: int, holder: str) -> int:
    """Run the job; returns the exit code, 0 also if another process has taken the job."""
    _clear_up(settings.home)
    try:
        with reading(engine) as connection:
            job = find_job(connection, number)
        if job is None or job.holder != holder:
            return 0  # another process has taken the job
        _do(engine, settings, job, holder)
    except StoreError as error:
        logger.warning("the job %d waits for its store: %s", number, error)
        return STORE_FAILED
    return 0


def _do(engine: Engine, settings: Settings, job: Job, holder: str) -> None:
    """Do the work and record its result or its error in the store. Raises StoreError."""
    try:
        done = do_job(Desk(engine, settings, job, _Progress(engine, job.id, holder)))
    except StoreError:
        raise
    except Exception as error:
        trouble = trouble_of(error, settings.publishing.job_memory_mb)
        if trouble.is_unexpected:
            logger.exception("the job %d failed", job.id)
        with writing(engine) as connection:
            fail_job(connection, job.id, holder, trouble.code, trouble.message, trouble.line)
        return
    with writing(engine) as connection:
        is_finished = finish_job(connection, job.id, holder, done.result, done.entries, done.act)
    if is_finished and job.kind is JobKind.STAGE and done.act is not None:
        _prepare_review(engine, settings, done.act)


def _prepare_review(engine: Engine, settings: Settings, act: str) -> None:
    """Cache the candidate edition for a later review; a failure is only logged."""
    try:
        keep_candidate(engine, settings.home, act)
    except (RegistryError, MemoryError, OSError) as error:
        logger.info("the review of %s has no prepared candidate and makes its own: %s", act, error)


class _Progress:
    """Writes the steps of the job into the store: each new step, else at most one a second."""

    def __init__(self, engine: Engine, number: int, holder: str) -> None:
        self._engine, self._number, self._holder = engine, number, holder
        self._step, self._next = "", 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        """Record a step, and how much of the step is done.

        Nothing if it was recorded less than a second ago.
        """
        now = time.monotonic()
        if step == self._step and now < self._next:
            return
        self._step, self._next = step, now + _PROGRESS_S
        with writing(self._engine) as connection:
            note_progress(connection, self._number, self._holder, step, done, total)


def _limit(settings: Settings) -> None:
    """Set limits of memory and CPU time, and a low priority; the parent limits the time."""
    os.nice(_NICENESS)
    with suppress(OSError):  # where memory runs out, the kernel kills this process and not the server
        Path("/proc/self/oom_score_adj").write_text("1000")
    memory = settings.publishing.job_memory_mb * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    seconds = int(settings.publishing.job_s) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_parent(is_alone: Event) -> None:
    """Wait until the parent closes standard input; then end this process and its children."""
    sys.stdin.buffer.read()  # until the parent closes it
    is_alone.set()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE_S)
    os.killpg(0, signal.SIGKILL)


def _end(*_: object) -> NoReturn:
    sys.exit(_ENDED)


def _let_go(engine: Engine, number: int, holder: str) -> None:
    """Return the job and its lease to the store, so that another server can start it at once."""
    with suppress(StoreError):
        with writing(engine) as connection:
            give_back(connection, number, holder)
        release(engine, TASK, holder)


def _writable(home: Path) -> Path:
    """The folder `home`, or a temporary folder if `home` cannot be written. Only copies are stored there."""
    with suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
        if os.access(home, os.W_OK):
            return home
    return Path(tempfile.mkdtemp(prefix="home-"))


def _clear_up(home: Path) -> None:
    """Remove temporary files and folders older than a day, which killed processes left."""
    for folder in (home / "staged", home / "published"):
        for left in folder.glob(".*"):
            with suppress(OSError):
                if left.stat().st_mtime < time.time() - _LEFT_OVER_S:
                    shutil.rmtree(left, ignore_errors=True)
    for left in candidate_folder(home).glob(".*"):
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - _LEFT_OVER_S:
                left.unlink()


if __name__ == "__main__":
    main()
