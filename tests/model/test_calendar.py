"""Offices open and closed on the calendar of Kazakhstan."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import validate

from model.errors import UsageError
from model.time_zones import UnknownZoneError, zone_of
from model.values.calendar import (
    OpenStateKind,
    compile_holidays,
    open_state,
    public_holidays,
    working_weekends,
)
from model.values.hours_expression import InvalidHoursError, normalise_hours
from tests.printed_hours import GOLDEN

ALMATY = ZoneInfo("Asia/Almaty")
OFFICE = "Mo-Fr 09:00-13:00,14:00-18:00; PH off"
SILENT = "Mo-Fr 09:00-13:00,14:00-18:00"
EXPRESSIONS = sorted({row[3] for row in GOLDEN})
OPEN, CLOSED, BREAK, UNKNOWN = OpenStateKind


def at(text: str, zone: ZoneInfo = ALMATY) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


STATES = [  # hours, moment in Almaty, state, next change
    (OFFICE, "2026-03-26 12:00", OPEN, "2026-03-26 13:00"),
    (OFFICE, "2026-03-26 13:30", BREAK, "2026-03-26 14:00"),
    (OFFICE, "2026-03-26 18:00", CLOSED, "2026-03-27 09:00"),
    (OFFICE, "2026-03-27 18:00", CLOSED, "2026-03-30 09:00"),
    (
        OFFICE,
        "2012-12-17 11:00",
        CLOSED,
        "2012-12-19 09:00",
    ),  # Independence Day, Monday; the 18th transferred
    (OFFICE, "2026-03-24 11:00", CLOSED, "2026-03-26 09:00"),  # transferred from Saturday 21 March
    (OFFICE, "2026-03-25 11:00", CLOSED, "2026-03-26 09:00"),  # transferred from Sunday 22 March
    (OFFICE, "2027-01-07 11:00", CLOSED, "2027-01-08 09:00"),  # Orthodox Christmas, Thursday
    (SILENT, "2026-03-24 11:00", UNKNOWN, "2026-03-24 18:00"),  # the act is silent about holidays
    (SILENT, "2026-03-24 03:00", CLOSED, "2026-03-24 09:00"),
    (OFFICE, "2024-05-04 13:30", UNKNOWN, "2024-05-04 18:00"),  # Saturday made a working day
    (OFFICE, "2024-05-04 03:00", CLOSED, "2024-05-04 09:00"),
    (OFFICE, "2024-05-11 12:00", CLOSED, "2024-05-13 09:00"),
    ("Mo-Fr 09:00-12:30,15:00-18:30", "2026-11-25 13:00", CLOSED, "2026-11-25 15:00"),  # over two hours
    ("Mo-Fr 09:00-10:00,10:30-18:00", "2026-11-25 10:15", CLOSED, "2026-11-25 10:30"),  # not at noon
    ("Tu 17:00+", "2026-11-24 16:00", CLOSED, "2026-11-24 17:00"),
    ("Tu 17:00+", "2026-11-24 18:00", UNKNOWN, "2026-11-25 00:00"),
    ("Th[-1] 15:00-18:00", "2026-11-26 16:00", OPEN, "2026-11-26 18:00"),
    ("Th[-1] 15:00-18:00", "2026-11-19 16:00", CLOSED, "2026-11-26 15:00"),
    ("24/7", "2026-03-24 11:00", OPEN, None),
    ("24/7; PH off", "2026-12-16 11:00", CLOSED, "2026-12-17 00:00"),
    ('"по записи"', "2026-11-25 11:00", UNKNOWN, None),
    ('Mo-Fr "по записи"', "2026-11-25 11:00", UNKNOWN, "2026-11-28 00:00"),
    ("Sa 09:00-13:00,14:00-18:00 unknown", "2026-11-21 13:30", UNKNOWN, "2026-11-21 18:00"),
    ("Mo-Fr 09:00-18:00; PH +1 day off", "2026-11-25 11:00", UNKNOWN, None),
    (OFFICE, "1990-03-08 11:00", UNKNOWN, None),  # before the calendar begins
]


@pytest.mark.parametrize(("hours", "moment", "state", "change"), STATES)
def test_state_and_its_next_change(hours: str, moment: str, state: OpenStateKind, change: str | None) -> None:
    answer = open_state(hours, at(moment), ALMATY)
    assert answer.state is state
    assert answer.next_change_at == (at(change) if change else None)


@pytest.mark.parametrize("day", ["2012-12-17", "2026-03-23", "2026-03-24", "2026-03-25"])
@pytest.mark.parametrize("hours", [h for h in EXPRESSIONS if h.endswith("PH off")])
def test_offices_that_print_holidays_are_closed_on_transferred_days(hours: str, day: str) -> None:
    assert all(open_state(hours, at(f"{day} {h:02}:00"), ALMATY).state is CLOSED for h in range(24))


def test_an_estimated_holiday_is_flagged() -> None:
    kurban_ait = next(holiday for holiday in public_holidays(range(2030, 2031)) if holiday.is_estimated)
    on_the_day = datetime.combine(kurban_ait.day, datetime.min.time(), tzinfo=ALMATY)
    assert open_state(OFFICE, on_the_day, ALMATY).is_estimated
    assert open_state(SILENT, on_the_day, ALMATY).is_estimated
    assert not open_state("24/7", on_the_day, ALMATY).is_estimated
    assert not open_state(OFFICE, on_the_day - timedelta(days=14), ALMATY).is_estimated


def test_working_weekends_are_known_by_year() -> None:
    assert working_weekends(range(2024, 2025)) == {date(2024, 5, 4)}
    assert working_weekends(range(2025, 2026)) == {date(2025, 1, 5)}


COMPILED = [  # expression, its rules after 16 December 2026 alone is left
    ("Mo-Fr 09:00-18:00; PH off", "Mo-Fr 09:00-18:00; {} closed"),
    ("Mo-Fr 09:00-18:00; Su,PH off", "Mo-Fr 09:00-18:00; Su closed; {} closed"),
    ("Mo-Sa,PH 09:00-18:00", "Mo-Sa 09:00-18:00; {} 09:00-18:00"),
    ("Mo-Fr 09:00-18:00, PH 10:00-12:00", "Mo-Fr 09:00-18:00, {} 10:00-12:00"),
    ("We[1],PH off", "We[1] closed; {} closed"),
    ('PH closed "по приказу; PH"', '{} closed "по приказу; PH"'),
]


@pytest.mark.parametrize(("expression", "expected"), COMPILED)
def test_holidays_are_compiled_away(expression: str, expected: str) -> None:
    dates = ",".join(f"{holiday.day:%Y %b %d}" for holiday in public_holidays(range(2026, 2027)))
    compiled = compile_holidays(expression, range(2026, 2027))
    assert compiled == expected.format(dates)
    assert "2026 Mar 24" in compiled
    assert validate(compiled)


@pytest.mark.parametrize(
    "expression", ["Apr-Oct PH off", "PH -1 day off", "SH off", "Mo 10:00-12:00 || PH off"]
)
def test_holidays_that_cannot_be_dates_are_refused(expression: str) -> None:
    with pytest.raises(InvalidHoursError):
        compile_holidays(expression, range(2026, 2027))


def test_years_before_the_calendar_are_refused() -> None:
    with pytest.raises(InvalidHoursError, match="1991"):
        compile_holidays(OFFICE, range(1990, 1992))


@pytest.mark.parametrize("text", ["", "Mo-Fr 9-18", "с 9 до 18", "Mo-Fr 09:00-18:00 PH"])
def test_what_is_no_expression_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidHoursError, match="not an opening_hours expression"):
        open_state(text, at("2026-11-25 11:00"), ALMATY)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(UsageError, match="time zone"):
        open_state(OFFICE, datetime(2026, 11, 25, 11), ALMATY)  # noqa: DTZ001


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    assert open_state(OFFICE, datetime(2026, 3, 26, 7, tzinfo=UTC), ALMATY).state is OPEN
    assert (
        open_state(OFFICE, datetime(2023, 3, 27, 12, tzinfo=UTC), ALMATY).state is CLOSED
    )  # 18:00, then +06
    assert open_state(OFFICE, datetime(2026, 3, 26, 12, tzinfo=UTC), ALMATY).state is OPEN  # 17:00, now +05


def test_normal_spelling_keeps_off_and_makes_comments_unknown() -> None:
    assert normalise_hours("Mo,Tu,We,Th,Fr 09:00-18:00;PH closed") == "Mo-Fr 09:00-18:00; PH off"
    assert normalise_hours('"closed for repair"') == '24/7 unknown "closed for repair"'
    assert normalise_hours("Tu 17:00+") == "Tu 17:00+"


moments = st.datetimes(datetime(2009, 1, 1), datetime(2027, 12, 31), timezones=st.just(ALMATY))  # noqa: DTZ001


@settings(deadline=None)  # the first moment of a year compiles its calendar
@given(hours=st.sampled_from(EXPRESSIONS), moment=moments)
def test_the_state_holds_until_its_next_change(hours: str, moment: datetime) -> None:
    answer = open_state(hours, moment, ALMATY)
    if answer.next_change_at is None:
        assert hours == "24/7"
        return
    # Across the repeated hour of 1 March 2024 local arithmetic and real time differ.
    before = (answer.next_change_at.astimezone(UTC) - timedelta(seconds=1)).astimezone(ALMATY)
    assert answer.next_change_at.astimezone(UTC) > moment.astimezone(UTC)
    assert open_state(hours, answer.next_change_at, ALMATY).state is not answer.state
    assert before < moment or open_state(hours, before, ALMATY).state is answer.state


ZONES = [  # KATO code, day, zone, hours from UTC
    ("113200000", "2012-08-31", "Asia/Almaty", 6), ("113200000", "2024-03-01", "Asia/Almaty", 5),
    ("470000000", "2012-08-31", "Asia/Aqtau", 5), ("150000000", "2012-08-31", "Asia/Aqtobe", 5),
    ("230000000", "2012-08-31", "Asia/Atyrau", 5), ("270000000", "2012-08-31", "Asia/Oral", 5),
    ("430000000", "2012-08-31", "Asia/Qyzylorda", 6), ("430000000", "2019-06-01", "Asia/Qyzylorda", 5),
    ("390000000", "2012-08-31", "Asia/Qostanay", 6), ("390000000", "2024-03-01", "Asia/Qostanay", 5),
]  # fmt: skip


@pytest.mark.parametrize(("kato", "day", "zone", "hours"), ZONES)
def test_a_region_has_its_zone_with_the_history_of_it(kato: str, day: str, zone: str, hours: int) -> None:
    found = zone_of(kato, date.fromisoformat(day))
    assert found.key == zone
    assert at(f"{day} 12:00", found).utcoffset() == timedelta(hours=hours)


REGIONS = [
    10,
    11,
    15,
    19,
    23,
    27,
    31,
    33,
    35,
    39,
    43,
    47,
    55,
    59,
    61,
    62,
    63,
    71,
    75,
    79,
]  # first digits of KATO


@pytest.mark.parametrize("region", REGIONS)
def test_one_time_holds_in_every_region_since_march_2024(region: int) -> None:
    found = zone_of(f"{region}0000000", date(2024, 3, 1))
    assert at("2024-03-01 12:00", found).utcoffset() == timedelta(hours=5)


def test_a_code_of_no_region_has_no_zone() -> None:
    with pytest.raises(UnknownZoneError, match="'99"):
        zone_of("990000000", date(2024, 3, 1))
