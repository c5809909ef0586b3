"""The columns of an import, converted to the arguments of a patch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from changes.contacts import UnusableValueError, read_contact
from changes.fields import CONTACT_FIELDS
from changes.printed_hours import CLEARED, as_notation, general_hours, tell_the_same
from changes.problems import Problem, UserErrorCode, refuse
from geo.exports.cells import text_of
from geo.exports.tables import office_cells
from model.edition import Edition, Office
from model.enums import ContactKind, OfficeKind

_TEXTS = ("category", "name_kk", "name_ru", "address_kk", "address_ru", "postal_code")
_CONTACTS = {"phones": ContactKind.PHONE, "faxes": ContactKind.FAX, "emails": ContactKind.EMAIL}
_CONTACTS |= {"websites": ContactKind.WEBSITE}
FIXED = (
    "status",
    "services",
    "precision",
    "error_m",
    "confidence",
    "position_source_id",
    "position_attribution",
    "contacts_ended",
    "hours_ended",
    "last_confirmed_on",
    "sources",
)
"""Columns of an export that are derived, or come from acts: they cannot be changed by import."""
POINT = ("longitude", "latitude")
_FOUND_BY = ("id", "version", "bin", "identifiers")
"""Columns that identify the office; they are compared, and never ignored."""
_WRITTEN = (*_FOUND_BY, "kind", "settlement", "territory", "hours", "opening_hours", *POINT)
KNOWN = frozenset({*_WRITTEN, *_TEXTS, *_CONTACTS, *FIXED})
_DEGREES = re.compile(r"[+-]?[0-9]+([.,][0-9]*)?(e[+-]?[0-9]{1,2})?", re.IGNORECASE)
_DAY = re.compile(r"([0-9]{1,2})[.]([0-9]{1,2})[.]([0-9]{4})")
"""`31.12.2026`, as a spreadsheet of Kazakhstan shows the days that an export writes as `2026-12-31`."""
_NUMBERS = frozenset({*POINT, "error_m", "confidence"})
"""Columns of numbers, which spreadsheets spell in their own way: `3000.0` comes back as `3000`."""
_COLUMNS = {
    "expectedVersion": "version",
    "settlement_id": "settlement",
    "jurisdiction_unit_ids": "territory",
    "location": "longitude",
}
"""Argument of a patch to its column, where their names differ."""


def printed_cells(edition: Edition, office: Office) -> Mapping[str, str]:
    """The cells that today's export prints for the office, without the apostrophe and spaces around them."""
    return {column: text_of(cell.strip()) for column, cell in office_cells(edition, office).items()}


def changed_cells(cells: Mapping[str, str], printed: Mapping[str, str]) -> Mapping[str, str]:
    """The filled cells whose value differs from the export; if one coordinate differs, both.

    Columns that find the office, and the two of hours, are left out.
    """
    changed = {
        column: cell
        for column, cell in cells.items()
        if cell
        and column not in (*_FOUND_BY, "hours", "opening_hours")
        and not _says(column, cell, printed[column])
    }
    if not changed.keys().isdisjoint(POINT):
        changed |= {column: cells[column] for column in POINT}
    return changed


def _says(column: str, cell: str, printed: str) -> bool:
    """Whether a cell means the printed value.

    True if both texts are equal, if the cell is `-` and nothing is printed, if the cell is the printed day
    written as `31.12.2026`, or, in a column of numbers, if both are the same number.
    """
    if cell == printed or (cell == CLEARED and not printed):
        return True
    day = _DAY.fullmatch(cell)
    if day is not None:
        return printed == f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}"
    if column not in _NUMBERS:
        return False
    try:
        return float(cell.replace(",", ".")) == float(printed)
    except ValueError:
        return False


def fixed_problem(column: str, printed: str) -> Problem:
    """The problem of a line that changes a derived column.

    The message quotes `printed`, the value to keep.
    """
    message = (
        f"this column cannot be changed by import: {column}; leave the cell empty, or as the export prints "
        f"it ({printed[:100] or 'empty'})"
    )
    return Problem(UserErrorCode.INVALID, message, (column,))


def hours_given(cells: Mapping[str, str], printed: Mapping[str, str]) -> str:
    """The general hours that the columns `hours` and `opening_hours` give. "" means unchanged, `-` clears.

    Raises RefusedError if the columns contradict each other, or if `hours` changes the hours of a desk.
    """
    given, other = cells.get("hours", ""), cells.get("opening_hours", "")
    other = other if other == CLEARED else as_notation(other)
    if not given:
        return other
    try:
        general = general_hours(given, printed["hours"])
        general = general if general == CLEARED else as_notation(general)
    except UnusableValueError as error:
        raise refuse(UserErrorCode.INVALID, str(error), "hours") from None
    if given == printed["hours"] and general == CLEARED:
        return other  # hours of a desk, which are not the office's own
    if other and not tell_the_same(general, other):
        message = f"hours and opening_hours say different things, {general} and {other}: fill one of them"
        raise refuse(UserErrorCode.INVALID, message, "hours")
    return "" if given == printed["hours"] else general


