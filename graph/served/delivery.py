"""The state that a subscription's resolver, the executor of its events and their delivery share."""

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
    """Number of the edition of the latest event."""
    is_of_edition: bool = True
    """Whether events belong to editions, so that a later subscriber does not need earlier events."""
    is_replay: bool = False
    """Set where events of earlier editions come first: a client that joins later would miss some."""
    run: Callable[[Callable[[], Any]], Awaitable[Any]] = _at_once
    """Executes an event in its turn, and returns the result."""
