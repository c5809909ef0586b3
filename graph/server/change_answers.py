"""The answer to a change, within the time of its request, even if the store is slow."""

from __future__ import annotations

from asyncio import Future, ensure_future, wait
from collections.abc import Awaitable, Callable, Mapping
from threading import Event
from typing import Any, TypeVar

from graph.server.requests import RequestError
from graph.terms.errors import (
    OUTCOME_UNKNOWN,
    OUTCOME_UNKNOWN_MESSAGE,
    RETRY_AFTER_S,
    STORE_UNAVAILABLE,
)

GRACE_S = 2.0
"""Seconds beyond its deadline in which a change may still answer: by then the store gives it up itself."""
_AGAIN = {"retry-after": str(RETRY_AFTER_S)}
Given = TypeVar("Given")


async def in_time(
    hand_in: Callable[[Callable[[], Given]], Awaitable[Given]], call: Callable[[], Given], patience_s: float
) -> Given:
    """What the change `call` returns or raises, if it ends within `patience_s`.

    `hand_in` runs it in a thread. After that RequestError is raised. A change that has begun goes on
    (OUTCOME_UNKNOWN), as a commit may wait for a standby for ever; a change that still waits for its turn is
    cancelled (STORE_UNAVAILABLE).
    """
    has_begun = Event()

    def begun() -> Given:
        has_begun.set()
        return call()

    change = ensure_future(hand_in(begun))
    done, _ = await wait({change}, timeout=patience_s)
    if done:
        return change.result()
    change.add_done_callback(_look_away)
    if not has_begun.is_set():
        change.cancel()
        message = "other changes took too long: this one was not begun"
        raise RequestError(503, message, STORE_UNAVAILABLE, _AGAIN)
    raise RequestError(503, OUTCOME_UNKNOWN_MESSAGE, OUTCOME_UNKNOWN, _AGAIN)


def _look_away(change: Future[Any]) -> None:
    """Retrieve the result of an abandoned change, so that asyncio does not report it as never retrieved."""
    if not change.cancelled():
        change.exception()


def come_again(body: Mapping[str, Any]) -> dict[str, str]:
    """The `retry-after` header: the longest wait that an error of the body names. Empty if none names one."""
    waits = [(error.get("extensions") or {}).get("retryAfter") for error in body.get("errors", ())]
    seconds = [one for one in waits if one is not None]
    return {"retry-after": str(max(seconds))} if seconds else {}
