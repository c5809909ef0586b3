"""How sure each stage is: measured figures, kept as data in `seeds/lookups/locator.yaml`."""

from __future__ import annotations

from functools import cache

from geo.names.ladder import Stage
from model.lookup_facts import Locator, StageFigures
from model.lookups import lookup


@cache
def confidence_of(stage: Stage, is_tie: bool = False) -> float:
    """Share (0-1) of what the stage finds that is right; less where namesakes had to be told apart."""
    figures: StageFigures = getattr(lookup(Locator).stages, stage.value)
    return round(figures.confidence - (figures.tie if is_tie else 0.0), 2)
