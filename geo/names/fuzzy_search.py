"""Finding records by what people type: beginnings of words, typing errors, other scripts, former names.

Each word of the question is looked up among the folded words of all names: as it is, as a beginning, and,
where that finds little, within one typing error (two in long words). A word may also name the place where a
record stands ("otdel obrazovaniya Akkol"): such a record matches less than one that bears the word.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo.earth.point import Point, geodesic_m
from geo.names.toponyms import exact_key, mild_key, spelled_key, strip_type
from geo.names.word_index import Entry, Subject, WordIndex, fold_words
from model.enums import Language, NameStatus

_PLENTY = 5
"""Records that match without errors; with so many of them nobody looks for typing errors."""
_WHOLE, _BEGUN, _ONE_ERROR, _TWO_ERRORS = 1.0, 0.85, 0.7, 0.55
_PLACE = 0.8
"""A word that the place of a record bears weighs so much of one that the record bears."""
_FORMER = 0.9
_WORDS = 12
"""Words of a question that are read; what follows narrows nothing."""


class Match(StrEnum):
    """How a name matched, the surest first."""

    EXACT = "EXACT"
    PREFIX = "PREFIX"
    FUZZY = "FUZZY"
    TRANSLITERATED = "TRANSLITERATED"
    FORMER_NAME = "FORMER_NAME"


@dataclass(frozen=True, slots=True)
class NameHit:
    """The name of a record that matches best; `score` is 1 for the whole name spelled so."""

    entry: Entry
    match: Match
    score: float


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one word may stand for: entries that bear it, units inside of which a record may stand."""

    entries: dict[int, float]
    units: dict[str, float]


