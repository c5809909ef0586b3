"""From what a person gives - an id, a code, a point or a name - to the units that may be meant.

Nothing is guessed: no unit found is unknown, several are an ambiguity the caller must see. Names are
compared by the keys of `geo.names.toponyms` only, the strictest key that finds anything deciding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from geo.earth.point import LonLat, Point
from geo.names.russian import AROUND_WORD, TERRITORY_ADJECTIVE, territory_nominative
from geo.names.toponyms import TypeWord, clean, strip_type
from geo.units.containment import bounded_unit, nearest_settlement
from geo.units.edition_index import TIERS, Atlas, Toponym
from model.edition import Name, Unit
from model.enums import Level, NameStatus, PlaceBasis
from model.errors import UsageError


@dataclass(frozen=True, slots=True)
class PlaceQuery:
    """Exactly one of `unit_id`, `kato_code`, `point` and `name`; the others narrow a name.

    `within` is a unit id, `district` and `region` are names, of today or of another period.
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
    """Units that the query may mean: none = unknown, several = ambiguous, in order of ids.

    `basis` tells how the place was understood (NAMED also for a unit id). `distance_m` is the way from the
    point asked for to the settlement that stands for it, `origin` that point. `former_name` is the name of
    another period under which the unit was found, null when it bears the name today. `is_abroad` tells a
    point outside the country.
    """

    units: tuple[Unit, ...]
    basis: PlaceBasis
    asked: str
    distance_m: float | None = None
    origin: LonLat | None = None
    former_name: Name | None = None
    is_abroad: bool = False

    @property
    def unit(self) -> Unit | None:
        """The one unit meant; null when none or several are."""
        return self.units[0] if len(self.units) == 1 else None


def find_place(atlas: Atlas, query: PlaceQuery) -> PlaceFound:
    """The units that `query` may mean. Raises UsageError unless exactly one way of asking is used."""
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
    return _place_named(atlas, query, query.name or "")


