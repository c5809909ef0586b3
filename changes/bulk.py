"""Many changes from CSV text, in the columns of `kense export csv`: a change for the service.

The first line names the columns. `id` says which office, `version` which version of it was seen. An empty
cell leaves a field as it is, a lone `-` clears it, several values stand between `|`.

No cell is dropped without a word. One that says what the export prints of the office today changes nothing,
so that an export comes back as it went; any other is written, or refuses its line by the name of the column:
nobody changes by import what the registry works out (status, services, sources...). `hours` is the export's
column of all hours, `opening_hours` that of the general ones alone: a line that fills both says the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from changes.authority import Right, units_of
from changes.change_service import ChangeContext, ChangeResult
from changes.contacts import UnusableValueError, read_contact
from changes.editing import Why, permitted
from changes.fields import CONTACT_FIELDS
from changes.printed_hours import CLEARED, general_hours, tell_the_same
from changes.problems import Problem, RefusedError, UserErrorCode, refuse
from changes.sheet import Line, read_lines
from geo.exports.cells import text_of
from geo.exports.tables import office_cells
from model.edition import Edition, Office
from model.enums import ContactKind, OfficeKind
from model.office_changes import FieldChange
from store.log.revisions import NewRevision, record_revisions

_TEXTS = ("category", "name_kk", "name_ru", "address_kk", "address_ru", "postal_code")
_CONTACTS = {"phones": ContactKind.PHONE, "faxes": ContactKind.FAX, "emails": ContactKind.EMAIL}
_CONTACTS |= {"websites": ContactKind.WEBSITE}
_FIXED = (
    "status",
    "services",
    "precision",
    "error_m",
    "confidence",
    "position_source_id",
    "position_attribution",
    "last_confirmed_on",
    "sources",
)
"""Columns of an export that follow from others, or from what acts say: nobody changes them by import."""
_POINT = ("longitude", "latitude")
_WRITTEN = ("id", "version", "kind", "settlement", "territory", "hours", "opening_hours", *_POINT)
_KNOWN = frozenset({*_WRITTEN, *_TEXTS, *_CONTACTS, *_FIXED})
_DEGREES = re.compile(r"[+-]?[0-9]+([.][0-9]*)?(e[+-]?[0-9]{1,2})?", re.IGNORECASE)
_NUMBERS = frozenset({*_POINT, "error_m", "confidence"})
"""Columns of numbers, which spreadsheets spell in their own way: `3000.0` comes back as `3000`."""
_COLUMNS = {
    "expectedVersion": "version",
    "settlement_id": "settlement",
    "jurisdiction_unit_ids": "territory",
    "location": "longitude",
}
"""Argument of a patch to the column that tells it, where the two are called differently."""


@dataclass(slots=True)
class _Taken:
    """What became of the lines."""

    good: list[tuple[Office, tuple[FieldChange, ...]]] = field(default_factory=list)
    unchanged: int = 0
    """Lines that say what their offices say already."""
    problems: list[Problem] = field(default_factory=list)


def import_offices(
    context: ChangeContext, text: str, why: Why, *, partial: bool, confirmed: Collection[str]
) -> ChangeResult:
    """Change the offices of all lines as one edition, or of the good ones. Raises RefusedError.

    Every bad line is named; without `partial` one bad line keeps all from being stored. Where no line changes
    anything, nothing is stored.
    """
    reason, evidence = why.checked()
    taken = _take(context, read_lines(text, _KNOWN), confirmed)
    if taken.problems and not (partial and (taken.good or taken.unchanged)):
        raise RefusedError(taken.problems)
    if taken.good:
        revisions = [NewRevision(office.id, office.version, changes) for office, changes in taken.good]
        record_revisions(context.connection, revisions, context.actor, reason, evidence)
    return ChangeResult(
        tuple(office.id for office, _ in taken.good),
        unchanged=taken.unchanged,
        problems=tuple(taken.problems),
    )


def _take(context: ChangeContext, lines: Iterable[Line], confirmed: Collection[str]) -> _Taken:
    taken = _Taken()
    seen: dict[str, int] = {}
    for line in lines:
        try:
            office = _office(context, line, seen)
            changes = _changes(context, office, line, confirmed)
        except RefusedError as error:
            taken.problems += [problem.under("csv", str(line.number)) for problem in error.problems]
            continue
        if changes:
            taken.good.append((office, changes))
        else:
            taken.unchanged += 1
    return taken


def _office(context: ChangeContext, line: Line, seen: dict[str, int]) -> Office:
    office = context.office(_slug(line.cells["id"], "Office", "id"), "id")
    if office.id in seen:
        raise refuse(UserErrorCode.DUPLICATE, f"{office.id} stands on line {seen[office.id]} already", "id")
    seen[office.id] = line.number
    context.demand(Right.EDIT, units_of(office), "id")
    return office


def _changes(
    context: ChangeContext, office: Office, line: Line, confirmed: Collection[str]
) -> tuple[FieldChange, ...]:
    """What the line changes of the office. Raises RefusedError with all that is wrong with the line."""
    version = line.cells["version"]
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise refuse(UserErrorCode.INVALID, f"{version[:50]!r} is no version of an office", "version")
    printed = _printed(context.edition, office)
    changed = _changed(line.cells, printed)
    fixed = [_fixed(column, printed[column]) for column in changed if column in _FIXED]
    changes: tuple[FieldChange, ...] = ()
    try:
        read = context.patches.read(dict(_patch(office, changed, _hours(line.cells, printed))), office)
        # Whoever saw another version saw other cells, too: that comes first.
        context.demand_version(office, int(version), (change.field for change in read.changes), "version")
        if read.changes or read.problems:
            changes = permitted(context, office, int(version), read, confirmed)
    except RefusedError as error:
        told = fixed if error.conflict is None else []
        # A caller of the text thinks in columns: the argument of the patch bears the column's name.
        raise RefusedError([*told, *_in_columns(error.problems, line.cells)], error.conflict) from None
    if fixed:
        raise RefusedError(fixed)
    return changes


def _printed(edition: Edition, office: Office) -> Mapping[str, str]:
    """The cells that the export prints of the office today, as they come back."""
    return {column: text_of(cell.strip()) for column, cell in office_cells(edition, office).items()}


def _changed(cells: Mapping[str, str], printed: Mapping[str, str]) -> Mapping[str, str]:
    """The filled cells that say something else than the export prints; a point comes as a whole."""
    changed = {
        column: cell
        for column, cell in cells.items()
        if cell
        and column not in ("id", "version", "hours", "opening_hours")
        and not _says(column, cell, printed[column])
    }
    if not changed.keys().isdisjoint(_POINT):
        changed |= {column: cells[column] for column in _POINT}
    return changed


def _says(column: str, cell: str, printed: str) -> bool:
    if cell == printed or (cell == CLEARED and not printed):
        return True
    if column not in _NUMBERS:
        return False
    try:
        return float(cell) == float(printed)
    except ValueError:
        return False


def _fixed(column: str, printed: str) -> Problem:
    message = (
        f"this column cannot be changed by import: {column}; leave the cell empty, or as the export prints "
        f"it ({printed[:100] or 'empty'})"
    )
    return Problem(UserErrorCode.INVALID, message, (column,))


def _hours(cells: Mapping[str, str], printed: Mapping[str, str]) -> str:
    """The general hours as the two columns tell them; "" leaves them. Raises RefusedError."""
    given, other = cells.get("hours", ""), cells.get("opening_hours", "")
    if not given:
        return other
    try:
        general = general_hours(given, printed["hours"])
    except UnusableValueError as error:
        raise refuse(UserErrorCode.INVALID, str(error), "hours") from None
    if given == printed["hours"] and general == CLEARED:
        return other  # hours of a desk, which say nothing of the office's own
    if other and not tell_the_same(general, other):
        message = f"hours and opening_hours say different things, {general} and {other}: fill one of them"
        raise refuse(UserErrorCode.INVALID, message, "hours")
    return "" if given == printed["hours"] else general


def _in_columns(problems: Iterable[Problem], cells: Mapping[str, str]) -> Iterable[Problem]:
    columns = _COLUMNS | ({"opening_hours": "hours"} if cells.get("hours") else {})
    for problem in problems:
        path = problem.path[1:] if problem.path[:1] == ("patch",) else problem.path
        if path == ("contacts",):
            path = (_contact_column(problem.message, cells),)
        yield replace(problem, path=tuple(columns.get(step, step) for step in path))


def _contact_column(message: str, cells: Mapping[str, str]) -> str:
    """The column whose value is refused in these words, else the first that is filled."""
    filled = {column: cells[column] for column in _CONTACTS if cells.get(column)}
    for column, given in filled.items():
        for value in given.split("|") if given != CLEARED else ():
            try:
                read_contact(_CONTACTS[column], value.strip())
            except UnusableValueError as error:
                if str(error) == message:
                    return column
    return next(iter(filled), "contacts")


def _patch(office: Office, cells: Mapping[str, str], hours: str) -> Iterable[tuple[str, Any]]:
    """The arguments of a patch that changed cells tell."""
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
    for column, argument in (("settlement", "settlement_id"), ("territory", "jurisdiction_unit_ids")):
        given = cells.get(column, "")
        if given == CLEARED:
            yield argument, None
        elif given:
            units = [_slug(each, None, column) for each in given.split("|")]
            if column == "settlement" and len(units) > 1:
                message = f"an office stands in one settlement, not in {len(units)}"
                raise refuse(UserErrorCode.INVALID, message, column)
            yield argument, units[0] if column == "settlement" else units


def _contacts(office: Office, cells: Mapping[str, str]) -> Iterable[tuple[ContactKind, str]]:
    """All contacts of the office: those of columns that are filled, the others as they are."""
    columns = {kind: column for column, kind in _CONTACTS.items()}
    for kind in CONTACT_FIELDS:
        given = cells.get(columns.get(kind, ""), "")
        if not given:
            yield from ((kind, one.value) for one in office.contacts if one.kind is kind)
        elif given != CLEARED:
            yield from ((kind, value.strip()) for value in given.split("|"))


def _location(longitude: str, latitude: str) -> tuple[float, float] | None:
    if (longitude, latitude) == (CLEARED, CLEARED):
        return None
    if not (_DEGREES.fullmatch(longitude) and _DEGREES.fullmatch(latitude)):
        message = f"{longitude[:50]!r} and {latitude[:50]!r} are not degrees"
        raise refuse(UserErrorCode.INVALID, message, "longitude")
    return float(longitude), float(latitude)


def _slug(given: str, kind: str | None, column: str) -> str:
    """The slug of a global id, or the slug itself."""
    found, colon, slug = given.strip().partition(":")
    if colon and (kind is None or found == kind):
        return slug
    if colon or not found:
        raise refuse(UserErrorCode.INVALID, f"{given[:100]!r} is no id of this column", column)
    return found
