"""Tells Kazakh texts from Russian ones.

Words that exist in one language only decide; if there are none, or some of both, letters decide. The words
are data: `seeds/lookups/languages.yaml`.
"""

from __future__ import annotations

import re
from functools import cache

from model.enums import Language
from model.lookup_words import Languages
from model.lookups import lookup

KAZAKH_LETTERS = "әғқңөұүһі"
"""Letters of the Kazakh alphabet that Russian lacks."""

# Places of cp1251 that Kazakh code pages gave to these letters, and a Latin i within a Cyrillic word.
_LETTERS = re.compile(rf"[{KAZAKH_LETTERS}ќєўјґїѕ]|(?<=[Ѐ-ӿ])i|i(?=[Ѐ-ӿ])", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> Language:
    """Kazakh or Russian. Words of one language decide, else letters; Russian if neither do."""
    words = frozenset(_WORD.findall(text.lower()))
    is_kazakh, is_russian = not words.isdisjoint(_kazakh()), not words.isdisjoint(_russian())
    if is_kazakh is not is_russian:
        return Language.KK if is_kazakh else Language.RU
    return Language.KK if _LETTERS.search(text) else Language.RU


def is_kazakh(text: str) -> bool:
    """Whether a text is in Kazakh, as `language_of` decides."""
    return language_of(text) is Language.KK


@cache
def _kazakh() -> frozenset[str]:
    return frozenset(lookup(Languages).kazakh)


@cache
def _russian() -> frozenset[str]:
    return frozenset(lookup(Languages).russian)
