"""Keeps the collector of garbage away from registries, which live long and hold no garbage.

A full collection walks each object of a registry, for a tenth of a second and more in the midst of somebody's
request. What is frozen is never walked. It is still freed when nobody uses it any more, unless its objects
refer to each other in a circle: what of that was frozen with the registry is found once everything settles.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MAKINGS = 1_000
"""Registries made, and indexes carried on, until the collector may walk everything once."""


class LongLived:
    """Freezes what was made while a registry or its indexes were."""

    def __init__(self) -> None:
        self._makings = 0

    @contextmanager
    def made(self) -> Iterator[None]:
        """Make it undisturbed, and freeze it; most of what is garbage by then is young, and goes."""
        was_enabled = gc.isenabled()
        gc.collect(1)
        gc.disable()
        try:
            yield
        finally:
            gc.freeze()
            self._makings += 1
            if was_enabled:
                gc.enable()

    def settle(self, *, anew: bool) -> None:
        """Let go what is garbage after all, after a registry that was made anew and after many others."""
        if anew or self._makings >= _MAKINGS:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self._makings = 0
