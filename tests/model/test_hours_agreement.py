"""Hours of several statements combined."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.values.calendar import OpenStateKind, open_state
from model.values.hours_agreement import agreed_hours
from model.values.hours_expression import InvalidHoursError

ALMATY = ZoneInfo("Asia/Almaty")
HOURS = (
    "Mo-Sa 09:00-20:00; PH off",
    "Mo-Fr 09:00-20:00; PH off",
    "Mo-Fr 09:00-13:00,14:00-19:00; PH off",
    "Mo-Fr 09:00-20:00; Sa 09:00-20:00 unknown; PH off",
    "Tu,Th 10:00-12:30; PH off",
    "Mo-Su 22:00-02:00; PH off",
)


@pytest.mark.parametrize(
    ("stated", "agreed"),
    [
        (["Mo-Sa 09:00-20:00; PH off"], "Mo-Sa 09:00-20:00; PH off"),
        (
            ["Mo-Fr 09:00-20:00; Sa 09:00-20:00 unknown; PH off", "Mo-Sa 09:00-20:00; PH off"],
            "Mo-Sa 09:00-20:00; PH off",
        ),
        (
            ["Mo-Fr 09:00-20:00; PH off", "Mo-Fr 09:00-13:00,14:00-19:00; PH off"],
            "Mo-Fr 09:00-13:00,14:00-19:00, Mo-Fr 13:00-14:00,19:00-20:00 unknown; PH off",
        ),
    ],
)
def test_what_all_say_is_certain_and_what_one_leaves_open_is_said_by_the_other(
    stated: list[str], agreed: str
) -> None:
    assert agreed_hours(tuple(stated)) == agreed


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(HOURS), min_size=2, max_size=3, unique=True),
    st.datetimes(datetime(2026, 11, 9), datetime(2026, 11, 15, 23, 59)),  # noqa: DTZ001
)
def test_at_any_moment_it_says_what_the_statements_say(stated: list[str], moment: datetime) -> None:
    at = moment.replace(tzinfo=ALMATY)
    closed = {OpenStateKind.CLOSED, OpenStateKind.BREAK}
    states = {
        OpenStateKind.CLOSED if state in closed else state
        for state in (open_state(each, at, ALMATY).state for each in stated)
    } - {OpenStateKind.UNKNOWN}
    found = open_state(agreed_hours(tuple(stated)), at, ALMATY).state
    expected = states.pop() if len(states) == 1 else OpenStateKind.UNKNOWN
    # Whether the pause between doubtful hours is a break is unknown; that the office is closed then is
    # certain.
    assert found is expected or (expected is OpenStateKind.CLOSED and found is not OpenStateKind.OPEN)


@pytest.mark.parametrize("stated", [(), ("no hours", "Mo-Fr 09:00-20:00")])
def test_what_is_no_hours_is_refused(stated: tuple[str, ...]) -> None:
    with pytest.raises(InvalidHoursError):
        agreed_hours(stated)
