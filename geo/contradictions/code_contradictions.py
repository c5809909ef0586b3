"""Phone codes and postcodes that contradict the district an office is in.

A raion has one phone code (five digits after +7) and one stock of postcodes (their first four digits): the
rows of its own akims show which. Cities share theirs with the raions around them and are left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from model.contact_contradictions import Contradiction, ContradictoryValue, Finding
from model.edition import Citation, Edition, Office, Unit
from model.enums import Level
from model.lookup_places import MisplacedRows, Places
from model.lookups import lookup

_AKIMATS = frozenset({"district_akimat", "okrug_akimat"})
_GEOGRAPHIC = ("+771", "+772")
"""Prefixes of numbers that belong to a place; the others are mobile."""
_FIELDS = ("phones", "postal_code")
_FEWEST = 3
"""Number of offices that must agree to prove a code."""
_SHARE = 0.8
"""Share of a code's offices that must lie in one district for the code to be that district's."""


@dataclass(frozen=True, slots=True)
class _Code:
    """A code and the printed row of an office that shows it."""

    office: Office
    district: str
    value: str
    printed: str
    citation: Citation


def shown_codes(edition: Edition, office: Office) -> Hashable:
    """What an office contributes to the contradictions of codes.

    If the result is equal before and after a change, no contradiction changes. The office may be of this
    edition or of another edition with the same units.
    """
    codes = (
        (code.district, code.value, code.printed, code.citation)
        for field in _FIELDS
        for code in _codes_of(edition, office, field)
    )
    return office.category, office.citations, tuple(codes)


def code_contradictions(edition: Edition) -> list[Contradiction]:
    """The contradictions of codes and districts, of three kinds.

    Departments have a code that no akim of their raion has, akims of okrugs have another raion's codes,
    rows are printed under another district.
    """
    phones, postcodes = (
        [code for office in edition.offices.values() for code in _codes_of(edition, office, field)]
        for field in _FIELDS
    )
    return [
        *_departments(edition, phones),
        *_strays(edition, phones, postcodes),
        *_misplaced(edition),
    ]


def _codes_of(edition: Edition, office: Office, field: str) -> Iterable[_Code]:
    """The codes of an office in one field, each with its printed source; none for an office of a city."""
    district = _raion_of(edition, office)
    if district is None:
        return
    for source in office.provenance:
        if source.field != field or source.citation is None:
            continue
        for value in source.value.split(", "):
            code = _code(field, value)
            if code:
                yield _Code(office, district.id, code, value, source.citation)


def _code(field: str, value: str) -> str:
    """The first four digits of a postcode, or the five after +7 of a landline; empty for a mobile number."""
    if field == "postal_code":
        return value[:4]
    return value[2:7] if value.startswith(_GEOGRAPHIC) else ""


def _raion_of(edition: Edition, office: Office) -> Unit | None:
    """The raion an office is responsible for, or lies in.

    None for an office of a city, of a district of a city or of a region.
    """
    unit = edition.units.get(office.territory_id or office.located_in or "")
    while unit is not None and unit.level is not Level.DISTRICT:
        unit = edition.units.get(unit.parent_id or "")
    if unit is None:
        return None
    is_of_city = any(one.names[0].value.startswith("город") for one in (unit, *edition.ancestors(unit.id)))
    return None if is_of_city else unit


def _departments(edition: Edition, codes: list[_Code]) -> list[Contradiction]:
    """Offices with a code that no akim of their raion has.

    Only where three codes of akims there agree; one contradiction at most for each office.
    """
    of_akims: dict[str, Counter[str]] = defaultdict(Counter)
    example: dict[tuple[str, str], _Code] = {}
    for code in codes:
        if code.office.category in _AKIMATS:
            of_akims[code.district][code.value] += 1
            example.setdefault((code.district, code.value), code)
    by_id: dict[str, Contradiction] = {}
    for code in codes:
        counted = of_akims[code.district]
        if code.office.category in _AKIMATS or not counted or code.value in counted:
            continue
        own, votes = counted.most_common(1)[0]
        if votes < _FEWEST:
            continue
        akim = example[code.district, own]
        values = (
            ContradictoryValue(code.printed, code.citation, wins=True),
            ContradictoryValue(akim.printed, akim.citation, wins=False),
        )
        key = f"{code.office.id}:area_code"
        by_id.setdefault(
            key,
            Contradiction(key, code.office.id, None, "area_code", values, Finding.OWN_PRINT_KEPT.value),
        )
    return list(by_id.values())


def _strays(edition: Edition, phones: list[_Code], postcodes: list[_Code]) -> list[Contradiction]:
    """Akims of okrugs all of whose codes with a known raion belong to another raion.

    Codes that no raion owns do not count.
    """
    strays = []
    owners = [_owners(edition, codes) for codes in (phones, postcodes)]
    for office_codes in _by_office([*phones, *postcodes]).values():
        first = office_codes[0]
        if first.office.category != "okrug_akimat":
            continue
        claims = [
            (code, owner[code.value])
            for code in office_codes
            for owner in owners
            if code.value in owner and len(code.value) == (5 if owner is owners[0] else 4)
        ]
        against = [(code, other) for code, other in claims if other.district != code.district]
        if not against or len(against) < len(claims):
            continue
        code, other = against[0]
        values = (
            ContradictoryValue(_name(edition, code.district), code.citation, wins=True),
            ContradictoryValue(
                f"{_name(edition, other.district)} ({code.printed})", other.citation, wins=False
            ),
        )
        strays.append(
            Contradiction(
                f"{code.office.id}:district",
                code.office.id,
                None,
                "district",
                values,
                Finding.OWN_PRINT_KEPT.value,
            )
        )
    return strays


def _owners(edition: Edition, codes: list[_Code]) -> Mapping[str, _Code]:
    """Each code that belongs to one raion, with one of its rows.

    Three akims and 80 % of the code's akims must be in that raion.
    """
    districts: dict[str, dict[str, list[_Code]]] = defaultdict(lambda: defaultdict(list))
    for code in codes:
        if code.office.category in _AKIMATS:
            districts[code.value][code.district].append(code)
    owners = {}
    for value, by_district in districts.items():
        best = max(by_district.values(), key=lambda found: len({code.office.id for code in found}))
        offices = len({code.office.id for found in by_district.values() for code in found})
        own = len({code.office.id for code in best})
        if own >= _FEWEST and own >= _SHARE * offices:
            owners[value] = best[0]
    return owners


def _by_office(codes: list[_Code]) -> Mapping[str, list[_Code]]:
    found: dict[str, list[_Code]] = defaultdict(list)
    for code in codes:
        found[code.office.id].append(code)
    return found


def _misplaced(edition: Edition) -> list[Contradiction]:
    """Offices whose row is printed under another district, by the list `misplaced` of the lookup `Places`.

    Rules without a printed district, or whose district the act does not cite, are skipped.
    """
    misplaced = []
    for rule in lookup(Places).misplaced:
        meant = edition.units.get(rule.district)
        witness = (
            next((citation for citation in meant.citations if citation.act_id == rule.act), None)
            if meant
            else None
        )
        if (
            meant is None or witness is None or not rule.printed
        ):  # a row that names no district contradicts none
            continue
        for office in edition.offices.values():
            row = next((citation for citation in office.citations if _is_within(citation, rule)), None)
            if row is None:
                continue
            values = (
                ContradictoryValue(_name(edition, meant.id), witness, wins=True),
                ContradictoryValue(rule.printed, row, wins=False),
            )
            key = f"{office.id}:printed_district"
            misplaced.append(
                Contradiction(
                    key, office.id, None, "printed_district", values, Finding.MOVED_BY_EVIDENCE.value
                )
            )
    return misplaced


def _is_within(citation: Citation, rule: MisplacedRows) -> bool:
    return citation.line is not None and rule.holds(citation.act_id, citation.line)


def _name(edition: Edition, unit_id: str) -> str:
    names = edition.units[unit_id].names
    return names[0].value if names else unit_id
