"""How scalars and enumerations are written into an answer, the usual values without a detour.

Whatever is not of the usual type goes to the type's own `coerce_output_value`, so that the text of an answer
is the same as that of the reference executor.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

from graphql import GraphQLEnumType, GraphQLLeafType, Undefined

Write = Callable[[Any], Any]
_INT_END = 2**31


class UnwritableError(Exception):
    """A value that its type cannot write."""


def writer(leaf: GraphQLLeafType) -> Write:
    """What turns a value of the type, which is not None, into JSON. It raises UnwritableError and others."""
    slow = _checked(leaf)
    if isinstance(leaf, GraphQLEnumType):
        return _remembering(slow)
    usual = _USUAL.get(leaf.name)
    return slow if usual is None else usual(slow)


def _checked(leaf: GraphQLLeafType) -> Write:
    def write(value: Any) -> Any:
        written = leaf.coerce_output_value(value)
        if written is None or written is Undefined:
            raise UnwritableError(f"{leaf} cannot write {value!r}")
        return written

    return write


def _remembering(slow: Write) -> Write:
    known: dict[Any, Any] = {}

    def write(value: Any) -> Any:
        written = known.get(value)
        if written is None:
            written = known[value] = slow(value)
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
