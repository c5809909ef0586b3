"""A lane: a number of simultaneous turns, given fairly to the waiting clients.

The client with the least processor time used lately goes first. Of one client's requests a cheap one goes
before an expensive one that came a little earlier, and none waits for ever: each second of expected work
delays a request by PATIENCE seconds. The number of waiting requests of a client is bounded.
"""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field
from heapq import heappop, heappush

from graph.execution.accounts import Accounts, Asker
from graph.terms.errors import RateLimitedError

MOST_WAITING = 500
"""Requests of one client that wait at once in one lane."""
LONGEST_WAIT_S = 10.0
PATIENCE = 20.0
"""Seconds of waiting that weigh as much as one second of work: each of many people behind one address is
answered, however many cheap requests the others send.
"""
_BREATH_S = 0.005
"""After this much work on the event loop, the loop runs before the next turn begins."""
_ROUNDS = 3
"""Iterations of the loop: one reads from the sockets, the next ones bring requests to this queue."""


@dataclass(order=True, slots=True)
class _Waiting:
    due: float
    """Its arrival time plus a delay for its expected work."""
    number: int
    expected_s: float = field(compare=False)
    since: float = field(compare=False)
    granted: asyncio.Future[None] = field(compare=False)
    goes_on: bool = field(compare=False)
    """Its request was admitted before, and is answered however long it waits."""


@dataclass(slots=True)
class _Queue:
    """The waiting requests of one client, and the sum of their expected seconds."""

    asker: Asker
    since: float
    waiting: list[_Waiting] = field(default_factory=list)
    expected_s: float = 0.0


class Lane:
    """Gives turns on one event loop. Only the thread of that loop may use it."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        accounts: Accounts,
        *,
        at_once: int = 1,
        at_once_of_one: int | None = None,
        blocks_loop: bool = False,
        longest_wait_s: float = LONGEST_WAIT_S,
    ) -> None:
        self._loop, self._accounts = loop, accounts
        self._at_once, self._of_one = at_once, at_once_of_one or at_once
        self._blocks_loop, self._longest_wait_s = blocks_loop, longest_wait_s
        self._queues: dict[str, _Queue] = {}
        self._running: dict[str, int] = {}
        self._taken = self._number = 0
        self._worked_s = 0.0
        self._breathing = False

    @property
    def waiting(self) -> int:
        """Number of requests that wait for a turn. May be called from any thread."""
        return sum(len(queue.waiting) for queue in list(self._queues.values()))

    @property
    def taken(self) -> int:
        """Number of turns in use."""
        return self._taken

    async def enter(self, asker: Asker, expected_s: float, *, goes_on: bool = False) -> None:
        """Wait until it is the client's turn; `leave` must be called afterwards.

        `goes_on` says that the request was admitted before, so that it is not refused. Otherwise
        RateLimitedError is raised if the client is in debt, has too many waiting requests, or waits too long.
        """
        if not goes_on:
            self._accounts.admit(asker)
        if not self._queues and self._is_free(asker):
            self._take(asker)
        else:
            await self._wait(asker, expected_s, goes_on)

    def leave(self, asker: Asker, spent_s: float) -> None:
        """End the client's turn and charge the processor seconds to its account. Starts the next turns."""
        self._accounts.charge(asker, spent_s)
        self._taken -= 1
        left = self._running[asker.name] - 1
        if left:
            self._running[asker.name] = left
        else:
            del self._running[asker.name]
        if self._blocks_loop:
            self._worked_s += spent_s
            if self._worked_s >= _BREATH_S:
                self._breathe()
        if self._queues:
            self._grant()

    def _is_free(self, asker: Asker) -> bool:
        """Whether a turn is free for this client, by the limit of the lane and of one client."""
        free = self._taken < self._at_once and not self._breathing
        return free and self._running.get(asker.name, 0) < self._of_one

    def _take(self, asker: Asker) -> None:
        self._taken += 1
        self._running[asker.name] = self._running.get(asker.name, 0) + 1

    async def _wait(self, asker: Asker, expected_s: float, goes_on: bool) -> None:
        """Wait in the queue of the client until its request gets a turn. Raises RateLimitedError."""
        now = self._accounts.clock()
        queue = self._queues.get(asker.name) or _Queue(asker, now)
        if not goes_on and not asker.is_trusted:
            self._check(queue, expected_s)
        self._queues[asker.name] = queue
        self._number += 1
        due, granted = now + PATIENCE * expected_s, self._loop.create_future()
        entry = _Waiting(due, self._number, expected_s, now, granted, goes_on)
        heappush(queue.waiting, entry)
        queue.expected_s += expected_s
        if not self._breathing:
            self._grant()
        try:
            await entry.granted
        except asyncio.CancelledError:
            # Cancelled after it got its turn: the turn goes to the next one.
            if entry.granted.done() and not entry.granted.cancelled() and not entry.granted.exception():
                self.leave(asker, 0.0)
            raise

    def _check(self, queue: _Queue, expected_s: float) -> None:
        """Raise RateLimitedError if the queue of the client holds too many requests or too much work."""
        waiting_s = queue.expected_s + expected_s
        if len(queue.waiting) >= MOST_WAITING or (queue.waiting and waiting_s > self._longest_wait_s):
            wait_s = max(1, math.ceil(min(waiting_s, self._longest_wait_s)))
            raise RateLimitedError(
                f"too many requests from here are waiting to be answered: wait {wait_s} s", wait_s
            )

    def _grant(self) -> None:
        """Give free turns to waiting requests, in the order of their clients' accounts.

        A request that waited too long gets RateLimitedError instead.
        """
        while self._queues and self._taken < self._at_once and not self._breathing:
            ready = [queue for queue in self._queues.values() if self._is_free(queue.asker)]
            if not ready:
                return
            queue = min(ready, key=lambda one: self._accounts.starts_at(one.asker, one.since))
            entry = heappop(queue.waiting)
            queue.expected_s -= entry.expected_s
            if not queue.waiting:
                del self._queues[queue.asker.name]
            if entry.granted.done():  # cancelled meanwhile
                continue
            if not entry.goes_on and self._accounts.clock() - entry.since > self._longest_wait_s:
                entry.granted.set_exception(RateLimitedError("too many others are asking: wait 1 s", 1))
                continue
            self._take(queue.asker)
            entry.granted.set_result(None)

    def _breathe(self) -> None:
        """Give no turns for three iterations of the event loop.

        New requests can enter the queue meanwhile.
        """
        if not self._breathing:
            self._breathing = True
            self._loop.call_soon(self._breathed, _ROUNDS - 1)

    def _breathed(self, rounds: int) -> None:
        if rounds:
            self._loop.call_soon(self._breathed, rounds - 1)
            return
        self._breathing, self._worked_s = False, 0.0
        self._grant()
