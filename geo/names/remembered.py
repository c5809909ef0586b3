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


def remembered(call: Callable[[str, *More], Given]) -> Callable[[str, *More], Given]:
    """The function with what it gave for the latest texts."""
    of_short, of_long = lru_cache(_SHORT_KEPT)(call), lru_cache(_LONG_KEPT)(call)

    def known(text: str, *more: *More) -> Given:
        return (of_short if len(text) <= _SHORT else of_long)(text, *more)

    update_wrapper(known, call)
    return known
