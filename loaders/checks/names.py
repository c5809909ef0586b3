"""Asks the labelled texts of `tests/names` in all three ways to name a place: officeFor, locate, search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from geo.locator.candidates import CERTAIN, LocateQuery
from geo.locator.locator import Locator
from geo.locator.places import PlaceQuery, find_place
from geo.locator.searching import find_named
from geo.names.fuzzy_search import NameSearch, ranked
from geo.units.edition_index import Atlas
from geo.units.name_entries import word_index
from loaders.checks.figures import Figure
from loaders.checks.label_files import percent
from loaders.checks.name_labels import KindOfNames, NameLabel
from model.edition import Edition

OF_NAMES = "names right"
AGREED = "names agreed"
LABELLED_NAMES = "labelled names"
"""Prefix of the figures' names."""
_FIRST = 5
"""Number of answers among which one must be right: as many as a client gets by default."""
_WHOLE_NAME = 0.95
"""Score of a search hit that matches the whole name: such a hit counts as certain."""


class Way(StrEnum):
    """An operation of the API that finds a place by its name."""

    OFFICE_FOR = "officeFor"
    LOCATE = "locate"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Named:
    """Ids of the first five answers of one operation, and whether its answer is certain."""

    ids: tuple[str, ...]
    is_certain: bool


@dataclass(frozen=True, slots=True)
class AskedName:
    """A labelled text with the answers of each operation."""

    kind: str
    label: NameLabel
    answers: Mapping[Way, Named]

    def is_right(self, way: Way) -> bool:
        """Whether one operation gives the label's answer.

        It is among the first five, or first if the label says so. For a text to be refused, any answer that
        is not certain is right.
        """
        answer, label = self.answers[way], self.label
        if label.refuse:
            return not answer.is_certain
        if not label.certain and answer.is_certain:
            return False
        return not label.slugs.isdisjoint(answer.ids[: 1 if label.first else _FIRST])

    @property
    def is_agreed(self) -> bool:
        """Whether the first place of officeFor is the first of locate and among those of search.

        For a text to be refused, or without an answer of officeFor, whether no answer is certain.
        """
        first, *others = (self.answers[way].ids for way in Way)
        if self.label.refuse or not first:
            return not any(self.answers[way].is_certain for way in Way)
        return first[0] == next(iter(others[0]), None) and first[0] in others[1]


@dataclass(frozen=True, slots=True)
class NameShare:
    """How many texts of a kind each operation answered rightly; the kind `all` counts all texts."""

    kind: str
    asked: int
    right: Mapping[Way, int]
    agreed: int

    def percent(self, way: Way) -> float:
        """The share of right answers of one operation in per cent."""
        return percent(self.right[way], self.asked)


def ask_names(edition: Edition, kinds: Iterable[KindOfNames]) -> tuple[AskedName, ...]:
    """Every text with the answers of each operation, in the order of the labels."""
    ask = _ways(edition)
    return tuple(
        AskedName(kind.kind, label, {way: answer(label.text) for way, answer in ask.items()})
        for kind in kinds
        for label in kind.labels
    )


def name_shares(asked: Iterable[AskedName]) -> tuple[NameShare, ...]:
    """A share for each kind in the order of names, then that of all texts."""
    by_kind: Mapping[str, list[AskedName]] = defaultdict(list)
    for each in asked:
        by_kind[each.kind].append(each)
    whole = [one for some in by_kind.values() for one in some]
    return (*(_share(kind, some) for kind, some in sorted(by_kind.items())), _share("all", whole))


def figures_of_names_asked(asked: Sequence[AskedName]) -> list[Figure]:
    """The number of labels, a share for each kind and operation, and the share of texts with equal answers.

    Empty without labels.
    """
    if not asked:
        return []
    shares = name_shares(asked)
    return [
        Figure(LABELLED_NAMES, len(asked)),
        *(
            Figure(f"{OF_NAMES}: {share.kind}, {way} %", share.percent(way))
            for share in shares
            for way in Way
        ),
        Figure(f"{AGREED} %", percent(shares[-1].agreed, len(asked))),
    ]


def _share(kind: str, asked: Sequence[AskedName]) -> NameShare:
    right = {way: sum(one.is_right(way) for one in asked) for way in Way}
    return NameShare(kind, len(asked), right, sum(one.is_agreed for one in asked))


def _ways(edition: Edition) -> Mapping[Way, Callable[[str], Named]]:
    """The functions that ask each operation."""
    atlas = Atlas.of(edition)
    locator, search = Locator(atlas), NameSearch(word_index(atlas))

    def office_for(text: str) -> Named:
        found = find_place(atlas, PlaceQuery(name=text), locator)
        offered = found.units or found.proposed
        return Named(tuple(unit.id for unit in offered[:_FIRST]), found.unit is not None)

    def locate(text: str) -> Named:
        found = locator.locate(LocateQuery(text))[:_FIRST]
        return Named(tuple(each.id for each in found), bool(found) and found[0].confidence >= CERTAIN)

    def searched(text: str) -> Named:
        hits = [hit.found for hit in ranked(find_named(search, locator, text))[:_FIRST]]
        certain = sum(hit.score >= _WHOLE_NAME for hit in hits if hit.entry.is_unit) == 1
        return Named(tuple(hit.entry.slug for hit in hits), certain)

    return {Way.OFFICE_FOR: office_for, Way.LOCATE: locate, Way.SEARCH: searched}


def wrong_names(asked: Iterable[AskedName]) -> Iterator[tuple[AskedName, tuple[Way, ...]]]:
    """The texts that an operation answers wrongly, with these operations."""
    for each in asked:
        wrong = tuple(way for way in Way if not each.is_right(way))
        if wrong:
            yield each, wrong
