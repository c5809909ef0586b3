"""Names that are numbers, or hold one: `Разъезд 86`, `1-е Мая`, `XIII лет Казахстана`, `Чижа 2-я`.

People write the number before or after, in digits, in Roman figures or in words, with or without the word for
what it counts. The words are data: `seeds/lookups/toponym_words.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from geo.names.remembered import remembered
from geo.names.russian import without_gender
from geo.names.toponyms import exact_key, mild_key
from model.lookup_words import ToponymWords
from model.lookups import lookup

_BREAKS = re.compile(r"[\s/.-]+")
_LOOKS_NUMBERED = re.compile(r"\d|№|[IVXІХ]{2,}", re.IGNORECASE)
_CYRILLIC_FIGURES = str.maketrans("іх", "ix")
_ROMAN = re.compile(r"(?=[ivx]{2,}$)(x{0,3})(ix|iv|v?i{0,3})$")
_ONES = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_ORDINAL = re.compile(r"(?<=\d)-?(?:ы?й|а?я|[ое]?е|го|му|ші|шы|[иыі]?н?ші|[ыі]?н?шы)(?=[\s-]|$)")
_MARK = "|"


@remembered
def number_key(text: str) -> str:
    """The key of a name with a number: the folded words, then the numbers; empty for a name without a number.

    `Разъезд 86`, `86 разъезд` and `№ 86` give `|86`, `Чижа 2-я` and `Вторая Чижа` give `chij|2`.
    """
    words = _words()
    name, numbers = list[str](), list[str]()
    for word in _BREAKS.split(_ORDINAL.sub("", exact_key(text))):
        number = _number(word)
        meaning = words.get(mild_key(word), mild_key(word)) if number is None else ""
        if number is None and meaning.isdigit():
            number = meaning
        if number is not None:
            numbers.append(number.lstrip("0") or "0")
        elif meaning:
            name.append(meaning)
    if not numbers:
        return ""
    return without_gender("".join(name)) + _MARK + _MARK.join(sorted(numbers))


def may_be_numbered(text: str) -> bool:
    """Whether a name has `№` or a number in digits or Roman figures.

    A number in words does not count here.
    """
    return _LOOKS_NUMBERED.search(text) is not None


def is_bare_number(text: str) -> bool:
    """Whether a text is only digits, without a word or a `№` that makes it a name."""
    return text.strip(" .,").isdigit()


def _number(word: str) -> str | None:
    if word.isdigit():
        return word
    found = _ROMAN.match(word.translate(_CYRILLIC_FIGURES))
    return str(10 * len(found[1]) + _ONES[found[2]]) if found else None


@cache
def _words() -> Mapping[str, str]:
    """The number or mark of words, by their mild key; empty for the words of what is counted."""
    words_of = lookup(ToponymWords)
    told = {mild_key(word): "" for word in (*words_of.left_out, *words_of.counted)}
    return told | {mild_key(word): mark for mark, words in words_of.told_as.items() for word in words}
