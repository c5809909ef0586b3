"""The column `hours` of an export, read back: one cell with the hours of every purpose.

`GENERAL=Mo-Fr 09:00-18:00|PUBLIC_RECEPTION=Mo 10:00-12:00`: parts between `|`, each with its purpose; what
stands before the first purpose is GENERAL. Only the general hours are the office's own to change: when a desk
or a leader receives, acts print, so that those parts have to stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from changes.contacts import UnusableValueError, read_hours
from model.enums import Language, SchedulePurpose
from model.values.hours import parse_hours

CLEARED = "-"
_LONGEST = 500
"""Most characters of hours that are read as words."""
_PURPOSES = "|".join(SchedulePurpose)
# A comment in quotes may hold anything, and the notation itself has `||` between rules.
_PART = re.compile(rf'(?:^|\|)\s*({_PURPOSES})\s*=(?=(?:[^"]*"[^"]*")*[^"]*$)')

_BREAK = re.compile(
    r"((?:обед|перерыв|үзіліс)\w*\D{0,12})(\d{1,2})\s*[-–—]\s*(\d{1,2})(?![\d:.,-]*\d)", re.IGNORECASE
)
"""A break in whole hours, `обед 13-14`: it can only mean hours."""


def as_notation(hours: str) -> str:
    """Hours written in words, in the notation of OpenStreetMap. Others, and unreadable ones, unchanged.

    `пн-пт 9:00-18:00, обед 13-14` is `Mo-Fr 09:00-13:00,14:00-18:00`. An unreadable text is refused later, by
    the patch.
    """
    try:
        read_hours(hours)
    except UnusableValueError:
        written = _BREAK.sub(r"\1\2:00-\3:00", hours[:_LONGEST])
        readings = (parse_hours(written, language).opening_hours for language in Language)
        return next((reading for reading in readings if reading is not None), hours)
    return hours


def general_hours(cell: str, printed: str) -> str:
    """The general hours of a changed cell, or CLEARED if it has no general hours.

    `printed` is the cell as exported. Raises UnusableValueError if a purpose stands twice or without hours,
    or if the hours of any purpose but GENERAL differ from the printed hours.
    """
    given = _parts("" if cell == CLEARED else cell)
    for purpose, hours in _parts(printed).items():
        if purpose is not SchedulePurpose.GENERAL and given.get(purpose) != hours:
            raise UnusableValueError(
                f"hours of {purpose} cannot be changed by import: the cell has to hold {purpose}={hours}"
            )
    further = given.keys() - _parts(printed).keys() - {SchedulePurpose.GENERAL}
    if further:
        named = ", ".join(sorted(further))
        raise UnusableValueError(f"hours of {named} cannot be given by import, only those of GENERAL")
    return given.get(SchedulePurpose.GENERAL) or CLEARED


def tell_the_same(hours: str, opening_hours: str) -> bool:
    """Whether two cells give the same general hours, in any spelling. `-` equals only `-`."""
    return hours == opening_hours or (
        CLEARED not in (hours, opening_hours) and _spelled(hours) == _spelled(opening_hours)
    )


def _spelled(hours: str) -> str:
    try:
        return read_hours(hours)
    except UnusableValueError:
        return hours  # the patch reports what is wrong with it


def _parts(cell: str) -> Mapping[SchedulePurpose, str]:
    """The hours of a cell by purpose; text before the first purpose is GENERAL.

    Raises UnusableValueError if a purpose stands twice or without hours.
    """
    before, *rest = _PART.split(cell)
    printed = {SchedulePurpose.GENERAL: before.strip()} if before.strip() else {}
    for word, hours in zip(rest[::2], rest[1::2], strict=True):
        purpose = SchedulePurpose(word)
        if purpose in printed:
            raise UnusableValueError(f"hours of {purpose} are given twice")
        if not hours.strip():
            raise UnusableValueError(f"hours of {purpose} are empty: leave {purpose} out")
        printed[purpose] = hours.strip()
    return printed
