"""Which documents are executed: trusted, short, shallow and cheap enough. Good ones are cached."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from sys import getsizeof
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSyntaxError,
    NameNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    Source,
    get_operation_ast,
    parse,
    specified_rules,
)
from graphql.error import located_error
from strawberry.types import StreamExecutionResult

from graph.execution.cost import operation_cost
from graph.execution.lengths import check_length, check_variables
from graph.execution.literals import placed_rules, too_large_number, with_ways
from graph.execution.settling import cost_told, told_alone, version_told
from graph.libraries.graphql_core import is_validation_aborted
from graph.libraries.strawberry_schema import OperationHooks, core_schema, operation_name, validation_errors
from graph.terms import limits
from graph.terms.errors import (
    BAD_REQUEST,
    DOCUMENT_NOT_TRUSTED,
    LIMIT_EXCEEDED,
    NO_OPERATION,
    LimitExceededError,
    coded,
)
from graph.terms.limits import (
    MAX_ALIASES,
    MAX_COST,
    MAX_DEPTH,
    MAX_EVENT_COST,
    MAX_MUTATIONS,
    MAX_ROOT_FIELDS,
    MAX_TOKENS,
    grant,
)
from model.byte_cache import ByteCache
from model.errors import UsageError
from model.tracing import inner_span

_NODES_BYTES = 200
"""Measured bytes of the syntax tree per character: 50 for usual names, 280 for names of one letter."""
_MOST_NODES_BYTES = 600 * MAX_TOKENS
"""Bytes of the largest syntax tree: the rest of a longer text is comments and values."""
_ENTRY_BYTES = 500
_remembered = ByteCache[str, "DocumentNode | _Unreadable"](8_000_000)
"""Documents that may be executed or are not checked yet, by text."""


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """Why a text is no GraphQL document. The error itself is not kept: it would keep its traceback alive."""

    position: int
    description: str


def _read(query: str) -> DocumentNode | _Unreadable:
    try:
        return _unlinked(parse(query, max_tokens=MAX_TOKENS))
    except GraphQLSyntaxError as error:
        position = next(iter(error.positions or ()), 0)
        return _Unreadable(position, error.description)


def read_document(query: str) -> DocumentNode:
    """The parsed document, from the cache if known. Raises GraphQLSyntaxError, also for too many tokens."""
    document = _remembered.get(query)
    if document is None:
        document = _read(query)
        _remembered.put(query, document, getsizeof(query) + document_bytes(document))
    if isinstance(document, _Unreadable):
        raise GraphQLSyntaxError(Source(query), document.position, document.description)
    return document


def _unlinked(document: DocumentNode) -> DocumentNode:
    """Remove the links between the tokens of a document and return it; nothing here follows them.

    Without these cycles it is freed at once when it is dropped. Otherwise the garbage collector would have to
    find it, by walking all cached documents, and delay all requests.
    """
    token = document.loc.start_token if document.loc is not None else None
    while token is not None:
        following = token.next
        token.prev = token.next = None
        token = following
    return document


def document_bytes(of: DocumentNode | OperationDefinitionNode | _Unreadable) -> int:
    """Approximate bytes that a parsed document or operation takes in memory, from the length of its text."""
    loc = None if isinstance(of, _Unreadable) else of.loc
    return _ENTRY_BYTES + (0 if loc is None else min((loc.end - loc.start) * _NODES_BYTES, _MOST_NODES_BYTES))


def operation_kind(query: str, name: str | None, limit_bytes: int) -> OperationType | None:
    """Query, mutation or subscription; None for a long or unreadable document or an unknown operation."""
    try:
        check_length(query, limit_bytes)
        operation = get_operation_ast(read_document(query), name)
    except (GraphQLError, RecursionError, LimitExceededError):
        return None
    return None if operation is None else operation.operation


def changes_in(query: str, name: str | None) -> int:
    """Number of root fields, 1 to MAX_MUTATIONS; 0 for an unreadable document or unknown operation."""
    try:
        document = read_document(query)
        operation = get_operation_ast(document, name)
        if operation is None:
            return 0
        changes = _Surveyor(document).measure(operation.selection_set).fields
        return min(max(1, changes), MAX_MUTATIONS)
    except (GraphQLError, RecursionError):
        return 0


def check_ahead(schema: Any, query: str) -> None:
    """Validate a document that will be executed later, so that the verdict is cached. Raises nothing."""
    with suppress(RecursionError, GraphQLError):
        _checked(core_schema(schema), query, tuple(specified_rules))


def _in_place(name: str | None) -> DocumentNode:
    """A valid document (`{ __typename }`) in place of a refused or unreadable one; never executed."""
    return DocumentNode(
        definitions=(
            OperationDefinitionNode(
                operation=OperationType.QUERY,
                name=None if name is None else NameNode(value=name),
                selection_set=SelectionSetNode(
                    selections=(FieldNode(name=NameNode(value="__typename"), arguments=(), directives=()),)
                ),
                variable_definitions=(),
                directives=(),
            ),
        )
    )


@dataclass(slots=True)
class _Measure:
    """Depth, number of aliases and number of fields of a selection set, fragments included."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0


