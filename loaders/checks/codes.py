"""How many units have a code of the classifier of territorial objects (KATO), and why others have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from loaders.checks.figures import Figure
from loaders.checks.places import is_listed_village
from loaders.seeds.folder import Seeds
from loaders.seeds.rows import AreaRow
from model.enums import Level


def figures_of_codes(seeds: Seeds) -> list[Figure]:
    """Per cent of units with a code: by level and of the villages that act 1119 lists.

    Then the number of units without a code for each reason.
    """
    shares = [
        _coded(level.lower().replace("_", " "), (area for area in seeds.areas if area.level == level))
        for level in Level
    ]
    villages = _coded("village of act 1119", filter(is_listed_village, seeds.areas))
    reasons = Counter(row.reason for row in seeds.uncoded)
    counts = [Figure(f"without a code: {reason}", count) for reason, count in sorted(reasons.items())]
    return [*shares, villages, *counts]


def _coded(name: str, areas: Iterable[AreaRow]) -> Figure:
    units = list(areas)
    coded = sum(bool(area.kato) for area in units)
    return Figure(f"units: {name}, KATO %", round(100 * coded / len(units), 1) if units else 0.0)
