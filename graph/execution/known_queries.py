"""Queries that were answered before: each is parsed and validated, and its plan is made.

For a request only its own part remains: its variables are counted and coerced, its cost is estimated, its
budget is granted, and the plan is run. Strawberry and graphql-core would repeat the rest each time, which
takes longer than most answers. The result is the same, to the byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
)
from graphql.execution import VariableValues, get_variable_values
from strawberry import Schema
from strawberry.types import ExecutionResult

from graph.execution.compiled_query import Plan, known_plan
from graph.execution.cost import operation_cost
from graph.execution.documents import document_bytes, read_document
from graph.execution.fragments import Fragments
from graph.execution.introspection import without_suggestions
from graph.execution.lengths import check_variables
from graph.execution.plan_errors import UnplannedError
from graph.execution.plan_run import Run, answered
from graph.execution.settling import cost_told, told_alone
from graph.libraries.input_values import UnreadError, VariablesReader
from graph.libraries.strawberry_schema import core_schema
from graph.terms import limits
from graph.terms.errors import LimitExceededError, presented
from graph.terms.limits import MAX_COST, grant, granted
from model.byte_cache import ByteCache

_KEPT_BYTES = 8_000_000
_COSTS_OF_ONE = 16
_MOST_COERCION_ERRORS = 50


class Answering(Protocol):
    """What is needed of a request's context here."""

    @property
    def registry(self) -> Any:
        """The registry that answers the request."""

    def begin(self, registry: Any) -> None:
        """Grant the request its budget."""

    def let_go(self) -> None:
        """Release what the request held; called after the answer."""


class _Asking(NamedTuple):
    """What a plan needs of an executor: the schema, the context and the variables."""

    schema: GraphQLSchema
    context_value: Answering
    variable_values: VariableValues

    def type_of_value(self, *_: Any) -> Any:
        raise UnplannedError("the type of a value is not known by its class")


class KnownQuery:
    """One operation of a document that was answered before."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode):
        self.schema, self.document, self.operation = schema, document, operation
        self.has_plan = True
        name = operation.name
        self._name = None if name is None else name.value
        self._variables = tuple(one.variable.name.value for one in operation.variable_definitions or ())
        self._costs: dict[tuple[int | None, ...], int | None] = {}
        self._reader = _reader_of(schema, operation)

    @property
    def name(self) -> str:
        """Name of the operation. Empty if it has none."""
        return self._name or ""

    def cost(self, given: Mapping[str, Any]) -> int | None:
        """The estimated cost of the operation with these variables; the last results are cached.

        None without an operation.
        """
        values = map(given.get, self._variables)
        key = tuple(value if isinstance(value, int) else None for value in values)
        if (known := self._costs.get(key)) is None:
            known = operation_cost(self.schema, self.document, self._name, given)
            if len(self._costs) >= _COSTS_OF_ONE:
                self._costs.clear()
            self._costs[key] = known
        return known

    def coerced(self, given: dict[str, Any]) -> VariableValues | None:
        """The variables converted to their declared types. None if a variable is invalid."""
        if self._reader is not None:
            try:
                return self._reader.read(given)
            except UnreadError:
                pass  # graphql-core decides whether it is an error
        definitions = self.operation.variable_definitions or ()
        values = get_variable_values(self.schema, definitions, given, max_errors=_MOST_COERCION_ERRORS)
        return values if isinstance(values, VariableValues) else None


def _reader_of(schema: GraphQLSchema, operation: OperationDefinitionNode) -> VariablesReader | None:
    try:
        return VariablesReader(schema, operation.variable_definitions or ())
    except UnreadError:
        return None


class KnownQueries:
    """The queries that one schema has answered without an error. At most 8 MB are kept."""

    def __init__(self, schema: Schema, *, introspection: bool) -> None:
        self._schema, self._introspection = core_schema(schema), introspection
        self._kept = ByteCache[tuple[str, str | None], KnownQuery](_KEPT_BYTES)
        self.hits = self.misses = 0

    def find(self, query: str, name: str | None) -> KnownQuery | None:
        """The operation of that name in a document. None if it was not answered before.

        Counts a hit or a miss.
        """
        known = self._kept.get((query, name))
        if known is None:
            self.misses += 1
        else:
            self.hits += 1
        return known

    @property
    def bytes(self) -> int:
        """Approximate bytes of the remembered queries."""
        return self._kept.bytes

    def learn(self, query: str, name: str | None, result: ExecutionResult) -> None:
        """Remember a query that Strawberry answered.

        Does nothing for an answer with errors, and for mutations and subscriptions.
        """
        if result.errors or result.data is None or self._kept.get((query, name)) is not None:
            return
        document = read_document(query)
        operation = get_operation_ast(document, name)
        if operation is not None and operation.operation is OperationType.QUERY:
            known = KnownQuery(self._schema, document, operation)
            self._kept.put((query, name), known, len(query) + document_bytes(document))

    def answer(
        self,
        known: KnownQuery,
        variables: dict[str, Any] | None,
        context: Answering,
        fragments: Fragments | None = None,
    ) -> ExecutionResult | None:
        """The answer to a query that was answered before, or None where Strawberry must answer.

        That is the case without a plan, for invalid variables, and if it is too expensive. `fragments` are
        the cached parts for anonymous clients; with them, parts of the data are JSON already.
        """
        context.begin(context.registry)
        try:
            return self._answer(known, variables or {}, context, fragments)
        finally:
            grant(None)
            context.let_go()

    def _answer(
        self,
        known: KnownQuery,
        variables: dict[str, Any],
        context: Answering,
        fragments: Fragments | None,
    ) -> ExecutionResult | None:
        """The answer within the granted budget. None where Strawberry must answer."""
        if not known.has_plan or not _is_short(variables):
            return None
        cost, values = known.cost(variables), known.coerced(variables)
        if cost is None or cost > MAX_COST or values is None:
            return None
        plan = known_plan(known.schema, known.operation, values)
        if plan is None:
            return None
        try:
            data, errors = _run(plan, _Asking(known.schema, context, values), fragments)
        except UnplannedError:
            known.has_plan = False
            return None
        data, errors = told_alone(data, presented(errors) if errors else errors)
        if errors and not self._introspection:
            errors = without_suggestions(errors)
        return ExecutionResult(data, errors or None, extensions=cost_told(cost, limits.records_spent()))


def _is_short(variables: Mapping[str, Any]) -> bool:
    try:
        check_variables(variables)
    except LimitExceededError:
        return False
    return True


def _run(
    plan: Plan, asking: _Asking, fragments: Fragments | None
) -> tuple[dict[str, Any] | None, list[GraphQLError]]:
    run = Run(asking, granted(), fragments)
    data = answered(run, plan.roots, None)
    run.unexpected.log()
    return data, run.errors
