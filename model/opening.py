"""Which of an office's hours say whether it is open."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from model.enums import SchedulePurpose
from model.records import Office, Schedule
from model.values.calendar import OpenState, OpenStateKind, open_state


def state_of(
    office: Office, at: datetime | None, purpose: SchedulePurpose = SchedulePurpose.GENERAL
) -> tuple[OpenState, Schedule | None]:
    """State of an office at a moment (now without one), by its hours of that purpose; UNKNOWN without any."""
    schedule = next((one for one in office.schedules if one.purpose is purpose), None)
    if schedule is None:
        return OpenState(OpenStateKind.UNKNOWN), None
    zone = ZoneInfo(schedule.time_zone)
    return open_state(schedule.opening_hours, (at or datetime.now(UTC)).astimezone(zone), zone), schedule
