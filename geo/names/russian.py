"""Cases and genders of Russian names: to the nominative, and without the endings of folded names.

The rules are here; exceptions are data: `seeds/lookups/russian_cases.yaml`.
"""

import re

from model.lookup_words import RussianCases
from model.lookups import lookup

_ENDINGS = (
    (re.compile(r"(?<=[\w-][кгх])(?:ого|ому)$", re.IGNORECASE), "ий"),
    (re.compile(r"(?<=\w[жшчщ])(?:ого|ому)$", re.IGNORECASE), "ой"),
    (re.compile(r"(?<=\w\w)(?:ого|ому)$", re.IGNORECASE), "ый"),
    (re.compile(r"(?<=\w)чьего$", re.IGNORECASE), "чий"),
    (re.compile(r"(?<=\w\w)(?:его|ему)$", re.IGNORECASE), "ий"),
)


def adjective_nominative(word: str) -> str:
    """The masculine nominative of an adjective: `Аккольского`, `Бурлинскому` -> `Аккольский`, `Бурлинский`.

    Rule: -кого -> -кий, -ого -> -ый, -его -> -ий. Any other word stays as it is.
    """
    irregular = lookup(RussianCases).adjectives.get(word)
    if irregular is not None:
        return irregular
    for ending, nominative in _ENDINGS:
        if ending.search(word):
            return ending.sub(nominative, word)
    return word


def adjectives_nominative(words: str) -> str:
    """All adjectives of a printed name in the masculine nominative; other words stay as printed."""
    return " ".join(adjective_nominative(word) for word in words.split())


_DEDICATION = re.compile(r"^им(?:ени\s+|\.\s*)|\s+атындағы$", re.IGNORECASE)


def without_dedication(name: str) -> str:
    """A name without the word for a dedication: `имени Абая` -> `Абая`, `Абай атындағы` -> `Абай`."""
    return _DEDICATION.sub("", name)


AROUND_WORD = r"(?:район|р-н|област|обл\b|сельск|аульн|с/о)"
"""A pattern: the word after a name that makes it the name of a surrounding territory."""
# Adjectives of the type words themselves: `сельского округа`, `аульного (сельского) округа`.
_NAME = r"(?!\(?(?:сельск|аульн|поселков|городск))[^\s,()]+"
TERRITORY_ADJECTIVE = rf"{_NAME}(?:[сц]к(?:ий|ая|ой)|[ое]го)"
"""A pattern: an adjective for a territory, in the nominative or the genitive."""
_GENITIVE_TERRITORY = re.compile(
    rf"(?<![^\s,()])(?:(?P<masculine>{_NAME}[ое]го)(?=\s)|(?P<feminine>{_NAME}[сц]к)ой(?=\s+обл))"
    rf"(?=.*{AROUND_WORD})",
    re.IGNORECASE,
)


_TOWN_IN_A_CASE = re.compile(
    r"(?<![\w.])(?P<word>г\.|г(?=\s)|город[ауе]?)\s*(?P<name>[А-ЯЁ][\w-]+)$", re.IGNORECASE
)

_KAZAKH_TOWN = re.compile(r"(?<![\w.])(?P<name>[А-ЯЁ][\w-]+)(?=\s(?:қаласы|қ\.?)$)")


def territory_nominative(part: str) -> str:
    """A territory given by an adjective in the genitive, with the adjective in the nominative.

    Its type word stays. `Аккольского района` -> `Аккольский района`, `Акмолинской области` ->
    `Акмолинская области`. A town stands behind its type word: `города Рудного` -> `город Рудный`. Any other
    text is unchanged.
    """
    part = _TOWN_IN_A_CASE.sub(_town_in_nominative, _GENITIVE_TERRITORY.sub(_in_nominative, part))
    # Texts in Kazakh decline a Russian name, too: `Рудного қаласы`.
    return _KAZAKH_TOWN.sub(lambda found: lookup(RussianCases).towns.get(found["name"], found["name"]), part)


