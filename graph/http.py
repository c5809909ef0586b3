"""GraphQL over HTTP: what is accepted, in which media type it is answered, with which status.

Follows the working draft of the GraphQL over HTTP specification. `application/graphql-response+json` tells
by the status whether the document was executed; `application/json` says 200 for whatever well-formed
request. Queries may come by GET and are then cacheable by the edition that answered.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from graphql import GraphQLError, OperationDefinitionNode, get_operation_ast
from graphql import OperationType as OperationKind
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types.execution import ExecutionResult
from strawberry.types.graphql import OperationType

from graph.acts import today
from graph.context import Context, Reception, Registry
from graph.errors import BAD_REQUEST, PAYLOAD_TOO_LARGE, coded, present
from graph.limits import read_document

if TYPE_CHECKING:
    from strawberry.federation import Schema

GRAPHQL_JSON = "application/graphql-response+json"
JSON = "application/json"
EVENTS = "text/event-stream"
NOT_READY = "NOT_READY"


@dataclass(frozen=True, slots=True)
class Params:
    """A GraphQL request, its parts of the right types."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None


class RequestError(Exception):
    """The HTTP request is not a GraphQL request; `status` and `code` say in which way."""

    def __init__(
        self, status: int, message: str, code: str = BAD_REQUEST, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.headers = status, code, headers


def negotiate(accept: str | None) -> str | None:
    """The media type of the answer: the best of those accepted; None when none of ours is."""
    if not accept or not accept.strip():
        return JSON
    best: tuple[float, int, str] | None = None
    for item in accept.split(","):
        media, *params = (part.strip().lower() for part in item.split(";"))
        ours, rank = _offer(media)
        if ours is None:
            continue
        offer = (_quality(params), rank, ours)
        if offer[0] > 0 and (best is None or offer[:2] > best[:2]):
            best = offer
    return best[2] if best is not None else None


def _offer(media: str) -> tuple[str | None, int]:
    """Our media type for an accepted one, and how much it is preferred among equals."""
    if media == GRAPHQL_JSON:
        return GRAPHQL_JSON, 3
    if media == EVENTS:
        return EVENTS, 2
    if media in (JSON, "application/*", "*/*"):
        return JSON, 1
    return None, 0


def _quality(params: list[str]) -> float:
    for param in params:
        name, _, value = param.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


class GraphQLEndpoint:
    """Answers GraphQL requests from the registry in service."""

    def __init__(
        self, schema: Schema, reception: Reception, body_limit: int, stamp: str, deadline_s: float
    ) -> None:
        self.schema = schema
        self.reception = reception
        self.body_limit = body_limit
        self.deadline_s = deadline_s
        self.stamp = stamp
        """Changes with the program, so that an answer of an older one is not taken for fresh."""

    async def __call__(self, request: Request) -> Response:
        """The answer to a GET or POST request; every refusal is JSON with a code."""
        media = negotiate(request.headers.get("accept"))
        try:
            if media is None:
                raise RequestError(406, f"this server answers {GRAPHQL_JSON}, {JSON} or {EVENTS}")
            params = read_params(await self._read(request))
            registry = self.reception.registry
            if registry is None:
                raise RequestError(
                    503, "no edition of the registry is loaded yet", NOT_READY, {"retry-after": "2"}
                )
            context = Context(registry, self.reception, self.deadline_s)
            if media == EVENTS:
                return StreamingResponse(
                    self._events(params, context),
                    media_type=EVENTS,
                    headers={"cache-control": "no-store", "x-accel-buffering": "no"},
                )
            return self._answer(request, params, context, media)
        except RequestError as error:
            body = {"errors": [coded(str(error), error.code).formatted]}
            kind = GRAPHQL_JSON if media == GRAPHQL_JSON else JSON
            return _json(body, kind, error.status, error.headers)

    def _answer(self, request: Request, params: Params, context: Context, media: str) -> Response:
        headers = {"vary": "accept"}
        is_get = request.method in ("GET", "HEAD")
        tag = self._tag(context.registry, media)
        if is_get and tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={**headers, "etag": tag})
        result = self._execute(params, context, is_get=is_get)
        body, status = shape(result, media)
        if is_get and "errors" not in body and not context.is_momentary:
            # Always asked for again, and mostly answered by 304: an edition is replaced within a second.
            headers |= {"etag": tag, "cache-control": "public, no-cache"}
        else:
            headers["cache-control"] = "no-store"
        return _json(body, media, status, headers)

    def _tag(self, registry: Registry, media: str) -> str:
        edition = registry.edition
        # The force of an act is told for today, so that the day belongs to the answer.
        kind = "g" if media == GRAPHQL_JSON else "j"
        made = f"{edition.published_at.timestamp():.6f}"
        return f'W/"{edition.number}-{made}-{today().isoformat()}-{kind}-{self.stamp}"'

    def _execute(self, params: Params, context: Context, *, is_get: bool) -> ExecutionResult:
        if _names_no_operation(params):
            return ExecutionResult(data=None, errors=[coded(_NO_OPERATION, BAD_REQUEST)])
        allowed = {OperationType.QUERY} if is_get else {OperationType.QUERY, OperationType.MUTATION}
        try:
            return self.schema.execute_sync(
                params.query,
                variable_values=params.variables,
                context_value=context,
                operation_name=params.operation_name,
                allowed_operation_types=allowed,
            )
        except InvalidOperationTypeError as error:
            if error.operation_type is OperationType.SUBSCRIPTION:
                raise RequestError(
                    406, f"a subscription is answered as {EVENTS}, or over a WebSocket"
                ) from None
            raise RequestError(405, "a mutation is sent by POST", headers={"allow": "POST"}) from None

    async def _events(self, params: Params, context: Context) -> AsyncIterator[bytes]:
        """Server-sent events in distinct connections mode: `next` for each result, then `complete`."""
        if not _is_subscription(params):
            try:
                yield _event(shape(self._execute(params, context, is_get=False), GRAPHQL_JSON)[0])
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
                async for result in results:
                    yield _event(shape(result, GRAPHQL_JSON)[0])
            else:
                yield _event(shape(results, GRAPHQL_JSON)[0])
        yield b"event: complete\ndata:\n\n"

    async def _read(self, request: Request) -> Mapping[str, Any]:
        """The parameters as they came, by GET or POST. Raises RequestError."""
        if request.method in ("GET", "HEAD"):
            return _read_url(request)
        if request.method != "POST":
            raise RequestError(405, "GraphQL is asked by GET or POST", headers={"allow": "GET, POST"})
        media, _, params = request.headers.get("content-type", "").partition(";")
        if media.strip().lower() != JSON:
            raise RequestError(415, f"the body must be {JSON}, with that content-type")
        charset = params.lower().partition("charset=")[2].split(";")[0].strip(' "')
        if charset not in ("", "utf-8", "utf8"):
            raise RequestError(415, "the body must be in UTF-8")
        return _parse_body(await self._body(request))

    async def _body(self, request: Request) -> bytes:
        limit = self.body_limit
        length = request.headers.get("content-length", "")
        too_large = RequestError(413, f"the request is larger than {limit} bytes", PAYLOAD_TOO_LARGE)
        if length.isdigit() and int(length) > limit:
            raise too_large
        chunks, size = [], 0
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise too_large
            chunks.append(chunk)
        return b"".join(chunks)


