"""A text taken apart into the name of a place and the names of what lies around it.

People write the village first in a sentence and last on an envelope; addresses say with words which part is
which. All readings that make sense are tried, the likeliest first.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from geo.addresses.reading import AddressParts, parse_address
from geo.locator.places import parts_of
from geo.names.toponyms import clean, strip_type
from model.enums import Language
from model.languages import language_of

LONGEST = 400
"""Characters of the longest address in the acts are fewer; a longer text is no place."""
_FEWEST_LETTERS = 2

# Words that English texts put behind a name, as the type words of geo.type_words.
_ENGLISH = (
    (
        re.compile(r"\b(\w[\w'’ -]*?) (?:rural district|rural okrug|okrug)\b", re.IGNORECASE),
        r"\1 сельский округ",
    ),
    (re.compile(r"\b(\w[\w'’ -]*?) (?:district|raion|rayon)\b", re.IGNORECASE), r"\1 район"),
    (re.compile(r"\b(\w[\w'’ -]*?) (?:region|oblast|province)\b", re.IGNORECASE), r"\1 область"),
    (re.compile(r"\b(\w[\w'’ -]*?) (?:city|town)\b", re.IGNORECASE), r"г. \1"),
    (re.compile(r"\b(\w[\w'’ -]*?) (?:village|aul|auyl)\b", re.IGNORECASE), r"с. \1"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """`head` is the place meant and `around` what it lies in, both as printed; a street is never placed."""

    head: str
    around: tuple[str, ...] = ()
    street: str | None = None


def readings_of(text: str, language: Language | None = None) -> tuple[Reading, ...]:
    """Readings of a text as a place, likeliest first; none for a text that can be no place."""
    if len(text) > LONGEST or sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        return ()  # before what keeps the latest texts: long ones would fill the memory
    return _readings(text, language)


@lru_cache(maxsize=4096)
def _readings(text: str, language: Language | None) -> tuple[Reading, ...]:
    line = _printable(text)
    for english, word in _ENGLISH:
        line = english.sub(word, line)
    address = parse_address(line, language or language_of(line))
    listed = [
        Reading(part, tuple(parts[:at] + parts[at + 1 :]))
        for parts in (parts_of(line),)
        for at, part in enumerate(parts)
        if at in (0, len(parts) - 1)
    ]
    from_address = _of_address(address)
    is_address = (
        address.street is not None or address.postcode is not None or address.microdistrict is not None
    )
    found = [*from_address, *listed] if is_address else [*listed, *from_address]
    return tuple(dict.fromkeys(reading for reading in found if _has_name(reading.head)))


def _printable(text: str) -> str:
    """Without control characters, which no name has."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in text)


def _has_name(head: str) -> bool:
    return any(map(str.isalpha, strip_type(head)[0]))


def _of_address(address: AddressParts) -> list[Reading]:
    wider = [part for part in (address.okrug, address.district, address.region) if part is not None]
    if address.locality is not None:
        head = _with_kind(address.locality, address.locality_kind)
        return [Reading(head, tuple(wider), address.thoroughfare)]
    return [Reading(wider[0], tuple(wider[1:]), address.thoroughfare)] if wider else []


def _with_kind(locality: str, kind: str | None) -> str:
    """The name with its type word on the side where that word is understood."""
    if kind is None:
        return locality
    before = clean(f"{kind} {locality}")
    return before if strip_type(before)[1] is not None else clean(f"{locality} {kind}")
