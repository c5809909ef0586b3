"""The answers of the locator: places a text may mean, each with its point, its stage and its reasons."""

from __future__ import annotations

from dataclasses import dataclass

from geo.earth.point import Point
from geo.explanations.place_texts import Doubt
from geo.explanations.sentence import Sentence, Shown
from geo.gazetteer.gazetteer import Locality
from geo.names.ladder import Stage
from model.edition import Unit
from model.enums import Language, Precision
from model.extents import error_of

CERTAIN = 0.9
"""Confidence from which an answer counts as certain; answers that the text does not prove stay below it."""


@dataclass(frozen=True, slots=True)
class LocateQuery:
    """A place or address as people write it, and what is known of its surroundings.

    `district`, `region` and `office` are printed names: of a table's heading, of the parent row, of the
    office in the row. `within` is the id of a unit that contains the place, `siblings` are names of other
    villages of its okrug.
    """

    text: str
    district: str | None = None
    region: str | None = None
    office: str | None = None
    language: Language | None = None
    within: str | None = None
    siblings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A place that has the same name but is not meant, and why."""

    name: Shown
    why: Sentence
    unit_id: str | None = None


def error_at(precision: Precision, unit: Unit | None, people: int | None) -> float:
    """The radius of error in metres for a precision.

    If the unit's own position has this precision and a known radius, that radius. Otherwise the usual figure
    for the precision; for a settlement it depends on the number of people.
    """
    position = None if unit is None else unit.position
    if position is not None and position.precision is precision and position.spread_m is not None:
        return position.spread_m
    return error_of(precision, people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that the text may mean.

    `unit` is the unit of the registry, `locality` the place of the gazetteer where the point is from there.
    `confidence` (0 to 1) is the measured share of right answers of the stage, times that of the position,
    divided among candidates that nothing distinguishes. `is_within` marks a place known only to lie somewhere
    in `unit`. `contradiction` is set where the point lies outside of the unit's own district.
    """

    unit: Unit | None
    locality: Locality | None
    point: Point
    precision: Precision
    stage: Stage
    confidence: float
    evidence: tuple[Sentence, ...]
    rejected: tuple[Rejected, ...] = ()
    is_within: bool = False
    contradiction: Sentence | None = None
    source: str | None = None
    """Source and id of a point that is neither the unit's nor the gazetteer's."""
    importance: float = 0.0
    """From 0 to 1: towns and seats before villages, larger places before smaller ones."""
    doubts: frozenset[Doubt] = frozenset()
    """Reasons against taking it for certain."""
    left_out: tuple[str, ...] = ()
    """Parts of the text that were not used."""

    @property
    def id(self) -> str:
        """The id of the unit, else `locality:` and that of the gazetteer."""
        return (
            self.unit.id if self.unit is not None else f"locality:{self.locality.id if self.locality else ''}"
        )

    @property
    def is_certain(self) -> bool:
        """Whether there are no doubts and the confidence is at least 0.9."""
        return not self.doubts and self.confidence >= CERTAIN

    @property
    def error_m(self) -> float:
        """Radius in metres within which the true place is expected."""
        place = self.unit or self.locality
        return error_at(self.precision, self.unit, place.population if place is not None else None)

    @property
    def source_id(self) -> str | None:
        """Source and id of the point, such as `geonames:1526443`; None for a point without a source."""
        if self.source is not None:
            return self.source
        if self.locality is not None:
            return ":".join(self.locality.source)
        position = self.unit.position if self.unit is not None else None
        if position is None or not position.source_id:
            return None
        return f"{position.source}:{position.source_id}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The place that answers the question, and all candidates.

    `best` is None if no place is likely enough.
    """

    best: Candidate | None
    candidates: tuple[Candidate, ...]
