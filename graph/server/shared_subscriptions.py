"""Subscriptions of all clients: equal ones are executed once, and the bytes of an event are sent to all.

Equal are those with the same document, operation, variables and identity; all clients without a token share
one identity.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import structlog
from strawberry.types import ExecutionResult

from changes.identity import Identity
from graph.execution.accounts import Asker
from graph.execution.persisted import KnownDocuments
from graph.execution.turns import Turns
from graph.libraries.strawberry_socket import RefusedResult
from graph.served.context import Context, Reception
from graph.server.requests import GRAPHQL_JSON, RequestError
from graph.server.results import shape
from graph.server.subscribers import Event, Subscriber, failure
from graph.terms.errors import INTERNAL, INTERNAL_MESSAGE, LIMIT_EXCEEDED, RateLimitedError, coded
from graph.terms.limits import MAX_EVENT_BYTES
from model.settings import Settings

if TYPE_CHECKING:
    from strawberry.federation import Schema

log = structlog.get_logger("kense.graph")

_REPLAYED_AHEAD, _PAUSE_S = 100, 0.02
"""Most stored events that may wait for a client that resumes, and seconds between two checks whether they
were taken.
"""
_AT_ONCE = 10
"""Subscribers that are woken before other requests get a turn."""
_COME_AGAIN_S = 30
_NOBODY = Asker("")
_LONGEST = 20_000
"""Characters of a document with its variables: it is stored as long as anyone listens."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A subscription as one client requests it, with the client's identity and account."""

    query: str
    variables: Mapping[str, Any] | None
    operation_name: str | None
    identity: Identity | None
    asker: Asker

    @property
    def key(self) -> bytes:
        """A hash that is equal for equal subscriptions.

        Raises RequestError for a subscription with more than 20,000 characters or too deep nesting.
        """
        who = self.identity
        rights = None if who is None else [who.subject, sorted(who.roles), sorted(who.territories)]
        said = [self.query, self.operation_name, self.variables or {}, rights]
        try:
            text = json.dumps(said, sort_keys=True, ensure_ascii=False)
        except RecursionError:
            raise RequestError(400, "the variables are nested too deeply", LIMIT_EXCEEDED) from None
        if len(text) > _LONGEST:
            message = f"a subscription has at most {_LONGEST} characters, its variables included"
            raise RequestError(413, message, LIMIT_EXCEEDED)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


class _Feed:
    """One executed subscription, and all clients that receive its events."""

    def __init__(self, context: Context, drop: Callable[[], object]) -> None:
        """`drop` is called when the last subscriber leaves."""
        self.context = context
        self._drop = drop
        self.subscribers: dict[Subscriber, None] = {}
        self.clients: Counter[str] = Counter()
        self.task: asyncio.Task[None] | None = None

    def add(self, subscriber: Subscriber) -> None:
        self.subscribers[subscriber] = None
        self.clients[subscriber.asker.name] += 1

    def remove(self, subscriber: Subscriber) -> None:
        if subscriber not in self.subscribers:
            return
        del self.subscribers[subscriber]
        name = subscriber.asker.name
        self.clients[name] -= 1
        if not self.clients[name]:
            del self.clients[name]
        if not self.subscribers:
            self._drop()
            if self.task is not None:
                self.task.cancel()

    async def tell(self, event: Event) -> None:
        """Queue the event for all subscribers but those that joined when its edition was served already.

        Final and replayed events go to all. Other requests may run in between. A replay of old events waits
        while a subscriber has 100 events unread.
        """
        delivery = self.context.delivery
        while delivery.is_replay and any(one.waiting >= _REPLAYED_AHEAD for one in self.subscribers):
            await asyncio.sleep(
                _PAUSE_S
            )  # stored events need not be lost: they come as fast as they are taken
        for number, subscriber in enumerate(list(self.subscribers), start=1):
            is_new = delivery.edition > subscriber.since or not delivery.is_of_edition
            if event.is_final or delivery.is_replay or is_new:
                subscriber.put(event, only_newest=delivery.only_newest)
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)


