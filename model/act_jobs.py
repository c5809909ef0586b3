"""Jobs that publish acts: the task, its progress and its result. The store keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class JobKind(StrEnum):
    """The kind of a job: one step in publishing an act."""

    PROPOSE = "PROPOSE"
    STAGE = "STAGE"
    REVIEW = "REVIEW"
    ACTIVATE = "ACTIVATE"
    ROLLBACK = "ROLLBACK"


class JobState(StrEnum):
    """Whether a job waits, runs, is done or has failed."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


OPEN_STATES = (JobState.WAITING, JobState.RUNNING)
"""States of jobs that have not ended."""

MAY_REPLACE = "may_replace"
"""Key in the result of a job that has not written yet: see `Job.may_replace`."""


class JobErrorCode(StrEnum):
    """Why a job failed, as a code for programs."""

    UNREADABLE_FILE = "UNREADABLE_FILE"
    UNREADABLE_ACT = "UNREADABLE_ACT"
    BAD_PROFILE = "BAD_PROFILE"
    BAD_SEED = "BAD_SEED"
    NOT_STAGED = "NOT_STAGED"
    OUTDATED = "OUTDATED"
    NOT_PUBLISHED = "NOT_PUBLISHED"
    REFUSED = "REFUSED"
    TOO_MUCH = "TOO_MUCH"
    DIED = "DIED"
    UNEXPECTED = "UNEXPECTED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job as the store keeps it. Jobs run in the order of their numbers, one at a time."""

    id: int
    kind: JobKind
    state: JobState
    act: str | None
    """Id of the act; null until it is read from the text."""
    upload_id: str | None
    profile: str | None
    """The profile that was sent with the request."""
    asked_by: str | None
    """Name of the account; null after it was erased."""
    asked_at: datetime
    started_at: datetime | None = None
    heartbeat_at: datetime | None = None
    """When the process that runs the job last reported to be alive."""
    ended_at: datetime | None = None
    holder: str | None = None
    """The supervisor that runs the job; reports of another supervisor are ignored."""
    attempts: int = 0
    upon: str | None = None
    """Digest of the seeds that were published when the job first began."""
    step: str = ""
    done: int = 0
    total: int = 0
    """0 while the total is unknown."""
    result: Mapping[str, Any] = field(default_factory=dict)
    error_code: JobErrorCode | None = None
    error: str | None = None
    error_line: int | None = None
    """Line of the text, counted from 1."""

    @property
    def is_open(self) -> bool:
        """Whether the job waits or runs."""
        return self.state in OPEN_STATES

    @property
    def may_replace(self) -> bool:
        """Whether the job may replace the staging of another account: its asker publishes for the country."""
        return bool(self.result.get(MAY_REPLACE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An uploaded file of an act; its bytes are stored beside this record."""

    id: str
    name: str
    media_type: str | None
    sha256: str
    size: int
    """Bytes."""
    sent_by: str | None
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A staged act: read and ready to be published, but not yet active."""

    act: str
    text_name: str
    text_sha256: str
    staged_at: datetime
    upon: str
    problems: int
    """Problems that the act's text left unsolved."""
    is_behind: bool
    """Whether other seeds were published since it was staged; a review stages it again then."""