def in_columns(problems: Iterable[Problem], cells: Mapping[str, str]) -> Iterable[Problem]:
    """Problems of a patch, with columns of the CSV text in their paths instead of arguments."""
    columns = _COLUMNS | ({"opening_hours": "hours"} if cells.get("hours") else {})
    for problem in problems:
        path = problem.path[1:] if problem.path[:1] in (("patch",), ("office",)) else problem.path
        if path == ("contacts",):
            path = (_contact_column(problem.message, cells),)
        yield replace(problem, path=tuple(columns.get(step, step) for step in path))


def _contact_column(message: str, cells: Mapping[str, str]) -> str:
    """The contact column whose value is refused with this message.

    If no column has such a value: the first filled contact column. If none is filled: `contacts`.
    """
    filled = {column: cells[column] for column in _CONTACTS if cells.get(column)}
    for column, given in filled.items():
        for value in given.split("|") if given != CLEARED else ():
            try:
                read_contact(_CONTACTS[column], value.strip())
            except UnusableValueError as error:
                if str(error) == message:
                    return column
    return next(iter(filled), "contacts")


def patch_of(office: Office, cells: Mapping[str, str], hours: str) -> Iterable[tuple[str, Any]]:
    """Pairs of argument and value of a patch for the changed cells; None clears.

    Raises RefusedError for a bad cell.
    """
    texts = {name: cells.get(name, "") for name in _TEXTS} | {"opening_hours": hours}
    for name, text in texts.items():
        if text:
            yield name, None if text == CLEARED else text
    if cells.get("kind"):
        yield "kind", _kind(cells["kind"])
    yield from _units(cells)
    if cells.get("longitude") or cells.get("latitude"):
        yield "location", _location(cells["longitude"], cells["latitude"])
    if any(cells.get(column) for column in _CONTACTS):
        yield "contacts", list(_contacts(office, cells))


def _kind(given: str) -> OfficeKind:
    if given not in list(OfficeKind):
        message = f"{given[:50]!r} is not one of {', '.join(OfficeKind)}"
        raise refuse(UserErrorCode.INVALID, message, "kind")
    return OfficeKind(given)


def _units(cells: Mapping[str, str]) -> Iterable[tuple[str, Any]]:
    """The arguments for the settlement and the territory.

    Raises RefusedError for a bad id and for two settlements.
    """
    for column, argument in (("settlement", "settlement_id"), ("territory", "jurisdiction_unit_ids")):
        given = cells.get(column, "")
        if given == CLEARED:
            yield argument, None
        elif given:
            units = [slug_given(each, None, column) for each in given.split("|")]
            if column == "settlement" and len(units) > 1:
                message = f"an office stands in one settlement, not in {len(units)}"
                raise refuse(UserErrorCode.INVALID, message, column)
            yield argument, units[0] if column == "settlement" else units


def _contacts(office: Office, cells: Mapping[str, str]) -> Iterable[tuple[ContactKind, str]]:
    """All contacts of the office: new values for filled columns, the current ones for the others."""
    columns = {kind: column for column, kind in _CONTACTS.items()}
    for kind in CONTACT_FIELDS:
        given = cells.get(columns.get(kind, ""), "")
        if not given:
            yield from ((kind, contact.value) for contact in office.contacts if contact.kind is kind)
        elif given != CLEARED:
            yield from ((kind, value.strip()) for value in given.split("|"))


def _location(longitude: str, latitude: str) -> tuple[float, float] | None:
    """Longitude and latitude in degrees; None if both cells are `-`. Raises RefusedError for other texts."""
    if (longitude, latitude) == (CLEARED, CLEARED):
        return None
    if not (_DEGREES.fullmatch(longitude) and _DEGREES.fullmatch(latitude)):
        message = f"{longitude[:50]!r} and {latitude[:50]!r} are not degrees"
        raise refuse(UserErrorCode.INVALID, message, "longitude")
    return float(longitude.replace(",", ".")), float(latitude.replace(",", "."))


def slug_given(given: str, kind: str | None, column: str) -> str:
    """The slug of a global id (`Office:slug`), or the slug itself.

    Raises RefusedError for another prefix than `kind`; None accepts any.
    """
    prefix, colon, slug = given.strip().partition(":")
    if colon and (kind is None or prefix == kind):
        return slug
    if colon or not prefix:
        raise refuse(UserErrorCode.INVALID, f"{given[:100]!r} is not an id of this column", column)
    return prefix
