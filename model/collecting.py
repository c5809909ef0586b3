"""When the garbage collector runs: not while half a million lasting objects are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_NEVER = 1_000_000_000
_OF_A_RUN = (20_000, 20, 20)
"""Thresholds for a command: new objects, and collections of younger generations, before a collection runs."""

_lock = Lock()
_makings = 0
_OF_PYTHON = gc.get_threshold()
_usual = _OF_PYTHON


def rarely() -> None:
    """Collect rarely, for a command: nearly all its objects live until it ends.

    With Python's own thresholds a command spends a sixth of its time walking objects that it keeps.
    """
    gc.set_threshold(*_OF_A_RUN)


def as_usual() -> None:
    """Collect as often as Python does by default, for a server: each request leaves garbage."""
    gc.set_threshold(*_OF_PYTHON)


def nevermore() -> None:
    """Collect nothing from now on, for a process that ends.

    The interpreter collects several times while it ends, and would walk all objects each time: that takes a
    quarter of a second with a registry. Objects are freed as usual, and exit handlers run.
    """
    gc.freeze()
    gc.disable()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Collect only the youngest generation while many lasting objects are made, in any thread.

    Otherwise all objects made so far would be walked again and again. Without any collection, the garbage of
    other threads would pile up.
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
