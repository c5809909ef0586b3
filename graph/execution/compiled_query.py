"""A valid query as a tree of readers: what the executor would find out for each object, found out once.

A reader takes an object of the edition and writes its part of the answer. The selected fields of a type,
their resolvers, arguments and output depend on the document alone (and on the variables of @skip and
@include): so they are worked out at the first object of the type, and kept with the document. A failed field
is null with an error in its own slot (graph/execution/plan_errors.py). A query with a kind of resolver that a
plan does not support is left to the reference executor; reading has no side effects, so that it may start
again.
"""

from __future__ import annotations

from collections import OrderedDict
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLAbstractType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution import VariableValues

from graph.execution.documents import document_bytes
from graph.execution.fragments import KeptPart
from graph.execution.plan_errors import Position, UnplannedError
from graph.execution.plan_readers import always, by_class, listed, object_reader, required, resolving, written
from graph.execution.plan_run import Field, Reader, Run
from graph.execution.scalar_output import writer
from graph.libraries.graphql_core import Selection, Selections, fragments_of, object_expected
from graph.libraries.strawberry_schema import accepts, attribute_of, class_of, type_name_of
from model.byte_cache import ByteCache
from model.tracing import inner_span

if TYPE_CHECKING:
    from graph.libraries.strawberry_schema import ReferenceExecutor


_PLANS_OF_ONE = 8
_PLAN_SHARE = 1
"""Size of an operation's plans, as a multiple of its document's size."""


class Plan:
    """The readers of one operation.

    Raises GraphQLError for an invalid condition, UnplannedError if it cannot answer.
    """

    def __init__(self, executor: ReferenceExecutor, conditions: VariableValues) -> None:
        self._schema = executor.schema
        self._selections = Selections.of(executor, conditions)
        self._objects: dict[tuple[str, tuple[int, ...], bool], Reader] = {}
        root = self._schema.get_root_type(self._selections.operation.operation)
        if root is None:
            raise UnplannedError("the schema has no such operations")
        are_events = self._selections.operation.operation is OperationType.SUBSCRIPTION
        self.roots = self._fields(root, self._selections.of_root(root), are_events=are_events)

    def let_go(self) -> None:
        """Break the reference cycle of the plan and its readers, so that both are freed once unused.

        The plan is empty then.
        """
        self.roots = ()
        self._objects.clear()

    def _fields(
        self, within: GraphQLObjectType, selection: Selection, *, are_events: bool = False
    ) -> tuple[Field, ...]:
        """The fields that a selection reads from an object of a type.

        With `are_events` the value given to a reader is that of the field itself, as for an event of a
        subscription.
        """
        fields: list[Field] = []
        for name, details in selection.items():
            field = self._schema.get_field(within, details[0].node.name.value)
            if field is None:
                continue  # as the reference executor does
            position = Position(field, within, details)
            is_event = are_events and position.name != "__typename"
            reader = self._completer(field.type, position) if is_event else self._reader(position)
            fields.append(Field(name, reader, position, not is_non_null_type(field.type)))
        return tuple(fields)

    def _reader(self, position: Position) -> Reader:
        """The reader of one field: `__typename`, a scalar attribute, or whatever its resolver returns."""
        field = position.field
        if position.name == "__typename":
            return always(position.within.name)
        if is_non_null_type(field.type) and is_leaf_type(field.type.of_type):
            attribute = attribute_of(field)
            if attribute is not None:
                write = writer(field.type.of_type, position.coordinate)
                return written(attrgetter(attribute), write)
        return resolving(self._schema, position, self._completer(field.type, position))

    def _completer(self, kind: GraphQLOutputType, position: Position) -> Reader:
        """The reader of a value of a type: non-null, list, scalar, interface, union or object.

        Raises UnplannedError for an unknown kind of type.
        """
        if is_non_null_type(kind):
            if is_leaf_type(kind.of_type):
                write = writer(kind.of_type, position.coordinate)
                return lambda value, _run: write(value)
            if is_list_type(kind.of_type):
                return required(self._completer(kind.of_type, position), position.coordinate)
            return self._of_composite(kind.of_type, position, position.coordinate)
        if is_list_type(kind):
            item = kind.of_type
            return listed(self._completer(item, position), position, not is_non_null_type(item))
        if is_leaf_type(kind):
            write = writer(kind, None)
            return lambda value, _run: None if value is None else write(value)
        return self._of_composite(kind, position, None)

    def _of_composite(self, kind: GraphQLOutputType, position: Position, required_at: str | None) -> Reader:
        if is_abstract_type(kind):
            return by_class(lambda value, run: self._of_abstract(kind, position, value, run), required_at)
        if not isinstance(kind, GraphQLObjectType):
            raise UnplannedError(f"{position.coordinate} has a type of an unknown kind")
        return by_class(lambda value, run: self._of_object(kind, position, value, run), required_at)

    def _of_abstract(
        self, kind: GraphQLAbstractType, position: Position, value: Any, run: Run
    ) -> tuple[Reader, bool]:
        """The reader of a value of an interface or union, and whether it fits all objects of its class.

        The type is found by the class if that determines it, else by the type resolver of the schema.
        """
        name = type_name_of(type(value))
        found = self._schema.type_map.get(name) if name is not None else None
        if isinstance(found, GraphQLObjectType) and self._schema.is_sub_type(kind, found):
            return self._object(found, position, value), True
        kind_of_value = run.executor.type_of_value(
            kind, value, position.field, position.within, position.details
        )
        return self._of_object(kind_of_value, position, value, run)[0], False

    def _of_object(
        self, kind: GraphQLObjectType, position: Position, value: Any, run: Run
    ) -> tuple[Reader, bool]:
        """The reader of a value of an object type, and whether it fits all objects of the value's class.

        Raises GraphQLError for a value that is not an object of that type.
        """
        if kind.is_type_of is None:
            return self._object(kind, position, value), True
        shown_class = class_of(kind)
        if shown_class is not None and issubclass(type(value), shown_class):
            return self._object(kind, position, value), True
        if not accepts(kind, value, run):
            raise object_expected(kind, value, position.details)
        return self._object(kind, position, value), False

    def _object(self, kind: GraphQLObjectType, position: Position, value: Any) -> Reader:
        """The reader of objects like `value`."""
        details, is_made_anew = position.details, getattr(value, "is_made_anew", False)
        key = kind.name, tuple(id(detail.node) for detail in details), is_made_anew
        known = self._objects.get(key)
        if known is None:
            selection = self._selections.of_object(kind, details)
            known = object_reader(self._fields(kind, selection))
            if not is_made_anew and not self._selections.mention_variables(details):
                known = KeptPart(known)
            self._objects[key] = known
        return known


