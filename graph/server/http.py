"""GraphQL over HTTP: what is accepted, in which media type it is answered, with which status.

Follows the working draft of the GraphQL over HTTP specification. With `application/graphql-response+json` the
status says whether the document was executed; with `application/json` it is 200 for every well-formed
request. Queries may come by GET and are then cacheable by the edition that answered.
"""

from __future__ import annotations

import hashlib
from asyncio import timeout
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from graphql import OperationType as OperationKind
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Scope
from strawberry.types import ExecutionResult

from changes.identity import Identity
from geo.jurisdiction.law import today_in_kazakhstan
from graph.execution.accounts import Asker
from graph.execution.documents import changes_in, check_ahead, operation_kind
from graph.execution.known_queries import KnownQueries, KnownQuery
from graph.execution.persisted import KnownDocuments
from graph.execution.settling import version_told
from graph.execution.stored_roots import asks_store
from graph.execution.turns import Turns
from graph.libraries.strawberry_schema import InvalidOperationTypeError, OperationType
from graph.served.context import Context, Reception
from graph.served.tags import edition_tag, is_known
from graph.server.change_answers import GRACE_S, come_again, in_time
from graph.server.clients import asker_of, client_of, client_of_scope
from graph.server.event_stream import COMPLETE, EVENT_HEADERS, EventStream
from graph.server.hosts import Hosts
from graph.server.kept_answers import KeptAnswers
from graph.server.origins import is_foreign
from graph.server.rate_limit import Pace
from graph.server.requests import (
    EVENTS,
    GRAPHQL_JSON,
    JSON,
    Params,
    RequestError,
    negotiate,
    parse_body,
    read_body,
    read_params,
    read_url,
)
from graph.server.results import dump, shape
from graph.server.seen import note_body, note_operation, note_refusal
from graph.server.shared_cache import OF_THIS_MINUTE
from graph.server.shared_subscriptions import Asked, Subscriptions
from graph.server.sign_in import SignIn, keys_unavailable
from graph.server.subscribers import Event
from graph.terms.errors import (
    DEADLINE_EXCEEDED,
    FORBIDDEN,
    NOT_READY,
    UNKNOWN_HOST,
    RateLimitedError,
    coded,
    rate_limited,
)
from model.edition_key import EditionKey
from model.settings import Settings
from model.tracing import inner_span

if TYPE_CHECKING:
    from strawberry.federation import Schema

SMALL_BODY = 16_384
"""Bytes that parse as JSON in negligible time; a longer body is parsed in a turn of its own."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request whose parameters have been read, its sender, and the media type of the answer."""

    request: Request
    media: str
    identity: Identity | None
    asker: Asker
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Later:
    """An operation to be run outside of the turn in which it was read: it needs the store, or subscribes."""

    params: Params
    context: Context
    kind: OperationKind | None


class Known(NamedTuple):
    """A request for a query that was answered before."""

    query: KnownQuery
    given: Mapping[str, Any]
    params: Params


class KnownAnswer(NamedTuple):
    """An answer in JSON. `holds_for` is the edition for which it may be cached, None if it may not be."""

    text: bytes
    status: int
    holds_for: EditionKey | None


