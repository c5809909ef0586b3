"""Rows that a person labelled from the text of an act: they measure how correctly rows are read, by value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.checks.label_files import percent, read_label_lines
from loaders.seeds.files import BadSeedError, split_values
from loaders.seeds.folder import Seeds
from loaders.seeds.rows import RecordRow

HELD_OUT = "held_out"
"""The sample that was read after the errors in the other had been corrected."""
_SAMPLES = ("mending", HELD_OUT)
COLUMNS = ("sample", "act", "line", "phones", "postcode", "locality", "house", "villages")

Value = frozenset[str]
"""The values of one kind in a row, folded: as many as it prints."""


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A printed row by act and line, with the values that a person read, by kind."""

    sample: str
    act: str
    line: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Misread:
    """A row where the program and the person differ in a kind of value, with the values of both."""

    sample: str
    act: str
    line: int
    kind: str
    labelled: tuple[str, ...]
    read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Of the rows where the person or the program read a value of a kind, the number where both agree."""

    sample: str
    kind: str
    rows: int
    right: int

    @property
    def percent(self) -> float:
        """Rows read rightly in per cent."""
        return percent(self.right, self.rows)


@dataclass(frozen=True, slots=True)
class ReadingAgreement:
    """The readings compared with the labels: by kind, over both samples and for the one held out."""

    rows: int
    held_out: int
    accuracies: tuple[Accuracy, ...]
    misread: tuple[Misread, ...]


def _fold(text: str) -> str:
    return re.sub(r"[\s«»\"'“”.,-]", "", text).casefold()


def _fold_house(text: str) -> str:
    return re.sub(r"[\s«»\"'“”.]", "", text).casefold()


_KINDS: Mapping[str, tuple[Callable[[RecordRow], str], Callable[[str], str]]] = {
    "phones": (lambda row: row.phones, str.strip),
    "postcode": (lambda row: row.postcode, str.strip),
    "locality": (lambda row: row.locality, _fold),
    "house": (lambda row: row.house, _fold_house),
    "villages": (lambda row: row.settlements, _fold),
}
"""Kind of value to the cell of the record, and how a value is folded before comparison."""
KINDS = tuple(_KINDS)


def read_labelled_rows(path: Path) -> tuple[LabelledRow, ...]:
    """The labelled rows of a file. Raises BadSeedError for a missing file or a line that is not valid."""
    labels = []
    for sample, act, line, *cells in read_label_lines(path, COLUMNS):
        if sample not in _SAMPLES or not line.isdecimal():
            raise BadSeedError(f"{path}: not a labelled row: {sample},{act},{line}")
        values = {kind: _values(kind, cell) for kind, cell in zip(_KINDS, cells, strict=True)}
        labels.append(LabelledRow(sample, act, int(line), values))
    return tuple(labels)


def measure_readings(labels: Sequence[LabelledRow], seeds: Seeds) -> ReadingAgreement:
    """Compare the records of seeds with the labels.

    A kind of value that neither has in a row does not count. Raises BadSeedError if a label names an unknown
    row.
    """
    records = {(key.act, row.line): row for key, rows in seeds.records.items() for row in rows}
    misread: list[Misread] = []
    counted: dict[tuple[str, str], list[bool]] = {(s, k): [] for s in _SAMPLES for k in _KINDS}
    for label in labels:
        record = records.get((label.act, label.line))
        if record is None:
            raise BadSeedError(f"no row of {label.act} stands at line {label.line}")
        for kind, (cell, _) in _KINDS.items():
            labelled, read = label.values[kind], _values(kind, cell(record))
            if not labelled and not read:
                continue
            counted[label.sample, kind].append(labelled == read)
            if labelled != read:
                both = (tuple(sorted(labelled)), tuple(sorted(read)))
                misread.append(Misread(label.sample, label.act, label.line, kind, *both))
    whole = [_accuracy("all", kind, [r for s in _SAMPLES for r in counted[s, kind]]) for kind in _KINDS]
    held_out = [_accuracy(HELD_OUT, kind, counted[HELD_OUT, kind]) for kind in _KINDS]
    unseen = sum(label.sample == HELD_OUT for label in labels)
    return ReadingAgreement(len(labels), unseen, (*whole, *held_out), tuple(misread))


def _accuracy(sample: str, kind: str, results: Sequence[bool]) -> Accuracy:
    return Accuracy(sample, kind, len(results), sum(results))


def _values(kind: str, cell: str) -> Value:
    fold = _KINDS[kind][1]
    return frozenset(fold(value) for value in split_values(cell))
