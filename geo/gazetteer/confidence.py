"""How sure each stage is: measured figures, kept as data in `seeds/lookups/locator.yaml`."""

from __future__ import annotations

from functools import cache

from geo.names.ladder import Stage
from model.lookup_facts import Locator, StageFigures
from model.lookups import lookup


@cache
def confidence_of(stage: Stage, is_tie: bool = False, *, is_witnessed: bool = False) -> float:
    """Share (0-1) of what the stage finds that is right; less where one of several namesakes was chosen.

    `is_witnessed` tells a settlement of the acts, which its neighbours confirm, from the place of a text.
    """
    figures: StageFigures = getattr(lookup(Locator).stages, stage.value)
    sure = figures.witnessed if is_witnessed and figures.witnessed is not None else figures.confidence
    return round(sure - (figures.tie if is_tie else 0.0), 2)
