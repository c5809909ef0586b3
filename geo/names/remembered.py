"""Functions of a name that remember what they gave: most names are asked for again and again.

Texts come from strangers as well. So many long ones would fill the memory: of those a few are remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, update_wrapper
from typing import TypeVar, TypeVarTuple

More = TypeVarTuple("More")
Given = TypeVar("Given")

_SHORT = 48
"""Characters; names of places are shorter."""
_SHORT_KEPT, _LONG_KEPT = 32_768, 1_024
_MANY_KEPT = 1_048_576
_enlarging: list[Callable[[], None]] = []


def remembered(call: Callable[[str, *More], Given]) -> Callable[[str, *More], Given]:
    """The function with what it gave for the latest texts."""
    of_short, of_long = lru_cache(_SHORT_KEPT)(call), lru_cache(_LONG_KEPT)(call)

    def enlarge() -> None:
        nonlocal of_short
        of_short = lru_cache(_MANY_KEPT)(call)

    _enlarging.append(enlarge)

    def known(text: str, *more: *More) -> Given:
        return (of_short if len(text) <= _SHORT else of_long)(text, *more)

    update_wrapper(known, call)
    return known


def remember_many() -> None:
    """Remember more texts than a server may: for a run that goes over all names of a gazetteer several times.

    Such a run asks for more names than are kept for strangers, one after the other: each would be forgotten
    just before it is asked for again.
    """
    while _enlarging:
        _enlarging.pop()()
