"""Values as a document writes them: numbers that can be read, and errors that tell where a value stands."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from graphql import (
    BREAK,
    DocumentNode,
    FloatValueNode,
    GraphQLError,
    IntValueNode,
    ValueNode,
    ValuesOfCorrectTypeRule,
    Visitor,
    VisitorAction,
    visit,
)

_MAY_BE_TOO_LARGE = re.compile(r"\d{200}|[eE]\+?\d{3}")
"""Stands in the text of every document with a number beyond 1.8e308; walking all documents takes long."""


class _Numbers(Visitor):
    """Finds the first number that no double holds."""

    def __init__(self) -> None:
        super().__init__()
        self.error: GraphQLError | None = None

    def enter_int_value(self, node: IntValueNode, *_: Any) -> VisitorAction:
        return self._check(node)

    def enter_float_value(self, node: FloatValueNode, *_: Any) -> VisitorAction:
        return self._check(node)

    def _check(self, node: IntValueNode | FloatValueNode) -> VisitorAction:
        if isfinite(float(node.value)):
            return None
        message = f"a number of {len(node.value)} characters is too large: none may reach 1.8e308"
        self.error = GraphQLError(message, node)
        return BREAK


def too_large_number(query: str, document: DocumentNode) -> GraphQLError | None:
    """The error for a number that no type can read, at its place; None where there is none.

    Whatever counts its digits as an integer would fail: Python reads 4,300 of them, JSON 309.
    """
    if _MAY_BE_TOO_LARGE.search(query) is None:
        return None
    numbers = _Numbers()
    visit(document, numbers)
    return numbers.error


class PlacedValuesRule(ValuesOfCorrectTypeRule):
    """The rule of graphql-core; its error of a list or an object in the place of a scalar lacks the place."""

    _value: ValueNode | None = None

    def is_valid_value_node(self, node: ValueNode, input_type: Any) -> VisitorAction:
        """Check a value, and remember it for the error."""
        self._value = node
        return super().is_valid_value_node(node, input_type)

    def report_error(self, error: GraphQLError) -> None:
        """Report an error with its place."""
        if not error.locations and self._value is not None:
            error = GraphQLError(error.message, self._value, original_error=error.original_error)
        super().report_error(error)


def placed_rules(rules: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same rules of validation, values checked by the rule above."""
    return tuple(PlacedValuesRule if rule is ValuesOfCorrectTypeRule else rule for rule in rules)
