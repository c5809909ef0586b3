"""What is assumed of Strawberry's executor, definitions and federation holds in the installed version."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import strawberry
from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    parse,
)
from strawberry.extensions import FieldExtension, SchemaExtension

from graph.libraries import strawberry_schema as assumed
from graph.libraries.graphql_core import FieldDetails, Selections


class _Allowed(strawberry.BasePermission):
    def has_permission(self, source: Any, info: Any, **_: Any) -> bool:
        return True


class _Around(FieldExtension):
    def resolve(self, next_: Callable[..., Any], source: Any, info: Any, **given: Any) -> Any:
        return next_(source, info, **given)


@strawberry.interface
class Named:
    """What can be looked for."""

    name: str


@strawberry.input
class BoxInput:
    """An input whose field has another name in the schema."""

    left_side: int
    right_side: int | None = strawberry.UNSET


@strawberry.input(one_of=True)
class Choice:
    """Exactly one of the two."""

    a: int | None = strawberry.UNSET
    b: int | None = strawberry.UNSET


def _elsewhere() -> str:
    return "a function"


def _of_parent(parent: strawberry.Parent[Any]) -> str:
    return f"parent {parent.name}"


def _of_root(root: Any) -> str:
    return f"root {root.name}"


@strawberry.type
class Thing(Named):
    """A field of each kind."""

    plain_text: str = "plain"
    by_function: str = strawberry.field(resolver=_elsewhere)
    by_parent: str = strawberry.field(resolver=_of_parent)
    by_root: str = strawberry.field(resolver=_of_root)

    @strawberry.field
    def method(self) -> str:
        """A method."""
        return f"method {self.name}"

    @strawberry.field
    def sized(self, asking: strawberry.Info, box: BoxInput, more_of: int = 2) -> str:
        """A method with info and arguments."""
        return f"{self.name} {asking.context} {type(box).__name__} {box.left_side} {box.right_side} {more_of}"

    @strawberry.field
    async def awaited(self) -> str:
        """An asynchronous method."""
        return "awaited"

    @strawberry.field(permission_classes=[_Allowed])
    def guarded(self) -> str:
        """A method behind a permission."""
        return "guarded"

    @strawberry.field(extensions=[_Around()])
    def extended(self) -> str:
        """A method behind an extension."""
        return "extended"

    @strawberry.field(directives=[assumed.Cost(weight=7)])
    def dear(self) -> str:
        """A method with a directive."""
        return "dear"


class Heir(Thing):
    """A class under a type, without a type of its own."""


class Stranger:
    """Of no type of the schema."""

    name = "stranger"


_STRANGER: Any = Stranger()


@strawberry.type
class Query:
    """Roots."""

    @strawberry.field
    def thing(self) -> Thing:
        """A thing."""
        return Thing(name="it")

    @strawberry.field
    def things(self) -> list[Thing]:
        """Three of them."""
        return [Thing(name=name) for name in "abc"]

    @strawberry.field
    def named(self) -> Named:
        """An interface."""
        return Thing(name="it")

    @strawberry.field
    def choose(self, choice: Choice) -> int:
        """Takes one of two."""
        return 1


@strawberry.type
class Mutation:
    """Changes."""

    @strawberry.mutation
    def change(self) -> int:
        """Change something."""
        return 1


class _Executor(assumed.ReferenceExecutor):
    """Notes what is asked of it."""

    made: list[_Executor]
    paths: list[Any]

    def execute_operation(self, serially: bool | None = None) -> Any:
        self.made.append(self)
        return super().execute_operation(serially)

    def execute_fields(self, parent_type: Any, source_value: Any, path: Any, *rest: Any) -> Any:
        self.paths.append(path and path.as_list())
        return super().execute_fields(parent_type, source_value, path, *rest)


def schema_with(*extensions: Any, executor: Any = None) -> strawberry.Schema:
    return strawberry.Schema(Query, Mutation, extensions=extensions, execution_context_class=executor)


SCHEMA = schema_with()
CORE = assumed.core_schema(SCHEMA)


def field(name: str, of: str = "Thing") -> GraphQLField:
    kind = CORE.type_map[of]
    assert isinstance(kind, GraphQLObjectType)
    found: GraphQLField = kind.fields[name]
    return found


def executor_of(document: str, schema: strawberry.Schema = SCHEMA) -> assumed.ReferenceExecutor:
    made = assumed.ReferenceExecutor.build(assumed.core_schema(schema), parse(document))
    assert isinstance(made, assumed.ReferenceExecutor), made
    return made


@pytest.fixture
def executor() -> type[_Executor]:
    class Fresh(_Executor):
        made: list[_Executor] = []  # noqa: RUF012
        paths: list[Any] = []  # noqa: RUF012

    return Fresh


def test_one_executor_is_made_for_each_operation_and_gives_its_result(executor: type[_Executor]) -> None:
    schema = schema_with(executor=executor)
    for _ in range(2):
        assert schema.execute_sync("{ thing { name } }").data == {"thing": {"name": "it"}}
    assert len({id(one) for one in executor.made}) == 2, "an executor is used again, or passed by"


def test_a_result_of_execute_operation_is_the_answer(executor: type[_Executor]) -> None:
    class Answering(executor):  # type: ignore[valid-type, misc]
        def execute_operation(self, serially: bool | None = None) -> Any:
            return self.respond({"thing": "made elsewhere"}, [GraphQLError("noted")])

    result = schema_with(executor=Answering).execute_sync("{ thing { name } }")
    assert result.data == {"thing": "made elsewhere"}, "execute_operation does not give the answer any more"
    assert [error.message for error in result.errors or ()] == ["noted"], "its errors come from elsewhere"


def test_errors_and_data_become_a_result() -> None:
    response = executor_of("{ thing { name } }").respond({"a": 1}, [GraphQLError("noted")])
    assert isinstance(response, ExecutionResult), "an executor builds another kind of result"
    assert (response.data, [error.message for error in response.errors or ()]) == ({"a": 1}, ["noted"])


def test_execute_fields_is_asked_for_the_root_without_a_path_and_once_for_each_object(
    executor: type[_Executor],
) -> None:
    schema_with(executor=executor).execute_sync("{ thing { name } things { name } }")
    expected = [None, ["thing"], ["things", 0], ["things", 1], ["things", 2]]
    assert executor.paths == expected, "execute_fields is called for other objects, or with other paths"


def test_one_root_can_be_executed_at_a_time(executor: type[_Executor]) -> None:
    class OneByOne(executor):  # type: ignore[valid-type, misc]
        def execute_fields(self, parent_type: Any, source_value: Any, path: Any, *rest: Any) -> Any:
            if path is not None:
                return super().execute_fields(parent_type, source_value, path, *rest)
            fields, position = rest
            found: dict[str, Any] = {}
            for name, details in fields.items():
                found |= super().execute_fields(parent_type, source_value, None, {name: details}, position)
            return found

    data = schema_with(executor=OneByOne).execute_sync("{ a: thing { name } b: named { name } }").data
    assert data == {"a": {"name": "it"}, "b": {"name": "it"}}, "the fields of the root are no mapping by key"


def test_what_is_no_exception_ends_the_executor_at_once(executor: type[_Executor]) -> None:
    class EndError(BaseException):
        pass

    class Ending(executor):  # type: ignore[valid-type, misc]
        def execute_fields(self, parent_type: Any, source_value: Any, path: Any, *rest: Any) -> Any:
            if path is not None:
                raise EndError
            try:
                return super().execute_fields(parent_type, source_value, path, *rest)
            except EndError:
                raise GraphQLError("ended") from None

    result = schema_with(executor=Ending).execute_sync("{ things { name } }")
    told = [error.message for error in result.errors or ()]
    assert told == ["ended"], f"what is no Exception is caught on its way up: {told}"


def test_an_extension_around_each_resolver_is_seen() -> None:
    class Resolving(SchemaExtension):
        def resolve(self, _next: Any, root: Any, info: Any, *args: Any, **given: Any) -> Any:
            return _next(root, info, *args, **given)

    seen: list[bool] = []

    class Asking(assumed.ReferenceExecutor):
        def execute_operation(self, serially: bool | None = None) -> Any:
            seen.append(self.has_middleware)
            return super().execute_operation(serially)

    for extensions in ([], [SchemaExtension], [Resolving]):
        schema_with(*extensions, executor=Asking).execute_sync("{ thing { name } }")
    assert seen == [False, False, True], (
        "middleware_manager does not say any more who stands around resolvers"
    )


def test_the_directive_against_propagation_is_seen() -> None:
    name = "experimental_disableErrorPropagation"
    seen = [executor_of(f"query {on} {{ thing {{ name }} }}").propagates_errors for on in ("", f"@{name}")]
    assert seen == [True, False], "error_propagation no longer follows the directive of the document"


def details_of(running: assumed.ReferenceExecutor, name: str) -> list[FieldDetails]:
    assert CORE.query_type is not None
    return Selections.of(running, running.variable_values).of_root(CORE.query_type)[name]


@pytest.mark.parametrize("value", [Thing(name="it"), Heir(name="it")])
def test_the_type_of_a_value_of_an_interface_is_found(value: object) -> None:
    running = executor_of("{ named { name } }")
    kind = CORE.type_map["Named"]
    assert isinstance(kind, GraphQLInterfaceType)
    assert CORE.query_type is not None
    found = running.type_of_value(
        kind, value, field("named", "Query"), CORE.query_type, details_of(running, "named")
    )
    assert found is CORE.type_map["Thing"], "the executor finds the types of values in another way"


def test_a_value_of_no_type_is_refused_as_the_executor_does() -> None:
    class Asking(assumed.ReferenceExecutor):
        def execute_operation(self, serially: bool | None = None) -> Any:
            kind: Any = CORE.type_map["Named"]
            query: Any = CORE.query_type
            details = details_of(self, "named")
            with pytest.raises(GraphQLError) as given:
                self.type_of_value(kind, Stranger(), query.fields["named"], query, details)
            refused.append(given.value.message)
            return super().execute_operation(serially)

    refused: list[str] = []
    schema = strawberry.Schema(_QueryOfStranger, types=[Thing], execution_context_class=Asking)
    (told,) = schema.execute_sync("{ named { name } }").errors or []
    assert refused == [told.message], "the executor refuses a value of no type in other words"


@strawberry.type(name="Query")
class _QueryOfStranger:
    @strawberry.field
    def named(self) -> Named:
        value: Named = _STRANGER
        return value


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
        """What it says."""
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
