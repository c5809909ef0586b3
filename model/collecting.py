"""How often Python's garbage collector runs: seldom while half a million lasting objects are made."""

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
    """Let the garbage collector run rarely, for a command: nearly all its objects live until it ends.

    With Python's own thresholds a command spends a sixth of its time walking objects that it keeps.
    """
    gc.set_threshold(*_OF_A_RUN)


def as_usual() -> None:
    """Let the garbage collector run as often as by Python's default.

    For a server: each request leaves garbage.
    """
    gc.set_threshold(*_OF_PYTHON)


def nevermore() -> None:
    """Turn the garbage collector off, for a process that ends.

    The interpreter collects several times while it ends, and would walk all objects each time: that takes a
    quarter of a second with a registry. Objects are freed as usual, and exit handlers run.
    """
    gc.freeze()
    gc.disable()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the garbage collector from walking old objects in this context, in any thread.

    For code that makes many lasting objects: all made so far would be walked again and again. The youngest
    generations are still collected, because the garbage of other threads would pile up.
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
