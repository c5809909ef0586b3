"""A line that names a place, cut into its parts: the place, what lies around it, and the way to a house.

People write from small to big or from big to small, with commas or without. A line is cut at commas, after
the word for a territory (`Аккольский район`), and before a word that announces a place (`село`) or a way.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import NamedTuple

from geo.addresses.address_words import LOCALITIES, address_words, region_abbreviations
from geo.addresses.reading import house_number
from geo.names.remembered import remembered
from geo.names.russian import AROUND_WORD, TERRITORY_ADJECTIVE, territory_nominative
from geo.names.toponyms import TypeWord, clean, mild_key, strip_type
from model.lookup_words import AddressWords
from model.lookups import lookup

MOST_PARTS = 16
"""Parts of one line that are read; addresses have fewer, and each costs work."""


class PartKind(StrEnum):
    """What a part of a line denotes."""

    PLACE = "PLACE"
    """With a word for a populated place: `с. Кына`."""
    TOWN = "TOWN"
    BARE = "BARE"
    """A name without an announcing word."""
    TERRITORY = "TERRITORY"
    """A region, a district or an okrug with its type word."""
    CODE = "CODE"
    """A code of the classifier or of ISO 3166-2."""
    POSTCODE = "POSTCODE"
    COUNTRY = "COUNTRY"
    WAY = "WAY"
    """Street, micro-district, house or room."""


class LinePart(NamedTuple):
    """One part of a line as printed, its adjectives in the nominative."""

    text: str
    kind: PartKind


_POSTCODE = re.compile(r"(?<![\w/-])(\d{6}|\d{3} \d{3})(?![\w/-])")
_CODE = re.compile(r"(?:(?:КАТО|KATO)\s*)?(\d{9})|(?P<iso>KZ-(?:\d{2}|[A-Z]{3}))", re.IGNORECASE)
_CAPITAL = '[№«"А-ЯЁӘҒҚҢӨҰҮҺІA-Z\\d]'
_MULTI_OKRUG = r"(?:сельск|аульн|поселков)\w+\s+округ\w*|с\.\s?о\.?|с/о|а/о"
_ADJECTIVE_TERRITORY = re.compile(
    rf"(?<![^\s,(])({TERRITORY_ADJECTIVE}\s+(?:район\w{{0,2}}|р-он\w?|р-н\w?|област\w|обл\.?|{_MULTI_OKRUG}))"
    r"(?=\s+[^\s,(])",
    re.IGNORECASE,
)
_KAZAKH_TERRITORY = re.compile(
    r"(\b(?:(?:облысы|ауданы|қаласы|округі|кенті|ауылы)(?:ның|нің|нда|нде)?|ауд\.)|(?<=\w\s)обл\.)(?=\s+[^\s,(])",
    re.IGNORECASE,
)
_PLACE_AHEAD = re.compile(
    r"(?<=[^\s,(])(?<!\bул\.)(?<!\bим\.)\s+(?=(?:село|аул|ауыл|город|пос[её]лок|станция|разъезд"
    rf"|рзд\.?|пос\.|с\.|а\.|г\.|п\.|ст\.)\s*{_CAPITAL})"
)
_TERRITORY_AHEAD = re.compile(rf"(?<=[^\s,(])\s+(?=(?:район|область|обл\.)\s+{_CAPITAL})", re.IGNORECASE)
_WAY_AHEAD = re.compile(
    r"(?<=[^\s,(])\s+(?=(?:ул\.?|улица|просп\.?|пр\.|пр-т|проспект|пер\.|переулок|дом|д\.|кв\.?|квартира)\s"
    r"|\d{1,3}[\s-]?(?:мкр\.?|микрорайон|шағын\s?аудан\w*)(?:\s|$)|\d{1,3}\s?(?:дом|үй)$)"
    # `14 мкр` has its number in front.
    r"|(?<=[^\s\d,(])\s+(?=(?:мкр\.?|микрорайон)\s)",
    re.IGNORECASE,
)
# `аульный (сельский) округ` is one type word; other brackets hold what contains the place.
_LETTER_BEHIND = re.compile(r"^([А-ЯЁӘҒҚҢӨҰҮҺІ][\w -]+)\s+([гсп])$")
_BREAK = re.compile(
    rf"[,;]|\((?!сельск|аульн)|\)(?=\s*(?:,|$))|\s+(?={TERRITORY_ADJECTIVE}\s+{AROUND_WORD})", re.IGNORECASE
)
_CUTS = (
    (_POSTCODE, r",\1,"),
    (_ADJECTIVE_TERRITORY, r"\1,"),
    (_KAZAKH_TERRITORY, r"\1,"),
    (_PLACE_AHEAD, ", "),
    (_TERRITORY_AHEAD, ", "),
    (_WAY_AHEAD, ", "),
)
_KIND_OF: dict[TypeWord, PartKind] = {
    TypeWord.REGION: PartKind.TERRITORY,
    TypeWord.DISTRICT: PartKind.TERRITORY,
    TypeWord.OKRUG: PartKind.TERRITORY,
    TypeWord.TOWN: PartKind.TOWN,
    TypeWord.MICRODISTRICT: PartKind.WAY,
}

_NAMING = frozenset({PartKind.PLACE, PartKind.BARE, PartKind.WAY})
"""After a part of these kinds a number is a house number."""


def parts_of(name: str) -> list[str]:
    """Names of a place and of what contains it, in printed order, adjectives in the nominative.

    At most 16 parts; the rest of the line is ignored. Type words stay in their printed case: `с. Кына
    Аккольского района (Акмолинская область)` gives `с. Кына`, `Аккольский района`, `Акмолинская область`.
    """
    # No rule looks beyond a comma, so that lines with the same district share what is known of that piece.
    *pieces, last = clean(name).split(",")
    cut = [*(_cut(f"{piece},", place == 0) for place, piece in enumerate(pieces)), _cut(last, not pieces)]
    return list(chain.from_iterable(cut))[:MOST_PARTS]


@remembered
def _cut(piece: str, is_first: bool) -> tuple[str, ...]:
    """The parts of a piece between two commas.

    A country's name at its start is split off only in the first piece.
    """
    for cut, mark in _CUTS:
        if cut.search(piece):  # less than a substitution of nothing
            piece = cut.sub(mark, piece)
    piece = _region_beside().sub(", ", piece)
    if is_first:
        piece = _country_ahead().sub(r"\1, ", piece)
    parts = (_whole(territory_nominative(part.strip(" .;"))) for part in _BREAK.split(piece))
    return tuple(part for part in parts if part)


def _whole(part: str) -> str:
    """The full name for a region's abbreviation; `г. Астана` for `Астана г`; any other part unchanged."""
    region = region_abbreviations().get(part)
    if region is not None:
        return region
    return _LETTER_BEHIND.sub(r"\2. \1", part) if part[-2:-1] == " " else part


