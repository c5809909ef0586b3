"""Errors within a plan: an error makes the nearest nullable slot above it null, and carries its path.

No path is kept while nothing fails. An error that passes a level on its way up collects the key of that
level. The slot that catches it gets a mark; when a root has been read, the marks are searched, and the keys
from the root down to each complete its path.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from graphql import FieldNode, GraphQLField, GraphQLObjectType

from graph.libraries.graphql_core import FieldDetails


class UnplannedError(BaseException):
    """The plan cannot answer, so the reference executor has to; the message says why.

    No reader catches it.
    """


class UnknownInfoError(AttributeError):
    """A resolver reads an attribute of `info` that a plan does not have.

    It never becomes an error of the answer.
    """


class Position(NamedTuple):
    """A selected field, the type that it belongs to, and the nodes of the document that select it."""

    field: GraphQLField
    within: GraphQLObjectType
    details: list[FieldDetails]

    @property
    def name(self) -> str:
        """Name of the field in the schema."""
        return self.details[0].node.name.value

    @property
    def coordinate(self) -> str:
        """Type and field, such as `Office.name`, for messages."""
        return f"{self.within.name}.{self.name}"

    @property
    def nodes(self) -> list[FieldNode]:
        """The nodes of the document that select the field. Several if equal fields are merged."""
        return [detail.node for detail in self.details]


class Failure:
    """An error, the field where it happened, and its path as far as it is known (innermost key first)."""

    __slots__ = ("error", "keys", "position")

    def __init__(self, error: Exception, position: Position) -> None:
        self.error = error
        self.position = position
        self.keys: list[str | int] = []

    @property
    def path(self) -> list[str | int]:
        """The known path, from the outermost key to the innermost field or item."""
        return self.keys[::-1]


class RisingError(Exception):
    """Failures on their way up to the nearest nullable slot.

    The first is the cause, the others were in the data lost with it.
    """

    def __init__(self, failures: list[Failure]) -> None:
        super().__init__()
        self.failures = failures


class Mark:
    """Stands in the data for null, until the paths of its failures are complete."""

    __slots__ = ("failures",)

    def __init__(self, failures: list[Failure]) -> None:
        self.failures = failures

    def move_down(self, way: Any) -> None:
        """Put the keys of `way` in front of the paths of the failures.

        `way` is a chain of (outer way, key), innermost key first.
        """
        while way is not None:
            way, key = way
            for failure in self.failures:
                failure.keys.append(key)


Part = dict[str, Any] | list[Any]
"""An object or a list of an answer, as far as it was read."""
_Way = tuple["_Way", str | int] | None
"""The keys that lead to a part, the last one first."""


def taken_out(part: Part, at_most: int) -> list[Mark]:
    """Replace at most `at_most` marks in a part of an answer by null, and return them.

    The paths of the marks then begin at the part. Near places are searched first: most marks are in a list of
    slots, above thousands of objects.
    """
    marks: list[Mark] = []
    waiting: list[tuple[_Way, Part]] = [(None, part)]
    for way, inner in waiting:  # the list grows meanwhile
        if len(marks) == at_most:
            break
        for key, value in inner.items() if isinstance(inner, dict) else enumerate(inner):
            kind = type(value)
            if kind is dict or kind is list:
                waiting.append(((way, key), value))
            elif kind is Mark:
                inner[key] = None  # type: ignore[index]  # the key is one of this part
                value.move_down((way, key))
                marks.append(value)
    return marks
