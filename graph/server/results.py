"""Results of operations as they are sent: the body with its errors, in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import orjson
from graphql import GraphQLError
from strawberry.types import ExecutionResult

from graph.server.requests import GRAPHQL_JSON
from graph.terms.errors import present


def was_executed(result: ExecutionResult) -> bool:
    """Whether execution began: there are data, or an error has a path that does not lead to a literal."""
    if result.data is not None:
        return True
    return any(error.path and "argumentPath" not in (error.extensions or {}) for error in result.errors or ())


def shape(result: ExecutionResult, media: str) -> tuple[dict[str, Any], int]:
    """The body of a result, and its HTTP status.

    It is 400 if nothing was executed and the media type is `application/graphql-response+json`, else 200.
    """
    errors = result.errors or []
    executed = was_executed(result)
    body: dict[str, Any] = {}
    if errors:
        body["errors"] = [_formatted(error, executed) for error in errors]
    if executed or not errors:
        body["data"] = result.data
    if result.extensions:
        body["extensions"] = result.extensions
    refused = not executed and bool(errors)
    return body, 400 if refused and media == GRAPHQL_JSON else 200


def _formatted(error: GraphQLError, executed: bool) -> Mapping[str, Any]:
    return present(error, before_execution=not executed).formatted


def dump(body: Mapping[str, Any]) -> bytes:
    """The JSON bytes of a body. Text that UTF-8 cannot encode (half of a surrogate pair) is escaped."""
    try:
        return orjson.dumps(body)
    except orjson.JSONEncodeError:
        return json.dumps(body).encode()
