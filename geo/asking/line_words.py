"""The words of a typed line, each with the words of service names that it may stand for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo.asking.roots import LONGEST_WORD
from geo.asking.vocabulary import Vocabulary, is_connecting
from geo.names.latin_words import with_type_words
from geo.names.toponyms import clean, mild_key, strip_type
from model.lookup_asking import Asking
from model.lookups import lookup

MOST_WORDS = 24
"""Words of a line that are read; the rest is listed as left out."""
_SEPARATOR = re.compile(r"[,;:+!?«»\"“”()\[\]|\\]+|(?<=\w{4})/(?=\w{4})|(?<!\S)[-–—]+(?!\S)")
_FEWEST, _LONG = 5, 8
"""Fewest letters of a word that may have one error, and of one that may have two."""
_SHORT = 3
_MOST_SOUGHT = 8
"""Words of one line that are searched with errors: each is compared with the whole vocabulary."""


@dataclass(frozen=True, slots=True)
class LineWord:
    """One word as typed; `part` is the number of separators (such as commas) before it.

    `means` are words of phrases of which it is a form; `is_exact` is set where phrases have exactly this
    form; `resembles` is the correct spelling where it may be misspelt. `completes` are words that a short
    misspelt word may stand for, only where they complete a phrase, as short words resemble each other by
    chance.
    """

    text: str
    part: int
    is_connecting: bool = False
    means: frozenset[str] = frozenset()
    is_exact: bool = False
    resembles: str | None = None
    completes: frozenset[str] = frozenset()


def line_words(
    text: str, vocabulary: Vocabulary, is_place: Callable[[str], bool]
) -> tuple[tuple[LineWord, ...], tuple[str, ...]]:
    """The first 24 words of a line, and the words beyond this limit.

    Words that are unknown and no place name are searched with errors, at most eight such words.
    """
    parts = _SEPARATOR.split(clean(text))
    typed = [(word.strip("'’`*_=~<>"), part) for part, some in enumerate(parts) for word in some.split()]
    telling = [(word, part) for word, part in typed if any(map(str.isalnum, word))]
    words, sought = [], _MOST_SOUGHT
    for word, part in telling[:MOST_WORDS]:
        made = _word(word, part, vocabulary)
        if not (made.means or made.is_connecting or is_type_word(word)) and sought and not is_place(word):
            sought -= 1
            made = _misspelt(made, vocabulary)
        words.append(made)
    return tuple(words), tuple(word for word, _ in telling[MOST_WORDS:])


def _word(text: str, part: int, vocabulary: Vocabulary) -> LineWord:
    """The word with all that the vocabulary knows of it, without a search for errors."""
    bare = text.strip(".")
    if is_connecting(bare):
        return LineWord(text, part, is_connecting=True)
    if is_type_word(bare) and not vocabulary.is_exact(bare):
        return LineWord(text, part)
    return LineWord(
        text,
        part,
        means=vocabulary.meant(bare),
        is_exact=vocabulary.is_exact(bare),
        resembles=vocabulary.mended(bare),
    )


def is_type_word(word: str) -> bool:
    """Whether a word only gives the type of a place: `село`, `ауданы`, `auyly`."""
    latin = with_type_words(type_noun(word))
    return strip_type(f"{latin} Икс")[1] is not None or strip_type(f"Икс {latin}")[1] is not None


def type_noun(word: str) -> str:
    """The noun of a type adjective (`аудандық`: `ауданы`); any other word unchanged."""
    return lookup(Asking).type_adjectives.get(word.lower(), word)


def _misspelt(word: LineWord, vocabulary: Vocabulary) -> LineWord:
    """The word with the meanings of the nearest spellings.

    Unchanged if no spelling is near, or if it has a digit or less than three letters. One error is allowed,
    two from eight letters on.
    """
    folded = mild_key(word.text[:LONGEST_WORD])
    if len(folded) < _SHORT or any(map(str.isdigit, folded)):
        return word
    allowed = 1 if len(folded) < _LONG else 2
    near = process.extract(
        folded, vocabulary.spellings, scorer=OSA.distance, score_cutoff=allowed, limit=_MOST_SOUGHT
    )
    least = min((distance for _, distance, _ in near), default=0)
    nearest = sorted(spelling for spelling, distance, _ in near if distance == least)
    means = frozenset().union(*map(vocabulary.meant, nearest))
    if not nearest:
        return word
    if len(folded) < _FEWEST:
        return replace(word, completes=means, resembles=nearest[0])
    return replace(word, means=means, resembles=nearest[0])
