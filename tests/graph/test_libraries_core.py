"""The assumptions about graphql-core hold in the installed version: a test for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    DocumentNode,
    Executor,
    FieldNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLInt,
    GraphQLList,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    GraphQLSyntaxError,
    InlineFragmentNode,
    NameNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    Source,
    ValuesOfCorrectTypeRule,
    build_schema,
    execute_sync,
    parse,
    validate,
)
from graphql.execution import VariableValues
from graphql.validation.rules import overlapping_fields_can_be_merged as merging

from graph.libraries import graphql_core as core
from graph.terms import limits

SCHEMA = build_schema(
    """
    type Query { thing(size: Int = 3, name: String): Thing  things: [Thing!]!  none: Thing!  count: Int! }
    type Thing { name: String  size: Int  inner: Thing }
    """
)
NO_VARIABLES = VariableValues({}, {})


def executor(document: str, variables: dict[str, Any] | None = None) -> Executor[Any]:
    made = Executor.build(SCHEMA, parse(document), raw_variable_values=variables)
    assert isinstance(made, Executor), made
    return made


def root_of(document: str, variables: dict[str, Any] | None = None) -> tuple[core.Selections, core.Selection]:
    """The selections of a query, and that of its root."""
    running = executor(document, variables)
    selections = core.Selections.of(running, running.variable_values)
    assert SCHEMA.query_type is not None
    return selections, selections.of_root(SCHEMA.query_type)


def test_selections_follow_fragments_and_merge_equal_fields_in_order() -> None:
    selections, root = root_of(
        "{ ...Two thing { name } ... on Query { last: count } } "
        "fragment Two on Query { count thing { size name } }"
    )
    thing = SCHEMA.type_map["Thing"]
    assert isinstance(thing, GraphQLObjectType)
    inner = selections.of_object(thing, root["thing"])
    assert (list(root), list(inner)) == (["count", "thing", "last"], ["size", "name"]), (
        "collect_fields or collect_subfields finds other fields, or in another order"
    )
    assert [len(root["thing"]), len(inner["name"])] == [2, 2], "equal fields are not merged any more"


@pytest.mark.parametrize(("few", "kept"), [(True, ["count"]), (False, ["count", "thing"])])
def test_selections_read_the_conditions_from_the_values_of_variables(few: bool, kept: list[str]) -> None:
    _, root = root_of("query($few: Boolean!) { count thing @skip(if: $few) { name } }", {"few": few})
    assert list(root) == kept, "the conditions of @skip are read from elsewhere than the variable values"


def test_the_values_of_variables_can_be_cut_down_to_some_names() -> None:
    values = executor("query($few: Boolean!, $n: Int = 4) { count @skip(if: $few) }", {"few": False})
    given = values.variable_values
    assert (set(given.sources), given.coerced) == ({"few", "n"}, {"few": False, "n": 4}), (
        "VariableValues no longer has sources and coerced values by name"
    )
    cut = VariableValues({"few": given.sources["few"]}, {"few": given.coerced["few"]})
    assert SCHEMA.query_type is not None
    assert list(core.Selections.of(values, cut).of_root(SCHEMA.query_type)) == ["count"]


def test_a_selection_keeps_the_field_of_the_document_and_the_variables_of_its_fragment() -> None:
    _, root = root_of("{ again: count }")
    (details,) = root["again"]
    assert isinstance(details.node, FieldNode), "FieldDetails.node is no field of the document any more"
    assert details.fragment_variable_values is None, "a field outside of fragments has variables of one"


def test_fragments_nested_too_deeply_are_refused_in_words() -> None:
    selection = SelectionSetNode(selections=(FieldNode(name=NameNode(value="count")),))
    for _ in range(20_000):
        selection = SelectionSetNode(selections=(InlineFragmentNode(selection_set=selection),))
    operation = OperationDefinitionNode(operation=OperationType.QUERY, selection_set=selection)
    running = Executor.build(SCHEMA, DocumentNode(definitions=(operation,)))
    assert isinstance(running, Executor)
    assert SCHEMA.query_type is not None
    with pytest.raises(GraphQLError, match="nested too deeply"):
        core.Selections.of(running, NO_VARIABLES).of_root(SCHEMA.query_type)


def test_fragments_stand_by_name_at_the_executor() -> None:
    named = core.fragments_of(executor("{ ...A } fragment A on Query { count }"))
    assert named["A"].selection_set.selections, "Executor.fragment_definitions holds no definitions by name"


def test_arguments_without_variables_are_read_without_their_values() -> None:
    _, root = root_of('{ thing(name: "a") { name } }')
    assert SCHEMA.query_type is not None
    read = core.argument_values(SCHEMA.query_type.fields["thing"], root["thing"][0], None)
    assert read == {"size": 3, "name": "a"}, "get_argument_values needs the variables, or forgets defaults"


LEVEL = GraphQLEnumType("Level", {"HIGH": 1, "LOW": 2})


@pytest.mark.parametrize(
    ("leaf", "value"), [(GraphQLInt, 7), (GraphQLInt, "7"), (GraphQLString, True), (LEVEL, 2)]
)
def test_a_leaf_is_written_as_the_executor_writes_it(leaf: Any, value: Any) -> None:
    schema = GraphQLSchema(GraphQLObjectType("Query", {"it": GraphQLField(leaf)}))
    data = execute_sync(schema, parse("{ it }"), {"it": value}).data
    assert data == {"it": core.leaf_written(leaf, value)}, "complete_leaf_value is not what execution calls"


@pytest.mark.parametrize(("leaf", "value"), [(GraphQLInt, "x"), (GraphQLInt, 2**40), (LEVEL, 3)])
def test_a_leaf_that_cannot_be_written_raises_the_error_of_the_executor(leaf: Any, value: Any) -> None:
    schema = GraphQLSchema(GraphQLObjectType("Query", {"it": GraphQLField(leaf)}))
    (told,) = execute_sync(schema, parse("{ it }"), {"it": value}).errors or []
    with pytest.raises((GraphQLError, TypeError), match=re.escape(told.message)):
        core.leaf_written(leaf, value)


def listed(value: Any) -> Any:
    """The result of execution for a value in the place of a list, and the message of its error."""
    schema = GraphQLSchema(GraphQLObjectType("Query", {"them": GraphQLField(GraphQLList(GraphQLString))}))
    result = execute_sync(schema, parse("{ them }"), {"them": value})
    return (result.data or {})["them"], [error.message for error in result.errors or ()]


@pytest.mark.parametrize("value", [["a"], ("a",), {"a"}, {"a": 1}.keys(), "text", b"text", {"a": 1}, 5])
def test_a_list_is_what_the_executor_takes_for_one(value: Any) -> None:
    written, errors = listed(value)
    assert core.is_list_like(value) is (written is not None), "is_iterable is not what execution asks"
    expected = [] if written is not None else [core.list_expected("Query.them").message]
    assert errors == expected, "the executor has other words for a value that is no list"


def test_null_where_none_may_be_is_told_in_the_words_of_the_executor() -> None:
    (told,) = execute_sync(SCHEMA, parse("{ none { name } }"), {"none": None}).errors or []
    assert told.message == str(core.null_refused("Query.none")), (
        "the executor has other words for null where none may be"
    )
    assert isinstance(told.original_error, TypeError), "the executor raises another error for null"


def test_a_value_of_another_type_is_told_in_the_words_of_the_executor() -> None:
    thing = GraphQLObjectType("Thing", {"n": GraphQLField(GraphQLInt)}, is_type_of=lambda *_: False)
    schema = GraphQLSchema(GraphQLObjectType("Query", {"thing": GraphQLField(thing)}))
    (told,) = execute_sync(schema, parse("{ thing { n } }"), {"thing": 5}).errors or []
    error = core.object_expected(thing, 5, [core.FieldDetails(FieldNode(name=NameNode(value="thing")), None)])
    assert told.message == error.message, "the executor has other words for a value of another type"


def test_an_error_that_is_given_for_a_value_is_an_error_of_its_slot() -> None:
    root = {"things": [{"name": "a"}], "count": GraphQLError("told"), "thing": KeyError("given")}
    result = execute_sync(SCHEMA, parse("{ thing { name } things { name } }"), root)
    assert result.data == {"thing": None, "things": [{"name": "a"}]}, "a given error spoils other slots"
    assert [error.path for error in result.errors or ()] == [["thing"]], (
        "an error that a resolver gives instead of raising it is no error of its field any more"
    )


class _EndError(BaseException):
    pass


def test_what_is_no_exception_ends_an_execution_at_once() -> None:
    def give_up(*_: Any) -> Any:
        raise _EndError

    schema = GraphQLSchema(GraphQLObjectType("Query", {"it": GraphQLField(GraphQLInt, resolve=give_up)}))
    with pytest.raises(_EndError):
        execute_sync(schema, parse("{ it }"))


def test_the_parser_says_that_it_gave_up() -> None:
    for text, most in (("{ a b c d e f }", 3), ("{a" * 5_000, 100_000)):
        with pytest.raises(GraphQLSyntaxError) as given:
            parse(text, max_tokens=most)
        assert core.is_parsing_aborted(given.value), f"a document cut short is told otherwise: {given.value}"
    with pytest.raises(GraphQLSyntaxError) as other:
        parse("{ a")
    assert not core.is_parsing_aborted(other.value), "each syntax error now says that parsing was aborted"


def test_a_syntax_error_can_be_made_again_from_its_place_and_description() -> None:
    with pytest.raises(GraphQLSyntaxError) as given:
        parse("{ a\n  ! }")
    error = given.value
    again = GraphQLSyntaxError(Source("{ a\n  ! }"), next(iter(error.positions or ())), error.description)
    assert again.formatted == error.formatted, "a syntax error has more than a place and a description"


@pytest.fixture
def budget() -> Iterator[None]:
    """Restores the limit."""
    before = merging.MAX_COMPLEXITY_BUDGET
    yield
    core.limit_merging(before)


@pytest.mark.usefixtures("budget")
def test_the_limit_of_merging_is_read_each_time_and_told_in_these_words() -> None:
    document = parse("{ " + "thing { name size } " * 50 + "}")
    core.limit_merging(1_000_000)
    assert validate(SCHEMA, document) == [], "comparing fifty fields is refused, whatever the limit"
    core.limit_merging(10)
    errors = validate(SCHEMA, document)
    assert errors, "the rule no longer reads MAX_COMPLEXITY_BUDGET of its module"
    assert core.is_validation_aborted(errors[-1]), f"validation that gave up says {errors[-1].message!r}"


def test_the_server_limits_merging() -> None:
    assert merging.MAX_COMPLEXITY_BUDGET == limits.MAX_MERGING


@pytest.mark.parametrize(
    "document", ["{ coun }", "{ thing(nam: 1) { name } }", "{ count { x } }", "{ ... on Thin { name } }"]
)
def test_suggestions_stand_at_the_end_of_a_message(document: str) -> None:
    suggesting = [core.without_suggestion(error.message) for error in validate(SCHEMA, parse(document))]
    silent = [error.message for error in validate(SCHEMA, parse(document), hide_suggestions=True)]
    assert suggesting == silent, "suggestions are worded otherwise, or stand elsewhere in a message"


def test_an_error_takes_the_place_of_another() -> None:
    text = "{ count\n  nothing }"
    (placed,) = validate(SCHEMA, parse(text))
    error = GraphQLError("told otherwise")
    core.take_place(error, placed)
    assert (error.nodes, error.source) == (placed.nodes, placed.source), "the nodes of an error are fixed"
    assert error.formatted.get("locations") == [{"line": 2, "column": 3}], (
        "the places of an error are no plain attributes any more"
    )


def test_a_list_in_the_place_of_a_scalar_has_a_place() -> None:
    schema = build_schema("type Query { it(of: Int): Int }")
    document = parse("{ it(of: [1]) }")
    plain, placed = (
        validate(schema, document, [rule]) for rule in (ValuesOfCorrectTypeRule, core.PlacedValuesRule)
    )
    assert [error.message for error in plain] == [error.message for error in placed]
    assert placed[0].formatted.get("locations") == [{"line": 1, "column": 10}], (
        "the rule no longer hands a value to is_valid_value_node before it reports an error"
    )
    assert not plain[0].locations, "graphql-core now tells the place itself: PlacedValuesRule can go"
