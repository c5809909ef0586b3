"""The reason why a job failed, as a code and a sentence for its submitter."""

from __future__ import annotations

import re
from typing import NamedTuple

from loaders.acts.profiles import BadProfileError
from loaders.errors import ActError, UnreadableFile
from loaders.seeds.files import BadSeedError
from loaders.staging.published import NotPublishedError
from loaders.staging.staged import NotStagedError, OutdatedError, StagingError
from model.act_jobs import JobErrorCode
from model.errors import RegistryError

_CODES: tuple[tuple[type[BaseException], JobErrorCode], ...] = (
    (UnreadableFile, JobErrorCode.UNREADABLE_FILE),
    (BadProfileError, JobErrorCode.BAD_PROFILE),
    (ActError, JobErrorCode.UNREADABLE_ACT),
    (BadSeedError, JobErrorCode.BAD_SEED),
    (NotStagedError, JobErrorCode.NOT_STAGED),
    (OutdatedError, JobErrorCode.OUTDATED),
    (NotPublishedError, JobErrorCode.NOT_PUBLISHED),
    (StagingError, JobErrorCode.REFUSED),
    (RegistryError, JobErrorCode.REFUSED),
)
_FOLDER = re.compile(r"(?<![^\s'«(])(?:/[^\s/:'«»]+)+/")
"""The path is local to this machine: the submitter knows only the name of the file."""
_UNEXPECTED = "the job failed, and the failure was logged"
_NESTED = "the file or its profile is nested too deeply to be read"


class Trouble(NamedTuple):
    """Why a job failed: a code, a sentence, and the line of the text, None if there is none."""

    code: JobErrorCode
    message: str
    line: int | None = None

    @property
    def is_unexpected(self) -> bool:
        """Whether it is an error of the program, to be logged with its traceback."""
        return self.code is JobErrorCode.UNEXPECTED


def trouble_of(error: Exception, memory_mb: int) -> Trouble:
    """The code and sentence for an error of a job; paths are removed from the message."""
    if isinstance(error, MemoryError):
        return Trouble(JobErrorCode.TOO_MUCH, f"the job needs more than {memory_mb} MB of memory")
    if isinstance(error, RecursionError):
        return Trouble(JobErrorCode.TOO_MUCH, _NESTED)
    code = next((code for kind, code in _CODES if isinstance(error, kind)), None)
    if code is None:
        return Trouble(JobErrorCode.UNEXPECTED, _UNEXPECTED)
    line = error.line if isinstance(error, ActError) else None
    return Trouble(code, _FOLDER.sub("", str(error)), line)
