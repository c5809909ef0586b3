"""Reads the places of a line: ids of units, codes of KATO (the state classifier of units), or names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from changes.change_service import ChangeContext
from changes.problems import UserErrorCode, refuse
from geo.exports.facts import unit_ref
from geo.locator.places import PlaceQuery

_COLUMNS = ("settlement", "territory")
_KATO = re.compile(r"\d{9}")
_LONGEST = 300
"""Most characters of a name that is looked up."""


def placed_cells(context: ChangeContext, cells: Mapping[str, str]) -> Mapping[str, str]:
    """The cells with ids of units in place of codes and names, in the columns settlement and territory.

    Several places in a cell are separated by a vertical bar. Empty cells and `-` stay. Raises RefusedError if
    no place or several places have a name; the message lists the ids of up to 10.
    """
    placed = dict(cells)
    for column in _COLUMNS:
        if cells.get(column) and cells[column] != "-":
            placed[column] = "|".join(_id(context, each.strip(), column) for each in cells[column].split("|"))
    return placed


def unit_of_line(context: ChangeContext, cells: Mapping[str, str]) -> str | None:
    """The unit that contains the line's office, else the first unit that it serves.

    None if both are unknown.
    """
    for column in _COLUMNS:
        given = cells.get(column, "").split("|")[0].strip()
        unit = context.edition.current_id(given.rpartition(":")[2])
        if unit in context.edition.units:
            return unit
    return None


def _id(context: ChangeContext, given: str, column: str) -> str:
    """The global id for a KATO code or a name. An id, an empty text and a text above 300 characters stay.

    Raises RefusedError if no place or several places have the code or name.
    """
    edition = context.edition
    if ":" in given or edition.current_id(given) in edition.units or len(given) > _LONGEST or not given:
        return given
    query = PlaceQuery(kato_code=given) if _KATO.fullmatch(given) else PlaceQuery(name=given)
    units = context.patches.place(query).units
    if len(units) == 1:
        return unit_ref(units[0])
    if not units:
        raise refuse(UserErrorCode.NOT_FOUND, f"no place is called {given[:100]!r}", column)
    named = ", ".join(unit_ref(unit) for unit in units[:10])
    message = f"{given[:100]!r} may be {named}: write the id, or the district with the name"
    raise refuse(UserErrorCode.INVALID, message, column)
