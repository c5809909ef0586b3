"""Asks the labelled lines of `tests/asks`, and counts those that are understood rightly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.asking.asked import Asked
from geo.asking.asking import Asking
from geo.asking.vocabulary import Vocabulary
from geo.locator.locator import Locator
from geo.units.edition_index import Atlas
from loaders.checks.ask_labels import HELD_OUT, AskLabel, KindOfLines
from loaders.checks.figures import Figure
from loaders.checks.label_files import percent
from model.edition import Edition

OF_LINES = "lines right"
LABELLED_LINES = "labelled lines"
CERTAIN_LINES = "lines certain and wrong"
"""Prefix of the figures' names."""
_FIRST = 5
"""The number of first places among which one must be right: as many as a client sees."""


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A labelled line with its interpretation."""

    sample: str
    kind: str
    label: AskLabel
    answer: Asked

    @property
    def is_right(self) -> bool:
        """Whether nothing differs from the label."""
        return not any(self.faults)

    @property
    def faults(self) -> Iterable[str]:
        """The differences from the label; empty if the answer is right.

        Compared are the question, first service, topic, the first five places, and certainty.
        """
        label, answer = self.label, self.answer
        if answer.asked_for is not label.question:
            yield f"question: {answer.asked_for}"
        first = answer.services[0].service_id if answer.services else None
        if label.services and first not in label.services:
            yield f"service: {first}"
        if label.topics and answer.topic not in label.topics:
            yield f"topic: {answer.topic}"
        if label.places and not set(self.places) & set(label.places):
            yield f"place: {', '.join(self.places) or None}"
        if not label.certain and answer.is_certain:
            yield "certain"

    @property
    def places(self) -> tuple[str, ...]:
        """Ids of the first five places; empty if no place was found."""
        place = self.answer.place
        return (
            tuple(unit.id for unit in (place.units or place.proposed)[:_FIRST]) if place is not None else ()
        )


@dataclass(frozen=True, slots=True)
class LineShare:
    """How many lines of a kind in a sample were understood rightly; the kind `all` counts all lines."""

    sample: str
    kind: str
    asked: int
    right: int

    @property
    def percent(self) -> float:
        """The share of right answers in per cent."""
        return percent(self.right, self.asked)


def ask_lines(edition: Edition, kinds: Iterable[KindOfLines]) -> tuple[AskedLine, ...]:
    """Every line with its answer, in the order of the labels."""
    atlas = Atlas.of(edition)
    asking = Asking(atlas, Locator(atlas), Vocabulary(edition.services.values()))
    return tuple(
        AskedLine(kind.sample, kind.kind, label, asking.understood(label.text))
        for kind in kinds
        for label in kind.labels
    )


def line_shares(asked: Iterable[AskedLine]) -> tuple[LineShare, ...]:
    """For each sample, a share for each kind in the order of names, then that of all its lines."""
    groups: Mapping[str, dict[str, list[AskedLine]]] = defaultdict(lambda: defaultdict(list))
    for each in asked:
        groups[each.sample][each.kind].append(each)
    shares = []
    for sample, kinds in sorted(groups.items()):
        shares += [_share(sample, kind, some) for kind, some in sorted(kinds.items())]
        shares.append(_share(sample, "all", [one for some in kinds.values() for one in some]))
    return tuple(shares)


def figures_of_lines(asked: Sequence[AskedLine]) -> list[Figure]:
    """The number of labels, the share of each sample, and how many answers are certain but wrong.

    The sample held out also has a share for each kind. Empty without labels.
    """
    if not asked:
        return []
    shares = [share for share in line_shares(asked) if share.kind == "all" or share.sample == HELD_OUT]
    return [
        Figure(LABELLED_LINES, len(asked)),
        *(Figure(f"{OF_LINES}: {share.kind}, {share.sample} %", share.percent) for share in shares),
        Figure(CERTAIN_LINES, sum(each.answer.is_certain and not each.is_right for each in asked)),
    ]


def _share(sample: str, kind: str, asked: Sequence[AskedLine]) -> LineShare:
    return LineShare(sample, kind, len(asked), sum(one.is_right for one in asked))
