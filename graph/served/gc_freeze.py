"""Excludes registries, which live long and hold no garbage, from garbage collection.

A full collection walks every tracked object, for a tenth of a second and more during somebody's request.
Frozen objects are never walked. They are still freed when unused, unless they form reference cycles.
Registries do not, and a request releases its registry when it is answered (graph/served/context.py): so a
replaced registry is freed at once, without a collection. Small cycles of the requests of that moment are
frozen, too, and stay; hence this is not done for each change.
"""

from __future__ import annotations

import gc

_CHANGES = 100
"""Number of editions after which objects that they leave for good, such as earlier versions of offices, are
frozen.
"""


def keep() -> None:
    """Freeze all objects that exist now (`gc.freeze`), after something lasting was made."""
    gc.collect(1)
    gc.freeze()


class History:
    """Freezes objects that changes leave for good, once for each 100 editions."""

    def __init__(self) -> None:
        self._frozen: int | None = None

    def grew(self, number: int) -> None:
        """Called when the edition with that number enters service."""
        if self._frozen is None:
            self._frozen = number
        elif number - self._frozen >= _CHANGES:
            self._frozen = number
            gc.collect()
            gc.freeze()
