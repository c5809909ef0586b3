"""The words of names, folded, so that a beginning of a word finds them in whatever script it is typed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from geo.names.toponyms import exact_key, mild_key
from model.edition import Name, Position

_BREAKS = re.compile(r"[\s/-]+")
_END = "\U0010ffff"


class Subject(StrEnum):
    """What a name names; in this order equal hits are shown."""

    UNIT = "UNIT"
    SERVICE = "SERVICE"
    OFFICE = "OFFICE"
    ACT = "ACT"


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one record, with its folds, where the record stands, and how much is asked for it."""

    subject: Subject
    slug: str
    name: Name
    exact: str
    mild: str
    words: tuple[str, ...]
    position: Position | None
    inside: tuple[str, ...] = ()
    """Units that hold the record, nearest first."""
    importance: float = 0.0
    """Ranks equal hits: the rung of a unit, then its people."""

    @property
    def is_unit(self) -> bool:
        """Whether it names a unit of territory."""
        return self.subject is Subject.UNIT


def fold_words(text: str) -> tuple[str, ...]:
    """The words of a text, each folded so that Kazakh, Russian and Latin spellings meet."""
    folded = (mild_key(word) for word in _BREAKS.split(exact_key(text)) if word)
    return tuple(word for word in folded if word)


def entry_of(
    subject: Subject,
    slug: str,
    name: Name,
    position: Position | None = None,
    inside: tuple[str, ...] = (),
    importance: float = 0.0,
) -> Entry:
    """A name of a record with its folds."""
    value = name.value
    folds = exact_key(value), mild_key(value), fold_words(value)
    return Entry(subject, slug, name, *folds, position, inside, importance)


@dataclass(frozen=True, slots=True)
class Slots:
    """Numbered entries; those of a record lie in the order in which they were given, if not side by side."""

    entries: Sequence[Entry]
    """By number. What lies in a free slot is of no meaning."""
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
        """Numbers of all entries of some records."""
        return [number for record in records for number in self.of_record.get(record, ())]

    def replaced(self, records: Iterable[tuple[Subject, str]], come: Iterable[Entry]) -> Slots:
        """The slots with other entries for some records, in those that are free then."""
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


class Wordbook:
    """Names by the beginnings of their words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._slots = Slots.of(entries)
        pairs = sorted(_pairs(self._slots, range(len(self._slots.entries))))
        self._words = [word for word, _ in pairs]
        self._numbers = [number for _, number in pairs]

    @property
    def entries(self) -> Iterator[Entry]:
        """All entries, those of a record together."""
        return (
            self._slots.entries[number] for numbers in self._slots.of_record.values() for number in numbers
        )

    def replaced(self, records: Collection[tuple[Subject, str]], come: Iterable[Entry]) -> Wordbook:
        """The same with other names for some records; all of `come` are names of these."""
        made: Wordbook = object.__new__(Wordbook)
        made._slots = self._slots.replaced(records, come)
        made._words, made._numbers = list(self._words), list(self._numbers)
        for word, number in _pairs(self._slots, self._slots.numbers(records)):
            index = made._place(word, number)
            del made._words[index], made._numbers[index]
        for word, number in _pairs(made._slots, made._slots.numbers(records)):
            index = made._place(word, number)
            made._words.insert(index, word)
            made._numbers.insert(index, number)
        return made

    def _place(self, word: str, number: int) -> int:
        """Where a pair stands, or would."""
        start = bisect_left(self._words, word)
        return bisect_left(self._numbers, number, start, bisect_right(self._words, word, start))

    def find(self, text: str, *, whole_words: bool = False) -> list[Entry]:
        """Entries of which each word of `text` begins (or is) a word; empty for a text without words."""
        found: set[int] | None = None
        for word in fold_words(text):
            start = bisect_left(self._words, word)
            stop = bisect_left(self._words, word + ("\0" if whole_words else _END))
            hits = set(self._numbers[start:stop])
            found = hits if found is None else found & hits
            if not found:
                break
        return [self._slots.entries[number] for number in sorted(found or ())]

    def offices(self, text: str) -> frozenset[str]:
        """Slugs of the offices that bear such a name."""
        return frozenset(entry.slug for entry in self.find(text) if entry.subject is Subject.OFFICE)


def _pairs(slots: Slots, numbers: Iterable[int]) -> Iterator[tuple[str, int]]:
    return ((word, number) for number in numbers for word in set(slots.entries[number].words))
