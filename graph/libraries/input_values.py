"""Assumptions about how graphql-core reads input: the same values, by readers made once for a document.

`get_variable_values` and `get_argument_values` look at the types and the document again for each request,
which takes longer than most answers. A reader takes what they would take, and refuses everything else: its
caller then asks graphql-core, which says what is wrong in its own words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLError,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputType,
    GraphQLSchema,
    ObjectValueNode,
    Undefined,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
    is_required_argument,
    is_required_input_field,
)
from graphql.execution import VariableValues
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValueSource
from graphql.utilities.coerce_input_value import (
    coerce_default_value,
    coerce_input_literal,
    coerce_input_value,
)

from graph.libraries.graphql_core import FieldDetails, mentions_variables

Read = Callable[[Any], Any]
"""Takes a value of JSON, and gives it as its type reads it; Undefined for one that is not of the type."""
_FromVariables = Callable[[Mapping[str, Any]], Any]
"""Gives a value of the document for some variables; Undefined without one, _REFUSED for an invalid one."""
_REFUSED: Any = object()
_Types = tuple[GraphQLInputType, ...]


class UnreadError(Exception):
    """The value, or the type, is one for graphql-core itself."""


def value_reader(kind: GraphQLInputType, around: _Types = ()) -> Read:
    """What `coerce_input_value` gives for values of JSON. Raises UnreadError for a type that contains itself.

    Assumes that values are nested too deeply for graphql-core only where such a type is.
    """
    if is_non_null_type(kind):
        some = value_reader(kind.of_type, around)
        return lambda value: Undefined if value is None else some(value)
    if is_list_type(kind):
        return _list_reader(kind, value_reader(kind.of_type, around))
    if is_input_object_type(kind):
        return _object_reader(kind, around)
    # Assumes that each leaf has the method, and raises where it does not take the value.
    coerce: Read = kind.coerce_input_value  # type: ignore[union-attr]

    def read(value: Any) -> Any:
        if value is None:
            return None
        try:
            return coerce(value)
        except Exception:
            return Undefined

    return read


def _list_reader(kind: GraphQLInputType, item: Read) -> Read:
    def read(value: Any) -> Any:
        if not isinstance(value, list):
            return None if value is None else coerce_input_value(value, kind)
        found: list[Any] = []
        for one in value:
            part = item(one)
            if part is Undefined:
                return Undefined
            found.append(part)
        return found

    return read


def _object_reader(kind: Any, around: _Types) -> Read:
    if kind in around or kind.is_one_of:
        raise UnreadError
    inner = (*around, kind)
    names = kind.fields.keys()
    fields = tuple(
        (name, field.out_name or name, value_reader(field.type, inner), _without(field))
        for name, field in kind.fields.items()
    )

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            return None if value is None else Undefined
        if not value.keys() <= names:
            return Undefined
        found: dict[str, Any] = {}
        for name, out_name, of_field, default in fields:
            if name in value:
                part = of_field(value[name])
                if part is Undefined:
                    return Undefined
            else:
                part = default
                if part is _REFUSED:
                    return Undefined
            if part is not Undefined:
                found[out_name] = part
        return kind.out_type(found)

    return read


def _without(field: GraphQLInputField) -> Any:
    """The value of a field that is left out. Raises UnreadError for an invalid default."""
    return _REFUSED if is_required_input_field(field) else _default(field)


def _default(given: GraphQLInputField | GraphQLArgument | GraphQLVariableSignature) -> Any:
    try:
        return coerce_default_value(given)
    except TypeError:
        raise UnreadError from None


class VariablesReader:
    """Reads the variables of one operation as `get_variable_values` does."""

    def __init__(self, schema: GraphQLSchema, definitions: Collection[VariableDefinitionNode]) -> None:
        """Raises UnreadError for an operation whose variables graphql-core has to read."""
        self._steps = tuple(self._step(schema, each) for each in definitions)

    @staticmethod
    def _step(
        schema: GraphQLSchema, definition: VariableDefinitionNode
    ) -> tuple[str, GraphQLVariableSignature, VariableValueSource, Read, Any]:
        signature = get_variable_signature(schema, definition)
        if isinstance(signature, GraphQLError):
            raise UnreadError
        default = Undefined
        if definition.default_value:
            default = _default(signature)
            if isinstance(default, dict | list):  # graphql-core makes it anew for each request
                raise UnreadError
        elif is_non_null_type(signature.type):
            default = _REFUSED
        absent = VariableValueSource(signature)
        return signature.name, signature, absent, value_reader(signature.type), default

    def read(self, given: Mapping[str, Any]) -> VariableValues:
        """The variables of a request. Raises UnreadError if a variable cannot be read."""
        sources: dict[str, VariableValueSource] = {}
        coerced: dict[str, Any] = {}
        for name, signature, absent, of_type, default in self._steps:
            if name in given:
                value = given[name]
                sources[name] = VariableValueSource(signature, value)
                read = of_type(value)
                if read is Undefined:
                    raise UnreadError
            else:
                sources[name] = absent
                read = default
                if read is _REFUSED:
                    raise UnreadError
            if read is not Undefined:
                coerced[name] = read
        return VariableValues(sources, coerced)


class ArgumentsReader:
    """Reads the arguments of one field of a document, as `get_argument_values` does."""

    def __init__(self, field: GraphQLField, details: FieldDetails) -> None:
        """Raises UnreadError for a field whose arguments graphql-core has to read."""
        if details.fragment_variable_values is not None:
            raise UnreadError
        nodes = {each.name.value: each.value for each in details.node.arguments or ()}
        self._steps = tuple(
            (
                argument.out_name or name,
                _from_variables(
                    nodes.get(name),
                    argument.type,
                    _REFUSED if is_required_argument(argument) else _default(argument),
                ),
            )
            for name, argument in field.args.items()
        )

    def read(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments for the variables as their types read them. Raises UnreadError."""
        found: dict[str, Any] = {}
        for name, read in self._steps:
            value = read(variables)
            if value is _REFUSED:
                raise UnreadError
            if value is not Undefined:
                found[name] = value
        return found


