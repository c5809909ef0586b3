"""The stages at which a name is searched, by ever coarser keys.

A coarser key is tried only when the finer ones have no match.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from rapidfuzz import fuzz, process

from geo.names.name_variants import consonant_key, initialled_key, is_abbreviated, told_apart, worded_key
from geo.names.toponyms import exact_key, mild_key, skeleton_key, tight_key


class Stage(StrEnum):
    """The rule that found a place, surest first."""

    DECIDED = "decided"
    """A person decided, with a reason."""
    TOWN = "town"
    """A city known in advance by its identifier."""
    CODE = "code"
    """By a code of the classifier or of ISO 3166-2."""
    POSTCODE = "postcode"
    """By a post code of printed addresses."""
    EXACT = "exact"
    TIGHT = "tight"
    """Without blanks and hyphens."""
    MILD = "mild"
    """Kazakh, Russian and Latin spelled alike."""
    RENAMED = "renamed"
    """By a name of another period."""
    WORDED = "worded"
    """Numbers, sides and genders of adjectives normalised, without `имени`."""
    ABBREVIATED = "abbreviated"
    """With an initial for a word."""
    SKELETON = "skeleton"
    """Without suffixes, vowels merged."""
    FUZZY = "fuzzy"
    """By likeness of the mild keys."""
    CONSONANTS = "consonants"
    """With other vowels; only where neighbours confirm it."""
    NEARBY = "nearby"
    """Outside the polygon of the district, near its border."""
    REMOTE = "remote"
    """By a remote geocoder, checked against the district."""
    OKRUG = "okrug"
    DISTRICT = "district"
    REGION = "region"


FINE = frozenset(
    {
        Stage.DECIDED,
        Stage.TOWN,
        Stage.CODE,
        Stage.POSTCODE,
        Stage.EXACT,
        Stage.TIGHT,
        Stage.MILD,
        Stage.RENAMED,
    }
)
"""Stages whose match is certain by itself; the others only propose."""
RANK = {stage: rank for rank, stage in enumerate(Stage)}

FOLDS: tuple[tuple[Stage, Callable[[str], str]], ...] = (
    (Stage.EXACT, exact_key),
    (Stage.TIGHT, tight_key),
    (Stage.MILD, mild_key),
    (Stage.WORDED, worded_key),
    (Stage.ABBREVIATED, initialled_key),
    (Stage.SKELETON, skeleton_key),
    (Stage.CONSONANTS, consonant_key),
)
_FOLD = dict(FOLDS)
_SHORTEST_SKELETON = 4
_SHORTEST_FUZZY = 5
_SKELETON_ALIKE = 70.0
"""Likeness (0-100) of mild keys below which two names of one skeleton are different names."""
_CONSONANTS_ALIKE = 75.0
"""The same limit for names whose vowels differ, and ..."""
_FEW_CONSONANTS, _FEW_ALIKE = 3, 80.0
"""... for those of so few consonants: `Канал` is not `Kangly`."""
FUZZY_ALIKE = 83.0
"""Likeness (0-100) of mild keys from which a name may be a spelling of another."""
_NAME_ALIKE = 75.0
"""The same limit without words such as `верхний`, which many names share."""
_FUZZY_MARGIN = 4.0
_FUZZY_LENGTHS = 3


class Named(Protocol):
    """Anything with an id and names."""

    @property
    def id(self) -> str:
        """The unique id."""

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in any language."""


Bearer = TypeVar("Bearer", bound=Named)


@dataclass(frozen=True, slots=True)
class Rung(Generic[Bearer]):
    """The finest stage with a match, and the things found there.

    `bearers` is empty when no stage has a match.
    """

    stage: Stage
    bearers: tuple[Bearer, ...]


class Names(Generic[Bearer]):
    """Things indexed by the keys of their names: one dictionary for each stage, built on first use."""

    def __init__(self, bearers: Iterable[Bearer]) -> None:
        self._bearers = tuple(bearers)
        self._by_key: dict[Stage, Mapping[str, tuple[Bearer, ...]]] = {}
        self._begun: Mapping[str, Sequence[str]] | None = None

    @classmethod
    def of(cls, bearers: Iterable[Bearer]) -> Names[Bearer]:
        """An index of these things."""
        return cls(bearers)

    def keys(self, stage: Stage) -> Mapping[str, tuple[Bearer, ...]]:
        """All keys of a stage, each with the things that have it."""
        if stage not in self._by_key:
            fold = _FOLD[stage]
            bearers: dict[str, dict[str, Bearer]] = {}
            for bearer in self._bearers:
                for name in bearer.names:
                    bearers.setdefault(fold(name), {})[bearer.id] = bearer
            self._by_key[stage] = {key: tuple(each.values()) for key, each in bearers.items()}
        return self._by_key[stage]

    def begun(self, letter: str) -> Sequence[str]:
        """Mild keys that begin with a letter, in the order of `keys`; empty without such keys."""
        if self._begun is None:
            begun: dict[str, list[str]] = {}
            for key in self.keys(Stage.MILD):
                begun.setdefault(key[:1], []).append(key)
            self._begun = begun
        return self._begun.get(letter, ())

    def find(self, name: str, stage: Stage) -> tuple[Bearer, ...]:
        """Things that share the key of `name` at that stage.

        Empty if no thing does, or if the name has no such key.
        """
        key = _FOLD[stage](name)
        return self.keys(stage).get(key, ()) if key else ()


