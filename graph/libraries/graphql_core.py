"""Assumptions about graphql-core: selections, completed values, messages, and the positions of errors.

Its documentation says that the methods by which an executor executes and completes fields are not part of
the public interface. A plan (graph/execution/compiled_query.py) does their work once for each document, and
has to come to the same answers and the same errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from graphql import (
    Executor,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSyntaxError,
    Node,
    OperationDefinitionNode,
    ValueNode,
    ValuesOfCorrectTypeRule,
    VariableNode,
    VisitorAction,
    introspection_types,
)
from graphql.execution import VariableValues, get_argument_values
from graphql.execution.collect_fields import FieldDetails, collect_fields, collect_subfields
from graphql.execution.executor import SELECTIONS_NESTED_TOO_DEEPLY, invalid_return_type_error
from graphql.pyutils import is_iterable
from graphql.validation.rules import overlapping_fields_can_be_merged

__all__ = ["FieldDetails"]

Selection = Mapping[str, list[FieldDetails]]
"""The fields that are asked of an object, by their keys in the answer.

Assumes of `FieldDetails` that `node` is the field as the document writes it, and that
`fragment_variable_values` are the values of the variables of the fragment around it.
"""


@dataclass(frozen=True, slots=True)
class Selections:
    """What an operation selects, by type.

    Assumes that `collect_fields` and `collect_subfields` follow fragments and the conditions of @skip and
    @include, and merge equal fields in the order of the document.
    """

    schema: GraphQLSchema
    fragments: dict[str, Any]
    """Fragments by name, as the executor keeps them."""
    operation: OperationDefinitionNode
    conditions: VariableValues
    """Values of the variables that stand in the conditions."""

    @classmethod
    def of(cls, executor: Executor[Any], conditions: VariableValues) -> Selections:
        """The selections of the operation that an executor was made for.

        They do not refer to the executor.
        """
        return cls(executor.schema, executor.fragments, executor.operation, conditions)

    def of_root(self, root: GraphQLObjectType) -> Selection:
        """The selected root fields. Raises GraphQLError if fragments are nested too deeply to be followed."""
        try:
            found = collect_fields(self.schema, self.fragments, self.conditions, root, self.operation)
        except RecursionError:
            raise GraphQLError(SELECTIONS_NESTED_TOO_DEEPLY, self.operation) from None
        return found.grouped_field_set

    def of_object(self, kind: GraphQLObjectType, around: list[FieldDetails]) -> Selection:
        """The fields selected from an object of type `kind`, which is the value of the field `around`."""
        found = collect_subfields(self.schema, self.fragments, self.conditions, self.operation, kind, around)
        return found.grouped_field_set

    def mention_variables(self, around: list[FieldDetails]) -> bool:
        """Whether an argument anywhere below the field `around` has a variable. Conditions do not count.

        Assumes that `fragments` hold the definitions of fragments, and that a fragment without variables of
        its own has no signatures.
        """
        waiting: list[Any] = [detail.node.selection_set for detail in around]
        seen: set[str] = set()
        while waiting:
            selections = waiting.pop()
            for node in selections.selections if selections is not None else ():
                if isinstance(node, FragmentSpreadNode):
                    fragment = self.fragments[node.name.value]
                    if fragment.variable_signatures or node.arguments:
                        return True
                    if node.name.value not in seen:
                        seen.add(node.name.value)
                        waiting.append(fragment.definition.selection_set)
                    continue
                if mentions_variables(getattr(node, "arguments", None)):
                    return True
                waiting.append(node.selection_set)
        return any(detail.fragment_variable_values is not None for detail in around)


def mentions_variables(arguments: Sequence[Node] | None) -> bool:
    """Whether one of the arguments is a variable, or holds a variable inside a list or object."""
    waiting: list[Any] = list(arguments or ())
    while waiting:
        node = waiting.pop()
        if isinstance(node, VariableNode):
            return True
        for key in node.keys if isinstance(node, Node) else ():
            child = getattr(node, key)
            waiting.extend(child if isinstance(child, (list, tuple)) else [child])
    return False


def fragments_of(executor: Executor[Any]) -> Mapping[str, FragmentDefinitionNode]:
    """The fragment definitions of the executor's document, by name."""
    return executor.fragment_definitions


