"""Imports large packages only when they are first needed: most starts of the program never need them.

It is for packages of others that take long to import. Whoever asks first waits for it, which the limits of a
request do not count (`uncounted_by`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import Any


class _State:
    uncounted: Callable[[], AbstractContextManager[object]] = nullcontext


def late(name: str) -> Any:
    """The module with that name; imported now, if it was not before. Raises ImportError."""
    if name in sys.modules:
        return import_module(name)  # not from `sys.modules`: another thread may still be importing it
    with _State.uncounted():
        return import_module(name)


def uncounted_by(context: Callable[[], AbstractContextManager[object]]) -> None:
    """Import within this context manager from now on, so that it does not count as time of a request."""
    _State.uncounted = context
