"""Writes scalars and enumerations into an answer, with a short path for the usual types.

Values of other types are handled as by the reference executor, so that answers and errors have the same text.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

from graphql import GraphQLEnumType, GraphQLLeafType, Undefined

from graph.libraries.graphql_core import leaf_written, null_refused

Write = Callable[[Any], Any]
_INT_END = 2**31


def writer(leaf: GraphQLLeafType, required: str | None) -> Write:
    """A function that converts a value of a scalar or enumeration to JSON.

    It raises what the reference executor raises. `required` is the coordinate of a non-null field or of its
    items, for the message; None where null is allowed.
    """
    slow = _checked(leaf, required)
    if isinstance(leaf, GraphQLEnumType):
        return _remembering(slow)
    usual = _USUAL.get(leaf.name)
    return slow if usual is None else usual(slow)


def _checked(leaf: GraphQLLeafType, required: str | None) -> Write:
    """A function that works for any value.

    It raises an error given as a value, handles null, else converts.
    """
    complete = leaf_written

    def write(value: Any) -> Any:
        if isinstance(value, Exception):
            raise value
        if value is None or value is Undefined:
            if required is None:
                return None
            raise null_refused(required)
        return complete(leaf, value)

    return write


def _remembering(slow: Write) -> Write:
    """A function that converts each value of an enumeration once, and remembers the result."""
    known: dict[Any, Any] = {}

    def write(value: Any) -> Any:
        try:
            written = known.get(value)
        except TypeError:  # unhashable: it cannot be a member
            return slow(value)
        if written is None and (written := slow(value)) is not None:
            known[value] = written
        return written

    return write


def _text(slow: Write) -> Write:
    return lambda value: value if type(value) is str else slow(value)


def _boolean(slow: Write) -> Write:
    return lambda value: value if value is True or value is False else slow(value)


def _int(slow: Write) -> Write:
    def write(value: Any) -> Any:
        return value if type(value) is int and -_INT_END <= value < _INT_END else slow(value)

    return write


def _float(slow: Write) -> Write:
    return lambda value: value if type(value) is float and isfinite(value) else slow(value)


_USUAL: dict[str, Callable[[Write], Write]] = {
    "String": _text,
    "ID": _text,
    "Boolean": _boolean,
    "Int": _int,
    "Float": _float,
}
