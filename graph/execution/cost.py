"""The greatest possible cost of an operation, by the `@cost` and `@listSize` directives of the schema.

An object costs 1 and a scalar nothing unless `@cost` says otherwise; a page costs as many of its edges as
were requested (IBM's specification of cost directives, as routers of Apollo read it). This is an estimate;
the real size of an answer is counted by graph/terms/limits.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_operation_ast,
    is_composite_type,
    is_list_type,
    is_non_null_type,
)

from graph.libraries.strawberry_schema import Cost, ListSize, directives_of
from graph.terms.connections import MAX_PAGE_SIZE, PAGE_SIZE

_SHORT_LIST = 3
"""Assumed length of a list without pages: names, contacts, citations of one thing."""


@dataclass(frozen=True, slots=True)
class _FieldCost:
    """What the cost directives of a field say: its weight, and where its list sizes come from."""

    weight: int
    is_list: bool
    slicing: tuple[str, ...]
    sized: frozenset[str]


@lru_cache(maxsize=4_096)
def _field_cost(within: Any, name: str) -> _FieldCost:
    """The cost directives of a field of a type, with the defaults for what they do not say."""
    field: GraphQLField = within.fields[name]
    given = directives_of(field)
    weight = next((one.weight for one in given if isinstance(one, Cost)), None)
    paged = next((one for one in given if isinstance(one, ListSize)), None)
    inner = field.type.of_type if is_non_null_type(field.type) else field.type
    slicing = (paged.slicing_arguments if paged else None) or ("first", "last")
    return _FieldCost(
        weight=int(weight) if weight is not None else int(is_composite_type(get_named_type(field.type))),
        is_list=is_list_type(inner),
        slicing=tuple(one for one in slicing if one in field.args),
        sized=frozenset((paged.sized_fields if paged else None) or ("edges",)),
    )


class _Estimator:
    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self.schema = schema
        self.variables = variables
        self.fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self.known: dict[str, int] = {}

    def selections(self, within: GraphQLNamedType, nodes: SelectionSetNode, sizes: Mapping[str, int]) -> int:
        """Cost of a selection set.

        `sizes`: expected lengths of its list fields by name, as the surrounding field states.
        """
        total = 0
        for node in nodes.selections:
            if isinstance(node, FieldNode):
                total += self._field(within, node, sizes)
            elif isinstance(node, FragmentSpreadNode):
                total += self._fragment(node.name.value, sizes)
            else:
                inline: Any = node
                condition = inline.type_condition
                of = self.schema.get_type(condition.name.value) if condition else within
                total += self.selections(of or within, inline.selection_set, sizes)
        return total

    def _fragment(self, name: str, sizes: Mapping[str, int]) -> int:
        key = f"{name} {sorted(sizes.items())}" if sizes else name
        if key not in self.known:
            fragment = self.fragments[name]
            of = self.schema.type_map[fragment.type_condition.name.value]
            self.known[key] = self.selections(of, fragment.selection_set, sizes)
        return self.known[key]

    def _field(self, within: Any, node: FieldNode, sizes: Mapping[str, int]) -> int:
        """Cost of a field with all below it, times the expected length of its list."""
        name = node.name.value
        if name.startswith("_"):
            return 1  # introspection, and entities: limited by the number of representations
        field: GraphQLField = within.fields[name]
        field_cost = _field_cost(within, name)
        inner: dict[str, int] = {}
        times = 1
        if field_cost.slicing:
            size = self._size(node, field, field_cost.slicing)
            if field_cost.is_list:
                times = size
            else:
                inner = dict.fromkeys(field_cost.sized, size)
        elif field_cost.is_list:
            times = sizes.get(name, _SHORT_LIST)
        children = 0
        if node.selection_set:
            children = self.selections(get_named_type(field.type), node.selection_set, inner)
        return times * (field_cost.weight + children)

    def _size(self, node: FieldNode, field: GraphQLField, slicing: tuple[str, ...]) -> int:
        """The number of requested items, given as a literal or variable; at most MAX_PAGE_SIZE.

        Without a number, the default of the schema, else PAGE_SIZE.
        """
        sizes = [self._number(one.value) for one in node.arguments or () if one.name.value in slicing]
        sizes += [field.args[name].default_value for name in slicing if not sizes]
        numbers = [size for size in sizes if isinstance(size, int)]
        return min(max(max(numbers), 0), MAX_PAGE_SIZE) if numbers else PAGE_SIZE

    def _number(self, value: Any) -> int | None:
        if isinstance(value, IntValueNode):
            return int(value.value)
        given = self.variables.get(value.name.value) if isinstance(value, VariableNode) else None
        return given if isinstance(given, int) else None


def operation_cost(
    schema: GraphQLSchema, document: DocumentNode, operation_name: str | None, variables: Mapping[str, Any]
) -> int | None:
    """The estimated cost of an operation of a valid document. None if the document has no such operation."""
    operation = get_operation_ast(document, operation_name)
    root = schema.get_root_type(operation.operation) if operation else None
    if operation is None or root is None:
        return None
    known = {**_defaults(operation), **variables}
    return _Estimator(schema, document, known).selections(root, operation.selection_set, {})


def _defaults(operation: OperationDefinitionNode) -> dict[str, int]:
    return {
        one.variable.name.value: int(one.default_value.value)
        for one in operation.variable_definitions or ()
        if isinstance(one.default_value, IntValueNode)
    }
