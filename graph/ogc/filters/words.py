"""The words of a filter in CQL2 text: names, numbers, texts in quotes, and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from graph.ogc.filters.tree import MOST_CHARACTERS, FilterError

KEYWORDS = frozenset({"AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL", "TRUE", "FALSE"})
"""In whatever case; none of them is a property unless it stands in double quotes."""
_TOKEN = re.compile(
    r"""(?P<NUMBER>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))
    |(?P<TEXT>'(?:[^'\\]|''|\\.)*')
    |(?P<QUOTED>"[^"]+")
    |(?P<NAME>[^\W\d][\w:.]*)
    |(?P<SIGN><>|<=|>=|[=<>(),])""",
    re.VERBOSE | re.ASCII | re.DOTALL,
)
_SPACE = re.compile(r"\s*")


class WordKind(StrEnum):
    """The kind of a word in a filter."""

    NUMBER = "NUMBER"
    TEXT = "TEXT"
    QUOTED = "QUOTED"
    NAME = "NAME"
    SIGN = "SIGN"
    KEYWORD = "KEYWORD"
    END = "END"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a filter.

    Keywords are in capitals, the rest is as written; `start` counts characters from 0.
    """

    kind: WordKind
    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """All words of a filter, and an END.

    Raises FilterError for an unknown sign, and above 16,000 characters.
    """
    if len(text) > MOST_CHARACTERS:
        raise FilterError(f"the filter has {len(text)} characters, at most {MOST_CHARACTERS} are read")
    words: list[Word] = []
    place = _after_space(text, 0)
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise FilterError(f"at character {place + 1} of the filter stands {text[place : place + 20]!r}")
        words.append(_word(match, WordKind(match.lastgroup)))
        place = _after_space(text, match.end())
    return [*words, Word(WordKind.END, "the end", place, place)]


def _after_space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return place if match is None else match.end()


def _word(match: re.Match[str], kind: WordKind) -> Word:
    text = match.group()
    if kind is WordKind.TEXT:
        text = text[1:-1].replace("''", "'").replace("\\'", "'")
    elif kind is WordKind.QUOTED:
        text = text[1:-1]
    elif kind is WordKind.NAME and text.upper() in KEYWORDS:
        kind, text = WordKind.KEYWORD, text.upper()
    return Word(kind, text, match.start(), match.end())
