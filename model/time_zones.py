"""The time zone of a region on a date, from `seeds/lookups/time_zones.yaml`."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import cast
from zoneinfo import ZoneInfo

from model.edition import Unit
from model.errors import UsageError
from model.program_files import shipped_seeds
from model.yaml_files import parse_yaml

_CAPITAL_ZONE = "Asia/Almaty"


class UnknownZoneError(UsageError):
    """No zone is known for that code on that day."""


def zone_of(kato_code: str, on: date) -> ZoneInfo:
    """Zone of the unit with this KATO code, by its region; a ZoneInfo carries its own history of offsets.

    Raises UnknownZoneError for a code of no region.
    """
    rows = [row for row in _rows() if row[0] == kato_code[:2] and (row[1] is None or row[1] <= on)]
    if not rows:
        raise UnknownZoneError(f"no time zone is known for KATO code {kato_code!r} on {on}")
    return ZoneInfo(rows[-1][2])


def unit_zone(units: Mapping[str, Unit], unit_id: str | None, on: date) -> str:
    """Name of a unit's zone, by the first code of the classifier on the way up to its region."""
    unit = units.get(unit_id or "")
    while unit is not None:
        if unit.kato_code is not None:
            return zone_of(unit.kato_code, on).key
        unit = units.get(unit.parent_id or "")
    return _CAPITAL_ZONE


def days_of_zones() -> frozenset[date]:
    """The days on which the zone of some region changed."""
    return frozenset(since for _, since, _ in _rows() if since is not None)


@cache
def _rows() -> tuple[tuple[str, date | None, str], ...]:
    """(first digits of KATO, first day or None, zone), oldest first."""
    text = (shipped_seeds() / "lookups" / "time_zones.yaml").read_text(encoding="utf-8")
    listed = cast(list[Mapping[str, object]], parse_yaml(text)["regions"])
    rows = [(str(row["kato"]), cast(date | None, row.get("since")), str(row["zone"])) for row in listed]
    return tuple(sorted(rows, key=lambda row: (row[0], row[1] or date.min)))
