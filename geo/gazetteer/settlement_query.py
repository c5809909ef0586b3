"""A settlement that is looked for, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geo.gazetteer.confidence import confidence_of
from geo.gazetteer.gazetteer import Locality
from geo.names.ladder import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementQuery:
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
    present: tuple[str, ...] = ()
    """Names of another period, which no row prints."""


@dataclass(frozen=True, slots=True)
class Found:
    """The locality of a settlement, its rung, how it was chosen among namesakes, and a confidence of 0..1."""

    locality: Locality
    stage: Stage
    decided_by: str

    @property
    def confidence(self) -> float:
        """Measured share of right answers of this stage."""
        return confidence_of(self.stage, bool(self.decided_by), is_witnessed=True)

    @property
    def method(self) -> str:
        """Rung and tie-break in one word, such as `mild+siblings`."""
        return f"{self.stage}+{self.decided_by}" if self.decided_by else self.stage.value


class Reason(StrEnum):
    """The rule that left a settlement without a locality."""

    ABSENT = "absent"
    """Nothing in its district or near its border is called so or like it."""
    NUMBER = "number"
    """The same, and its name is but a number: a siding, a section of a farm."""
    ELSEWHERE = "elsewhere"
    """Only another district of the region has the name: a homonym until something else is known."""
    BESIDE = "beside"
    """A locality beyond the border has the name, but nothing bears witness that it is meant."""
    UNPROVED = "unproved"
    """A name in its district is like it, but nothing bears witness that it is the same."""
    FAR = "far"
    """The locality of its name lies far from the other villages of its okrug."""
    AMBIGUOUS = "ambiguous"
    """Several localities of its district have the name, and nothing tells them apart."""
    CONTESTED = "contested"
    """The only locality of its name is another settlement's."""


@dataclass(frozen=True, slots=True)
class NotFound:
    """Why a settlement has no locality: the rule, and in words."""

    reason: Reason
    text: str
