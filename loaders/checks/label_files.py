"""Files of labels made by a person: a CSV whose first lines, beginning with `#`, explain how."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from loaders.seeds.files import BadSeedError


def read_label_lines(path: Path, columns: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The cells of every label.

    Raises BadSeedError for a missing file, other columns or a short or long line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise BadSeedError(f"{path}: no such file") from None
    reader = csv.reader((line for line in lines if not line.startswith("#")), strict=True)
    if next(reader, []) != list(columns):
        raise BadSeedError(f"{path}: the columns are not {','.join(columns)}")
    labels = tuple(map(tuple, reader))
    for cells in labels:
        if len(cells) != len(columns):
            raise BadSeedError(f"{path}: not {len(columns)} cells: {','.join(cells)}")
    return labels


def percent(part: int, whole: int) -> float:
    """`part` of `whole` in per cent with two decimals; 0 if `whole` is 0."""
    return round(100.0 * part / whole, 2) if whole else 0.0
