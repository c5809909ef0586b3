"""Writer slots: senders who may only propose leave half of them to those who may change the registry."""

from __future__ import annotations

import asyncio
import threading

from graph.execution.accounts import Asker
from graph.execution.turns import WRITERS, Turns


def test_an_editor_passes_strangers_who_wait_for_a_writer() -> None:
    async def scene() -> None:
        turns, over = Turns(), threading.Event()
        running = list[str]()

        def stranger() -> None:
            running.append("stranger")
            over.wait(10)

        strangers = [
            asyncio.ensure_future(turns.change(Asker(f"address {number}"), stranger, is_staff=False))
            for number in range(10)
        ]
        try:
            while len(running) < WRITERS // 2:
                await asyncio.sleep(0.01)
            editor = turns.change(Asker("subject editor"), lambda: running.append("editor"))
            await asyncio.wait_for(editor, 5)
            assert running == ["stranger"] * (WRITERS // 2) + ["editor"]
        finally:
            over.set()
            await asyncio.gather(*strangers)
        assert running.count("stranger") == 10

    asyncio.run(scene())


def test_editors_have_all_writers() -> None:
    async def scene() -> None:
        turns, met = Turns(), threading.Barrier(WRITERS)
        editors = [
            turns.change(Asker(f"subject {number}"), lambda: met.wait(10)) for number in range(WRITERS)
        ]
        assert sorted(await asyncio.wait_for(asyncio.gather(*editors), 15)) == list(range(WRITERS))

    asyncio.run(scene())
