"""The place in a typed line: the words that name no service, read as the locator reads addresses.

Names stand in cases in a sentence (`в Семее`, `Ақкөлде`); a nominative is taken only where the registry knows
a place of that name, so no name is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from geo.asking.line_words import LineWord, is_type_word, type_noun
from geo.explanations.place_texts import Doubt
from geo.locator.candidates import LocateQuery
from geo.locator.locator import Locator
from geo.locator.places import PlaceFound, PlaceQuery, find_place
from geo.names.renames import renames_of
from geo.units.edition_index import Atlas
from model.lookup_asking import Asking
from model.lookups import lookup

_LONGEST_NAME = 4
"""Most words of a name that is looked up as a whole."""
_FEW_WORDS = 3
"""Up to this many words may be a misspelt name; more are a sentence."""
_SHORTEST_STEM = 3
_TOWN = 0.6
"""Importance from which a place is a town or the seat of a district."""
_SPOILING = frozenset({Doubt.UNKNOWN_PART, Doubt.NOT_FOUND, Doubt.ELSEWHERE})


@dataclass(frozen=True, slots=True)
class PlaceRead:
    """The place that words of a line name; `left_out` are the indexes of the words that were not used."""

    text: str
    place: PlaceFound
    left_out: tuple[int, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether one place or several have this name as typed, without an error."""
        return bool(self.place.units) or (
            self.place.read is not None and not self.place.read.doubts & {Doubt.MISSPELT, Doubt.NOT_FOUND}
        )


class PlaceWords:
    """Finds the place that words of a typed line name."""

    def __init__(self, atlas: Atlas, locator: Locator) -> None:
        self._atlas = atlas
        self._locator = locator

    def is_name(self, text: str) -> bool:
        """Whether a place has the name, today or formerly, as typed or in the nominative."""
        return self._nominative(text) is not None

    def is_town(self, text: str) -> bool:
        """Whether the name is certain to mean one place, and that is a town or the seat of a district."""
        read = self._locator.understood(LocateQuery(text)) if self.is_borne(text) else None
        return read is not None and read.is_certain and self._locator.importance(read.hits[0].id) >= _TOWN

    def read(self, words: Sequence[LineWord], numbers: Sequence[int]) -> PlaceRead | None:
        """The place that these words name, tried all together, then only the words that are names.

        None where they name none, not even approximately; a misspelt name is sought in three words at
        most.
        """
        names = self._names(words, numbers)
        tried = [number for run in _runs(numbers) if not names or names & set(run) for number in run]
        over = tuple(number for number in numbers if number not in tried)
        whole = self._found(words, tried, over) if tried else None
        if _is_guess(words, tried, whole):
            whole = None
        if whole is not None and whole.place.read is not None and not whole.place.read.doubts & _SPOILING:
            return whole
        kept = [number for number in numbers if number in names]
        rest = tuple(number for number in numbers if number not in names)
        if kept and rest:
            return self._found(words, kept, rest) or whole
        return (
            whole if kept or (len(numbers) <= _FEW_WORDS and not _is_guess(words, numbers, whole)) else None
        )

    def _found(
        self, words: Sequence[LineWord], numbers: Sequence[int], left_out: tuple[int, ...]
    ) -> PlaceRead | None:
        """The place that these words name, read in the nominative.

        None where the locator finds no unit, no proposal and no territory around it.
        """
        text = self._text(words, numbers)
        place = find_place(self._atlas, PlaceQuery(name=text), self._locator)
        if place.read is None or not (place.units or place.proposed or place.read.around):
            return None
        return PlaceRead(text, place, left_out)

    def _text(self, words: Sequence[LineWord], numbers: Sequence[int]) -> str:
        """The text of these words in the nominative, with a comma where words between them are missing."""
        written, before = list[str](), None
        for number in numbers:
            word = words[number]
            if before is not None:
                beside = number == before + 1 and word.part == words[before].part
                written.append(" " if beside else ", ")
            written.append(self._nominative(word.text) or type_noun(word.text))
            before = number
        return "".join(written)

    def _names(self, words: Sequence[LineWord], numbers: Sequence[int]) -> set[int]:
        """Indexes of words that are names, alone or up to four together.

        Type words next to them are included.
        """
        named, types = set[int](), set[int]()
        waiting = list(numbers)
        while waiting:
            size = next((size for size in self._sizes(words, waiting)), 1)
            run, waiting = waiting[:size], waiting[size:]
            text = " ".join(words[number].text for number in run)
            if size == 1 and is_type_word(text):
                types.add(run[0])
            elif size > 1 or self._nominative(text) is not None:
                named.update(run)
        return named | {number for number in types if {number - 1, number + 1} & named}

    def _sizes(self, words: Sequence[LineWord], waiting: Sequence[int]) -> Iterable[int]:
        """Numbers of words, from four down to two, that form a known name at the beginning of `waiting`."""
        for size in range(min(_LONGEST_NAME, len(waiting)), 1, -1):
            run = waiting[:size]
            beside = run[-1] - run[0] == size - 1 and words[run[0]].part == words[run[-1]].part
            if beside and self.is_borne(" ".join(words[number].text for number in run)):
                yield size

    def _nominative(self, word: str) -> str | None:
        """The word itself or its nominative, whichever is the name of a place; None if neither is."""
        if self.is_borne(word):
            return word
        for stem, endings in _stems(word):
            for ending in endings:
                if self.is_borne(stem + ending):
                    return stem + ending
        return None

    def is_borne(self, text: str) -> bool:
        """Whether a place has, or had before a renaming, exactly this name."""
        return self._locator.is_name(text) or any(renames_of(text))


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """The indexes split into runs of adjacent words, because a name is not spread over a sentence."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _is_guess(words: Sequence[LineWord], numbers: Sequence[int], read: PlaceRead | None) -> bool:
    """Whether the place was found only by a similar name, without other support.

    That is so if a word beside it is unknown, or if all words occur in names of services.
    """
    doubts = read.place.read.doubts if read is not None and read.place.read is not None else frozenset()
    known = all(words[number].is_exact for number in numbers)
    return Doubt.MISSPELT in doubts and (known or Doubt.UNKNOWN_PART in doubts)


def _stems(word: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The word without each case ending that it may have, with the endings of its nominative."""
    lowered = word.lower()
    for ending, nominative in _endings():
        if lowered.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            yield word[: -len(ending)], nominative


@cache
def _endings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Case endings, the longest first, each with the endings of the nominative: `Семейдегі` is `Семей`."""
    listed = ((ending.ending, ending.nominative) for ending in lookup(Asking).place_endings)
    return tuple(sorted(listed, key=lambda one: -len(one[0])))
