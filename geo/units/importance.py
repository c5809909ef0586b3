"""How important a unit is among those with its name: towns and seats before villages, larger before smaller.

People who write a bare name mean the town with that name rather than one of the villages, and a populated
place rather than the territory around it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from geo.units.edition_index import Atlas
from model.edition import Unit
from model.enums import Level

_OBLAST_SEAT, _DISTRICT_SEAT = "oblast_akimat", "district_akimat"
"""Categories of offices at the seat of their territory."""
_OF_LEVEL: Mapping[Level, float] = {
    Level.REGION: 0.58,
    Level.DISTRICT: 0.45,
    Level.RURAL_OKRUG: 0.1,
    Level.SETTLEMENT: 0.2,
}
"""A bare name less likely means a region than a town of the same name."""
_REPUBLIC_CITY, _CAPITAL, _CITY, _TOWN_SEAT, _SEAT, _TOWN, _OKRUG_SEAT = 0.92, 0.85, 0.8, 0.7, 0.65, 0.6, 0.3
_PEOPLE_WEIGHT = 0.01
"""Weight of the decimal logarithm of the population: it only decides between units of equal rank."""


def importances(atlas: Atlas) -> Mapping[str, float]:
    """The importance of every unit among those with its name, from 0 to 1, by unit id."""
    seats = _seats(atlas)
    return {
        unit.id: round(_rung(atlas, unit, seats) + _PEOPLE_WEIGHT * math.log10(1 + (unit.population or 0)), 3)
        for unit in atlas.edition.units.values()
    }


def _seats(atlas: Atlas) -> Mapping[str, str]:
    """Settlements with the akimat of a region or a district, by unit id, with its category.

    That of a region counts before that of a district.
    """
    seats: dict[str, str] = {}
    for office in atlas.edition.offices.values():
        if office.category in (_OBLAST_SEAT, _DISTRICT_SEAT) and office.located_in is not None:
            known = seats.get(office.located_in)
            seats[office.located_in] = (
                _OBLAST_SEAT if _OBLAST_SEAT in (known, office.category) else _DISTRICT_SEAT
            )
    return seats


def _rung(atlas: Atlas, unit: Unit, seats: Mapping[str, str]) -> float:
    """The importance of a unit without its population: by level, and for settlements by seat and town."""
    is_town = unit.id in atlas.towns
    if unit.level is Level.REGION:
        return _REPUBLIC_CITY if is_town else _OF_LEVEL[unit.level]
    if unit.level is not Level.SETTLEMENT:
        return _OF_LEVEL[unit.level]
    if seats.get(unit.id) == _OBLAST_SEAT:
        return _CAPITAL
    if is_town and _is_city(atlas, unit):
        return _CITY
    if unit.id in seats:
        return _TOWN_SEAT if is_town else _SEAT
    if is_town:
        return _TOWN
    return _OKRUG_SEAT if unit.is_seat else _OF_LEVEL[unit.level]


def _is_city(atlas: Atlas, unit: Unit) -> bool:
    """Whether a town has the rank of a district: the district around it is named as a town, too."""
    around = atlas.edition.units.get(unit.parent_id or "")
    return around is not None and around.level is Level.DISTRICT and around.id in atlas.towns
