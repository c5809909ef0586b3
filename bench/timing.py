"""Times a call by many repetitions, and prints the result."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Median and 95th percentile of one call, in seconds."""

    median_s: float
    p95_s: float

    def __str__(self) -> str:
        return f"{_short(self.median_s):>10} {_short(self.p95_s):>10}"


def timing_of(call: Callable[[int], object], rounds: int) -> Timing:
    """The time of `call(0)` to `call(rounds - 1)`, measured after a tenth of the rounds to warm up."""
    for index in range(max(1, rounds // 10)):
        call(index)
    taken = []
    for index in range(rounds):
        began = time.perf_counter()
        call(index)
        taken.append(time.perf_counter() - began)
    taken.sort()
    return Timing(statistics.median(taken), taken[min(len(taken) - 1, int(len(taken) * 0.95))])


def took(call: Callable[[], object]) -> float:
    """The seconds that one call took."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _short(seconds: float) -> str:
    """A time with two decimals, in seconds, milliseconds or microseconds."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1 or unit == "µs":
            return f"{seconds * factor:.2f} {unit}"
    raise AssertionError("unreachable")
