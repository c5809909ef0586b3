"""Finds boundaries by a point: a tree of their boxes, then the shapes themselves."""

from __future__ import annotations

from collections.abc import Mapping

import shapely

from geo.earth.point import LonLat
from model.edition import Boundary, Unit
from model.enums import Level

_FINENESS = {level: rank for rank, level in enumerate(reversed(Level))}


class BoundaryTree:
    """The known boundaries of an edition, searched by point; empty where none was loaded."""

    def __init__(self, boundaries: Mapping[str, Boundary], units: Mapping[str, Unit]) -> None:
        known = [boundary for unit_id, boundary in boundaries.items() if unit_id in units]
        # The order of preference: finer levels, then the smaller shape, then the id.
        known.sort(key=lambda each: (_FINENESS[units[each.unit_id].level], each.shape.area, each.unit_id))
        self._units = [units[each.unit_id] for each in known]
        self._shapes = [each.shape for each in known]
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)
        self._by_unit = {unit.id: shape for unit, shape in zip(self._units, self._shapes, strict=True)}

    def __len__(self) -> int:
        return len(self._shapes)

    def __contains__(self, unit_id: str) -> bool:
        return unit_id in self._by_unit

    def shape(self, unit_id: str) -> shapely.MultiPolygon | None:
        """The boundary of a unit; None where it is not known."""
        return self._by_unit.get(unit_id)

    def units_at(self, point: LonLat) -> list[Unit]:
        """Units whose boundary contains the point or touches it, the finest level first, then the smallest.

        Empty where no boundary does.
        """
        if not self._shapes:
            return []
        at = shapely.Point(point.lon, point.lat)
        near = sorted(int(index) for index in self._tree.query(at))
        return [self._units[index] for index in near if self._shapes[index].intersects(at)]

    def holds(self, unit_id: str, point: LonLat) -> bool:
        """Whether the boundary of a unit contains the point, edge included.

        False where the boundary is not known.
        """
        shape = self._by_unit.get(unit_id)
        return shape is not None and bool(shape.intersects(shapely.Point(point.lon, point.lat)))
