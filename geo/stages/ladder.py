"""The ladder of keys: a name is looked for on a coarser rung only when a finer one is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from rapidfuzz import fuzz, process

from geo.toponyms import exact_key, mild_key, skeleton_key, tight_key


class Stage(StrEnum):
    """The rule that found a place, surest first."""

    DECIDED = "decided"
    """A person decided, and said why."""
    TOWN = "town"
    """A city known beforehand by its identifier."""
    EXACT = "exact"
    TIGHT = "tight"
    """Without blanks and hyphens."""
    MILD = "mild"
    """Kazakh, Russian and Latin spelled alike."""
    RENAMED = "renamed"
    """By a name of another period."""
    SKELETON = "skeleton"
    """Without suffixes, vowels merged."""
    FUZZY = "fuzzy"
    """By likeness of the mild keys."""
    NEARBY = "nearby"
    """Outside the polygon of the district, near its border."""
    REMOTE = "remote"
    """By a remote geocoder, checked against the district."""
    OKRUG = "okrug"
    DISTRICT = "district"
    REGION = "region"


FINE = frozenset({Stage.DECIDED, Stage.TOWN, Stage.EXACT, Stage.TIGHT, Stage.MILD, Stage.RENAMED})
"""Stages that prove a name by themselves; the others propose."""
RANK = {stage: rank for rank, stage in enumerate(Stage)}

FOLDS: tuple[tuple[Stage, Callable[[str], str]], ...] = (
    (Stage.EXACT, exact_key),
    (Stage.TIGHT, tight_key),
    (Stage.MILD, mild_key),
    (Stage.SKELETON, skeleton_key),
)
_FOLD = dict(FOLDS)
_SHORTEST_SKELETON = 4
_SHORTEST_FUZZY = 5
_SKELETON_ALIKE = 70.0
"""Likeness (0-100) of mild keys below which two names of one skeleton are different names."""
FUZZY_ALIKE = 83.0
"""Likeness (0-100) of mild keys from which a name may be a spelling of another."""
_FUZZY_MARGIN = 4.0
_FUZZY_LENGTHS = 3


class Named(Protocol):
    """Anything with an id and names."""

    @property
    def id(self) -> str:
        """Told apart by it."""

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in any language."""


Bearer = TypeVar("Bearer", bound=Named)


@dataclass(frozen=True, slots=True)
class Rung(Generic[Bearer]):
    """What the finest rung with any bearers holds; `bearers` is empty when none has."""

    stage: Stage
    bearers: tuple[Bearer, ...]


@dataclass(frozen=True)
class Names(Generic[Bearer]):
    """Bearers of names by each of their keys, one dictionary per rung of `FOLDS`."""

    by_key: Mapping[Stage, Mapping[str, tuple[Bearer, ...]]]

    @classmethod
    def of(cls, bearers: Iterable[Bearer]) -> Names[Bearer]:
        """An index of these bearers."""
        indexes: dict[Stage, dict[str, dict[str, Bearer]]] = {stage: {} for stage, _ in FOLDS}
        for bearer in bearers:
            for name in bearer.names:
                for stage, fold in FOLDS:
                    indexes[stage].setdefault(fold(name), {})[bearer.id] = bearer
        return cls({s: {key: tuple(found.values()) for key, found in i.items()} for s, i in indexes.items()})

    def find(self, name: str, stage: Stage) -> tuple[Bearer, ...]:
        """Bearers that share the key of `name` on that rung."""
        key = _FOLD[stage](name)
        return self.by_key[stage].get(key, ()) if key else ()


def climb(names: Sequence[str], index: Names[Bearer], finest_only: bool = False) -> Rung[Bearer]:
    """The bearers of any of `names` on the finest rung that has some; `finest_only` stops at the mild key."""
    for find in (_exact, _tight, _mild) if finest_only else (_exact, _tight, _mild, _skeleton, _fuzzy):
        rung = find(names, index)
        if rung.bearers:
            return rung
    return Rung(Stage.FUZZY, ())


def _on(stage: Stage, names: Sequence[str], index: Names[Bearer]) -> Rung[Bearer]:
    return Rung(stage, tuple({hit.id: hit for name in names for hit in index.find(name, stage)}.values()))


def _exact(names: Sequence[str], index: Names[Bearer]) -> Rung[Bearer]:
    return _on(Stage.EXACT, names, index)


def _tight(names: Sequence[str], index: Names[Bearer]) -> Rung[Bearer]:
    return _on(Stage.TIGHT, names, index)


def _mild(names: Sequence[str], index: Names[Bearer]) -> Rung[Bearer]:
    return _on(Stage.MILD, names, index)


def _skeleton(names: Sequence[str], index: Names[Bearer]) -> Rung[Bearer]:
    """Bearers of one skeleton whose mild keys are alike too: different names do meet in one skeleton."""
    long = [name for name in names if len(skeleton_key(name)) >= _SHORTEST_SKELETON]
    hits = _on(Stage.SKELETON, long, index).bearers
    return Rung(Stage.SKELETON, tuple(hit for hit in hits if likeness(names, hit) >= _SKELETON_ALIKE))


def _fuzzy(names: Sequence[str], index: Names[Bearer]) -> Rung[Bearer]:
    """Bearers whose mild key is likest: same first letter, length within 3, nothing else near the best.

    A key with digits is never like another: разъезд 360 is not разъезд 366.
    """
    scored: dict[str, tuple[float, Bearer]] = {}
    for key in {mild_key(name) for name in names}:
        if len(key) < _SHORTEST_FUZZY or any(char.isdigit() for char in key):
            continue
        known = index.by_key[Stage.MILD]
        near = [other for other in known if abs(len(other) - len(key)) <= _FUZZY_LENGTHS]
        alike = [other for other in near if other[:1] == key[:1]]
        for other, score, _ in process.extract(
            key, alike, scorer=fuzz.ratio, score_cutoff=FUZZY_ALIKE, limit=None
        ):
            for hit in known[other]:
                scored[hit.id] = max(scored.get(hit.id, (0.0, hit)), (score, hit), key=lambda it: it[0])
    if not scored:
        return Rung(Stage.FUZZY, ())
    best = max(score for score, _ in scored.values())
    return Rung(Stage.FUZZY, tuple(hit for score, hit in scored.values() if score >= best - _FUZZY_MARGIN))


def likeness(names: Sequence[str], bearer: Named) -> float:
    """Likeness (0-100) of the likest pair of mild keys."""
    return max(fuzz.ratio(mild_key(one), mild_key(two)) for one in names for two in bearer.names)
