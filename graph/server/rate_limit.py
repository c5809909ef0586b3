"""How often a client may ask for changes without saying who it is.

Each such request waits for the one writer of the store, also one that is refused there. So a stranger who
sends many is stopped before the store hears of them; who signs in is known and not counted.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

AT_ONCE = 60
"""Requests that a client may send at once."""
A_SECOND = 1.0
"""Requests a second that it may send on and on."""
_CLIENTS_KEPT = 10_000


class Pace:
    """Counts by client, in memory and for this process: a leaky bucket each, the longest unseen forgotten."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._free_at: OrderedDict[str, float] = OrderedDict()
        """Client to the moment at which all that it sent has leaked away."""

    def wait_s(self, client: str) -> int:
        """Count a request: 0 when it is taken, else whole seconds after which one will be."""
        now = self._clock()
        full = max(self._free_at.get(client, now), now) + 1 / A_SECOND
        late = full - now - AT_ONCE / A_SECOND
        if late > 1e-9:
            return max(1, math.ceil(late))
        self._free_at[client] = full
        self._free_at.move_to_end(client)
        if len(self._free_at) > _CLIENTS_KEPT:
            self._free_at.popitem(last=False)
        return 0
