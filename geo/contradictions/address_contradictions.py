"""Addresses of one office that differ in more than spelling: another settlement, street or house."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from geo.addresses.reading import parse_address
from geo.names.remembered import remembered
from geo.names.toponyms import mild_key, skeleton_key, strip_type
from model.contact_contradictions import Contradiction, ContradictoryValue
from model.edition import Edition, Office, Provenance
from model.enums import Language

_ALIKE = 72.0
"""Likeness (0-100) of folded names from which two spellings count as one name here."""
_FIELDS = {"address_ru": Language.RU, "address_kk": Language.KK}


@dataclass(frozen=True, slots=True)
class _Side:
    """An address split into parts and folded."""

    printed: Provenance
    language: Language
    locality: str
    street: str
    house: str


def address_contradictions(office: Office, edition: Edition) -> tuple[Contradiction, ...]:
    """The contradictions between the rows of an office on its address; empty if the rows agree.

    `locality` is the settlement, `address` the street and house. Streets are compared inside one
    language, because acts translate them (Победа is Жеңіс); houses and settlements across languages too.
    Several names of one unit are one settlement.
    """
    printed = [one for one in office.provenance if one.field in _FIELDS and one.citation is not None]
    if len({(one.field, one.value) for one in printed}) < 2:
        return ()  # equal texts agree, and reading an address takes long
    sides = [_side(one) for one in printed]
    shown = next((side for side in sides if side.printed.wins), None)
    if shown is None:
        return ()
    others = [side for side in sides if not side.printed.wins or side.language is not shown.language]
    names = _names_of(office, edition)
    elsewhere = [side for side in others if _is_elsewhere(shown, side, names)]
    moved = [side for side in others if side not in elsewhere and _is_moved(shown, side)]
    contradictions = []
    for field, against in (("locality", elsewhere), ("address", moved)):
        if against:
            contradictions.append(_contradiction(office.id, field, shown, against))
    return tuple(contradictions)


def _contradiction(office_id: str, field: str, shown: _Side, against: list[_Side]) -> Contradiction:
    """The contradiction of the address that is shown with others; `field` says in what they differ."""
    values = tuple(
        ContradictoryValue(side.printed.value, side.printed.citation, wins=side is shown)
        for side in (shown, *against)
        if side.printed.citation is not None
    )
    rule = next((side.printed.rule for side in against if not side.printed.wins), shown.printed.rule)
    return Contradiction(f"{office_id}:{field}", office_id, None, field, values, rule)


def _side(one: Provenance) -> _Side:
    language = _FIELDS[one.field]
    return _Side(one, language, *_PARTS[language](one.value))


def _parts(full: str, language: Language) -> tuple[str, str, str]:
    """Folded locality, folded street and the first digits of the house.

    A part that is not printed is empty.
    """
    parts = parse_address(full, language)
    locality = strip_type(parts.locality or "")[0]
    digits = re.match(r"\d+", parts.house or "")
    return locality, mild_key(parts.thoroughfare or ""), digits[0] if digits else ""


@remembered
def russian_parts(full: str) -> tuple[str, str, str]:
    """Locality, street and house number of an address in Russian, as `_parts` folds them."""
    return _parts(full, Language.RU)


@remembered
def kazakh_parts(full: str) -> tuple[str, str, str]:
    """Locality, street and house number of an address in Kazakh, as `_parts` folds them."""
    return _parts(full, Language.KK)


_PARTS = {Language.RU: russian_parts, Language.KK: kazakh_parts}


def _names_of(office: Office, edition: Edition) -> frozenset[str]:
    unit = edition.units.get(office.located_in or "")
    return frozenset(mild_key(name.value) for name in unit.names) if unit is not None else frozenset()


def _is_elsewhere(one: _Side, other: _Side, names: frozenset[str]) -> bool:
    """Whether two addresses name different places.

    Spellings of one name and several names of the office's unit are one place; an absent locality differs
    from none.
    """
    if not (one.locality and other.locality) or _is_one_name(one.locality, other.locality):
        return False
    return not (mild_key(one.locality) in names and mild_key(other.locality) in names)


def _is_one_name(one: str, other: str) -> bool:
    """Whether two names are one in different spellings, or one contains the other."""
    left, right = mild_key(one), mild_key(other)
    if left in right or right in left or skeleton_key(one) == skeleton_key(other):
        return True
    return fuzz.ratio(left, right) >= _ALIKE


def _is_moved(one: _Side, other: _Side) -> bool:
    """Whether the streets differ in more than spelling, or the house numbers differ.

    Streets are compared in one language only; an absent part differs from nothing.
    """
    if one.language is other.language and one.street and other.street:
        short, long = sorted((one.street, other.street), key=len)
        # `Абылай хана` and `пр. Абылай хана`: one contains the other, word for word.
        if short not in long and fuzz.token_set_ratio(short, long) < _ALIKE:
            return True
    return bool(one.house and other.house) and one.house != other.house