class GraphQLEndpoint:
    """Answers GraphQL requests from the registry in service."""

    def __init__(
        self,
        schema: Schema,
        reception: Reception,
        settings: Settings,
        documents: KnownDocuments,
        sign_in: SignIn,
        *,
        turns: Turns,
        subscriptions: Subscriptions,
        stamp: str,
    ) -> None:
        self.schema = schema
        self.reception = reception
        self.settings = settings
        self.documents = documents
        self.sign_in = sign_in
        self.turns = turns
        self.subscriptions = subscriptions
        self.queries = KnownQueries(schema, introspection=settings.introspection)
        self.kept = KeptAnswers(settings.kept_answers_bytes)
        """Whole answers of the short way."""
        self.strangers = Pace()
        self.hosts = Hosts(settings)
        self.stamp = stamp
        """Changes with the program, so that an answer of an older one does not count as fresh."""

    async def __call__(self, request: Request) -> Response:
        """The answer to a GET or POST; every refusal is JSON with a code. 400 if the client disconnects."""
        media = negotiate(request.headers.get("accept"))
        try:
            if media is None:
                raise RequestError(406, f"this server answers {GRAPHQL_JSON}, {JSON} or {EVENTS}")
            identity = await self._identify(request)
            asker = asker_of(request, identity, self.settings.trusted_clients)
            given, size = await self._read(request, asker)
            key = cost_key(given, size)
            call = partial(self._answer, _Asked(request, media, identity, asker, given))
            found = await self.turns.run(asker, key, call, goes_on=size > SMALL_BODY)
            return found if isinstance(found, Response) else await self._later(found, media)
        except (
            ClientDisconnect
        ):  # in the middle of its request: nobody receives the answer, and nothing was started
            return Response(status_code=400)
        except (RequestError, RateLimitedError) as error:
            return refusal(error, media)

    def known(self, body: bytes) -> Known | None:
        """The query in a POST's body if it was answered before, else None. Raises RequestError."""
        given = parse_body(body)
        params = read_params(given, self.documents, self.settings.document_limit_bytes)
        query = self.queries.find(params.query, params.operation_name)
        return None if query is None else Known(query, given, params)

    def answer_known(self, known: Known, scope: Scope, asker: Asker, media: str) -> KnownAnswer | None:
        """The answer to an anonymous client; None if Strawberry has to answer. Raises RequestError."""
        context = self._context(client_of_scope(scope), None, asker)
        edition = context.registry.key
        fragments = context.registry.fragments(today_in_kazakhstan())
        with inner_span("graphql.execute", known=True):
            result = self.queries.answer(known.query, known.params.variables, context, fragments)
        if result is None:
            return None
        body, status = shape(result, media)
        note_operation(known.query.name)
        note_body(body)
        try:
            text = orjson.dumps(body)
        except orjson.JSONEncodeError:  # a text that UTF-8 cannot encode is escaped, and so are all others
            body, status = shape(self._execute(known.params, context, is_get=False), media)
            text = dump(body)
        # A document sent with its hash is registered again each time.
        registers = "query" in known.given and (known.given.get("extensions") or {}).get("persistedQuery")
        keeps = not registers and "errors" not in body and not context.is_momentary
        return KnownAnswer(text, status, edition if keeps else None)

    async def _identify(self, request: Request) -> Identity | None:
        """The identity of the token (None if absent). Raises RequestError for a bad token or late keys."""
        try:
            async with timeout(self.settings.request_deadline_s):
                return await self.sign_in.identify(request.headers.getlist("authorization"))
        except TimeoutError:
            raise keys_unavailable() from None

    async def _read(self, request: Request, asker: Asker) -> tuple[Mapping[str, Any], int]:
        """The unchecked parameters and their bytes. Raises RequestError if unreadable, too long or late."""
        try:
            async with timeout(self.settings.request_deadline_s):
                body = await read_body(request, self.settings.body_limit_bytes)
        except TimeoutError:
            raise late() from None
        if body is None:
            return read_url(request), len(request.scope["query_string"])
        if len(body) <= SMALL_BODY:
            return parse_body(body), len(body)
        key = hash(("body", len(body).bit_length()))
        return await self.turns.run(asker, key, partial(parse_body, body)), len(body)

    def _check_mutation(self, asked: _Asked, params: Params) -> None:
        """Raise RequestError for a mutation not sent by POST, for an unknown host, or from another origin.

        Raises RateLimitedError if a client without a staff role requests too many changes.
        """
        request, identity = asked.request, asked.identity
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
        if identity is not None and identity.is_staff:
            return
        client = client_of(request) if identity is None else f"subject {identity.subject}"
        wait_s = self.strangers.wait_s(client, changes_in(params.query, params.operation_name))
        if wait_s:
            raise RateLimitedError(
                f"too many changes were asked for from here without a role: wait {wait_s} s", wait_s
            )

    def _answer(self, asked: _Asked) -> Response | _Later:
        """The answer to a query; _Later for a mutation, a query of the store and a live subscription."""
        params = read_params(asked.given, self.documents, self.settings.document_limit_bytes)
        kind = operation_kind(params.query, params.operation_name, self.settings.document_limit_bytes)
        if kind is OperationKind.MUTATION:
            self._check_mutation(asked, params)
        context = self._context(client_of(asked.request), asked.identity, asked.asker)
        if kind is OperationKind.SUBSCRIPTION:
            check_ahead(self.schema, params.query)
        is_stored = asked.identity is not None and asks_store(params.query, params.operation_name)
        is_live = kind is OperationKind.SUBSCRIPTION and asked.media == EVENTS
        if kind is OperationKind.MUTATION or is_stored or is_live:
            return _Later(params, context, kind)
        if asked.media == EVENTS:
            return _one_event(self._execute(params, context, is_get=False))
        return self._read_answer(asked, params, context)

    def _context(self, client: str, identity: Identity | None, asker: Asker) -> Context:
        registry = self.reception.registry
        if registry is None:
            raise RequestError(
                503, "no edition of the registry is loaded yet", NOT_READY, {"retry-after": "2"}
            )
        return Context(
            registry,
            self.reception,
            self.settings.request_deadline_s,
            self.settings.work_limit_ms / 1000,
            self.documents,
            identity=identity,
            client=client,
            asker=asker,
            turns=self.turns,
            document_limit_bytes=self.settings.document_limit_bytes,
            corrections_an_hour=self.settings.corrections_an_hour,
        )

    def _read_answer(self, asked: _Asked, params: Params, context: Context) -> Response:
        request, media = asked.request, asked.media
        is_get = request.method in ("GET", "HEAD")
        # Always revalidated, and mostly answered by 304: an edition is replaced within a second.
        whose = "public" if context.identity is None else "private"
        fresh = {"etag": self._tag(context, media), "cache-control": f"{whose}, no-cache"}
        if is_get and is_known(fresh["etag"], request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=_VARY | fresh)
        body, status = shape(self._execute(params, context, is_get=is_get), media)
        note_body(body)
        is_whole = is_get and "errors" not in body
        keeps = is_whole and not context.is_momentary
        if is_whole and context.is_momentary and not context.is_fleeting and context.identity is None:
            request.scope[OF_THIS_MINUTE] = True
        return _json(body, media, status, _VARY | (fresh if keeps else {"cache-control": "no-store"}))

    async def _later(self, later: _Later, media: str) -> Response:
        """Join a subscription, or run a change in a thread. Raises RequestError if it takes too long."""
        params, context = later.params, later.context
        if later.kind is OperationKind.SUBSCRIPTION:
            who = context.identity
            asked = Asked(params.query, params.variables, params.operation_name, who, context.asker)
            return EventStream(self.subscriptions.join(asked), who)

        def carried_out() -> Response:
            result = self._execute(params, context, is_get=False)
            if media == EVENTS:
                return _one_event(result)
            body, status = shape(result, media)
            note_body(body)
            return _json(body, media, status, _VARY | {"cache-control": "no-store"} | come_again(body))

        is_staff = context.identity is not None and context.identity.is_staff
        hand_in = partial(self.turns.change, context.asker, is_staff=is_staff)
        return await in_time(hand_in, carried_out, self.settings.request_deadline_s + GRACE_S)

    def _tag(self, context: Context, media: str) -> str:
        kind = "g" if media == GRAPHQL_JSON else "j"
        who = [] if context.identity is None else [_fingerprint(context.identity)]
        return edition_tag(context.registry.edition, kind, self.stamp, *who)

    def _execute(self, params: Params, context: Context, *, is_get: bool) -> ExecutionResult:
        """The result by the plan of a query that was answered before, else by Strawberry."""
        known = self.queries.find(params.query, params.operation_name)
        note_operation(None if known is None else known.name)
        with inner_span("graphql.execute", known=known is not None):
            result = None if known is None else self.queries.answer(known, params.variables, context)
            if result is None:
                result = self._execute_anew(params, context, is_get=is_get)
                self.queries.learn(params.query, params.operation_name, result)
            return result

    def _execute_anew(self, params: Params, context: Context, *, is_get: bool) -> ExecutionResult:
        """The result by Strawberry. Raises RequestError for a subscription."""
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


