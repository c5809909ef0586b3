"""What is assumed of Strawberry's executor holds in the installed version."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

from typing import Any

import pytest
import strawberry
from graphql import ExecutionResult, GraphQLError, GraphQLInterfaceType, parse
from strawberry.extensions import SchemaExtension

from graph.libraries import strawberry_schema as assumed
from graph.libraries.graphql_core import FieldDetails, Selections
from tests.assumed_schema import CORE, SCHEMA, STRANGER, Heir, Named, Thing, field, schema_with


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
                self.type_of_value(kind, STRANGER, query.fields["named"], query, details)
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
        value: Named = STRANGER
        return value
