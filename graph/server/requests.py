"""Reads requests over HTTP: the accepted media type, and checked parameters.

Queries come by GET or POST, as a document or as the id of one that the server knows
(graph/execution/persisted.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import Request

from graph.execution.lengths import check_length
from graph.execution.persisted import KnownDocuments
from graph.server.json_numbers import find_unreadable
from graph.terms.errors import (
    BAD_REQUEST,
    BAD_USER_INPUT,
    LIMIT_EXCEEDED,
    PAYLOAD_TOO_LARGE,
    PERSISTED_QUERY_NOT_FOUND,
    LimitExceededError,
)

GRAPHQL_JSON = "application/graphql-response+json"
JSON = "application/json"
EVENTS = "text/event-stream"
_SHOWN = 200
"""Characters of a place that a message shows."""
_MOST_NESTED = 50_000
"""Lists and objects in one request: the variables hold at most 40,000 values."""
_LONGEST_LENGTH = 18
"""Digits of a content-length that a number of 64 bits holds."""


@dataclass(frozen=True, slots=True)
class Params:
    """The parameters of a GraphQL request, checked."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None


class RequestError(Exception):
    """The HTTP request is not a GraphQL request; `status` and `code` say why."""

    def __init__(
        self, status: int, message: str, code: str = BAD_REQUEST, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.headers = status, code, headers
        self.variable_path: Sequence[str | int] = ()
        """Name of the variable that is wrong, and what leads to the place in it."""


def negotiate(accept: str | None) -> str | None:
    """The media type of the answer: the best of ours that the Accept header allows.

    JSON without a header, None if it allows none.
    """
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
    """The media type of this server that fits a type in an Accept header, and its rank among equal weights.

    None if no type fits.
    """
    if media == GRAPHQL_JSON:
        return GRAPHQL_JSON, 3
    if media == EVENTS:
        return EVENTS, 2
    if media in (JSON, "application/*", "*/*"):
        return JSON, 1
    return None, 0


def _quality(params: list[str]) -> float:
    """The weight `q` among the parameters: 1 if it is missing, 0 if it is not a number."""
    for param in params:
        name, _, value = param.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


async def read_body(request: Request, body_limit: int) -> bytes | None:
    """The body of a POST. None for a GET, whose parameters are in the URL.

    Raises RequestError for other methods, types and charsets, and a body that is too long.
    """
    if request.method in ("GET", "HEAD"):
        return None
    if request.method != "POST":
        raise RequestError(405, "GraphQL is asked by GET or POST", headers={"allow": "GET, HEAD, POST"})
    media, _, params = request.headers.get("content-type", "").partition(";")
    if media.strip().lower() != JSON:
        raise RequestError(415, f"the body must be {JSON}, with that content-type")
    charset = params.lower().partition("charset=")[2].split(";")[0].strip(' "')
    if charset not in ("", "utf-8", "utf8"):
        raise RequestError(415, "the body must be in UTF-8")
    return await read_bytes(request, body_limit)


async def read_bytes(request: Request, limit: int) -> bytes:
    """The bytes of a body. Raises RequestError (413) for more than `limit`, if possible before reading it."""
    length = request.headers.get("content-length", "")
    too_large = RequestError(
        413, f"the request is larger than {limit} bytes", PAYLOAD_TOO_LARGE, {"connection": "close"}
    )
    # Other scripts have digits too, and Python refuses numbers of thousands of digits.
    if length.isascii() and length.isdigit() and (len(length) > _LONGEST_LENGTH or int(length) > limit):
        raise too_large
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise too_large
        chunks.append(chunk)
    return b"".join(chunks)


def read_url(request: Request) -> Mapping[str, Any]:
    """The parameters of a GET, not yet checked.

    Raises RequestError if `variables` or `extensions` is not JSON.
    """
    given = request.query_params
    fields: dict[str, Any] = {
        key: given[key] for key in ("query", "operationName", "documentId") if key in given
    }
    for key in ("variables", "extensions"):
        if given.get(key):
            try:
                check_nested(given[key])
                fields[key] = orjson.loads(given[key])
            except ValueError:
                raise _unread(given[key], [key]) or RequestError(400, f"{key} must be JSON") from None
    return fields


def check_nested(text: bytes | str) -> None:
    """Refuse a text of JSON with more lists and objects than any request has, before it is parsed.

    Each costs far more than its two bytes. Brackets inside of texts are counted, too. Raises RequestError.
    """
    bracket, brace = (b"[", b"{") if isinstance(text, bytes) else ("[", "{")
    count = text.count(bracket) + text.count(brace)  # type: ignore[arg-type]  # each by its own kind
    if count > _MOST_NESTED:
        raise RequestError(413, f"the request has more than {_MOST_NESTED} lists and objects", LIMIT_EXCEEDED)


def parse_body(body: bytes) -> Mapping[str, Any]:
    """The parameters of a POST, not yet checked. Raises RequestError if the body is not a JSON object."""
    try:
        check_nested(body)
        parsed = orjson.loads(body)
    except (ValueError, RecursionError):
        raise _unread(body, []) or RequestError(400, "the body is not JSON") from None
    if isinstance(parsed, list):
        raise RequestError(400, "one operation a request: batches are not taken")
    if not isinstance(parsed, dict):
        raise RequestError(400, "the body must be a JSON object with a query")
    return parsed


def _unread(text: bytes | str, start: list[str | int]) -> RequestError | None:
    """The error for an unreadable number or text in JSON; `start` is the path to the JSON.

    None if it has none.
    """
    found = find_unreadable(text)
    if found is None:
        return None
    place = [*start, *found.place]
    shown = ".".join(map(str, place))[:_SHOWN] or "the body"
    error = RequestError(400, f"{shown}: {found.why}", BAD_USER_INPUT)
    if place[:1] == ["variables"]:
        error.variable_path = place[1:]
    return error


def read_params(given: Mapping[str, Any], documents: KnownDocuments, limit_bytes: int) -> Params:
    """The parts of a request, checked.

    Raises RequestError for a wrong type, and for a missing, long or unknown document.
    """
    for key, kind, word in (
        ("variables", dict, "an object"),
        ("operationName", str, "a string"),
        ("extensions", dict, "an object"),
    ):
        if given.get(key) is not None and not isinstance(given[key], kind):
            raise RequestError(400, f"{key} must be {word} or null")
    query = _document(given, documents, limit_bytes)
    return Params(query, given.get("variables"), given.get("operationName") or None)


def _document(given: Mapping[str, Any], documents: KnownDocuments, limit_bytes: int) -> str:
    """The document of a request: the document of its id or hash if that is known, else the sent text.

    Raises RequestError. A client may send both: the id for a server that executes trusted documents only, the
    text for any other.
    """
    query, document_id = given.get("query"), given.get("documentId")
    persisted = (given.get("extensions") or {}).get("persistedQuery")
    if query is not None and (not isinstance(query, str) or not query.strip()):
        raise RequestError(400, "query must be a string with a GraphQL document")
    if query is not None:
        try:
            check_length(query, limit_bytes)
        except LimitExceededError as error:
            raise RequestError(413, str(error), LIMIT_EXCEEDED) from None
    if persisted is not None:
        return _automatic(query, persisted, documents)
    found = documents.find(document_id) if isinstance(document_id, str) else None
    if found is None and query is not None:
        return str(query)
    if document_id is None:
        raise RequestError(400, "query must be a string with a GraphQL document")
    if found is None:
        raise RequestError(400, f"no document has the id {document_id!r}", PERSISTED_QUERY_NOT_FOUND)
    return found


def _automatic(query: str | None, persisted: Any, documents: KnownDocuments) -> str:
    """The document by Apollo's automatic persisted queries; a document that comes with its hash is stored.

    Raises RequestError for an unknown hash without a document, a wrong hash, and a malformed request.
    """
    given = persisted if isinstance(persisted, dict) else {}
    if given.get("version") != 1 or not isinstance(given.get("sha256Hash"), str):
        raise RequestError(400, "persistedQuery needs version 1 and a sha256Hash")
    sha256 = given["sha256Hash"].lower()
    if query is None:
        document = documents.find(f"sha256:{sha256}")
        if document is None:
            # Apollo's clients recognise this status and message, and then send the document.
            raise RequestError(200, "PersistedQueryNotFound", PERSISTED_QUERY_NOT_FOUND)
        return document
    if not documents.register(sha256, query):
        raise RequestError(400, "provided sha does not match query")
    return query
