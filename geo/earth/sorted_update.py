"""Sorted sequences with a few members removed and added: found by binary search, copied at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SortedUpdate:
    """The removals from a sorted sequence and the insertions into what remains.

    `left` holds indexes of removed members, `entered` indexes into the remaining sequence, as
    `numpy.insert` takes them. Both ascend.
    """

    left: tuple[int, ...]
    entered: tuple[int, ...]

    @classmethod
    def of(cls, keys: Sequence[Any], gone: Iterable[Any], come: Iterable[Any]) -> SortedUpdate:
        """The update of a sequence with these ascending keys; keys of `gone` that it lacks are ignored.

        `come` are the ascending keys to insert; none may be equal to a key that stays.
        """
        left = []
        for key in sorted(set(gone)):
            index = bisect_left(keys, key)
            if index < len(keys) and keys[index] == key:
                left.append(index)
        entered = []
        for key in come:
            index = bisect_left(keys, key)
            entered.append(index - bisect_left(left, index))
        return cls(tuple(left), tuple(entered))

    def __bool__(self) -> bool:
        return bool(self.left or self.entered)

    def listed(self, items: Sequence[T], come: Sequence[T]) -> list[T]:
        """A copy of `items` with members removed and `come` inserted, in the order of their keys."""
        members = list(items)
        for index in reversed(self.left):
            del members[index]
        for index, item in zip(reversed(self.entered), reversed(come), strict=True):
            members.insert(index, item)
        return members

    def rows(
        self, values: NDArray[np.float64], come: Sequence[Any] | NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The same as `listed` for an array, along its first axis."""
        kept = np.delete(values, self.left, axis=0) if self.left else values
        if not self.entered:
            return kept
        return np.insert(kept, self.entered, np.asarray(come, dtype=np.float64), axis=0)
