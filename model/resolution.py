"""Which of several readings of a field holds, by one written rule; the others stay as provenance.

1. What a person changed last and a reviewer accepted.
2. Else the act with the stronger standing: in force, then unknown, then repealed or not yet in force. A row
   that an amendment ended, or begins later, stands like one of a repealed act.
3. Among acts of one standing the one whose text is the newest: amended last, else adopted last. A row that
   an amendment gave is as new as that.
4. Inside one act, which prints most rows many times, the reading that most printings agree on.
5. Where equally many printings agree, the earliest by standard and line.

A row that is silent about a field says nothing of it: silence never wins and is no provenance.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from model.edition import ALWAYS, Act, Citation, Provenance, Validity
from model.enums import ActStatus

Value = TypeVar("Value", bound=Hashable)

_STANDING = {
    ActStatus.IN_FORCE: 0,
    ActStatus.PARTLY_IN_FORCE: 0,
    ActStatus.UNKNOWN: 1,
    ActStatus.REPEALED: 2,
    ActStatus.NOT_YET_IN_FORCE: 2,
}


class Rule(StrEnum):
    """By which rule a reading won over another; see the head of this module."""

    ACCEPTED_CHANGE = "ACCEPTED_CHANGE"
    STANDING_OF_ACT = "STANDING_OF_ACT"
    NEWEST_ACT = "NEWEST_ACT"
    MOST_PRINTINGS = "MOST_PRINTINGS"
    EARLIEST_PRINTING = "EARLIEST_PRINTING"
    ONLY_READING = "ONLY_READING"


_FINEST = list(Rule)


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    """The value of a field in one printed row."""

    value: Value
    act: Act
    citation: Citation
    text_day: date | None = None
    """Day of the amendment that gave the row, where that is newer than the text of the act."""
    validity: Validity = ALWAYS
    """Days on which the row is valid; on other days it counts like a row of an act without force."""


@dataclass(frozen=True, slots=True)
class Change(Generic[Value]):
    """The value that a person set for a field and that was accepted; None clears the field."""

    value: Value | None
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Resolved(Generic[Value]):
    """The value that won, the row and act that print it (None for a person's change), and all provenance.

    The value is None if no source says anything, or a person cleared the field.
    """

    value: Value | None
    citation: Citation | None
    act: Act | None
    provenance: tuple[Provenance, ...]


_SILENT: Resolved[Any] = Resolved(None, None, None, ())
"""No source says anything about the field."""


@dataclass(slots=True)
class _Candidate(Generic[Value]):
    """A value as one act prints it, in one or more of its rows."""

    value: Value
    act: Act
    citation: Citation
    printings: int
    standing: int
    text_day: date

    @property
    def place(self) -> tuple[int, int]:
        return (self.citation.standard or 0, self.citation.line or 0)

    def merits(self) -> tuple[tuple[Rule, object], ...]:
        """The criteria by which candidates are compared, most important first; smaller is better."""
        return (
            (Rule.STANDING_OF_ACT, self.standing),
            (Rule.NEWEST_ACT, (-self.text_day.toordinal(), self.act.id)),
            (Rule.MOST_PRINTINGS, -self.printings),
            (Rule.EARLIEST_PRINTING, self.place),
        )


def resolve(
    field: str,
    readings: Sequence[Reading[Value]],
    change: Change[Value] | None,
    day: date,
    show: Callable[[Value], str],
) -> Resolved[Value]:
    """Choose the value of one field of one office as of `day`.

    A `change` by a person wins over all readings. `show` writes a value as text for the provenance.
    """
    if change is None and not readings:  # most fields of most offices
        return _SILENT
    ranked = sorted(_candidates(readings, day), key=_order)
    if change is not None:
        return _changed(field, ranked, change, show)
    winner = ranked[0]
    won_by = _decisive(winner, (other for other in ranked[1:] if other.value != winner.value))
    provenance = tuple(
        Provenance(
            field,
            show(candidate.value),
            candidate.citation,
            wins=candidate.value == winner.value,
            rule=won_by if candidate.value == winner.value else _between(winner, candidate),
        )
        for candidate in ranked
    )
    return Resolved(winner.value, winner.citation, winner.act, provenance)


def _changed(
    field: str,
    ranked: Sequence[_Candidate[Value]],
    change: Change[Value],
    show: Callable[[Value], str],
) -> Resolved[Value]:
    """The person's value, with provenance of all readings, which lost or agree."""
    shown = "" if change.value is None else show(change.value)
    first = Provenance(
        field,
        shown,
        None,
        wins=True,
        rule=Rule.ACCEPTED_CHANGE,
        version=change.version,
        observed_at=change.at,
    )
    others = tuple(
        Provenance(
            field, show(one.value), one.citation, wins=one.value == change.value, rule=Rule.ACCEPTED_CHANGE
        )
        for one in ranked
    )
    return Resolved(change.value, None, None, (first, *others))


def _candidates(readings: Sequence[Reading[Value]], day: date) -> Iterable[_Candidate[Value]]:
    """Readings grouped by act, value, day of the text and validity; each with the number of its printings."""
    by_value: dict[tuple[str, Value, date, bool], _Candidate[Value]] = {}
    for reading in readings:
        holds, text_day = reading.validity.holds_on(day), reading.text_day or reading.act.text_day
        key = (reading.act.id, reading.value, text_day, holds)
        known = by_value.get(key)
        if known is None:
            standing = _STANDING[reading.act.status_on(day) if holds else ActStatus.REPEALED]
            by_value[key] = _Candidate(reading.value, reading.act, reading.citation, 1, standing, text_day)
            continue
        known.printings += 1
        if (reading.citation.standard or 0, reading.citation.line or 0) < known.place:
            known.citation = reading.citation
    return by_value.values()


def _order(candidate: _Candidate[Value]) -> tuple[object, ...]:
    return tuple(merit for _, merit in candidate.merits())


def _between(winner: _Candidate[Value], loser: _Candidate[Value]) -> Rule:
    """The rule of the first criterion in which the two differ; ONLY_READING if they differ in none."""
    for (rule, merit), (_, other) in zip(winner.merits(), loser.merits(), strict=True):
        if merit != other:
            return rule
    return Rule.ONLY_READING


def _decisive(winner: _Candidate[Value], losers: Iterable[_Candidate[Value]]) -> Rule:
    """The weakest rule that was needed to beat the other values; ONLY_READING if there are none."""
    return max(
        (_between(winner, loser) for loser in losers),
        key=lambda rule: -1 if rule is Rule.ONLY_READING else _FINEST.index(rule),
        default=Rule.ONLY_READING,
    )
