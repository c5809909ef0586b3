"""Literals in documents: numbers that are too large, and errors with the path to a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from graphql import (
    BREAK,
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    GraphQLError,
    IntValueNode,
    ListValueNode,
    Node,
    ObjectFieldNode,
    ValuesOfCorrectTypeRule,
    VariableDefinitionNode,
    Visitor,
    VisitorAction,
    visit,
)

from graph.libraries.graphql_core import PlacedValuesRule, WrongValueError, is_beyond_int
from graph.terms.errors import BAD_USER_INPUT

_MAY_BE_TOO_LARGE = re.compile(r"\d{200}|[eE]\+?\d{3}")
"""Occurs in the text of every document with a number beyond 1.8e308; walking all documents takes long."""


@dataclass(slots=True)
class _Way:
    """The path to a value, from the root of its document."""

    path: list[str | int] = field(default_factory=list)
    """Keys of the fields in the answer; empty in a fragment, which may stand in several places."""
    within: list[str | int] = field(default_factory=list)
    """Names and indexes from the argument, or from the variable, to the value."""
    variable: str | None = None
    """The variable whose default it is."""

    def told(self, **more: str) -> dict[str, Any]:
        """The extensions of an error, with the path within the argument or within the variable's default."""
        if self.variable is None:
            return {**more, "argumentPath": self.within}
        return {**more, "variablePath": [self.variable, *self.within]}


def _way(keys: Sequence[str | int], around: Sequence[Any]) -> _Way:
    """The path to a value. `around` are the nodes and lists around it, `keys` leads from each to the next."""
    found = _Way()
    for index, (node, key) in enumerate(zip(around, keys, strict=True)):
        match node:
            case FieldNode():
                found.path.append((node.alias or node.name).value)
            case ArgumentNode() | ObjectFieldNode():
                found.within.append(node.name.value)
            case VariableDefinitionNode():
                found.variable = node.variable.name.value
            case tuple() | list() if isinstance(around[index - 1], ListValueNode):
                found.within.append(key)
    if any(isinstance(node, FragmentDefinitionNode) for node in around):
        found.path.clear()
    return found


class _Numbers(Visitor):
    """Finds the first number in a document that is too large for a 64-bit float."""

    def __init__(self) -> None:
        super().__init__()
        self.error: GraphQLError | None = None

    def enter_int_value(self, node: IntValueNode, *around: Any) -> VisitorAction:
        return self._check(node, *around)

    def enter_float_value(self, node: FloatValueNode, *around: Any) -> VisitorAction:
        return self._check(node, *around)

    def _check(
        self, node: IntValueNode | FloatValueNode, _key: Any, parent: Any, keys: Any, ancestors: Any
    ) -> VisitorAction:
        """Keep an error and stop at a number that a 64-bit float cannot hold."""
        if isfinite(float(node.value)):
            return None
        message = f"a number of {len(node.value)} characters is too large: none may reach 1.8e308"
        way = _way(keys, [*ancestors, parent])
        self.error = GraphQLError(
            message, node, path=way.path or None, extensions=way.told(code=BAD_USER_INPUT)
        )
        return BREAK


def too_large_number(query: str, document: DocumentNode) -> GraphQLError | None:
    """The error for the first number of 1.8e308 or more, with its position and path. None if there is none.

    Code that reads such digits as an integer would fail: Python reads at most 4,300 digits, JSON 309.
    """
    if _MAY_BE_TOO_LARGE.search(query) is None:
        return None
    numbers = _Numbers()
    visit(document, numbers)
    return numbers.error


class _Ways(Visitor):
    """Finds the paths to the given nodes of a document."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        super().__init__()
        self.wanted = {id(node) for node in nodes}
        self.found: dict[int, _Way] = {}

    def enter(self, node: Node, _key: Any, parent: Any, keys: Any, ancestors: Any) -> VisitorAction:
        if id(node) in self.wanted:
            self.found[id(node)] = _way(keys, [*ancestors, parent])
        return None


def with_ways(document: DocumentNode, errors: Sequence[GraphQLError]) -> list[GraphQLError]:
    """The same errors.

    Those of invalid values get the path to the value; an integer out of range also gets a code.
    """
    faults = [error for error in errors if isinstance(error, WrongValueError)]
    if not faults:
        return list(errors)
    ways = _Ways(node for fault in faults for node in (fault.nodes or ())[:1])
    visit(document, ways)
    return [_told(error, ways) if isinstance(error, WrongValueError) else error for error in errors]


def _told(fault: WrongValueError, ways: _Ways) -> GraphQLError:
    way = next((ways.found[id(node)] for node in fault.nodes or () if id(node) in ways.found), None)
    if way is None:
        return fault
    code = {"code": BAD_USER_INPUT} if is_beyond_int(fault) else {}
    return GraphQLError(
        fault.message,
        fault.nodes,
        path=way.path or None,
        extensions=way.told(**code),
        original_error=fault.original_error,
    )


def placed_rules(rules: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same validation rules.

    The rule for values is replaced by a rule whose errors name the value's node.
    """
    return tuple(PlacedValuesRule if rule is ValuesOfCorrectTypeRule else rule for rule in rules)