def _condition_names(executor: ReferenceExecutor) -> tuple[str, ...]:
    """Names of the variables in directives of the operation and of all fragments, sorted."""
    names: set[str] = set()
    waiting: list[Any] = [
        executor.operation.selection_set,
        *(fragment.selection_set for fragment in fragments_of(executor).values()),
    ]
    while waiting:
        for node in waiting.pop().selections:
            for directive in node.directives or ():
                arguments = directive.arguments or ()
                names.update(
                    argument.value.name.value
                    for argument in arguments
                    if isinstance(argument.value, VariableNode)
                )
            if (inner := getattr(node, "selection_set", None)) is not None:
                waiting.append(inner)
    return tuple(sorted(names))


class _Planned:
    """The plans of one operation, one for each combination of its @skip and @include variables.

    At most 8 are kept.
    """

    def __init__(self, executor: ReferenceExecutor) -> None:
        self.schema, self.operation = executor.schema, executor.operation
        self._names = _condition_names(executor)
        self._plans: OrderedDict[tuple[Any, ...], Plan] = OrderedDict()

    def let_go(self) -> None:
        """Free all plans; called when the operation leaves the cache."""
        for plan in list(self._plans.values()):
            plan.let_go()

    def known(self, given: VariableValues) -> Plan | None:
        return self._plans.get(self._key(given))

    def _key(self, given: VariableValues) -> tuple[Any, ...]:
        return tuple(given.coerced.get(name) for name in self._names)

    def plan(self, executor: ReferenceExecutor) -> Plan:
        """The plan for the variables of this execution, from the cache or new.

        Raises GraphQLError, UnplannedError.
        """
        given = executor.variable_values
        key = self._key(given)
        known = self._plans.get(key)
        if known is None:
            conditions = VariableValues(
                {name: given.sources[name] for name in self._names if name in given.sources},
                {name: given.coerced[name] for name in self._names if name in given.coerced},
            )
            known = self._plans[key] = Plan(executor, conditions)
            while len(self._plans) > _PLANS_OF_ONE:
                self._plans.popitem(last=False)[1].let_go()
        return known


_planned = ByteCache[int, _Planned](16_000_000, _Planned.let_go)
"""By the identity of the operation, which the entry keeps alive."""


def plan_of(executor: ReferenceExecutor) -> Plan:
    """The plan of the executor's operation, from the cache if the operation was seen before.

    Raises UnplannedError, and GraphQLError for a document with invalid conditions.
    """
    key = id(executor.operation)
    known = _planned.get(key)
    if known is None or known.schema is not executor.schema:
        with inner_span("graphql.plan"):
            known = _Planned(executor)
            _planned.put(key, known, (1 + _PLAN_SHARE) * document_bytes(executor.operation))
            return known.plan(executor)
    return known.plan(executor)


def known_plan(
    schema: GraphQLSchema, operation: OperationDefinitionNode, variables: VariableValues
) -> Plan | None:
    """The cached plan of an operation for these variables.

    None if it was not executed with such conditions before.
    """
    known = _planned.get(id(operation))
    # The operation itself is compared: its `id()` may be reused from an object freed long ago.
    if known is None or known.operation is not operation or known.schema is not schema:
        return None
    return known.known(variables)
