"""Whether places are within their stated errors: radii against villages, confidences against labels."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from loaders.checks.figures import Figure
from loaders.checks.label_files import percent, read_label_lines
from loaders.loading.spreads import Spreads
from loaders.seeds.folder import Seeds
from model.enums import Level, Precision

LABELLED = Path("tests", "places", "labelled.csv")
"""Beside the folder of seeds, in a checkout only."""
OF_CONFIDENCE = "confidence of labelled places: widest gap"
_COLUMNS = ("drawn", "language", "text", "district", "region", "unit", "source_id", "verdict", "note")
_LEVELS = {
    Precision.OKRUG: Level.RURAL_OKRUG,
    Precision.DISTRICT: Level.DISTRICT,
    Precision.REGION: Level.REGION,
}
_BINS = (0.0, 0.9, 0.945, 0.975, 1.01)
_ENOUGH = 30
"""Number of labels below which a bin is not evaluated."""
_SURE = 1.96
"""Standard deviations on either side that contain 95 of 100 draws."""


@dataclass(frozen=True, slots=True)
class ErrorBound:
    """Villages with a position, treated as unknown: how many are within the radius of their unit."""

    precision: str
    villages: int
    units: int
    within: int
    median_km: float
    before: int
    """How many lay within the single radius of the precision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Labelled settlements with a confidence from `least` to `most`.

    `said` is the mean confidence, `right` the number of right positions. `low` and `high` bound the share
    that is right (Wilson, 95 %).
    """

    least: float
    most: float
    count: int
    said: float
    right: int
    low: float
    high: float

    @property
    def gap(self) -> float:
        """Difference of mean confidence and right share, never negative; 0 with fewer than 30 labels."""
        return round(abs(self.right / self.count - self.said), 3) if self.count >= _ENOUGH else 0.0


def measure_bounds(seeds: Seeds) -> tuple[ErrorBound, ...]:
    """The errors of villages for the precisions okrug, district and region."""
    spreads, bounds = Spreads(seeds), []
    for precision, level in _LEVELS.items():
        held_out = list(spreads.held_out(level))
        bounds.append(
            ErrorBound(
                precision=precision,
                villages=len(held_out),
                units=len({held.unit for held in held_out}),
                within=sum(held.distance_m <= held.spread_m for held in held_out),
                median_km=round(statistics.median(held.spread_m for held in held_out) / 1000, 1)
                if held_out
                else 0.0,
                before=sum(held.distance_m <= precision.error_m for held in held_out),
            )
        )
    return tuple(bounds)


def figures_of_bounds(bounds: Iterable[ErrorBound]) -> list[Figure]:
    """Per cent, such as `villages within their error: OKRUG %`."""
    return [
        Figure(f"villages within their error: {bound.precision} %", percent(bound.within, bound.villages))
        for bound in bounds
    ]


def measure_confidence(seeds: Seeds, path: Path) -> tuple[Bin, ...]:
    """Labelled settlements in bins by the confidence of their position.

    Settlements without a label or with a coarser position are left out. Raises BadSeedError.
    """
    labels = {row[5]: (row[6], row[7]) for row in read_label_lines(path, _COLUMNS) if row[5]}
    judged: list[tuple[float, bool]] = []
    for row in seeds.positions:
        label = labels.get(row.subject.removeprefix("unit:"))
        if label is not None and row.precision == Precision.SETTLEMENT:
            place, verdict = label
            judged.append(
                (float(row.confidence), f"{row.source}:{row.source_id}" == place and verdict == "right")
            )
    edges = pairwise(_BINS)
    return tuple(
        _bin(least, most, [each for each in judged if least <= each[0] < most]) for least, most in edges
    )


def figures_of_confidence(bins: Sequence[Bin]) -> list[Figure]:
    """The widest gap of all bins, in percentage points; empty without bins."""
    return [Figure(OF_CONFIDENCE, round(100 * max(each.gap for each in bins), 1))] if bins else []


def _bin(least: float, most: float, judged: Sequence[tuple[float, bool]]) -> Bin:
    count, right = len(judged), sum(is_right for _, is_right in judged)
    said = statistics.fmean(confidence for confidence, _ in judged) if judged else 0.0
    low, high = _wilson(right, count)
    return Bin(
        least=least,
        most=min(most, 1.0),
        count=count,
        said=round(said, 3),
        right=right,
        low=low,
        high=high,
    )


def _wilson(right: int, count: int) -> tuple[float, float]:
    """Lower and upper bound of the share by E. B. Wilson's interval (1927); 0 and 1 if `count` is 0."""
    if not count:
        return 0.0, 1.0
    share, square = right / count, _SURE**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = _SURE / (1 + square / count) * ((share * (1 - share) + square / (4 * count)) / count) ** 0.5
    return round(middle - half, 3), round(min(middle + half, 1.0), 3)
