"""Hides the schema where introspection is off, including its indirect leaks.

The federation root `_service` prints the whole schema, and errors that suggest the right name of a mistyped
field reveal it word by word. A router is then composed from `kense schema --federation`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from graphql import FieldNode, GraphQLError
from graphql.validation import NoSchemaIntrospectionCustomRule, ValidationRule
from strawberry.extensions import AddValidationRules

from graph.libraries.graphql_core import without_suggestion


class _NoServiceRule(ValidationRule):
    """A validation rule that refuses the federation root `_service`, which prints the schema."""

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Called by the validator for each field of a document; reports an error for `_service`."""
        if node.name.value == "_service":
            message = "this server does not print its schema: introspection is off"
            self.report_error(GraphQLError(message, node))


class HiddenSchema(AddValidationRules):
    """A Strawberry extension that refuses introspection and removes suggestions from errors.

    It must be outermost.
    """

    def __init__(self) -> None:
        super().__init__([NoSchemaIntrospectionCustomRule, _NoServiceRule])

    def on_operation(self) -> Iterator[None]:
        """Runs around one operation.

        Adds the two rules before it, and removes suggestions from its errors afterwards.
        """
        # As in the extension below, which adds its rules before the document is validated.
        yield from super().on_operation()
        result: Any = self.execution_context.result
        if getattr(result, "errors", None):
            result.errors = without_suggestions(result.errors)
        elif self.execution_context.pre_execution_errors:
            errors = self.execution_context.pre_execution_errors
            errors[:] = without_suggestions(errors)


def without_suggestions(errors: Iterable[GraphQLError]) -> list[GraphQLError]:
    """The same errors, each with its message cut before "Did you mean …", which names parts of the schema."""
    return [_without_suggestion(error) for error in errors]


def _without_suggestion(error: GraphQLError) -> GraphQLError:
    message = without_suggestion(error.message)
    if message == error.message:
        return error
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=error.extensions,
    )
