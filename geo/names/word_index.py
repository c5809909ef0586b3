"""An index of the folded words of names: finds names by the beginning of a word, typed in any script."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from geo.names.toponyms import exact_key, mild_key
from model.edition import Name, Position

_BREAKS = re.compile(r"[\s/-]+")
_END = "\U0010ffff"
_REMEMBERED = 1_000
"""Number of misspelt words whose results are cached, each with at most 60 words that it may stand for."""


_NAMES = 16_384
"""Number of names whose folded forms are cached: many records share one, such as service centres."""


class Subject(StrEnum):
    """The kind of record that a name belongs to; equal hits are shown in this order."""

    UNIT = "UNIT"
    SERVICE = "SERVICE"
    OFFICE = "OFFICE"
    ACT = "ACT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One name of one record, with its folded forms, the record's position, and its importance."""

    subject: Subject
    slug: str
    name: Name
    exact: str
    mild: str
    words: tuple[str, ...]
    position: Position | None
    inside: tuple[str, ...] = ()
    """Units that contain the record, nearest first."""
    importance: float = 0.0
    """Ranks equal hits: the level of a unit, then its population."""
    is_borne: bool = True
    """False for an everyday name that no source gives to the record."""

    @property
    def is_unit(self) -> bool:
        """Whether the record is an administrative unit."""
        return self.subject is Subject.UNIT


def fold_words(text: str) -> tuple[str, ...]:
    """The words of a text, each folded so that Kazakh, Russian and Latin spellings are equal."""
    folded = (mild_key(word) for word in _BREAKS.split(exact_key(text)) if word)
    return tuple(word for word in folded if word)


def entry_of(
    subject: Subject,
    slug: str,
    name: Name,
    position: Position | None = None,
    inside: tuple[str, ...] = (),
    importance: float = 0.0,
    *,
    is_borne: bool = True,
) -> Entry:
    """A name of a record as an entry, with its folded forms."""
    exact, mild, words = _folds(name.value)
    return Entry(
        subject=subject,
        slug=slug,
        name=name,
        exact=exact,
        mild=mild,
        words=words,
        position=position,
        inside=inside,
        importance=importance,
        is_borne=is_borne,
    )


@lru_cache(_NAMES)
def _folds(value: str) -> tuple[str, str, tuple[str, ...]]:
    return exact_key(value), mild_key(value), fold_words(value)


