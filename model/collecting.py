"""When the collector of garbage looks at what: not at half a million objects while they are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_NEVER = 1_000_000_000
_OF_A_RUN = (20_000, 20, 20)
"""Objects made, and collections of younger ones, until the collector looks during a command."""

_lock = Lock()
_makings = 0
_OF_PYTHON = gc.get_threshold()
_usual = _OF_PYTHON


def rarely() -> None:
    """Let the collector look seldom, for a command: nearly all that it makes is kept until it ends.

    With the thresholds of Python a sixth of a command's time goes into walking what it keeps.
    """
    gc.set_threshold(*_OF_A_RUN)


def as_usual() -> None:
    """Let it look as often as Python does, for a server: it throws away what each request made."""
    gc.set_threshold(*_OF_PYTHON)


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
