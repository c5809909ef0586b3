"""Which units a point lies in.

Boundaries decide where they are known, the finest first. Below them, and where none is known, the nearest
settlement with a trustworthy position stands for the place, but only within 50 km: farther out nobody lives,
and no answer is better than a guess. Only these settlements are considered: those of the unit whose boundary
holds the point, and those inside of it that belong to a unit without a boundary of its own: a city in the
middle of a raion whose polygon has no hole for it. A city whose settlements the acts do not name (Astana,
Almaty) is a settlement in this sense itself.

Nearness counts from the edge of a settlement, not from its middle: a city reaches as far as its people
need (`model.extents`), and a village beside it is not nearer to its streets than the city itself. Inside of
several the smallest is meant, so that a village within the reach of a city keeps its own ground.

Abroad (`geo.earth.country`) no unit contains a point, however near a settlement lies on this side.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.earth.point import LonLat
from geo.units.edition_index import Atlas
from model.edition import Unit
from model.enums import Level, PlaceBasis
from model.extents import LARGEST_REACH_M, reach_m

NEAREST_SETTLEMENT_M = 50_000.0
"""How far the nearest settlement may be to stand for a point, in metres."""
_RUNG = {level: rung for rung, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class ContainingUnit:
    """A unit that contains a point, and how that is known.

    `distance_m` are the metres to the settlement relied on, None where a boundary proves it.
    """

    unit: Unit
    basis: PlaceBasis
    distance_m: float | None = None


def bounded_unit(atlas: Atlas, point: LonLat) -> Unit | None:
    """The finest unit whose boundary contains the point; None where no known boundary does."""
    return next(iter(atlas.boundaries.units_at(point)), None)


def nearest_settlement(atlas: Atlas, point: LonLat, inside: Unit | None = None) -> tuple[Unit, float] | None:
    """The settlement whose edge is nearest to `point`, and metres to its middle.

    None if no middle lies within 50 km. Of settlements around the point the smallest, then the one with the
    nearest middle, then the seat, then by id. With `inside` only those in that unit.
    """
    tree = atlas.settlement_tree
    keep = None if inside is None else lambda settlement: stands_in(atlas, settlement, inside)
    first = tree.nearest(point, 1, NEAREST_SETTLEMENT_M, keep)
    if not first:
        return None
    # A settlement farther than this cannot have a nearer edge, however large it is.
    bound = min(NEAREST_SETTLEMENT_M, first[0][1] + LARGEST_REACH_M)

    def nearness(found: tuple[Unit, float]) -> tuple[float, float, float]:
        unit, metres = found
        reach = reach_m(unit.population)
        return max(metres - reach, 0.0), reach, metres

    around = [found for found in tree.within(point, bound) if keep is None or keep(found[0])]
    return min(around, key=nearness)  # of equals the first, as the tree orders them


def stands_in(atlas: Atlas, settlement: Unit, unit: Unit) -> bool:
    """Whether the settlement belongs to the unit, or lies within its boundary and in no other unit's.

    Other units are those of the same level or finer: a city without a boundary of its own that lies in a
    raion of another region (Курчатов in Майский район) counts as inside all the same.
    """
    chain = atlas.chain(settlement.id)
    if any(each.id == unit.id for each in chain):
        return True
    above = {each.id for each in atlas.chain(unit.id)}
    if any(
        each.id in atlas.boundaries and _RUNG[each.level] >= _RUNG[unit.level]
        for each in chain
        if each.id not in above
    ):
        return False
    return settlement.position is not None and atlas.boundaries.holds(unit.id, settlement.position)


def units_at(atlas: Atlas, point: LonLat) -> list[ContainingUnit]:
    """The units that contain `point`, widest first.

    Empty abroad, and where neither a boundary contains the point nor a settlement lies within 50 km.
    """
    bounded = bounded_unit(atlas, point)
    if bounded is None and atlas.is_abroad(point):
        return []
    certain = () if bounded is None else atlas.chain(bounded.id)
    found = nearest_settlement(atlas, point, bounded)
    if found is None:
        return [ContainingUnit(unit, PlaceBasis.POLYGON) for unit in reversed(certain)]
    settlement, metres = found
    decided = {unit.id for unit in certain}
    return [
        ContainingUnit(unit, PlaceBasis.POLYGON)
        if unit.id in decided
        else ContainingUnit(unit, PlaceBasis.NEAREST_SETTLEMENT, metres)
        for unit in reversed(atlas.chain(settlement.id))
    ]