def argument_values(
    field: GraphQLField, details: FieldDetails, variables: VariableValues | None
) -> dict[str, Any]:
    """The arguments of a field by their names in the schema, converted to their types.

    Assumes that None for `variables` is enough where neither the field nor its fragment mentions a variable.
    Raises GraphQLError for an invalid argument.
    """
    return get_argument_values(field, details.node, variables, details.fragment_variable_values)


leaf_written: Callable[[GraphQLLeafType, Any], Any] = Executor.complete_leaf_value
"""Writes a value of a scalar or an enumeration; raises what the executor raises.

Assumes that it is a static method, and that it looks at the type and the value alone.
"""

is_list_like: Callable[[object], bool] = is_iterable
"""Whether the executor treats a value as a list. Assumes that it does not for texts and mappings."""


def null_refused(coordinate: str) -> TypeError:
    """The error for null in a field that may not be null, with the executor's message."""
    return TypeError(f"Cannot return null for non-nullable field {coordinate}.")


def list_expected(coordinate: str) -> GraphQLError:
    """The error for a value that is not a list where the field is a list, with the executor's message."""
    return GraphQLError(f"Expected Iterable, but did not find one for field '{coordinate}'.")


def object_expected(kind: GraphQLObjectType, value: object, details: list[FieldDetails]) -> GraphQLError:
    """The error for a value that is not an object of the type, with the executor's message."""
    return invalid_return_type_error(kind, value, details)


def is_parsing_aborted(error: GraphQLSyntaxError) -> bool:
    """Whether the parser gave up because a document has too many tokens or is nested too deeply.

    Compares the message text ("Parsing aborted"), because graphql-core has no class of its own for this
    error.
    """
    return "Parsing aborted" in error.message


def is_validation_aborted(error: GraphQLError) -> bool:
    """Whether validation gave up because comparing the fields of a document takes too long.

    Compares the message text, because graphql-core has no class of its own for this error.
    """
    return error.message == "Validation aborted."


_SUGGESTION = re.compile(r" Did you mean .*\Z", re.S)


def without_suggestion(message: str) -> str:
    """The message of an error, cut before "Did you mean", so that it names nothing of the schema.

    Assumes that suggestions stand at the end and begin with "Did you mean".
    """
    return _SUGGESTION.sub("", message)


def limit_merging(budget: int) -> None:
    """Limit the steps that validation takes to compare fields of the same name, for the whole process.

    Assumes that the rule reads `MAX_COMPLEXITY_BUDGET` of its module each time.
    """
    overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = budget


def take_place(error: GraphQLError, of: GraphQLError) -> None:
    """Give `error` the place (nodes, lines and columns) of the error `of`.

    Computing it anew would read the whole document. Assumes that nodes, source, positions and locations are
    plain attributes, computed when an error is made.
    """
    error.nodes, error.source = of.nodes, of.source
    error.positions, error.locations = of.positions, of.locations


class WrongValueError(GraphQLError):
    """An error about an invalid value in a document."""


def is_beyond_int(fault: WrongValueError) -> bool:
    """Whether the error is about a whole number out of the range of Int. Only the message text tells it."""
    return "32-bit signed integer" in fault.message


class PlacedValuesRule(ValuesOfCorrectTypeRule):
    """graphql-core's rule for values, whose error for a list or object in place of a scalar has no position.

    Here every error gets the position of its value. Assumes that the rule hands each value to
    `is_valid_value_node` before it reports an error of that value.
    """

    _value: ValueNode | None = None

    def is_valid_value_node(self, node: ValueNode, input_type: Any) -> VisitorAction:
        """Check a value, and remember it for the error's position."""
        self._value = node
        return super().is_valid_value_node(node, input_type)

    def report_error(self, error: GraphQLError) -> None:
        """Report the error as a WrongValueError.

        Without a position it gets that of the value checked last.
        """
        nodes = error.nodes if error.locations else self._value
        super().report_error(WrongValueError(error.message, nodes, original_error=error.original_error))


def show_deprecated_arguments() -> None:
    """Make introspection show deprecated arguments by default, for the whole process.

    Most tools do not ask for them, and would report documents that use such an argument as wrong. Assumes
    that all schemas of the process share the type `__Field`, and that its field `args` is answered by its
    resolver.
    """

    def arguments(field: Any, _info: Any, includeDeprecated: bool = True) -> Any:  # noqa: N803
        return field[1].args.items()

    cast(GraphQLObjectType, introspection_types["__Field"]).fields["args"].resolve = arguments
