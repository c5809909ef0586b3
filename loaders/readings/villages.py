"""Lists of villages in the rows of okrug akims (001 S1A2, S23A1): separators, prefixes and bare numbers."""

import re
from dataclasses import dataclass
from functools import cache

from geo.names.toponyms import clean
from model.lookup_words import VillageLists
from model.lookups import lookup
from model.values.contacts import is_nothing


@dataclass(frozen=True, slots=True)
class VillagesRead:
    """Village names without prefix in printed order, each once, and the parts that are not names."""

    names: tuple[str, ...]
    refused: tuple[str, ...]


def parse_villages(text: str) -> VillagesRead:
    """The villages of a cell such as `с. Бектау с. Каражар, разъезды 360, 366`; none for an empty cell.

    Commas, semicolons, slashes, and the words before names (`с.`) themselves, separate the items. A bare
    number keeps the word that makes it a name, also after a comma (`Разъезд 366`). Hyphens stay as printed.
    """
    if is_nothing(text):
        return VillagesRead((), ())
    names: list[str] = []
    refused: list[str] = []
    kept = ""
    for item in _items(clean(text)):
        found = _prefix().match(item)
        prefix = found["prefix"] if found else ""
        name = _tidy(item[found.end() :] if found else item)
        kept = _kept_word(prefix) if prefix else kept
        siding = re.fullmatch(r"(?P<number>\d+)\s*(?:-?\s*[йя]\s*)?раз[ъь]е?зд", name)
        if siding:
            name = f"Разъезд {siding['number']}"
        elif re.fullmatch(r"(?:№\s*)?\d+(?:\s*км)?", name):
            if not kept:
                refused.append(item)
                continue
            name = f"{kept} {name}"
        if re.search(r"[^\W\d_]", name):
            whole = lookup(VillageLists).torn.get(name, name)
            names += lookup(VillageLists).glued.get(whole, (whole,))
        elif item.strip(" .,"):
            refused.append(item)
    return VillagesRead(tuple(dict.fromkeys(names)), tuple(refused))


def _items(text: str) -> list[str]:
    """The parts of a text between separators and prefixes."""
    text = re.sub(r"\bн\s*/\s*п\b\.?", "нп.", text)
    text = re.sub(r"(?<!\S)([сп])\s\.", r"\1.", text)
    pieces = [piece for part in re.split(r"[,;/]", text) for piece in _inner().split(part)]
    return [piece.strip() for piece in pieces if piece.strip(" .")]


def _tidy(name: str) -> str:
    return re.sub(r"(?<=\w)-\s(?=\w)", "-", " ".join(name.strip(" .,:;").split()))


def _kept_word(prefix: str) -> str:
    return lookup(VillageLists).kept_before_numbers.get(prefix.rstrip(". ").lower(), "")


@cache
def _alternatives() -> str:
    """A pattern of the words and letters before a village's name, such as `с.` or `разъезд`."""
    words = sorted((*lookup(VillageLists).prefixes, "нп"), key=len, reverse=True)
    # A single letter needs its full stop and lower case, else it is an initial (`с. А. Назарбекова`).
    parts = [
        rf"{re.escape(word)}\s*\." if len(word) == 1 else rf"(?i:{re.escape(word)})(?:\s*\.|(?=\s|$))"
        for word in words
    ]
    return "|".join(parts)


@cache
def _prefix() -> re.Pattern[str]:
    return re.compile(rf"(?P<prefix>{_alternatives()})\s*")


@cache
def _inner() -> re.Pattern[str]:
    """A pattern of the space before an item inside a part.

    It is the space before a word such as `с.` that announces a name, or before `37 разъезд`.
    """
    opening = rf"(?:{_alternatives()})\s*[А-ЯЁӘҒҚҢӨҰҮҺІ\d№]"
    return re.compile(rf"(?<!дор\.)\s+(?={opening}|\d+\s+разъезд|уч\. лагерь)")