class _Surveyor:
    """Measures selection sets of a document. Each fragment is measured once, however often it is used."""

    def __init__(self, document: DocumentNode) -> None:
        self.fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self.known: dict[str, _Measure] = {}
        self.open: set[str] = set()

    def measure(self, selections: SelectionSetNode) -> _Measure:
        """The measure of a selection set: its greatest depth, all aliases, its own fields."""
        total = _Measure()
        for node in selections.selections:
            part = self._measure_node(node)
            total.depth = max(total.depth, part.depth)
            total.aliases += part.aliases
            total.fields += part.fields
        return total

    def _measure_node(self, node: Any) -> _Measure:
        """The measure of a field, fragment spread or inline fragment. Introspection counts as one level."""
        if isinstance(node, FragmentSpreadNode):
            return self._measure_fragment(node.name.value)
        if not isinstance(node, FieldNode):
            return self.measure(node.selection_set)
        inner = self.measure(node.selection_set) if node.selection_set else _Measure()
        if node.name.value.startswith("__"):
            # Introspection is deep by nature; how deep is a rule of graphql-core.
            return _Measure(1, inner.aliases + (node.alias is not None), 1)
        return _Measure(inner.depth + 1, inner.aliases + (node.alias is not None), 1)

    def _measure_fragment(self, name: str) -> _Measure:
        """The measure of a fragment. Zero if it is unknown or contains itself: validation reports that."""
        fragment = self.fragments.get(name)
        if fragment is None or name in self.open:
            return _Measure()  # unknown or circular: validation reports it
        if name not in self.known:
            self.open.add(name)
            self.known[name] = self.measure(fragment.selection_set)
            self.open.discard(name)
        return self.known[name]


def check_document(document: DocumentNode) -> list[GraphQLError]:
    """An error (LIMIT_EXCEEDED) for each limit (levels, aliases, root fields) that an operation exceeds."""
    surveyor = _Surveyor(document)
    errors = []
    for operation in document.definitions:
        if not isinstance(operation, OperationDefinitionNode):
            continue
        measured = surveyor.measure(operation.selection_set)
        is_mutation = operation.operation is OperationType.MUTATION
        for name, value, limit in (
            ("levels", measured.depth, MAX_DEPTH),
            ("aliases", measured.aliases, MAX_ALIASES),
            ("fields at its root", measured.fields, MAX_MUTATIONS if is_mutation else MAX_ROOT_FIELDS),
        ):
            if value > limit:
                message = f"the operation has {value} {name}, at most {limit} are accepted"
                errors.append(coded(message, LIMIT_EXCEEDED))
    return errors


_TOO_ENTANGLED = coded(
    "the document repeats too many fields or fragments in one place: say each of them once", LIMIT_EXCEEDED
)

_Verdict = tuple[GraphQLError, ...]
# By text and not by document: equal documents may differ in the positions that errors point to.
_verdicts = ByteCache[tuple[Any, str, tuple[Any, ...]], _Verdict](2_000_000)
"""Errors of a document: none for a good one."""


def _checked(schema: Any, query: str, rules: tuple[Any, ...]) -> _Verdict:
    """Errors of a document, from the cache if known; empty for a valid document.

    An invalid document is not kept parsed.
    """
    key = schema, query, rules
    verdict = _verdicts.get(key)
    if verdict is None:
        verdict = _check(schema, query, rules)
        size = _ENTRY_BYTES + getsizeof(query)
        _verdicts.put(key, verdict, size + sum(_ENTRY_BYTES + getsizeof(one.message) for one in verdict))
    if verdict:
        _remembered.pop(query)
    return verdict


def _check(schema: Any, query: str, rules: tuple[Any, ...]) -> _Verdict:
    """Check numbers first, then limits, then the validation rules; the errors of the first that fails."""
    document = read_document(query)
    too_large = too_large_number(query, document)
    if too_large is not None:
        return (_alone(too_large),)
    found = check_document(document) or with_ways(
        document, validation_errors(schema, document, placed_rules(rules))
    )
    return tuple(_TOO_ENTANGLED if is_validation_aborted(error) else _alone(error) for error in found)


def _alone(error: GraphQLError) -> GraphQLError:
    """A copy of the error without its syntax nodes, which would keep the whole document alive."""
    # A scalar's error holds its code; its traceback would keep all values on the way alive.
    cause = error.original_error
    if cause is not None:
        cause.with_traceback(None)
    told = GraphQLError(error.message, path=error.path, extensions=error.extensions, original_error=cause)
    told.locations = error.locations
    return told


