"""Long public documents, packed once for an edition, a day and a filter.

It wraps the middleware that packs answers, and stores the sent bytes. Making the list of all offices takes a
tenth of a second of a processor, and mirrors fetch it repeatedly.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.jurisdiction.law import today_in_kazakhstan
from graph.execution.turns import Turns
from graph.exports.answers import MOST_PARAMETERS, looks_like_filter
from graph.served.context import Reception
from graph.server.clients import asker_of_scope
from graph.server.http import refusal
from graph.server.kept_answers import Asked, KeptAnswers, Moment, Told
from graph.server.lean_way import Wire
from graph.terms.errors import RateLimitedError
from graph.terms.links import link_base
from model.settings import Settings

KEPT_PATHS = frozenset({"/offices.geojson", "/units.geojson", "/coverage.geojson"})
_PAGE = re.compile(r"/collections/[a-z]+/items")
"""Pages of features: clients fetch them one after the other, often the same ones."""
KEPT_BYTES = 4_000_000


class KeptExports:
    """Middleware: answers exports from the cache, and passes all other requests on."""

    def __init__(self, app: ASGIApp, reception: Reception, settings: Settings, turns: Turns) -> None:
        self.app = app
        self.kept = KeptAnswers(min(KEPT_BYTES, settings.kept_answers_bytes))
        self._reception, self._turns, self._trusted = reception, turns, settings.trusted_clients

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request from the cache, or pass it on and store its answer. A client in debt gets 429."""
        asked = _asked(scope)
        moment = None if asked is None else self._moment()
        if asked is None or moment is None:
            await self.app(scope, receive, send)
            return
        answer = self.kept.find(moment, asked)
        if answer is None:
            await self.app(scope, receive, _recording(self.kept, moment, asked, send))
            return
        try:
            self._turns.pass_by(asker_of_scope(scope, self._trusted))
        except RateLimitedError as error:
            await refusal(error, None)(scope, receive, send)
            return
        await Wire(answer)(scope, receive, send)

    def _moment(self) -> Moment | None:
        # A separate function, so that no registry stays in a variable while a client reads slowly.
        registry = self._reception.registry
        # Read before the answer is made: at midnight an answer may be newer than its day, never older.
        return None if registry is None else Moment(registry.key, today_in_kazakhstan())


def _asked(scope: Scope) -> Asked | None:
    """The cache key of a request. None if it is not cached: other paths or methods, or conditional."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    is_page = _PAGE.fullmatch(scope["path"]) is not None
    if not is_page and scope["path"] not in KEPT_PATHS:
        return None
    headers = dict(scope["headers"])
    if len(headers) != len(scope["headers"]) or b"if-none-match" in headers or b"range" in headers:
        return None
    if scope["query_string"].count(b"&") >= MOST_PARAMETERS:
        return None  # will be refused, and is not worth parsing here
    query = scope["query_string"] if is_page else _what_counts(scope["query_string"])
    body = scope["path"].encode() + b"?" + query
    if is_page:  # its links begin with the host, and Accept chooses its form
        body += b" " + link_base(HTTPConnection(scope)).encode() + b" " + headers.get(b"accept", b"")
    return Asked(body, "", headers.get(b"accept-encoding", b""))


def _what_counts(query: bytes) -> bytes:
    """The query string without ignored parameters. A timestamp in `_` would make each key different."""
    parts = (part for part in query.split(b"&") if part)
    return b"&".join(part for part in parts if looks_like_filter(_name(part)))


def _name(part: bytes) -> str:
    return unquote_plus(part.partition(b"=")[0].decode("latin-1"))


def _recording(kept: KeptAnswers, moment: Moment, asked: Asked, send: Send) -> Send:
    """A `send` that also stores the answer, once the whole answer was sent.

    Only answers with status 200 that are not too long are stored.
    """
    headers: tuple[tuple[bytes, bytes], ...] | None = None
    pieces: list[bytes] = []
    size = 0

    async def recorded(message: Message) -> None:
        nonlocal headers, size
        if message["type"] == "http.response.start":
            headers = tuple(message["headers"]) if message["status"] == 200 else None
        elif message["type"] == "http.response.body" and headers is not None:
            piece = message.get("body", b"")
            size += len(piece)
            if size > kept.longest:  # too long to be stored
                headers = None
                pieces.clear()
            else:
                pieces.append(piece)
                if not message.get("more_body"):
                    kept.keep(moment, asked, Told(headers, b"".join(pieces)))
        await send(message)

    return recorded
