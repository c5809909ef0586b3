"""Filters in CQL2 text, such as `kind = 'AKIMAT' AND S_INTERSECTS(geometry, BBOX(70, 51, 72, 53))`.

Each word is read once, so that the time grows only with the length of the filter. Libraries that read CQL2
were weighed and not taken (decision 0038).
"""

from __future__ import annotations

from geo.earth.crs import Crs
from graph.ogc.filters.shapes import WKT_TYPES, box_shape, wkt_shape
from graph.ogc.filters.tree import (
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
from graph.ogc.filters.words import Word, WordKind, words_of

_DAYS = ("DATE", "TIMESTAMP")
_FUNCTIONS = ", ".join(each.upper() for each in SpatialOperator)


def read_text(text: str, crs: Crs) -> Condition:
    """The condition of a filter in CQL2 text. `crs` is the coordinate system of its geometries.

    Raises FilterError.
    """
    return _Reader(text, crs).whole()


class _Reader:
    """Reads one filter in CQL2 text, from its first word to its last."""

    def __init__(self, text: str, crs: Crs) -> None:
        self._text, self._crs = text, crs
        self._words = words_of(text)
        self._index = 0
        self._bounds = Bounds()

    def whole(self) -> Condition:
        """The condition of the whole filter. Raises FilterError if words are left over."""
        found = self._any()
        if self._here.kind is not WordKind.END:
            raise self._unexpected("AND, OR or the end")
        return found

    @property
    def _here(self) -> Word:
        return self._words[self._index]

    @property
    def _is_at_comparison(self) -> bool:
        return self._here.kind is WordKind.SIGN and self._here.text in list(Comparison)

    def _take(self) -> Word:
        word = self._here
        self._index += word.kind is not WordKind.END
        return word

    def _has(self, text: str, kind: WordKind = WordKind.SIGN) -> bool:
        """If the next word is `text` of that kind, consume it and return True. Else return False."""
        if self._here.kind is not kind or self._here.text != text:
            return False
        self._take()
        return True

    def _has_keyword(self, text: str) -> bool:
        return self._has(text, WordKind.KEYWORD)

    def _must(self, sign: str) -> None:
        if not self._has(sign):
            raise self._unexpected(repr(sign))

    def _unexpected(self, wanted: str) -> FilterError:
        return FilterError(
            f"at character {self._here.start + 1} of the filter stands {self._here.text[:40]!r}, "
            f"where {wanted} is expected"
        )

    def _any(self) -> Condition:
        parts = [self._all()]
        while self._has_keyword("OR"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self) -> Condition:
        parts = [self._factor()]
        while self._has_keyword("AND"):
            parts.append(self._factor())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _factor(self) -> Condition:
        """A condition, a condition in brackets, or the negation of a condition.

        Raises FilterError if it is nested too deeply.
        """
        self._bounds.spend()
        with self._bounds.deeper():
            if self._has_keyword("NOT"):
                return Not(self._factor())
            if self._has("("):
                found = self._any()
                self._must(")")
                return found
            return self._predicate()

    def _predicate(self) -> Condition:
        """A spatial function, a truth value, or a condition about an operand."""
        word, following = self._here, self._words[min(self._index + 1, len(self._words) - 1)]
        is_call = word.kind is WordKind.NAME and following.text == "(" and following.kind is WordKind.SIGN
        if is_call and word.text.upper() not in _DAYS:
            return self._spatial()
        operand = self._operand()
        if isinstance(operand, bool) and not self._is_at_comparison:
            return Constant(operand)
        return self._about(operand)

    def _about(self, operand: Operand) -> Condition:
        """The condition that follows an operand: IS NULL, LIKE, BETWEEN, IN or a comparison.

        Raises FilterError.
        """
        if self._has_keyword("IS"):
            negated = self._has_keyword("NOT")
            if not self._has_keyword("NULL"):
                raise self._unexpected("NULL")
            return _negated(IsNull(operand), negated)
        negated = self._has_keyword("NOT")
        if self._has_keyword("LIKE"):
            if self._here.kind is not WordKind.TEXT:
                raise self._unexpected("a pattern in single quotes")
            return _negated(Like(operand, self._take().text), negated)
        if self._has_keyword("BETWEEN"):
            low = self._operand()
            if not self._has_keyword("AND"):
                raise self._unexpected("AND")
            return _negated(Between(operand, low, self._operand()), negated)
        if self._has_keyword("IN"):
            return _negated(In(operand, self._values()), negated)
        if negated or not self._is_at_comparison:
            raise self._unexpected("a comparison, LIKE, BETWEEN, IN or IS")
        return Compare(Comparison(self._take().text), operand, self._operand())

    def _values(self) -> tuple[Literal, ...]:
        self._must("(")
        literals = [self._literal()]
        while self._has(","):
            literals.append(self._literal())
        self._must(")")
        return values_of(literals)

    def _operand(self) -> Operand:
        self._bounds.spend()
        word = self._here
        is_name = word.kind is WordKind.NAME and self._words[self._index + 1].text != "("
        if word.kind is WordKind.QUOTED or is_name:
            return Property(self._take().text)
        return self._literal()

    def _literal(self) -> Literal:
        """A number, text, truth value or day. Raises FilterError for any other word."""
        word = self._here
        if word.kind is WordKind.NUMBER:
            return float(self._take().text)
        if word.kind is WordKind.TEXT:
            return self._take().text
        if word.kind is WordKind.KEYWORD and word.text in ("TRUE", "FALSE"):
            return self._take().text == "TRUE"
        if word.kind is WordKind.NAME and word.text.upper() in _DAYS:
            self._take()
            self._must("(")
            if self._here.kind is not WordKind.TEXT:
                raise self._unexpected("a day in single quotes")
            day = day_of_text(self._take().text)
            self._must(")")
            return day
        hint = "a value; IS NULL asks for none" if word.text == "NULL" else "a property or a value"
        raise self._unexpected(hint)

    def _spatial(self) -> Spatial:
        """A spatial function with its two geometries. Raises FilterError for an unknown function."""
        try:
            operator = SpatialOperator(self._here.text.lower())
        except ValueError:
            raise FilterError(
                f"{self._here.text[:40]} is not a function here: there are {_FUNCTIONS}"
            ) from None
        self._take()
        self._must("(")
        left = self._shape()
        self._must(",")
        right = self._shape()
        self._must(")")
        return Spatial(operator, left, right)

    def _shape(self) -> Shape:
        """A geometry: a property, a box or well-known text. Raises FilterError for any other word."""
        self._bounds.spend()
        word = self._here
        if word.kind is WordKind.QUOTED:
            return Property(self._take().text)
        if word.kind is not WordKind.NAME:
            raise self._unexpected("a geometry")
        if word.text.upper() == "BBOX":
            return self._box()
        if word.text.upper() in WKT_TYPES:
            return wkt_shape(self._wkt(), self._crs)
        return Property(self._take().text)

    def _box(self) -> Shape:
        self._take()
        self._must("(")
        edges = [self._number()]
        while self._has(","):
            edges.append(self._number())
        self._must(")")
        return box_shape(edges, self._crs)

    def _number(self) -> float:
        if self._here.kind is not WordKind.NUMBER:
            raise self._unexpected("a number")
        return float(self._take().text)

    def _wkt(self) -> str:
        """The well-known text of a geometry, up to the bracket that ends it.

        Raises FilterError without a bracket.
        """
        start, depth = self._here.start, 0
        while self._here.kind is not WordKind.END:
            word = self._take()
            depth += (word.text == "(") - (word.text == ")")
            if word.text == ")" and depth == 0:
                return self._text[start : word.end]
        raise self._unexpected("')' of a geometry")


def _negated(condition: Condition, is_negated: bool) -> Condition:
    return Not(condition) if is_negated else condition
