"""A value that is computed on first use, because most holders never use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Lazy(Generic[Value]):
    """Holds a function that makes the value, then the value itself. Two are equal if their values are."""

    __slots__ = ("_make", "_value")

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make: Callable[[], Value] | None = make
        self._value: Value | None = None

    @classmethod
    def of(cls, value: Value) -> Lazy[Value]:
        """A Lazy whose value is known already."""
        return cls(lambda: value)

    @property
    def value(self) -> Value:
        """The value, made at the first call. If making it raises, each call tries and raises again."""
        if self._make is not None:
            self._value = self._make()
            self._make = None  # releases what the maker holds
        return self._value  # type: ignore[return-value]  # made above

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lazy) and bool(self.value == other.value)

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return f"Lazy({self.value!r})"
