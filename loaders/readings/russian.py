"""Names of units in the nominative, read from the cases that Russian rows print them in."""

import re

from model.lookups import read_lookup

_ENDINGS = (
    (re.compile(r"([кгхжшчщ])(?:ого|ому|ом)$"), r"\1ий"),
    (re.compile(r"в(?:ого|ому)$"), "вый"),
    (re.compile(r"(?:ого|ому)$"), "ый"),
    (re.compile(r"(?:его|ему)$"), "ий"),
)


def adjective_nominative(word: str) -> str:
    """Masculine nominative of an adjective: `Аккольского`, `Бурлинскому` -> `Аккольский`, `Бурлинский`.

    Rule: -кого -> -кий, -ого -> -ый; what differs is in `seeds/lookups/russian_cases.yaml`.
    """
    irregular = read_lookup("russian_cases")["adjectives"].get(word)
    if irregular is not None:
        return str(irregular)
    for ending, nominative in _ENDINGS:
        if ending.search(word):
            return ending.sub(nominative, word)
    return word


def town_nominative(name: str) -> str:
    """`Уральска` -> `Уральск` by rule, others by `seeds/lookups/russian_cases.yaml`; else as printed."""
    name = re.sub(r"-\s+", "-", name.strip(' .»"”'))
    known = read_lookup("russian_cases")["towns"].get(name)
    return str(known) if known is not None else re.sub(r"ска$", "ск", name)


def region_nominative(text: str) -> str | None:
    """The region that a heading or a name says: `ЦОН по Акмолинской области` -> `Акмолинская область`."""
    if found := re.search(
        r"([А-ЯЁ][\w-]*(?:(?:-\s?|\s(?=казахст))[\w-]+)?ск)(?:ая|ой|ую)\b(?:\s+обл\w*|\s*$)",
        text,
        re.IGNORECASE,
    ):
        stem = "-".join(part.strip().capitalize() for part in re.split(r"[-\s]+", found.group(1)))
        return f"{stem}ая область"
    if found := re.search(r"(?:^|г\.|город\w*)\s*(Астан|Алмат)(?=[аыеу]\b)", text, re.IGNORECASE):
        return "город " + {"астан": "Астана", "алмат": "Алматы"}[found.group(1).lower()]
    return None


def region_genitive(nominative: str) -> str:
    """`Акмолинская область` -> `Акмолинской области`, `город Астана` -> `города Астаны`; else unchanged."""
    if nominative.endswith("ая область"):
        return f"{nominative.removesuffix('ая область')}ой области"
    return {"город Астана": "города Астаны", "город Алматы": "города Алматы"}.get(nominative, nominative)
