"""The content of a filter, whether written as text or as JSON, and its limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import shapely

from geo.jurisdiction.law import legal_day
from graph.terms.errors import BadInputError

MOST_CHARACTERS = 16_000
"""Of a filter: a district's boundary in WKT fits."""
MOST_NODES = 100
"""Conditions, words and literals of a filter; each is evaluated once for a feature."""
MOST_VALUES = 200
"""Values of one IN."""
DEEPEST = 40
"""Conditions inside of conditions."""

Literal = str | float | bool | date


class FilterError(BadInputError):
    """The filter is not valid CQL2, or uses an unsupported part; the message says which."""


class Comparison(StrEnum):
    """Operators that compare two values, as written in CQL2 text and JSON."""

    EQUAL = "="
    UNEQUAL = "<>"
    LESS = "<"
    GREATER = ">"
    AT_MOST = "<="
    AT_LEAST = ">="


class SpatialOperator(StrEnum):
    """Operators that compare two geometries."""

    INTERSECTS = "s_intersects"
    WITHIN = "s_within"


@dataclass(frozen=True, slots=True)
class Property:
    """A reference to a property of a feature, by name."""

    name: str


Operand = Property | Literal
Shape = Property | shapely.Geometry


@dataclass(frozen=True, slots=True)
class Constant:
    """A condition that is true, or false, for every feature."""

    value: bool


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two values."""

    operator: Comparison
    left: Operand
    right: Operand


@dataclass(frozen=True, slots=True)
class Like:
    """A text matches a pattern.

    `%` is any text, `_` one character, a backslash takes the next one literally.
    """

    operand: Operand
    pattern: str


@dataclass(frozen=True, slots=True)
class Between:
    """A value lies between two others, or equals one of the two."""

    operand: Operand
    low: Operand
    high: Operand


@dataclass(frozen=True, slots=True)
class In:
    """A value is one of some literals."""

    operand: Operand
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class IsNull:
    """A property has no value."""

    operand: Operand


@dataclass(frozen=True, slots=True)
class Spatial:
    """A comparison of two geometries."""

    operator: SpatialOperator
    left: Shape
    right: Shape


@dataclass(frozen=True, slots=True)
class Not:
    """The negation of a condition. The negation of unknown is unknown."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class And:
    """All of some conditions hold."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One or more of some conditions hold."""

    conditions: tuple[Condition, ...]


Condition = Constant | Compare | Like | Between | In | IsNull | Spatial | Not | And | Or


class Bounds:
    """Counts the parts and the depth of a filter."""

    def __init__(self) -> None:
        self._nodes = self._depth = 0

    def spend(self) -> None:
        """Count one condition, property or literal. Raises FilterError above 100."""
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise FilterError(f"the filter has more than {MOST_NODES} conditions and values")

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """The block reads the inside of a condition.

        Raises FilterError if that is nested more than 40 deep.
        """
        self._depth += 1
        if self._depth > DEEPEST:
            raise FilterError(f"the filter is nested more than {DEEPEST} deep")
        try:
            yield
        finally:
            self._depth -= 1


def values_of(found: list[Literal]) -> tuple[Literal, ...]:
    """The values of an IN. Raises FilterError above 200."""
    if len(found) > MOST_VALUES:
        raise FilterError(f"IN has more than {MOST_VALUES} values")
    return tuple(found)


def day_of_text(text: str) -> date:
    """The day of a date, or the day in Kazakhstan of a timestamp (RFC 3339).

    Raises BadInputError for other text.
    """
    try:
        if len(text) == len("2012-06-01"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        return legal_day(moment)
    except (ValueError, OverflowError):
        raise BadInputError(
            f"{text[:40]!r} is neither a date nor a timestamp of RFC 3339, such as 2012-06-01T00:00:00Z"
        ) from None
