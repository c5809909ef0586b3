"""Processor time that each client used lately, and whether a client used more than its share.

A client may use `share` seconds of the processor per second continuously, and `burst_s` more at once. A
client that used more is in debt: it waits until time has paid the debt off. No client is in debt while no
other client sends requests.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from graph.terms.errors import RateLimitedError

SHARE = 0.5
"""Processor seconds per second."""
BURST_S = 10.0
"""Seconds of the processor."""
OVERHEAD_S = 0.0002
"""Cost of a request outside of its turn: reading its head, sending its answer."""
_LATELY_S = 2.0
"""How long after its last request a client counts as another active one."""
_LARGEST_DEBT = 1.5
"""In bursts: a client that was alone for an hour does not owe that hour to the next one."""
_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Asker:
    """The client of a request. Requests of clients with the same name share one account."""

    name: str
    is_trusted: bool = False
    """A gateway that sends requests of many people: it is never in debt, and its queue has no bound."""


NOBODY = Asker("")
"""The client of requests outside of a server."""


class Accounts:
    """The accounts of the clients of one process, in memory.

    Above 10,000, the longest unused one is dropped.
    """

    def __init__(
        self, share: float = SHARE, burst_s: float = BURST_S, clock: Callable[[], float] = monotonic
    ) -> None:
        self.clock = clock
        self._share, self._burst_s = share, burst_s
        self._free_at: OrderedDict[str, float] = OrderedDict()
        """Client to the moment at which everything it used is paid off at its share."""
        self._latest, self._other = ("", -math.inf), ("", -math.inf)
        """Time of the last request, and of the last one of another client."""

    def admit(self, asker: Asker) -> None:
        """Record the time of a request.

        Raises RateLimitedError if the client is in debt and another client asked in the last 2 s. A trusted
        client is never refused.
        """
        now = self.clock()
        self._note(asker.name, now)
        free_at = self._free_at.get(asker.name)
        if free_at is None or asker.is_trusted:
            return
        owed_s = free_at - now - self._burst_s / self._share
        if owed_s > 0 and self._has_others(asker.name, now):
            wait_s = max(1, math.ceil(owed_s))
            raise RateLimitedError(
                f"requests from here have used too much of the processor: wait {wait_s} s", wait_s
            )

    def charge(self, asker: Asker, seconds: float) -> None:
        """Add processor time (seconds) that the client used, and the fixed cost of a request.

        A debt has an upper limit.
        """
        now = self.clock()
        known = max(self._free_at.get(asker.name, now), now)
        largest = now + _LARGEST_DEBT * self._burst_s / self._share
        self._free_at[asker.name] = min(known + (seconds + OVERHEAD_S) / self._share, largest)
        self._free_at.move_to_end(asker.name)
        if len(self._free_at) > _KEPT:
            self._free_at.popitem(last=False)

    def debts(self) -> list[float]:
        """For each client in debt, the seconds until it has paid the debt off.

        May be called from any thread.
        """
        paid = self.clock() + self._burst_s / self._share
        return [free_at - paid for free_at in list(self._free_at.values()) if free_at > paid]

    def starts_at(self, asker: Asker, since: float) -> float:
        """Sort key of a waiting client: when its use is paid off, but not before `since`.

        The smallest goes first.
        """
        return max(self._free_at.get(asker.name, since), since)

    def _note(self, name: str, now: float) -> None:
        """Remember the time of the latest request, and of the latest one of a different client."""
        if name != self._latest[0]:
            self._other = self._latest
        self._latest = name, now

    def _has_others(self, name: str, now: float) -> bool:
        """Whether a client of another name sent a request in the last 2 s."""
        _, at = self._other if name == self._latest[0] else self._latest
        return now - at <= _LATELY_S
