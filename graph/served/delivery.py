"""What the root of a subscription says to who delivers its events, and asks of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


async def _at_once() -> None:
    return None


@dataclass(slots=True)
class Delivery:
    """State of one subscription that is being executed."""

    is_listening: bool = False
    """Set when later changes reach it."""
    only_newest: bool = False
    """Set where an event replaces one that was not taken yet."""
    edition: int = 0
    """Number of the edition that the latest event tells of."""
    take_turn: Callable[[], Awaitable[None]] = _at_once
    """Waits until the processor may be used for an event."""

    async def begin_event(self, edition: int) -> None:
        """Wait for the turn of an event of an edition; it is to be executed without waiting again."""
        await self.take_turn()
        self.edition = edition
