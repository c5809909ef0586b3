"""Functions of a name that remember what they gave: most names are asked for again and again.

Texts come from strangers as well. So many long ones would fill the memory: of those a few are remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, update_wrapper
from typing import Any, TypeVar, TypeVarTuple

More = TypeVarTuple("More")
Given = TypeVar("Given")

_SHORT = 48
"""Characters; names of places are shorter."""
_SHORT_KEPT, _LONG_KEPT = 32_768, 1_024
_MANY_KEPT = 1_048_576
_enlarging: list[Callable[[], None]] = []
_forgetting: list[Callable[[], None]] = []
Memory = Mapping[str, Mapping[str, Any]]
"""Name of a function to what it gives for texts."""
_known: Memory = {}
_learning: _Learning | None = None


class _Learning:
    """What the functions gave that were not called by one of them."""

    def __init__(self) -> None:
        self.learned: dict[str, dict[str, Any]] = {}
        self._depth = 0

    @contextmanager
    def within(self) -> Iterator[None]:
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def note(self, name: str, text: str, given: Any) -> None:
        if not self._depth:
            self.learned.setdefault(name, {})[text] = given


def remembered(call: Callable[[str, *More], Given]) -> Callable[[str, *More], Given]:
    """The function with what it gave for the latest texts."""
    name = call.__qualname__

    def made(text: str, *more: *More) -> Given:
        of_function = None if more else _known.get(name)
        if of_function is not None and text in of_function:
            given: Given = of_function[text]
            return given
        begun = _learning  # another thread may end it
        if begun is None:
            return call(text, *more)
        with begun.within():
            given = call(text, *more)
        if not more:
            begun.note(name, text, given)
        return given

    of_short, of_long = lru_cache(_SHORT_KEPT)(made), lru_cache(_LONG_KEPT)(made)

    def enlarge() -> None:
        nonlocal of_short
        of_short = lru_cache(_MANY_KEPT)(made)

    def forget() -> None:
        of_short.cache_clear()
        of_long.cache_clear()

    _enlarging.append(enlarge)
    _forgetting.append(forget)

    def known(text: str, *more: *More) -> Given:
        return (of_short if len(text) <= _SHORT else of_long)(text, *more)

    update_wrapper(known, call)
    return known


@contextmanager
def learning(known: Memory) -> Iterator[Memory]:
    """Know what the functions gave in an earlier process, and gather what they give besides.

    For the start of a program, before anybody asks it: what strangers write is not to be gathered.
    """
    global _known, _learning
    began = _Learning()
    _known, _learning = known, began
    try:
        yield began.learned
    finally:
        _known, _learning = {}, None


def remember_many() -> None:
    """Remember more texts than a server may: for a run that goes over all names of a gazetteer several times.

    Such a run asks for more names than are kept for strangers, one after the other: each would be forgotten
    just before it is asked for again.
    """
    while _enlarging:
        _enlarging.pop()()
