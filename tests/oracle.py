"""The reference executor beside the plans: both answer the same document; the answers are compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import GraphQLError
from strawberry import Schema
from strawberry.types import ExecutionResult

from geo.jurisdiction.law import today_in_kazakhstan
from graph.execution.execution import MeteredExecution
from graph.execution.known_queries import KnownQueries
from graph.execution.plan_errors import UnplannedError
from graph.served.context import Context
from graph.terms.limits import Budget

_Answered = tuple[dict[str, Any] | None, list[GraphQLError]]


class Reference(MeteredExecution):
    """The reference executor, which uses no plan."""

    def _planned(self, budget: Budget | None) -> _Answered:
        raise UnplannedError("the reference executor is asked for")


@dataclass(frozen=True, slots=True)
class Compared:
    """Both answers as bytes, and how the first one was made."""

    data: Any
    errors: list[dict[str, Any]]
    executed: bool
    """False for a document that was refused before."""
    planned: bool
    again: bool
    """Whether it is answered without Strawberry when it is asked again."""


def compared(
    schema: Schema, context: Callable[[], Context], document: str, variables: dict[str, Any] | None = None
) -> Compared:
    """Send a document to a plan and to the reference executor; asserts equal bytes of data and errors."""
    begun: list[int] = []
    planned: list[int] = []

    class Noted(MeteredExecution):
        def _planned(self, budget: Budget | None) -> _Answered:
            begun.append(1)
            answer = super()._planned(budget)
            planned.append(1)
            return answer

    told = [_asked(schema, one, context(), document, variables) for one in (Noted, Reference)]
    assert told[0] == told[1]
    again = _asked_again(schema, context, document, variables) if planned else set()
    assert again <= {told[0]}
    answer = orjson.loads(told[0])
    return Compared(answer["data"], answer["errors"], bool(begun), bool(planned), bool(again))


def _asked_again(
    schema: Schema, context: Callable[[], Context], document: str, variables: dict[str, Any] | None
) -> set[bytes]:
    """The answers to a repeated query without Strawberry; empty where the query cannot be answered so.

    They are made from values, from parts in JSON that are made now, and from cached parts.
    """
    queries = KnownQueries(schema, introspection=True)
    queries.learn(document, None, ExecutionResult(data={}, errors=None))
    known = queries.find(document, None)
    assert known is not None
    answers = set()
    for keeps in (False, True, True):
        asking = context()
        fragments = asking.registry.fragments(today_in_kazakhstan()) if keeps else None
        result = queries.answer(known, variables, asking, fragments)
        if result is not None:
            answers.add(_bytes(result))
    return answers


def _bytes(result: ExecutionResult) -> bytes:
    errors = [error.formatted for error in result.errors or ()]
    return orjson.dumps(
        {"data": result.data, "errors": errors, "extensions": result.extensions}, default=repr
    )


def _asked(
    schema: Schema,
    executor: type[MeteredExecution],
    context: Context,
    document: str,
    variables: dict[str, Any] | None,
) -> bytes:
    before = schema.execution_context_class
    schema.execution_context_class = executor
    try:
        result = schema.execute_sync(document, variables, context_value=context)
    finally:
        schema.execution_context_class = before
    return _bytes(result)
