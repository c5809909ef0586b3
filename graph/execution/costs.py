"""Measured costs of requests: the same document with as many values will cost about the same again."""

from __future__ import annotations

from collections import OrderedDict

_KEPT = 10_000
_FADES = 0.5
"""A cheap answer does not make a document cheap: the greatest cost is halved each time."""


class Costs:
    """Processor seconds of requests by key. Above 10,000 keys, the longest unused one is dropped."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, float] = OrderedDict()

    def expected_s(self, key: int) -> float | None:
        """Expected processor seconds of a request with this key. None if no such request was seen."""
        return self._known.get(key)

    def note(self, key: int, seconds: float) -> None:
        """Record the processor seconds of a request.

        A cheaper one than before only halves the recorded cost.
        """
        self._known[key] = max(seconds, self._known.get(key, 0.0) * _FADES)
        self._known.move_to_end(key)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
