"""What a classifier of settlements knows of a district: its names, and how often each occurs.

It has no coordinates. It can prove that a name occurs once, and that a locality has the name of another
place; without a classifier nothing is proved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from geo.names.ladder import Named, likeness
from geo.names.name_variants import spelling_keys, worded_key
from geo.names.toponyms import mild_key


class KnownPlaces:
    """The names of the classifier's settlements by the polygon of their district, one for each settlement.

    `okrugs` are the names by the unit that holds the settlements in the acts.
    """

    def __init__(
        self,
        names: Mapping[str, Sequence[str]] | None = None,
        okrugs: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._names = names or {}
        self._okrugs = okrugs or {}

    def inside(self, okrug: str) -> Sequence[str]:
        """Names of the settlements of an okrug; empty where the classifier lacks the okrug."""
        return self._okrugs.get(okrug, ())

    @cached_property
    def _counts(self) -> Mapping[str, Counter[str]]:
        return {
            shape: Counter(key for name in names for key in {mild_key(name), worded_key(name)})
            for shape, names in self._names.items()
        }

    @cached_property
    def _spelled(self) -> Mapping[str, tuple[_Settlement, ...]]:
        return {
            shape: tuple(_Settlement(name) for name in dict.fromkeys(names))
            for shape, names in self._names.items()
        }

    def is_alone(self, shape: str, names: Iterable[str]) -> bool:
        """Whether one of these names occurs in the district, and no name more than once."""
        counts = self._counts.get(shape, Counter[str]())
        return max((counts[mild_key(name)] for name in names), default=0) == 1

    def is_unknown(self, shape: str, names: Iterable[str]) -> bool:
        """Whether the classifier knows the district but no settlement there with any of these names."""
        counts = self._counts.get(shape)
        return counts is not None and not any(
            counts[key] for name in names for key in (mild_key(name), worded_key(name))
        )

    def has_better(self, shape: str, names: Sequence[str], locality: Named) -> bool:
        """Whether another settlement of the district resembles the locality as much as `names` do.

        True where the classifier lacks the district. A locality that resembles no other name belongs to no
        other settlement.
        """
        if shape not in self._spelled:
            return True
        own = likeness(names, locality)
        keys = {key for name in names for key in spelling_keys(name)}
        return any(
            keys.isdisjoint(other.keys) and likeness(other.names, locality) >= own
            for other in self._spelled[shape]
        )


class _Settlement:
    """One name in the classifier, and the keys that other spellings of the name share."""

    __slots__ = ("keys", "names")

    def __init__(self, name: str) -> None:
        self.names = (name,)
        self.keys = spelling_keys(name)
