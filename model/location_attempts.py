"""Records of attempts to locate a unit or an office, kept by the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from model.enums import PositionTrouble
from model.records import Position

UNIT, OFFICE = "unit:", "office:"
"""Prefixes of the subject of an attempt, before the id of the unit or office."""
MANUAL = "manual"
"""Method of a position that a person set in the seeds."""
SET_BY_HAND = "correction"
"""Method of a position that a person set on the map."""
LOCATED_AGAIN = "correction-located"
"""Method of a position that was located while a person changed the address."""
GEOCODED = "geocoded"
"""Method of the positions that `kense place --database` writes."""
BY_HAND = frozenset({MANUAL, SET_BY_HAND})
"""Methods of the positions that no program overwrites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationAttempt:
    """One attempt to locate: the question, the sources, and the resulting position or trouble.

    Both are set if the position is coarser than wanted. An attempt is valid while its subject still has the
    same `question`.
    """

    subject: str
    question: str
    sources: tuple[str, ...]
    """Gazetteers and geocoders that were asked, each with a text that identifies its state."""
    position: Position | None = None
    trouble: PositionTrouble | None = None
    notes: tuple[str, ...] = ()
    """The label of the place that was found, and answers that were refused, each with its reason."""
    tried_at: datetime
    edition: int = 0
    """Number of the first edition that shows it."""
