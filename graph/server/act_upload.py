"""`POST /acts/uploads`: the file of an act, from somebody who may publish. The bytes are kept and not read.

The job for the file finds out its kind and whether it can be read, in a process with limits (`docs/acts.md`).
"""

from __future__ import annotations

from asyncio import timeout
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from time import monotonic

from graphql import GraphQLError
from sqlalchemy import Engine
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from changes.act_publishing import checked_name, file_upload, refused_publishing
from changes.identity import Identity
from changes.problems import RefusedError, UserErrorCode
from graph.execution.turns import Turns
from graph.served.context import Reception
from graph.server.change_answers import GRACE_S, come_again, in_time
from graph.server.clients import asker_of
from graph.server.hosts import Hosts
from graph.server.origins import is_foreign
from graph.server.requests import RequestError, read_bytes
from graph.server.sign_in import SignIn, keys_unavailable
from graph.terms.errors import (
    BAD_USER_INPUT,
    DEADLINE_EXCEEDED,
    FORBIDDEN,
    NOT_READY,
    READ_ONLY,
    READ_ONLY_MESSAGE,
    UNAUTHENTICATED,
    UNKNOWN_HOST,
    RateLimitedError,
    coded,
    present,
    rate_limited,
)
from graph.terms.node import global_id
from graph.terms.scalars import write_instant
from model.act_jobs import Upload
from model.errors import StoreError
from model.settings import Settings

PATH = "/acts/uploads"
MOST_OPEN, MOST_OF_CLIENT = 4, 2
"""Files that a process receives at once, each in memory up to its limit: in all, and from one account."""
_SLOWEST = 6
"""A file may take this many times the seconds of a request to arrive."""
_RETRY_AFTER_S = 5
_LONGEST_MEDIA = 200
_NO_STORE = {"cache-control": "no-store", "vary": "authorization"}
_FORM = "multipart/form-data"


