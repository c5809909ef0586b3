"""Splits a text into the name of a place and the names of its surroundings.

People write the village first in a sentence and last on an envelope; addresses mark the parts with words. All
sensible readings are tried, the likeliest first. No part of a text is lost: it is the place, part of the
surroundings, or listed as left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from geo.addresses.address_words import region_abbreviations
from geo.addresses.line_parts import LinePart, PartKind, line_parts
from geo.addresses.reading import AddressParts, parse_address
from geo.names.latin_words import with_type_words
from geo.names.toponyms import clean, strip_type
from model.enums import Language
from model.languages import language_of

LONGEST = 400
"""No address in the acts is as long; a longer text is not a place."""
_ONE_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
"""The form of most names; also `KZ-AKM`, but no address."""
_FEWEST_LETTERS = 2
_MOST_HEADS = 5
"""Number of parts of a text that are tried as the place."""
_MOST_NAMED = 8
"""Most names in one text; an address has fewer, and each is searched."""


class Reading(NamedTuple):
    """One way to read a text: `head` is the place meant and `around` its surroundings, both as printed.

    `street` is the way to a house, which is never located.
    """

    head: str
    around: tuple[str, ...] = ()
    street: str | None = None
    postcode: str | None = None


def readings_of(text: str, language: Language | None = None) -> tuple[Reading, ...]:
    """Possible readings of a text as a place, the likeliest first.

    Empty for a text of more than 400 characters, and for a text that has no digit and fewer than two letters.
    Without `language` it is detected from the text.
    """
    if len(text) > LONGEST or (
        sum(map(str.isalpha, text)) < _FEWEST_LETTERS and not any(map(str.isdigit, text))
    ):
        return ()  # before the cache of the latest texts: long ones would fill the memory
    return _readings(text, language)


@lru_cache(maxsize=4096)
def _readings(text: str, language: Language | None) -> tuple[Reading, ...]:
    """The possible readings, the likeliest first; a single word is not split."""
    if _ONE_WORD.fullmatch(text) and text not in region_abbreviations():
        return (Reading(text),)
    line = with_type_words(_printable(text))
    parts = line_parts(line)
    ways = [part.text for part in parts if part.kind is PartKind.WAY]
    way = ", ".join(ways) or None
    found = _listed(parts, way)
    if ways or any(map(str.isdigit, line)):
        address = parse_address(", ".join(part.text for part in parts), language or language_of(line))
        read = _of_address(address, parts, way)
        found = [*read, *found] if ways and address.locality is not None else [*found, *read]
    return tuple(dict.fromkeys(found))


def _printable(text: str) -> str:
    """The text with a blank for each control character and surrogate."""
    if text.isprintable():
        return text
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in text)


def _listed(parts: Iterable[LinePart], street: str | None) -> list[Reading]:
    """A reading for each part that may be the place, with the other parts as its surroundings.

    A post code is the place only without other parts; empty for more than eight names.
    """
    kept = [part for part in parts if part.kind not in (PartKind.WAY, PartKind.POSTCODE)]
    postcode = next((part.text for part in parts if part.kind is PartKind.POSTCODE), None)
    named = [part for part in kept if part.kind is not PartKind.COUNTRY]
    heads = _heads(kept) if len(named) <= _MOST_NAMED else []
    if not heads:
        return [Reading(postcode, (), street, postcode)] if postcode is not None else []
    return [
        Reading(head.text, tuple(part.text for part in named if part is not head), street, postcode)
        for head in heads
    ]


def _heads(kept: list[LinePart]) -> list[LinePart]:
    """The parts that may be the place, the likeliest first, at most five.

    Those with a word for a populated place come first, then bare names and towns. Codes and territories
    follow where such parts are missing.
    """

    def of(kind: PartKind) -> list[LinePart]:
        return [part for part in kept if part.kind is kind]

    heads = [*of(PartKind.PLACE), *_ends_first(of(PartKind.BARE)), *of(PartKind.TOWN)]
    if not heads:
        # A village may have the name of the country.
        heads = [*of(PartKind.CODE), *of(PartKind.COUNTRY)]
    if not heads or not of(PartKind.PLACE):
        # `г. Астана, р-н Есиль` is the district of the city.
        heads += _ends_first(of(PartKind.TERRITORY))
    return [head for head in heads if _has_name(head.text)][:_MOST_HEADS]


def _ends_first(parts: list[LinePart]) -> list[LinePart]:
    """The first part, the last part, then the others: people hardly ever put the place in the middle."""
    return [*parts[:1], *parts[1:][-1:], *parts[1:-1]]


def _has_name(head: str) -> bool:
    return any(map(str.isalnum, strip_type(head)[0]))


def _of_address(address: AddressParts, parts: Iterable[LinePart], way: str | None) -> list[Reading]:
    """The reading of an address by its announcing words; empty without a locality.

    Its other names become the surroundings. `way` is the way to a house as the person wrote it, with the
    numbers that the parts of an address lack.
    """
    if address.locality is None:
        return []
    wider = [part for part in (address.okrug, address.district, address.region) if part is not None]
    printed = {part.text: part.kind for part in parts}
    rest = [
        each
        for each in address.rest
        if strip_type(f"Икс {each}")[1] is None
        and any(map(str.isalpha, each))
        and printed.get(each) not in (PartKind.WAY, PartKind.COUNTRY)
    ]
    head = _with_kind(address.locality, address.locality_kind)
    around = tuple(dict.fromkeys((*wider, *rest)))
    return [Reading(head, around, _whole_way(address, way), address.postcode)] if _has_name(head) else []


def _whole_way(address: AddressParts, way: str | None) -> str | None:
    """The way to a house as written, with the street in front that only the announcing words reveal."""
    named = address.thoroughfare
    if way is None or named is None or named in way:
        return way or named
    return f"{named}, {way}"


def _with_kind(locality: str, kind: str | None) -> str:
    """The name with its type word, on the side where `strip_type` recognises that word."""
    if kind is None:
        return locality
    before = clean(f"{kind} {locality}")
    return before if strip_type(before)[1] is not None else clean(f"{locality} {kind}")
