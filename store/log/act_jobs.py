"""The queue of jobs that publish acts. Publishers add jobs, and a supervisor process runs them.

A supervisor's report on a job counts only as long as the job names it as holder: a supervisor that was
wrongly taken for dead changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from model.act_jobs import MAY_REPLACE, OPEN_STATES, Job, JobErrorCode, JobKind, JobState
from model.act_results import Entries, ResultSection, entry_of
from store.tables import tables

MOST_ENDED = 200
"""How many ended jobs are kept with their results; older ones are deleted."""
_CANCELLED = "it was cancelled, and has changed nothing"
_WORK_DONE = "is_work_done"
_CHUNK = 2_000
_LONGEST_ERROR = 4_000


def file_job(
    connection: Connection,
    kind: JobKind,
    asked_by: str,
    *,
    act: str | None = None,
    upload_id: str | None = None,
    profile: str | None = None,
    may_replace: bool = False,
) -> int:
    """Add a job to the queue and return its number. Needs a writing transaction.

    `may_replace` lets it replace a staging of another account (`Job.may_replace`). Ended jobs older than the
    newest 200 are deleted.
    """
    now = datetime.now(UTC)
    _forget_surplus(connection)
    row = {"kind": kind, "state": JobState.WAITING, "act": act, "upload_id": upload_id, "profile": profile}
    result = {MAY_REPLACE: True} if may_replace else {}
    key = connection.execute(
        insert(tables.act_job).values(
            **row, asked_by=asked_by, asked_at=now, attempts=0, step="", done=0, total=0, result=result
        )
    ).inserted_primary_key
    assert key is not None  # noqa: S101 - an inserted row has a key
    return int(key[0])


def _forget_surplus(connection: Connection) -> None:
    """Delete ended jobs beyond the newest 200."""
    table = tables.act_job
    ended = select(table.c.id).where(table.c.ended_at.is_not(None)).order_by(table.c.id.desc())
    last = connection.scalar(ended.offset(MOST_ENDED - 1).limit(1))
    if last is not None:
        connection.execute(delete(table).where(table.c.id <= last, table.c.ended_at.is_not(None)))


def forget_old_jobs(connection: Connection, age: timedelta) -> int:
    """Delete jobs that ended longer ago than `age`; returns how many. Needs a writing transaction."""
    table = tables.act_job
    return connection.execute(delete(table).where(table.c.ended_at < datetime.now(UTC) - age)).rowcount


def find_job(connection: Connection, number: int) -> Job | None:
    """One job; None if the number never existed or was deleted."""
    row = connection.execute(select(tables.act_job).where(tables.act_job.c.id == number)).one_or_none()
    return None if row is None else _job(row)


def jobs_page(connection: Connection, before: int | None, limit: int) -> tuple[list[Job], int]:
    """At most `limit` jobs with numbers below `before`, newest first, and the number of all jobs.

    `before` None: from the newest job on.
    """
    table = tables.act_job
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    rows = connection.execute(query if before is None else query.where(table.c.id < before))
    return [_job(row) for row in rows], connection.scalar(select(func.count()).select_from(table)) or 0


def open_jobs(connection: Connection) -> list[Job]:
    """Jobs that wait or run, by number, which is the order in which they run."""
    table = tables.act_job
    rows = connection.execute(select(table).where(table.c.state.in_(OPEN_STATES)).order_by(table.c.id))
    return [_job(row) for row in rows]


def has_open_job(connection: Connection) -> bool:
    """Whether a job waits or runs. Cheap, as it is called very often."""
    table = tables.act_job
    query = select(table.c.id).where(table.c.state.in_(OPEN_STATES)).limit(1)
    return connection.scalar(query) is not None


def stager_of(connection: Connection, act: str, staged_at: datetime) -> str | None:
    """The account that had an act staged that was written to the store at `staged_at`.

    A review stages an act again and takes nothing from its stager. None if the command line staged it, the
    job was deleted, or the account was erased.
    """
    table = tables.act_job
    is_done = (table.c.act == act) & (table.c.state == JobState.DONE)
    is_writer = table.c.kind.in_((JobKind.STAGE, JobKind.REVIEW)) & (
        (table.c.started_at <= staged_at) & (table.c.ended_at >= staged_at)
    )
    writer = connection.scalar(select(func.max(table.c.id)).where(is_done, is_writer))
    if writer is None:
        return None
    stagings = select(table.c.asked_by).where(is_done, table.c.kind == JobKind.STAGE, table.c.id <= writer)
    return connection.scalar(stagings.order_by(table.c.id.desc()).limit(1))


def begin_next(connection: Connection, holder: str, upon: str | None) -> Job | None:
    """Give the oldest open job to `holder` and mark it as running; None if no job is open.

    `upon` is the digest of the seeds that the job starts from, kept from its first attempt. Only the holder
    of the lease of jobs may call it.
    """
    for job in open_jobs(connection)[:1]:
        now = datetime.now(UTC)
        values = {
            "state": JobState.RUNNING,
            "holder": holder,
            "started_at": job.started_at or now,
            "heartbeat_at": now,
            "attempts": job.attempts + 1,
            "upon": job.upon or upon,
        }
        connection.execute(update(tables.act_job).where(tables.act_job.c.id == job.id).values(**values))
        return find_job(connection, job.id)
    return None


def note_heartbeat(connection: Connection, number: int, holder: str) -> None:
    """Record that the process running the job is alive. Does nothing if another holder has the job."""
    _write(connection, number, holder, {"heartbeat_at": datetime.now(UTC)})


def note_progress(connection: Connection, number: int, holder: str, step: str, done: int, total: int) -> None:
    """Record the progress of a job. Does nothing if another holder has the job."""
    values = {"step": step, "done": done, "total": total, "heartbeat_at": datetime.now(UTC)}
    _write(connection, number, holder, values)


def give_back(connection: Connection, number: int, holder: str) -> None:
    """Put an interrupted job back into the queue; the attempt is not counted.

    Does nothing if another holder has the job.
    """
    attempts = tables.act_job.c.attempts - 1
    _write(connection, number, holder, {"state": JobState.WAITING, "holder": None, "attempts": attempts})


def finish_job(
    connection: Connection,
    number: int,
    holder: str,
    result: Mapping[str, Any],
    entries: Entries,
    act: str | None = None,
) -> bool:
    """Store the result and entries of a job and end it. False, with nothing written, if `holder` lost it."""
    counts = {section.value: len(entries.get(section, ())) for section in ResultSection}
    now = datetime.now(UTC)
    values: dict[str, Any] = {
        "state": JobState.DONE,
        "ended_at": now,
        "heartbeat_at": now,
        "result": {**result, "counts": counts},
        "holder": None,
        "step": "",
    }
    if not _write(connection, number, holder, values | ({} if act is None else {"act": act})):
        return False
    table = tables.act_job_entry
    for section, section_entries in entries.items():
        for start in range(0, len(section_entries), _CHUNK):
            rows = [
                {"job_id": number, "section": section, "ordinal": at, "value": msgspec.to_builtins(entry)}
                for at, entry in enumerate(section_entries[start : start + _CHUNK], start)
            ]
            connection.execute(insert(table), rows)
    return True


def fail_job(
    connection: Connection, number: int, holder: str, code: JobErrorCode, error: str, line: int | None = None
) -> bool:
    """End a job with an error. False, with nothing written, if `holder` lost it."""
    values = {
        "state": JobState.FAILED,
        "ended_at": datetime.now(UTC),
        "holder": None,
        "error_code": code,
        "error": error[:_LONGEST_ERROR],
        "error_line": line,
    }
    return _write(connection, number, holder, values)


def cancel_job(connection: Connection, number: int) -> bool:
    """Cancel a job that waits or runs. False if it is unknown, has ended, or has written its result.

    The process that runs the job loses it: what that process writes later does not count. Needs a writing
    transaction.
    """
    job = find_job(connection, number)
    if job is None or not job.is_open or job.result.get(_WORK_DONE):
        return False
    values = {
        "state": JobState.FAILED,
        "ended_at": datetime.now(UTC),
        "holder": None,
        "step": "",
        "error_code": JobErrorCode.CANCELLED,
        "error": _CANCELLED,
    }
    connection.execute(update(tables.act_job).where(tables.act_job.c.id == number).values(**values))
    return True


def is_held(connection: Connection, number: int, holder: str) -> bool:
    """Whether the job is running and `holder` has it."""
    table = tables.act_job
    held = (table.c.id == number) & (table.c.holder == holder) & (table.c.state == JobState.RUNNING)
    return connection.scalar(select(table.c.id).where(held)) is not None


def note_work_done(connection: Connection, number: int, holder: str) -> bool:
    """Record, in the transaction that writes the job's result, that the job can no longer be cancelled.

    False if `holder` lost the job: then the caller must write nothing.
    """
    return _write(connection, number, holder, {"result": {_WORK_DONE: True}})


def _write(connection: Connection, number: int, holder: str, values: Mapping[str, Any]) -> bool:
    """Change the row of a running job. False, with nothing written, if `holder` does not have it."""
    table = tables.act_job
    is_held = (table.c.id == number) & (table.c.holder == holder) & (table.c.state == JobState.RUNNING)
    return connection.execute(update(table).where(is_held).values(**values)).rowcount == 1


def entries_page(
    connection: Connection, number: int, section: ResultSection, start: int, stop: int
) -> Sequence[Any]:
    """Entries of a section of a job's result, from index `start` (counted from 0) to before `stop`."""
    table = tables.act_job_entry
    is_there = (table.c.job_id == number) & (table.c.section == section)
    query = select(table.c.value).where(is_there, table.c.ordinal >= start, table.c.ordinal < stop)
    return [entry_of(section, value) for value in connection.scalars(query.order_by(table.c.ordinal))]


def _job(row: Any) -> Job:
    values = dict(row._mapping)
    values["kind"], values["state"] = JobKind(values["kind"]), JobState(values["state"])
    code = values["error_code"]
    values["error_code"] = None if code is None else JobErrorCode(code)
    return Job(**values)
