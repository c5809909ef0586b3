"""Server-sent events in distinct connections mode (graphql-sse): `next` for each result, then `complete`."""

from __future__ import annotations

from asyncio import timeout
from collections.abc import AsyncIterator
from time import time

import structlog
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from changes.identity import Identity
from graph.server.draining import LAST_COMMENT, draining
from graph.server.requests import EVENTS
from graph.server.subscribers import Subscriber, failure
from graph.terms.errors import UNAUTHENTICATED

log = structlog.get_logger("kense.graph")

HEARTBEAT_S = 15.0
"""Silence after which a comment is sent, so that proxies keep the stream and dead ones are noticed."""
SENDING_S = 30.0
"""Seconds in which a connection must take the sent data; otherwise it is closed."""
EXPIRED = "the token has expired"
EVENT_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
COMPLETE = b"event: complete\ndata:\n\n"


class _SlowClientError(Exception):
    """The connection did not take the sent data."""


class EventStream(StreamingResponse):
    """The events of a subscription; it ends when the client's token expires or its connection closes."""

    def __init__(self, subscriber: Subscriber, identity: Identity | None) -> None:
        super().__init__(_events(subscriber, identity), media_type=EVENTS, headers=EVENT_HEADERS)
        self._subscriber = subscriber
        self._forget_drain = draining().join(subscriber.end)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events. At the end, for whatever reason, the subscriber leaves its subscription."""

        async def sent_in_time(message: Message) -> None:
            try:
                async with timeout(SENDING_S):
                    await send(message)
            except TimeoutError:
                raise _SlowClientError from None

        try:
            await super().__call__(scope, receive, sent_in_time)
        except _SlowClientError:
            log.info("a stream was given up: its client does not take what is sent")
        finally:
            self._forget_drain()
            self._subscriber.leave()


async def _events(subscriber: Subscriber, identity: Identity | None) -> AsyncIterator[bytes]:
    """The events as bytes, a comment after 15 s of silence, and at the end what says why it ends."""
    expires_at = None if identity is None else identity.expires_at
    while not subscriber.is_over:
        left_s = HEARTBEAT_S if expires_at is None else expires_at - time()
        if left_s <= 0:
            yield failure(EXPIRED, UNAUTHENTICATED).as_sse
            break
        event = await subscriber.take(min(HEARTBEAT_S, left_s))
        if event is not None:
            yield event.as_sse
        elif not subscriber.is_over:
            yield b":\n\n"
    yield LAST_COMMENT if draining().ends_streams else COMPLETE
