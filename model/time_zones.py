"""The time zone of a region on a date, from `seeds/lookups/time_zones.yaml`."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from model.edition import Unit
from model.errors import UsageError
from model.lookup_facts import RegionZone, TimeZones
from model.lookups import lookup

_CAPITAL_ZONE = "Asia/Almaty"


class UnknownZoneError(UsageError):
    """No time zone is known for that code on that day."""


def zone_of(kato_code: str, on: date) -> ZoneInfo:
    """Time zone on a day of the unit with this KATO code, by its region.

    A ZoneInfo knows the history of its offsets. Raises UnknownZoneError for a code of no region.
    """
    rows = [row for row in _rows() if row.kato == kato_code[:2] and (row.since is None or row.since <= on)]
    if not rows:
        raise UnknownZoneError(f"no time zone is known for KATO code {kato_code!r} on {on}")
    return ZoneInfo(rows[-1].zone)


def unit_zone(units: Mapping[str, Unit], unit_id: str | None, on: date) -> str:
    """The name of a unit's time zone on a day.

    It follows from the code of the unit, or of the nearest unit around it that has a code. `Asia/Almaty` for
    an unknown unit, and if no such unit has a code.
    """
    unit = units.get(unit_id or "")
    while unit is not None:
        if unit.kato_code is not None:
            return zone_of(unit.kato_code, on).key
        unit = units.get(unit.parent_id or "")
    return _CAPITAL_ZONE


def stale_zones() -> tuple[str, ...]:
    """A warning if the system's time zones are older than the law; empty if they are current.

    Source: since 2024-03-01 the whole country keeps UTC+5 (tz database 2024a).
    """
    offset = datetime(2024, 6, 1, tzinfo=ZoneInfo(_CAPITAL_ZONE)).utcoffset()
    if offset == timedelta(hours=5):
        return ()
    return (
        f"the time zones of this system are older than 2024a ({_CAPITAL_ZONE} has UTC+5 since 2024-03-01): "
        "answers on whether an office is open are an hour wrong; update the package tzdata",
    )


def days_of_zones() -> frozenset[date]:
    """The days on which the time zone of any region begins; zones without a first day are left out."""
    return frozenset(row.since for row in _rows() if row.since is not None)


@cache
def _rows() -> tuple[RegionZone, ...]:
    """The zones in the order of regions; of each region the oldest first."""
    return tuple(sorted(lookup(TimeZones).regions, key=lambda row: (row.kato, row.since or date.min)))
