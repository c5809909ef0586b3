"""GraphQL over HTTP: what is accepted, in which media type it is answered, with which status.

Follows the working draft of the GraphQL over HTTP specification. `application/graphql-response+json` tells
by the status whether the document was executed; `application/json` says 200 for whatever well-formed
request. Queries may come by GET and are then cacheable by the edition that answered.
"""

from __future__ import annotations

import hashlib
from asyncio import timeout
from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson
from anyio import CapacityLimiter, to_thread
from graphql import OperationType as OperationKind
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types.execution import ExecutionResult
from strawberry.types.graphql import OperationType

from changes.identity import Identity
from graph.execution.documents import changes_in, operation_kind
from graph.execution.persisted import KnownDocuments
from graph.served.context import Context, Reception
from graph.served.tags import edition_tag, is_known
from graph.server.clients import client_of
from graph.server.event_stream import EventStream, live_stream, single_event
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
from graph.server.results import dump, shape
from graph.server.shared_subscriptions import Asked, Subscriptions
from graph.server.sign_in import SignIn, keys_unavailable
from graph.server.subscribers import Event, failure
from graph.terms.errors import DEADLINE_EXCEEDED, FORBIDDEN, RATE_LIMITED, coded
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
        subscriptions: Subscriptions,
        stamp: str,
    ) -> None:
        self.schema = schema
        self.reception = reception
        self.settings = settings
        self.documents = documents
        self.sign_in = sign_in
        self.subscriptions = subscriptions
        self.strangers = Pace()
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
                return self._stream(params, context)
            return await self._answer(request, params, context, media)
        except ClientDisconnect:  # amid its request: nobody hears the answer, and nothing was begun
            return Response(status_code=400)
        except RequestError as error:
            body = {"errors": [coded(str(error), error.code).formatted]}
            kind = GRAPHQL_JSON if media == GRAPHQL_JSON else JSON
            return _json(body, kind, error.status, {"cache-control": "no-store", **(error.headers or {})})

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
        if is_foreign(request, self.settings.cors_origins):
            message = (
                "a page of another origin may not change the registry: KENSE_CORS_ORIGINS does not name it"
            )
            raise RequestError(403, message, FORBIDDEN)
        if identity is not None and identity.is_staff:
            return
        client = client_of(request) if identity is None else f"subject {identity.subject}"
        changes = changes_in(params.query, params.operation_name)
        wait_s = self.strangers.wait_s(client, max(1, changes))
        if wait_s:
            message = f"too many changes were asked for from here without a role: wait {wait_s} s"
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

    def _stream(self, params: Params, context: Context) -> EventStream:
        """The events of a subscription; of anything else its one result. Raises RequestError."""
        if _kind(params) is not OperationKind.SUBSCRIPTION:
            return single_event(self._result_event(params, context))
        who = context.identity
        asked = Asked(params.query, params.variables, params.operation_name, who, context.client)
        return live_stream(self.subscriptions.join(asked), who)

    async def _result_event(self, params: Params, context: Context) -> AsyncIterator[Event]:
        try:
            yield Event(shape(await self._executed(params, context, is_get=False), GRAPHQL_JSON)[0])
        except RequestError as error:
            yield failure(str(error), error.code)


def _kind(params: Params) -> OperationKind | None:
    return operation_kind(params.query, params.operation_name)


def _fingerprint(identity: Identity) -> str:
    """Tells answers of one person from those of others, and from those with other roles."""
    told = [identity.subject, sorted(identity.roles), sorted(identity.territories)]
    return hashlib.sha256(orjson.dumps(told)).hexdigest()[:16]


def _json(
    body: Mapping[str, Any], media: str, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(
        dump(body),
        status_code=status,
        headers={"content-type": f"{media}; charset=utf-8", **(headers or {})},
    )
