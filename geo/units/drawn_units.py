"""The boundary of a unit on a day: its own where it was valid then, else the union of its parts.

The shipped files draw districts as they are in the acts; since then regions were split and districts lost
ground. Each polygon is followed through the changes between its day and the requested one, to the districts
that then held ground of it. A unit is drawn if all these districts lie inside it, for each polygon that
shares ground with it; otherwise its border is unknown, and it has no boundary.

A city that no file draws (Кокшетау) has no hole in the polygon around it. It is not cut out of it, and is
ignored here, even where that polygon is another region's (Курчатов in Майский район).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta

import shapely

from geo.units.division import Division
from geo.units.edition_index import AtlasStep
from model.edition import Boundary, Edition, Unit, UnitChange
from model.enums import ChangeKind, Level

_DRAWN = frozenset({Level.REGION, Level.DISTRICT})
_NO_GROUND = frozenset({ChangeKind.RENAMED, ChangeKind.RAISED, ChangeKind.LOWERED})
"""Changes of a name or of a level: for a city that becomes a region a move into it is recorded as well."""
_ACTS, _TODAY = date.min, date.max
"""The division that the acts print, older than any recorded change; and the latest state."""
_BEFORE = date.min + timedelta(days=1)
"""A day before all changes."""


@dataclass(frozen=True, slots=True)
class _GroundChange:
    """A change after which other districts hold some ground.

    `before` and `after` are the ids of the districts that hold it. `gone` lost all of their ground, `made`
    had none before, `grew` had some. `on` is None where the day is not known.
    """

    on: date | None
    before: frozenset[str]
    after: frozenset[str]
    gone: frozenset[str]
    made: frozenset[str]
    grew: frozenset[str]

    def forward(self, unit_id: str) -> frozenset[str]:
        """Ids of the districts that, after the change, hold ground which this unit held before."""
        if unit_id not in self.before:
            return frozenset({unit_id})
        return self.after if unit_id in self.gone else self.after | {unit_id}

    def backward(self, unit_id: str) -> frozenset[str]:
        """Ids of the districts that, before the change, held ground which this unit holds afterwards."""
        if unit_id in self.made:
            return self.before
        return self.before | {unit_id} if unit_id in self.grew else frozenset({unit_id})


class DrawnUnits:
    """The boundaries of an edition's regions and districts, on any day."""

    def __init__(self, edition: Edition) -> None:
        # It does not depend on offices, so that the next edition may share it.
        self._units = edition.units
        self._boundaries = edition.boundaries
        self._changes = tuple(_ground_changes(edition))
        whole = {self._units[boundary].parent_id for boundary in self._boundaries if boundary in self._units}
        # A region whose districts are drawn, too, is known by these.
        self._parts = [each for key, each in sorted(self._boundaries.items()) if key not in whole]
        self._made_later = frozenset(each for change in self._changes for each in change.made)
        self._printed_until = max((act.text_day for act in edition.acts.values()), default=date.min)
        self._days = sorted({change.on for change in edition.changes if change.on is not None})
        self._known: dict[tuple[str, date], Boundary | None] = {}
        self._holders: dict[tuple[str, date, date], frozenset[str]] = {}

    def carried_on(self, step: AtlasStep) -> DrawnUnits:
        """A copy for a later edition of the same units."""
        return copy(self)

    def boundary(self, unit_id: str, division: Division, day: date | None = None) -> Boundary | None:
        """The boundary of the unit on `day`, by default today; `division` must be that of the same day.

        None where it is not known, and for okrugs and settlements.
        """
        unit = self._units.get(unit_id)
        if unit is None or unit.level not in _DRAWN or not self._boundaries:
            return None
        # Between two changes every day is the same.
        before = 0 if day is None else bisect_right(self._days, day)
        asked = _TODAY if day is None else self._days[before - 1] if before else _BEFORE
        key = unit_id, asked
        if key not in self._known:
            self._known[key] = self._drawn(unit, division, asked)
        return self._known[key]

    def _drawn(self, unit: Unit, division: Division, asked: date) -> Boundary | None:
        """The unit's own boundary if it was valid on the day, else the union of the polygons inside it.

        Else None.
        """
        inside = division.inside(unit.id, Level.DISTRICT)
        members = frozenset({unit.id, *(unit_inside.id for unit_inside in inside)})
        own = self._boundaries.get(unit.id)
        if own is not None and self._held(unit, own.of_day or _ACTS, members, asked):
            return own
        parts: list[Boundary] = []
        holding: set[str] = set()
        for part in self._parts:
            holders = self._followed(part.unit_id, part.of_day or _ACTS, asked)
            if holders.isdisjoint(members):
                continue
            if not holders <= members:
                return None
            parts.append(part)
            holding |= holders
        if not parts or not all(
            self._is_covered(unit_inside, holding) for unit_inside in members - {unit.id}
        ):
            return None
        return _union(unit.id, parts)

    def _held(self, unit: Unit, drawn: date, members: frozenset[str], asked: date) -> bool:
        """Whether the unit had the same ground on the day of its polygon and on the day asked for."""
        before = {unit.id, *self._printed(unit.id)} if drawn == _ACTS else set(members)
        return all(self._followed(each, drawn, asked) <= members for each in before) and all(
            self._followed(member, asked, drawn) <= before for member in members
        )

    def _printed(self, unit_id: str) -> Iterator[str]:
        """Ids of the districts of a region in the division of the acts."""
        for unit in self._units.values():
            is_inside = unit.parent_id == unit_id and unit.level is Level.DISTRICT
            if is_inside and unit.id not in self._made_later:
                yield unit.id

    def _followed(self, unit_id: str, since: date, until: date) -> frozenset[str]:
        """Ids of the districts that on the day `until` had ground which the unit had on `since`.

        `until` may be the earlier day.
        """
        key = unit_id, since, until
        known = self._holders.get(key)
        if known is None:
            first, last = min(since, until), max(since, until)
            # A change without a day happened after the acts that print the earlier state; when is unknown.
            undated = first == _ACTS and last > self._printed_until
            between = [
                each for each in self._changes if (undated if each.on is None else first < each.on <= last)
            ]
            known = frozenset({unit_id})
            for change in between if since <= until else reversed(between):
                step = change.forward if since <= until else change.backward
                known = frozenset(other for each in known for other in step(each))
            self._holders[key] = known
        return known

    def _is_covered(self, unit_id: str, holding: set[str]) -> bool:
        """Whether a district has the ground of a polygon, or its point lies in a polygon.

        The second holds for a city that no file draws.
        """
        if unit_id in holding:
            return True
        position = self._units[unit_id].position
        if position is None:
            return False
        point = shapely.Point(position.lon, position.lat)
        return any(part.shape.intersects(point) for part in self._parts)