def _from_variables(node: ValueNode | None, kind: GraphQLInputType, absent: Any) -> _FromVariables:
    """The reader of an argument or an input field; `absent` is its value where none is given.

    Raises UnreadError for a literal that graphql-core has to read.
    """
    if node is None:
        return lambda _variables: absent
    if isinstance(node, VariableNode):
        name, may_be_null = node.name.value, not is_non_null_type(kind)

        def read(variables: Mapping[str, Any]) -> Any:
            value = variables.get(name, absent)
            return _REFUSED if value is None and not may_be_null else value

        return read
    if not mentions_variables((node,)):
        read_once = coerce_input_literal(node, kind)
        value = _REFUSED if read_once is Undefined else read_once
        return lambda _variables: value
    some = kind.of_type if is_non_null_type(kind) else kind
    if is_input_object_type(some) and isinstance(node, ObjectValueNode):
        return _object_from_variables(node, some)
    raise UnreadError


def _object_from_variables(node: ObjectValueNode, kind: Any) -> _FromVariables:
    nodes = {each.name.value: each.value for each in node.fields}
    if kind.is_one_of or not nodes.keys() <= kind.fields.keys():
        raise UnreadError
    fields = tuple(
        (field.out_name or name, _from_variables(nodes.get(name), field.type, _without(field)))
        for name, field in kind.fields.items()
    )

    def read(variables: Mapping[str, Any]) -> Any:
        found: dict[str, Any] = {}
        for out_name, of_field in fields:
            value = of_field(variables)
            if value is _REFUSED:
                return _REFUSED
            if value is not Undefined:
                found[out_name] = value
        return kind.out_type(found)

    return read
