"""The properties that filters may name: each with its type, and how it is read from a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from graph.ogc.filters.tree import Literal, day_of_text
from graph.terms.errors import BadInputError
from graph.terms.limits import short_text

GEOMETRY = "geometry"
"""The name of the geometry in filters."""
Read = Callable[[Any, Any], Literal | None]
"""Reads a property of an item; the first argument is the scene of the request."""


class ValueKind(StrEnum):
    """Types of property values, named as in JSON Schema, and days."""

    TEXT = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DAY = "date"


_WORDS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Queryable:
    """A property that filters may name, and how it is read from an item."""

    kind: ValueKind
    description: str
    read: Read
    choices: tuple[str, ...] = field(default=())
    """All possible values, for an enumeration."""

    def value(self, name: str, text: str) -> Literal:
        """The value of the parameter `name`, converted to the property's type.

        Raises BadInputError if it has another type.
        """
        if self.kind is ValueKind.TEXT:
            self.must_choose(name, short_text(text, name))
            return text
        if self.kind is ValueKind.DAY:
            return day_of_text(text)
        if self.kind is ValueKind.BOOLEAN:
            if text not in _WORDS:
                raise BadInputError(f"{name} is true or false, got {text[:40]!r}")
            return _WORDS[text]
        try:
            return float(text)
        except ValueError:
            raise BadInputError(f"{name} is a number, got {text[:40]!r}") from None

    def must_choose(self, name: str, value: object) -> None:
        """Raise BadInputError if the property is an enumeration and the value is not in it."""
        if self.choices and value not in self.choices:
            raise BadInputError(f"{name} is one of {', '.join(self.choices)}, got {str(value)[:40]!r}")

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the property."""
        shown: dict[str, Any] = {"title": self.description, "type": self.kind.value}
        if self.kind is ValueKind.DAY:
            shown |= {"type": "string", "format": "date"}
        if self.choices:
            shown["enum"] = list(self.choices)
        return shown


Queryables = Mapping[str, Queryable]


def text(description: str, read: Read) -> Queryable:
    """A property whose values are texts."""
    return Queryable(ValueKind.TEXT, description, read)


def choice(description: str, kind: type[StrEnum], read: Read) -> Queryable:
    """A property whose values are those of an enumeration."""
    return Queryable(ValueKind.TEXT, description, read, tuple(member.value for member in kind))


def number(description: str, read: Read) -> Queryable:
    """A property whose values are numbers."""
    return Queryable(ValueKind.NUMBER, description, read)


def flag(description: str, read: Read) -> Queryable:
    """A property whose values are true or false."""
    return Queryable(ValueKind.BOOLEAN, description, read)


def day(description: str, read: Callable[[Any, Any], date | None]) -> Queryable:
    """A property whose values are days."""
    return Queryable(ValueKind.DAY, description, read)
