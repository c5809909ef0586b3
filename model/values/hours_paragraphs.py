"""Finds hours inside a paragraph or a cell of an act: which words are hours, and to whom they belong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from model.enums import Channel, Language
from model.lookup_words import Hours
from model.lookups import lookup
from model.values.hours_lexicon import Token, Word, fold, tokens


@dataclass(frozen=True, slots=True)
class ChannelHours:
    """Printed hours of one channel. `provider` is the print that names whom one meets there, possibly empty.

    One channel may come twice (a centre and its branches). `remarks` are sentences of the same item that do
    not speak of time.
    """

    channel: Channel
    text: str
    provider: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedHours:
    """Printed hours, and the words before them in their sentence, which say whose hours they are."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class PostHours:
    """Reception hours of one post. `post` is a code (AKIM, DEPUTY, HEAD), `printed` the title as printed.

    Both are empty for text before the first post.
    """

    post: str
    printed: str
    text: str


def split_channels(
    paragraph: str, language: Language, terms: Mapping[str, Channel] | None = None
) -> tuple[ChannelHours, ...]:
    """The parts of a paragraph on hours, by channel, in printed order.

    A part without a name belongs to the body that gives the service: AUTHORITY. `terms` are words that the
    standard itself defines (`terms_of`). A paragraph without a word about time comes back as one part; an
    empty paragraph gives no parts.
    """
    parts: list[_Part] = []
    heading, pending = list[str](), Channel.AUTHORITY
    for piece in _pieces(paragraph, language):
        begin, _ = _hours_begin(piece, language)
        named = _channel_named(piece if begin is None else piece[:begin], language, terms or {})
        if begin is None:
            pending = named or pending if not parts else pending
            (parts[-1].remarks if parts else heading).append(piece)
        elif named is not None or not parts:
            parts.append(_Part(named or pending, _trimmed(piece[:begin]), [piece[begin:]]))
        else:
            parts[-1].texts.append(piece[begin:] if begin < len(piece) else piece)
    if not parts:
        return (ChannelHours(pending, " ".join(heading)),) if heading else ()
    return tuple(
        ChannelHours(part.channel, " ".join(part.texts).strip(), part.provider, tuple(part.remarks))
        for part in parts
    )


def find_hours(paragraph: str, language: Language) -> tuple[PlacedHours, ...]:
    """Hours printed among other words, such as those at which complaints are accepted; may be empty.

    Everything after the first word of hours in its sentence is kept, so that an unknown condition printed
    behind the hours is seen by `parse_hours`.
    """
    hours, before = list[PlacedHours](), ""
    for piece in _pieces(paragraph, language):
        begin, has_times = _hours_begin(piece, language)
        if begin is not None and has_times:
            hours.append(PlacedHours(_trimmed(piece[:begin]) or before, piece[begin:]))
        before = piece
    return tuple(hours)


def split_posts(cell: str, language: Language) -> tuple[PostHours, ...]:
    """Posts of a reception timetable, each with the hours after it; empty if no post is named.

    Text before the first post comes back as a post without a code.
    """
    folded = fold(cell, language)
    matches = list(_posts(language).finditer(folded.text))
    if not matches:
        return ()
    places = (*folded.places, len(cell))
    bounds = [*(match.start() for match in matches[1:]), len(folded.text)]
    posts = [
        PostHours(
            _code(match),
            cell[places[match.start()] : places[match.end(match.lastgroup or 0)]],
            _trimmed(text),
        )
        for match, end in zip(matches, bounds, strict=True)
        for text in [cell[places[match.end()] : places[end]]]
    ]
    lead = _trimmed(cell[: places[matches[0].start()]])
    return (*([PostHours("", "", lead)] if lead else []), *posts)


def terms_of(act: str, standard: int | None, language: Language) -> dict[str, Channel]:
    """Words that an act's standard itself defines for a channel, for `split_channels`; may be empty."""
    place = (act, standard, language)
    return {
        row.term: row.channel for row in lookup(Hours).terms if (row.act, row.standard, row.language) == place
    }


