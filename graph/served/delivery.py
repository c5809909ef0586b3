"""What the root of a subscription, the executor of its events and who delivers them say to each other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any


async def _at_once(call: Callable[[], Any]) -> Any:
    return call()


@dataclass(slots=True)
class Delivery:
    """State of one subscription that is being executed."""

    is_listening: bool = False
    """Set when later changes reach it."""
    only_newest: bool = False
    """Set where an event replaces one that was not taken yet."""
    edition: int = 0
    """Number of the edition that the latest event tells of."""
    is_of_edition: bool = True
    """Whether events come with editions, so that who came after an edition has no need of its events."""
    is_replay: bool = False
    """Set where events of earlier editions come first: who joins later would miss some."""
    run: Callable[[Callable[[], Any]], Awaitable[Any]] = _at_once
    """Executes an event when its turn has come, and returns the result."""
