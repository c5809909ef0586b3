"""Opening hours as an RFC 5545 recurrence rule, where one rule can express all of them."""

from __future__ import annotations

import re
from itertools import pairwise

from model.values.calendar import is_break
from model.values.hours_expression import honest_text, mentions_holidays, rules_of

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RULE = re.compile(r"(?:(?P<days>[A-Z][^ ]*) )?(?P<times>\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)")
_DAY = re.compile(r"(?P<first>[A-Z][a-z])(?:-(?P<last>[A-Z][a-z])|\[(?P<weeks>[\d,-]+)\])?")


def rrule(opening_hours: str) -> str | None:
    """The start times of the office's days, in its local time, as one RFC 5545 recurrence rule.

    Such as `FREQ=MONTHLY;BYDAY=2TH,4TH;BYHOUR=16;BYMINUTE=0;BYSECOND=0`; `breaks` gives the breaks. None if
    one rule cannot express it: public holidays (RFC 5545 has none), several rules, seasons, unknown times.
    Raises InvalidHoursError for a text that is not an expression.
    """
    text = honest_text(opening_hours)
    if text == "24/7":
        return "FREQ=DAILY;BYHOUR=0;BYMINUTE=0;BYSECOND=0"
    match = _RULE.fullmatch(text)
    spans = _spans(match["times"]) if match else []
    if match is None or any(end <= start for start, end in spans):
        return None
    # A long gap is not a break but a second opening, which the start of the day does not express.
    if len(_breaks(spans)) != len(spans) - 1:
        return None
    days = _by_day(match["days"] or "Mo-Su")
    if days is None:
        return None
    hour, minute = divmod(spans[0][0], 60)
    return f"{days};BYHOUR={hour};BYMINUTE={minute};BYSECOND=0"


def breaks(opening_hours: str) -> str | None:
    """The breaks around noon as an expression of their own (`Mo-Fr 13:00-14:00`); None if there are none.

    Raises InvalidHoursError for a text that is not an expression.
    """
    parts = []
    for _, rule in rules_of(honest_text(opening_hours)):
        found = _RULE.fullmatch(rule)
        pauses = _breaks(_spans(found["times"])) if found and not mentions_holidays(rule) else []
        if found and pauses:
            days = f"{found['days']} " if found["days"] else ""
            parts.append(days + ",".join(f"{_clock(start)}-{_clock(end)}" for start, end in pauses))
    return "; ".join(parts) or None


def _spans(times: str) -> list[tuple[int, int]]:
    pairs = re.findall(r"(\d\d):(\d\d)-(\d\d):(\d\d)", times)
    return sorted((int(a) * 60 + int(b), int(c) * 60 + int(d)) for a, b, c, d in pairs)


def _breaks(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    gaps = [(before[1], after[0]) for before, after in pairwise(spans)]
    return [gap for gap in gaps if is_break(*gap)]


def _by_day(days: str) -> str | None:
    """`FREQ=...;BYDAY=...`. None for holidays, and if days of every week and of some weeks are mixed."""
    weekly, monthly = list[str](), list[str]()
    for item in re.split(r",(?![^\[]*\])", days):
        match = _DAY.fullmatch(item)
        if match is None or match["first"] not in _DAYS:
            return None
        if match["weeks"]:
            weeks = _weeks(match["weeks"])
            monthly += [f"{week}{match['first'].upper()}" for week in weeks]
        else:
            first, last = _DAYS.index(match["first"]), _DAYS.index(match["last"] or match["first"])
            if last < first:
                return None
            weekly += [day.upper() for day in _DAYS[first : last + 1]]
    if weekly and monthly:
        return None
    return f"FREQ=WEEKLY;BYDAY={','.join(weekly)}" if weekly else f"FREQ=MONTHLY;BYDAY={','.join(monthly)}"


def _weeks(text: str) -> list[int]:
    """Weeks of the month from a text such as `1-3,-1`."""
    weeks: list[int] = []
    for part in text.split(","):
        if found := re.fullmatch(r"(\d)-(\d)", part):
            weeks += range(int(found[1]), int(found[2]) + 1)
        else:
            weeks.append(int(part))
    return weeks


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
