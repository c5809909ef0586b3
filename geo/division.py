"""The ladder of units as it stood on a day: who was whose parent, and who was inside whom.

Units hold their latest parent; MOVED changes of a later day are undone to find an earlier one. A move
without a day is taken as older than any question.
"""

from __future__ import annotations

from datetime import date

from geo.alphabet import name_key
from store.edition import Edition, Unit
from store.kinds import ChangeKind, Level


class Division:
    """The administrative division of the latest state known, or of one day."""

    def __init__(self, edition: Edition, day: date | None = None) -> None:
        self._edition = edition
        self._parents = _parents_on(edition, day) if day is not None else {}
        self._day = day
        self._children = self._group()
        self._inside: dict[tuple[str, Level], tuple[Unit, ...]] = {}

    def _group(self) -> dict[str, tuple[str, ...]]:
        groups: dict[str, list[Unit]] = {}
        for unit in self._edition.units.values():
            if self._day is None or unit.validity.holds_on(self._day):
                groups.setdefault(self.parent_id(unit.id) or "", []).append(unit)
        return {
            parent: tuple(unit.id for unit in sorted(units, key=unit_order))
            for parent, units in groups.items()
        }

    def parent_id(self, unit_id: str) -> str | None:
        """Id of the unit directly above, None for a region."""
        return self._parents.get(unit_id, self._edition.units[unit_id].parent_id)

    def ancestors(self, unit_id: str) -> tuple[Unit, ...]:
        """The units that contained `unit_id`, nearest first, without itself."""
        found: list[Unit] = []
        parent_id = self.parent_id(unit_id)
        while parent_id is not None:
            found.append(self._edition.units[parent_id])
            parent_id = self.parent_id(parent_id)
        return tuple(found)

    def above(self, unit_id: str, level: Level) -> Unit | None:
        """The unit of `level` that contained `unit_id`, None where it has none."""
        return next((unit for unit in self.ancestors(unit_id) if unit.level is level), None)

    def children(self, unit_id: str) -> tuple[Unit, ...]:
        """Units directly inside, by name; "" gives the regions."""
        return tuple(self._edition.units[child] for child in self._children.get(unit_id, ()))

    def inside(self, unit_id: str, level: Level) -> tuple[Unit, ...]:
        """All units of `level` anywhere inside, by name and id."""
        known = self._inside.get((unit_id, level))
        if known is None:
            found: list[Unit] = []
            waiting = list(self._children.get(unit_id, ()))
            while waiting:
                unit = self._edition.units[waiting.pop()]
                if unit.level is level:
                    found.append(unit)
                waiting.extend(self._children.get(unit.id, ()))
            found.sort(key=unit_order)
            known = self._inside[unit_id, level] = tuple(found)
        return known


def unit_order(unit: Unit) -> tuple[str, str]:
    """Lists of units are ordered by the name shown, then by id."""
    return name_key(unit.names, unit.id), unit.id


def _parents_on(edition: Edition, day: date) -> dict[str, str]:
    """Parents on `day` of the units that have moved since; of several moves the first after it decides."""
    moved = [
        (change.on, change)
        for change in edition.changes
        if change.kind is ChangeKind.MOVED and change.on is not None and change.on > day
    ]
    parents: dict[str, str] = {}
    for _, change in sorted(moved, key=lambda pair: pair[0], reverse=True):
        if len(change.before) > 1 and change.before[0] in edition.units and change.before[1] in edition.units:
            parents[change.before[0]] = change.before[1]
    return parents
