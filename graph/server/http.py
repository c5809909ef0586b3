"""GraphQL over HTTP: what is accepted, in which media type it is answered, with which status.

Follows the working draft of the GraphQL over HTTP specification. `application/graphql-response+json` tells
by the status whether the document was executed; `application/json` says 200 for whatever well-formed
request. Queries may come by GET and are then cacheable by the edition that answered.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from asyncio import timeout
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson
from anyio import CapacityLimiter, to_thread
from graphql import GraphQLError, get_operation_ast
from graphql import OperationType as OperationKind
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types.execution import ExecutionResult
from strawberry.types.graphql import OperationType

from changes.identity import Identity
from graph.execution.documents import read_document
from graph.execution.persisted import KnownDocuments
from graph.served.context import Context, Reception
from graph.served.tags import edition_tag, is_known
from graph.server.clients import client_of
from graph.server.hosts import Hosts
from graph.server.origins import is_foreign
from graph.server.rate_limit import Pace
from graph.server.requests import (
    EVENTS,
    GRAPHQL_JSON,
    JSON,
    Params,
    RequestError,
    negotiate,
    read_params,
    read_request,
)
from graph.server.sign_in import SignIn, keys_unavailable
from graph.terms.errors import DEADLINE_EXCEEDED, FORBIDDEN, RATE_LIMITED, UNKNOWN_HOST, coded, present
from model.settings import Settings

if TYPE_CHECKING:
    from strawberry.federation import Schema

NOT_READY = "NOT_READY"
_WRITERS = 4
"""Changes that a process carries out at once: the store lets one write at a time, each holds a connection."""


class GraphQLEndpoint:
    """Answers GraphQL requests from the registry in service."""

    def __init__(
        self,
        schema: Schema,
        reception: Reception,
        settings: Settings,
        documents: KnownDocuments,
        sign_in: SignIn,
        stamp: str,
    ) -> None:
        self.schema = schema
        self.reception = reception
        self.settings = settings
        self.documents = documents
        self.sign_in = sign_in
        self.strangers = Pace()
        self.hosts = Hosts(settings)
        self.stamp = stamp
        """Changes with the program, so that an answer of an older one is not taken for fresh."""
        self._writers: CapacityLimiter | None = None

    async def __call__(self, request: Request) -> Response:
        """The answer to a GET or POST request; every refusal is JSON with a code."""
        media = negotiate(request.headers.get("accept"))
        try:
            if media is None:
                raise RequestError(406, f"this server answers {GRAPHQL_JSON}, {JSON} or {EVENTS}")
            identity = await self._identify(request)
            given = await self._read(request)
            params = read_params(given, self.documents, self.settings.document_limit_bytes)
            self._check_mutation(request, params, identity)
            registry = self.reception.registry
            if registry is None:
                raise RequestError(
                    503, "no edition of the registry is loaded yet", NOT_READY, {"retry-after": "2"}
                )
            context = Context(
                registry,
                self.reception,
                self.settings.request_deadline_s,
                self.settings.work_limit_ms / 1000,
                self.documents,
                identity=identity,
                client=client_of(request),
                document_limit_bytes=self.settings.document_limit_bytes,
                corrections_an_hour=self.settings.corrections_an_hour,
            )
            if media == EVENTS:
                return StreamingResponse(
                    self._events(params, context),
                    media_type=EVENTS,
                    headers={"cache-control": "no-store", "x-accel-buffering": "no"},
                )
            return await self._answer(request, params, context, media)
        except ClientDisconnect:  # amid its request: nobody hears the answer, and nothing was begun
            return Response(status_code=400)
        except RequestError as error:
            body = {"errors": [coded(str(error), error.code).formatted]}
            kind = GRAPHQL_JSON if media == GRAPHQL_JSON else JSON
            plain = {"cache-control": "no-store", "vary": "accept, authorization"}
            return _json(body, kind, error.status, plain | dict(error.headers or {}))

    async def _identify(self, request: Request) -> Identity | None:
        try:
            async with timeout(self.settings.request_deadline_s):
                return await self.sign_in.identify(request.headers.getlist("authorization"))
        except TimeoutError:
            raise keys_unavailable() from None

    async def _read(self, request: Request) -> Mapping[str, Any]:
        try:
            async with timeout(self.settings.request_deadline_s):
                return await read_request(request, self.settings.body_limit_bytes)
        except TimeoutError:
            raise RequestError(408, "the request did not arrive in time", DEADLINE_EXCEEDED) from None

    def _check_mutation(self, request: Request, params: Params, identity: Identity | None) -> None:
        """Raises RequestError for a mutation by GET, from a page of elsewhere, or from a hasty stranger."""
        if _kind(params) is not OperationKind.MUTATION:
            return
        if request.method != "POST":
            raise RequestError(405, "a mutation is sent by POST", headers={"allow": "POST"})
        if not self.hosts.knows(request):
            message = "nothing is changed for that host: name it in KENSE_HOSTS if it is one of this server"
            raise RequestError(421, message, UNKNOWN_HOST)
        if is_foreign(request, self.settings.cors_origins):
            message = (
                "a page of another origin may not change the registry: KENSE_CORS_ORIGINS does not name it"
            )
            raise RequestError(403, message, FORBIDDEN)
        wait_s = 0 if identity is not None else self.strangers.wait_s(client_of(request))
        if wait_s:
            message = f"too many changes were asked for from here without signing in: wait {wait_s} s"
            raise RequestError(429, message, RATE_LIMITED, {"retry-after": str(wait_s)})

    async def _answer(self, request: Request, params: Params, context: Context, media: str) -> Response:
        headers = {"vary": "accept, authorization"}
        is_get = request.method in ("GET", "HEAD")
        # Always asked for again, and mostly answered by 304: an edition is replaced within a second.
        whose = "public" if context.identity is None else "private"
        fresh = {"etag": self._tag(context, media), "cache-control": f"{whose}, no-cache"}
        if is_get and is_known(fresh["etag"], request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers | fresh)
        result = await self._executed(params, context, is_get=is_get)
        body, status = shape(result, media)
        keeps = is_get and "errors" not in body and not context.is_momentary
        headers |= fresh if keeps else {"cache-control": "no-store"}
        return _json(body, media, status, headers)

    def _tag(self, context: Context, media: str) -> str:
        kind = "g" if media == GRAPHQL_JSON else "j"
        who = [] if context.identity is None else [_fingerprint(context.identity)]
        return edition_tag(context.registry.edition, kind, self.stamp, *who)

    async def _executed(self, params: Params, context: Context, *, is_get: bool) -> ExecutionResult:
        """Reads take microseconds and stay here; a change waits for the store, in a thread of its own."""
        if _kind(params) is not OperationKind.MUTATION:
            return self._execute(params, context, is_get=is_get)
        if self._writers is None:
            self._writers = CapacityLimiter(_WRITERS)
        return await to_thread.run_sync(
            partial(self._execute, params, context, is_get=is_get), limiter=self._writers
        )

    def _execute(self, params: Params, context: Context, *, is_get: bool) -> ExecutionResult:
        allowed = {OperationType.QUERY} if is_get else {OperationType.QUERY, OperationType.MUTATION}
        try:
            return self.schema.execute_sync(
                params.query,
                variable_values=params.variables,
                context_value=context,
                operation_name=params.operation_name,
                allowed_operation_types=allowed,
            )
        except InvalidOperationTypeError:  # of mutations only a POST has come so far
            raise RequestError(406, f"a subscription is answered as {EVENTS}, or over a WebSocket") from None

    async def _events(self, params: Params, context: Context) -> AsyncIterator[bytes]:
        """Server-sent events in distinct connections mode: `next` for each result, then `complete`."""
        if _kind(params) is not OperationKind.SUBSCRIPTION:
            try:
                yield _event(shape(await self._executed(params, context, is_get=False), GRAPHQL_JSON)[0])
            except RequestError as error:
                yield _event({"errors": [coded(str(error), error.code).formatted]})
        else:
            results: Any = await self.schema.subscribe(
                params.query,
                variable_values=params.variables,
                context_value=context,
                operation_name=params.operation_name,
            )
            if hasattr(results, "__aiter__"):
                async with aclosing(results):
                    async for event in _with_heartbeats(results):
                        yield event
            else:
                yield _event(shape(results, GRAPHQL_JSON)[0])
        yield b"event: complete\ndata:\n\n"


HEARTBEAT_S = 15.0
"""Silence after which a comment is sent, so that proxies keep the stream open and the dead are noticed."""


async def _with_heartbeats(results: AsyncIterator[ExecutionResult]) -> AsyncIterator[bytes]:
    """Events for the results, and comments while there are none."""
    upcoming: asyncio.Future[ExecutionResult] | None = None
    try:
        while True:
            upcoming = upcoming or asyncio.ensure_future(anext(results))
            done, _ = await asyncio.wait({upcoming}, timeout=HEARTBEAT_S)
            if not done:
                yield b":\n\n"
                continue
            try:
                result = upcoming.result()
            except StopAsyncIteration:
                return
            upcoming = None
            yield _event(shape(result, GRAPHQL_JSON)[0])
    finally:
        if upcoming is not None:
            upcoming.cancel()
            with suppress(asyncio.CancelledError, StopAsyncIteration):
                await upcoming


def shape(result: ExecutionResult, media: str) -> tuple[dict[str, Any], int]:
    """The body of a result and its status: 400 where nothing was executed and the media type can tell so."""
    errors = result.errors or []
    executed = result.data is not None or any(error.path for error in errors)
    body: dict[str, Any] = {}
    if errors:
        body["errors"] = [_formatted(error, executed) for error in errors]
    if executed or not errors:
        body["data"] = result.data
    if result.extensions:
        body["extensions"] = result.extensions
    refused = not executed and bool(errors)
    return body, 400 if refused and media == GRAPHQL_JSON else 200


def _kind(params: Params) -> OperationKind | None:
    """What the operation is; None without one, which is told as an error when it is executed."""
    try:
        operation = get_operation_ast(read_document(params.query), params.operation_name)
    except (GraphQLError, RecursionError):
        return None
    return None if operation is None else operation.operation


def _fingerprint(identity: Identity) -> str:
    """Tells answers of one person from those of others, and from those with other roles."""
    told = [identity.subject, sorted(identity.roles), sorted(identity.territories)]
    return hashlib.sha256(orjson.dumps(told)).hexdigest()[:16]


def _formatted(error: GraphQLError, executed: bool) -> Mapping[str, Any]:
    return present(error, before_execution=not executed).formatted


def _event(body: Mapping[str, Any]) -> bytes:
    return b"event: next\ndata: " + dump(body) + b"\n\n"


def dump(body: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8; text that UTF-8 cannot hold (a lone surrogate in an echoed value) is escaped."""
    try:
        return orjson.dumps(body)
    except orjson.JSONEncodeError:
        return json.dumps(body).encode()


def _json(
    body: Mapping[str, Any], media: str, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(
        dump(body),
        status_code=status,
        headers={"content-type": f"{media}; charset=utf-8", **(headers or {})},
    )
