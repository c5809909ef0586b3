"""Finds the names that a line contains: complete, with words in any order, or partly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from geo.asking.line_words import LineWord
from geo.asking.vocabulary import Meaning, NamedBy, Phrase, Vocabulary

_ENOUGH = 0.5
"""Share of the weight of a name that has to be typed."""
_ENOUGH_WORDS = 2
"""Fewest typed words of a title that are enough, since hardly anybody types a whole title."""
_TITLE = 0.6
"""Weight of a word of a title, relative to a word of an everyday name."""
_BESIDE = 0.25
"""Weight of a further word for the same thing, relative to a word of the name itself."""
_RANK = {Meaning.CATEGORY: 0, Meaning.NOT_HELD: 1, Meaning.SERVICE: 2, Meaning.THEME: 3}

Positions = Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class PhraseFound:
    """A name found in the line.

    `at` are the indexes of its words, `share` is their share of its weight. `beside` are indexes of
    further words for the same thing.
    """

    phrase: Phrase
    at: frozenset[int]
    share: float
    score: float
    beside: frozenset[int] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether every word of the name is in the line."""
        return self.share >= 1.0

    @property
    def rank(self) -> tuple[float, int, str]:
        """Sort key: the highest score first, then by meaning and key."""
        return -self.score, _RANK[self.phrase.meaning], self.phrase.key

    @property
    def key(self) -> tuple[Meaning, str]:
        """The meaning and the id of what is named, so that several names of one thing are equal."""
        return self.phrase.meaning, self.phrase.key


class Phrases:
    """Searches one line for the names of a vocabulary."""

    def __init__(self, words: Sequence[LineWord], vocabulary: Vocabulary) -> None:
        self._words = words
        self._vocabulary = vocabulary

    def found(self, without: frozenset[int] = frozenset()) -> list[PhraseFound]:
        """The best name of each thing that the line names, the best first.

        Words at the indexes `without` are ignored.
        """
        strong = self._positions(without, completing=False)
        weak = self._positions(without, completing=True)
        met = {id(each): each for own in strong for each in self._vocabulary.by_word.get(own, ())}
        best: dict[tuple[Meaning, str], PhraseFound] = {}
        for phrase in met.values():
            found = self._held(phrase, strong, weak)
            if found is not None and (found.key not in best or found.score > best[found.key].score):
                best[found.key] = found
        scored = [self._with_words_beside(each, strong) for each in best.values()]
        return sorted(scored, key=lambda one: one.rank)

    def _positions(self, without: frozenset[int], *, completing: bool) -> Positions:
        """For each word of the vocabulary the indexes of the typed words that mean it.

        With `completing` only of those that stand for it just to complete a name.
        """
        at: dict[str, set[int]] = defaultdict(set)
        for number, word in enumerate(self._words):
            if number not in without:
                for own in word.completes if completing else word.means:
                    at[own].add(number)
        return {own: frozenset(numbers) for own, numbers in at.items()}

    def _held(self, phrase: Phrase, strong: Positions, weak: Positions) -> PhraseFound | None:
        """The name as found in the line; None where too few of its words are typed.

        Only services may be incomplete.
        """
        known = {own: strong[own] for own in phrase.words if own in strong}
        missing = phrase.words - known.keys()
        if missing and missing <= weak.keys():
            known |= {own: weak[own] for own in missing}
        weight = sum(self._vocabulary.weights[own] for own in known)
        share = 1.0 if len(known) == len(phrase.words) else weight / phrase.weight
        is_title = phrase.by in (NamedBy.TITLE, NamedBy.THEME)
        if share < 1.0 and (
            phrase.meaning is not Meaning.SERVICE or not self._is_enough(known, share, is_title)
        ):
            return None
        told = weight * (max(share, _ENOUGH) * _TITLE if is_title else share)
        return PhraseFound(phrase, frozenset().union(*known.values()), share, told)

    def _is_enough(self, known: Positions, share: float, is_title: bool) -> bool:
        """Whether these words are enough to name a service.

        Of a title two words are; of another name half its weight, or a word that names nothing else.
        """
        if is_title:
            return len(known) >= _ENOUGH_WORDS
        return share >= _ENOUGH or any(map(self._vocabulary.is_telling, known))

    def _with_words_beside(self, found: PhraseFound, strong: Positions) -> PhraseFound:
        """The same with a higher score if the line has words of other names of the same thing."""
        own = self._vocabulary.called[found.key] - found.phrase.words
        beside = {word: strong[word] - found.at for word in own if word in strong}
        more = sum(self._vocabulary.weights[word] for word, at in beside.items() if at)
        at = frozenset().union(*beside.values())
        return replace(found, score=found.score + _BESIDE * more, beside=at)
