"""Combines several statements of hours. Where they differ, the state is unknown.

Hours of a week without holidays are compared, minute by minute. A statement that leaves a time open
(`unknown`) yields to one that states it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby

from opening_hours import OpeningHours, State

from model.values.hours_expression import (
    InvalidHoursError,
    honest_text,
    mentions_holidays,
    normalise_hours,
    without_holidays,
)

_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001  # a week of nowhere: only weekdays and times count
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = 24 * 60
_OPEN, _CLOSED, _UNKNOWN = "open", "off", "unknown"

Span = tuple[int, int, str]
"""Start and end in minutes of the day, and the state between them."""


@lru_cache(maxsize=256)
def agreed_hours(expressions: tuple[str, ...]) -> str:
    """The expressions combined, as OSM opening_hours; with `PH off` if all mention holidays.

    Times on which they differ are `unknown`. A single expression comes back unchanged. Raises
    InvalidHoursError for an expression that cannot be read, and if none is given.
    """
    if not expressions:
        raise InvalidHoursError("no hours are given")
    if len(set(expressions)) == 1:
        return expressions[0]
    weeks = [_week(expression) for expression in expressions]
    days = [_merged(day) for day in zip(*weeks, strict=True)]
    rules = [rule for names, day in _alike(days) for rule in _rules(names, day)]
    if all(mentions_holidays(expression) for expression in expressions):
        rules.append("PH off")
    return normalise_hours("; ".join(rules))


def _week(expression: str) -> list[list[str]]:
    """For each weekday, the state of each of its 1,440 minutes."""
    hours = OpeningHours(without_holidays(honest_text(expression)))
    week = []
    for number in range(len(_DAYS)):
        begin = _MONDAY + timedelta(days=number)
        minutes = [_CLOSED] * _DAY
        for since, until, state, _ in hours.intervals(begin, begin + timedelta(days=1)):
            first = max(int((since - begin).total_seconds()) // 60, 0)
            last = min(int((until - begin).total_seconds()) // 60, _DAY)
            minutes[first:last] = [_word(state)] * (last - first)
        week.append(minutes)
    return week


def _word(state: State) -> str:
    if state == State.OPEN:
        return _OPEN
    return _UNKNOWN if state == State.UNKNOWN else _CLOSED


def _merged(statements: Sequence[Sequence[str]]) -> tuple[Span, ...]:
    """The spans of one day that are not closed, combined from all statements."""
    minutes = [_together(stated) for stated in zip(*statements, strict=True)]
    spans: list[Span] = []
    at = 0
    for state, run in groupby(minutes):
        length = sum(1 for _ in run)
        if state != _CLOSED:
            spans.append((at, at + length, state))
        at += length
    return tuple(spans)


def _together(stated: Iterable[str]) -> str:
    """The state that all statements give, of those that know a state.

    `unknown` if they differ or none knows it.
    """
    known = {state for state in stated if state != _UNKNOWN}
    return known.pop() if len(known) == 1 else _UNKNOWN


def _alike(days: Sequence[tuple[Span, ...]]) -> list[tuple[str, tuple[Span, ...]]]:
    """Runs of weekdays with the same hours: their names, as `Mo-Fr`, and the hours."""
    runs = []
    for day, numbers in groupby(range(len(days)), key=lambda number: days[number]):
        listed = list(numbers)
        first, last = _DAYS[listed[0]], _DAYS[listed[-1]]
        runs.append((first if first == last else f"{first}-{last}", day))
    return runs


def _rules(names: str, day: tuple[Span, ...]) -> list[str]:
    """The certain hours of a day as one rule, unknown ones as an additional rule; none for a closed day."""
    opened = [_printed(span) for span in day if span[2] == _OPEN]
    doubtful = [_printed(span) for span in day if span[2] == _UNKNOWN]
    if not opened:
        return [f"{names} {','.join(doubtful)} unknown"] if doubtful else []
    rule = f"{names} {','.join(opened)}"
    return [f"{rule}, {names} {','.join(doubtful)} unknown" if doubtful else rule]


def _printed(span: Span) -> str:
    begin, end, _ = span
    return f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}"