@dataclass(slots=True)
class _Part:
    channel: Channel
    provider: str
    texts: list[str]
    remarks: list[str] = field(default_factory=list)


_OF_TIME = frozenset(Word) - {
    Word.NUMBER, Word.DASH, Word.COMMA, Word.STOP, Word.ORDINAL, Word.BESIDE, Word.ENDING, Word.UNKNOWN,
    Word.FROM, Word.TO, Word.UPTO, Word.UNIT, Word.AND,
}  # fmt: skip
_LEADING = {
    Word.NUMBER,
    Word.FROM,
    Word.TO,
    Word.UPTO,
    Word.UNIT,
    Word.BESIDE,
    Word.ORDINAL,
    Word.AND,
    Word.COMMA,
}
_NUMBERED = re.compile(r"^\s*\d+\.\s+(?=\D)")
_ITEM = re.compile(r"(?:(?<=\s)|^)\d+\)\s+")
_SENTENCE = re.compile(r"(?<=[.;:])\s+(?=[\"«]?[А-ЯЁӘІҢҒҮҰҚӨҺ])")


def _pieces(paragraph: str, language: Language) -> list[str]:
    """The items and sentences of a paragraph, without its number and line breaks.

    A new clause is a piece as well.
    """
    whole = " ".join(_NUMBERED.sub("", paragraph).split())
    turns = [rf",\s+(?={turn}\s)" for turn in lookup(Hours).languages.of(language).turns]
    cut = [whole]
    for pattern in (_ITEM, _SENTENCE, *(re.compile(turn, re.IGNORECASE) for turn in turns)):
        cut = [part for piece in cut for part in pattern.split(piece)]
    return [piece.strip() for piece in cut if piece.strip()]


def _hours_begin(piece: str, language: Language) -> tuple[int | None, bool]:
    """The index at which words about time begin in a sentence, and whether there is a time of day.

    None and False without such words.
    """
    read: Sequence[Token] = tokens(fold(piece, language), language)
    first = next((i for i, token in enumerate(read) if token.word in _OF_TIME), None)
    if first is None:
        return None, False
    while first and read[first - 1].word in _LEADING:
        first -= 1
    # A number is a time only next to a word that says so; otherwise it may be that of a room or an annex.
    beside = {Word.UNIT, Word.FROM, Word.TO, Word.UPTO, Word.DASH}
    while read[first].word in {Word.COMMA, Word.AND} or (
        read[first].word is Word.NUMBER and read[first + 1].word not in beside
    ):
        first += 1
    return read[first].start, any(token.word in {Word.TIME, Word.ROUND_THE_CLOCK} for token in read)


def _channel_named(head: str, language: Language, terms: Mapping[str, Channel]) -> Channel | None:
    """The channel that the words before the hours name first; None if they name no channel.

    Words of the standard count before those of the vocabulary; of two words at one position, the longer
    counts.
    """
    text = fold(head, language).text
    known = lookup(Hours).languages.of(language).channels
    named = [(channel, pattern) for channel, patterns in known.items() for pattern in patterns]
    matches = [
        (match.start(), -len(match.group()), 1 - is_term, channel)
        for is_term, pairs in ((True, [(c, t) for t, c in terms.items()]), (False, named))
        for channel, pattern in pairs
        if (match := re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text))
    ]
    by_term = [match for match in matches if match[2] == 0]
    return min(by_term or matches)[3] if matches else None


@cache
def _posts(language: Language) -> re.Pattern[str]:
    named = lookup(Hours).languages.of(language).posts
    groups = "|".join(f"(?P<{code}>{'|'.join(patterns)})" for code, patterns in named.items())
    return re.compile(rf"(?<!\w)(?:{groups})\s*:")


def _code(match: re.Match[str]) -> str:
    return match.lastgroup or ""


def _trimmed(text: str) -> str:
    return text.strip(" \t\n\u00a0-–—:;,.")
