"""Whether an office is open: OSM opening_hours applied to the calendar of Kazakhstan.

The calendar of the opening_hours library lacks transferred days off, so `PH` is compiled to the dates of the
`holidays` package (from 1991 on). Three things are not in an expression and are therefore UNKNOWN, not closed
or open: a public holiday if the expression does not mention `PH`, a working Saturday or Sunday set by decree,
and the end of hours printed without one (`17:00+`).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State

from model.errors import UsageError
from model.late_import import late
from model.values.hours_expression import (
    InvalidHoursError,
    honest_text,
    mentions_holidays,
    on_dates,
    without_holidays,
)

if TYPE_CHECKING:
    from holidays import HolidayBase

FIRST_YEAR = 1991
"""The calendar of public holidays begins here."""

_LONGEST_BREAK = 120
_NOON = (11 * 60, 16 * 60)
_HORIZON = timedelta(days=366)


class OpenStateKind(StrEnum):
    """State of an office at a moment; UNKNOWN is a real answer and is not CLOSED."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    BREAK = "BREAK"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class OpenState:
    """The state, and the moment it changes, in the requested zone; None if it does not within a year.

    `is_estimated`: the answer depends on a holiday whose day is only estimated (Kurban Ait).
    """

    state: OpenStateKind
    next_change_at: datetime | None = None
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off for the whole country. `is_estimated`: it follows the moon and is not decreed yet."""

    day: date
    name: str
    is_estimated: bool


@lru_cache(maxsize=256)
def public_holidays(years: range) -> tuple[Holiday, ...]:
    """Public holidays of Kazakhstan with the days off transferred by decree, in order; names in Kazakh."""
    kazakh, english = (_listed(years, language) for language in ("kk", "en_US"))
    return tuple(Holiday(day, name, "(estimated)" in english[day]) for day, name in sorted(kazakh.items()))


@lru_cache(maxsize=256)
def working_weekends(years: range) -> frozenset[date]:
    """Saturdays and Sundays that a decree made working days."""
    listed = _listed(years)
    return frozenset(day for day in listed.weekend_workdays if day.year in years)


def _listed(years: range, language: str | None = None) -> HolidayBase:
    found: HolidayBase = late("holidays").country_holidays("KZ", years=years, language=language)
    return found


def compile_holidays(expression: str, years: range) -> str:
    """The expression with `PH` replaced by the dates of the public holidays of `years`.

    An expression without `PH` comes back in the library's spelling. Raises InvalidHoursError if `PH` cannot
    be replaced by dates (with an offset, a season or a fallback), and for years before 1991.
    """
    text = honest_text(expression)
    if not mentions_holidays(text):
        return text
    if not years or years.start < FIRST_YEAR:
        raise InvalidHoursError(f"public holidays are known from {FIRST_YEAR} on")
    return on_dates(text, ",".join(f"{holiday.day:%Y %b %d}" for holiday in public_holidays(years)))


def open_state(opening_hours: str, at: datetime, zone: ZoneInfo) -> OpenState:
    """Whether an office is open at a moment; its hours are in the time of `zone`.

    UNKNOWN if the hours cannot be applied to that year's calendar. Raises UsageError for a moment without a
    time zone, and InvalidHoursError for a text that is not an expression.
    """
    if at.tzinfo is None:
        raise UsageError("the moment needs a time zone")
    local = at.astimezone(zone)
    honest_text(opening_hours)
    try:
        timetable = _timetable(opening_hours, zone.key, local.year)
    except InvalidHoursError:
        return OpenState(OpenStateKind.UNKNOWN)
    state = timetable.state_at(local)
    change = timetable.next_change(local, state)
    return OpenState(state, change, timetable.is_estimated(local.date(), (change or local).date()))


def is_break(start: int, end: int) -> bool:
    """Whether the gap between two spans of a day (minutes since midnight) is a break around noon.

    That is one of at most two hours between 11:00 and 16:00.
    """
    return 0 < end - start <= _LONGEST_BREAK and _NOON[0] <= start and end <= _NOON[1]


class _Timetable:
    """An expression compiled for a year and the next year, with the days on which the state is unknown."""

    def __init__(self, expression: str, zone: ZoneInfo, years: range) -> None:
        self._zone = zone
        text = honest_text(expression)
        self._hours = _parsed(compile_holidays(expression, years), zone)
        self._bare = _parsed(without_holidays(text), zone)
        listed = public_holidays(years)
        says_holidays = mentions_holidays(text)
        is_silent = not says_holidays and text != "24/7"
        self._unsaid = frozenset(holiday.day for holiday in listed) if is_silent else frozenset()
        self._estimated = frozenset(holiday.day for holiday in listed if holiday.is_estimated)
        self._rests_on_holidays = is_silent or says_holidays
        self._moved = working_weekends(years)
        special = {day + timedelta(days=after) for day in self._unsaid | self._moved for after in (0, 1)}
        self._midnights = sorted(self._midnight(day) for day in special)

    def state_at(self, local: datetime) -> OpenStateKind:
        """The state at a moment, with holidays and weekends that a decree made working days."""
        day, state = local.date(), self._plain_state(self._hours, local)
        if day in self._unsaid and state is not OpenStateKind.CLOSED:
            return OpenStateKind.UNKNOWN
        if day in self._moved and state is OpenStateKind.CLOSED:
            # It replaces a weekday; at an hour when the office is closed on Fridays it is closed then, too.
            friday = self._plain_state(self._bare, self._on_friday(local))
            return state if friday is OpenStateKind.CLOSED else OpenStateKind.UNKNOWN
        return state

    def next_change(self, local: datetime, state: OpenStateKind) -> datetime | None:
        """The first moment after `local` whose state differs; None if there is none within 366 days."""
        moment = local
        while (following := self._next_moment(moment)) is not None and following - local <= _HORIZON:
            if self.state_at(following) is not state:
                return following
            moment = following
        return None

    def is_estimated(self, first: date, last: date) -> bool:
        return self._rests_on_holidays and any(first <= day <= last for day in self._estimated)

    def _next_moment(self, moment: datetime) -> datetime | None:
        """The next moment at which the state may change; None if there is none."""
        moments = [change] if (change := self._hours.next_change(moment)) else []
        place = bisect_right(self._midnights, moment)
        moments += self._midnights[place : place + 1]
        if moment.date() in self._moved and (change := self._bare.next_change(self._on_friday(moment))):
            shifted = change + (moment.date() - self._on_friday(moment).date())
            moments += [shifted] if shifted.date() == moment.date() else []
        return min(moments, default=None)

    def _plain_state(self, hours: OpeningHours, local: datetime) -> OpenStateKind:
        """The state by the expression alone.

        A gap around noon is a BREAK if the office surely opens again.
        """
        state, _ = hours.state(local)
        if state == State.OPEN:
            return OpenStateKind.OPEN
        if state == State.UNKNOWN:
            return OpenStateKind.UNKNOWN
        midnight = self._midnight(local.date())
        day = list(hours.intervals(midnight, self._midnight(local.date() + timedelta(days=1))))
        for number, (before, pause) in enumerate(pairwise(day), 2):
            if pause[0] <= local < pause[1] and is_break(_minute(pause[0]), _minute(pause[1])):
                opens_again = any(later[2] == State.OPEN for later in day[number:])
                sure = before[2] == State.OPEN and opens_again
                return OpenStateKind.BREAK if sure else OpenStateKind.UNKNOWN
        return OpenStateKind.CLOSED

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self._zone)

    def _on_friday(self, local: datetime) -> datetime:
        return local - timedelta(days=local.weekday() - 4)


@lru_cache(maxsize=2048)
def _timetable(expression: str, zone: str, year: int) -> _Timetable:
    """The compiled expression, cached.

    Raises InvalidHoursError for years before 1991 and `PH` that cannot be compiled.
    """
    if year < FIRST_YEAR:
        raise InvalidHoursError(f"public holidays are known from {FIRST_YEAR} on")
    return _Timetable(expression, ZoneInfo(zone), range(year, year + 2))


def _parsed(text: str, zone: ZoneInfo) -> OpeningHours:
    return OpeningHours(text, timezone=zone, max_interval_days=_HORIZON.days)


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute
