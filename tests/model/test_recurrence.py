"""Opening hours as RFC 5545 rules."""

from datetime import datetime, timedelta

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from opening_hours import OpeningHours

from model.values.hours_expression import InvalidHoursError
from model.values.recurrence import breaks, rrule
from tests.printed_hours import GOLDEN

RULES = [
    ("Th[2,4] 16:00-18:00", "FREQ=MONTHLY;BYDAY=2TH,4TH;BYHOUR=16;BYMINUTE=0;BYSECOND=0", None),
    ("Th[-1] 15:00-18:00", "FREQ=MONTHLY;BYDAY=-1TH;BYHOUR=15;BYMINUTE=0;BYSECOND=0", None),
    (
        "Mo-Fr 08:30-12:30,14:00-18:00",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=30;BYSECOND=0",
        "Mo-Fr 12:30-14:00",
    ),
    ("24/7", "FREQ=DAILY;BYHOUR=0;BYMINUTE=0;BYSECOND=0", None),
    ("Mo-Fr 09:00-13:00,14:00-18:00; PH off", None, "Mo-Fr 13:00-14:00"),  # a rule knows no holidays
    ("Mo-Fr 09:00-12:30,15:00-18:30", None, None),  # two openings a day, no break
    ("Mo-Th 14:00-17:00; Fr 09:00-12:00", None, None),
    ("Mo 09:00-10:00 unknown", None, None),
    ("Tu 17:00+", None, None),
    ("Mo,We[1] 09:00-10:00", None, None),
]


@pytest.mark.parametrize(("hours", "rule", "pause"), RULES)
def test_rules_and_breaks(hours: str, rule: str | None, pause: str | None) -> None:
    assert rrule(hours) == rule
    assert breaks(hours) == pause


@pytest.mark.parametrize("hours", sorted({row[3] for row in GOLDEN if rrule(row[3]) and row[3] != "24/7"}))
def test_a_rule_begins_each_day_when_the_hours_do(hours: str) -> None:
    first, last = datetime(2025, 1, 1), datetime(2026, 1, 1)  # noqa: DTZ001
    rule = rrule(hours)
    assert rule is not None
    days: dict[str, datetime] = {}
    day = first
    while day < last:
        opened = [
            i for i in OpeningHours(hours).intervals(day, day + timedelta(days=1)) if str(i[2]) == "open"
        ]
        if opened:
            days[f"{day:%F}"] = opened[0][0]
        day += timedelta(days=1)
    begun = rrulestr(rule, dtstart=first).between(first, last, inc=True)
    assert begun == list(days.values())


def test_what_is_no_expression_has_no_rule() -> None:
    with pytest.raises(InvalidHoursError):
        rrule("с 9 до 18")
