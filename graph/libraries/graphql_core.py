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
    """What an operation asks for, by type.

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
        """Those of the operation that an executor was made for; they do not refer to the executor."""
        return cls(executor.schema, executor.fragments, executor.operation, conditions)

    def of_root(self, root: GraphQLObjectType) -> Selection:
        """The root fields. Raises GraphQLError where fragments are nested too deeply to be followed."""
        try:
            found = collect_fields(self.schema, self.fragments, self.conditions, root, self.operation)
        except RecursionError:
            raise GraphQLError(SELECTIONS_NESTED_TOO_DEEPLY, self.operation) from None
        return found.grouped_field_set

    def of_object(self, kind: GraphQLObjectType, around: list[FieldDetails]) -> Selection:
        """The fields of an object of that type, in the field `around`."""
        found = collect_subfields(self.schema, self.fragments, self.conditions, self.operation, kind, around)
        return found.grouped_field_set

    def mention_variables(self, around: list[FieldDetails]) -> bool:
        """Whether a variable stands anywhere below the field `around`, other than in a condition.

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
    """Whether a variable stands in one of the arguments, or in a value inside of it."""
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
    """The fragments of the document by name."""
    return executor.fragment_definitions


def argument_values(
    field: GraphQLField, details: FieldDetails, variables: VariableValues | None
) -> dict[str, Any]:
    """The arguments of a field by their names in the schema, as their types read them.

    Assumes that None for `variables` is enough where neither the field nor its fragment mentions one.
    Raises GraphQLError for an argument that cannot be read.
    """
    return get_argument_values(field, details.node, variables, details.fragment_variable_values)


leaf_written: Callable[[GraphQLLeafType, Any], Any] = Executor.complete_leaf_value
"""Writes a value of a scalar or an enumeration; raises what the executor raises.

Assumes that it is a static method, and that it looks at the type and the value alone.
"""

is_list_like: Callable[[object], bool] = is_iterable
"""Whether the executor treats a value as a list. Assumes that it does not for texts and mappings."""


def null_refused(coordinate: str) -> TypeError:
    """The error for null in a field that may not be null, in the words of the executor."""
    return TypeError(f"Cannot return null for non-nullable field {coordinate}.")


def list_expected(coordinate: str) -> GraphQLError:
    """The error for a value that is no list in a field that is one, in the words of the executor."""
    return GraphQLError(f"Expected Iterable, but did not find one for field '{coordinate}'.")


def object_expected(kind: GraphQLObjectType, value: object, details: list[FieldDetails]) -> GraphQLError:
    """The error for a value that is no object of the type, in the words of the executor."""
    return invalid_return_type_error(kind, value, details)


def is_parsing_aborted(error: GraphQLSyntaxError) -> bool:
    """Whether the parser gave up because a document has too many tokens or is nested too deeply.

    Assumes that the message says "Parsing aborted": the error has no other sign.
    """
    return "Parsing aborted" in error.message


def is_validation_aborted(error: GraphQLError) -> bool:
    """Whether validation gave up because comparing the fields of a document takes too long.

    Assumes the whole message: the error that is reported is a plain GraphQLError.
    """
    return error.message == "Validation aborted."


_SUGGESTION = re.compile(r" Did you mean .*\Z", re.S)


def without_suggestion(message: str) -> str:
    """The message of an error without the names that it suggests.

    Assumes that suggestions stand at the end and begin with "Did you mean".
    """
    return _SUGGESTION.sub("", message)


def limit_merging(budget: int) -> None:
    """Limit how many steps validation takes to find out whether fields of one name can be merged.

    Assumes that the rule reads `MAX_COMPLEXITY_BUDGET` of its module each time. For the whole process.
    """
    overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = budget


def take_place(error: GraphQLError, of: GraphQLError) -> None:
    """Let an error stand where another one does: to find lines and columns, a document is read as a whole.

    Assumes that nodes, source, positions and locations are plain attributes, computed when an error is made.
    """
    error.nodes, error.source = of.nodes, of.source
    error.positions, error.locations = of.positions, of.locations


class WrongValueError(GraphQLError):
    """An error about a value in a document."""


def is_beyond_int(fault: WrongValueError) -> bool:
    """Whether a whole number is out of the range of Int; the executor tells it in the message alone."""
    return "32-bit signed integer" in fault.message


class PlacedValuesRule(ValuesOfCorrectTypeRule):
    """The rule of graphql-core; its error for a list or an object in the place of a scalar lacks the place.

    Assumes that the rule hands each value to `is_valid_value_node` before it reports an error of it.
    """

    _value: ValueNode | None = None

    def is_valid_value_node(self, node: ValueNode, input_type: Any) -> VisitorAction:
        """Check a value, and remember it for the error."""
        self._value = node
        return super().is_valid_value_node(node, input_type)

    def report_error(self, error: GraphQLError) -> None:
        """Report an error with its place, as a fault of a value."""
        nodes = error.nodes if error.locations else self._value
        super().report_error(WrongValueError(error.message, nodes, original_error=error.original_error))


def show_deprecated_arguments() -> None:
    """Let introspection show deprecated arguments also to a tool that does not ask for them.

    Most tools do not ask, and would take documents that use such an argument for wrong. Assumes that all
    schemas of the process share the type `__Field`, and that its field `args` is answered by its resolver.
    """

    def arguments(field: Any, _info: Any, includeDeprecated: bool = True) -> Any:  # noqa: N803
        return field[1].args.items()

    cast(GraphQLObjectType, introspection_types["__Field"]).fields["args"].resolve = arguments
