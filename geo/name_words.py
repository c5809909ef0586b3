"""The words of names, folded, so that a beginning of a word finds them in whatever script it is typed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from geo.toponyms import exact_key, mild_key
from store.edition import Name, Position

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


class Wordbook:
    """Names by the beginnings of their words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        pairs = sorted((word, index) for index, entry in enumerate(self.entries) for word in set(entry.words))
        self._words = [word for word, _ in pairs]
        self._indexes = [index for _, index in pairs]

    def find(self, text: str, *, whole_words: bool = False) -> list[Entry]:
        """Entries of which each word of `text` begins (or is) a word; empty for a text without words."""
        found: set[int] | None = None
        for word in fold_words(text):
            start = bisect_left(self._words, word)
            stop = bisect_left(self._words, word + ("\0" if whole_words else _END))
            hits = set(self._indexes[start:stop])
            found = hits if found is None else found & hits
            if not found:
                break
        return [self.entries[index] for index in sorted(found or ())]

    def offices(self, text: str) -> frozenset[str]:
        """Slugs of the offices that bear such a name."""
        return frozenset(entry.slug for entry in self.find(text) if entry.subject is Subject.OFFICE)
