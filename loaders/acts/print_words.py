"""What annexes print besides rows, recognised by words: pages, notes, headings (`print_words.yaml`)."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein

from geo.names.toponyms import clean
from model.enums import Level
from model.lookup_words import PrintWords
from model.lookups import lookup

_ROMAN = re.compile(r"(?:[IVXLCІХС]{1,6})[.)]?\s+(?=\S)")
_NUMBERED = re.compile(r"\d{1,3}(?:\.\d{1,2})*[.)]?\s+(?=\S)")
_WORD = re.compile(r"[^\W\d_]+(?:[-–][^\W\d_]+)*")
_LONGEST_HEADING = 90
_NEAR = 2
"""Letters by which a misprinted long type word may differ from the right one; for a short word, one."""


def is_page(line: str) -> bool:
    """Whether a line is only a page number or a drawn rule; False for a blank line."""
    return _matches(line, "pages")


def is_note(line: str) -> bool:
    """Whether a line is a note on a table; False for a blank line."""
    return _matches(line, "notes")


def bare_heading(line: str) -> str:
    """A heading without its number, Arabic or Roman: `II. Атбасарский район` is `Атбасарский район`."""
    return _NUMBERED.sub("", _ROMAN.sub("", line.strip(), count=1), count=1).strip(" :")


def names_territory(line: str) -> bool:
    """Whether a line names only a region or district, so that it heads the rows below.

    False with digits, commas, semicolons or words of offices, and above 90 characters.
    """
    bare = bare_heading(line)
    words = _words(bare)
    if not words or len(bare) > _LONGEST_HEADING or re.search(r"[\d,;]", bare) or _names_office(words):
        return False
    return not words.isdisjoint({*_print().regions, *_print().districts}) or words <= {*_print().republican}


def is_total(cell: str) -> bool:
    """Whether a cell begins a row of totals."""
    return cell.lower().strip(" :.").startswith(_print().totals)


def misprinted_territory(line: str) -> Level | None:
    """The level of a territory with a misprinted type word, such as `Ақмола обласы` or `Аккольский раион`.

    None for a correct heading, and for lines with digits, with words of offices, or not of 2 to 4 words.
    """
    bare = bare_heading(line)
    words = _WORD.findall(clean(bare).lower())
    if (
        not 2 <= len(words) <= 4
        or names_territory(line)
        or re.search(r"\d", bare)
        or _names_office(set(words))
    ):
        return None
    near = [
        (distance, level)
        for level, kinds in ((Level.REGION, _print().regions), (Level.DISTRICT, _print().districts))
        for kind in kinds
        for word in (words[0], words[-1])
        if 0
        < (distance := DamerauLevenshtein.distance(word, kind))
        <= (_NEAR if len(kind) > 5 else len(kind) // 5)
    ]
    return min(near)[1] if near else None


def holds_address(text: str) -> bool:
    """Whether a text has a word of an address: `г. Акколь` has, `2010 г.` has not."""
    return _in_address().search(text) is not None


def _names_office(words: set[str]) -> bool:
    return any(word.startswith(_print().offices) for word in words)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(clean(text).lower()))


def _matches(line: str, which: str) -> bool:
    return bool(line.strip()) and any(pattern.fullmatch(line.strip()) for pattern in _patterns(which))


@cache
def _patterns(which: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(words, re.IGNORECASE) for words in getattr(_print(), which))


@cache
def _in_address() -> re.Pattern[str]:
    words = _print().in_address
    short = "|".join(re.escape(word) for word in words if word.endswith("."))
    whole = "|".join(re.escape(word) for word in words if not word.endswith("."))
    return re.compile(rf"(?<![^\W\d_])(?:(?:{short})\s*(?=[А-ЯЁӘҒҚҢӨҰҮҺІ])|(?i:{whole})\b)")


def _print() -> PrintWords:
    return lookup(PrintWords)