def boundaries_today(edition: Edition) -> Callable[[str], Boundary | None]:
    """A function that gives the boundary of a unit today by its id, None where it is not known."""
    drawn, division = DrawnUnits(edition), Division(edition)
    return lambda unit_id: drawn.boundary(unit_id, division)


def _union(unit_id: str, parts: Sequence[Boundary]) -> Boundary:
    """The boundary of a unit as the union of parts; its source joins those of the parts."""
    whole = shapely.union_all([part.shape for part in parts])
    polygons = [part for part in shapely.get_parts(whole) if isinstance(part, shapely.Polygon)]
    shape = shapely.orient_polygons(shapely.MultiPolygon(polygons), exterior_cw=False)
    source = "+".join(sorted({part.source for part in parts}))
    return Boundary(unit_id, shape, source)


def _ground_changes(edition: Edition) -> Iterator[_GroundChange]:
    """Changes in which ground passed from one district to another, oldest first; undated ones come first."""
    for change in sorted(edition.changes, key=lambda each: each.on or date.min):
        if change.kind is ChangeKind.MOVED:
            moved = _moved_ground(edition, change)
            if moved is not None:
                yield moved
        elif change.kind not in _NO_GROUND:
            made = _made_ground(edition, change)
            if made is not None:
                yield made


def _moved_ground(edition: Edition, change: UnitChange) -> _GroundChange | None:
    """The change of ground where an okrug or a village moved to another district; None for any other move."""
    if len(change.before) < 2 or len(change.after) < 2:
        return None
    moved = edition.units.get(change.before[0])
    if moved is None or moved.level in _DRAWN:
        return None
    left, entered = _district(edition, change.before[1]), _district(edition, change.after[1])
    if left is None or entered is None or left == entered:
        return None
    return _GroundChange(
        on=change.on,
        before=frozenset({left}),
        after=frozenset({entered}),
        gone=frozenset(),
        made=frozenset(),
        grew=frozenset({entered}),
    )


def _made_ground(edition: Edition, change: UnitChange) -> _GroundChange | None:
    """The change of ground where units were split, merged or abolished.

    None where it stayed in one district.
    """
    before = frozenset(filter(None, (_district(edition, each) for each in change.before)))
    after = frozenset(filter(None, (_district(edition, each) for each in change.after)))
    if not before or not after or (before == after and len(before) == 1):
        return None
    whole = frozenset(each for each in change.before if _is_drawn(edition, each))
    return _GroundChange(
        on=change.on,
        before=before,
        after=after,
        gone=(whole & before) - after,
        made=after - before,
        grew=frozenset() if change.kind is ChangeKind.SPLIT else after & before,
    )


def _is_drawn(edition: Edition, unit_id: str) -> bool:
    unit = edition.units.get(unit_id)
    return unit is not None and unit.level in _DRAWN


def _district(edition: Edition, unit_id: str) -> str | None:
    """The id of the unit if it is a region or district, else of the one around it in the acts.

    None for an unknown unit.
    """
    if _is_drawn(edition, unit_id):
        return unit_id
    if unit_id not in edition.units:
        return None
    return next((ancestor.id for ancestor in edition.ancestors(unit_id) if ancestor.level in _DRAWN), None)
