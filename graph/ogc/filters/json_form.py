"""Filters in CQL2 JSON, such as `{"op": "=", "args": [{"property": "kind"}, "AKIMAT"]}`."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import orjson

from geo.earth.crs import Crs
from graph.ogc.filters.shapes import box_shape, geojson_shape
from graph.ogc.filters.tree import (
    MOST_CHARACTERS,
    And,
    Between,
    Bounds,
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
    Shape,
    Spatial,
    SpatialOperator,
    day_of_text,
    values_of,
)


def read_json(text: str, crs: Crs) -> Condition:
    """The condition of a filter in CQL2 JSON. `crs` is the coordinate system of its geometries.

    Raises FilterError.
    """
    if len(text) > MOST_CHARACTERS:
        raise FilterError(f"the filter has {len(text)} characters, at most {MOST_CHARACTERS} are read")
    try:
        given = orjson.loads(text)
    except ValueError as error:
        raise FilterError(f"the filter is not JSON: {error}") from None
    return _Reader(crs).condition(given)


class _Reader:
    """Reads one filter in CQL2 JSON."""

    def __init__(self, crs: Crs) -> None:
        self._crs = crs
        self._bounds = Bounds()
        self._read: dict[str, Callable[[list[Any]], Condition]] = {
            "and": lambda args: And(self._conditions("and", args)),
            "or": lambda args: Or(self._conditions("or", args)),
            "not": lambda args: Not(self.condition(*_exactly("not", args, 1))),
            "like": self._like,
            "between": self._between,
            "in": self._in,
            "isNull": lambda args: IsNull(self._operand(*_exactly("isNull", args, 1))),
        }

    def condition(self, given: object) -> Condition:
        """One condition with all conditions inside it. Raises FilterError."""
        self._bounds.spend()
        if isinstance(given, bool):
            return Constant(given)
        if not isinstance(given, dict) or not isinstance(given.get("op"), str):
            raise FilterError('a condition is true, false, or an object with "op" and "args"')
        operator, args = given["op"], given.get("args")
        if not isinstance(args, list):
            raise FilterError(f'"args" of {operator[:40]!r} is a list')
        with self._bounds.deeper():
            if operator in self._read:
                return self._read[operator](args)
            if operator in list(Comparison):
                left, right = _exactly(operator, args, 2)
                return Compare(Comparison(operator), self._operand(left), self._operand(right))
            if operator in list(SpatialOperator):
                left, right = _exactly(operator, args, 2)
                return Spatial(SpatialOperator(operator), self._shape(left), self._shape(right))
        known = ", ".join([*self._read, *Comparison, *SpatialOperator])
        raise FilterError(f"{operator[:40]!r} is not an operator here: there are {known}")

    def _conditions(self, operator: str, args: list[Any]) -> tuple[Condition, ...]:
        if len(args) < 2:
            raise FilterError(f"{operator!r} has two conditions or more")
        return tuple(self.condition(arg) for arg in args)

    def _like(self, args: list[Any]) -> Condition:
        operand, pattern = _exactly("like", args, 2)
        if not isinstance(pattern, str):
            raise FilterError('the pattern of "like" is a text')
        return Like(self._operand(operand), pattern)

    def _between(self, args: list[Any]) -> Condition:
        operand, low, high = _exactly("between", args, 3)
        return Between(self._operand(operand), self._operand(low), self._operand(high))

    def _in(self, args: list[Any]) -> Condition:
        operand, values = _exactly("in", args, 2)
        if not isinstance(values, list) or not values:
            raise FilterError('the values of "in" are a list that is not empty')
        return In(self._operand(operand), values_of([_literal(value) for value in values]))

    def _operand(self, given: object) -> Operand:
        self._bounds.spend()
        if isinstance(given, dict) and isinstance(given.get("property"), str):
            return Property(given["property"])
        return _literal(given)

    def _shape(self, given: object) -> Shape:
        self._bounds.spend()
        if isinstance(given, dict) and isinstance(given.get("property"), str):
            return Property(given["property"])
        if isinstance(given, dict) and isinstance(given.get("bbox"), list) and "type" not in given:
            return box_shape(given["bbox"], self._crs)
        return geojson_shape(given, self._crs)


def _literal(given: object) -> Literal:
    """A text, finite number, truth value or day. Raises FilterError for anything else."""
    if isinstance(given, bool | str):
        return given
    if isinstance(given, int | float) and math.isfinite(given):
        return float(given)
    if isinstance(given, dict):
        day = given.get("date", given.get("timestamp"))
        if isinstance(day, str):
            return day_of_text(day)
    raise FilterError(
        'a value is a text, a number, true, false, {"property": …}, {"date": …} or {"timestamp": …}'
    )


def _exactly(operator: str, args: list[Any], number: int) -> list[Any]:
    if len(args) != number:
        raise FilterError(f'"args" of {operator!r} has {number} members, not {len(args)}')
    return args
