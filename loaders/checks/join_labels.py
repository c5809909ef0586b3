"""Pairs of rows that were labelled by reading them: one office or two. They measure the joins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.checks.label_files import percent, read_label_lines
from loaders.seeds.files import BadSeedError
from loaders.seeds.folder import Seeds

COLUMNS = ("act", "line", "other_act", "other_line", "same", "why")


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two printed rows by act and line, whether they are of one office, and what shows it."""

    act: str
    line: int
    other_act: str
    other_line: int
    is_same: bool
    why: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """The joins compared with the labels: numbers of pairs, and the pairs joined or not joined wrongly."""

    pairs: int
    joined_rightly: int
    joined_wrongly: tuple[LabelledPair, ...]
    missed: tuple[LabelledPair, ...]

    @property
    def precision(self) -> float:
        """Per cent of the joined pairs that are labelled as one office."""
        return percent(self.joined_rightly, self.joined_rightly + len(self.joined_wrongly))

    @property
    def recall(self) -> float:
        """Per cent of the pairs labelled as one office that are joined."""
        return percent(self.joined_rightly, self.joined_rightly + len(self.missed))


def read_pairs(path: Path) -> tuple[LabelledPair, ...]:
    """The labelled pairs of a file. Raises BadSeedError for a missing file or a line that is not valid."""
    return tuple(_pair(path, cells) for cells in read_label_lines(path, COLUMNS))


def measure_labels(pairs: Sequence[LabelledPair], seeds: Seeds) -> Agreement:
    """Compare the offices of seeds with the labels. Raises BadSeedError if a label names an unknown row."""
    office_of = {(key.act, row.line): row.office for key, rows in seeds.records.items() for row in rows}
    rightly, wrongly, missed = 0, [], []
    for pair in pairs:
        for row in ((pair.act, pair.line), (pair.other_act, pair.other_line)):
            if row not in office_of:
                raise BadSeedError(f"no row of {row[0]} stands at line {row[1]}")
        is_joined = office_of[pair.act, pair.line] == office_of[pair.other_act, pair.other_line]
        if is_joined and pair.is_same:
            rightly += 1
        elif is_joined:
            wrongly.append(pair)
        elif pair.is_same:
            missed.append(pair)
    return Agreement(len(pairs), rightly, tuple(wrongly), tuple(missed))


def _pair(path: Path, cells: Sequence[str]) -> LabelledPair:
    act, line, other_act, other_line, same, why = cells
    if same not in ("yes", "no"):
        raise BadSeedError(f"{path}: not a labelled pair: {','.join(cells)}")
    if not (line.isdecimal() and other_line.isdecimal()):
        raise BadSeedError(f"{path}: a line is not a number: {','.join(cells)}")
    return LabelledPair(act, int(line), other_act, int(other_line), same == "yes", why)
