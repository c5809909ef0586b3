"""Opening hours as lines of days and times, for standards that do not support OSM expressions."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from model.values.hours_expression import honest_text, mentions_holidays, rules_of, without_holidays
from model.values.recurrence import rrule

_RRULE = re.compile(r"FREQ=(WEEKLY|MONTHLY);BYDAY=([A-Z0-9,]+);.*")
_SPAN = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}
_MONTH = "|".join(_MONTHS)
_SEASON = re.compile(
    rf"(?P<month>{_MONTH})(?: (?P<day>\d\d?))?"
    rf"(?:-(?P<until>{_MONTH})(?: (?P<until_day>\d\d?))?)? (?P<rest>.+)"
)
_EVERY_DAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """Open from `opens` to `closes` (HH:MM, local time) on days of RFC 5545 (`MO`; monthly also `2TH`).

    The end of the day is 23:59: neither schema.org nor HSDS allows 24:00. A span over midnight has `closes`
    before `opens`, as in both standards.
    """

    is_monthly: bool
    days: tuple[str, ...]
    opens: str
    closes: str


def open_spans(opening_hours: str) -> tuple[OpenSpan, ...] | None:
    """The spans of an ordinary week or month, without holidays.

    None if spans cannot express the hours: for seasons, unknown times and rules that override each other.
    Raises InvalidHoursError.
    """
    text = without_holidays(honest_text(opening_hours))
    if text == "24/7":
        return (OpenSpan(False, _EVERY_DAY, "00:00", "23:59"),)
    spans: list[OpenSpan] = []
    for before, rule in rules_of(text):
        rule = _over_midnight(rule)
        repeated = _RRULE.fullmatch(rrule(rule) or "")
        if repeated is None:
            return None
        days = tuple(repeated[2].split(","))
        # After a semicolon a rule replaces earlier rules for its days; after a comma it adds to them.
        if before == "; " and any(set(days) & set(span.days) for span in spans):
            return None
        times = _SPAN.findall(rule)
        spans += [
            OpenSpan(repeated[1] == "MONTHLY", days, opens, _closing(closes)) for opens, closes in times
        ]
    return tuple(spans)


@dataclass(frozen=True, slots=True)
class Season:
    """The part of every year from one month and day to another, both included; it may cross the new year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def next_from(self, day: date) -> tuple[date, date]:
        """The first and last day of the current season if it includes `day`, else of the next season."""
        for year in range(day.year - 1, day.year + 1):
            first, last = self._in(year)
            if last >= day:
                return first, last
        return self._in(day.year + 1)

    def _in(self, year: int) -> tuple[date, date]:
        ends = year + (self.last < self.first)
        return _day_of(year, self.first), _day_of(ends, self.last)

    def meets(self, other: Season) -> bool:
        """Whether the two seasons share a day of the year."""
        return bool(self._days() & other._days())

    def _days(self) -> set[tuple[int, int]]:
        every = [(month, day) for month in range(1, 13) for day in range(1, 32)]
        if self.first <= self.last:
            return {each for each in every if self.first <= each <= self.last}
        return {each for each in every if each >= self.first or each <= self.last}


def by_season(opening_hours: str) -> tuple[tuple[Season | None, str], ...] | None:
    """The hours of each season of the year; the whole text with None as its season where there are none.

    None where seasons overlap, or only some of the rules have a season. Raises InvalidHoursError.
    """
    text = honest_text(opening_hours)
    hours_of: dict[Season | None, str] = {}
    for before, rule in rules_of(without_holidays(text)):
        parted = _SEASON.fullmatch(rule)
        season = None if parted is None else _season(parted)
        bare = rule if parted is None else parted["rest"]
        hours_of[season] = f"{hours_of[season]}{before}{bare}" if season in hours_of else bare
    if None in hours_of:
        return ((None, opening_hours),) if len(hours_of) == 1 else None
    seasons = [each for each in hours_of if each is not None]
    if any(one.meets(other) for one, other in combinations(seasons, 2)):
        return None
    return tuple(hours_of.items())


def _season(parted: re.Match[str]) -> Season:
    """The season that a rule begins with; without days it covers whole months."""
    first, last = _MONTHS[parted["month"]], _MONTHS[parted["until"] or parted["month"]]
    # The 31st stands for the last day of any month.
    return Season((first, int(parted["day"] or 1)), (last, int(parted["until_day"] or 31)))


def _day_of(year: int, month_and_day: tuple[int, int]) -> date:
    month, day = month_and_day
    return date(year, month, min(day, monthrange(year, month)[1]))


def _over_midnight(rule: str) -> str:
    """The rule with closing times above 24:00 where it closes after midnight.

    The library accepts both forms.
    """

    def spelled(span: re.Match[str]) -> str:
        opens, closes = span[1], span[2]
        return f"{opens}-{int(closes[:2]) + 24}{closes[2:]}" if closes <= opens else span[0]

    return _SPAN.sub(spelled, rule)


def _closing(closes: str) -> str:
    """The closing time as a time of day; 24:00 becomes 23:59."""
    if closes == "24:00":
        return "23:59"
    hours, minutes = closes.split(":")
    return f"{int(hours) % 24:02}:{minutes}"


def is_closed_on_holidays(opening_hours: str) -> bool:
    """Whether a rule of the hours says that public holidays are days off."""
    rules = (rule for _, rule in rules_of(honest_text(opening_hours)))
    return any(mentions_holidays(rule) and rule in ("PH off", "PH closed") for rule in rules)
