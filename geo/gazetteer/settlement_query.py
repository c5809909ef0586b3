"""A settlement to look for, and the result."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geo.gazetteer.confidence import confidence_of
from geo.gazetteer.gazetteer import Locality
from geo.names.ladder import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementQuery:
    """A settlement to look for: its names, the unit that contains it, the polygon of its district.

    `town` is the gazetteer's id of a city that is known in advance, `decided` that of a place a person chose.
    `is_main` marks seats and towns, among whose namesakes population may decide. `is_loose` marks a
    settlement that was read in an address only and is in no okrug's list.
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
    """The locality of a settlement, the stage that found it, and what decided between namesakes.

    `decided_by` is empty where there were no namesakes.
    """

    locality: Locality
    stage: Stage
    decided_by: str

    @property
    def confidence(self) -> float:
        """The measured share (0 to 1) of right answers at this stage, less where namesakes were decided."""
        return confidence_of(self.stage, bool(self.decided_by), is_witnessed=True)

    @property
    def method(self) -> str:
        """The stage, and what decided between namesakes if anything, such as `mild+siblings`."""
        return f"{self.stage}+{self.decided_by}" if self.decided_by else self.stage.value


class Reason(StrEnum):
    """Why a settlement has no locality."""

    ABSENT = "absent"
    """Nothing in its district or near its border has the name or a similar one."""
    NUMBER = "number"
    """Nothing has the name, and the name is only a number: a siding, a section of a farm."""
    ELSEWHERE = "elsewhere"
    """Only another district of the region has the name: a homonym, as long as nothing else is known."""
    BESIDE = "beside"
    """A locality beyond the border has the name, but no evidence confirms it."""
    UNPROVED = "unproved"
    """A name in its district resembles it, but no evidence confirms it."""
    FAR = "far"
    """The locality with its name lies far from the other villages of its okrug."""
    AMBIGUOUS = "ambiguous"
    """Several localities of its district have the name, and nothing distinguishes them."""
    CONTESTED = "contested"
    """The only locality with its name belongs to another settlement."""


@dataclass(frozen=True, slots=True)
class NotFound:
    """Why a settlement has no locality: the kind of reason, and a text."""

    reason: Reason
    text: str
