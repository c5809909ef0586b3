"""Caches for functions of a name: most names are requested again and again.

Clients send texts as well, and many long ones would fill the memory: only a few long texts are cached.
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
"""Name of a function to its results by text."""
_known: Memory = {}
_learning: _Learning | None = None


class _Learning:
    """Collects the results that functions compute anew, because an earlier process did not know them."""

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
    """The function with a cache of its latest results.

    It holds 32,768 results of texts up to 48 characters, 1,024 of longer texts.
    """
    name = call.__qualname__

    def made(text: str, *more: *More) -> Given:
        begun = _learning  # another thread may end it
        if begun is None:
            return call(text, *more)
        of_function = None if more else _known.get(name)
        if of_function is not None and text in of_function:
            given: Given = of_function[text]
            return given
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
    """A context manager for the start of a program.

    Within it the results of an earlier process (`known`) are used, and new ones are collected in the mapping
    that it yields. Never for questions of clients: their texts must not be collected.
    """
    global _known, _learning
    began = _Learning()
    _known, _learning = known, began
    try:
        yield began.learned
    finally:
        _known, _learning = {}, None


def remember_many() -> None:
    """Enlarge the caches to a million results each.

    This is for a run that goes over all names of a gazetteer several times: in a server's cache each result
    would be removed just before its next use.
    """
    while _enlarging:
        _enlarging.pop()()
