"""Keys for names that sources word differently: numbers, words for side and age, genders, vowels.

They are coarser than the mild key and finer than a guess: names with one key are one name in other words, but
may still belong to different places. The words are data: `seeds/lookups/toponym_words.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from geo.names.remembered import remembered
from geo.names.russian import without_gender
from geo.names.toponyms import exact_key, mild_key, skeleton_key
from model.lookup_words import ToponymWords
from model.lookups import lookup

_BREAKS = re.compile(r"[\s/-]+")
_INITIALS = re.compile(r"(?<!\w)\w\.\s*(?=\w{3})")
_CONSONANTS = (("mb", "nb"), ("ng", "n"), ("ts", "s"), ("f", "p"), ("v", "b"), ("d", "t"), ("sh", "w"))
_SOUNDS = re.compile(r"[aeiou]")
_H = re.compile(r"(?<!s)h")
_DOUBLE = re.compile(r"(\D)\1+")
_MARK = "|"
_LETTERS_OF_TWO = frozenset({"sh", "ch", "ts", "iu", "ia"})
"""Cyrillic letters that two Latin ones write."""
_SHORTEST_WORD = 5
"""Fewest letters of a word by which a longer name may be called."""


@remembered
def worded_key(text: str) -> str:
    """The mild key without `имени`, initials and gender endings.

    Number words and words such as Big, Little, Upper go to the end as marks. `2-Чижа` and `Chizha Vtoraya`
    give `chija|2`, `Мирное` and `Mirnyy` give `mirn`. Names with different marks stay different:
    `Большой Чаган` is not `М. Чаган`.
    """
    words = _words()
    name: list[str] = []
    marks: list[str] = []
    for word in _BREAKS.split(exact_key(_INITIALS.sub("", text))):
        mild = mild_key(word)
        worded = words.get(mild, mild)
        if word.isdigit() or (worded != mild and worded in _marks()):
            marks.append(worded)
        elif worded:
            name.append(worded)
    joined = without_gender(mild_key("".join(name)))
    return joined + "".join(f"{_MARK}{mark}" for mark in sorted(marks))


@remembered
def consonant_key(text: str) -> str:
    """The worded key without vowels, with consonants merged that Russian and Kazakh exchange.

    `Нурынгуль` and `Narungul'` have one key; a vowel at the beginning stays as an apostrophe. Empty for a
    name with digits or fewer than three consonants: so little proves nothing.
    """
    key, _, marks = worded_key(text).partition(_MARK)
    key = _H.sub("k", key.replace("ch", "sh"))
    for fine, coarse in _CONSONANTS:
        key = key.replace(fine, coarse)
    frame = _DOUBLE.sub(r"\1", _SOUNDS.sub("", key))
    if len(frame) < 3 or any(char.isdigit() for char in frame + marks):
        return ""
    begun = f"'{frame}" if _SOUNDS.match(key) else frame
    return f"{begun}{_MARK}{marks}" if marks else begun


@remembered
def initialled_key(text: str) -> str:
    """A name of two words with the first word as an initial; empty for names of more or fewer words.

    `Ш.Кодаманова` and `Шегена Кодаманова` give `sh.kodamanov`, `Б.Дихан` and `Большой Дихан` give `b.dihan`.
    """
    words = _pair(text)
    if words is None:
        return ""
    first, last = (mild_key(word) for word in words)
    initial = first[:2] if first[:2] in _LETTERS_OF_TWO else first[:1]
    return f"{initial}.{worded_key(last)}"


def is_number(name: str) -> bool:
    """Whether a name is only a number, perhaps with words that identify no place: `№ 41`, `Разъезд 86`."""
    return not any(char.isalpha() for char in worded_key(name).partition(_MARK)[0])


def is_abbreviated(one: str, other: str) -> bool:
    """Whether one name has an initial for a word of the other: `Б.Дихан` is `Большой Дихан`.

    False for names that are not of two words.
    """
    pairs = _pair(one), _pair(other)
    has_initial = [pair is not None and len(pair[0]) == 1 for pair in pairs]
    return any(has_initial) and initialled_key(one) == initialled_key(other) != ""


def is_one_word_of(one: str, other: str) -> bool:
    """Whether `one` is one of the two words of a person's name: `Бижаново` of `Хусаина Бижанова`.

    Words that distinguish places are not a person's: `Жол` is not a part of `Новый Жол`.
    """
    pair, keys = _pair(other), _word_keys(one)
    if pair is None or _pair(one) is not None or _MARK in worded_key(other):
        return False
    return any(not keys.isdisjoint(_word_keys(word)) for word in pair)


def _word_keys(word: str) -> frozenset[str]:
    return frozenset(key for key in (worded_key(word), skeleton_key(word)) if len(key) >= _SHORTEST_WORD)


def _pair(text: str) -> tuple[str, str] | None:
    """The two words of a name, without `имени`; None for more or fewer words and for a name with a digit."""
    told = _words()
    words = [word for word in exact_key(text).split() if told.get(mild_key(word), word)]
    if len(words) != 2 or any(char.isdigit() for word in words for char in word):
        return None
    return words[0], words[1]


def spelling_keys(text: str) -> frozenset[str]:
    """The mild, worded and consonant keys of a name.

    Names that share a key may be one name in two spellings.
    """
    return frozenset({mild_key(text), worded_key(text), consonant_key(text)} - {""})


@remembered
def told_apart(text: str) -> tuple[str, str]:
    """The worded key split into the name and its marks: `Верхняя Пристань` is `pristan` and `|upper`."""
    name, mark, marks = worded_key(text).partition(_MARK)
    return name, mark + marks


@cache
def _words() -> Mapping[str, str]:
    """The normal form of words, by their mild key; empty for words that are left out."""
    words_of = lookup(ToponymWords)
    told = {mild_key(word): "" for word in words_of.left_out}
    told |= {mild_key(word): mark for mark, words in words_of.told_as.items() for word in words}
    return told | {mild_key(word): mild_key(meant) for word, meant in words_of.spelled_as.items()}


@cache
def _marks() -> frozenset[str]:
    return frozenset(lookup(ToponymWords).told_as)
