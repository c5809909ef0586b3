"""Finds the units in an office's Russian name: okrug, and district or city."""

import re
from dataclasses import dataclass

from geo.names.russian import adjective_nominative, town_nominative
from geo.names.toponyms import clean


@dataclass(frozen=True, slots=True)
class UnitsNamed:
    """Okrug and district in the nominative (`Карасайский сельский округ`, `Аккольский район`), or None."""

    okrug: str | None
    district: str | None


_OF_DISTRICT = re.compile(
    r"(?P<before>.*?)\s*(?P<adjective>[А-ЯЁ][\w-]*(?:ко(?:го|му)|инсого|[сц]кий|енный|енского))\s*райо\w*$"
)
_OF_NAMED = re.compile(r"(?P<before>.*?)\s*\bрайон\w*\s+(?P<name>(?:им\.?\s*|имени\s+)?[А-ЯЁ].*)$")
_OF_TOWN = re.compile(r"(?P<before>.*?)\s*\b(?:г\.\s*|город[а]?\s+)(?P<name>[А-ЯЁ][\w -]*)$")
_TYPES = {
    "сель": "сельский", "селс": "сельский", "ауль": "аульный", "посе": "поселковый", "горо": "городской",
}  # fmt: skip
_ADJECTIVE_OKRUG = re.compile(
    r"(?P<name>.*\S)\s+(?P<type>сел\w+|аульн\w+|поселков\w+|городск\w+)\s*(?P<noun>ок\w*р\w*г\w*|акима\w*|поселка)?$"
)
_NAMED_OKRUG = re.compile(
    r"(?P<type>сел\w+|аульн\w+|поселков\w+|городск\w+)\s+окру\w*\s*(?:(?:села|село)\s+)?(?P<name>.*)$"
)
_BARE_OKRUG = re.compile(r"(?P<name>\S+)\s+(?:округа)$")
_SEAT_WORDS = {
    "село": r"сел[ао]\b|с\.", "поселок": r"посел\w+|п\.", "аул": r"аула\b|а\.", "кент": r"кента\b",
    "город": r"города\b|г\.",
}  # fmt: skip
_ABBREVIATED = {"а/о": "аульного округа", "с/о": "сельского округа"}


def units_named(name: str) -> UnitsNamed:
    """The okrug and district in `Аппарат акима Карасайского сельского округа Аккольского района`.

    Either is None if the name has none.
    """
    told = _bare(name)
    okrug, district = _district(told)
    return UnitsNamed(_okrug(okrug), district)


def district_named(name: str) -> str | None:
    """The district or city at the end of an office's name (`Отдел образования акимата города Тараза`).

    None if it ends with neither.
    """
    return _district(_bare(name))[1]


def _bare(name: str) -> str:
    """The name without quotes, the kind of body and `аппарат акима`, with common misprints corrected."""
    text = re.sub(r"[«»\"“”]", " ", clean(name))
    for short, full in _ABBREVIATED.items():
        text = text.replace(short, full)
    text = re.sub(r"(?<=[сц]кого)(?=(?:сельского|района))", " ", text)
    text = re.sub(r"(?<=[а-я])(?=[А-ЯЁ][а-я]+ского)", " ", text)
    text = re.sub(r"(\w)\s?-\s?(?=[ск]\w+о\s+(?:рай|сел))", r"\1", text)
    text = re.sub(r"\b(\w+)\s((?:н?ского|кого)\b)", r"\1\2", text)
    text = re.sub(r"\b[Аа]кима(?:та?)?(?=[А-ЯЁ])", "акима ", text)
    text = re.sub(r"^\W*[Кк]оммунальное\s+государственное\s+учреждение\b|^\W*КГУ\b", " ", text.strip())
    text = re.sub(r"^\W*(?:А?ГУ\b)?\s*(?:[Аа]ппарат\w*)?\s*(?:[Аа]кимата?\b|[Аа]кима\b)?", "", text.strip())
    # `… Аккольского района Акмолинской области`: another column names the region after a district.
    text = re.sub(r"(?<=района)\s+[А-ЯЁ][\w-]+ой\s+области\s*$", "", text)
    return " ".join(text.split()).strip(" .,")


def _district(phrase: str) -> tuple[str, str | None]:
    """The words before the district or city at the end, and its name.

    Without a district or city: all words and None.
    """
    if found := _OF_DISTRICT.match(phrase):
        return found["before"], f"{adjective_nominative(found['adjective'])} район"
    if found := _OF_NAMED.match(phrase):
        name = re.sub(r"\s+(?:города|г\.)\s.*$", "", found["name"])
        return found["before"], f"район {name.strip()}"
    if found := re.match(r"(?P<adjective>[А-ЯЁ]\w+ского)\s+районного акимата$", phrase):
        return "", f"{adjective_nominative(found['adjective'])} район"
    if (found := _OF_TOWN.match(phrase)) and not re.search(r"№|отдел", found["name"]):
        town = f"город {town_nominative(found['name'])}"
        return found["before"], town
    return phrase, None


def _okrug(phrase: str) -> str | None:
    """The okrug, settlement or town in these words, in the nominative; None for no words."""
    phrase = phrase.strip(" .,")
    if not phrase:
        return None
    if match := _NAMED_OKRUG.fullmatch(phrase):
        return f"{_type(match['type'])} округ {match['name']}".strip() if match["name"] else None
    if match := _ADJECTIVE_OKRUG.fullmatch(phrase):
        name = re.sub(r"^(?:село\s+|села\s+|п\.\s*)", "", match["name"])
        noun = {"пос": "поселок", "аким": "акимат"}.get((match["noun"] or "")[:3], "округ")
        if (match["noun"] or "").startswith("акимат"):
            noun = "акимат"
        return f"{_nominative(name)} {_type(match['type'])} {noun}"
    if match := re.fullmatch(r"(?P<name>[А-ЯЁ]\w+ского)\s+поселка", phrase):
        return f"{adjective_nominative(match['name'])} поселок"
    for kind, words in _SEAT_WORDS.items():
        if match := re.match(rf"(?:{words})\s*(?:аула\s+)?(?P<name>.+)$", phrase):
            name = town_nominative(match["name"]) if kind == "город" else match["name"]
            return f"{kind} {name.strip()}"
    if match := _BARE_OKRUG.fullmatch(phrase):
        return f"{adjective_nominative(match['name'])} округ"
    return _nominative(phrase)


def _nominative(name: str) -> str:
    """The name in the nominative; only its last word is inflected: `Байдалы бийского`."""
    *first, last = name.split()
    return " ".join([*first, adjective_nominative(last)])


def _type(word: str) -> str:
    return _TYPES[word[:4]]
