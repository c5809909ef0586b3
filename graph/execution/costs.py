"""Measured costs of requests: the same document with as many values will cost about the same again."""

from __future__ import annotations

from collections import OrderedDict

_KEPT = 10_000
_FADES = 0.5
"""A cheap answer does not make a document cheap: the greatest cost is halved each time."""


class Costs:
    """Processor seconds by key; the longest unused key is dropped first."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, float] = OrderedDict()

    def expected_s(self, key: int) -> float | None:
        """Expected seconds of the request; None where no similar one was seen."""
        return self._known.get(key)

    def note(self, key: int, seconds: float) -> None:
        """Record how long a request took."""
        self._known[key] = max(seconds, self._known.get(key, 0.0) * _FADES)
        self._known.move_to_end(key)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
