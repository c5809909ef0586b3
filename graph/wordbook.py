"""The words of all names, folded, so that a beginning of a word finds them in whatever script it is typed."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from geo.toponyms import exact_key, mild_key
from graph.context import Registry
from store.edition import Name, Position, Unit
from store.kinds import Language, NameStatus

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
    """One name of one record, with its folds and where the record stands."""

    subject: Subject
    slug: str
    name: Name
    exact: str
    mild: str
    words: tuple[str, ...]
    position: Position | None


def fold_words(text: str) -> tuple[str, ...]:
    """The words of a text, each folded so that Kazakh, Russian and Latin spellings meet."""
    folded = (mild_key(word) for word in _BREAKS.split(exact_key(text)) if word)
    return tuple(word for word in folded if word)


class Wordbook:
    """Names by the beginnings of their words."""

    def __init__(self, entries: Iterator[Entry]) -> None:
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


def words_of(registry: Registry) -> Wordbook:
    """The words of every name that the edition holds, of this period and of others; made once."""
    return registry.derived("words", lambda each: Wordbook(_entries(each)))


def _entries(registry: Registry) -> Iterator[Entry]:
    edition = registry.edition
    for unit in edition.units.values():
        yield from (_entry(Subject.UNIT, unit.id, name, unit.position) for name in _unit_names(unit))
    for former, slug in registry.atlas.lineage.former_names():
        borne = Name(former.value, former.language, NameStatus.FORMER)
        yield _entry(Subject.UNIT, slug, borne, edition.units[slug].position)
    for service in edition.services.values():
        yield from (_entry(Subject.SERVICE, service.id, name, None) for name in service.names)
    for office in edition.offices.values():
        yield from (_entry(Subject.OFFICE, office.id, name, office.position) for name in office.names)
    for act in edition.acts.values():
        yield from (_entry(Subject.ACT, act.id, name, None) for name in act.titles)
        yield _entry(
            Subject.ACT, act.id, Name(act.number, act.languages[0] if act.languages else Language.KK), None
        )


def _unit_names(unit: Unit) -> Iterator[Name]:
    yield from (name for name in unit.names if name.status is not NameStatus.MISPRINT)


def _entry(subject: Subject, slug: str, name: Name, position: Position | None) -> Entry:
    value = name.value
    return Entry(subject, slug, name, exact_key(value), mild_key(value), fold_words(value), position)