_VARY = {"vary": "accept, authorization"}


def _fingerprint(identity: Identity) -> str:
    """A short hash of account, roles and territories, as different rights need different ETags."""
    told = [identity.subject, sorted(identity.roles), sorted(identity.territories)]
    return hashlib.sha256(orjson.dumps(told)).hexdigest()[:16]


def _one_event(result: ExecutionResult) -> Response:
    event = Event(shape(result, GRAPHQL_JSON)[0])
    return Response(event.as_sse + COMPLETE, media_type=EVENTS, headers=EVENT_HEADERS)


def cost_key(given: Mapping[str, Any], size: int) -> int:
    """A key that is equal for requests of about the same cost: same document, same order of size."""
    persisted = given.get("extensions")
    of = persisted.get("persistedQuery") if isinstance(persisted, dict) else None
    sha256 = of.get("sha256Hash") if isinstance(of, dict) else None
    parts = (given.get("query"), given.get("operationName"), given.get("documentId"), sha256)
    return hash((*(part for part in parts if isinstance(part, str)), size.bit_length()))


def late() -> RequestError:
    """The refusal of a request whose body did not arrive in time (408)."""
    message = "the request did not arrive in time"
    return RequestError(408, message, DEADLINE_EXCEEDED, {"connection": "close"})


def refusal(error: RequestError | RateLimitedError, media: str | None) -> Response:
    """The answer in JSON to a request that was not executed, with the status and headers of the error."""
    if isinstance(error, RateLimitedError):
        shown, status, headers = rate_limited(error), 429, {"retry-after": str(error.retry_after_s)}
    else:
        shown, status, headers = coded(str(error), error.code), error.status, dict(error.headers or {})
        if error.variable_path:
            shown.extensions = {**(shown.extensions or {}), "variablePath": list(error.variable_path)}
    note_refusal(shown.formatted)
    kind = GRAPHQL_JSON if media == GRAPHQL_JSON else JSON
    plain = {"cache-control": "no-store", "vary": "accept, authorization"}
    body = {"errors": [shown.formatted], "extensions": version_told()}
    return _json(body, kind, status, plain | headers)


def _json(
    body: Mapping[str, Any], media: str, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(
        dump(body),
        status_code=status,
        headers={"content-type": f"{media}; charset=utf-8", **(headers or {})},
    )
