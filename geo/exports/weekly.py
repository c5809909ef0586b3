"""Opening hours as lines of days and times, for standards that cannot read OSM expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from model.values.hours_expression import honest_text, mentions_holidays, rules_of, without_holidays
from model.values.recurrence import rrule

_RRULE = re.compile(r"FREQ=(WEEKLY|MONTHLY);BYDAY=([A-Z0-9,]+);.*")
_EVERY_DAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """Open from `opens` to `closes` (HH:MM, local time) on days of RFC 5545 (`MO`; monthly also `2TH`).

    The end of the day is written as 23:59: neither schema.org nor HSDS allows 24:00.
    """

    is_monthly: bool
    days: tuple[str, ...]
    opens: str
    closes: str


def open_spans(opening_hours: str) -> tuple[OpenSpan, ...] | None:
    """The spans of an ordinary week or month, without holidays; None where spans cannot express them.

    That is so for seasons, unknown times and rules that override each other. Raises InvalidHoursError.
    """
    text = without_holidays(honest_text(opening_hours))
    if text == "24/7":
        return (OpenSpan(False, _EVERY_DAY, "00:00", "23:59"),)
    spans: list[OpenSpan] = []
    for before, rule in rules_of(text):
        repeated = _RRULE.fullmatch(rrule(rule) or "")
        if repeated is None:
            return None
        days = tuple(repeated[2].split(","))
        # After a semicolon a rule replaces earlier rules for its days; after a comma it adds to them.
        if before == "; " and any(set(days) & set(span.days) for span in spans):
            return None
        times = re.findall(r"(\d\d:\d\d)-(\d\d:\d\d)", rule)
        spans += [
            OpenSpan(repeated[1] == "MONTHLY", days, opens, closes.replace("24:00", "23:59"))
            for opens, closes in times
        ]
    return tuple(spans)


def is_closed_on_holidays(opening_hours: str) -> bool:
    """Whether the hours say that public holidays are days off."""
    rules = (rule for _, rule in rules_of(honest_text(opening_hours)))
    return any(mentions_holidays(rule) and rule in ("PH off", "PH closed") for rule in rules)
