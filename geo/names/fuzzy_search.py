"""Finds records by what people type: beginnings of words, typing errors, other scripts, former names.

Each word of the query is looked up among the folded words of all names: as it is, as a beginning, and, where
that finds little, within one typing error (two in long words). A word may also name the place of a record
("otdel obrazovaniya Akkol"): such a record scores less than one with the word in its name.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from heapq import nsmallest

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo.earth.point import Point, geodesic_m
from geo.names.toponyms import exact_key, mild_key, spelled_key, strip_type
from geo.names.word_index import Entry, Subject, WordIndex, fold_words
from model.enums import Language, NameStatus

_PLENTY = 5
"""Records that match without errors; with this many, typing errors are not searched."""
_WHOLE, _BEGUN, _ONE_ERROR, _TWO_ERRORS = 1.0, 0.85, 0.7, 0.55
_PLACE = 0.8
"""Weight of a word in the name of a record's place, relative to a word in its own name."""
_FORMER = 0.9
_LONGEST = 10_000
"""Most letters of a word."""
_WORDS = 12
"""Words of a query that are read; the rest is ignored."""


class Match(StrEnum):
    """How a name matched, the surest first."""

    EXACT = "EXACT"
    PREFIX = "PREFIX"
    FUZZY = "FUZZY"
    TRANSLITERATED = "TRANSLITERATED"
    FORMER_NAME = "FORMER_NAME"


@dataclass(frozen=True, slots=True)
class NameHit:
    """The best matching name of a record; `score` (0 to 1) is 1 for the whole name in the same spelling."""

    entry: Entry
    match: Match
    score: float


@dataclass(frozen=True, slots=True)
class _Reading:
    """The entries that have a word of the query, each with its weight by how well it matches."""

    entries: dict[int, float]


