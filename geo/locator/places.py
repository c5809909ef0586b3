"""From an id, a code, a point or a name to the units that may be meant.

Nothing is guessed: no unit means unknown, several mean an ambiguity that the caller must see. Ids, codes and
points are looked up here; names are understood by the locator.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geo.addresses.line_parts import kato_of
from geo.earth.point import LonLat, Point
from geo.locator.candidates import LocateQuery
from geo.locator.locator import Locator
from geo.locator.understanding import Understood
from geo.names.ladder import Stage
from geo.units.containment import bounded_unit, nearest_settlement
from geo.units.edition_index import Atlas
from model.edition import Name, Unit, Validity
from model.enums import NameStatus, PlaceBasis
from model.errors import UsageError


@dataclass(frozen=True, slots=True)
class PlaceQuery:
    """Exactly one of `unit_id`, `kato_code`, `point` and `name` is given; the other fields narrow a name.

    `within` is a unit id; `district` and `region` are names, of today or of another period.
    """

    unit_id: str | None = None
    kato_code: str | None = None
    point: Point | None = None
    name: str | None = None
    within: str | None = None
    district: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """The units that a query may mean: empty if unknown, several if ambiguous.

    `basis` says how the place was understood (NAMED also for a unit id). `distance_m` is the distance in
    metres from the given point, `origin`, to the settlement that stands for it. `former_name` is the name of
    another period under which the unit was found, None if it has the name today. `read` says how a name was
    understood; `proposed` are units that it may mean without proof. `is_abroad` marks a point outside of the
    country.
    """

    units: tuple[Unit, ...]
    basis: PlaceBasis
    asked: str
    distance_m: float | None = None
    origin: LonLat | None = None
    former_name: Name | None = None
    is_abroad: bool = False
    read: Understood | None = None
    proposed: tuple[Unit, ...] = ()

    @property
    def unit(self) -> Unit | None:
        """The one unit meant; None where none or several are."""
        return self.units[0] if len(self.units) == 1 else None


def find_place(atlas: Atlas, query: PlaceQuery, locator: Locator | None = None) -> PlaceFound:
    """The units that `query` may mean; empty for an unknown place.

    `locator` understands names; without it a locator is made, which takes longer. Raises UsageError unless
    exactly one of id, code, point and name is given.
    """
    given = [query.unit_id, query.kato_code, query.point, query.name]
    if sum(value is not None for value in given) != 1:
        raise UsageError("a place is given by exactly one of unitId, katoCode, point and name")
    if query.unit_id is not None:
        units = (atlas.edition.units[unit_id] for unit_id in atlas.lineage.heirs(query.unit_id))
        return PlaceFound(_by_id(units), PlaceBasis.NAMED, query.unit_id)
    if query.kato_code is not None:
        coded = atlas.by_kato.get(query.kato_code.strip())
        return PlaceFound((coded,) if coded else (), PlaceBasis.CODE, query.kato_code)
    if query.point is not None:
        return _place_at(atlas, query.point)
    return _place_named(locator or Locator(atlas), query, query.name or "")


def _by_id(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(sorted({unit.id: unit for unit in units}.values(), key=lambda unit: unit.id))


def _place_at(atlas: Atlas, point: Point) -> PlaceFound:
    """The unit whose boundary contains the point, narrowed to the nearest settlement in it if there is one.

    In no boundary: the nearest settlement of the country, at most 50 km away, else no unit. Abroad: no unit.
    """
    asked = f"{point.lat:.5f}, {point.lon:.5f}"
    bounded = bounded_unit(atlas, point)
    if bounded is None and atlas.is_abroad(point):
        return PlaceFound((), PlaceBasis.POLYGON, asked, origin=point, is_abroad=True)
    nearest = nearest_settlement(atlas, point, bounded)
    if nearest is None and bounded is not None:
        return PlaceFound((bounded,), PlaceBasis.POLYGON, asked, origin=point)
    if nearest is None:
        return PlaceFound((), PlaceBasis.NEAREST_SETTLEMENT, asked, origin=point)
    return PlaceFound((nearest[0],), PlaceBasis.NEAREST_SETTLEMENT, asked, nearest[1], point)


def _place_named(locator: Locator, query: PlaceQuery, name: str) -> PlaceFound:
    """The units that a name may mean; where it is not certain, they are only proposed."""
    read = locator.understood(LocateQuery(name, query.district, query.region, within=query.within))
    if read is None:
        return PlaceFound((), PlaceBasis.NAMED, name)
    units = tuple(hit.unit for hit in read.hits if hit.unit is not None)
    if not read.is_certain:
        offered = units or tuple(hit.unit for hit in read.elsewhere if hit.unit is not None)
        return PlaceFound((), PlaceBasis.NAMED, name, read=read, proposed=offered)
    code = kato_of(read.case.search.name) if read.stage is Stage.CODE else None
    if code is not None:
        return PlaceFound(units, PlaceBasis.CODE, code, read=read)
    return PlaceFound(units, PlaceBasis.NAMED, name, former_name=_former_name(read), read=read)


def _former_name(read: Understood) -> Name | None:
    """The name of another period by which the only unit was found.

    None if it has the name today or there are several.
    """
    (hit, *others) = read.hits
    if others or hit.rename is None:
        return None if others else hit.former
    period = Validity(_day(hit.rename.since), _day(hit.rename.until))
    source = hit.rename.source
    return Name(hit.rename.name, hit.rename.language, NameStatus.FORMER, period, source=source)


def _day(printed: str) -> date | None:
    return date.fromisoformat(printed) if printed else None
