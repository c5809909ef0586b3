"""Names of units as offices print them: the unit of an akim's office, in the nominative.

The printed form is a Russian genitive: `Аппарат акима Карасайского сельского округа Аккольского района`. The
cases are read by `geo.names.russian`, misprints are in `seeds/lookups/places.yaml`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from geo.names.russian import adjectives_nominative, town_nominative, without_adjective, without_dedication
from geo.names.toponyms import clean, mild_key, strip_type
from model.lookup_places import Places
from model.lookups import lookup


class UnitClass(StrEnum):
    """The class of unit that an akim's office serves."""

    OKRUG = "OKRUG"
    PLACE = "PLACE"
    """A town, kent or village with an akim of its own."""
    DISTRICT = "DISTRICT"
    """The row names the akim of a whole district or city."""


@dataclass(frozen=True, slots=True)
class DistrictPhrase:
    """A district as printed: its name without type word, and whether the text calls it a city."""

    name: str
    is_city: bool


@dataclass(frozen=True, slots=True)
class AkimatName:
    """The unit in the name of an akim's office; `full` is its nominative name with type word.

    `root` is the name without type word, `place_word` the type word of a town or village. `district` is None
    if the name has no district.
    """

    unit: UnitClass
    full: str
    root: str
    district: DistrictPhrase | None
    place_word: str = ""


_QUOTES = re.compile(r"[«»\"“”„]+")
_TORN = (
    (re.compile(r"(?<=с)-(?=к(?:ого|ий|ому|ая)\b)"), ""),
    (re.compile(r"(?<=[а-яё]) (?=ск(?:ого|ий)\b)|(?<=[а-яё]с) (?=кого\b)"), ""),
    (re.compile(r"(?<=ого)г?(?=сельск|район|поселк)|(?<=ого)г\b"), " "),
    (re.compile(r"(?<=[а-яё]{3})(?=[А-ЯЁ])"), " "),
    (re.compile(r"\bселск"), "сельск"),
    (re.compile(r"\b(?:а/о|а\. ?о\.)"), "аульного округа"),
    (re.compile(r"\b(?:с/о|с\. ?о\.)"), "сельского округа"),
)
_APPARATUS = re.compile(
    r"^\W*(?:А?ГУ\b|Государственн\w+ учрежден\w+|Г\.?У\.?(?=\W))?\W*"
    r"(?:Аппарат\w*)?\W*(?:Акимат\w*|акима)?\W*",
    re.IGNORECASE,
)
_OKRUG = re.compile(
    r"\b((?:аульн\w+ ?\(сельск\w+\)|сельск\w+|аульн\w+|поселков\w+|городск\w+) )?(?:округ\w*|акимат\w*)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:\b(города|город|поселкам|поселка|поселок|посёлка|посёлок|села аула|села|село|аула|аул|кента|кент)\s+"
    r"|\b([гсп])\.\s*)(?=\S)",
    re.IGNORECASE,
)
_PLACE_WORDS = {
    "г": "город", "с": "село", "п": "поселок", "города": "город", "поселка": "поселок", "посёлка": "поселок",
    "посёлок": "поселок", "поселкам": "поселок", "села": "село", "села аула": "аул", "аула": "аул",
    "кента": "кент",
}  # fmt: skip
_RAION = re.compile(r"(?:^|\s)((?:[МТГ]\. ?)?[\w-]+(?:ого|его|ий|ый|ому|ой))\s+район\w*\.?$", re.IGNORECASE)
_NAMED_RAION = re.compile(r"(?:^|\s)район\w*\s+(?:им\w*\.?\s*)?(.+?)\.?$", re.IGNORECASE)
_CITY = re.compile(r"(?:^|\s)(?:г\.|города|город|гор\.)\s*([А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+)\.?$")
_OF_DISTRICT = re.compile(r"^([\w-]+ого) районн\w+ акимат\w*$", re.IGNORECASE)
_ADJECTIVE_PLACE = re.compile(r"^([\w-]+(?:ого|ий)) (поселка|поселок|кента)\b", re.IGNORECASE)


_GLUED_STREET = re.compile(r"(?<=[а-яё]{3})\s?ул[\s.]+[А-ЯЁ].*$")


