"""The order of turns: the client with the least use first; of one client, the cheap request first."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from graph.execution.accounts import Accounts, Asker
from graph.execution.costs import Costs
from graph.execution.lanes import MOST_WAITING, Lane
from graph.execution.turns import WRITERS, Turns
from graph.terms.errors import RateLimitedError

HASTY, CALM, GATEWAY = Asker("hasty"), Asker("calm"), Asker("gateway", is_trusted=True)


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def worked(seconds: float) -> Callable[[], str]:
    """Keeps a processor busy for so long."""

    def work() -> str:
        end = time.thread_time() + seconds
        while time.thread_time() < end:
            pass
        return "done"

    return work


def in_loop(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(20):
            await scene()

    asyncio.run(bounded())


def test_a_client_in_debt_is_refused_while_others_ask_and_admitted_when_it_has_paid() -> None:
    clock = Clock()
    accounts = Accounts(share=0.5, burst_s=10, clock=clock)
    accounts.admit(HASTY)
    accounts.charge(HASTY, 12)
    accounts.admit(HASTY)  # alone: nobody waits because of it
    accounts.admit(CALM)
    with pytest.raises(RateLimitedError, match="wait 5 s") as refused:
        accounts.admit(HASTY)
    assert refused.value.retry_after_s == 5
    accounts.admit(CALM)
    clock.now += 4.5
    accounts.admit(HASTY)
    clock.now += 3
    accounts.charge(HASTY, 100)
    accounts.admit(HASTY)  # the other one has not asked for a while


def test_a_debt_is_no_longer_than_half_a_burst_however_long_a_client_was_alone() -> None:
    clock = Clock()
    accounts = Accounts(share=0.5, burst_s=10, clock=clock)
    for _ in range(100):
        accounts.charge(HASTY, 10)
    accounts.admit(HASTY)
    accounts.admit(CALM)
    with pytest.raises(RateLimitedError) as refused:
        accounts.admit(HASTY)
    assert refused.value.retry_after_s == 10
    clock.now += 10.5
    accounts.admit(CALM)
    accounts.admit(HASTY)


def test_a_trusted_gateway_is_never_in_debt() -> None:
    accounts = Accounts(share=0.5, burst_s=1)
    accounts.charge(GATEWAY, 100)
    accounts.admit(CALM)
    accounts.admit(GATEWAY)


def test_accounts_of_many_clients_stay_few() -> None:
    accounts = Accounts()
    for number in range(10_500):
        accounts.charge(Asker(f"client {number}"), 1)
    assert len(accounts._free_at) == 10_000


async def entered(lane: Lane, asker: Asker, cost_s: float, order: list[str], name: str) -> None:
    await lane.enter(asker, cost_s)
    order.append(name)
    await asyncio.sleep(0)
    lane.leave(asker, cost_s)


def test_who_used_less_goes_first_and_the_cheap_before_the_dear() -> None:
    async def scene() -> None:
        lane = Lane(asyncio.get_running_loop(), Accounts())
        order: list[str] = []
        await lane.enter(HASTY, 1)
        async with asyncio.TaskGroup() as tasks:
            for number, cost_s in enumerate((3.0, 2.0, 2.0)):
                tasks.create_task(entered(lane, HASTY, cost_s, order, f"hasty {number}"))
            await asyncio.sleep(0)
            tasks.create_task(entered(lane, CALM, 1, order, "calm"))
            await asyncio.sleep(0)
            lane.leave(HASTY, 1)
        assert order == ["calm", "hasty 1", "hasty 2", "hasty 0"]

    in_loop(scene)


def test_no_request_waits_for_ever_behind_the_cheap_ones_of_its_client() -> None:
    async def scene() -> None:
        clock = Clock()
        lane = Lane(asyncio.get_running_loop(), Accounts(clock=clock))
        order: list[str] = []
        await lane.enter(HASTY, 0.001)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(entered(lane, HASTY, 0.004, order, "dear"))
            for number in range(20):
                await asyncio.sleep(0)
                clock.now += 0.01
                tasks.create_task(entered(lane, HASTY, 0.001, order, f"cheap {number}"))
            await asyncio.sleep(0)
            lane.leave(HASTY, 0.001)
        assert order.index("dear") == 6  # 3 ms of work more weigh 60 ms of waiting

    in_loop(scene)


def test_each_connection_of_a_gateway_gets_a_turn_like_a_client() -> None:
    async def scene() -> None:
        lane = Lane(asyncio.get_running_loop(), Accounts())
        order: list[str] = []
        await lane.enter(HASTY, 1)
        async with asyncio.TaskGroup() as tasks:
            for number in range(3):
                tasks.create_task(entered(lane, HASTY, 1, order, "one client"))
                tasks.create_task(
                    entered(lane, Asker(f"gateway {number}", is_trusted=True), 1, order, "of many")
                )
            await asyncio.sleep(0)
            lane.leave(HASTY, 1)
        assert order == ["of many"] * 3 + ["one client"] * 3

    in_loop(scene)


def test_a_client_may_let_so_many_requests_wait_and_no_more() -> None:
    async def scene() -> None:
        lane = Lane(asyncio.get_running_loop(), Accounts())
        await lane.enter(HASTY, 0)
        waiting = [asyncio.create_task(lane.enter(HASTY, 0.001)) for _ in range(MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(RateLimitedError, match="too many requests from here"):
            await lane.enter(HASTY, 0.001)
        others = asyncio.create_task(lane.enter(CALM, 0.001))
        await asyncio.sleep(0)
        lane.leave(HASTY, 0.001)
        await others
        for task in waiting:
            task.cancel()

    in_loop(scene)


def test_a_client_may_let_wait_what_the_deadline_has_room_for() -> None:
    async def scene() -> None:
        lane = Lane(asyncio.get_running_loop(), Accounts(), longest_wait_s=2)
        await lane.enter(HASTY, 0)
        waiting = [asyncio.create_task(lane.enter(HASTY, 0.9)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(RateLimitedError, match="wait 2 s"):
            await lane.enter(HASTY, 0.9)
        await asyncio.wait({asyncio.create_task(lane.enter(GATEWAY, 9)) for _ in range(5)}, timeout=0.01)
        for task in waiting:
            task.cancel()

    in_loop(scene)


def test_who_waited_longer_than_the_deadline_is_told_so() -> None:
    async def scene() -> None:
        clock = Clock()
        lane = Lane(asyncio.get_running_loop(), Accounts(clock=clock), longest_wait_s=2)
        await lane.enter(HASTY, 0)
        late = asyncio.create_task(lane.enter(CALM, 0.1))
        await asyncio.sleep(0)
        clock.now += 3
        lane.leave(HASTY, 1)
        with pytest.raises(RateLimitedError, match="too many others"):
            await late
        await lane.enter(CALM, 0)  # the turn was not lost

    in_loop(scene)


@pytest.mark.parametrize("is_granted", [False, True])
def test_a_request_that_is_cancelled_loses_no_turn(is_granted: bool) -> None:
    async def scene() -> None:
        lane = Lane(asyncio.get_running_loop(), Accounts())
        await lane.enter(HASTY, 0)
        gone = asyncio.create_task(lane.enter(CALM, 0))
        await asyncio.sleep(0)
        if is_granted:
            lane.leave(HASTY, 0)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        if not is_granted:
            lane.leave(HASTY, 0)
        await lane.enter(HASTY, 0)

    in_loop(scene)


def test_after_some_work_the_loop_runs_before_the_next_turn() -> None:
    async def scene() -> None:
        turns = Turns()
        order: list[str] = []

        async def asked(asker: Asker, name: str) -> None:
            await turns.run_cheap(asker, worked(0.02))
            order.append(name)

        async def comes_later() -> None:
            await asyncio.sleep(0)  # as a request that is read from its socket only now
            await asked(CALM, "calm")

        async with asyncio.TaskGroup() as tasks:
            for _ in range(4):
                tasks.create_task(asked(HASTY, "hasty"))
            tasks.create_task(comes_later())
        assert order == ["hasty", "calm", "hasty", "hasty", "hasty"]

    in_loop(scene)


def test_a_dear_request_keeps_no_cheap_one_waiting() -> None:
    async def scene() -> None:
        turns = Turns()
        for _ in range(2):
            assert await turns.run(CALM, 1, lambda: "cheap") == "cheap"
        dear = asyncio.create_task(turns.run(HASTY, 2, worked(0.5)))
        await asyncio.sleep(0.05)
        for _ in range(5):
            assert await turns.run(CALM, 1, lambda: "cheap") == "cheap"
        assert not dear.done()
        assert await dear == "done"

    in_loop(scene)


def test_what_was_dear_is_cheap_again_only_after_some_cheap_answers() -> None:
    costs = Costs()
    assert costs.expected_s(1) is None
    costs.note(1, 0.18)
    costs.note(1, 0.001)
    assert costs.expected_s(1) == 0.09
    for _ in range(10):
        costs.note(1, 0.001)
    assert costs.expected_s(1) == 0.001
    for key in range(2, 10_500):
        costs.note(key, 0.1)
    assert len(costs._known) == 10_000


def test_what_a_turn_raises_reaches_who_asked_and_the_turn_goes_on() -> None:
    def fails() -> None:
        raise ValueError("no")

    async def scene() -> None:
        turns = Turns()
        for _ in range(3):  # in the thread first, then on the loop
            with pytest.raises(ValueError, match="no"):
                await turns.run(CALM, 1, fails)
        with pytest.raises(ValueError, match="no"):
            await turns.change(CALM, fails)
        assert await turns.run(CALM, 2, lambda: 3) == 3

    in_loop(scene)


def test_one_client_leaves_a_writer_free_for_others() -> None:
    async def scene() -> None:
        turns, running = Turns(), list[int]()

        def writes() -> None:
            running.append(1)
            time.sleep(0.3)

        changes = [asyncio.create_task(turns.change(HASTY, writes)) for _ in range(10)]
        await asyncio.sleep(0.1)
        assert len(running) == WRITERS - 1
        began = time.perf_counter()
        await turns.change(CALM, lambda: None)
        assert time.perf_counter() - began < 0.15
        await asyncio.gather(*changes)
        assert len(running) == 10

    in_loop(scene)


def test_a_long_answer_is_made_in_slices_and_stays_whole() -> None:
    def pieces() -> Any:
        for number in range(30):
            worked(0.004)()
            yield b"%d," % number

    async def scene() -> None:
        turns, made = Turns(), list[bytes]()
        async for piece in turns.in_slices(HASTY, 1, pieces()):
            assert await turns.run_cheap(CALM, lambda: 1) == 1  # the slow reader holds no turn
            made.append(piece)
        assert b"".join(made) == b"".join(b"%d," % number for number in range(30))
        assert len(made) > 5

    in_loop(scene)
