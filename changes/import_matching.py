"""Finds the office that a line of a list means: by an identifier, or by its name in its place.

A name that exactly one open office in the line's place has identifies that office. Any other resemblance to
an office of the registry is a doubt, which a person decides: the same name with no place given, several of a
name, the same telephone, a similar name in the same place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from changes.import_outcomes import MatchedBy
from changes.problems import UserErrorCode, refuse
from geo.names.toponyms import exact_key
from model.edition import Edition, Office
from model.enums import ContactKind
from model.values.phones import parse_phones

MOST_CANDIDATES = 10
_SIMILAR = 85.0
"""Percent of similarity from which two names are alike, in any order of words (token_sort_ratio)."""


@dataclass(frozen=True, slots=True)
class Match:
    """The office of a line, or else the offices that it may mean. Both are empty for a new office."""

    office: Office | None = None
    matched_by: MatchedBy | None = None
    candidates: tuple[Office, ...] = ()


class OfficeFinder:
    """Finds offices of one edition by the cells of a line. Its indexes are built when it is made."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._by_name: dict[str, list[Office]] = {}
        self._by_phone: dict[str, list[Office]] = {}
        self._by_place: dict[str, list[Office]] = {}
        self._by_identifier: dict[str, list[Office]] = {}
        for office in edition.offices.values():
            for key in _names(name.value for name in office.names):
                self._by_name.setdefault(key, []).append(office)
            for contact in office.contacts:
                if contact.kind is ContactKind.PHONE:
                    self._by_phone.setdefault(contact.value, []).append(office)
            for unit in _places(office):
                self._by_place.setdefault(unit, []).append(office)
            for identifier in office.identifiers:
                self._by_identifier.setdefault(f"{identifier.scheme}:{identifier.value}", []).append(office)

    def match(self, cells: Mapping[str, str], place: str | None) -> Match:
        """The office that a line means; `place` is the id of its unit, None if unknown.

        Identifiers count first, then a name that one open office in the place has. Else candidates: the same
        name, the same phone, or a similar name in the place. Raises RefusedError for unknown identifiers.
        """
        names = _names(cells.get(column, "") for column in ("name_kk", "name_ru"))
        identified = self._identified(cells)
        bearing = [office for key in names for office in self._by_name.get(key, ())]
        if identified is not None:
            if len(identified) == 1 and cells.get("identifiers"):
                return Match(identified[0], MatchedBy.IDENTIFIER)
            named = [office for office in identified if office in bearing] if names else identified
            here = [office for office in named if place is None or place in _places(office)]
            if len(here) == 1:
                return Match(here[0], MatchedBy.IDENTIFIER)
            return Match(candidates=_first(here or identified)) if identified else Match()
        here = [] if place is None else _first_of(bearing, place)
        open_here = [office for office in here if office.closed_on is None]
        if len(open_here) == 1:
            return Match(open_here[0], MatchedBy.NAME_AND_PLACE)
        doubts = here or ([] if place is not None else bearing)
        return Match(candidates=_first([*doubts, *self._alike(cells, names, place)]))

    def bears_bin(self, office: Office, given: str) -> bool:
        """Whether the body that the office belongs to has this business identification number (BIN)."""
        body = self._edition.organizations.get(office.organization_id or "")
        return body is not None and body.bin == given

    def body_of(self, given: str) -> str:
        """The id of the body with this business identification number.

        Raises RefusedError if there is none.
        """
        for body in self._edition.organizations.values():
            if body.bin == given:
                return body.id
        message = f"no body of the registry has the business identification number {given[:50]!r}"
        raise refuse(UserErrorCode.NOT_FOUND, message, "bin")

    def _identified(self, cells: Mapping[str, str]) -> list[Office] | None:
        """Offices that have all identifiers of the line, and belong to the body of its number.

        None if the line gives neither identifiers nor a BIN. Raises RefusedError for an unknown identifier.
        """
        found: list[Office] | None = None
        for one in filter(None, (part.strip() for part in cells.get("identifiers", "").split("|"))):
            offices = self._by_identifier.get(one)
            if not offices:
                message = f"no office has the identifier {one[:100]!r}, and it cannot be set by import"
                raise refuse(UserErrorCode.NOT_FOUND, message, "identifiers")
            found = offices if found is None else [office for office in found if office in offices]
        if cells.get("bin"):
            body = self.body_of(cells["bin"])
            own = [office for office in self._edition.offices.values() if office.organization_id == body]
            found = own if found is None else [office for office in found if office in own]
        return found

    def _alike(self, cells: Mapping[str, str], names: set[str], place: str | None) -> Iterable[Office]:
        """Offices with a phone of the line anywhere, then offices of the place with a similar name."""
        for part in cells.get("phones", "").split("|"):
            for number in parse_phones(part.strip()[:_LONGEST]).numbers if part.strip() else ():
                yield from self._by_phone.get(number.dialled, ())
        if place is None:
            return
        for office in self._by_place.get(place, ()):
            own = _names(name.value for name in office.names)
            if any(fuzz.token_sort_ratio(mine, given) >= _SIMILAR for mine in own for given in names):
                yield office


_LONGEST = 200
"""Most characters of a telephone number that are read."""


def _names(values: Iterable[str]) -> set[str]:
    return {exact_key(value) for value in values if value.strip()} - {""}


def _places(office: Office) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (office.located_in, *office.territory_ids))))


def _first_of(offices: Iterable[Office], place: str) -> list[Office]:
    return list({office.id: office for office in offices if place in _places(office)}.values())


def _first(offices: Iterable[Office]) -> tuple[Office, ...]:
    return tuple({office.id: office for office in offices}.values())[:MOST_CANDIDATES]
