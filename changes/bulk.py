"""Many changes from CSV text, in the columns of `kense export csv`: work for the desk.

The first line names the columns. `id` says which office, `version` which version of it was seen. An empty
cell leaves a field as it is, a lone `-` clears it, several values stand between `|`. Columns that an export
has and nobody changes (status, services, sources...) are passed over; an unknown column is refused by name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from changes.authority import Right, units_of
from changes.change_service import Case, Done
from changes.editing import Why, changes_of
from changes.fields import CONTACT_FIELDS
from changes.problems import Problem, RefusedError, UserErrorCode, refuse
from geo.exports.cells import text_of
from model.edition import Office
from model.enums import ContactKind, OfficeKind
from model.office_changes import FieldChange
from store.log.revisions import NewRevision, record_revisions

MOST_LINES = 1_000
MOST_CELL = 10_000
CLEARED = "-"
_TEXTS = ("category", "name_kk", "name_ru", "address_kk", "address_ru", "postal_code", "opening_hours")
_CONTACTS = {"phones": ContactKind.PHONE, "faxes": ContactKind.FAX, "emails": ContactKind.EMAIL}
_CONTACTS |= {"websites": ContactKind.WEBSITE}
_PASSED_OVER = frozenset(
    {
        "status",
        "services",
        "hours",
        "precision",
        "error_m",
        "confidence",
        "position_source_id",
        "position_attribution",
        "last_confirmed_on",
        "sources",
    }
)
_KNOWN = frozenset({"id", "version", "kind", "settlement", "territory", "latitude", "longitude"}) | {
    *_TEXTS,
    *_CONTACTS,
}
_COLUMNS = {
    "expectedVersion": "version",
    "settlement_id": "settlement",
    "jurisdiction_unit_ids": "territory",
    "location": "longitude",
}
"""Argument of a patch to the column that tells it, where the two are called differently."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    """Line of the text on which the row begins, 1 is the heading."""
    cells: Mapping[str, str]


def import_offices(case: Case, text: str, why: Why, *, partial: bool, confirmed: Collection[str]) -> Done:
    """Change the offices of all lines as one edition, or of the good ones. Raises RefusedError.

    Every bad line is named; without `partial` one bad line keeps all from being stored.
    """
    reason, evidence = why.checked()
    lines = _lines(text)
    problems: list[Problem] = []
    good: list[tuple[Office, tuple[FieldChange, ...]]] = []
    seen: dict[str, int] = {}
    for line in lines:
        try:
            office = _office(case, line, seen)
            changes = _changes(case, office, line, confirmed)
        except RefusedError as error:
            problems += [problem.under("csv", str(line.number)) for problem in error.problems]
            continue
        if changes:
            good.append((office, changes))
    if problems and not (partial and good):
        raise RefusedError(problems)
    if not good:
        raise refuse(UserErrorCode.INVALID, "no line changes anything", "csv")
    record_revisions(
        case.connection,
        [NewRevision(office.id, office.version, changes) for office, changes in good],
        case.actor,
        reason,
        evidence,
    )
    return Done(tuple(office.id for office, _ in good), problems=tuple(problems))


def _lines(text: str) -> list[_Line]:
    if "\x00" in text:
        raise refuse(UserErrorCode.INVALID, "the text holds NUL characters", "csv")
    try:
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
        heading = [name.strip() for name in next(reader, [])]
        _check_heading(heading)
        lines: list[_Line] = []
        begins = reader.line_num + 1
        for row in reader:
            if len(lines) == MOST_LINES:
                raise refuse(UserErrorCode.INVALID, f"at most {MOST_LINES} lines at once", "csv")
            if any(cell.strip() for cell in row):
                lines.append(_line(begins, heading, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise refuse(UserErrorCode.INVALID, f"the text is no CSV: {error}", "csv") from None
    if not lines:
        raise refuse(UserErrorCode.INVALID, "the text has no line below its heading", "csv")
    return lines


def _line(number: int, heading: list[str], row: list[str]) -> _Line:
    if len(row) != len(heading):
        message = f"{len(row)} cells, not the {len(heading)} of the heading"
        raise refuse(UserErrorCode.INVALID, message, "csv", str(number))
    if any(len(cell) > MOST_CELL for cell in row):
        raise refuse(
            UserErrorCode.INVALID, f"a cell is longer than {MOST_CELL} characters", "csv", str(number)
        )
    # An export puts an apostrophe before what a spreadsheet would calculate.
    return _Line(number, dict(zip(heading, (text_of(cell.strip()) for cell in row), strict=True)))


def _check_heading(heading: list[str]) -> None:
    unknown = [name for name in heading if name not in _KNOWN | _PASSED_OVER]
    if unknown:
        message = f"unknown columns: {', '.join(unknown)[:200]}; known are {', '.join(sorted(_KNOWN))}"
        raise refuse(UserErrorCode.INVALID, message, "csv", "1")
    if len(set(heading)) != len(heading):
        raise refuse(UserErrorCode.INVALID, "a column is named twice", "csv", "1")
    for needed in ("id", "version"):
        if needed not in heading:
            raise refuse(UserErrorCode.INVALID, f"the column {needed} is missing", "csv", "1")
    if ("latitude" in heading) != ("longitude" in heading):
        raise refuse(UserErrorCode.INVALID, "latitude and longitude come together", "csv", "1")


def _office(case: Case, line: _Line, seen: dict[str, int]) -> Office:
    office = case.office(_slug(line.cells["id"], "Office", "id"), "id")
    if office.id in seen:
        raise refuse(UserErrorCode.DUPLICATE, f"{office.id} stands on line {seen[office.id]} already", "id")
    seen[office.id] = line.number
    case.demand(Right.EDIT, units_of(office), "id")
    return office


def _changes(case: Case, office: Office, line: _Line, confirmed: Collection[str]) -> tuple[FieldChange, ...]:
    version = line.cells["version"]
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise refuse(UserErrorCode.INVALID, f"{version[:50]!r} is no version of an office", "version")
    patch = dict(_patch(office, line.cells))
    if not case.patches.read(patch, office).changes and not case.patches.read(patch, office).problems:
        case.demand_version(office, int(version), (), "version")
        return ()
    try:
        return changes_of(case, office, int(version), patch, confirmed)
    except RefusedError as error:
        # A caller of the text thinks in columns: the argument of the patch bears the column's name.
        raise RefusedError(_in_columns(error.problems), error.conflict) from None


def _in_columns(problems: Iterable[Problem]) -> Iterable[Problem]:
    for problem in problems:
        path = problem.path[1:] if problem.path[:1] == ("patch",) else problem.path
        yield replace(problem, path=tuple(_COLUMNS.get(step, step) for step in path))


def _patch(office: Office, cells: Mapping[str, str]) -> Iterable[tuple[str, Any]]:
    for name in _TEXTS:
        if cells.get(name):
            yield name, None if cells[name] == CLEARED else cells[name]
    if cells.get("kind"):
        yield "kind", _kind(cells["kind"])
    yield from _units(cells)
    if cells.get("longitude") or cells.get("latitude"):
        location = _location(cells["longitude"], cells["latitude"])
        known = office.position
        # An exported point that nobody touched is no front door that somebody set.
        if location is None or known is None or location != (known.lon, known.lat):
            yield "location", location
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
    try:
        return float(longitude), float(latitude)
    except ValueError:
        message = f"{longitude[:50]!r} and {latitude[:50]!r} are not degrees"
        raise refuse(UserErrorCode.INVALID, message, "longitude") from None


def _slug(given: str, kind: str | None, column: str) -> str:
    """The slug of a global id, or the slug itself."""
    found, colon, slug = given.strip().partition(":")
    if colon and (kind is None or found == kind):
        return slug
    if colon or not found:
        raise refuse(UserErrorCode.INVALID, f"{given[:100]!r} is no id of this column", column)
    return found
