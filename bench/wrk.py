"""wrk, an HTTP client whose own cost is small compared with the measured server."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from model.program_files import PROGRAM

_SCRIPT = PROGRAM / "bench" / "questions.lua"
_MEASURED = re.compile(r"MEASURED (\d+) (\d+) (\d+)")


def find_wrk() -> str | None:
    """The path of wrk; None if it is not installed."""
    return shutil.which("wrk")


def p50_ms(wrk: str, url: str, bodies: Path, clients: int, seconds: int = 1) -> float:
    """Median response time in milliseconds over `seconds`; `bodies` is a file with one request body per line.

    Raises RuntimeError for a failed request and for no answer.
    """
    command = [wrk, "-t1", f"-c{clients}", f"-d{seconds}s", "-s", str(_SCRIPT), url, "--", str(bodies)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = _MEASURED.search(told)
    median_us, answered, failed = map(int, found.groups()) if found else (0, 0, 1)
    if failed or not answered:
        raise RuntimeError(f"{url}: {failed} of {answered} requests failed")
    return median_us / 1000