class ActUpload:
    """Receives files of acts from clients who may publish, and stores them unread."""

    def __init__(self, reception: Reception, turns: Turns, sign_in: SignIn, settings: Settings) -> None:
        self._reception, self._turns, self._sign_in = reception, turns, sign_in
        self._settings, self._hosts = settings, Hosts(settings)
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 201 with the id of the stored file; a refusal is JSON with a code.

        No answer if the client disconnects.
        """
        request = Request(scope, receive)
        try:
            answer = await self._answer(request)
        except ClientDisconnect:  # in the middle of its file: nobody receives the answer
            return
        except RequestError as error:
            answer = _refusal(coded(str(error), error.code).formatted, error.status, error.headers)
        except RateLimitedError as error:
            headers = {"retry-after": str(error.retry_after_s)}
            answer = _refusal(rate_limited(error).formatted, 429, headers)
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        engine = self._checked(request)
        identity = await self._publisher(request)
        name, media = _named(request)
        with self._held(identity):
            content = await self._content(request)
            return await self._kept(request, engine, identity, name, media, content)

    def _checked(self, request: Request) -> Engine:
        """The store.

        Raises RequestError for a wrong method, host or origin, before an edition is loaded, and without a
        store.
        """
        if request.method != "POST":
            raise RequestError(405, "a file is sent by POST", headers={"allow": "POST"})
        if not self._hosts.knows(request):
            message = "nothing is changed for that host: name it in KENSE_HOSTS if it is one of this server"
            raise RequestError(421, message, UNKNOWN_HOST)
        if is_foreign(request, self._settings.cors_origins):
            message = "a page of another origin may send no files: KENSE_CORS_ORIGINS does not name it"
            raise RequestError(403, message, FORBIDDEN)
        if self._reception.registry is None:
            message = "no edition of the registry is loaded yet"
            raise RequestError(503, message, NOT_READY, {"retry-after": "2"})
        if self._reception.engine is None:
            raise RequestError(403, READ_ONLY_MESSAGE, READ_ONLY)
        return self._reception.engine

    async def _publisher(self, request: Request) -> Identity:
        """The identity of the sender.

        Raises RequestError if it is unknown, may not publish, or the sign-in keys are late. The file is not
        read before.
        """
        try:
            async with timeout(self._settings.request_deadline_s):
                identity = await self._sign_in.identify(request.headers.getlist("authorization"))
        except TimeoutError:
            raise keys_unavailable() from None
        registry = self._reception.registry
        if identity is None or registry is None:
            challenge = {"www-authenticate": 'Bearer realm="kense"', "connection": "close"}
            message = "sign in to send a file: the right PUBLISH is needed"
            raise RequestError(401, message, UNAUTHENTICATED, challenge)
        refused = refused_publishing(registry.edition, identity)
        if refused is not None:
            raise RequestError(403, refused.message, FORBIDDEN, {"connection": "close"})
        return identity

    @contextmanager
    def _held(self, identity: Identity) -> Iterator[None]:
        """Count a file that is arriving, until the end of the block.

        Raises RateLimitedError above 4 in all or 2 of one account.
        """
        if self._open.total() >= MOST_OPEN or self._open[identity.subject] >= MOST_OF_CLIENT:
            message = f"too many files arrive: at most {MOST_OF_CLIENT} of one account"
            raise RateLimitedError(message, _RETRY_AFTER_S)
        self._open[identity.subject] += 1
        try:
            yield
        finally:
            self._open[identity.subject] -= 1
            if not self._open[identity.subject]:
                del self._open[identity.subject]

    async def _content(self, request: Request) -> bytes:
        try:
            async with timeout(_SLOWEST * self._settings.request_deadline_s):
                return await read_bytes(request, self._settings.publishing.upload_bytes)
        except TimeoutError:
            message = "the file did not arrive in time"
            raise RequestError(408, message, DEADLINE_EXCEEDED, {"connection": "close"}) from None

    async def _kept(
        self,
        request: Request,
        engine: Engine,
        identity: Identity,
        name: str,
        media: str | None,
        content: bytes,
    ) -> Response:
        """Store the file in a thread. Raises RequestError if that takes too long."""
        deadline_s = self._settings.request_deadline_s
        until = monotonic() + deadline_s
        work = partial(_answered, engine, name, media, content, identity.subject, until)
        asker = asker_of(request, identity, self._settings.trusted_clients)
        hand_in = partial(self._turns.change, asker, is_staff=True)
        return await in_time(hand_in, work, deadline_s + GRACE_S)


def _named(request: Request) -> tuple[str, str | None]:
    """Name and media type of the file (None if not given).

    Raises RequestError for a bad name or a form upload.
    """
    media = request.headers.get("content-type", "").strip()[:_LONGEST_MEDIA]
    if media.lower().startswith(_FORM):
        message = f"send the file itself as the body, its name as `?name=act.docx`: no {_FORM}"
        raise RequestError(415, message, headers={"connection": "close"})
    try:
        return checked_name(request.query_params.get("name", "")), media or None
    except RefusedError as refused:
        raise RequestError(400, str(refused), BAD_USER_INPUT, {"connection": "close"}) from None


def _answered(
    engine: Engine, name: str, media: str | None, content: bytes, sender: str, until: float
) -> Response:
    """Store the file and build the answer: 201, or 400, 403 or 503 if the store refuses. Runs in a thread."""
    try:
        upload = file_upload(engine, name, media, content, sender, until)
    except RefusedError as refused:
        is_full = refused.problems[0].code is UserErrorCode.FORBIDDEN
        error = coded(str(refused), FORBIDDEN if is_full else BAD_USER_INPUT)
        return _refusal(error.formatted, 403 if is_full else 400)
    except StoreError as failure:
        told = present(GraphQLError(str(failure), original_error=failure)).formatted
        return _refusal(told, 503, come_again({"errors": [told]}))
    return JSONResponse(_shown(upload), 201, _NO_STORE)


def _shown(upload: Upload) -> Mapping[str, object]:
    return {
        "id": global_id("ActUpload", upload.id),
        "name": upload.name,
        "mediaType": upload.media_type,
        "bytes": upload.size,
        "sha256": upload.sha256,
        "sentAt": write_instant(upload.sent_at),
    }


def _refusal(error: Mapping[str, object], status: int, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"errors": [error]}, status, {**_NO_STORE, **(headers or {})})