def _read_url(request: Request) -> Mapping[str, Any]:
    given = request.query_params
    found: dict[str, Any] = {key: given[key] for key in ("query", "operationName") if key in given}
    for key in ("variables", "extensions"):
        if given.get(key):
            try:
                found[key] = orjson.loads(given[key])
            except ValueError:
                raise RequestError(400, f"{key} must be JSON") from None
    return found


def _parse_body(body: bytes) -> Mapping[str, Any]:
    try:
        found = orjson.loads(body)
    except (ValueError, RecursionError):
        raise RequestError(400, "the body is not JSON") from None
    if isinstance(found, list):
        raise RequestError(400, "one operation a request: batches are not taken")
    if not isinstance(found, dict):
        raise RequestError(400, "the body must be a JSON object with a query")
    return found


def read_params(given: Mapping[str, Any]) -> Params:
    """The parts of a request, checked. Raises RequestError for a missing query or a wrong type."""
    query = given.get("query")
    if not isinstance(query, str) or not query.strip():
        raise RequestError(400, "query must be a string with a GraphQL document")
    for key, kind, word in (
        ("variables", dict, "an object"),
        ("operationName", str, "a string"),
        ("extensions", dict, "an object"),
    ):
        if given.get(key) is not None and not isinstance(given[key], kind):
            raise RequestError(400, f"{key} must be {word} or null")
    return Params(query, given.get("variables"), given.get("operationName") or None)


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


_NO_OPERATION = "the document has no operation of that name, or several and none is named"


def _operation(params: Params) -> OperationDefinitionNode | None:
    """The operation meant. Raises GraphQLError or RecursionError for what is no document."""
    return get_operation_ast(read_document(params.query), params.operation_name)


def _is_subscription(params: Params) -> bool:
    try:
        operation = _operation(params)
    except (GraphQLError, RecursionError):
        return False  # told as an error when it is executed
    return operation is not None and operation.operation is OperationKind.SUBSCRIPTION


def _names_no_operation(params: Params) -> bool:
    # Strawberry would execute the first of several operations; the specification wants an error.
    try:
        return _operation(params) is None
    except (GraphQLError, RecursionError):
        return False


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
