"""How sure each stage is: measured figures, kept as data in `seeds/lookups/locator.yaml`."""

from __future__ import annotations

from functools import cache
from typing import Any

from geo.names.ladder import Stage
from model.lookups import read_lookup


@cache
def confidence_of(stage: Stage, is_tie: bool = False) -> float:
    """Share (0-1) of what the stage finds that is right; less where namesakes had to be told apart."""
    row: dict[str, Any] = read_lookup("locator")["stages"][stage.value]
    return round(float(row["confidence"]) - (float(row.get("tie", 0.0)) if is_tie else 0.0), 2)
