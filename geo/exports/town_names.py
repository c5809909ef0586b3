"""The largest towns of the country, whose names the map shows at every zoom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from geo.exports.basemap import NAMES
from geo.exports.facts import unit_ref
from geo.names.shown_name import name_in
from geo.names.toponyms import strip_type
from model.edition import Edition, Unit
from model.enums import Language, Level, Precision

MOST = 100
FIELDS: Mapping[str, str] = {
    **NAMES,
    "id": "Public id",
    "population": "Population",
    "rank": "Rank among the towns by population, from 1",
}
_AT_A_TOWN = {Precision.BUILDING, Precision.STREET, Precision.SETTLEMENT}


def largest_towns(edition: Edition) -> list[Unit]:
    """Towns, villages and the cities that are regions, largest first, at most 100.

    Those without a known population or a position as exact as a settlement are left out.
    """
    known = [unit for unit in edition.units.values() if unit.population and _is_town(unit)]
    return sorted(known, key=lambda unit: (-(unit.population or 0), unit.id))[:MOST]


def town_facts(unit: Unit, rank: int) -> dict[str, Any]:
    """The attributes of a town in a tile, with its name in each language without `город` and `қаласы`."""
    bare = [replace(name, value=strip_type(name.value)[0]) for name in unit.names]
    names = {f"name_{language}": name_in(bare, language, unit.id) for language in Language}
    return {"id": unit_ref(unit), **names, "population": unit.population, "rank": rank}


def _is_town(unit: Unit) -> bool:
    place = unit.position
    return (
        unit.level in (Level.SETTLEMENT, Level.REGION) and place is not None and place.precision in _AT_A_TOWN
    )