@dataclass(frozen=True, slots=True)
class NameSearch:
    """Searches the names of an index, typing errors allowed."""

    index: WordIndex

    def find(
        self, text: str, *, autocomplete: bool = True, languages: Iterable[Language] = ()
    ) -> list[NameHit]:
        """The best name of each record that matches, unsorted; empty for a text without words.

        With `autocomplete` the words may be unfinished; `languages` restricts the names, empty means all.
        """
        return self.scored(text, autocomplete=autocomplete, languages=languages).hits()

    def scored(self, text: str, *, autocomplete: bool = True, languages: Iterable[Language] = ()) -> Scored:
        """The same as `find`, as scores only: hits are made later for those records that are shown."""
        words = _telling_words(text)
        asked = _Asked(exact_key(text), mild_key(text), spelled_key(text), words)
        if not words:
            return Scored(self.index, asked, {})
        wanted = frozenset(languages)
        plain = self._best(asked, autocomplete, wanted, errors=False, missing=0)
        if len(plain) >= _PLENTY:
            return Scored(self.index, asked, plain)
        found = self._best(asked, autocomplete, wanted, errors=True, missing=0)
        if not found and len(words) > 1:
            found = self._best(asked, autocomplete, wanted, errors=True, missing=max(1, len(words) // 3))
        return Scored(self.index, asked, {**found, **plain})

    def bearing(self, text: str, *, autocomplete: bool = True) -> Callable[[Entry], bool]:
        """A test whether each word of the text is in a name, or in the name of its record's place.

        Typing errors do not match. Type words of places are ignored; with `autocomplete` the last word may be
        unfinished.
        """
        words = _telling_words(text)
        meant = [self._terms(word, autocomplete and word is words[-1]) for word in words]
        places = [self._units_of(terms) for terms in meant]

        def is_borne(entry: Entry) -> bool:
            own, inside = frozenset(entry.words), entry.inside
            return bool(words) and all(
                not own.isdisjoint(terms) or not units.isdisjoint(inside)
                for terms, units in zip(meant, places, strict=True)
            )

        return is_borne

    def _terms(self, word: str, is_begun: bool) -> frozenset[str]:
        """The word itself, and with `is_begun` all words of the index that it begins."""
        return frozenset((word, *(self.index.begun_by(word) if is_begun else ())))

    def _units_of(self, terms: Iterable[str]) -> frozenset[str]:
        """Ids of the units with one of these words in their name."""
        entries, postings = self.index.entries, self.index.postings
        return frozenset(
            entries[number].slug
            for term in terms
            for number in postings.get(term, ())
            if entries[number].is_unit
        )

    def _best(
        self,
        asked: _Asked,
        autocomplete: bool,
        languages: frozenset[Language],
        *,
        errors: bool,
        missing: int,
    ) -> _Best:
        """For each record that matches its best score and entry.

        `errors` allows typing errors, `missing` words may match nothing.
        """
        readings = [self._read(word, autocomplete, errors) for word in asked.words]
        weights = self._weigh(readings, missing)
        if len(asked.words) > 1:  # spelled as two words here, as one there
            for index, weight in self._read(asked.mild, autocomplete, errors).entries.items():
                weights[index] = max(weight, weights.get(index, 0.0))
        score_of = _Scores(asked, self.index)
        best: _Best = {}
        entries = self.index.entries
        for index, weight in weights.items():
            entry = entries[index]
            if languages and entry.name.language not in languages:
                continue
            record, score = (entry.subject, entry.slug), score_of(index, entry, weight)
            known = best.get(record)
            # In the order of entries, so that of equally good names of a record the first one is shown.
            if known is None or score > known[0] or (score == known[0] and index < known[1]):
                best[record] = score, index, weight
        return best

    def _read(self, word: str, autocomplete: bool, errors: bool) -> _Reading:
        """The entries that one word may stand for, each with a weight.

        A whole word weighs most, then a beginning, then a word with errors.
        """
        terms: dict[str, float] = {}
        if errors:
            key = word, autocomplete
            for term, distance in self.index.resembling(key, partial(self._misspelled, *key)):
                terms[term] = _ONE_ERROR if distance <= 1 else _TWO_ERRORS
        if autocomplete:
            terms.update(dict.fromkeys(self.index.begun_by(word), _BEGUN))
        if word in self.index.postings:
            terms[word] = _WHOLE
        entries: dict[int, float] = {}
        for term, weight in sorted(
            terms.items(), key=lambda item: item[1]
        ):  # the best weight is written last
            entries.update(dict.fromkeys(self.index.postings[term], weight))
        return _Reading(entries)

    def _units(self, reading: _Reading) -> dict[str, float]:
        """The units with the word in their name, each with the weight of the match."""
        units: dict[str, float] = {}
        for index, weight in reading.entries.items():
            entry = self.index.entries[index]
            if entry.subject is Subject.UNIT:
                units[entry.slug] = max(weight, units.get(entry.slug, 0.0))
        return units

    def _misspelled(self, word: str, autocomplete: bool) -> list[tuple[str, int]]:
        """Words of the index within the allowed errors, each with its number of errors.

        No error is allowed below 4 letters, one below 7, else two.
        """
        allowed = 0 if len(word) < 4 else 1 if len(word) < 7 else 2
        if not allowed:
            return []
        # A word whose length differs by more than the allowed errors cannot match.
        choices = self.index.of_lengths(len(word) - allowed, len(word) + allowed)
        near = process.extract(
            word, choices, scorer=OSA.distance, processor=None, score_cutoff=allowed, limit=60
        )
        found = [(term, int(distance)) for term, distance, _ in near]
        if autocomplete and not found and len(word) >= 5:
            found = self._misspelled_beginnings(word, allowed)
        return found

    def _misspelled_beginnings(self, word: str, allowed: int) -> list[tuple[str, int]]:
        """Longer words of the index that begin with the word, errors allowed. Each counts as two errors."""
        begun: dict[str, list[str]] = {}
        for term in self.index.of_lengths(len(word) + 1, _LONGEST):
            begun.setdefault(term[: len(word)], []).append(term)
        near = process.extract(
            word, list(begun), scorer=OSA.distance, processor=None, score_cutoff=allowed, limit=20
        )
        return [(term, 2) for beginning, _, _ in near for term in begun[beginning]]

    def _weigh(self, readings: Sequence[_Reading], missing: int) -> dict[int, float]:
        """Mean weights of the entries that match all words of the query, in their name or their place.

        Up to `missing` words may match nothing.
        """
        if len(readings) == 1 and min(readings[0].entries.values(), default=1.0) >= _PLACE:
            return dict(readings[0].entries)  # a place's name weighs no more than the record's own
        weighed = [(reading.entries, self._units(reading)) for reading in readings]
        weights: dict[int, float] = {}
        for index in _candidates(weighed, missing):
            inside = self.index.entries[index].inside
            total, unknown = 0.0, 0
            for entries, units in weighed:
                weight = entries.get(index, 0.0)
                if units and weight < _PLACE:
                    for unit in inside:  # the innermost loop of a search: `max` takes three times as long
                        if unit in units and _PLACE * units[unit] > weight:
                            weight = _PLACE * units[unit]
                total += weight
                unknown += weight == 0.0
                if unknown > missing:
                    break
            else:
                weights[index] = total / len(readings)
        return weights


def _candidates(weights: Sequence[tuple[dict[int, float], dict[str, float]]], missing: int) -> Iterable[int]:
    """Entries that may match all words: those with the rarest word that is in no unit's name.

    With `missing`, or without such a word, all entries with any of the words.
    """
    must = [entries for entries, units in weights if not units]
    if must and not missing:
        return min(must, key=len)
    return set[int]().union(*(entries for entries, _ in weights))


def _telling_words(text: str) -> tuple[str, ...]:
    """The first 12 folded words of a query, without type words of places: район, auyly, г.

    A query of type words alone keeps them.
    """
    told = [word for word in text.split() if strip_type(f"Икс {word}")[1] is None]
    return (fold_words(" ".join(told)) or fold_words(text))[:_WORDS]


_FAR = 1e9
"""Stands for an unknown distance, in metres: cursors are JSON, which has no infinity."""


@dataclass(frozen=True, slots=True)
class RankedHit:
    """A hit, and its distance in metres from the point that decides between equal hits; 1e9 if unknown."""

    found: NameHit
    distance_m: float

    @property
    def key(self) -> tuple[float, int, float, float, str, str]:
        """Sort key: the best score first.

        Equal scores are sorted by kind (place, service, office, act), then the nearer and the more important
        first, then by name.
        """
        return _place_in_list(self.found.entry, self.found.score, self.distance_m)


_RANK = {subject: rank for rank, subject in enumerate(Subject)}


def _place_in_list(
    entry: Entry, score: float, distance_m: float
) -> tuple[float, int, float, float, str, str]:
    return -score, _RANK[entry.subject], distance_m, -entry.importance, entry.exact, entry.slug


def ranked(found: Iterable[NameHit], near: Point | None = None) -> list[RankedHit]:
    """The hits in the order of display; of equally good ones the nearer to `near` comes first."""
    return sorted((RankedHit(one, _distance_m(one.entry, near)) for one in found), key=lambda hit: hit.key)


def _distance_m(entry: Entry, near: Point | None) -> float:
    position = entry.position
    if near is None or position is None:
        return _FAR
    return math.floor(geodesic_m(near, position))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The keys of a query, in each folding."""

    exact: str
    mild: str
    spelled: str
    words: tuple[str, ...]


class _Scores:
    """Computes the scores of entries. Names that differ in nothing that counts share one computation."""

    def __init__(self, asked: _Asked, index: WordIndex) -> None:
        self._asked = asked
        self._alike = frozenset(index.postings.get(asked.mild, ()))
        self._known: dict[tuple[float, int, NameStatus | None], float] = {}

    def __call__(self, index: int, entry: Entry, weight: float) -> float:
        if index in self._alike or entry.exact == self._asked.exact:
            return _judged(entry, self._asked, weight).score
        key = weight, len(entry.words), entry.name.status
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _judged(entry, self._asked, weight).score
        return known


_Record = tuple[Subject, str]
_Best = dict[_Record, tuple[float, int, float]]
"""Record to the score of its best name, the index of that name, and the weight of its words."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The records that match a query, with their scores."""

    index: WordIndex
    asked: _Asked
    best: _Best

    def hits(self) -> list[NameHit]:
        """The best name of every record, unsorted."""
        return [self._hit(record) for record in self.best]

    def score(self, record: _Record) -> float | None:
        """The score of a record; None where it does not match."""
        known = self.best.get(record)
        return None if known is None else known[0]

    def first(self, most: int, near: Point | None, without: Collection[_Record] = ()) -> list[NameHit]:
        """The first hits by `ranked`, at most `most`, sorted. Records in `without` are left out."""
        keys = (
            (_place_in_list(self.index.entries[number], score, self._distance_m(number, near)), record)
            for record, (score, number, _) in self.best.items()
            if record not in without
        )
        return [self._hit(record) for _, record in nsmallest(most, keys)]

    def _distance_m(self, number: int, near: Point | None) -> float:
        return _distance_m(self.index.entries[number], near)

    def _hit(self, record: _Record) -> NameHit:
        _, number, weight = self.best[record]
        return _judged(self.index.entries[number], self.asked, weight)


def _judged(entry: Entry, asked: _Asked, weight: float) -> NameHit:
    """How the name matches the query, and its score.

    Whole names score most; a former name scores 0.9 of a present name.
    """
    words = asked.words
    is_former = entry.name.status is NameStatus.FORMER
    if entry.exact == asked.exact:
        match, score = Match.EXACT, 1.0
    elif entry.mild == asked.mild and spelled_key(entry.name.value) == asked.spelled:
        match, score = Match.TRANSLITERATED, 0.95
    elif entry.mild == asked.mild:  # equal except for a doubled letter
        match, score = Match.FUZZY, 0.9
    else:
        told = min(1.0, len(words) / max(1, len(entry.words)))
        score = weight * (0.7 + 0.2 * told)
        match = Match.FUZZY if _has_error(entry, words, asked.mild) else Match.PREFIX
    if is_former:
        return NameHit(entry, Match.FORMER_NAME, round(score * _FORMER, 2))
    return NameHit(entry, match, round(score, 2))


def _has_error(entry: Entry, words: tuple[str, ...], mild: str) -> bool:
    """Whether the name matched only by typing errors: no word of the query begins a word of the name."""
    if entry.mild.startswith(mild):
        return False
    return not any(own.startswith(word) for word in words for own in entry.words)
