"""The resources that a server process uses during an attack, and the waits of a second client."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.attack.probe import PATIENCE_S
from model.program_files import PROGRAM

_TICKS_S = 1 / os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_SAMPLE_S = 0.1
_IDLE_S, _IDLE_SHARE = 1.2, 0.03
"""A server is idle when it uses less than this share of a processor for so long."""


def cpu_s(pid: int) -> float:
    """Processor time that a process has used so far, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * _TICKS_S


def resident_mb(pid: int) -> float:
    """Resident memory of a process, in megabytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 1e6


def wait_until_idle(pid: int, longest_s: float = 30.0) -> None:
    """Wait until a process is idle, for at most `longest_s`.

    The work after its start does not belong to an attack.
    """
    end = time.monotonic() + longest_s
    while time.monotonic() < end:
        before = cpu_s(pid)
        time.sleep(_IDLE_S)
        if cpu_s(pid) - before < _IDLE_S * _IDLE_SHARE:
            return


@dataclass
class Watched:
    """Processor time, memory and waits of one process over a period."""

    cpu_s: float = 0.0
    before_mb: float = 0.0
    peak_mb: float = 0.0
    after_mb: float = 0.0
    waits_ms: list[float] = field(default_factory=list)

    @property
    def longest_wait_ms(self) -> float:
        """The longest wait of the second client, in milliseconds; 120,000 if it got no answer."""
        return max(self.waits_ms, default=PATIENCE_S * 1000)

    @property
    def growth_mb(self) -> float:
        """How many megabytes the memory at its peak is above that at the start."""
        return self.peak_mb - self.before_mb


@contextmanager
def watched(pid: int, port: int) -> Iterator[Watched]:
    """Measure the server process `pid`, which listens on `port`.

    The figures are complete when the context ends.
    """
    figures = Watched()
    with _other_client(port) as waits_ms:
        figures.before_mb = figures.peak_mb = resident_mb(pid)
        used, over = cpu_s(pid), threading.Event()

        def sample() -> None:
            while not over.wait(_SAMPLE_S):
                figures.peak_mb = max(figures.peak_mb, resident_mb(pid))

        sampler = threading.Thread(target=sample)
        sampler.start()
        try:
            yield figures
        finally:
            over.set()
            sampler.join()
            figures.after_mb = resident_mb(pid)
            figures.peak_mb = max(figures.peak_mb, figures.after_mb)
            figures.cpu_s = cpu_s(pid) - used
    figures.waits_ms = waits_ms


@contextmanager
def _other_client(port: int) -> Iterator[list[float]]:
    """Run a second client while the context is open. Its waits are in the list when the context ends."""
    waits_ms: list[float] = []
    asking = subprocess.Popen(
        [sys.executable, "-m", "bench.attack.probe", str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROGRAM,
        start_new_session=True,
    )
    assert asking.stdin is not None
    assert asking.stdout is not None
    try:
        assert asking.stdout.readline() == "begun\n", "the other client got no answer"
        yield waits_ms
        told, _ = asking.communicate(timeout=180)
        waits_ms += json.loads(told)
    finally:
        asking.kill()
        asking.wait()
        asking.stdin.close()
        asking.stdout.close()
