"""Compiles a filter to a function of a feature. All errors are found before a feature is tested.

CQL2 has three truth values: a comparison with a missing value is unknown, and so is its negation. Only
features for which a filter is true are selected.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import shapely

from graph.ogc.filters.queryables import GEOMETRY, Queryable, Queryables, ValueKind
from graph.ogc.filters.tree import (
    And,
    Between,
    Compare,
    Comparison,
    Condition,
    Constant,
    FilterError,
    In,
    IsNull,
    Like,
    Literal,
    Not,
    Operand,
    Or,
    Property,
    Spatial,
    SpatialOperator,
    day_of_text,
)
from graph.terms.limits import short_text
from model.edition import Boundary, Position

Place = Position | Boundary | None
"""The position of a feature: a point, a boundary, or unknown."""
PlaceOf = Callable[[Any], Place]
Test = Callable[[Any], bool | None]
"""Whether a filter is true of an item; None where that is unknown."""
_Value = Callable[[Any], Literal | None]
_COMPARED: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQUAL: operator.eq,
    Comparison.UNEQUAL: operator.ne,
    Comparison.LESS: operator.lt,
    Comparison.GREATER: operator.gt,
    Comparison.AT_MOST: operator.le,
    Comparison.AT_LEAST: operator.ge,
}


class Compiler:
    """Compiles filters for the items of one collection and one request."""

    def __init__(self, queryables: Queryables, scene: object, place_of: PlaceOf) -> None:
        self._queryables, self._scene, self._place_of = queryables, scene, place_of

    def test(self, condition: Condition) -> Test:
        """The function that tests an item for a condition; it returns None for unknown.

        Raises FilterError for an unknown property, and for types that cannot be compared.
        """
        if isinstance(condition, Constant):
            value = condition.value
            return lambda _: value
        if isinstance(condition, Not):
            return partial(_not, self.test(condition.condition))
        if isinstance(condition, And):
            return partial(_all, [self.test(each) for each in condition.conditions])
        if isinstance(condition, Or):
            return partial(_any, [self.test(each) for each in condition.conditions])
        if isinstance(condition, IsNull):
            read = self._value(condition.operand)
            return lambda item: read(item) is None
        if isinstance(condition, Spatial):
            return self._spatial(condition)
        return self._about_values(condition)

    def _about_values(self, condition: Compare | Like | Between | In) -> Test:
        """The test of a condition about values. Raises FilterError for values of different types."""
        if isinstance(condition, Compare):
            left, right = self._alike(condition.left, condition.right)
            if condition.operator in (Comparison.EQUAL, Comparison.UNEQUAL):
                self._must_choose(condition.left, [condition.right])
                self._must_choose(condition.right, [condition.left])
            return partial(_compare, _COMPARED[condition.operator], self._value(left), self._value(right))
        if isinstance(condition, Between):
            operand, low, high = self._alike(condition.operand, condition.low, condition.high)
            return partial(_between, self._value(operand), self._value(low), self._value(high))
        if isinstance(condition, In):
            operand, *values = self._alike(condition.operand, *condition.values)
            self._must_choose(operand, values)
            return partial(_in, self._value(operand), frozenset(values))
        if self._kind(condition.operand) is not ValueKind.TEXT:
            raise FilterError("LIKE compares texts")
        return partial(_like, self._value(condition.operand), pattern_of(condition.pattern))

    def _queryable(self, name: str) -> Queryable:
        queryable = self._queryables.get(name)
        if queryable is None:
            known = ", ".join(sorted(self._queryables))
            raise FilterError(f"{name[:40]!r} is not a queryable property: there are {known}")
        return queryable

    def _kind(self, operand: Operand) -> ValueKind:
        """The type of a property or literal. Raises FilterError for an unknown property."""
        if isinstance(operand, Property):
            return self._queryable(operand.name).kind
        if isinstance(operand, bool):
            return ValueKind.BOOLEAN
        if isinstance(operand, float):
            return ValueKind.NUMBER
        return ValueKind.DAY if isinstance(operand, date) else ValueKind.TEXT

    def _alike(self, *operands: Operand) -> list[Operand]:
        """The operands, all of one type; a text compared with a day is read as a day. Raises FilterError."""
        kinds = {self._kind(operand) for operand in operands}
        if kinds == {ValueKind.DAY, ValueKind.TEXT}:
            read: list[Operand] = [
                day_of_text(operand) if isinstance(operand, str) else operand for operand in operands
            ]
            if {self._kind(each) for each in read} == {ValueKind.DAY}:
                return read
        if len(kinds) > 1:
            raise FilterError(f"a {' and a '.join(sorted(kinds))} cannot be compared")
        return list(operands)

    def _must_choose(self, operand: Operand, values: Sequence[Operand]) -> None:
        """Raise BadInputError if a property is an enumeration and a value is not in it."""
        if isinstance(operand, Property):
            for value in values:
                if not isinstance(value, Property):
                    self._queryable(operand.name).must_choose(operand.name, value)

    def _value(self, operand: Operand) -> _Value:
        if isinstance(operand, Property):
            return partial(self._queryable(operand.name).read, self._scene)
        return lambda _: operand

    def _spatial(self, condition: Spatial) -> Test:
        """The test of a spatial comparison.

        Raises FilterError unless it compares `geometry` with one shape.
        """
        sides = (condition.left, condition.right)
        names = [side.name for side in sides if isinstance(side, Property)]
        if names != [GEOMETRY]:
            raise FilterError(
                f"{condition.operator.upper()} compares the property {GEOMETRY} with a geometry: one of each"
            )
        shape = next(side for side in sides if not isinstance(side, Property))
        shapely.prepare(shape)
        if condition.operator is SpatialOperator.INTERSECTS:
            return partial(_intersects, self._place_of, shape)
        if isinstance(condition.right, Property):
            return partial(_holds, self._place_of, shape)
        return partial(_within, self._place_of, shape)


def pattern_of(pattern: str) -> re.Pattern[str]:
    """A LIKE pattern as a regular expression.

    A match takes at most a time proportional to the length of the text times the length of the pattern. The
    text between two `%` is searched from the left without backtracking (an atomic group): the first match
    leaves the most room for the rest.

    >>> bool(pattern_of("%a_b%c").fullmatch("xxaabyyc"))
    True
    """
    pieces: list[list[str]] = [[]]
    signs = iter(short_text(pattern, "the pattern of LIKE"))
    for sign in signs:
        if sign == "%":
            pieces.append([])
        elif sign == "_":
            pieces[-1].append(".")
        else:
            pieces[-1].append(re.escape(next(signs, sign) if sign == "\\" else sign))
    first, *more = ("".join(piece) for piece in pieces)
    if not more:
        return re.compile(first, re.DOTALL)
    middle = "".join(f"(?>.*?{piece})" for piece in more[:-1] if piece)
    return re.compile(f"{first}{middle}.*{more[-1]}", re.DOTALL)


def _not(test: Test, item: Any) -> bool | None:
    found = test(item)
    return None if found is None else not found


def _all(tests: Sequence[Test], item: Any) -> bool | None:
    """True if all tests are true, False if one is false, else None (unknown)."""
    known: bool | None = True
    for test in tests:
        found = test(item)
        if found is False:
            return False
        known = found and known
    return known


def _any(tests: Sequence[Test], item: Any) -> bool | None:
    """True if one test is true, False if all are false, else None (unknown)."""
    known: bool | None = False
    for test in tests:
        found = test(item)
        if found:
            return True
        known = None if found is None else known
    return known


def _compare(compare: Callable[[Any, Any], bool], left: _Value, right: _Value, item: Any) -> bool | None:
    one, other = left(item), right(item)
    return None if one is None or other is None else compare(one, other)


def _between(operand: _Value, low: _Value, high: _Value, item: Any) -> bool | None:
    least = _compare(operator.le, low, operand, item)
    return (
        least
        if least is False
        else _all([lambda _: least, partial(_compare, operator.le, operand, high)], item)
    )


def _in(operand: _Value, values: frozenset[Any], item: Any) -> bool | None:
    value = operand(item)
    return None if value is None else value in values


def _like(operand: _Value, pattern: re.Pattern[str], item: Any) -> bool | None:
    value = operand(item)
    return None if value is None else pattern.fullmatch(str(value)) is not None


def _intersects(place_of: PlaceOf, shape: shapely.Geometry, item: Any) -> bool | None:
    place = place_of(item)
    if place is None:
        return None
    if isinstance(place, Boundary):
        return bool(shapely.intersects(shape, place.shape))
    return bool(shapely.intersects_xy(shape, place.lon, place.lat))


def _within(place_of: PlaceOf, shape: shapely.Geometry, item: Any) -> bool | None:
    place = place_of(item)
    if place is None:
        return None
    if isinstance(place, Boundary):
        return bool(shapely.contains(shape, place.shape))
    return bool(shapely.contains_xy(shape, place.lon, place.lat))


def _holds(place_of: PlaceOf, shape: shapely.Geometry, item: Any) -> bool | None:
    place = place_of(item)
    if place is None:
        return None
    if isinstance(place, Boundary):
        return bool(shapely.within(shape, place.shape))
    return bool(shapely.within(shape, shapely.Point(place.lon, place.lat)))
