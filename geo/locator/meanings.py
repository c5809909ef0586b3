"""The kinds of unit that a name may mean by its type word, and which of nested units is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geo.names.toponyms import TypeWord, strip_type
from geo.units.edition_index import Atlas, Toponym
from model.enums import Level

Meaning = Callable[[Atlas, Toponym], bool]


def finest(atlas: Atlas, toponyms: Sequence[Toponym]) -> Sequence[Toponym]:
    """The units without those that contain, or once contained, another of these units.

    Of nested units the smallest is meant. An okrug with a village's name (`село Жосалы`, which only contains
    Туребай би) is left out where a settlement of its district has that name.
    """
    if len(toponyms) < 2:
        return toponyms
    ids = {toponym.unit.id for toponym in toponyms}
    outer = {around for each in ids for around in atlas.lineage.containers(each) if around != each}
    lived_in = [toponym.unit.id for toponym in toponyms if toponym.unit.level is Level.SETTLEMENT]
    districts = {around for each in lived_in for around in atlas.lineage.containers(each)}
    return [
        toponym
        for toponym in toponyms
        if toponym.unit.id not in outer
        and not (_is_village_okrug(atlas, toponym) and toponym.unit.parent_id in districts)
    ]


_TERRITORIES = frozenset({TypeWord.REGION, TypeWord.DISTRICT, TypeWord.OKRUG})
"""Words for a territory, as opposed to a populated place."""


def _is_populated(_: Atlas, toponym: Toponym) -> bool:
    return toponym.unit.level is Level.SETTLEMENT or toponym.type_word not in _TERRITORIES


def _is_settlement(_: Atlas, toponym: Toponym) -> bool:
    return toponym.unit.level is Level.SETTLEMENT


def _is_town(atlas: Atlas, toponym: Toponym) -> bool:
    return toponym.unit.id in atlas.towns and toponym.type_word not in _TERRITORIES


def _is_village(atlas: Atlas, toponym: Toponym) -> bool:
    return toponym.unit.level is Level.SETTLEMENT and toponym.unit.id not in atlas.towns


def _is_village_okrug(_: Atlas, toponym: Toponym) -> bool:
    """Whether the unit is a village, kent or town with an akim of its own, at the level of okrugs."""
    return toponym.unit.level is Level.RURAL_OKRUG and toponym.type_word not in _TERRITORIES


def _is_okrug(_: Atlas, toponym: Toponym) -> bool:
    return toponym.unit.level is Level.RURAL_OKRUG


def is_anything(_: Atlas, toponym: Toponym) -> bool:
    """Always True: a unit of any level."""
    return True


def _territory(level: Level) -> Meaning:
    """A test for units of that level; cities of that level do not pass (Алматы облысы is not Алматы)."""
    return lambda _, toponym: toponym.unit.level is level and toponym.type_word is not TypeWord.TOWN


BY_TYPE_WORD: dict[TypeWord, tuple[Meaning, ...]] = {
    TypeWord.REGION: (_territory(Level.REGION),),
    TypeWord.DISTRICT: (_territory(Level.DISTRICT),),
    TypeWord.OKRUG: (_territory(Level.RURAL_OKRUG), _is_okrug),
    TypeWord.TOWN: (_is_town, _is_populated),
    TypeWord.VILLAGE: (_is_village, _is_settlement, _is_village_okrug),
}


AROUND = frozenset({*_TERRITORIES, TypeWord.TOWN})
"""Words for what may lie around a place; other words do not narrow the search."""


def meanings_of(text: str) -> tuple[Meaning, ...]:
    """Tests for the kinds of unit that a name may mean by its type word, the likeliest first.

    A name without a type word is a populated place before it is a territory.
    """
    type_word = strip_type(text)[1]
    if type_word is None:
        return (_is_populated, is_anything)
    return BY_TYPE_WORD.get(type_word, (_is_settlement, _is_village_okrug))


def narrows_region(_: Atlas, toponym: Toponym) -> bool:
    """Whether the unit is a region, so that it may be meant where a region is written."""
    return toponym.unit.level is Level.REGION


def narrows_district(_: Atlas, toponym: Toponym) -> bool:
    """Whether the unit may be meant where a district is written.

    Cities of republican significance may, too.
    """
    return toponym.unit.level is Level.DISTRICT or (
        toponym.unit.level is Level.REGION and toponym.type_word is TypeWord.TOWN
    )
