"""The short way of most requests: an anonymous POST of a query that was answered before.

It is inside of all middleware that counts, refuses and describes requests (graph/server/app.py), so that none
of it is skipped, and does the endpoint's work (graph/server/http.py) with the same functions, without the
objects around them. All other requests take the long way, with the bytes that were read.
"""

from __future__ import annotations

from asyncio import timeout
from collections.abc import Generator
from functools import lru_cache, partial
from typing import Any, NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.jurisdiction.law import today_in_kazakhstan
from graph.execution.accounts import Asker
from graph.server.clients import asker_of_scope
from graph.server.http import SMALL_BODY, GraphQLEndpoint, KnownAnswer, cost_key, late, refusal
from graph.server.kept_answers import Asked, KeptAnswers, Moment, Told
from graph.server.packing import LEAST_BYTES, Packing, varies_by
from graph.server.requests import GRAPHQL_JSON, JSON, RequestError, negotiate
from graph.server.seen import note_work, noted_work
from graph.terms.errors import RateLimitedError

PATH = "/graphql"
_ANSWER = "kense.answer"
_JSON_TYPES = frozenset({b"application/json", b"application/json; charset=utf-8"})
"""The content types of most clients; the long way understands others."""
_LONGEST_LENGTH = 6
"""Digits of the content-length of a body that is read here."""
_CONTENT_TYPES = {media: f"{media}; charset=utf-8".encode() for media in (GRAPHQL_JSON, JSON)}
_VARY = varies_by("accept", "authorization")


class _Head(NamedTuple):
    """What the headers of a request ask for: the media type of the answer and its packing."""

    media: str
    accept_encoding: bytes


