"""When the collector of garbage looks at what: not at half a million objects while they are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_NEVER = 1_000_000_000

_lock = Lock()
_makings = 0
_usual = gc.get_threshold()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Make much that will be kept: meanwhile only young objects are looked at, whoever makes them.

    Else all that was made so far would be walked again and again; and what others throw away meanwhile would
    stay if nothing at all were looked at.
    """
    global _makings, _usual
    with _lock:
        if not _makings:
            _usual = gc.get_threshold()
            gc.set_threshold(*_usual[:2], _NEVER)
        _makings += 1
    try:
        yield
    finally:
        with _lock:
            _makings -= 1
            if not _makings:
                gc.set_threshold(*_usual)
