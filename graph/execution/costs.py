"""What requests have cost: the same document with as many values will cost about that again."""

from __future__ import annotations

from collections import OrderedDict

_KEPT = 10_000
_FADES = 0.5
"""One cheap answer does not make a document cheap: what the dearest one cost is halved each time."""


class Costs:
    """Seconds of the processor by a key; the longest unused key is forgotten first."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, float] = OrderedDict()

    def expected_s(self, key: int) -> float | None:
        """Seconds that the request will take; None where its like has not been met."""
        return self._known.get(key)

    def note(self, key: int, seconds: float) -> None:
        """Remember what a request took."""
        self._known[key] = max(seconds, self._known.get(key, 0.0) * _FADES)
        self._known.move_to_end(key)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
