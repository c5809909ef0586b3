"""Limits for publishing an act over the API: bytes of a file, seconds and memory of a job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Publishing:
    """Limits of uploads and of jobs."""

    upload_bytes: int = 16_777_216
    """Bytes of the largest accepted file."""
    does_jobs: bool = True
    """Whether this server runs the jobs of its store."""
    job_s: float = 900.0
    """Seconds that one job may take."""
    job_memory_mb: int = 4_096
    kept_days: int = 30
    """Days for which jobs that ended and files that were sent are kept."""


def read_publishing(
    seconds: Callable[[str, float], float],
    whole: Callable[[str, int, int, int], int],
    is_on: Callable[[str], bool],
) -> Publishing:
    """These settings; the arguments are functions that read one variable as seconds, a number or on/off.

    Raises BadSettingError.
    """
    usual = Publishing()
    return Publishing(
        upload_bytes=whole("KENSE_UPLOAD_LIMIT_BYTES", usual.upload_bytes, 1, 2**31 - 1),
        does_jobs=is_on("KENSE_ACT_JOBS"),
        job_s=seconds("KENSE_JOB_LIMIT_S", usual.job_s),
        job_memory_mb=whole("KENSE_JOB_MEMORY_MB", usual.job_memory_mb, 256, 1_048_576),
        kept_days=whole("KENSE_ACT_KEPT_DAYS", usual.kept_days, 1, 36_500),
    )
