"""Areas of okrugs, districts and regions for maps, computed from their settlements; they decide nothing.

The ground nearest to a settlement of a unit is assigned to the unit: Voronoi cells of all settlements with a
trustworthy position, those of one unit dissolved. They end at the boundary of the finest unit around it that
has one, and there only the settlements inside share the ground; without such a unit they end at the outline
of all settlements. Cells are drawn in the conformal web map projection, where a bisector is right at any
latitude.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.earth.mercator import world_xy
from geo.units.containment import stands_in
from geo.units.division import Division
from geo.units.edition_index import Atlas, AtlasStep
from model.edition import Unit
from model.enums import Level

_BEYOND = 20_000.0 / (40_075_017.0 * math.cos(math.radians(48)))
"""How far the ground reaches beyond the outermost settlements (20 km at 48° N), in sides of the map."""
_HULL_RATIO = 0.15
"""How closely the outline follows the outermost settlements: 0 is closest, 1 convex."""


@dataclass(frozen=True, slots=True)
class _Cells:
    """Cells of settlements in the web map projection, by settlement id."""

    by_settlement: dict[str, shapely.Geometry]


class ApproximateAreas:
    """Approximate areas of units, computed on the first question and kept."""

    def __init__(self, atlas: Atlas, division: Division | None = None) -> None:
        """`division` gives the units around a settlement; without it those in the acts."""
        self._atlas = atlas
        self._cells: dict[str, _Cells] = {}
        self._areas: dict[str, shapely.MultiPolygon | None] = {}
        self._standing_in: Mapping[str, Sequence[Unit]] | None = None
        self._settlements: tuple[Unit, ...] = tuple(atlas.settlement_tree.things)
        self._members: dict[str, list[str]] = {}
        for settlement in self._settlements:
            above = atlas.chain(settlement.id)[1:] if division is None else division.ancestors(settlement.id)
            for unit in (settlement, *above):
                self._members.setdefault(unit.id, []).append(settlement.id)

    def carried_on(self, step: AtlasStep) -> ApproximateAreas:
        """A copy for a later atlas of the same units; areas that are drawn already are shared."""
        made = copy(self)
        made._atlas = step.atlas
        return made

    def of(self, unit: Unit) -> shapely.MultiPolygon | None:
        """The area in WGS84 degrees. None for a settlement and for a unit without a placed settlement."""
        if unit.level is Level.SETTLEMENT:
            return None
        if unit.id not in self._areas:
            self._areas[unit.id] = self._area(unit)
        return self._areas[unit.id]

    def _area(self, unit: Unit) -> shapely.MultiPolygon | None:
        """The union of the cells of the unit's settlements; None without settlements.

        The cells end at the nearest unit around it with a boundary.
        """
        around = self._atlas.chain(unit.id)[1:]
        limit = next((each for each in around if each.id in self._atlas.boundaries), None)
        cells = self._cells_within(limit)
        known = cells.by_settlement
        own = [known[settlement] for settlement in self._members.get(unit.id, ()) if settlement in known]
        area = shapely.union_all(own)
        polygons = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
        if not polygons:
            return None
        degrees = shapely.transform(shapely.MultiPolygon(polygons), _degrees)
        return shapely.orient_polygons(degrees, exterior_cw=False)

    def _cells_within(self, limit: Unit | None) -> _Cells:
        key = "" if limit is None else limit.id
        if key not in self._cells:
            self._cells[key] = self._draw(limit)
        return self._cells[key]

    def _standing(self) -> Mapping[str, Sequence[Unit]]:
        """The settlements that lie in each unit with a boundary, in the order of all settlements."""
        if self._standing_in is None:
            atlas, found = self._atlas, dict[str, list[Unit]]()
            for settlement in self._settlements:
                around = [unit for unit in atlas.chain(settlement.id) if unit.id in atlas.boundaries]
                if settlement.position is not None:
                    around += atlas.boundaries.units_at(settlement.position)
                for unit in {unit.id: unit for unit in around}.values():
                    if stands_in(atlas, settlement, unit):
                        found.setdefault(unit.id, []).append(settlement)
            self._standing_in = found
        return self._standing_in

    def _draw(self, limit: Unit | None) -> _Cells:
        """The Voronoi cells of the settlements within a unit, or of all settlements without a unit.

        They are cut to the unit's boundary, or to the outline of the settlements.
        """
        # Of settlements at one point, the first in the order of nearness gets the ground.
        places: dict[tuple[float, float], Unit] = {}
        for settlement in self._settlements if limit is None else self._standing().get(limit.id, ()):
            if settlement.position is not None:
                places.setdefault(world_xy(settlement.position), settlement)
        if not places:
            return _Cells({})
        points = shapely.MultiPoint(list(places))
        shape = None if limit is None else self._atlas.boundaries.shape(limit.id)
        ground = _outline(points) if shape is None else shapely.transform(shape, _world)
        if len(places) == 1:
            return _Cells({settlement.id: ground for settlement in places.values()})
        drawn = shapely.voronoi_polygons(points, extend_to=ground, ordered=True)
        shapely.prepare(ground)
        cells = shapely.get_parts(drawn)
        cut = ~shapely.contains_properly(
            ground, cells
        )  # most lie inside, and clipping them would change nothing
        cells[cut] = shapely.intersection(cells[cut], ground)
        return _Cells({unit.id: cell for unit, cell in zip(places.values(), cells, strict=True)})


def _outline(points: shapely.MultiPoint) -> shapely.Geometry:
    return shapely.concave_hull(points, ratio=_HULL_RATIO).buffer(_BEYOND, quad_segs=8)


def _world(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    lat = np.radians(degrees[:, 1])
    return np.column_stack(((degrees[:, 0] + 180) / 360, 0.5 - np.arcsinh(np.tan(lat)) / (2 * np.pi)))


def _degrees(world: NDArray[np.float64]) -> NDArray[np.float64]:
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * world[:, 1]))))
    return np.column_stack((world[:, 0] * 360 - 180, lat))


def agreement(area: shapely.Geometry | None, boundary: shapely.Geometry) -> float:
    """The overlap of an area with the true boundary: shared ground as a share (0 to 1) of their union.

    0.0 for None.
    """
    if area is None:
        return 0.0
    one, other = shapely.transform(area, _world), shapely.transform(boundary, _world)
    return shapely.area(shapely.intersection(one, other)) / shapely.area(shapely.union(one, other))
