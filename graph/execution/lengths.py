"""How long a document may be before anything reads it, and how many values its variables may hold.

Reading takes time for each character of a document and for each value of the variables, and cannot be
interrupted by the budget of a request.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.terms.errors import LimitExceededError

DOCUMENT_LIMIT_BYTES = 100_000
MAX_VALUES = 40_000
"""A shape of 10,000 positions, the largest possible argument, has 30,000 values."""
_LONGEST_CHARACTER = 4
"""Bytes that a character takes in UTF-8 at most."""


def check_length(document: str, limit_bytes: int) -> None:
    """Raise LimitExceededError if the document has more than `limit_bytes` bytes in UTF-8."""
    if len(document) * _LONGEST_CHARACTER <= limit_bytes:
        return
    if len(document) > limit_bytes or len(document.encode("utf-8", "surrogatepass")) > limit_bytes:
        raise LimitExceededError(
            f"the document has more than {limit_bytes} bytes: send values as variables, or ask for less"
        )


def check_variables(variables: Mapping[str, Any]) -> None:
    """Raise LimitExceededError if the variables hold more than 40,000 values, nested ones included."""
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
