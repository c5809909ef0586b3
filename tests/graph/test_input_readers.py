"""Readers of input that are made once give what graphql-core and Strawberry give each time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLField,
    GraphQLInputType,
    GraphQLObjectType,
    build_schema,
    coerce_input_value,
    is_enum_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
    is_required_input_field,
    parse,
    type_from_ast,
)
from graphql.execution import VariableValues, get_argument_values, get_variable_values
from graphql.execution.collect_fields import FieldDetails
from hypothesis import given, settings
from hypothesis import strategies as st
from strawberry.types.arguments import convert_arguments

from graph.libraries.input_objects import arguments_converter
from graph.libraries.input_values import ArgumentsReader, UnreadError, VariablesReader
from graph.libraries.strawberry_schema import core_schema
from graph.server.schema import build_schema as build_api

SMALL = build_schema("""
    enum Size { S M }
    input Range { from: Int! = 1, to: Int, sizes: [Size!] = [S] }
    input Deep { range: Range!, more: [Range], name: String = "a" }
    input Chain { next: Chain, of: Int }
    input Either @oneOf { left: Int, right: String }
    type Query {
      all(deep: Deep, range: Range! = {to: 9}, ids: [ID!], n: Int = 3, must: Int!, size: Size): Int
      loose(chain: Chain, either: Either, n: Int! = 4): Int
    }
