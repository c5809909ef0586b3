"""Word stems for comparison: folded, without the endings of Russian, Kazakh and English.

The endings are data (`seeds/lookups/asking.yaml`). A stem need not be a dictionary word: it only has to be
the same for the forms of one word and different for other words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from geo.names.remembered import remembered
from geo.names.toponyms import mild_key
from model.lookup_asking import Asking
from model.lookups import lookup

LONGEST_WORD = 40
"""Most letters of a word that is read; the longest in the services has 25."""
_SHORTEST_ROOT = 3
_MOST_ENDINGS = 3
"""Kazakh stacks endings: балабақша-лар-ымыз-ға."""
_FLEETING = re.compile(r"(?<=[^aeiou])[oe]k$")
_VOICED = str.maketrans({"g": "k", "b": "p"})


@dataclass(frozen=True, slots=True)
class Roots:
    """A folded word with its possible stems, the longest first; the whole word is one of the stems."""

    folded: str
    forms: tuple[str, ...]


@remembered
def roots_of(word: str) -> Roots:
    """The possible stems of one word; none for a text without letters and digits.

    Letters after the fortieth are ignored.
    """
    folded = mild_key(word[:LONGEST_WORD])
    if not folded:
        return Roots("", ())
    reached, edge = {folded}, {folded}
    for _ in range(_MOST_ENDINGS):
        edge = {stem for form in edge for stem in _shorter(form)} - reached
        reached |= edge
    return Roots(
        folded, tuple(sorted(dict.fromkeys(map(_settled, reached)), key=lambda each: (-len(each), each)))
    )


def _shorter(form: str) -> list[str]:
    """The word without one ending, in every possible way; at least three letters remain."""
    longest = min(len(form) - _SHORTEST_ROOT, _longest_ending())
    return [form[:-size] for size in range(1, longest + 1) if form[-size:] in _endings()]


def _settled(form: str) -> str:
    """The stem with its final consonant as at the end of a word, without a fleeting vowel: кезег, справок.

    Stems of three letters and numbers stay as they are.
    """
    if len(form) <= _SHORTEST_ROOT or form.isdigit():
        return form
    form = form[:-1] + form[-1].translate(_VOICED)
    return _FLEETING.sub("k", form)


@cache
def _endings() -> frozenset[str]:
    return frozenset(ending for some in lookup(Asking).word_endings.values() for ending in some)


@cache
def _longest_ending() -> int:
    return max(map(len, _endings()))
