"""Converts type words of places in Latin letters to those that `geo.names.type_words` knows.

English, Kazakh and Russian words in Latin letters (`district`, `audany`, `raion`) are data:
`seeds/lookups/toponym_words.yaml`.
"""

from __future__ import annotations

import re
from functools import cache

from model.lookup_words import ToponymWords
from model.lookups import lookup

_LATIN = re.compile(r"[A-Za-z]")


def with_type_words(text: str) -> str:
    """The text with its Latin type words in Cyrillic: `Kyna auyly` is `Kyna ауылы`. Other words stay."""
    if _LATIN.search(text) is None:
        return text
    pattern, words = _table()
    return pattern.sub(lambda found: words[_plain(found.group())], text)


def _plain(word: str) -> str:
    return " ".join(word.lower().rstrip(".'’").split())


@cache
def _table() -> tuple[re.Pattern[str], dict[str, str]]:
    words = {
        latin.rstrip("."): word for word, spelled in lookup(ToponymWords).latin.items() for latin in spelled
    }
    listed = sorted((latin for each in lookup(ToponymWords).latin.values() for latin in each), key=len)
    alternatives = "|".join(_pattern(latin) for latin in reversed(listed))
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])", re.IGNORECASE), words


def _pattern(latin: str) -> str:
    """A pattern for a Latin type word.

    A word listed with a full stop needs it: a lone letter is not a word.
    """
    words = r"\s+".join(map(re.escape, latin.rstrip(".").split()))
    return rf"{words}\." if latin.endswith(".") else rf"{words}['’]?\.?"
