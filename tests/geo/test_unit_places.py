"""Settlements with known points are found again by their names alone, hardly any at another place."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from geo.earth.point import geodesic_m
from geo.gazetteer.gazetteer import read_gazetteer
from geo.locator.unit_places import UnitPlaces
from geo.units.edition_index import Atlas
from model.edition import Edition, Unit
from model.enums import Level, PositionTrouble, Precision

SAME_M = 5_000.0


def without(places: UnitPlaces, unit: Unit) -> tuple[bool, float | None]:
    """Whether the settlement is found without its stored position, and the error in metres."""
    assert unit.position is not None
    key = unit.position.source or "", unit.position.source_id or ""
    holder = places._taken.pop(key, None)
    found = places.settlement(unit).position
    if found is not None:
        places._taken.pop((found.source or "", found.source_id or ""), None)
        places.found.pop(unit.id, None)
    if holder is not None:
        places._taken[key] = holder
    return found is not None, None if found is None else geodesic_m(found, unit.position)


@pytest.mark.slow
def test_of_settlements_found_by_name_nearly_all_lie_where_they_are_known_to_lie(
    shipped_edition: Edition, shared_gazetteer: Path
) -> None:
    places = UnitPlaces(Atlas.of(shipped_edition), read_gazetteer(shared_gazetteer))
    counted = Counter[str]()
    for unit in shipped_edition.units.values():
        at = unit.position
        if unit.level is Level.SETTLEMENT and at is not None and at.precision is Precision.SETTLEMENT:
            is_found, metres = without(places, unit)
            counted["none" if metres is None else "right" if metres < SAME_M else "wrong"] += 1
            assert is_found == (metres is not None)
    found = counted["right"] + counted["wrong"]
    assert counted["right"] >= 0.995 * found, counted
    assert found >= 0.7 * (found + counted["none"]), counted


def test_without_a_gazetteer_no_settlement_is_found(small_edition: Edition) -> None:
    places = UnitPlaces(Atlas.of(small_edition), None)
    found = places.settlement(small_edition.units["akm-akkol-karasai-kyna"])
    assert (found.position, found.trouble) == (None, PositionTrouble.NOT_FOUND)
    assert places.found == {}


def test_an_okrug_stands_at_its_seat_or_in_the_middle_of_its_places(small_edition: Edition) -> None:
    places = UnitPlaces(Atlas.of(small_edition), None)
    inside = [at for _, at in places.spots("akm-akkol-naumovka")]
    found = places.territory(small_edition.units["akm-akkol-naumovka"]).position
    assert found is not None
    assert found.precision is Precision.OKRUG
    assert min(at.lat for at in inside) <= found.lat <= max(at.lat for at in inside)
    seat = places.territory(small_edition.units["akm-akkol-akkol"]).position
    town = small_edition.units["akm-akkol-akkol-g"].position
    assert seat is not None
    assert town is not None
    assert (seat.lon, seat.lat) == (town.lon, town.lat)