class Subscriptions:
    """All subscriptions of one server process. Equal ones are executed once."""

    def __init__(
        self,
        schema: Schema,
        reception: Reception,
        settings: Settings,
        documents: KnownDocuments,
        turns: Turns,
    ) -> None:
        self._schema = schema
        self._reception = reception
        self._settings = settings
        self.limits = settings.subscriptions
        self._documents = documents
        self._turns = turns
        self._feeds: dict[bytes, _Feed] = {}
        self._numbers = count()

    @property
    def listeners(self) -> int:
        """Number of subscribers whose subscription waits for later changes.

        Those that still replay old ones are not counted.
        """
        return sum(
            len(feed.subscribers) for feed in self._feeds.values() if feed.context.delivery.is_listening
        )

    @property
    def executed(self) -> int:
        """Number of different subscriptions that are being executed."""
        return len(self._feeds)

    def join(self, asked: Asked) -> Subscriber:
        """Add a subscriber, which must leave in the end. An equal subscription that runs is shared.

        Raises RateLimitedError if the server or the client has too many, RequestError for a subscription that
        is too long.
        """
        key = asked.key
        feed = self._feeds.get(key)
        if feed is not None and feed.context.delivery.is_replay:
            # It has begun with events that this subscriber would miss.
            feed, key = None, key + next(self._numbers).to_bytes(8)
        self._check_limits(asked.asker, feed)
        if feed is None:
            feed = self._feeds[key] = _Feed(self._context(asked), lambda: self._forget(key, feed))
            feed.context.delivery.run = partial(self._in_turn, feed, hash(key))
            feed.task = asyncio.create_task(self._execute(key, feed, asked))
        registry = self._reception.registry
        since = 0 if registry is None else registry.edition.number
        subscriber = Subscriber(asked.asker, since, feed.remove)
        feed.add(subscriber)
        return subscriber

    def _check_limits(self, asker: Asker, feed: _Feed | None) -> None:
        """Raise RateLimitedError above a limit of the server or, if it is not trusted, of the client."""
        limits, feeds, name = self.limits, self._feeds.values(), asker.name
        if sum(len(one.subscribers) for one in feeds) >= limits.in_all:
            raise _too_many(f"the server keeps {limits.in_all} subscriptions open")
        if feed is None and len(feeds) >= limits.selections:
            raise _too_many(f"the server executes {limits.selections} different subscriptions")
        if asker.is_trusted:
            return
        if sum(one.clients[name] for one in feeds) >= limits.per_client:
            raise _too_many(f"you have {limits.per_client} subscriptions open")
        of_client = sum(name in one.clients for one in feeds)
        if of_client >= limits.selections_per_client and (feed is None or name not in feed.clients):
            raise _too_many(f"you have {limits.selections_per_client} different subscriptions open")

    async def _in_turn(self, feed: _Feed, key: int, call: Callable[[], Any]) -> Any:
        """The result of an event, made in a turn of the subscriber that joined first.

        Refused turns are tried again, so that no event is lost.
        """
        while True:
            asker = next((subscriber.asker for subscriber in feed.subscribers), _NOBODY)
            try:
                return await self._turns.run(asker, key, call, goes_on=True)
            except RateLimitedError as error:
                log.info("an event waits", reason=str(error))

    def _forget(self, key: bytes, feed: _Feed | None) -> None:
        """Remove the feed, so that the next equal subscription is executed anew.

        Does nothing if another feed has the key.
        """
        if self._feeds.get(key) is feed:
            del self._feeds[key]

    def _context(self, asked: Asked) -> Context:
        settings = self._settings
        return Context(
            None,  # a subscription outlives the registries that answer its events
            self._reception,
            settings.request_deadline_s,
            settings.work_limit_ms / 1000,
            self._documents,
            identity=asked.identity,
            asker=asked.asker,
            turns=self._turns,
            document_limit_bytes=settings.document_limit_bytes,
            may_mutate=False,
        )

    async def _execute(self, key: bytes, feed: _Feed, asked: Asked) -> None:
        """Execute the subscription and send each event to its subscribers, until it ends or fails."""
        try:
            results: Any = await self._schema.subscribe(
                asked.query,
                variable_values=None if asked.variables is None else dict(asked.variables),
                context_value=feed.context,
                operation_name=asked.operation_name,
            )
            async with aclosing(results):
                async for result in results:
                    event = _event(result)
                    del result  # it would be held until the next one
                    await feed.tell(event)
        except Exception:
            log.exception("a subscription failed")
            await feed.tell(failure(INTERNAL_MESSAGE, INTERNAL))
        finally:
            self._forget(key, feed)
            for subscriber in feed.subscribers:
                subscriber.end()


def _event(result: ExecutionResult) -> Event:
    """The event of a result; an error in its place if it has more bytes than may be sent."""
    event = Event(shape(result, GRAPHQL_JSON)[0], is_refusal=isinstance(result, RefusedResult))
    if event.size <= MAX_EVENT_BYTES:
        return event
    message = f"the event has {event.size} bytes, at most {MAX_EVENT_BYTES} are sent: ask for smaller pages"
    return Event({"errors": [coded(message, LIMIT_EXCEEDED).formatted], "data": None})


def _too_many(what: str) -> RateLimitedError:
    message = f"{what}, and more are not taken: end one, or come again in {_COME_AGAIN_S} s"
    return RateLimitedError(message, _COME_AGAIN_S)
