"""What one request may cost: size and depth of its document, records in its answer, seconds.

Documents are measured once and remembered with their validation. Records are counted while the answer is
made, because only the data tell how many there are; the clock is looked at on the same occasions.
"""

from collections.abc import Iterator
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
)
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import validate_document

from graph.errors import LIMIT_EXCEEDED, BadInputError, DeadlineExceededError, LimitExceededError, coded

MAX_DEPTH = 20
MAX_ALIASES = 100
MAX_TOKENS = 4_000
MAX_ROOT_FIELDS = 50
MAX_RECORDS = 25_000
MAX_TEXT = 300
DEADLINE_S = 10.0
_REMEMBERED_DOCUMENT = 20_000
"""Longer documents are parsed anew each time, so that the memory of documents stays small."""


@dataclass(slots=True)
class Budget:
    """Records and seconds that are left to one request."""

    records: int = field(default_factory=lambda: MAX_RECORDS)
    deadline: float = field(default_factory=lambda: monotonic() + DEADLINE_S)


_budget: ContextVar[Budget | None] = ContextVar("kense_request_budget", default=None)


def grant(budget: Budget) -> None:
    """Give the request that runs in this context its budget."""
    _budget.set(budget)


def spend(records: int) -> None:
    """Count records of an answer. Raises LimitExceededError or DeadlineExceededError when none are left."""
    budget = _budget.get()
    if budget is None:
        return
    budget.records -= records
    if budget.records < 0:
        raise LimitExceededError(
            f"the answer holds more than {MAX_RECORDS} records: ask for smaller pages, or fewer levels"
        )
    if monotonic() > budget.deadline:
        raise DeadlineExceededError(
            "the answer took too long: ask for smaller pages, or for fewer levels at once"
        )


def short_text(text: str, argument: str) -> str:
    """`text`, when no name can be longer. Raises BadInputError: names are remembered once folded."""
    if len(text) > MAX_TEXT:
        raise BadInputError(f"{argument} has {len(text)} characters, at most {MAX_TEXT} are read")
    return text


@lru_cache(maxsize=512)
def _remembered(query: str) -> DocumentNode:
    return parse(query, max_tokens=MAX_TOKENS)


def read_document(query: str) -> DocumentNode:
    """The parsed document, from memory where it was met before. Raises GraphQLSyntaxError."""
    return _remembered(query) if len(query) <= _REMEMBERED_DOCUMENT else parse(query, max_tokens=MAX_TOKENS)


@dataclass(slots=True)
class _Measure:
    """Depth, aliases and fields of a selection set, fragments followed."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0


class _Surveyor:
    """Measures a document; each fragment once, so that fragments in fragments cost nothing extra."""

    def __init__(self, document: DocumentNode) -> None:
        self.fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self.known: dict[str, _Measure] = {}
        self.open: set[str] = set()

    def measure(self, selections: SelectionSetNode) -> _Measure:
        total = _Measure()
        for node in selections.selections:
            part = self._measure_node(node)
            total.depth = max(total.depth, part.depth)
            total.aliases += part.aliases
            total.fields += part.fields
        return total

    def _measure_node(self, node: Any) -> _Measure:
        if isinstance(node, FragmentSpreadNode):
            return self._measure_fragment(node.name.value)
        if not isinstance(node, FieldNode):
            return self.measure(node.selection_set)
        if node.name.value.startswith("__"):
            return _Measure(1, 0, 1)  # introspection is deep by nature and its size is that of the schema
        inner = self.measure(node.selection_set) if node.selection_set else _Measure()
        return _Measure(inner.depth + 1, inner.aliases + (node.alias is not None), 1)

    def _measure_fragment(self, name: str) -> _Measure:
        fragment = self.fragments.get(name)
        if fragment is None or name in self.open:
            return _Measure()  # unknown or circular: validation names it
        if name not in self.known:
            self.open.add(name)
            self.known[name] = self.measure(fragment.selection_set)
            self.open.discard(name)
        return self.known[name]


def check_document(document: DocumentNode) -> list[GraphQLError]:
    """One error with code LIMIT_EXCEEDED for each limit that an operation of the document breaks."""
    surveyor = _Surveyor(document)
    errors = []
    for operation in document.definitions:
        if not isinstance(operation, OperationDefinitionNode):
            continue
        found = surveyor.measure(operation.selection_set)
        for name, value, limit in (
            ("levels", found.depth, MAX_DEPTH),
            ("aliases", found.aliases, MAX_ALIASES),
            ("fields at its root", found.fields, MAX_ROOT_FIELDS),
        ):
            if value > limit:
                message = f"the operation has {value} {name}, at most {limit} are accepted"
                errors.append(coded(message, LIMIT_EXCEEDED))
    return errors


def _checked(schema: Any, query: str, rules: tuple[Any, ...]) -> tuple[GraphQLError, ...]:
    document = read_document(query)
    return tuple(check_document(document) or validate_document(schema, document, rules))


# By text and not by document: equal documents may differ in the places that errors point to.
_remembered_check = lru_cache(maxsize=512)(_checked)


class DocumentLimits(SchemaExtension):
    """Refuses documents that are too long, too deep or too wide; remembers the good ones."""

    def on_operation(self) -> Iterator[None]:
        """Runs around one operation: it gets a budget of its own."""
        grant(Budget(deadline=monotonic() + self.execution_context.context.deadline_s))
        yield

    def on_parse(self) -> Iterator[None]:
        """Runs before the document is parsed."""
        context = self.execution_context
        context.parse_options["max_tokens"] = MAX_TOKENS
        if context.query and context.graphql_document is None:
            with suppress(GraphQLSyntaxError):  # parsed once more where such an error is expected
                context.graphql_document = read_document(context.query)
        yield

    def on_validate(self) -> Iterator[None]:
        """Runs before the document is validated."""
        context = self.execution_context
        query = context.query or ""
        check = _remembered_check if len(query) <= _REMEMBERED_DOCUMENT else _checked
        try:
            found = check(context.schema._schema, query, context.validation_rules)
        except RecursionError:
            found = (coded("the document is nested too deeply to be checked", LIMIT_EXCEEDED),)
        context.pre_execution_errors = list(found)
        yield
