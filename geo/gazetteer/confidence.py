"""The confidence of each stage: measured figures, kept as data in `seeds/lookups/locator.yaml`."""

from __future__ import annotations

from functools import cache

from geo.names.ladder import Stage
from model.lookup_facts import Locator, StageFigures
from model.lookups import lookup


@cache
def confidence_of(stage: Stage, is_tie: bool = False, *, is_witnessed: bool = False) -> float:
    """The share (0 to 1) of the stage's results that are right.

    Less where one of several namesakes was chosen. `is_witnessed` marks a settlement of the acts, which its
    neighbours confirm, as opposed to a free text.
    """
    figures: StageFigures = getattr(lookup(Locator).stages, stage.value)
    sure = figures.witnessed if is_witnessed and figures.witnessed is not None else figures.confidence
    return round(sure - (figures.tie if is_tie else 0.0), 2)