def line_parts(line: str) -> tuple[LinePart, ...]:
    """The parts of a line with their kinds, at most 16.

    A number after a place or a street is a house number, so its kind is WAY.
    """
    parts: list[LinePart] = []
    for text in parts_of(line):
        part = LinePart(text, _kind(text))
        is_behind = any(before.kind in _NAMING for before in parts)
        parts.append(LinePart(text, PartKind.WAY) if is_behind and _is_house(part) else part)
    return tuple(parts)


def code_of(part: str) -> str | None:
    """The code that a part consists of, else None.

    It has nine digits (classifier) or is one of ISO 3166-2, in capitals.
    """
    found = _CODE.fullmatch(part.strip())
    return None if found is None else (found[1] or found["iso"].upper())


def kato_of(part: str) -> str | None:
    """The nine digits of a classifier code, without `КАТО` before them; None for any other part."""
    code = code_of(part)
    return code if code is not None and code.isdigit() else None


def is_postcode(part: str) -> bool:
    """Whether a part is six digits, with or without a blank in the middle."""
    return _POSTCODE.fullmatch(part.strip()) is not None


def is_country(part: str) -> bool:
    """Whether a part is a name of Kazakhstan."""
    return mild_key(part) in _country()


@remembered
def _kind(part: str) -> PartKind:
    """The kind of a part on its own, by its text and type word; BARE if nothing tells it."""
    if is_country(part):
        return PartKind.COUNTRY
    if is_postcode(part):
        return PartKind.POSTCODE
    if code_of(part) is not None:
        return PartKind.CODE
    type_word = strip_type(part)[1]
    if type_word is not None:
        return _KIND_OF.get(type_word, PartKind.PLACE)
    return PartKind.WAY if _is_way(part) else PartKind.BARE


def _is_way(part: str) -> bool:
    """Whether the part begins or ends with a word for a street, a house or a room.

    A house number at its end is skipped.
    """
    words = [word.strip(".").lower() for word in part.split()]
    if len(words) > 1 and house_number(words[-1]) is not None:
        words.pop()
    ends = {words[0], words[-1], " ".join(words[-2:])} if words else set()
    return not ends.isdisjoint(_ways())


def _is_house(part: LinePart) -> bool:
    return part.kind is PartKind.BARE and house_number(part.text) is not None and "№" not in part.text


@cache
def _country_ahead() -> re.Pattern[str]:
    """A pattern for the country's name at the beginning of a line, with other parts after it."""
    words = sorted(lookup(AddressWords).country, key=len, reverse=True)
    return re.compile(rf"^({'|'.join(map(re.escape, words))})\s+(?=[^\s,(-])", re.IGNORECASE)


@cache
def _region_beside() -> re.Pattern[str]:
    """A pattern for the blank before or after a region's abbreviation: `Глубокое ВКО`, `ШҚО Глубокое`."""
    words = [re.escape(word) for word in region_abbreviations() if word.isupper()]
    behind = "|".join(rf"(?<=\b{word})" for word in words)
    return re.compile(rf"(?<=[^\s,(])\s+(?=(?:{'|'.join(words)})(?:[\s,]|$))|(?:{behind})\s+(?=[^\s,(-])")


@cache
def _country() -> frozenset[str]:
    return frozenset(map(mild_key, lookup(AddressWords).country))


@cache
def _ways() -> frozenset[str]:
    """Words that announce a street, a house or a room, but never a locality."""
    not_ways = {*LOCALITIES, "region", "district", "okrug"}
    return frozenset(
        word.lower()
        for word, meanings in address_words().items()
        if len(word) > 1 and all(meaning.part not in not_ways for meaning in meanings)
    ) | {"д"}