class DocumentLimits(OperationHooks):
    """A Strawberry extension that refuses documents that are untrusted, too long, deep, wide or expensive."""

    _unread: GraphQLError | None = None
    _cost: int | None = None
    _is_subscription = False
    _records: int | None = None

    def on_operation(self) -> Iterator[None]:
        """Runs around the operation, grants it a budget, and records afterwards how many records it used.

        If the budget was used up, the answer becomes that refusal alone.
        """
        context = self.execution_context.context
        context.begin(context.registry)
        yield
        result: Any = self.execution_context.result
        if getattr(result, "errors", None):
            result.data, result.errors = told_alone(result.data, result.errors)
        self._records = limits.records_spent()
        grant(None)
        context.let_go()

    def on_stream_result(self, result: StreamExecutionResult) -> Iterator[None]:
        """Runs before each event is sent. Releases the registry, as the client may be slow."""
        self.execution_context.context.let_go()
        yield None

    def on_parse(self) -> Iterator[None]:
        """Parses the document before Strawberry does. An error is kept, and reported during validation.

        Strawberry reports an error raised here only on some code paths, and crashes on others.
        """
        context = self.execution_context
        context.parse_options["max_tokens"] = MAX_TOKENS
        if context.query and context.graphql_document is None:
            try:
                with inner_span("graphql.parse"):
                    context.graphql_document = self._document(context.query, operation_name(context))
            except (GraphQLError, RecursionError, UsageError) as error:
                self._unread = error if isinstance(error, GraphQLError) else located_error(error)
                context.graphql_document = _in_place(operation_name(context))
        yield

    def _document(self, query: str, name: str | None) -> DocumentNode:
        check_length(query, self.execution_context.context.document_limit_bytes)
        document = read_document(query)
        # Strawberry would execute the first of several operations; the specification requires an error.
        if get_operation_ast(document, name) is None:
            raise coded(NO_OPERATION, BAD_REQUEST)
        return document

    def on_validate(self) -> Iterator[None]:
        """Replaces Strawberry's validation by checks of our own. With errors the document is not executed.

        Errors are: an untrusted or invalid document, a mutation not sent by POST, too many variables, too
        high a cost.
        """
        context = self.execution_context
        query = context.query or ""
        if self._unread is not None:
            context.pre_execution_errors = [self._unread]
        elif not context.context.documents.allows(query):
            message = "this server executes only the documents of its own folder: send the id of one"
            context.pre_execution_errors = [coded(message, DOCUMENT_NOT_TRUSTED)]
        elif not context.context.may_mutate and self._operation_type() is OperationType.MUTATION:
            context.pre_execution_errors = [coded("a mutation is sent by POST", BAD_REQUEST)]
        else:
            context.pre_execution_errors = list(self._errors(query) or self._too_many() or self._too_dear())
        yield

    def _too_many(self) -> list[GraphQLError]:
        try:
            check_variables(self.execution_context.variables or {})
        except LimitExceededError as error:
            return [coded(str(error), LIMIT_EXCEEDED)]
        return []

    def _errors(self, query: str) -> tuple[GraphQLError, ...]:
        context = self.execution_context
        try:
            with inner_span("graphql.validate"):
                return _checked(core_schema(context.schema), query, context.validation_rules)
        except RecursionError:
            return (coded("the document is nested too deeply to be checked", LIMIT_EXCEEDED),)

    def _operation_type(self) -> OperationType | None:
        context = self.execution_context
        document: Any = context.graphql_document
        operation = get_operation_ast(document, operation_name(context))
        return None if operation is None else operation.operation

    def _too_dear(self) -> list[GraphQLError]:
        """One error if the estimated cost is above the limit, else empty. Stores the cost."""
        context = self.execution_context
        document: Any = context.graphql_document
        cost = operation_cost(
            core_schema(context.schema), document, operation_name(context), context.variables or {}
        )
        self._cost = cost
        self._is_subscription = self._operation_type() is OperationType.SUBSCRIPTION
        most, what = (MAX_EVENT_COST, "each event") if self._is_subscription else (MAX_COST, "the operation")
        if cost is None or cost <= most:
            return []
        message = f"{what} may cost {cost}, at most {most} is accepted: ask for smaller pages"
        return [coded(message, LIMIT_EXCEEDED)]

    def get_results(self) -> dict[str, Any]:
        """The `extensions` of the answer: API version, estimated cost, number of records.

        Without an estimate the version alone; empty for a subscription.
        """
        if self._is_subscription:
            return {}
        if self._cost is None:
            return version_told()
        return cost_told(self._cost, self._records)
