"""Literals in documents: numbers that can be read, and errors with the position of a value."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from graphql import (
    BREAK,
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FloatValueNode,
    GraphQLError,
    IntValueNode,
    ObjectFieldNode,
    ValuesOfCorrectTypeRule,
    Visitor,
    VisitorAction,
    visit,
)

from graph.libraries.graphql_core import PlacedValuesRule
from graph.terms.errors import BAD_USER_INPUT

_MAY_BE_TOO_LARGE = re.compile(r"\d{200}|[eE]\+?\d{3}")
"""Occurs in the text of every document with a number beyond 1.8e308; walking all documents takes long."""


class _Numbers(Visitor):
    """Finds the first number that no double can hold."""

    def __init__(self) -> None:
        super().__init__()
        self.error: GraphQLError | None = None

    def enter_int_value(self, node: IntValueNode, *around: Any) -> VisitorAction:
        return self._check(node, [*around[-1], around[1]])

    def enter_float_value(self, node: FloatValueNode, *around: Any) -> VisitorAction:
        return self._check(node, [*around[-1], around[1]])

    def _check(self, node: IntValueNode | FloatValueNode, around: list[Any]) -> VisitorAction:
        if isfinite(float(node.value)):
            return None
        message = f"a number of {len(node.value)} characters is too large: none may reach 1.8e308"
        fields = [(one.alias or one.name).value for one in around if isinstance(one, FieldNode)]
        within = [one.name.value for one in around if isinstance(one, ArgumentNode | ObjectFieldNode)]
        told = {"code": BAD_USER_INPUT, "argumentPath": within}
        self.error = GraphQLError(message, node, path=fields or None, extensions=told)
        return BREAK


def too_large_number(query: str, document: DocumentNode) -> GraphQLError | None:
    """The error for a number that no type can read, with its position; None without one.

    Code that reads its digits as an integer would fail: Python reads 4,300 of them, JSON 309.
    """
    if _MAY_BE_TOO_LARGE.search(query) is None:
        return None
    numbers = _Numbers()
    visit(document, numbers)
    return numbers.error


def placed_rules(rules: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same validation rules; the rule for values is replaced by one that adds positions to errors."""
    return tuple(PlacedValuesRule if rule is ValuesOfCorrectTypeRule else rule for rule in rules)