def locality_name(printed: str) -> str:
    """A locality of an address without its type word and without a street written to it."""
    return strip_type(_GLUED_STREET.sub("", clean(printed)))[0]


def mended(text: str) -> str:
    """A printed name without quotes, with known misprints and split or joined words corrected."""
    text = clean(text)
    for word in lookup(Places).words:
        text = text.replace(word.printed, word.meant)
    text = _QUOTES.sub(" ", text)
    for torn, whole in _TORN:
        text = torn.sub(whole, text)
    return " ".join(text.split()).strip(" ,.;")


def split_district(text: str) -> tuple[str, DistrictPhrase | None]:
    """The text before the district at its end, and that district.

    Without a district: the whole text and None.
    """
    for pattern, is_city in ((_RAION, False), (_NAMED_RAION, False), (_CITY, True)):
        found = pattern.search(text)
        if found is not None:
            return text[: found.start()].strip(" ,"), DistrictPhrase(found.group(1).strip(), is_city)
    return text, None


@lru_cache(maxsize=8192)
def read_akimat_name(printed: str) -> AkimatName | None:
    """The unit that an akim's office serves; None if no rule understands the name."""
    text = _APPARATUS.sub("", mended(printed))
    whole = _OF_DISTRICT.fullmatch(text)
    if whole is not None:
        return AkimatName(UnitClass.DISTRICT, "", "", DistrictPhrase(whole.group(1), False))
    rest, district = split_district(text)
    if not rest and district is not None:
        if district.is_city:
            town = town_nominative(district.name)
            return AkimatName(UnitClass.PLACE, f"город {town}", town, None, "город")
        return AkimatName(UnitClass.DISTRICT, "", "", district)
    return _read_okrug(rest, district) or _read_place(rest, district)


def _read_okrug(rest: str, district: DistrictPhrase | None) -> AkimatName | None:
    """The okrug in the rest of a name; None if there is none."""
    match = _OKRUG.search(rest)
    if match is None:
        if district is not None and re.fullmatch(r"[\w-]+ого", rest):
            root = adjectives_nominative(rest)
            return AkimatName(UnitClass.OKRUG, f"{root} сельский округ", root, district)
        return None
    word = adjectives_nominative((match.group(1) or "сельского").strip()).lower()
    before, after = rest[: match.start()].strip(), rest[match.end() :].strip()
    place = _PLACE.match(after)
    if before:
        before = re.sub(r"^(?:п|с|г)\.\s*", "", before)
        root = adjectives_nominative(before)
        return AkimatName(UnitClass.OKRUG, f"{root} {word} округ", root, district)
    name = after[place.end() :] if place is not None else after
    if not name:
        return None
    root = without_dedication(name)
    return AkimatName(UnitClass.OKRUG, f"{word} округ {name}", root, district)


def _read_place(rest: str, district: DistrictPhrase | None) -> AkimatName | None:
    """The town, kent or village in the rest of a name; None if there is none."""
    adjective = _ADJECTIVE_PLACE.match(rest)
    if adjective is not None:
        root = adjectives_nominative(adjective.group(1))
        return AkimatName(UnitClass.PLACE, f"поселок {root}", root, district, "поселок")
    match = _PLACE.match(rest)
    if match is None:
        return None
    printed = (match.group(1) or match.group(2)).lower()
    word = _PLACE_WORDS.get(printed, printed)
    root = rest[match.end() :].strip()
    # `города Акколя` declines the name of a town, `п. Ауэзовского` an adjective; `села Абая` is a dedication.
    if word == "город":
        root = town_nominative(root)
    elif word == "поселок":
        root = adjectives_nominative(root)
    return AkimatName(UnitClass.PLACE, f"{word} {root}", root, district, word)


@lru_cache(maxsize=65536)
def stem_key(name: str) -> str:
    """The mild key of a name without the ending of a -ский adjective, equal for `Карасайский` and `Карасай`.

    It is finer than the skeleton: `Новосельский` and `Новоселовский` differ.
    """
    bare = without_dedication(clean(name))
    return without_adjective(mild_key(bare))
