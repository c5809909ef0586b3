"""Units through time: the names, ids and parents that a unit had in other periods.

The acts print the division of 2008-2012, people ask in that of today. A unit keeps its id while its name
and its parents change; the edition's `changes` say what changed:

- RENAMED: `after` is the unit, `name_before` the name that ended;
- MOVED: `before` is the unit and the one it left, `after` the unit and the one it entered;
- SPLIT, MERGED, ABOLISHED: the units before and those that replaced them;
- RAISED, LOWERED: the unit at its old and at its new level (the same id where the id was kept).

Both parents of a moved village narrow a question: Семей lies in область Абай and in Восточно-Казахстанская
область, whichever of them the areas print. Acts of 2008-2012 are about the units of their time: for a later
unit, the statements on the unit it was made from count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from model.edition import Edition, Name, UnitChange, Validity
from model.enums import ChangeKind

_SUCCEEDED = frozenset(
    {
        ChangeKind.RENAMED,
        ChangeKind.SPLIT,
        ChangeKind.MERGED,
        ChangeKind.RAISED,
        ChangeKind.LOWERED,
        ChangeKind.ABOLISHED,
    }
)
_MADE = frozenset({ChangeKind.SPLIT, ChangeKind.MERGED, ChangeKind.RAISED, ChangeKind.LOWERED})
_ENDED = frozenset({ChangeKind.MERGED, ChangeKind.ABOLISHED})


class Lineage:
    """The changes of an edition's units, by unit."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._of: dict[str, list[UnitChange]] = {}
        for change in edition.changes:
            for unit_id in dict.fromkeys((*change.before, *change.after)):
                self._of.setdefault(unit_id, []).append(change)
        self._parents: dict[str, tuple[str, ...]] = {}
        self._containers: dict[str, frozenset[str]] = {}

    def changes_of(self, unit_id: str) -> tuple[UnitChange, ...]:
        """Every change in which the unit took part, undated ones first, then the oldest first."""
        found = self._of.get(unit_id, ())
        return tuple(sorted(found, key=lambda change: (change.on is not None, change.on or 0)))

    def life(self, unit_id: str) -> Validity:
        """The days on which the unit existed, as far as it or its changes state them.

        Unbounded if nothing states them.
        """
        since, until = (
            self._edition.units[unit_id].validity.since,
            self._edition.units[unit_id].validity.until,
        )
        for change in self._of.get(unit_id, ()):
            if change.kind in _MADE and unit_id not in change.before:
                since = since or change.on
            elif change.kind in _ENDED and unit_id not in change.after:
                until = until or change.on
        return Validity(since, until)

    def has_ended(self, unit_id: str) -> bool:
        """Whether a merger or abolition ended the unit, with or without a known day."""
        return any(
            change.kind in _ENDED and unit_id in change.before and unit_id not in change.after
            for change in self._of.get(unit_id, ())
        )

    def heirs(self, unit_id: str) -> tuple[str, ...]:
        """Ids of the units of this edition that stand for `unit_id` of any period; empty for an unknown id.

        A unit of the edition stands for itself. A unit that it no longer has is followed through changed ids
        and through the changes that ended it: a split unit has several heirs.
        """
        return tuple(dict.fromkeys(self._heirs(unit_id, frozenset())))

    def _heirs(self, unit_id: str, seen: frozenset[str]) -> Iterable[str]:
        current = self._edition.current_id(unit_id)
        if current in self._edition.units:
            yield current
            return
        if current in seen:  # a circle of changes leads to no unit of today
            return
        for change in self._of.get(current, ()):
            if change.kind in _SUCCEEDED and current in change.before:
                for after in change.after:
                    yield from self._heirs(after, seen | {current})

    def sources(self, unit_id: str) -> tuple[str, ...]:
        """Ids of the units of this edition from which a later unit was made; empty for a unit of the acts."""
        made = [
            change
            for change in self._of.get(unit_id, ())
            if change.kind in _SUCCEEDED and unit_id in change.after and unit_id not in change.before
        ]
        before = dict.fromkeys(each for change in made for each in change.before)
        return tuple(each for each in before if each in self._edition.units)

    def ladder(self, unit_id: str) -> tuple[str, ...]:
        """Ids of the unit and of all that contain it in the division of the acts, finest first.

        For a later unit the ids continue with the unit it was made from (город Шымкент: the city in its
        oblast of 2012). For a unit made from several units, they continue with what contains all of these.
        """
        return self._ladder(unit_id, frozenset())

    def _ladder(self, unit_id: str, seen: frozenset[str]) -> tuple[str, ...]:
        sources = [source for source in self.sources(unit_id) if source not in seen]
        if not sources:
            return (unit_id, *(unit.id for unit in self._edition.ancestors(unit_id)))
        first, *others = [self._ladder(source, seen | {unit_id}) for source in sources]
        return (unit_id, *(each for each in first if all(each in other for other in others)))

    def former_names(self) -> Iterable[tuple[Name, str]]:
        """Names that a change ended, each with the id of a unit that stands for the former bearer."""
        for change in self._edition.changes:
            if change.name_before is None:
                continue
            # A moved unit stands first, the unit it entered second: only the first had the name.
            heirs = change.after[:1] if change.kind is ChangeKind.MOVED else change.after
            ended = replace(change.name_before, validity=Validity(None, change.on))
            for unit_id in heirs:
                yield from ((ended, heir) for heir in self.heirs(unit_id))

    def containers(self, unit_id: str) -> frozenset[str]:
        """Ids of all units that contain `unit_id` or once did, including itself.

        Only itself for an unknown id.
        """
        known = self._containers.get(unit_id)
        if known is None:
            known = self._containing(unit_id)
            if unit_id in self._edition.units:
                self._containers[unit_id] = known
        return known

    def _containing(self, unit_id: str) -> frozenset[str]:
        """Ids of all units that contain the unit or once did, found through all parents it ever had."""
        containing: set[str] = set()
        waiting = [unit_id]
        while waiting:
            current = waiting.pop()
            if current in containing:
                continue
            containing.add(current)
            waiting.extend(self._parents_ever(current))
        return frozenset(containing)

    def _parents_ever(self, unit_id: str) -> tuple[str, ...]:
        """Ids of all parents that the unit has had."""
        known = self._parents.get(unit_id)
        if known is None:
            parents: list[str] = []
            unit = self._edition.units.get(unit_id)
            if unit is not None and unit.parent_id is not None:
                parents.append(unit.parent_id)
            for change in self._of.get(unit_id, ()):
                if change.kind is ChangeKind.MOVED and unit_id == change.before[0]:
                    parents.extend((*change.before[1:], *change.after[1:]))
            known = self._parents[unit_id] = tuple(dict.fromkeys(parents))
        return known