""")
JSON = st.recursive(
    st.sampled_from([None, True, 0, 7, 2**40, 0.5, "", "a", "M"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["to", "from", "x"]), inner),
    max_leaves=4,
)
READ = [
    "query($deep: Deep, $must: Int!) { all(deep: $deep, must: $must) }",
    "query($to: Int, $must: Int = 2) { all(deep: {range: {to: $to}, more: [{to: 1}]}, must: $must) }",
    "query($range: Range!, $n: Int) { all(deep: {range: $range, name: null}, n: $n, must: 1) }",
    "query($from: Int, $name: String) { all(deep: {range: {from: $from}, name: $name}, must: 1) }",
    "query($ids: [ID!], $size: Size = M) { all(ids: $ids, size: $size, must: 1) }",
    "query($n: Int!) { loose(n: $n) }",
    "query($n: Int) { loose(n: $n, chain: {next: {of: 3}}) }",
]
LEFT_TO_GRAPHQL_CORE = [
    "query($ids: [ID!] = [1]) { all(ids: $ids, must: 1) }",
    "query($chain: Chain) { loose(chain: $chain) }",
    "query($either: Either) { loose(either: $either) }",
]


def values_of(kind: GraphQLInputType) -> st.SearchStrategy[Any]:
    """Values of a type, and some that are not."""
    if is_non_null_type(kind):
        return values_of(kind.of_type)
    if is_list_type(kind):
        return st.lists(values_of(kind.of_type), max_size=2) | values_of(kind.of_type)
    if is_input_object_type(kind):
        fields = {name: values_of(field.type) for name, field in kind.fields.items()}
        return st.fixed_dictionaries({}, optional=fields) | JSON
    return JSON


def asked(document: str) -> tuple[Any, Any, GraphQLField]:
    """The definitions of its variables, its field, and that of the schema."""
    operation: Any = parse(document).definitions[0]
    node, root = operation.selection_set.selections[0], SMALL.query_type
    assert root is not None
    return operation.variable_definitions, node, root.fields[node.name.value]


@pytest.mark.parametrize("document", READ)
def test_values_are_those_of_graphql_core_and_what_it_refuses_is_refused(document: str) -> None:
    definitions, node, field = asked(document)
    variables, arguments = (
        VariablesReader(SMALL, definitions),
        ArgumentsReader(field, FieldDetails(node, None)),
    )
    kinds = {each.variable.name.value: type_from_ast(SMALL, each.type) for each in definitions}

    @settings(max_examples=60, deadline=None, database=None)
    @given(st.fixed_dictionaries({}, optional={name: values_of(kind) for name, kind in kinds.items()}))
    def same(inputs: dict[str, Any]) -> None:
        expected = get_variable_values(SMALL, definitions, inputs)
        if not isinstance(expected, VariableValues):
            with pytest.raises(UnreadError):
                variables.read(inputs)
            return
        read = variables.read(inputs)
        assert repr(read.coerced) == repr(expected.coerced)
        assert list(read.sources) == list(expected.sources)
        for name, source in read.sources.items():
            assert source.value is expected.sources[name].value
        try:
            wanted = get_argument_values(field, node, expected)
        except Exception:
            with pytest.raises(UnreadError):
                arguments.read(read.coerced)
        else:
            assert repr(arguments.read(read.coerced)) == repr(wanted)

    same()


@pytest.mark.parametrize("document", LEFT_TO_GRAPHQL_CORE)
def test_types_within_themselves_and_lists_by_default_are_left_to_graphql_core(document: str) -> None:
    with pytest.raises(UnreadError):
        VariablesReader(SMALL, asked(document)[0])


@pytest.mark.parametrize(
    "arguments", ["either: {left: $left}", "chain: {next: $left}", "chain: $left, either: {nothing: $left}"]
)
def test_literals_of_rare_shapes_are_left_to_graphql_core(arguments: str) -> None:
    _, node, field = asked(f"query($left: Int) {{ loose({arguments}) }}")
    try:
        reader = ArgumentsReader(field, FieldDetails(node, None))
    except UnreadError:
        return
    values = VariableValues({}, {"left": 1})
    assert repr(reader.read(values.coerced)) == repr(get_argument_values(field, node, values))


API: Any = core_schema(build_api())
OF: Any = API.extensions["strawberry-definition"]


def fields_with_arguments() -> Iterator[tuple[str, GraphQLField]]:
    for kind in API.type_map.values():
        if isinstance(kind, GraphQLObjectType):
            for name, field in kind.fields.items():
                if field.args and "strawberry-definition" in field.extensions:
                    yield f"{kind.name}.{name}", field


SQUARE = [[[71.0, 51.0], [72.0, 51.0], [72.0, 52.0], [71.0, 51.0]]]
USUAL = {
    "Boolean": True,
    "Date": "2026-03-02",
    "DateTime": "2026-03-02T10:00:00+05:00",
    "Float": 0.5,
    "GeoJSONGeometry": {"type": "Polygon", "coordinates": SQUARE},
    "Int": 7,
}


def sample(kind: GraphQLInputType, *, whole: bool) -> Any:
    """A value of a type: with all fields, or with those alone that it needs."""
    if is_non_null_type(kind):
        return sample(kind.of_type, whole=whole)
    if is_list_type(kind):
        return [sample(kind.of_type, whole=whole)] * 2
    if is_input_object_type(kind):
        return {
            name: sample(field.type, whole=whole)
            for name, field in kind.fields.items()
            if whole or is_required_input_field(field)
        }
    if is_enum_type(kind):
        return next(iter(kind.values))
    return USUAL.get(str(kind), "Office:a")


def test_arguments_of_every_field_become_what_strawberry_makes_of_them() -> None:
    seen = 0
    for coordinate, field in fields_with_arguments():
        definition = field.extensions["strawberry-definition"]
        scalars = OF.schema_converter.scalar_registry
        convert = arguments_converter(definition.arguments, scalars, OF.config)
        for whole in (True, False):
            samples = {name: sample(argument.type, whole=whole) for name, argument in field.args.items()}
            given_values: dict[str, Any] = {
                name: coerce_input_value(value, field.args[name].type) for name, value in samples.items()
            }
            given_values |= dict.fromkeys(list(given_values)[1::2]) if not whole else {}
            expected = convert_arguments(given_values, definition.arguments, scalars, OF.config)
            assert repr(convert(given_values)) == repr(expected), coordinate
            assert convert({}) == convert_arguments({}, definition.arguments, scalars, OF.config)
            seen += 1
    assert seen > 200


def test_a_list_of_a_default_is_copied_for_each_request() -> None:
    field = API.query_type.fields["administrativeUnitsAt"]
    definition = field.extensions["strawberry-definition"]
    convert = arguments_converter(definition.arguments, OF.schema_converter.scalar_registry, OF.config)
    levels: list[Any] = ["REGION"]
    assert convert({"levels": levels})["levels"] is not levels
