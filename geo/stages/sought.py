"""A settlement that is looked for, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from geo.gazetteer import Locality
from geo.stages.confidence import confidence_of
from geo.stages.ladder import Stage


@dataclass(frozen=True, slots=True)
class Sought:
    """A settlement to be found: its names, the unit it lies in, the polygon of its district.

    `town` is the gazetteer's id of a city that is known beforehand, `decided` that of a place a person
    chose; `is_main` marks seats and towns, which a population may decide for; `is_loose` one that was read of
    an address only, in no okrug's list.
    """

    id: str
    names: tuple[str, ...]
    parent: str
    shape: str
    town: str = ""
    is_main: bool = False
    is_loose: bool = False
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The locality of a settlement, its rung, how homonyms were told apart, and a confidence of 0..1."""

    locality: Locality
    stage: Stage
    decided_by: str

    @property
    def confidence(self) -> float:
        """Measured share of right answers of this stage."""
        return confidence_of(self.stage, bool(self.decided_by))

    @property
    def method(self) -> str:
        """Rung and tie-break in one word, such as `mild+siblings`."""
        return f"{self.stage}+{self.decided_by}" if self.decided_by else self.stage.value


@dataclass(frozen=True, slots=True)
class NotFound:
    """Why a settlement has no locality: `absent`, `ambiguous`, `contested` or `contradicted`."""

    reason: str
    text: str
