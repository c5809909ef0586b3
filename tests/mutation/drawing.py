"""The changes of a run: a sample drawn by a seed, without those that are known to have no effect."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from model.yaml_files import parse_yaml
from tests.mutation.mutants import Mutant

EQUAL = Path(__file__).parent / "equal.yaml"


class Equal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A change without any visible effect, and the reason; `text` is its line."""

    path: str
    function: str
    text: str
    before: str
    after: str
    why: str

    def is_of(self, mutant: Mutant) -> bool:
        """Whether the entry describes this change."""
        return self.key == (mutant.path, mutant.function, mutant.text, mutant.before, mutant.after)

    @property
    def key(self) -> tuple[str, ...]:
        """All but the reason."""
        return (self.path, self.function, self.text, self.before, self.after)


def read_equal(file: Path = EQUAL) -> tuple[Equal, ...]:
    """The changes that are known to have no effect."""
    return msgspec.convert(parse_yaml(file.read_text(encoding="utf-8")), tuple[Equal, ...])


def stale(equal: Iterable[Equal], by_room: Mapping[str, Sequence[Mutant]]) -> list[Equal]:
    """Entries that match no possible change any more, because the code was changed."""
    known = [mutant for mutants in by_room.values() for mutant in mutants]
    return [entry for entry in equal if not any(map(entry.is_of, known))]


def draw(by_room: Mapping[str, Sequence[Mutant]], count: int, seed: int) -> dict[str, list[Mutant]]:
    """`count` changes, or all there are: the rooms take turns, so that each gets about as many.

    The same seed draws the same changes from the same code.
    """
    waiting: dict[str, list[Mutant]] = {}
    for name, mutants in by_room.items():
        waiting[name] = list(mutants)
        random.Random(f"{seed} {name}").shuffle(waiting[name])
    drawn: dict[str, list[Mutant]] = {name: [] for name in by_room}
    left = min(count, sum(map(len, waiting.values())))
    while left > 0:
        for name, mutants in waiting.items():
            if mutants and left:
                drawn[name].append(mutants.pop())
                left -= 1
    return drawn
