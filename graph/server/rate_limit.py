"""How many changes a client without a role may ask for: dry runs, and those that are refused, count.

Each of them uses the store or a processor. So an anonymous client that requests many is stopped before they
reach the store; an account with a role is not counted.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

AT_ONCE = 60
"""Changes that a client may ask for at once."""
A_SECOND = 1.0
"""Changes per second that it may request continuously."""
_CLIENTS_KEPT = 10_000


class Pace:
    """Counts changes by client in memory of this process, with a leaky bucket for each.

    The longest unused of 10,000 is dropped.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._free_at: OrderedDict[str, float] = OrderedDict()
        """Client to the moment at which its bucket is empty."""

    def wait_s(self, client: str, changes: int = 1) -> int:
        """Count the changes of a request and return 0.

        If they are too many, count nothing and return the whole seconds to wait.
        """
        now = self._clock()
        full = max(self._free_at.get(client, now), now) + changes / A_SECOND
        late = full - now - AT_ONCE / A_SECOND
        if late > 1e-9:
            return max(1, math.ceil(late))
        self._free_at[client] = full
        self._free_at.move_to_end(client)
        if len(self._free_at) > _CLIENTS_KEPT:
            self._free_at.popitem(last=False)
        return 0