class LeanWay:
    """Answers anonymous requests for known queries, and passes everything else on to the endpoint."""

    def __init__(self, app: ASGIApp, endpoint: GraphQLEndpoint) -> None:
        self.app = app
        self.kept = endpoint.kept
        self._endpoint = endpoint
        self._packing = Packing(_send_answer)
        self._largest = min(SMALL_BODY, endpoint.settings.body_limit_bytes)
        self._trusted = endpoint.settings.trusted_clients

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on with the bytes already read.

        A late body is refused (408), a client in debt too (429).
        """
        head = self._head(scope)
        if head is None:
            await self.app(scope, receive, send)
            return
        try:
            message = await arrived(receive, self._endpoint.settings.request_deadline_s)
            if message["type"] == "http.request" and not message.get("more_body"):
                asked = Asked(message.get("body", b""), *head)
                if len(asked.body) <= self._largest and await self._has_answered(asked, scope, receive, send):
                    return
        except TimeoutError:
            await self._pack(refusal(late(), head.media), scope, receive, send)
        except RateLimitedError as error:
            await self._pack(refusal(error, head.media), scope, receive, send)
        else:
            await self.app(scope, _again(message, receive), send)

    def _head(self, scope: Scope) -> _Head | None:
        """What the headers ask for.

        None for a request that is passed on: not a short, anonymous POST of plain JSON.
        """
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
            return None
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"")
        is_plain = (
            len(headers) == len(scope["headers"])  # no header occurs twice
            and b"authorization" not in headers
            and b"transfer-encoding" not in headers
            and headers.get(b"content-type") in _JSON_TYPES
            and len(length) < _LONGEST_LENGTH
            and length.isdigit()
            and int(length) <= self._largest
            and not scope.get("root_path")
        )
        media = _media(headers.get(b"accept", b"")) if is_plain else None
        return None if media is None else _Head(media, headers.get(b"accept-encoding", b""))

    async def _has_answered(self, asked: Asked, scope: Scope, receive: Receive, send: Send) -> bool:
        """Answer from the cache or by a known query; False if neither is possible, and nothing was sent.

        Raises RateLimitedError before anything is sent.
        """
        moment = self._moment()
        if moment is None:
            return False
        asker = asker_of_scope(scope, self._trusted)
        kept = self.kept.find(moment, asked)
        if kept is not None:
            self._endpoint.turns.pass_by(asker)
            note_work(kept.work)
            await Wire(kept)(scope, receive, send)
            return True
        answer = await self._answer(asked, scope, asker)
        if answer is None:
            return False
        if answer.holds_for == moment.edition:
            send = _recording(self.kept, moment, asked, send)
        text = answer.text
        wire = Wire(Told(_headers(asked.media, len(text)), text), answer.status)
        if asked.accept_encoding and len(text) >= LEAST_BYTES:
            await self._pack(wire, scope, receive, send)
        else:
            await wire(scope, receive, send)
        return True

    def _moment(self) -> Moment | None:
        # A separate function, so that no registry stays in a variable while a client reads slowly.
        registry = self._endpoint.reception.registry
        # Read before the answer is made: at midnight an answer may be newer than its day, never older.
        return None if registry is None else Moment(registry.key, today_in_kazakhstan())

    async def _answer(self, asked: Asked, scope: Scope, asker: Asker) -> KnownAnswer | None:
        """The answer, made in a turn of the client.

        None for a query that is not known, or that has an error.
        """
        try:
            known = self._endpoint.known(asked.body)
        except RequestError:
            return None
        if known is None:
            return None
        call = partial(self._endpoint.answer_known, known, scope, asker, asked.media)
        return await self._endpoint.turns.run(asker, cost_key(known.given, len(asked.body)), call)

    async def _pack(self, answer: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        scope[_ANSWER] = answer
        await self._packing(scope, receive, send)


async def arrived(receive: Receive, within_s: float) -> Message:
    """The next message of a request. Raises TimeoutError if it does not come in time.

    Mostly it is there already, and starting and stopping a timer would take longer than all else here.
    """
    steps = receive().__await__()
    try:
        waits_for = next(steps)
    except StopIteration as end:
        message: Message = end.value
        return message
    async with timeout(within_s):
        return await _Begun(steps, waits_for)


class _Begun:
    """The rest of an awaitable that waits for something."""

    __slots__ = ("_steps", "_waits_for")

    def __init__(self, steps: Generator[Any, Any, Message], waits_for: Any) -> None:
        self._steps, self._waits_for = steps, waits_for

    def __await__(self) -> Generator[Any, Any, Message]:
        waits_for = self._waits_for
        while True:
            try:
                given = yield waits_for
            except BaseException as error:
                step = partial(self._steps.throw, error)
            else:
                step = partial(self._steps.send, given)
            try:
                waits_for = step()
            except StopIteration as end:
                message: Message = end.value
                return message


class Wire:
    """An ASGI application that sends a stored answer unchanged."""

    __slots__ = ("_status", "_told")

    def __init__(self, told: Told, status: int = 200) -> None:
        self._told, self._status = told, status

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the headers and the body."""
        headers = list(self._told.headers)  # other middleware adds to the list
        await send({"type": "http.response.start", "status": self._status, "headers": headers})
        await send({"type": "http.response.body", "body": self._told.body})


async def _send_answer(scope: Scope, receive: Receive, send: Send) -> None:
    await scope[_ANSWER](scope, receive, send)


def _recording(kept: KeptAnswers, moment: Moment, asked: Asked, send: Send) -> Send:
    """A `send` that also stores the answer, if it was sent in one piece."""
    headers: tuple[tuple[bytes, bytes], ...] = ()

    async def recorded(message: Message) -> None:
        nonlocal headers
        if message["type"] == "http.response.start":
            headers = tuple(message["headers"])
        elif not message.get("more_body"):
            kept.keep(moment, asked, Told(headers, message["body"], noted_work()))
        await send(message)

    return recorded


def _headers(media: str, length: int) -> tuple[tuple[bytes, bytes], ...]:
    return (
        (b"content-type", _CONTENT_TYPES[media]),
        (b"vary", _VARY),
        (b"cache-control", b"no-store"),
        (b"content-length", str(length).encode()),
    )


@lru_cache(maxsize=256)
def _media(accept: bytes) -> str | None:
    """The media type of the answer for an Accept header. None if it is not JSON."""
    media = negotiate(accept.decode("latin-1"))
    return media if media in _CONTENT_TYPES else None


def _again(message: Message, receive: Receive) -> Receive:
    """A `receive` that gives a received message once more, and then the following ones."""
    waiting = [message]

    async def received() -> Message:
        return waiting.pop() if waiting else await receive()

    return received