@dataclass(frozen=True, slots=True)
class NameSearch:
    """Searches the names of an index with their errors."""

    index: WordIndex

    def find(
        self, text: str, *, autocomplete: bool = True, languages: Iterable[Language] = ()
    ) -> list[NameHit]:
        """The best name of each record that matches, in no order; empty for a text without words."""
        words = _telling_words(text)
        if not words:
            return []
        wanted = frozenset(languages)
        plain = self._best(text, words, partial(self._read, autocomplete), wanted, missing=0)
        if len(plain) >= _PLENTY:
            return list(plain.values())
        # Asked again where some words may tell nothing: what each may stand for stays the same.
        read = cache(partial(self._read, autocomplete, errors=True))
        found = self._best(text, words, read, wanted, missing=0)
        if not found and len(words) > 1:
            found = self._best(text, words, read, wanted, missing=max(1, len(words) // 3))
        return list({**found, **plain}.values())

    def bearing(self, text: str, *, autocomplete: bool = True) -> Callable[[Entry], bool]:
        """Tells of a name whether it, or a place in which its record stands, bears each word without errors.

        Words that only say what a place is are left out; with `autocomplete` the last word may go on.
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
        return frozenset((word, *(self.index.begun_by(word) if is_begun else ())))

    def _units_of(self, terms: Iterable[str]) -> frozenset[str]:
        """Units that bear one of some words."""
        entries, postings = self.index.entries, self.index.postings
        return frozenset(
            entries[number].slug
            for term in terms
            for number in postings.get(term, ())
            if entries[number].is_unit
        )

    def _best(
        self,
        text: str,
        words: tuple[str, ...],
        read: Callable[[str], _Reading],
        languages: frozenset[Language],
        *,
        missing: int,
    ) -> dict[tuple[str, str], NameHit]:
        readings = [read(word) for word in words]
        weights = self._weigh(readings, missing)
        exact, mild, spelled = exact_key(text), mild_key(text), spelled_key(text)
        if len(words) > 1:  # written apart here, together there
            for index, weight in read(mild).entries.items():
                weights[index] = max(weight, weights.get(index, 0.0))
        best: dict[tuple[str, str], NameHit] = {}
        # By number, so that of equally good names of a record the first one is shown.
        for index, weight in sorted(weights.items()):
            entry = self.index.entries[index]
            if languages and entry.name.language not in languages:
                continue
            hit = _judged(entry, _Asked(exact, mild, spelled), words, weight)
            known = best.get((entry.subject, entry.slug))
            if known is None or hit.score > known.score:
                best[entry.subject, entry.slug] = hit
        return best

    def _read(self, autocomplete: bool, word: str, *, errors: bool = False) -> _Reading:
        terms: dict[str, float] = {}
        if errors:
            for term, distance in self._misspelled(word, autocomplete):
                terms[term] = _ONE_ERROR if distance <= 1 else _TWO_ERRORS
        if autocomplete:
            terms.update(dict.fromkeys(self.index.begun_by(word), _BEGUN))
        if word in self.index.postings:
            terms[word] = _WHOLE
        entries: dict[int, float] = {}
        units: dict[str, float] = {}
        for term, weight in terms.items():
            for index in self.index.postings[term]:
                entries[index] = max(weight, entries.get(index, 0.0))
        for index, weight in entries.items():
            entry = self.index.entries[index]
            if entry.is_unit:
                units[entry.slug] = max(weight, units.get(entry.slug, 0.0))
        return _Reading(entries, units)

    def _misspelled(self, word: str, autocomplete: bool) -> list[tuple[str, int]]:
        allowed = 0 if len(word) < 4 else 1 if len(word) < 7 else 2
        if not allowed:
            return []
        # Whatever is longer or shorter by more has more errors: leaving it out is cheaper than comparing it.
        short, long = len(word) - allowed, len(word) + allowed
        alike = [term for term in self.index.vocabulary if short <= len(term) <= long]
        near = process.extract(
            word, alike, scorer=OSA.distance, processor=None, score_cutoff=allowed, limit=60
        )
        found = [(term, int(distance)) for term, distance, _ in near]
        if autocomplete and not found and len(word) >= 5:
            found = self._misspelled_beginnings(word, allowed)
        return found

    def _misspelled_beginnings(self, word: str, allowed: int) -> list[tuple[str, int]]:
        long = len(word)
        begun = dict.fromkeys(term[:long] for term in self.index.vocabulary if len(term) > long)
        near = process.extract(
            word, list(begun), scorer=OSA.distance, processor=None, score_cutoff=allowed, limit=20
        )
        return [
            (term, 2)
            for beginning, _, _ in near
            for term in self.index.begun_by(beginning)
            if len(term) > long
        ]

    def _weigh(self, readings: Sequence[_Reading], missing: int) -> dict[int, float]:
        """Weights of entries that bear a word at least; at most `missing` words tell nothing of them."""
        borne = [reading.entries for reading in readings]
        candidates = set().union(*borne)
        weights: dict[int, float] = {}
        for index in candidates:
            inside = self.index.entries[index].inside
            total, unknown = 0.0, 0
            for reading in readings:
                weight = reading.entries.get(index, 0.0)
                if weight < _PLACE and not reading.units.keys().isdisjoint(inside):
                    places = (reading.units.get(unit, 0.0) for unit in inside)
                    weight = max(weight, _PLACE * max(places, default=0.0))
                total += weight
                unknown += weight == 0.0
            if unknown <= missing:
                weights[index] = total / len(readings)
        return weights


def _telling_words(text: str) -> tuple[str, ...]:
    """Folded words of a question without those that only say what a place is: район, auyly, г."""
    told = [word for word in text.split() if strip_type(f"Икс {word}")[1] is None]
    return (fold_words(" ".join(told)) or fold_words(text))[:_WORDS]


_FAR = 1e9
"""Stands for no distance, in metres: cursors are JSON, which has no infinity."""


@dataclass(frozen=True, slots=True)
class RankedHit:
    """What was found, and metres to the point that decides between equals."""

    found: NameHit
    distance_m: float

    @property
    def key(self) -> tuple[float, int, float, float, str, str]:
        """Best first; of equals places, services, offices, acts, then nearer ones, greater ones, by name."""
        entry = self.found.entry
        subject = list(Subject).index(entry.subject)
        return -self.found.score, subject, self.distance_m, -entry.importance, entry.exact, entry.slug


def ranked(found: Iterable[NameHit], near: Point | None = None) -> list[RankedHit]:
    """The hits in the order in which they are shown; `near` decides between equally good ones."""
    return sorted((RankedHit(one, _distance_m(one, near)) for one in found), key=lambda hit: hit.key)


def _distance_m(found: NameHit, near: Point | None) -> float:
    position = found.entry.position
    if near is None or position is None:
        return _FAR
    return math.floor(geodesic_m(near, position))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The keys of a question."""

    exact: str
    mild: str
    spelled: str


def _judged(entry: Entry, asked: _Asked, words: tuple[str, ...], weight: float) -> NameHit:
    """How the name matches, and how well: whole names first, former names after those of today."""
    is_former = entry.name.status is NameStatus.FORMER
    if entry.exact == asked.exact:
        match, score = Match.EXACT, 1.0
    elif entry.mild == asked.mild and spelled_key(entry.name.value) == asked.spelled:
        match, score = Match.TRANSLITERATED, 0.95
    elif entry.mild == asked.mild:  # but for a letter that is doubled in one of them
        match, score = Match.FUZZY, 0.9
    else:
        told = min(1.0, len(words) / max(1, len(entry.words)))
        score = weight * (0.7 + 0.2 * told)
        match = Match.FUZZY if _has_error(entry, words, asked.mild) else Match.PREFIX
    if is_former:
        return NameHit(entry, Match.FORMER_NAME, round(score * _FORMER, 2))
    return NameHit(entry, match, round(score, 2))


def _has_error(entry: Entry, words: tuple[str, ...], mild: str) -> bool:
    """Whether no word of the question begins a word of the name: it was met by its errors."""
    if entry.mild.startswith(mild):
        return False
    return not any(own.startswith(word) for word in words for own in entry.words)
