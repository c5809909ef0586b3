"""The administrative division on a day: the parent of each unit, and the units inside it.

A unit of an edition holds the parent that the acts print (2008-2012). MOVED changes say where it went later:
the last move up to the day decides; before the first move it is where that move took it from. Without a day
all moves count: that is the division of today. A move without a day is older than any question.
"""

from __future__ import annotations

from datetime import date

from geo.names.alphabet import name_key
from geo.units.lineage import Lineage
from model.edition import Edition, Unit
from model.enums import ChangeKind, Level


class Division:
    """The administrative division of today (the latest known state), or of one day."""

    def __init__(self, edition: Edition, day: date | None = None, like: Division | None = None) -> None:
        """The division on `day`, today if no day is given.

        `like` is another division of the same units, whose sorting is reused.
        """
        # No edition beyond that of `like` is kept alive: offices may have changed since, and all these are
        # kept.
        self._edition: Edition = edition if like is None else like._edition
        self._lineage: Lineage = like._lineage if like is not None else Lineage(edition)
        self._ranks: dict[str, int] = like._ranks if like is not None else _ranks(edition)
        self._parents = parents_on(edition, day)
        self._day = day
        self._alive: dict[str, bool] = {}
        self._children = self._group()
        self._inside: dict[tuple[str, Level], tuple[Unit, ...]] = {}

    def _group(self) -> dict[str, tuple[str, ...]]:
        """The ids of the units directly inside each unit on the day, by name; regions under ""."""
        groups: dict[str, list[str]] = {}
        for unit_id in self._ranks:
            if self.holds(unit_id):
                groups.setdefault(self.parent_id(unit_id) or "", []).append(unit_id)
        return {parent: tuple(units) for parent, units in groups.items()}

    def holds(self, unit_id: str) -> bool:
        """Whether the unit, and every unit around it, existed on the day.

        A unit that ended does not exist today. An end without a day counts for today alone: on a given day
        the unit is as the acts have it.
        """
        known = self._alive.get(unit_id)
        if known is None:
            life = self._lineage.life(unit_id)
            parent_id = self.parent_id(unit_id)
            ended = self._lineage.has_ended(unit_id)
            is_of_day = not ended if self._day is None else life.holds_on(self._day)
            known = self._alive[unit_id] = is_of_day and (parent_id is None or self.holds(parent_id))
        return known

    def parent_id(self, unit_id: str) -> str | None:
        """Id of the unit directly above; None for a region. Raises KeyError for an unknown unit."""
        return self._parents.get(unit_id, self._edition.units[unit_id].parent_id)

    def ancestors(self, unit_id: str) -> tuple[Unit, ...]:
        """The units that contained `unit_id` on the day, nearest first, without itself."""
        above: list[Unit] = []
        parent_id = self.parent_id(unit_id)
        while parent_id is not None:
            above.append(self._edition.units[parent_id])
            parent_id = self.parent_id(parent_id)
        return tuple(above)

    def chain(self, unit_id: str) -> tuple[str, ...]:
        """Ids of the unit and of all units that contained it on the day, finest first."""
        return (unit_id, *(unit.id for unit in self.ancestors(unit_id)))

    def above(self, unit_id: str, level: Level) -> Unit | None:
        """The unit of `level` that contained `unit_id` on the day; None where none did."""
        return next((unit for unit in self.ancestors(unit_id) if unit.level is level), None)

    def children(self, unit_id: str) -> tuple[Unit, ...]:
        """Units directly inside on the day, by name; "" gives the regions.

        Empty for a unit without units inside.
        """
        return tuple(self._edition.units[child] for child in self._children.get(unit_id, ()))

    def inside(self, unit_id: str, level: Level) -> tuple[Unit, ...]:
        """All units of `level` anywhere inside the unit on the day, by name and id."""
        known = self._inside.get((unit_id, level))
        if known is None:
            units: list[Unit] = []
            waiting = list(self._children.get(unit_id, ()))
            while waiting:
                unit = self._edition.units[waiting.pop()]
                if unit.level is level:
                    units.append(unit)
                waiting.extend(self._children.get(unit.id, ()))
            units.sort(key=lambda unit: self._ranks[unit.id])
            known = self._inside[unit_id, level] = tuple(units)
        return known


def _ranks(edition: Edition) -> dict[str, int]:
    """The place of each unit among all, sorted by name."""
    return {unit.id: rank for rank, unit in enumerate(sorted(edition.units.values(), key=unit_order))}


def turning_days(edition: Edition) -> tuple[date, ...]:
    """The days on which the division changed, oldest first; between two such days it is the same."""
    lineage = Lineage(edition)
    lives = [lineage.life(unit_id) for unit_id in edition.units]
    ends = [end for life in lives for end in (life.since, life.until)]
    days = {day for day in (*ends, *(change.on for change in edition.changes)) if day is not None}
    return tuple(sorted(days))


def unit_order(unit: Unit) -> tuple[str, str]:
    """Sort key of units in lists: the name shown without a language, then the id."""
    return name_key(unit.names, unit.id), unit.id


def parents_on(edition: Edition, day: date | None) -> dict[str, str]:
    """Parents on `day`, today without a day, of the units that ever moved.

    Units that never moved are left out.
    """
    units = edition.units
    parents: dict[str, str] = {}
    moves = [
        change
        for change in edition.changes
        if change.kind is ChangeKind.MOVED and len(change.before) > 1 and len(change.after) > 1
    ]
    for change in sorted(moves, key=lambda move: move.on or date.min):
        moved, left, entered = change.before[0], change.before[1], change.after[1]
        if moved not in units:
            continue
        if day is None or change.on is None or change.on <= day:
            if entered in units:
                parents[moved] = entered
        elif moved not in parents and left in units:
            parents[moved] = left
    return parents
