"""Keeps the collector of garbage away from registries, which live long and hold no garbage.

A full collection walks each object that it knows, for a tenth of a second and more in the midst of somebody's
request. What is frozen is never walked. It is still freed when nobody uses it any more, unless its objects
refer to each other in a circle. Registries do not, and a request lets go of its registry when it is answered
(graph/served/context.py): so a registry that was replaced goes at once, and nobody has to look for it. Small
circles of the requests of that moment are frozen, too, and stay; hence it is not done for each change.
"""

from __future__ import annotations

import gc

_CHANGES = 100
"""Editions until what they leave for good, above all earlier versions of offices, is frozen as well."""


def keep() -> None:
    """Freeze all that there is, after something was made that will be kept."""
    gc.collect(1)
    gc.freeze()


class History:
    """Freezes what changes leave for good: with registries frozen there is little else to be walked."""

    def __init__(self) -> None:
        self._frozen: int | None = None

    def grew(self, number: int) -> None:
        """The edition of that number is served."""
        if self._frozen is None:
            self._frozen = number
        elif number - self._frozen >= _CHANGES:
            self._frozen = number
            gc.collect()
            gc.freeze()
