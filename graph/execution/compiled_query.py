"""A valid query as a tree of readers: what the executor would find out for each object, found out once.

A reader takes an object of the edition and writes its part of the answer. Which fields a type is asked for,
how they are resolved, with which arguments, and how their values are written depends on the document alone
(and on the variables of @skip and @include): so it is worked out when an object of the type is met first,
and kept with the document. A plan knows no errors: an exception of a resolver, a null where none may be, a
way of resolving that it does not know leave the query to the reference executor. Reading has no effect, so
that it may begin anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from operator import attrgetter
from time import monotonic
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    Node,
    VariableNode,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.collect_fields import FieldDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues, get_argument_values
from graphql.pyutils import is_iterable
from strawberry.types.arguments import convert_arguments

from graph.execution.scalar_output import Write, writer
from graph.terms.limits import CHECK_EVERY_S, Budget

if TYPE_CHECKING:
    from graphql.execution.executor import Executor
    from strawberry.types.field import StrawberryField


Reader = Callable[[Any, "Run"], Any]
_KEPT = 256
_PLANS_OF_ONE = 8


class UnplannedError(Exception):
    """The reference executor has to answer."""


class Run:
    """One execution of a plan; resolvers take it for their `info`, of which they read the context."""

    __slots__ = ("arguments", "budget", "check_at", "context", "schema", "variables")

    def __init__(self, executor: Executor[Any], budget: Budget | None) -> None:
        self.context = executor.context_value
        self.schema = executor.schema
        self.variables = executor.variable_values
        self.budget = budget
        self.check_at = 0.0
        self.arguments: dict[int, dict[str, Any]] = {}

    def check(self) -> None:
        """Look at the budget. Raises LimitExceededError or DeadlineExceededError when it is used up."""
        self.check_at = monotonic() + CHECK_EVERY_S
        if self.budget is not None:
            self.budget.check()


class Plan:
    """The readers of one operation."""

    def __init__(self, executor: Executor[Any], conditions: VariableValues) -> None:
        self._schema = executor.schema
        self._fragments = executor.fragments
        self._operation = executor.operation
        self._conditions = conditions
        self._objects: dict[tuple[str, tuple[int, ...]], Reader] = {}
        root = self._schema.query_type
        if root is None:
            raise UnplannedError
        found = collect_fields(self._schema, self._fragments, self._conditions, root, self._operation)
        self.roots = tuple(
            (name, self._field(root, details)) for name, details in found.grouped_field_set.items()
        )

    def _field(self, within: GraphQLObjectType, details: list[FieldDetails]) -> Reader:
        node = details[0].node
        name = node.name.value
        if name == "__typename":
            return _always(within.name)
        field = self._schema.get_field(within, name)
        if field is None:
            raise UnplannedError
        if is_non_null_type(field.type) and is_leaf_type(field.type.of_type):
            definition = field.extensions.get("strawberry-definition")
            if definition is not None and definition.is_basic_field:
                return _written(attrgetter(definition.python_name), writer(field.type.of_type))
        complete = self._completer(field.type, details)
        return _resolving(self._schema, field, details[0], complete)

    def _completer(self, kind: GraphQLOutputType, details: list[FieldDetails]) -> Reader:
        if is_non_null_type(kind):
            if is_leaf_type(kind.of_type):
                write = writer(kind.of_type)  # it writes no null
                return lambda value, _run: write(value)
            return _required(self._completer(kind.of_type, details))
        if is_list_type(kind):
            return _listed(self._completer(kind.of_type, details))
        if is_leaf_type(kind):
            write = writer(kind)
            return lambda value, _run: None if value is None else write(value)
        if is_abstract_type(kind):
            return _by_class(lambda of: self._object(self._implementation(kind, of), details))
        if not isinstance(kind, GraphQLObjectType):
            raise UnplannedError
        return _by_class(lambda of: self._object(_accepted(kind, of), details))

    def _implementation(self, kind: Any, of: type) -> GraphQLObjectType:
        definition = getattr(of, "__strawberry_definition__", None)
        found = self._schema.type_map.get(definition.name) if definition is not None else None
        if not isinstance(found, GraphQLObjectType) or not self._schema.is_sub_type(kind, found):
            raise UnplannedError
        return found

    def _object(self, kind: GraphQLObjectType, details: list[FieldDetails]) -> Reader:
        key = kind.name, tuple(id(one.node) for one in details)
        known = self._objects.get(key)
        if known is None:
            found = collect_subfields(
                self._schema, self._fragments, self._conditions, self._operation, kind, details
            )
            steps = tuple((name, self._field(kind, each)) for name, each in found.grouped_field_set.items())
            known = self._objects[key] = _object_reader(steps)
        return known


def _written(get: Callable[[Any], Any], write: Write) -> Reader:
    """Most fields of most answers: an attribute that is there, written as it is."""
    return lambda value, _run: write(get(value))


def _always(text: str) -> Reader:
    return lambda _value, _run: text


def _object_reader(steps: tuple[tuple[str, Reader], ...]) -> Reader:
    def read(value: Any, run: Run) -> dict[str, Any]:
        if monotonic() >= run.check_at:
            run.check()
        return {name: step(value, run) for name, step in steps}

    return read


def _by_class(reader_for: Callable[[type], Reader]) -> Reader:
    readers: dict[type, Reader] = {}

    def complete(value: Any, run: Run) -> Any:
        if value is None:
            return None
        reader = readers.get(type(value))
        if reader is None:
            if isinstance(value, Exception):
                raise UnplannedError  # an error in its own slot
            reader = readers[type(value)] = reader_for(type(value))
        return reader(value, run)

    return complete


def _required(complete: Reader) -> Reader:
    def required(value: Any, run: Run) -> Any:
        written = complete(value, run)
        if written is None:
            raise UnplannedError
        return written

    return required


def _listed(complete: Reader) -> Reader:
    def listed(value: Any, run: Run) -> Any:
        if value is None:
            return None
        if not isinstance(value, (list, tuple)) and not is_iterable(value):
            raise UnplannedError
        return [complete(one, run) for one in value]

    return listed


def _accepted(kind: GraphQLObjectType, of: type) -> GraphQLObjectType:
    """`kind`, when an object of the class is one of it."""
    if kind.is_type_of is not None:
        definition = kind.extensions.get("strawberry-definition")
        if definition is None or not issubclass(of, definition.origin):
            raise UnplannedError
    return kind


def _resolving(schema: Any, field: GraphQLField, details: FieldDetails, complete: Reader) -> Reader:
    """Reads a field of an object: an attribute, a method, or what else the schema has for a resolver."""
    definition: StrawberryField | None = field.extensions.get("strawberry-definition")
    if definition is None:
        return _calling_resolver(field, details, complete)
    if definition.is_basic_field:
        get = attrgetter(definition.python_name)
        return lambda value, run: complete(get(value), run)
    resolver = definition.base_resolver
    if (
        resolver is None
        or not resolver.self_parameter
        or resolver.parent_parameter
        or resolver.root_parameter
        or definition.extensions
        or definition.is_async
    ):
        return _calling_resolver(field, details, complete)
    call: Any = resolver.wrapped_func
    info = resolver.info_parameter.name if resolver.info_parameter else None
    config = schema._strawberry_schema.config
    scalars = schema._strawberry_schema.schema_converter.scalar_registry

    def arguments(variables: VariableValues | None) -> dict[str, Any]:
        given = get_argument_values(field, details.node, variables, details.fragment_variable_values)
        return convert_arguments(given, definition.arguments, scalars, config)

    if _mentions_variables(details):
        return _calling_with_variables(call, info, arguments, complete)
    given = arguments(None)
    if info is not None:
        return lambda value, run: complete(call(value, **{info: run}, **given), run)
    if given:
        return lambda value, run: complete(call(value, **given), run)
    return lambda value, run: complete(call(value), run)


def _calling_with_variables(
    call: Callable[..., Any],
    info: str | None,
    arguments: Callable[[VariableValues], dict[str, Any]],
    complete: Reader,
) -> Reader:
    def read(value: Any, run: Run) -> Any:
        given = run.arguments.get(id(read))
        if given is None:
            given = run.arguments[id(read)] = arguments(run.variables)
            if info is not None:
                given[info] = run
        return complete(call(value, **given), run)

    return read


def _calling_resolver(field: GraphQLField, details: FieldDetails, complete: Reader) -> Reader:
    """Reads by the resolver as it is: introspection, and what Strawberry itself puts into the schema."""
    resolve: Any = field.resolve
    if resolve is None:
        raise UnplannedError

    def read(value: Any, run: Run) -> Any:
        given = run.arguments.get(id(read))
        if given is None:
            given = run.arguments[id(read)] = get_argument_values(
                field, details.node, run.variables, details.fragment_variable_values
            )
        return complete(resolve(value, run, **given), run)

    return read


def _mentions_variables(details: FieldDetails) -> bool:
    waiting: list[Any] = list(details.node.arguments or ())
    while waiting:
        node = waiting.pop()
        if isinstance(node, VariableNode):
            return True
        for key in node.keys if isinstance(node, Node) else ():
            child = getattr(node, key)
            waiting.extend(child if isinstance(child, (list, tuple)) else [child])
    return False


def _condition_names(executor: Executor[Any]) -> tuple[str, ...]:
    """Names of the variables in @skip and @include of the operation and of all fragments."""
    found: set[str] = set()
    fragments: Mapping[str, Any] = executor.fragment_definitions
    waiting: list[Any] = [
        executor.operation.selection_set,
        *(one.selection_set for one in fragments.values()),
    ]
    while waiting:
        for node in waiting.pop().selections:
            for directive in node.directives or ():
                arguments = directive.arguments or ()
                found.update(one.value.name.value for one in arguments if isinstance(one.value, VariableNode))
            if (inner := getattr(node, "selection_set", None)) is not None:
                waiting.append(inner)
    return tuple(sorted(found))


class _Planned:
    """The plans of one operation: one for each set of values of the variables in its conditions."""

    def __init__(self, executor: Executor[Any]) -> None:
        self.schema, self.operation = executor.schema, executor.operation
        self._names = _condition_names(executor)
        self._plans: OrderedDict[tuple[Any, ...], Plan] = OrderedDict()

    def plan(self, executor: Executor[Any]) -> Plan:
        given = executor.variable_values
        key = tuple(given.coerced.get(name) for name in self._names)
        known = self._plans.get(key)
        if known is None:
            conditions = VariableValues(
                {name: given.sources[name] for name in self._names if name in given.sources},
                {name: given.coerced[name] for name in self._names if name in given.coerced},
            )
            known = self._plans[key] = Plan(executor, conditions)
            while len(self._plans) > _PLANS_OF_ONE:
                self._plans.popitem(last=False)
        return known


_planned: OrderedDict[int, _Planned] = OrderedDict()
"""By the identity of the operation, which the entry keeps alive; the oldest is forgotten first."""


def plan_of(executor: Executor[Any]) -> Plan:
    """The plan of the operation, from memory where its document was met before. Raises UnplannedError."""
    key = id(executor.operation)
    known = _planned.get(key)
    if known is None or known.schema is not executor.schema:
        known = _planned[key] = _Planned(executor)
        while len(_planned) > _KEPT:
            _planned.popitem(last=False)
    return known.plan(executor)
