"""What is assumed of the hooks around the steps of an operation holds in the installed version."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from typing import Any

import pytest
import strawberry
from graphql import FieldNode, GraphQLError, OperationDefinitionNode, parse
from graphql.validation import NoSchemaIntrospectionCustomRule, ValidationRule
from strawberry.extensions import AddValidationRules

from graph.libraries.strawberry_schema import OperationHooks, operation_name


@strawberry.type
class Query:
    """One root that answers, one that fails."""

    @strawberry.field
    def number(self) -> int:
        """A number."""
        return 1

    @strawberry.field
    def failing(self) -> int | None:
        """An error."""
        raise GraphQLError("failed")


@strawberry.type
class Subscription:
    """Two events."""

    @strawberry.subscription
    async def numbers(self) -> AsyncGenerator[int, None]:
        """One, two."""
        for number in (1, 2):
            yield number


def schema_with(*extensions: Any) -> strawberry.Schema:
    return strawberry.Schema(Query, subscription=Subscription, extensions=extensions)


def noting(name: str, steps: list[str]) -> type[OperationHooks]:
    """An extension that records its steps."""

    class Noting(OperationHooks):
        def _note(self, step: str) -> Iterator[None]:
            steps.append(f"{name}: {step}")
            yield
            steps.append(f"{name}: {step} done")

        def on_operation(self) -> Iterator[None]:
            yield from self._note("operation")

        def on_parse(self) -> Iterator[None]:
            yield from self._note("parse")

        def on_validate(self) -> Iterator[None]:
            yield from self._note("validate")

        def on_execute(self) -> Iterator[None]:
            yield from self._note("execute")

        def on_stream_result(self, result: Any) -> Iterator[None]:
            yield from self._note("result")

        def get_results(self) -> dict[str, Any]:
            steps.append(f"{name}: results")
            return {name: "told"}

    return Noting


def test_the_steps_of_an_operation_come_in_this_order() -> None:
    steps: list[str] = []
    result = schema_with(noting("a", steps)).execute_sync("{ number }")
    around = [f"a: {step}{end}" for step in ("parse", "validate", "execute") for end in ("", " done")]
    assert steps == ["a: operation", *around, "a: operation done", "a: results"], (
        "the hooks of an extension come in another order"
    )
    assert result.extensions == {"a": "told"}, "get_results is not what goes into the extensions of an answer"


def test_the_first_extension_begins_first_and_ends_last() -> None:
    steps: list[str] = []
    schema_with(noting("a", steps), noting("b", steps)).execute_sync("{ number }")
    for step in ("operation", "parse", "validate", "execute"):
        order = [noted for noted in steps if noted.partition(": ")[2] in (step, f"{step} done")]
        assert order == [f"a: {step}", f"b: {step}", f"b: {step} done", f"a: {step} done"], (
            f"extensions stand around {step} in another order"
        )


async def _events(schema: strawberry.Schema, steps: list[str]) -> list[Any]:
    """Data of the events of a subscription, `taken` noted for each."""
    results: Any = await schema.subscribe("subscription { numbers }")
    events = []
    async for result in results:
        steps.append("taken")
        events.append(result.data)
    return events


def test_the_hook_of_a_result_stands_around_each_event_within_the_operation() -> None:
    steps: list[str] = []
    events = asyncio.run(_events(schema_with(noting("a", steps)), steps))
    assert events == [{"numbers": 1}, {"numbers": 2}]
    kept = [step for step in steps if step == "taken" or "result" in step.split() or "operation" in step]
    each = ["a: result", "taken", "a: result done"]
    assert kept == ["a: operation", *each, *each, "a: operation done"], (
        "on_stream_result no longer begins before an event is handed on, or stands outside of on_operation"
    )


def test_a_document_that_a_hook_sets_is_not_parsed_again() -> None:
    class Setting(OperationHooks):
        def on_parse(self) -> Iterator[None]:
            self.execution_context.graphql_document = parse("{ number }")
            yield

    result = schema_with(Setting).execute_sync("no document at all")
    assert result.data == {"number": 1}, "Strawberry parses the text although a document was set"


def test_options_of_the_parser_are_those_that_a_hook_sets() -> None:
    class Limiting(OperationHooks):
        def on_parse(self) -> Iterator[None]:
            self.execution_context.parse_options["max_tokens"] = 2
            yield

    (error,) = schema_with(Limiting).execute_sync("{ number }").errors or []
    assert "2 tokens" in error.message, "parse_options are not what the parser is given"


def _validating(errors: list[GraphQLError]) -> type[OperationHooks]:
    class Validating(OperationHooks):
        def on_validate(self) -> Iterator[None]:
            self.execution_context.pre_execution_errors = errors
            yield

    return Validating


def test_errors_that_a_hook_sets_are_the_answer() -> None:
    result = schema_with(_validating([GraphQLError("refused")])).execute_sync("{ number }")
    told = [error.message for error in result.errors or ()]
    assert (result.data, told) == (None, ["refused"]), "pre_execution_errors no longer refuse a document"


def test_no_errors_that_a_hook_sets_take_the_place_of_validation() -> None:
    result = schema_with(_validating([])).execute_sync("{ number unknown }")
    assert (result.data, result.errors) == ({"number": 1}, None), (
        "Strawberry validates although a hook has set an empty list of errors"
    )


def _replacing(document: str) -> tuple[Any, list[str]]:
    class Replacing(OperationHooks):
        def on_operation(self) -> Iterator[None]:
            yield
            result: Any = self.execution_context.result
            result.data, result.errors = None, [GraphQLError("replaced")]

    result = schema_with(Replacing).execute_sync(document)
    return result.data, [error.message for error in result.errors or ()]


@pytest.mark.parametrize("document", ["{ number }", "{ failing }", "{ unknown }", "{"])
def test_a_result_that_a_hook_changes_is_the_answer(document: str) -> None:
    assert _replacing(document) == (None, ["replaced"]), (
        "what on_operation changes in the result behind its yield is not answered"
    )


def test_a_result_of_an_event_that_a_hook_changes_is_sent() -> None:
    class Replacing(OperationHooks):
        def on_stream_result(self, result: Any) -> Iterator[None]:
            result.errors = [GraphQLError("replaced")]
            yield

    async def told() -> list[list[str]]:
        results: Any = await schema_with(Replacing).subscribe("subscription { numbers }")
        return [[error.message for error in result.errors or ()] async for result in results]

    assert asyncio.run(told()) == [["replaced"], ["replaced"]], "a changed event is not what is sent"


class _Context:
    def __init__(self) -> None:
        self.names: list[str | None] = []


class _Naming(OperationHooks):
    def on_parse(self) -> Iterator[None]:
        context = self.execution_context
        context.context.names.append(operation_name(context))
        yield
        context.context.names.append(operation_name(context))


@pytest.mark.parametrize("given", [None, "B"])
def test_the_name_of_an_operation_is_that_of_the_request_before_and_after_parsing(given: str | None) -> None:
    context = _Context()
    schema_with(_Naming).execute_sync(
        "query A { number } query B { number }", operation_name=given, context_value=context
    )
    assert context.names == [given, given], "_provided_operation_name is not what the request gives"


def test_the_operation_is_that_of_the_name_in_a_document_that_a_hook_sets() -> None:
    class Setting(OperationHooks):
        def on_parse(self) -> Iterator[None]:
            self.execution_context.graphql_document = parse("query A { number } query B { again: number }")
            yield

    result = schema_with(Setting).execute_sync("{ x }", operation_name="B")
    assert result.data == {"again": 1}


def test_rules_that_an_extension_adds_are_there_when_the_document_is_validated() -> None:
    class NoNumberRule(ValidationRule):
        def enter_field(self, node: FieldNode, *_: Any) -> None:
            self.report_error(GraphQLError(f"no {node.name.value}"))

    class Adding(AddValidationRules):
        def __init__(self) -> None:
            super().__init__([NoNumberRule, NoSchemaIntrospectionCustomRule])

        def on_operation(self) -> Iterator[None]:
            yield from super().on_operation()

    class Reading(OperationHooks):
        def on_validate(self) -> Iterator[None]:
            rules.extend(self.execution_context.validation_rules)
            yield

    rules: list[Any] = []
    (error,) = schema_with(Adding, Reading).execute_sync("{ number }").errors or []
    assert error.message == "no number", "AddValidationRules.on_operation no longer adds its rules"
    assert NoNumberRule in rules, "the rules of a document are not in validation_rules when it is validated"


def test_an_extension_is_made_anew_for_each_operation() -> None:
    class Counting(OperationHooks):
        seen = 0

        def on_operation(self) -> Iterator[None]:
            self.seen += 1
            counts.append(self.seen)
            yield

    counts: list[int] = []
    schema = schema_with(Counting)
    for _ in range(2):
        schema.execute_sync("{ number }")
    assert counts == [1, 1], "what an extension keeps of one operation is seen by the next"


def test_an_operation_knows_the_schema_and_what_the_request_gave() -> None:
    class Reading(OperationHooks):
        def on_execute(self) -> Iterator[None]:
            it = self.execution_context
            found.extend([it.schema is schema, it.query, it.variables, it.context])
            document: Any = it.graphql_document
            found.append(type(document.definitions[0]))
            yield

    found: list[Any] = []
    schema = schema_with(Reading)
    schema.execute_sync("{ number }", {"a": 1}, context_value="asked")
    assert found == [True, "{ number }", {"a": 1}, "asked", OperationDefinitionNode], (
        "the execution context of an extension has other contents"
    )
