"""The units and offices of an edition by the state of their positions, the coarsest first."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo.locator.position_needs import (
    RANK,
    Need,
    Standing,
    need_of_office,
    need_of_unit,
    needs_of,
    standing_of,
)
from geo.units.edition_index import AtlasStep
from model.edition import Edition
from model.enums import PositionState
from model.location_attempts import OFFICE, UNIT, LocationAttempt

_NOWHERE = len(RANK)


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A unit or an office with what it needs, and the state of its position."""

    need: Need
    standing: Standing

    @property
    def key(self) -> tuple[int, str]:
        """Sort key: rows without a position first, then the coarsest, then by id."""
        at = self.need.position
        return -(RANK[at.precision] if at is not None else _NOWHERE), self.need.subject


class PositionStates:
    """All positions of an edition by state.

    After a change of a few offices it is updated, not built again.
    """

    def __init__(
        self,
        rows: Mapping[str, PositionRow],
        attempts: Mapping[str, LocationAttempt],
        by_state: Mapping[PositionState, list[PositionRow]],
    ) -> None:
        self._rows, self._attempts, self._by_state = rows, attempts, by_state

    @classmethod
    def of(cls, edition: Edition) -> PositionStates:
        """The states of a whole edition."""
        rows = _rows_of(edition, needs_of(edition))
        listed: dict[PositionState, list[PositionRow]] = {state: [] for state in PositionState}
        for row in sorted(rows.values(), key=_key):
            listed[row.standing.state].append(row)
        return cls(rows, edition.attempts, listed)

    def carried_on(self, step: AtlasStep) -> PositionStates:
        """The states of a later edition of the same units.

        Only changed offices and new attempts are judged anew.
        """
        edition = step.edition
        tried = {one for one, attempt in edition.attempts.items() if self._attempts.get(one) is not attempt}
        subjects = tried | {f"{OFFICE}{office_id}" for office_id in step.changed.ids}
        needs = (_need(edition, subject) for subject in subjects)
        come = _rows_of(edition, (need for need in needs if need is not None))
        rows, listed = dict(self._rows), {state: list(found) for state, found in self._by_state.items()}
        for subject in subjects:
            gone = rows.pop(subject, None)
            if gone is not None:
                found = listed[gone.standing.state]
                del found[bisect_left(found, gone.key, key=_key)]
        for row in come.values():
            insort(listed[row.standing.state], row, key=_key)
        return PositionStates(rows | come, edition.attempts, listed)

    def __getitem__(self, state: PositionState) -> list[PositionRow]:
        """The rows in a state: without a position first, then the coarsest."""
        return self._by_state[state]


def _rows_of(edition: Edition, needs: Iterable[Need]) -> dict[str, PositionRow]:
    return {need.subject: PositionRow(need, standing_of(edition, need)) for need in needs}


def _need(edition: Edition, subject: str) -> Need | None:
    """The need of a unit or an office by its subject; None where it is gone or not active."""
    if subject.startswith(UNIT):
        unit = edition.units.get(subject.removeprefix(UNIT))
        return None if unit is None else need_of_unit(unit)
    office = edition.offices.get(subject.removeprefix(OFFICE))
    return None if office is None else need_of_office(edition, office)


def _key(row: PositionRow) -> tuple[int, str]:
    return row.key
