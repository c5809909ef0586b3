"""The words by which people ask: names of services, of categories of offices, and of missing services.

Each name is a phrase of meaningful words; words without a meaning of their own (`в`, `туралы`, `of`) are not
part of it. A word in few names weighs more than one that many share.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from geo.asking.roots import Roots, roots_of
from geo.names.toponyms import mild_key, spelled_key
from model.edition import Service
from model.enums import Language
from model.lookup_asking import Asking, NotHeld
from model.lookup_words import EverydayWords
from model.lookups import lookup

CENTRES = "psc_branch"
"""The category of offices that are searched by distance."""
_SPLIT = re.compile(r"[^\w-]+|(?<!\w)-|-(?!\w)")
_SHARED = 0.5
"""Share of a word's letters that it must have in common with another form of the word."""
_SHORTEST = 3


class NamedBy(StrEnum):
    """The kind of name that a phrase is."""

    SHORT_NAME = "SHORT_NAME"
    SYNONYM = "SYNONYM"
    TITLE = "TITLE"
    THEME = "THEME"
    FUZZY = "FUZZY"
    """Any of these, with an error in it."""


class Meaning(StrEnum):
    """What a phrase refers to."""

    SERVICE = "SERVICE"
    THEME = "THEME"
    CATEGORY = "CATEGORY"
    NOT_HELD = "NOT_HELD"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name with its meaningful words; `key` is the id of what it names.

    `weight` is the sum of the weights of its words.
    """

    meaning: Meaning
    key: str
    by: NamedBy
    text: str
    words: frozenset[str]
    weight: float = 0.0


class Vocabulary:
    """All phrases by which people name services, categories and topics. Immutable."""

    def __init__(self, services: Iterable[Service]) -> None:
        self._forms: dict[str, list[str]] = defaultdict(list)
        self._known: dict[str, tuple[Roots, str]] = {}
        self._printed: dict[str, str] = {}
        phrases = [phrase for phrase in self._phrases(tuple(services)) if phrase.words]
        self.weights: Mapping[str, float] = _weights(phrases)
        self.phrases: Sequence[Phrase] = tuple(
            replace(each, weight=sum(map(self.weights.__getitem__, each.words))) for each in phrases
        )
        self.by_word: Mapping[str, Sequence[Phrase]] = _by_word(self.phrases)
        self.called: Mapping[tuple[Meaning, str], frozenset[str]] = _called(self.phrases)
        """All words in the names of a thing."""
        self.spellings: Sequence[str] = tuple(sorted(self._known))
        """Every word of the phrases, folded: candidates for correcting a misspelt word."""

    def is_exact(self, word: str) -> bool:
        """Whether the phrases contain the word in exactly this form."""
        return roots_of(word).folded in self._known

    def mended(self, word: str) -> str | None:
        """The right spelling of a word whose only error is a doubled letter.

        None where it is spelled right or the phrases lack it.
        """
        folded = roots_of(word).folded
        printed = self._printed.get(folded)
        return folded if printed is not None and spelled_key(printed) != spelled_key(word) else None

    def is_telling(self, own: str) -> bool:
        """Whether a word occurs in the names of one thing only, so that it names this thing alone."""
        return len({(each.meaning, each.key) for each in self.by_word[own]}) == 1

    def printed(self, spelling: str) -> str:
        """A word of the phrases by its folded spelling, in lower case.

        Raises KeyError for a spelling that is not in `spellings`.
        """
        return self._printed[spelling]

    def meant(self, word: str) -> frozenset[str]:
        """The words of phrases of which this word is a form or a synonym.

        Mostly one word; empty for an unknown word.
        """
        roots = roots_of(word)
        if roots.folded in self._known:
            return frozenset({self._known[roots.folded][1]})
        group = _alike(roots)
        if group is not None and group in self.by_word:
            return frozenset({group})
        return self._forms_of(roots)

    def _forms_of(self, roots: Roots) -> frozenset[str]:
        """The words of phrases that share the longest possible stem with this word.

        Empty if no word shares one.
        """
        for form in roots.forms:
            near = (self._known[known] for known in self._forms.get(form, ()))
            if found := frozenset(own for other, own in near if _is_form(form, roots, other)):
                return found
        return frozenset()

    def _phrases(self, services: Sequence[Service]) -> Iterable[Phrase]:
        """Every name of the services, themes, categories and missing services, as a phrase."""
        everyday, ids = lookup(EverydayWords), {service.id for service in services}
        for service in services:
            for name in service.names:
                yield self._phrase(Meaning.SERVICE, service.id, NamedBy.TITLE, name.value)
        for slug, called in everyday.services.items():
            if slug in ids:
                for language in Language:
                    short = called.short.of(language)
                    yield self._phrase(Meaning.SERVICE, slug, NamedBy.SHORT_NAME, short)
                yield from self._listed(Meaning.SERVICE, slug, called.words)
        for code, theme in everyday.themes.items():
            for language in Language:
                yield self._phrase(Meaning.THEME, code, NamedBy.THEME, theme.of(language))
        for code, words in everyday.categories.items():
            yield from self._listed(Meaning.CATEGORY, code, words)
        for code, topic in lookup(NotHeld).topics.items():
            yield from self._listed(Meaning.NOT_HELD, code, topic.words)

    def _listed(
        self, meaning: Meaning, key: str, words: Mapping[Language, Sequence[str]]
    ) -> Iterable[Phrase]:
        for texts in words.values():
            for text in texts:
                yield self._phrase(meaning, key, NamedBy.SYNONYM, text)

    def _phrase(self, meaning: Meaning, key: str, by: NamedBy, text: str) -> Phrase:
        telling = [word for word in words_of(text) if not is_connecting(word)]
        return Phrase(meaning, key, by, text, frozenset(filter(None, map(self._own, telling))))

    def _own(self, word: str) -> str:
        """The one word that stands for all forms and synonyms of this word; empty without letters and digits.

        An unknown word is added to the vocabulary.
        """
        roots = roots_of(word)
        if not roots.forms:
            return ""
        if roots.folded not in self._known:
            own = _alike(roots) or min(self._forms_of(roots), default=roots.folded)
            self._known[roots.folded], self._printed[roots.folded] = (roots, own), word.lower()
            for form in roots.forms:
                self._forms[form].append(roots.folded)
        return self._known[roots.folded][1]


def words_of(text: str) -> list[str]:
    """The words of a text as printed; hyphens within a word stay."""
    return [word for word in _SPLIT.split(text) if word]


def is_connecting(word: str) -> bool:
    """Whether a word names nothing: it only connects a sentence (`в`), or asks for an office in general."""
    return mild_key(word) in _connecting()


@cache
def _connecting() -> frozenset[str]:
    return frozenset(mild_key(word) for words in lookup(Asking).connecting.values() for word in words)


def _is_form(form: str, one: Roots, other: Roots) -> bool:
    """Whether two words that share the stem `form` are forms of one word.

    The stem must have three letters and half of those of the longer word.
    """
    longer = max(len(one.folded), len(other.folded))
    return len(form) >= max(_SHORTEST, longer * _SHARED)


@cache
def _alike_forms() -> Mapping[str, tuple[tuple[Roots, str], ...]]:
    """For each stem of a listed synonym its possible stems and the key of its group."""
    forms: dict[str, list[tuple[Roots, str]]] = defaultdict(list)
    for group in lookup(Asking).alike:
        for word in group:
            roots = roots_of(word)
            for form in roots.forms:
                forms[form].append((roots, f"={group[0]}"))
    return {form: tuple(some) for form, some in forms.items()}


def _alike(roots: Roots) -> str | None:
    """The key of the group of synonyms that a word belongs to, else None."""
    for form in roots.forms:
        for other, group in _alike_forms().get(form, ()):
            if _is_form(form, roots, other):
                return group
    return None


def _weights(phrases: Iterable[Phrase]) -> dict[str, float]:
    """The weight of each word, higher for rarer words.

    It is ln(1 + all named things / things whose names have the word).
    """
    bearers: dict[str, set[tuple[Meaning, str]]] = defaultdict(set)
    for phrase in phrases:
        for word in phrase.words:
            bearers[word].add((phrase.meaning, phrase.key))
    of_all = len({bearer for some in bearers.values() for bearer in some})
    return {word: math.log(1 + of_all / len(some)) for word, some in bearers.items()}


def _by_word(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    phrases_of: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        for word in sorted(phrase.words):
            phrases_of[word].append(phrase)
    return {word: tuple(some) for word, some in phrases_of.items()}


def _called(phrases: Iterable[Phrase]) -> dict[tuple[Meaning, str], frozenset[str]]:
    found: dict[tuple[Meaning, str], frozenset[str]] = defaultdict(frozenset)
    for phrase in phrases:
        found[phrase.meaning, phrase.key] |= phrase.words
    return dict(found)
