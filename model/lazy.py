"""A value that is worked out when somebody asks for it first: most who get it never do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Lazy(Generic[Value]):
    """Holds how a value is made, then the value; equal where the values are."""

    __slots__ = ("_make", "_value")

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make: Callable[[], Value] | None = make
        self._value: Value | None = None

    @classmethod
    def of(cls, value: Value) -> Lazy[Value]:
        """One that is there already."""
        return cls(lambda: value)

    @property
    def value(self) -> Value:
        """The value. Raises what making it raises, each time anew."""
        if self._make is not None:
            self._value = self._make()
            self._make = None  # what it was made of goes with it
        return self._value  # type: ignore[return-value]  # made above

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lazy) and bool(self.value == other.value)

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return f"Lazy({self.value!r})"
