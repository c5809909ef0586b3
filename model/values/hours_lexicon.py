"""The words of printed hours: text to tokens, by the vocabulary of `seeds/lookups/hours.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from model.enums import Channel, Language
from model.lookup_words import Hours
from model.lookups import lookup

WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
"""Days of the week as OSM opening_hours writes them."""


class Word(StrEnum):
    """The kind of a token. The keys of `words` in the vocabulary are the lower-case names of its members."""

    TIME = "time"
    NUMBER = "number"
    DASH = "dash"
    COMMA = "comma"
    STOP = "stop"
    DAY = "day"
    ORDINAL = "ordinal"
    WEEK = "week"
    BESIDE = "beside"
    ENDING = "ending"
    UNKNOWN = "unknown"
    FROM = "from"
    TO = "to"
    UPTO = "upto"
    UNIT = "unit"
    AND = "and"
    EVERY_DAY = "every_day"
    WORKING_DAYS = "working_days"
    EVERY_MONTH = "every_month"
    EXCEPT = "except"
    DAYS_OFF = "days_off"
    HOLIDAYS = "holidays"
    BREAK = "break"
    NO_BREAK = "no_break"
    ROUND_THE_CLOCK = "round_the_clock"
    TIMETABLE = "timetable"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, with its start and end in the printed text.

    `value` is minutes since midnight of a TIME, index of a DAY in `WEEK`, length of a WEEK in days, the
    number of a NUMBER; `values` the weeks of the month of an ORDINAL (-1 = last).
    """

    word: Word
    start: int
    end: int
    value: int = 0
    values: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Weekdays that "days off" closes for certain, and those that it may close (indexes in `WEEK`)."""

    closed: frozenset[int]
    doubtful: frozenset[int]


@cache
def days_off(channel: Channel | None) -> DaysOff:
    """Which weekdays "days off" means for a channel."""
    rule = lookup(Hours).days_off.of(channel)
    return DaysOff(frozenset(map(WEEK.index, rule.closed)), frozenset(map(WEEK.index, rule.doubtful)))


@dataclass(frozen=True, slots=True)
class Folded:
    """Simplified text and, for each of its characters, the index of that character in the printed text."""

    text: str
    places: tuple[int, ...]


_BROKEN = re.compile(r"(?<=[^\W\d_])-\s+(?=[^\W\d_])")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_QUOTES = dict.fromkeys(map(ord, "«»“”„‟"), '"')
_DROPPED = "\u00ad\u200b\ufeff"


def fold(printed: str, language: Language) -> Folded:
    """The printed text simplified as the vocabulary expects it: lower case, uniform dashes, single spaces.

    See the head of `hours.yaml`.
    """
    letters = {ord(k): v for k, v in lookup(Hours).letters.items()}
    # Character by character: lower() of a whole text may change its length.
    plain = "".join(c.lower() if len(c.lower()) == 1 else c for c in printed)
    plain = plain.translate(letters | _DASHES | _QUOTES)
    hidden = {i for i, c in enumerate(plain) if c in _DROPPED}
    for broken in _BROKEN.finditer(plain):
        left = re.search(r"[^\W\d_]+$", plain[: broken.start()])
        if left is None or not _lexer(language).day.fullmatch(left.group()):
            hidden |= set(range(broken.start(), broken.end()))
    kept: list[tuple[str, int]] = []
    for i, character in enumerate(plain):
        if i in hidden:
            continue
        shown = " " if character.isspace() else character
        if shown != " " or (kept and kept[-1][0] != " "):
            kept.append((shown, i))
    return Folded("".join(c for c, _ in kept), tuple(i for _, i in kept))


@dataclass(frozen=True, slots=True)
class _Lexer:
    phrases: re.Pattern[str]
    meanings: Mapping[str, tuple[Word, int]]
    day: re.Pattern[str]


_EDGE_LEFT, _EDGE_RIGHT = r"(?<![^\W\d_])", r"(?![^\W\d_])"


@cache
def _lexer(language: Language) -> _Lexer:
    """One pattern of all phrases. Each alternative is a named group; `meanings` gives its kind and value."""
    words = lookup(Hours).languages.of(language)
    listed: list[tuple[Word, int, str]] = []
    listed += [(Word.DAY, WEEK.index(d), p) for d, forms in words.days.items() for p in forms]
    listed += [(Word.ORDINAL, n, p) for n, forms in words.ordinals.items() for p in forms]
    listed += [(Word.WEEK, n, p) for n, forms in words.weeks.items() for p in forms]
    listed += [(Word(w), 0, p) for w, forms in words.words.by_meaning().items() for p in forms]
    listed += [(Word.BESIDE, 0, p) for p in words.beside]
    listed += [(Word.ENDING, 0, p) for p in words.ending]
    meanings = {f"w{i}": (word, value) for i, (word, value, _) in enumerate(listed)}
    # A named lookahead per phrase shows how far each would reach, so that the longest can be chosen.
    reach = "".join(f"(?:(?=(?P<w{i}>{p}){_EDGE_RIGHT}))?" for i, (_, _, p) in enumerate(listed))
    day = "|".join(p for word, _, p in listed if word is Word.DAY)
    return _Lexer(re.compile(_EDGE_LEFT + reach), meanings, re.compile(day))


_CHAIN = re.compile(r"(?<![\d.:-])(\d{1,2})-(\d{2})-(\d{1,2})-(\d{2})(?![\d-])")
_CLOCK = re.compile(r"(?<![\d.:])(\d{1,2}) ?([.:]) ?(\d{2})(?!\d|[.:]\d)")
_HYPHENED = re.compile(r"(?<![\d.:])(?<!\d-)(\d{1,2})- ?(\d{2})(?!\d|-\d)")
_NUMBER = re.compile(r"\d+")
_ENDINGS = r" ?-? ?(?:ші|шы|й|я|е|ый|ой|ий|ая|ую)"
_LISTED_ORDINALS = re.compile(r"(\d(?: ?(?:,|и|және) ?\d)+)" + _ENDINGS + _EDGE_RIGHT)
_UNKNOWN = re.compile(r"[^\W\d_]+|.")
_MARKS = {"-": Word.DASH, ",": Word.COMMA, ";": Word.STOP, ".": Word.STOP}
_NOTHING = frozenset(' :()"')


def _minutes(hour: str, minute: str) -> int | None:
    """Minutes since midnight; None for figures that are no time."""
    total = int(hour) * 60 + int(minute)
    return total if int(minute) < 60 and total <= 24 * 60 else None


def _time_at(text: str, at: int) -> list[tuple[Word, int, int]]:
    """Times that begin at `at`, as (word, minutes, end); nothing where the figures are no time.

    `9-15` may be a quarter past nine or nine to fifteen, `15.05` a time or the 15th of May: a hyphen is a
    colon only before minutes that are no hour, a point only before minutes that are no month.
    """
    if chain := _CHAIN.match(text, at):
        first, last = _minutes(*chain.group(1, 2)), _minutes(*chain.group(3, 4))
        if first is not None and last is not None:
            dash = (Word.DASH, 0, chain.start(3))
            return [(Word.TIME, first, chain.end(2)), dash, (Word.TIME, last, chain.end())]
    if clock := _CLOCK.match(text, at):
        may_be_date = clock.group(2) == "." and 0 < int(clock.group(3)) <= 12
        minutes = None if may_be_date else _minutes(*clock.group(1, 3))
        return [(Word.TIME, minutes, clock.end()) if minutes is not None else (Word.UNKNOWN, 0, clock.end())]
    if hyphened := _HYPHENED.match(text, at):
        minutes = _minutes(*hyphened.groups())
        if minutes is not None and not 0 < int(hyphened.group(2)) <= 24:
            return [(Word.TIME, minutes, hyphened.end())]
    return []


def tokens(folded: Folded, language: Language) -> list[Token]:
    """The words of a folded text in order; their start and end are those in the printed text."""
    text, lexer, words, at = folded.text, _lexer(language), list[Token](), 0

    def add(word: Word, end: int, value: int = 0, values: tuple[int, ...] = ()) -> int:
        words.append(Token(word, folded.places[at], folded.places[end - 1] + 1, value, values))
        return end

    while at < len(text):
        if times := _time_at(text, at):
            for word, value, end in times:
                at = add(word, end, value)
        elif ordinals := _LISTED_ORDINALS.match(text, at):
            numbers = tuple(int(n) for n in re.findall(r"\d", ordinals.group(1)))
            at = add(Word.ORDINAL, ordinals.end(), 0, numbers)
        elif (best := _longest(lexer, text, at)) is not None:
            word, value, end = best
            at = add(word, end, value, (value,) if word is Word.ORDINAL else ())
        elif number := _NUMBER.match(text, at):
            at = add(Word.NUMBER, number.end(), int(number.group()))
        elif text[at] in _MARKS:
            at = add(_MARKS[text[at]], at + 1)
        elif text[at] in _NOTHING:
            at += 1
        else:
            unknown = _UNKNOWN.match(text, at)
            at = add(Word.UNKNOWN, unknown.end() if unknown else at + 1)
    return words


def _longest(lexer: _Lexer, text: str, at: int) -> tuple[Word, int, int] | None:
    """The longest phrase at an index: kind, value and end; None if there is none."""
    match = lexer.phrases.match(text, at)
    if match is None:
        return None
    reached = [(len(p), name) for name, p in match.groupdict().items() if p]
    if not reached:
        return None
    length, name = max(reached)
    return *lexer.meanings[name], at + length