def _by_id(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(sorted({unit.id: unit for unit in units}.values(), key=lambda unit: unit.id))


def _place_at(atlas: Atlas, point: Point) -> PlaceFound:
    asked = f"{point.lat:.5f}, {point.lon:.5f}"
    bounded = bounded_unit(atlas, point)
    if bounded is None and atlas.is_abroad(point):
        return PlaceFound((), PlaceBasis.POLYGON, asked, origin=point, is_abroad=True)
    found = nearest_settlement(atlas, point, bounded)
    if found is None and bounded is not None:
        return PlaceFound((bounded,), PlaceBasis.POLYGON, asked, origin=point)
    if found is None:
        return PlaceFound((), PlaceBasis.NEAREST_SETTLEMENT, asked, origin=point)
    return PlaceFound((found[0],), PlaceBasis.NEAREST_SETTLEMENT, asked, found[1], point)


def _place_named(atlas: Atlas, query: PlaceQuery, name: str) -> PlaceFound:
    parts = parts_of(name)
    # People write the village first in a sentence and last on an envelope.
    orders = [
        (part, parts[:at] + parts[at + 1 :]) for at, part in enumerate(parts) if at in (0, len(parts) - 1)
    ]
    for head, others in orders:
        found = _toponyms_of(atlas, head, _narrowings(atlas, query, others))
        if found:
            units = _by_id(toponym.unit for toponym in found)
            return PlaceFound(units, PlaceBasis.NAMED, name, former_name=_former_name(found))
    return PlaceFound((), PlaceBasis.NAMED, name)


# `аульный (сельский) округ` is one type word, other brackets hold what a place lies in.
_BREAK = re.compile(
    rf",|\((?!сельск|аульн)|\)(?=\s*(?:,|$))|\s+(?={TERRITORY_ADJECTIVE}\s+{AROUND_WORD})", re.IGNORECASE
)


def parts_of(name: str) -> list[str]:
    """Names of a place and of what it lies in, in printed order, adjectives in the nominative.

    `с. Кына Аккольского района (Акмолинская область)` -> `с. Кына`, `Аккольский района`, `Акмолинская
    область`: the type word itself is dropped by the keys in any case.
    """
    return [territory_nominative(part.strip()) for part in _BREAK.split(clean(name)) if part.strip()]


def _former_name(found: Sequence[Toponym]) -> Name | None:
    """The name of another period, when no name of today led here: what an act prints besides is none."""
    former = [toponym.name for toponym in found if toponym.is_former]
    others = (toponym.name.status for toponym in found if not toponym.is_former)
    if not former or any(status is not NameStatus.VARIANT for status in others):
        return None
    # One name may stand in an act and in a change: the one that tells more of its time is told.
    return max(former, key=_days_known)


def _days_known(name: Name) -> int:
    return (name.validity.since is not None) + (name.validity.until is not None)


Narrowing = Callable[[Sequence[Toponym]], Sequence[Toponym]]
Meaning = Callable[[Atlas, Toponym], bool]


def _toponyms_of(atlas: Atlas, text: str, narrowings: Sequence[Narrowing]) -> Sequence[Toponym]:
    """Toponyms meant by one name: the first tier and meaning that survive every narrowing."""
    meanings = meanings_of(text)
    for tier in atlas.named(text):
        for meaning in meanings:
            found: Sequence[Toponym] = [toponym for toponym in tier if meaning(atlas, toponym)]
            for narrow in narrowings:
                found = narrow(found)
            if found:
                return finest(atlas, found)
    return ()


def finest(atlas: Atlas, found: Sequence[Toponym]) -> Sequence[Toponym]:
    """Without the units that contain another unit found, or once did: of a chain the finest is meant.

    An okrug that bears a village's name (`село Жосалы`, where only Туребай би lies) is not meant where a
    settlement of its district bears it.
    """
    ids = {toponym.unit.id for toponym in found}
    outer = {around for each in ids for around in atlas.lineage.containers(each) if around != each}
    lived_in = [toponym.unit.id for toponym in found if toponym.unit.level is Level.SETTLEMENT]
    districts = {around for each in lived_in for around in atlas.lineage.containers(each)}
    return [
        toponym
        for toponym in found
        if toponym.unit.id not in outer
        and not (_is_village_okrug(atlas, toponym) and toponym.unit.parent_id in districts)
    ]


_TERRITORIES = frozenset({TypeWord.REGION, TypeWord.DISTRICT, TypeWord.OKRUG})
"""Words that name a territory and not a place where people live."""


def _is_populated(_: Atlas, toponym: Toponym) -> bool:
    return toponym.unit.level is Level.SETTLEMENT or toponym.type_word not in _TERRITORIES


def _is_settlement(_: Atlas, toponym: Toponym) -> bool:
    return toponym.unit.level is Level.SETTLEMENT


def _is_town(atlas: Atlas, toponym: Toponym) -> bool:
    return toponym.unit.id in atlas.towns and toponym.type_word not in _TERRITORIES


def _is_village(atlas: Atlas, toponym: Toponym) -> bool:
    return toponym.unit.level is Level.SETTLEMENT and toponym.unit.id not in atlas.towns


def _is_village_okrug(_: Atlas, toponym: Toponym) -> bool:
    """A village, kent or town with an akim of its own."""
    return toponym.unit.level is Level.RURAL_OKRUG and toponym.type_word not in _TERRITORIES


def _is_okrug(_: Atlas, toponym: Toponym) -> bool:
    return toponym.unit.level is Level.RURAL_OKRUG


def is_anything(_: Atlas, toponym: Toponym) -> bool:
    """A unit of any level."""
    return True


def _territory(level: Level) -> Meaning:
    """A unit of that level; a city at it is no raion and no oblast (Алматы облысы is not Алматы)."""
    return lambda _, toponym: toponym.unit.level is level and toponym.type_word is not TypeWord.TOWN


BY_TYPE_WORD: dict[TypeWord, tuple[Meaning, ...]] = {
    TypeWord.REGION: (_territory(Level.REGION),),
    TypeWord.DISTRICT: (_territory(Level.DISTRICT),),
    TypeWord.OKRUG: (_territory(Level.RURAL_OKRUG), _is_okrug),
    TypeWord.TOWN: (_is_town, _is_populated),
    TypeWord.VILLAGE: (_is_village, _is_settlement, _is_village_okrug),
}


AROUND = frozenset({*_TERRITORIES, TypeWord.TOWN})
"""Words that name what may lie around a place; others say nothing when they narrow."""


def meanings_of(text: str) -> tuple[Meaning, ...]:
    """What kinds of unit a name may mean by its type word, likeliest first.

    A name without a type word is a place where people live before it is a territory.
    """
    type_word = strip_type(text)[1]
    if type_word is None:
        return (_is_populated, is_anything)
    return BY_TYPE_WORD.get(type_word, (_is_settlement, _is_village_okrug))


def _narrowings(atlas: Atlas, query: PlaceQuery, others: Sequence[str]) -> Sequence[Narrowing]:
    found: list[Narrowing] = []
    if query.within is not None:
        found.append(_inside_ids(atlas, frozenset(atlas.lineage.heirs(query.within))))
    if query.region is not None:
        found.append(_inside_named(atlas, query.region, narrows_region))
    if query.district is not None:
        found.append(_inside_named(atlas, query.district, narrows_district))
    found.extend(_inside_named(atlas, other, is_anything) for other in others)
    return found


def narrows_region(_: Atlas, toponym: Toponym) -> bool:
    """A region, as the name of a region around a place."""
    return toponym.unit.level is Level.REGION


def narrows_district(_: Atlas, toponym: Toponym) -> bool:
    """Cities of republican significance are written where a district is, too."""
    return toponym.unit.level is Level.DISTRICT or (
        toponym.unit.level is Level.REGION and toponym.type_word is TypeWord.TOWN
    )


def _inside_ids(atlas: Atlas, wider: frozenset[str]) -> Narrowing:
    def narrow(found: Sequence[Toponym]) -> Sequence[Toponym]:
        return [toponym for toponym in found if atlas.lineage.containers(toponym.unit.id) & wider]

    return narrow


def _inside_named(atlas: Atlas, text: str, allowed: Meaning) -> Narrowing:
    """Keeps what lies, or once lay, in a unit of that name; a name that nothing bears keeps nothing.

    The name may be borne elsewhere too (Ақкөл the town and the district): each tier is tried with all
    stricter ones until something survives.
    """
    text = territory_nominative(clean(text))
    type_word = strip_type(text)[1]
    typed = BY_TYPE_WORD.get(type_word, ()) if type_word in AROUND else ()

    def fits(toponym: Toponym) -> bool:
        return allowed(atlas, toponym) and (not typed or any(meaning(atlas, toponym) for meaning in typed))

    tiers = [frozenset(it.unit.id for it in tier if fits(it)) for tier in atlas.named(text)]
    unions = [frozenset().union(*tiers[: count + 1]) for count in range(len(TIERS))]

    def narrow(found: Sequence[Toponym]) -> Sequence[Toponym]:
        for wider in unions:
            kept = _inside_ids(atlas, wider)(found)
            if kept:
                return kept
        return ()

    return narrow
