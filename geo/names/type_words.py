"""Type words of places: `с.`, `город`, `ауылдық округі`, `район`.

A vocabulary as a table: each word is written as people print it, without its full stop. Words stand before
the name in Russian and after it in Kazakh; some stand on either side.
"""

import re
from enum import StrEnum


class TypeWord(StrEnum):
    """The kind of place that a type word announces."""

    REGION = "REGION"
    DISTRICT = "DISTRICT"
    OKRUG = "OKRUG"
    TOWN = "TOWN"
    KENT = "KENT"
    """Settlement of urban type: посёлок, кент."""
    VILLAGE = "VILLAGE"
    STATION = "STATION"
    SIDING = "SIDING"
    FARM = "FARM"
    """Section of a farm, plot, wintering ground: отделение, участок, зимовка."""
    MICRODISTRICT = "MICRODISTRICT"
    LOCALITY = "LOCALITY"
    """Inhabited place of no stated kind: населённый пункт, елді мекен."""


# "до" = stands before the name, "после" = after it; "оба" = either side.
_BEFORE: dict[TypeWord, tuple[str, ...]] = {
    TypeWord.REGION: ("область", "области", "обл"),
    TypeWord.DISTRICT: ("район", "района", "району", "районе", "р-он", "р-н", "р-на"),
    TypeWord.OKRUG: (
        "сельский округ",
        "сельского округа",
        "аульный округ",
        "аульного округа",
        "поселковый округ",
        "поселкового округа",
        "аульный (сельский) округ",
        "аульного (сельского) округа",
        "с о",
        "с/о",
        "а/о",
    ),
    TypeWord.TOWN: (
        "городская администрация",
        "городского акимата",
        "город",
        "города",
        "городе",
        "гор",
        "г а",
        "г",
    ),
    TypeWord.KENT: (
        "поселковая администрация",
        "поселок городского типа",
        "рабочий поселок",
        "поселок",
        "поселка",
        "поселке",
        "пос",
        "пгт",
        "р п",
        "рп",
        "п г т",
        "п а",
        "п",
        "кент",
        "к",
    ),
    TypeWord.VILLAGE: (
        "сельская администрация",
        "село",
        "села",
        "селе",
        "с а",
        "с",
        "аул",
        "аула",
        "ауле",
        "ауыл",
        "а",
        "деревня",
        "дер",
    ),
    TypeWord.STATION: ("железнодорожная станция", "станция", "станции", "ж д ст", "ж/д ст", "ст"),
    TypeWord.SIDING: ("разъезд", "разъезда", "разъезды", "рзд", "раз", "рз"),
    TypeWord.FARM: (
        "отделение",
        "отд",
        "участок",
        "уч",
        "зимовка",
        "зим",
        "отгон",
        "отг",
        "ферма",
        "крестьянское хозяйство",
    ),
    TypeWord.MICRODISTRICT: ("микрорайон", "мкр", "мкрн", "ш а", "ш/а"),
    TypeWord.LOCALITY: ("населенный пункт", "н/п", "н п", "нп", "местность", "м-ть"),
}
_AFTER: dict[TypeWord, tuple[str, ...]] = {
    TypeWord.REGION: ("область", "области", "обл", "облысы", "облысының", "облысында"),
    TypeWord.DISTRICT: (
        "район",
        "района",
        "району",
        "районе",
        "р-он",
        "р-н",
        "р-на",
        "атындағы аудан",
        "ауданы",
        "ауданының",
        "ауданында",
        "аудан",
        "ауд",
    ),
    TypeWord.OKRUG: (
        "сельский округ",
        "сельского округа",
        "сельскому округу",
        "аульный округ",
        "аульного округа",
        "поселковый округ",
        "поселкового округа",
        "аульный (сельский) округ",
        "аульного (сельского) округа",
        "ауылдық округі",
        "ауылдық округінің",
        "ауылдық округ",
        "ауылдық (селолық) округі",
        "селолық округі",
        "кенттік округі",
        "поселкелік округі",
        "округ",
        "округі",
        "а о",
        "с о",
        "с/о",
        "а/о",
    ),
    TypeWord.TOWN: ("г а", "қаласы", "қаласының", "қаласында", "қала", "қ-сы", "қ-ның", "қ"),
    TypeWord.KENT: ("п а", "кенті", "кентінің", "кентінде", "кент", "поселкесі", "поселкесінің"),
    TypeWord.VILLAGE: ("с а", "ауылы", "ауылының", "ауылында", "ауыл", "аулы", "селосы", "селосының", "а"),
    TypeWord.STATION: ("станциясы", "бекеті", "ст"),
    TypeWord.SIDING: ("разъезі", "разъезд", "айрығы"),
    TypeWord.FARM: ("бөлімшесі", "учаскесі", "қыстағы"),
    TypeWord.MICRODISTRICT: (
        "шағын ауданы",
        "шағынауданы",
        "ықшам ауданы",
        "ықшамауданы",
        "микрорайоны",
        "мкр",
    ),
    TypeWord.LOCALITY: ("елді мекені", "елді мекен"),
}


def _pattern(word: str) -> str:
    """A word of the table as a pattern that allows full stops and blanks between its parts."""
    parts = [re.escape(part).replace("е", "[её]") for part in word.split()]
    return r"(?:\s*\.\s*|\s+)".join(parts)


def _alternatives(table: dict[TypeWord, tuple[str, ...]]) -> tuple[str, dict[str, TypeWord]]:
    ranked = sorted(
        ((word, kind) for kind, words in table.items() for word in words), key=lambda it: -len(it[0])
    )
    kinds = {re.sub(r"[\s.]+", " ", word): kind for word, kind in ranked}
    return "|".join(_pattern(word) for word, _ in ranked), kinds


_BEFORE_WORDS, _BEFORE_KINDS = _alternatives(_BEFORE)
_AFTER_WORDS, _AFTER_KINDS = _alternatives(_AFTER)
_LEADING = re.compile(rf"\s*({_BEFORE_WORDS})(?:\s*\.+\s*|\s+|(?=[«\"]))(?=[\w«\"(№])", re.IGNORECASE)
_TRAILING = re.compile(rf"(?<=[\w»\")])(?:\s+|(?<=\w)\s*,\s*)({_AFTER_WORDS})\s*\.?\s*", re.IGNORECASE)


def _kind(kinds: dict[str, TypeWord], printed: str) -> TypeWord:
    word = re.sub(r"[\s.]+", " ", printed.casefold()).strip().replace("ё", "е")
    return kinds[word]


def leading_type(text: str) -> tuple[str, TypeWord] | None:
    """The text without the type word it begins with, and the kind of that word; None without a type word."""
    found = _LEADING.match(text)
    return None if found is None else (text[found.end() :], _kind(_BEFORE_KINDS, found.group(1)))


def trailing_type(text: str) -> tuple[str, TypeWord] | None:
    """The text without the type word it ends with, and the kind of that word; None without a type word."""
    for found in _TRAILING.finditer(text):
        whole = _TRAILING.fullmatch(text, found.start())
        if whole is not None:
            return text[: whole.start()], _kind(_AFTER_KINDS, whole.group(1))
    return None
