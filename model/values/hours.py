"""Converts printed hours, Russian or Kazakh, to OSM opening_hours; nothing is added to what is printed.

Format: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification. The vocabulary is data
(`seeds/lookups/hours.yaml`), the grammar is `hours_grammar`; here the statements become one expression.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import cast

from model.enums import Channel, Language
from model.lookup_words import Hours
from model.lookups import lookup
from model.values.hours_grammar import Days, Excepted, Grammar, Item, Mark, Span, Statement
from model.values.hours_lexicon import WEEK, Folded, Token, Word, days_off, fold, tokens

_LAST_DAY = len(WEEK)
_ALL_DAYS = frozenset(range(_LAST_DAY))


class Gap(StrEnum):
    """Why printed hours could not become an expression."""

    NOT_UNDERSTOOD = "NOT_UNDERSTOOD"
    NO_TIMES = "NO_TIMES"
    NO_DAYS = "NO_DAYS"
    NO_WEEK_OF_MONTH = "NO_WEEK_OF_MONTH"
    BREAK_WITHOUT_TIMES = "BREAK_WITHOUT_TIMES"
    BREAK_OF_WHICH_DAYS = "BREAK_OF_WHICH_DAYS"
    CONTRADICTION = "CONTRADICTION"


@dataclass(frozen=True, slots=True)
class HoursRead:
    """The result of reading printed hours.

    `opening_hours` is None unless every word was understood and nothing is left open; `unread` then quotes
    the print and `gaps` names the reasons. `says_holidays` is whether public holidays are mentioned: if not,
    the expression has no `PH` and they are unknown. `rests_on` is the source of the rule that decided which
    days are "days off" or "working days", None if the days themselves are printed.
    """

    opening_hours: str | None
    unread: tuple[str, ...]
    printed: str
    is_round_the_clock: bool = False
    says_holidays: bool = False
    rests_on: str | None = None
    gaps: tuple[Gap, ...] = ()


def parse_hours(text: str, language: Language, channel: Channel | None = None) -> HoursRead:
    """Read the printed hours of one office or post. What is not understood is in `gaps` of the result.

    `channel` matters if the print says only "days off" or "working days": a service centre may or may not
    work on Saturday then, and the expression says `unknown` for it. Overnight hours and ambiguous figures
    (`9-15`) are not read.
    """
    folded = fold(text, language)
    statement = Grammar(tokens(folded, language), language).statement()
    reading = _Reading(channel)
    reading.take(statement.items)
    return reading.result(text, statement, folded)


@dataclass(slots=True)
class _Clause:
    """One group of days with its spans of time, as they are printed."""

    marks: list[Mark] = field(default_factory=list)
    days: list[Days] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def has(self, word: Word) -> bool:
        return any(mark.word is word for mark in self.marks)

    @property
    def names_days(self) -> bool:
        return bool(self.days) or any(self.has(word) for word in _DAY_WORDS)


_DAY_WORDS = (Word.WEEK, Word.EVERY_DAY, Word.WORKING_DAYS)


class _Refused(Exception):  # noqa: N818 - never leaves this module
    """The statement is incomplete or contradictory. The argument is the Gap."""


class _Reading:
    """One conversion: items to clauses, clauses to days and spans, these to an expression."""

    def __init__(self, channel: Channel | None) -> None:
        self._channel = channel
        self._off = days_off(channel)
        self._clauses = [_Clause()]
        self._exceptions: list[Excepted] = []
        self._rests_on_rule = False
        self._doubtful: frozenset[int] = frozenset()

    def take(self, items: Iterable[Item]) -> None:
        """Sort items into clauses. Exceptions apply to all clauses."""
        for item in items:
            opens = isinstance(item, Days) or (isinstance(item, Mark) and item.word in _DAY_WORDS)
            if opens and self._clauses[-1].spans and self._clauses[-1].names_days:
                self._clauses.append(_Clause())
            clause = self._clauses[-1]
            match item:
                case Excepted():
                    self._exceptions.append(item)
                case Span():
                    clause.spans.append(item)
                case Days():
                    clause.days.append(item)
                case Mark():
                    clause.marks.append(item)

    def result(self, text: str, statement: Statement, folded: Folded) -> HoursRead:
        """The hours that were read. `opening_hours` is None if anything is missing; `gaps` says what."""
        gaps = [Gap.NOT_UNDERSTOOD] if statement.unread else []
        expression = None
        is_round = any(clause.has(Word.ROUND_THE_CLOCK) for clause in self._clauses)
        try:
            expression = "24/7" if is_round and self._is_only_round() else self._expression()
        except _Refused as refusal:
            gaps.append(cast(Gap, refusal.args[0]))
        says_holidays = any(exception.holidays for exception in self._exceptions)
        if expression is not None and says_holidays:
            expression += "; PH off"
        unread = tuple(_quotes(text, statement.unread))
        source = lookup(Hours).days_off.of(self._channel).source
        return HoursRead(
            opening_hours=None if gaps else expression,
            # Where every word is understood and still no hours result, the whole print counts as unread.
            unread=unread or ((text.strip(),) if gaps else ()),
            printed=text,
            is_round_the_clock=is_round and not gaps,
            says_holidays=says_holidays,
            rests_on=source if self._rests_on_rule and not gaps else None,
            gaps=tuple(gaps),
        )

    def _is_only_round(self) -> bool:
        """True if only "around the clock" is printed.

        Raises _Refused if days or times are printed as well.
        """
        clause = self._clauses[0]
        named = clause.days or clause.has(Word.WEEK) or clause.has(Word.WORKING_DAYS)
        excepts = any(exception.days or exception.days_off for exception in self._exceptions)
        if len(self._clauses) > 1 or clause.spans or named or excepts or clause.has(Word.BREAK):
            raise _Refused(Gap.CONTRADICTION)
        return True

    def _expression(self) -> str:
        """The expression for all clauses. Raises _Refused if something is missing or contradictory."""
        by_day: dict[tuple[int, tuple[int, ...]], list[Span]] = {}
        _refuse_stray_breaks(self._clauses)
        for clause in self._clauses:
            spans = _open_spans(clause)
            for day_and_weeks in self._days_of(clause):
                known = by_day.setdefault(day_and_weeks, [])
                known += [span for span in spans if span not in known]
        for spans in by_day.values():
            spans.sort(key=lambda span: span.start)
            if any(a.end is None or a.end > b.start for a, b in pairwise(spans)):
                raise _Refused(Gap.CONTRADICTION)
        _refuse_overlapping_weeks(list(by_day))
        return _written({key: tuple(spans) for key, spans in by_day.items()}, self._doubtful)

    def _days_of(self, clause: _Clause) -> list[tuple[int, tuple[int, ...]]]:
        """The days of a clause, each with its weeks of the month. Raises _Refused."""
        named = frozenset[int]().union(*(exception.days for exception in self._exceptions))
        if clause.days:
            if any(days.needs_weeks and not all(days.weeks.values()) for days in clause.days):
                raise _Refused(Gap.NO_WEEK_OF_MONTH)
            listed = [
                (day, weeks) for days in clause.days for day, weeks in days.weeks.items() if day not in named
            ]
            lengths = [mark.value for mark in clause.marks if mark.word is Word.WEEK]
            if any(length != len({day for day, _ in listed}) for length in lengths):
                raise _Refused(Gap.CONTRADICTION)
            return sorted(listed)
        return [(day, ()) for day in sorted(self._week_of(clause, named))]

    def _week_of(self, clause: _Clause, named: frozenset[int]) -> frozenset[int]:
        """The weekdays of a clause that names none, by words such as "daily" or "days off".

        Raises _Refused.
        """
        lengths = {mark.value for mark in clause.marks if mark.word is Word.WEEK}
        if lengths:
            week = _ALL_DAYS - named if named else frozenset(range(max(lengths)))
            if lengths != {len(week)}:
                raise _Refused(Gap.CONTRADICTION)
            return week
        if named:
            return _ALL_DAYS - named
        says_off = any(exception.days_off for exception in self._exceptions)
        if says_off or clause.has(Word.WORKING_DAYS):
            self._rests_on_rule = True
            self._doubtful = self._off.doubtful
            return _ALL_DAYS - self._off.closed
        if clause.has(Word.EVERY_DAY):
            return _ALL_DAYS
        raise _Refused(Gap.NO_DAYS)


def _open_spans(clause: _Clause) -> list[Span]:
    """Spans of work; a printed break is cut out of the span that contains it. Raises _Refused."""
    spans = sorted(set(clause.spans), key=lambda span: (span.start, -(span.end or 0)))
    breaks = sum(mark.word is Word.BREAK for mark in clause.marks)
    if not spans:
        raise _Refused(Gap.NO_TIMES)
    if breaks == 0:
        return spans
    if breaks > 1 or clause.has(Word.NO_BREAK):
        raise _Refused(Gap.CONTRADICTION)
    if len(spans) == 1:
        raise _Refused(Gap.BREAK_WITHOUT_TIMES)
    if len(spans) == 2 and all(span.end is not None for span in spans):
        work, pause = spans
        if work.start < pause.start and cast(int, pause.end) < cast(int, work.end):
            return [Span(work.start, pause.start), Span(cast(int, pause.end), work.end)]
    if len(spans) == 3 and spans[0].end == spans[1].start and spans[1].end == spans[2].start:
        return [spans[0], spans[2]]  # "9-13, 14-18, break 13-14": the break is the gap itself
    raise _Refused(Gap.CONTRADICTION)


def _refuse_stray_breaks(clauses: Sequence[_Clause]) -> None:
    """Raise _Refused if a break is printed for one group of days, but may apply to others as well."""
    pauses = [
        (before.end, after.start)
        for clause in clauses
        if clause.has(Word.BREAK)
        for before, after in pairwise(_open_spans(clause))
    ]
    for clause in clauses:
        silent = not clause.has(Word.BREAK) and not clause.has(Word.NO_BREAK)
        for span in clause.spans if silent else ():
            if any(start and span.start < end and (span.end or end) > start for start, end in pauses):
                raise _Refused(Gap.BREAK_OF_WHICH_DAYS)


def _refuse_overlapping_weeks(keys: Sequence[tuple[int, tuple[int, ...]]]) -> None:
    """Raise _Refused if two groups may share a day, as `Mo` and `Mo[1]`, or `Mo[4]` and `Mo[-1]`.

    One rule would override the other.
    """
    for index, (day, weeks) in enumerate(keys):
        for other_day, other in keys[index + 1 :]:
            mixed = not weeks or not other or set(weeks) & set(other) or min(*weeks, *other) < 0
            if day == other_day and mixed:
                raise _Refused(Gap.CONTRADICTION)


def _written(by_day: dict[tuple[int, tuple[int, ...]], tuple[Span, ...]], doubtful: frozenset[int]) -> str:
    """The expression: one rule per set of spans, in the order of the week."""
    rules: dict[tuple[bool, tuple[Span, ...]], list[tuple[int, tuple[int, ...]]]] = {}
    for (day, weeks), spans in sorted(by_day.items()):
        rules.setdefault((day in doubtful, spans), []).append((day, weeks))
    written = []
    for (is_doubtful, spans), keys in rules.items():
        times = ",".join(_clock(span.start) + (f"-{_clock(span.end)}" if span.end else "+") for span in spans)
        written.append(f"{_selector(keys)} {times}" + (" unknown" if is_doubtful else ""))
    return "; ".join(written)


def _selector(keys: Sequence[tuple[int, tuple[int, ...]]]) -> str:
    """The days of a rule: `Mo-Fr`, `Tu,Th`, `Th[2,4],Sa[-1]`. Three or more days in a row make a range."""
    parts: list[str] = []
    plain = [day for day, weeks in keys if not weeks]
    while plain:
        run = [day for i, day in enumerate(plain) if day == plain[0] + i]
        plain = plain[len(run) :]
        parts += [f"{WEEK[run[0]]}-{WEEK[run[-1]]}"] if len(run) > 2 else [WEEK[day] for day in run]
    parts += [f"{WEEK[day]}[{','.join(map(str, weeks))}]" for day, weeks in keys if weeks]
    return ",".join(parts)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _quotes(text: str, unread: Sequence[Token]) -> list[str]:
    """Unread tokens as printed. Neighbours with only spaces between them become one quote."""
    quotes: list[tuple[int, int]] = []
    for token in unread:
        if quotes and not text[quotes[-1][1] : token.start].strip():
            quotes[-1] = (quotes[-1][0], token.end)
        else:
            quotes.append((token.start, token.end))
    return [text[start:end] for start, end in quotes]
