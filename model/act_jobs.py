"""Jobs that publish acts: what is to be done, how far it has come, what came of it. The store keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class JobKind(StrEnum):
    """A step on the way of an act."""

    PROPOSE = "PROPOSE"
    STAGE = "STAGE"
    REVIEW = "REVIEW"
    ACTIVATE = "ACTIVATE"
    ROLLBACK = "ROLLBACK"


class JobState(StrEnum):
    """How far a job has come."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


OPEN_STATES = (JobState.WAITING, JobState.RUNNING)
"""States of jobs that have not ended."""


class JobErrorCode(StrEnum):
    """Why a job failed, for programs."""

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
    """One job as the store keeps it; jobs are done in the order of their numbers, one at a time."""

    id: int
    kind: JobKind
    state: JobState
    act: str | None
    """Id of the act; null until the text tells it."""
    upload_id: str | None
    profile: str | None
    """The profile that came with the request."""
    asked_by: str | None
    """Name of the account; null where it was erased."""
    asked_at: datetime
    started_at: datetime | None = None
    heartbeat_at: datetime | None = None
    """When the process that does it was last known to be alive."""
    ended_at: datetime | None = None
    holder: str | None = None
    """The supervisor that does it; what another one wrote of it does not count."""
    attempts: int = 0
    upon: str | None = None
    """Digest of the seeds that were published when it was begun first."""
    step: str = ""
    done: int = 0
    total: int = 0
    """0 where nobody knows."""
    result: Mapping[str, Any] = field(default_factory=dict)
    error_code: JobErrorCode | None = None
    error: str | None = None
    error_line: int | None = None
    """Line of the text, counted from 1."""

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file of an act that somebody sent; its bytes lie beside it."""

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
    """A staged act as far as every room may know it."""

    act: str
    text_name: str
    text_sha256: str
    staged_at: datetime
    upon: str
    problems: int
    """What the act could not settle."""
    is_behind: bool
    """Whether other seeds were published since: its review stages it again."""
