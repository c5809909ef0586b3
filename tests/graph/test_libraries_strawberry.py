"""What is assumed of Strawberry's definitions, federation and signatures holds in the installed version."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import strawberry
from graphql import GraphQLObjectType, GraphQLSchema, parse
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.name_converter import NameConverter

from graph.libraries import strawberry_schema as assumed
from tests.assumed_schema import CORE, SCHEMA, Heir, Named, Stranger, Thing, field, schema_with


def test_the_schema_of_graphql_core_is_what_strawberry_executes() -> None:
    assert isinstance(CORE, GraphQLSchema), "Schema._schema is no schema of graphql-core any more"
    seen: list[Any] = []

    class Asking(assumed.ReferenceExecutor):
        def execute_operation(self, serially: bool | None = None) -> Any:
            seen.append(self.schema)
            return super().execute_operation(serially)

    schema = schema_with(executor=Asking)
    schema.execute_sync("{ thing { name } }")
    assert seen == [assumed.core_schema(schema)], "Strawberry executes another schema than Schema._schema"


def test_validation_has_the_rules_that_strawberry_adds() -> None:
    document = parse("{ choose(choice: {a: 1, b: 2}) }")
    told = SCHEMA.execute_sync("{ choose(choice: {a: 1, b: 2}) }").errors or []
    found = {error.message for error in assumed.validation_errors(CORE, document, ())}
    assert found, "validate_document adds no rules of its own any more"
    assert found <= {error.message for error in told}, "Strawberry validates by other rules than it adds"


KINDS: dict[str, tuple[str | None, bool, bool]] = {
    "plainText": ("plain_text", False, False),
    "name": ("name", False, False),
    "method": (None, False, True),
    "sized": (None, False, True),
    "dear": (None, False, True),
    "awaited": (None, True, True),
    "byFunction": (None, False, False),
    "byParent": (None, False, False),
    "byRoot": (None, False, False),
    "guarded": (None, False, False),
    "extended": (None, False, False),
}
"""By field: the attribute that it reads, whether it is awaited, whether a method answers it."""


@pytest.mark.parametrize("name", KINDS)
def test_the_kind_of_a_field_is_read_from_its_definition(name: str) -> None:
    attribute, is_awaited, has_method = KINDS[name]
    it = field(name)
    assert assumed.attribute_of(it) == attribute, f"is_basic_field or python_name says otherwise of {name}"
    assert assumed.is_awaited(it) is is_awaited, f"is_async says otherwise of {name}"
    assert (assumed.method_of(it) is not None) is has_method, f"base_resolver says otherwise of {name}"


def test_a_field_of_graphql_core_has_no_definition() -> None:
    kind: Any = CORE.type_map["__Type"]
    it = kind.fields["kind"]
    assert (assumed.attribute_of(it), assumed.method_of(it)) == (None, None)
    assert not assumed.is_awaited(it)
    assert assumed.directives_of(it) == ()


INFO = SimpleNamespace(schema=CORE, context="asked")


def test_an_attribute_is_what_the_resolver_in_the_schema_reads() -> None:
    resolve: Any = assumed.resolver_of(field("plainText"))
    assert resolve(Thing(name="it"), INFO) == "plain", "the resolver of a basic field does more than read it"


@pytest.mark.parametrize(
    "given", [{"box": {"leftSide": 1}, "moreOf": 3}, {"box": {"leftSide": 1, "rightSide": None}}]
)
def test_a_method_with_converted_arguments_gives_what_the_resolver_gives(given: dict[str, Any]) -> None:
    it, value = field("sized"), Thing(name="it")
    resolve: Any = assumed.resolver_of(it)
    method = assumed.method_of(it)
    assert method is not None
    assert method.info == "asking", "the parameter of the info is found under another name"
    asked = {"moreOf": 2, **given}
    converted = assumed.argument_converter(CORE, it)(asked)
    assert set(converted) == {"box", "more_of"}, (
        "arguments no longer get the names of the method's parameters"
    )
    assert method.call(value, **{method.info: INFO}, **converted) == resolve(value, INFO, **asked), (
        "the resolver in the schema does more than call the method with converted arguments"
    )


@pytest.mark.parametrize("name", ["byFunction", "byParent", "byRoot", "guarded", "extended"])
def test_a_resolver_of_strawberry_reads_no_more_of_its_info_than_a_plan_has(name: str) -> None:
    resolve: Any = assumed.resolver_of(field(name))
    assert isinstance(resolve(Thing(name="it"), INFO), str)


@pytest.mark.parametrize("name", ["__schema", "__type"])
def test_introspection_reads_no_more_of_its_info_than_a_plan_has(name: str) -> None:
    assert CORE.query_type is not None
    it = CORE.get_field(CORE.query_type, name)
    assert it is not None, "GraphQLSchema.get_field no longer finds the fields of introspection"
    resolve: Any = assumed.resolver_of(it)
    found = resolve(None, INFO, **({} if name == "__schema" else {"name": "Thing"}))
    assert found in (CORE, CORE.type_map["Thing"])


def test_directives_are_those_that_the_program_gave() -> None:
    (cost,) = assumed.directives_of(field("dear"))
    assert isinstance(cost, assumed.Cost), "the definition of a field holds other things for its directives"
    assert cost.weight == 7


def test_cost_and_list_size_keep_what_they_were_given() -> None:
    size = assumed.ListSize(
        slicing_arguments=["first"],
        sized_fields=["edges"],
        require_one_slicing_argument=False,
        assumed_size=strawberry.UNSET,
    )
    assert (size.slicing_arguments, size.sized_fields) == (["first"], ["edges"]), "ListSize has other names"


def test_the_class_and_the_name_of_a_type_are_read_from_its_definition() -> None:
    kind = CORE.type_map["Thing"]
    assert isinstance(kind, GraphQLObjectType)
    assert assumed.class_of(kind) is Thing, "the definition of a type has no origin any more"
    assert assumed.class_of(GraphQLObjectType("Other", {})) is None
    names = [assumed.type_name_of(cls) for cls in (Thing, Heir, Named, Stranger, int)]
    assert names == ["Thing", "Thing", "Named", None, None], (
        "a class no longer has the definition of its type"
    )


@pytest.mark.parametrize(
    ("value", "is_one"), [(Thing(name="a"), True), (Heir(name="a"), True), (Stranger(), False), (5, False)]
)
def test_an_object_is_of_a_type_by_its_class_alone(value: object, is_one: bool) -> None:
    kind = CORE.type_map["Thing"]
    assert isinstance(kind, GraphQLObjectType)
    assert kind.is_type_of is not None, "Strawberry no longer gives is_type_of to a type with an interface"
    assert assumed.accepts(kind, value, None) is is_one, "is_type_of looks at more than the class of a value"


def test_the_root_of_queries_is_asked_for_once_and_entities_answer_representations() -> None:
    asked: list[type] = []

    class Subgraph(assumed.SubgraphSchema):
        def root_type(self, make: Callable[[], type[Any]]) -> type[Any]:
            asked.append(make())
            return asked[0]

        def entities(self, info: Any, representations: list[Any]) -> list[Any]:
            return [Keyed(id=one["id"]) for one in representations]

    schema = Subgraph(query=_QueryOfKeyed, types=[Keyed])
    assert len(asked) == 1, "_get_federation_query_type is called otherwise"
    assert assumed.core_schema(schema).query_type is assumed.core_schema(schema).type_map["Query"]
    assert schema.query is asked[0], "the root that was made is not the root of the schema"
    query = '{ _entities(representations: [{__typename: "Keyed", id: "x"}]) { ... on Keyed { id } } }'
    result = schema.execute_sync(query)
    assert result.data == {"_entities": [{"id": "x"}]}, "_entities is not answered by entities_resolver"


@strawberry.federation.type(keys=["id"])
class Keyed:
    """An entity."""

    id: str


@strawberry.type(name="Query")
class _QueryOfKeyed:
    count: int = 1


def test_arguments_of_a_field_come_from_the_stated_signature() -> None:
    def resolver(self: Any, hidden: object) -> str:
        """Returns the given value."""
        return ""

    def standing_in(self: Any, **given: Any) -> str:
        return str(given)

    parameters = [
        inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD),
        inspect.Parameter("how_many", inspect.Parameter.KEYWORD_ONLY, default=2, annotation=int),
    ]
    signature = inspect.Signature(parameters, return_annotation=str)
    assumed.with_signature(standing_in, resolver, signature, {"how_many": int, "return": str})

    @strawberry.type(name="Query")
    class Standing:
        it = strawberry.field(resolver=standing_in)

    sdl = strawberry.Schema(Standing).as_str()
    assert "it(howMany: Int! = 2): String!" in sdl, "arguments are read from elsewhere than __signature__"
    assert standing_in.__name__ == "resolver"


def test_a_kind_of_operation_that_is_not_allowed_is_refused_by_its_error() -> None:
    reading = {assumed.OperationType.QUERY}
    with pytest.raises(assumed.InvalidOperationTypeError):
        SCHEMA.execute_sync("mutation { change }", allowed_operation_types=reading)
    writing = {assumed.OperationType.QUERY, assumed.OperationType.MUTATION}
    result = SCHEMA.execute_sync("mutation { change }", allowed_operation_types=writing)
    assert result.data == {"change": 1}


def test_a_document_without_an_operation_is_refused_by_its_error() -> None:
    with pytest.raises(assumed.CannotGetOperationTypeError):
        SCHEMA.execute_sync("fragment A on Query { thing { name } }")


def test_a_scalar_without_a_class_is_a_definition() -> None:
    made = strawberry.scalar(name="Odd", serialize=str, parse_value=int)
    assert isinstance(made, assumed.ScalarDefinition), "strawberry.scalar gives something else"


def test_names_of_arguments_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    original = NameConverter.apply_naming_config

    def noted(self: NameConverter, name: str) -> str:
        made.append(name)
        return original(self, name)

    monkeypatch.setattr(NameConverter, "apply_naming_config", noted)
    names = assumed.RememberedNames()
    told = [names.apply_naming_config(name) for name in ("as_of", "first", "as_of")]
    assert told == ["asOf", "first", "asOf"]
    assert made == ["as_of", "first"]
    config = StrawberryConfig(name_converter=names)
    assert (
        config.name_converter.get_graphql_name(SimpleNamespace(graphql_name=None, python_name="as_of"))
        == "asOf"
    )
    assert made == ["as_of", "first"], "names are asked for in another way"