@dataclass(frozen=True, slots=True)
class Slots:
    """Entries in numbered slots. Those of one record are in the order given, but not always adjacent."""

    entries: Sequence[Entry]
    """Entries by their number; free slots hold meaningless values."""
    of_record: Mapping[tuple[Subject, str], tuple[int, ...]]
    free: tuple[int, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Slots:
        """The entries, numbered from 0."""
        listed = tuple(entries)
        found: dict[tuple[Subject, str], list[int]] = {}
        for number, entry in enumerate(listed):
            found.setdefault((entry.subject, entry.slug), []).append(number)
        return cls(listed, {record: tuple(numbers) for record, numbers in found.items()})

    def numbers(self, records: Iterable[tuple[Subject, str]]) -> list[int]:
        """Numbers of all entries of some records; unknown records have none."""
        return [number for record in records for number in self.of_record.get(record, ())]

    def replaced(self, records: Iterable[tuple[Subject, str]], come: Iterable[Entry]) -> Slots:
        """A copy in which the entries of `records` are replaced by `come`, which reuse the freed slots."""
        entries, of_record, free = list(self.entries), dict(self.of_record), list(self.free)
        for record in records:
            free += of_record.pop(record, ())
        named: dict[tuple[Subject, str], list[Entry]] = {}
        for entry in come:
            named.setdefault((entry.subject, entry.slug), []).append(entry)
        for record, new in named.items():
            while len(free) < len(new):
                free.append(len(entries))
                entries.append(new[0])
            taken = sorted(free.pop() for _ in new)
            for number, entry in zip(taken, new, strict=True):
                entries[number] = entry
            of_record[record] = tuple(taken)
        return Slots(entries, of_record, tuple(free))


class WordIndex:
    """All names of an edition, indexed by their words and the beginnings of these. Immutable."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._slots = Slots.of(entries)
        self.entries = self._slots.entries
        """Entries by their number; a number that is in no posting is meaningless."""
        postings: dict[str, list[int]] = {}
        for number, entry in enumerate(self.entries):
            for word in _words_of(entry):
                postings.setdefault(word, []).append(number)
        self.postings: Mapping[str, Sequence[int]] = postings
        """Numbers of the entries that a word leads to."""
        self.vocabulary = sorted(postings)
        """All words, in order."""
        self._begin()

    def _begin(self) -> None:
        self._of_lengths: dict[tuple[int, int], Sequence[str]] = {}
        self._resembling: dict[tuple[str, bool], Sequence[tuple[str, int]]] = {}

    def replaced(self, records: Collection[tuple[Subject, str]], come: Iterable[Entry]) -> WordIndex:
        """A copy with other names for some records; all of `come` must be names of these records."""
        made: WordIndex = object.__new__(WordIndex)
        made._slots = self._slots.replaced(records, come)
        made.entries = made._slots.entries
        postings, changed = dict(self.postings), dict[str, set[int]]()
        for number in self._slots.numbers(records):
            for word in _words_of(self.entries[number]):
                changed.setdefault(word, set(postings.get(word, ()))).discard(number)
        for number in made._slots.numbers(records):
            for word in _words_of(made.entries[number]):
                changed.setdefault(word, set(postings.get(word, ()))).add(number)
        vocabulary = list(self.vocabulary)
        for word, numbers in changed.items():
            index = bisect_left(vocabulary, word)
            if word not in postings and numbers:
                vocabulary.insert(index, word)
            elif word in postings and not numbers:
                del vocabulary[index]
            if numbers:
                postings[word] = sorted(numbers)
            else:
                postings.pop(word, None)
        made.postings, made.vocabulary = postings, vocabulary
        made._begin()
        return made

    def of_lengths(self, least: int, most: int) -> Sequence[str]:
        """The words of `least` to `most` letters, sorted."""
        known = self._of_lengths.get((least, most))
        if known is None:
            known = [word for word in self.vocabulary if least <= len(word) <= most]
            self._of_lengths[least, most] = known
        return known

    def resembling(
        self, key: tuple[str, bool], find: Callable[[], Sequence[tuple[str, int]]]
    ) -> Sequence[tuple[str, int]]:
        """The words that resemble a word, from a cache, else from `find`.

        `find` must return the same for the same key.
        """
        known = self._resembling.get(key)
        if known is None:
            known = find()
            if len(self._resembling) >= _REMEMBERED:
                self._resembling.clear()
            self._resembling[key] = known
        return known

    def begun_by(self, beginning: str) -> Sequence[str]:
        """The words with this beginning, sorted."""
        start = bisect_left(self.vocabulary, beginning)
        return self.vocabulary[start : bisect_left(self.vocabulary, beginning + _END, start)]

    def entries_of(self, subject: Subject, slug: str) -> tuple[Entry, ...]:
        """The names of one record, in the order in which they were given; empty for an unknown record."""
        return tuple(self.entries[number] for number in self._slots.numbers([(subject, slug)]))

    def bearers(self, text: str, subject: Subject, *, also_called: bool = False) -> frozenset[str]:
        """Slugs of the records with a name in which each word of `text` begins a word.

        Empty for a text without words. `also_called` adds records that have such an everyday name.
        """
        found: set[int] | None = None
        for word in fold_words(text):
            hits = set[int]().union(*(self.postings[begun] for begun in self.begun_by(word)))
            found = hits if found is None else found & hits
            if not found:
                break
        entries = (self.entries[number] for number in found or ())
        return frozenset(
            entry.slug for entry in entries if entry.subject is subject and (entry.is_borne or also_called)
        )


def _words_of(entry: Entry) -> set[str]:
    """The words under which a name is indexed: its own words, and the whole name written together."""
    return {*entry.words, entry.mild}