def _town_in_nominative(found: re.Match[str]) -> str:
    """The town in the nominative, by the lookup `RussianCases`.

    A town that the lookup lacks is changed by rule, and only after `города`, as no nominative can stand
    there.
    """
    name = lookup(RussianCases).towns.get(found["name"])
    if name is None:
        name = town_nominative(found["name"]) if found["word"].lower() == "города" else found["name"]
    return f"город {name}" if name != found["name"] else found.group()


def _in_nominative(found: re.Match[str]) -> str:
    feminine = found["feminine"]
    return f"{feminine}ая" if feminine is not None else adjective_nominative(found["masculine"])


def town_nominative(name: str) -> str:
    """The name of a town in the nominative, as `russian_cases.yaml` gives it.

    For other names, `-ска` at the end becomes `-ск`. Quotes and dots around the name are removed.
    """
    name = re.sub(r"-\s+", "-", name.strip(' .»"”'))
    known = lookup(RussianCases).towns.get(name)
    return known if known is not None else re.sub(r"ска$", "ск", name)


def region_nominative(text: str) -> str | None:
    """The region in a heading or a name: `ЦОН по Акмолинской области` -> `Акмолинская область`.

    Also `город Астана` and `город Алматы`; None for any other text.
    """
    if match := re.search(
        r"([А-ЯЁ][\w-]*(?:(?:-\s?|\s(?=казахст))[\w-]+)?ск)(?:ая|ой|ую)\b(?:\s+обл\w*|\s*$)",
        text,
        re.IGNORECASE,
    ):
        stem = "-".join(part.strip().capitalize() for part in re.split(r"[-\s]+", match.group(1)))
        return f"{stem}ая область"
    if match := re.search(r"(?:^|г\.|город\w*)\s*(Астан|Алмат)(?=[аыеу]\b)", text, re.IGNORECASE):
        return "город " + {"астан": "Астана", "алмат": "Алматы"}[match.group(1).lower()]
    return None


def region_genitive(nominative: str) -> str:
    """The genitive: `Акмолинская область` -> `Акмолинской области`, `город Астана` -> `города Астаны`.

    Any other name is unchanged.
    """
    if nominative.endswith("ая область"):
        return f"{nominative.removesuffix('ая область')}ой области"
    return {"город Астана": "города Астаны", "город Алматы": "города Алматы"}.get(nominative, nominative)


# Endings of names after the mild key, in Latin letters. `Мирное` and `Мирный`, `Садовая` and `Sadovyy`; a
# stem of at least four letters must remain.
_GENDER = re.compile(r"(?<=....)(?<=[^aeiou])(?:oe|aia|oi|ie|ee|i)$")
_GENITIVE_SURNAME = re.compile(r"(?<=..[oe]v)a$")
_STEM_ENDING = re.compile(
    r"(?<=...)(?:sk(?:i|ii|aia|oe|ogo|omu|om)|(?<=n)(?:ogo|aia|oe|ii|oi|i)|ovogo|ovoi)$"
)
# Applied after vowels are merged: -ский and its forms; then -ов, -ев, -ин with -ка, -о, -а; then bare
# endings. A final s is removed, too: the doubled letter of Кенесский was merged before.
_MERGED_ADJECTIVE = re.compile(r"(?<=.{3})(?:sk(?:i|a|aa|oe|ogo|omo|om|o))$")
_MERGED_POSSESSIVE = re.compile(r"(?<=.{3})(?:(?:o|e|i)[bn](?:ka|k|o|a|ki)?|ka|noe|ni|na|oe|e|o|a|i|s)$")


def without_gender(mild: str) -> str:
    """A mild key without the gender ending of an adjective and the genitive ending of a surname."""
    return _GENITIVE_SURNAME.sub("", _GENDER.sub("", mild))


def without_adjective(mild: str) -> str:
    """A mild key without the ending of an adjective: `karasaiski` -> `karasai`.

    Any other key is unchanged.
    """
    return _STEM_ENDING.sub("", mild)


def without_suffixes(merged: str) -> str:
    """A key with merged vowels, without suffixes of adjectives and possessives.

    It is one step of `skeleton_key`.
    """
    return _MERGED_POSSESSIVE.sub("", _MERGED_ADJECTIVE.sub("", merged))
