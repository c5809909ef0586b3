"""Errors within a plan: null in the slot nearest above that may be null, and the path to where they happened.

While all goes well nobody keeps a path. An error that passes a level on its way up takes the key of that
level along. The slot that catches it gets a mark; when a root has been read, the marks are looked for, and
the keys from the root down to each are the rest of its path.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from graphql import FieldNode, GraphQLField, GraphQLObjectType

from graph.libraries.graphql_core import FieldDetails


class UnplannedError(BaseException):
    """The reference executor has to answer; says why. No reader catches it: it is nobody's bad slot."""


class UnknownInfoError(AttributeError):
    """A resolver asks its info for what a plan does not have: never an error of its slot."""


class Position(NamedTuple):
    """A field of a type as a document asks for it."""

    field: GraphQLField
    within: GraphQLObjectType
    details: list[FieldDetails]

    @property
    def name(self) -> str:
        """Name of the field in the schema."""
        return self.details[0].node.name.value

    @property
    def coordinate(self) -> str:
        """Type and field, as messages name them."""
        return f"{self.within.name}.{self.name}"

    @property
    def nodes(self) -> list[FieldNode]:
        """Where the document asks for it: more than once where equal fields are merged."""
        return [one.node for one in self.details]


class Failure:
    """An error, the position that it belongs to, and its path as far as it is known, from inside outward."""

    __slots__ = ("error", "keys", "position")

    def __init__(self, error: Exception, position: Position) -> None:
        self.error = error
        self.position = position
        self.keys: list[str | int] = []

    @property
    def path(self) -> list[str | int]:
        """From the root to the innermost field or item."""
        return self.keys[::-1]


class RisingError(Exception):
    """On its way up to a slot that may be null: its cause, then the failures of all that is lost with it."""

    def __init__(self, failures: list[Failure]) -> None:
        super().__init__()
        self.failures = failures


class Mark:
    """Stands for null until the path of why it is null, and of what failed below, is known."""

    __slots__ = ("failures",)

    def __init__(self, failures: list[Failure]) -> None:
        self.failures = failures

    def move_down(self, way: Any) -> None:
        """Its path begins with these keys, from inside outward."""
        while way is not None:
            way, key = way
            for failure in self.failures:
                failure.keys.append(key)


Part = dict[str, Any] | list[Any]
"""An object or a list of an answer, as far as it has been read."""
_Way = tuple["_Way", str | int] | None
"""The keys that lead to a part, the last one first."""


def taken_out(part: Part, at_most: int) -> list[Mark]:
    """The marks in a part: null is where they were, and their paths begin at the part.

    What is near is looked at first: most marks stand in a list of slots, above thousands of objects.
    """
    found: list[Mark] = []
    waiting: list[tuple[_Way, Part]] = [(None, part)]
    for way, inner in waiting:  # which grows meanwhile
        if len(found) == at_most:
            break
        for key, value in inner.items() if isinstance(inner, dict) else enumerate(inner):
            kind = type(value)
            if kind is dict or kind is list:
                waiting.append(((way, key), value))
            elif kind is Mark:
                inner[key] = None  # type: ignore[index]  # the key is one of this part
                value.move_down((way, key))
                found.append(value)
    return found
