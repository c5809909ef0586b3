"""How long a document may be before anything reads it, how long a number in it, and how many its variables.

Reading takes time for each character of a document and for each value of the variables, and nothing that
counts the work of a request can break into that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graphql import DocumentNode, FloatValueNode, GraphQLError, IntValueNode, Visitor, visit

from graph.terms.errors import GRAPHQL_VALIDATION_FAILED, LimitExceededError, coded

DOCUMENT_LIMIT_BYTES = 100_000
MAX_DIGITS = 500
"""The largest Float has 309 digits, and Python reads no whole number of more than 4,300."""
MAX_VALUES = 40_000
"""A shape of 10,000 positions, the largest thing that can be asked for, has 30,000 values."""
_MANY_DIGITS = re.compile(rf"[0-9]{{{MAX_DIGITS}}}")
_LONGEST_CHARACTER = 4
"""Bytes that a character takes in UTF-8 at most."""


def check_length(document: str, limit_bytes: int) -> None:
    """Raises LimitExceededError for a document of more bytes in UTF-8."""
    if len(document) * _LONGEST_CHARACTER <= limit_bytes:
        return
    if len(document) > limit_bytes or len(document.encode("utf-8", "surrogatepass")) > limit_bytes:
        raise LimitExceededError(
            f"the document has more than {limit_bytes} bytes: send values as variables, or ask for less"
        )


def long_numbers(document: DocumentNode, text: str) -> list[GraphQLError]:
    """An error for the first number of the document that nothing here could read."""
    if _MANY_DIGITS.search(text) is None:
        return []
    finder = _LongNumber()
    visit(document, finder)
    return finder.found[:1]


class _LongNumber(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[GraphQLError] = []

    def enter_int_value(self, node: IntValueNode, *_: Any) -> None:
        self._measure(node)

    def enter_float_value(self, node: FloatValueNode, *_: Any) -> None:
        self._measure(node)

    def _measure(self, node: IntValueNode | FloatValueNode) -> None:
        if len(node.value) > MAX_DIGITS:
            message = f"a number has {len(node.value)} characters, at most {MAX_DIGITS} are read"
            error = coded(message, GRAPHQL_VALIDATION_FAILED)
            self.found.append(GraphQLError(error.message, node, extensions=error.extensions))


def check_variables(variables: Mapping[str, Any]) -> None:
    """Raises LimitExceededError for more values in lists and objects than anything here can need."""
    left = MAX_VALUES
    waiting: list[Any] = [variables]
    while waiting:
        value = waiting.pop()
        left -= len(value)
        if left < 0:
            raise LimitExceededError(
                f"the variables hold more than {MAX_VALUES} values: ask for less at once"
            )
        inner = value.values() if isinstance(value, dict) else value
        waiting.extend(one for one in inner if isinstance(one, dict | list))
