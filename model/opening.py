"""Whether an office is open at a moment, and by which of its hours."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from model.enums import SchedulePurpose
from model.in_force import schedules_of
from model.records import Office, Schedule
from model.values.calendar import OpenState, OpenStateKind, open_state

_KAZAKHSTAN = ZoneInfo("Asia/Almaty")
"""Time zone in which a legal day begins and ends."""


def state_of(
    office: Office, at: datetime | None, purpose: SchedulePurpose = SchedulePurpose.GENERAL
) -> tuple[OpenState, Schedule | None]:
    """Whether an office is open at a moment (now if None), and the hours that say so.

    UNKNOWN and None if it has no hours for that purpose. The hours are those valid on that day, else the
    latest known: the schedule says when they ended.
    """
    moment = at or datetime.now(UTC)
    of_day = schedules_of(office, moment.astimezone(_KAZAKHSTAN).date())
    schedule = next((one for one in of_day if one.purpose is purpose), None)
    if schedule is None:
        return OpenState(OpenStateKind.UNKNOWN), None
    zone = ZoneInfo(schedule.time_zone)
    return open_state(schedule.opening_hours, moment.astimezone(zone), zone), schedule