def climb(names: Sequence[str], index: Names[Bearer], last: Stage = Stage.FUZZY) -> Rung[Bearer]:
    """The things that have any of `names` by the finest key that finds some, up to the stage `last`.

    Empty if no key finds a thing.
    """
    for stage, find in _RUNGS:
        rung = find(names, index)
        if rung.bearers:
            return rung
        if stage is last:
            break
    return Rung(last, ())


def _on(stage: Stage, names: Sequence[str], index: Names[Bearer]) -> Rung[Bearer]:
    return Rung(stage, tuple({hit.id: hit for name in names for hit in index.find(name, stage)}.values()))


def _exact(names: Sequence[str], index: Names[Bearer]) -> Rung[Bearer]:
    return _on(Stage.EXACT, names, index)


def _tight(names: Sequence[str], index: Names[Bearer]) -> Rung[Bearer]:
    return _on(Stage.TIGHT, names, index)


def _mild(names: Sequence[str], index: Names[Bearer]) -> Rung[Bearer]:
    return _on(Stage.MILD, names, index)


def _worded(names: Sequence[str], index: Names[Bearer]) -> Rung[Bearer]:
    return _on(Stage.WORDED, names, index)


def _abbreviated(names: Sequence[str], index: Names[Bearer]) -> Rung[Bearer]:
    """Things with the name where one has an initial for a word: `М.Омарова`, `Мамаита Омарова`."""
    hits = _on(Stage.ABBREVIATED, names, index).bearers
    alike = [hit for hit in hits if any(is_abbreviated(name, two) for name in names for two in hit.names)]
    return Rung(Stage.ABBREVIATED, tuple(alike))


def _skeleton(names: Sequence[str], index: Names[Bearer]) -> Rung[Bearer]:
    """Things with the same skeleton and a similar mild key, as different names may share a skeleton."""
    long = [name for name in names if len(skeleton_key(name)) >= _SHORTEST_SKELETON]
    hits = _on(Stage.SKELETON, long, index).bearers
    return Rung(Stage.SKELETON, tuple(hit for hit in hits if likeness(names, hit) >= _SKELETON_ALIKE))


def _fuzzy(names: Sequence[str], index: Names[Bearer]) -> Rung[Bearer]:
    """Things with the most similar mild keys: same first letter, length within 3, likeness 83 or more.

    All within 4 points of the best are returned. A key with digits is never like another: разъезд 360 is not
    разъезд 366. Names must also be similar without marks: `Верхняя Хариузовка` is not `Verkhnyaya Sharavka`.
    """
    scored: dict[str, tuple[float, Bearer]] = {}
    for key in {mild_key(name) for name in names}:
        if len(key) < _SHORTEST_FUZZY or any(char.isdigit() for char in key):
            continue
        known = index.keys(Stage.MILD)
        alike = [other for other in index.begun(key[0]) if abs(len(other) - len(key)) <= _FUZZY_LENGTHS]
        for other, score, _ in process.extract(
            key, alike, scorer=fuzz.ratio, score_cutoff=FUZZY_ALIKE, limit=None
        ):
            for hit in known[other]:
                if _is_alike_without_marks(key, other, names, hit):
                    scored[hit.id] = max(scored.get(hit.id, (0.0, hit)), (score, hit), key=lambda it: it[0])
    if not scored:
        return Rung(Stage.FUZZY, ())
    best = max(score for score, _ in scored.values())
    return Rung(Stage.FUZZY, tuple(hit for score, hit in scored.values() if score >= best - _FUZZY_MARGIN))


def _is_alike_without_marks(key: str, other: str, names: Sequence[str], bearer: Named) -> bool:
    """Whether two names are also similar without words such as `верхний`."""
    ours = [told_apart(name) for name in names if mild_key(name) == key]
    theirs = [told_apart(name) for name in bearer.names if mild_key(name) == other]
    return any(
        fuzz.ratio(name, twin) >= _NAME_ALIKE if marks == their_marks else not (marks and their_marks)
        for name, marks in ours
        for twin, their_marks in theirs
    )


def _consonants(names: Sequence[str], index: Names[Bearer]) -> Rung[Bearer]:
    """Things with the same consonants and a mild key that is similar enough."""
    alike: dict[str, Bearer] = {}
    for name in names:
        few = len(consonant_key(name).strip("'").partition("|")[0]) <= _FEW_CONSONANTS
        least = _FEW_ALIKE if few else _CONSONANTS_ALIKE
        hits = index.find(name, Stage.CONSONANTS)
        alike.update({hit.id: hit for hit in hits if likeness((name,), hit) >= least})
    return Rung(Stage.CONSONANTS, tuple(alike.values()))


_RUNGS = (
    (Stage.EXACT, _exact),
    (Stage.TIGHT, _tight),
    (Stage.MILD, _mild),
    (Stage.WORDED, _worded),
    (Stage.ABBREVIATED, _abbreviated),
    (Stage.SKELETON, _skeleton),
    (Stage.FUZZY, _fuzzy),
    (Stage.CONSONANTS, _consonants),
)


def likeness(names: Sequence[str], bearer: Named) -> float:
    """The likeness (0 to 100) of the most similar pair of mild keys.

    A pair is a key from `names` and a key of a name of the bearer. Raises ValueError if either has no name.
    """
    return max(fuzz.ratio(mild_key(name), mild_key(two)) for name in names for two in bearer.names)
