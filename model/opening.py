"""Which of an office's hours say whether it is open."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from model.enums import SchedulePurpose
from model.in_force import schedules_of
from model.records import Office, Schedule
from model.values.calendar import OpenState, OpenStateKind, open_state

_KAZAKHSTAN = ZoneInfo("Asia/Almaty")
"""Where a legal day begins and ends."""


def state_of(
    office: Office, at: datetime | None, purpose: SchedulePurpose = SchedulePurpose.GENERAL
) -> tuple[OpenState, Schedule | None]:
    """State of an office at a moment (now without one), by its hours of that purpose; UNKNOWN without any.

    The hours are those of the day of the moment, else the latest known: the schedule says when they ended.
    """
    moment = at or datetime.now(UTC)
    of_day = schedules_of(office, moment.astimezone(_KAZAKHSTAN).date())
    schedule = next((one for one in of_day if one.purpose is purpose), None)
    if schedule is None:
        return OpenState(OpenStateKind.UNKNOWN), None
    zone = ZoneInfo(schedule.time_zone)
    return open_state(schedule.opening_hours, moment.astimezone(zone), zone), schedule
