"""Processor time is given in turns, so that no client delays the others (decision 0020).

Requests that are known to be cheap run on the event loop, one after the other. Expensive and unknown ones run
in one thread, one after the other, so that cheap requests can overtake them. Both lanes share the accounts of
the clients.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from time import monotonic, thread_time
from typing import TypeVar
from weakref import WeakKeyDictionary

from anyio import CapacityLimiter, to_thread

from graph.execution.accounts import BURST_S, SHARE, Accounts, Asker
from graph.execution.costs import Costs
from graph.execution.lanes import LONGEST_WAIT_S, Lane

Given = TypeVar("Given")

CHEAP_S = 0.005
"""Processor seconds up to which a request may run on the event loop."""
SLICE_S = 0.01
"""Processor seconds after which a long answer passes its turn to others."""
WRITERS = 4
"""Changes that a process runs at once: the store allows one writer at a time, each holds a connection."""
_UNKNOWN_S = 0.02
"""Expected cost of a request when no similar one was seen."""


class _Lanes:
    """The lanes of one event loop. A server has one loop; tests run many."""

    def __init__(self, loop: asyncio.AbstractEventLoop, accounts: Accounts, longest_wait_s: float) -> None:
        self.cheap = Lane(loop, accounts, blocks_loop=True, longest_wait_s=longest_wait_s)
        self.dear = Lane(loop, accounts, longest_wait_s=longest_wait_s)
        # Changes wait for the store and not for the processor: they have accounts of their own.
        self.changes = Lane(
            loop,
            Accounts(burst_s=math.inf),
            at_once=WRITERS,
            at_once_of_one=WRITERS - 1,
            longest_wait_s=longest_wait_s,
        )
        # Half of the writers: accounts that may change the registry never wait for those that only propose.
        self.strangers = Lane(
            loop, Accounts(burst_s=math.inf), at_once=WRITERS // 2, longest_wait_s=longest_wait_s
        )
        self.writers = CapacityLimiter(WRITERS)


class Turns:
    """Gives the clients of one process turns of processor time."""

    def __init__(
        self, share: float = SHARE, burst_s: float = BURST_S, longest_wait_s: float = LONGEST_WAIT_S
    ) -> None:
        self._accounts, self._longest_wait_s = Accounts(share, burst_s), longest_wait_s
        self._costs = Costs()
        self._lanes = WeakKeyDictionary[asyncio.AbstractEventLoop, _Lanes]()
        # One thread: even if a running request is cancelled, the next one waits for its end.
        self._thread = ThreadPoolExecutor(1, "kense-turn")

    @property
    def _here(self) -> _Lanes:
        loop = asyncio.get_running_loop()
        known = self._lanes.get(loop)
        if known is None:
            known = self._lanes[loop] = _Lanes(loop, self._accounts, self._longest_wait_s)
        return known

    @property
    def lanes(self) -> dict[str, list[Lane]]:
        """The lanes of all event loops by kind (cheap, dear, changes, strangers).

        May be called from any thread.
        """
        here = list(self._lanes.values())
        kinds = ("cheap", "dear", "changes", "strangers")
        return {kind: [getattr(one, kind) for one in here] for kind in kinds}

    def debts(self) -> list[float]:
        """For each client in debt, the seconds until it has paid the debt off."""
        return self._accounts.debts()

    async def run(self, asker: Asker, key: int, call: Callable[[], Given], *, goes_on: bool = False) -> Given:
        """What `call` returns or raises, run in a turn of the client.

        `key` identifies requests of about the same cost. `goes_on` says that the request was admitted before,
        so that it is not refused. Otherwise RateLimitedError may be raised, before `call` is run.
        """
        expected_s = self._costs.expected_s(key)
        if expected_s is not None and expected_s <= CHEAP_S:
            return await self._run_here(asker, key, call, expected_s, goes_on)
        return await self._run_there(asker, key, call, expected_s or _UNKNOWN_S, goes_on)

    async def run_cheap(self, asker: Asker, call: Callable[[], Given], *, goes_on: bool = False) -> Given:
        """Like `run`, for a call that is certainly cheap.

        It runs on the event loop, and its cost is not recorded.
        """
        return await self._run_here(asker, None, call, 0.0, goes_on)

    def pass_by(self, asker: Asker) -> None:
        """Admit and charge a client whose answer is ready and needs no turn.

        Raises RateLimitedError if it is in debt.
        """
        self._accounts.admit(asker)
        self._accounts.charge(asker, 0.0)

    async def change(self, asker: Asker, call: Callable[[], Given], *, is_staff: bool = True) -> Given:
        """What a change returns or raises, run in one of the 4 threads for changes.

        One client gets at most 3 threads; all clients that are not staff share half of the threads. Raises
        RateLimitedError before `call` is run.
        """
        lanes = self._here
        if is_staff:
            return await self._write(lanes, asker, call)
        await lanes.strangers.enter(asker, 0.0)
        began = monotonic()
        try:
            return await self._write(lanes, asker, call)
        finally:
            lanes.strangers.leave(asker, monotonic() - began)

    async def _write(self, lanes: _Lanes, asker: Asker, call: Callable[[], Given]) -> Given:
        await lanes.changes.enter(asker, 0.0)
        began = monotonic()
        try:
            return await to_thread.run_sync(call, limiter=lanes.writers)
        finally:
            lanes.changes.leave(asker, monotonic() - began)

    async def in_slices(self, asker: Asker, key: int, pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
        """The pieces joined to chunks, each made in a turn of 10 ms. No turn is held while a chunk is taken.

        The client must have been admitted before.
        """
        iterator = iter(pieces)
        is_over = False
        while not is_over:
            made, is_over = await self.run(asker, key, partial(_slice, iterator), goes_on=True)
            if made:
                yield made

    async def _run_here(
        self, asker: Asker, key: int | None, call: Callable[[], Given], expected_s: float, goes_on: bool
    ) -> Given:
        """Run the call on the event loop, in a turn of the client, and record its cost if it has a key."""
        lane = self._here.cheap
        await lane.enter(asker, expected_s, goes_on=goes_on)
        began = thread_time()
        try:
            return call()
        finally:
            spent_s = thread_time() - began
            lane.leave(asker, spent_s)
            if key is not None:
                self._costs.note(key, spent_s)

    async def _run_there(
        self, asker: Asker, key: int, call: Callable[[], Given], expected_s: float, goes_on: bool
    ) -> Given:
        """Run the call in the thread for expensive calls, in a turn of the client, and record its cost."""
        lane = self._here.dear
        await lane.enter(asker, expected_s, goes_on=goes_on)
        spent_s = expected_s

        def timed() -> Given:
            nonlocal spent_s
            began = thread_time()
            try:
                return call()
            finally:
                spent_s = thread_time() - began
                self._costs.note(key, spent_s)

        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, copy_context().run, timed)
        finally:
            lane.leave(asker, spent_s)


def _slice(pieces: Iterator[bytes]) -> tuple[bytes, bool]:
    """The pieces made within 10 ms, joined, and whether they were the last pieces."""
    end, made = thread_time() + SLICE_S, []
    for piece in pieces:
        made.append(piece)
        if thread_time() >= end:
            return b"".join(made), False
    return b"".join(made), True
