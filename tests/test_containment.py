"""Which units a point lies in while no boundary is known."""

import pytest

from geo.atlas import Atlas
from geo.containment import units_at
from geo.point import Point
from store.kinds import Level, PlaceBasis
from tests.hand_made import UNITS, at, edition, unit

atlas = Atlas.of(edition(UNITS))


def test_a_point_gets_the_chain_of_the_nearest_settlement_widest_first() -> None:
    found = units_at(atlas, Point(lon=70.69447, lat=52.00927))
    assert [each.unit.id for each in found] == [
        "akm",
        "akm-akkol",
        "akm-akkol-akkol",
        "akm-akkol-akkol-ernazar",
    ]
    assert {each.basis for each in found} == {PlaceBasis.NEAREST_SETTLEMENT}
    assert {each.distance_m for each in found} == {0.0}


def test_a_position_as_coarse_as_a_district_never_stands_for_a_point() -> None:
    # Кына carries the position of the district's seat with the precision of a district.
    found = units_at(atlas, Point(lon=70.94704, lat=51.99374))
    assert found[-1].unit.id == "akm-akkol-akkol-g"


@pytest.mark.parametrize(("lon", "count"), [(70.44, 1), (70.46, 0)])
def test_beyond_fifty_kilometres_nothing_is_said(lon: float, count: int) -> None:
    # On the equator 50 km are 0.4492 degrees.
    alone = unit("r", Level.REGION, None, "Область")
    village = unit("r-v", Level.SETTLEMENT, "r", "Село", position=at(0, 70))
    found = units_at(Atlas.of(edition([alone, village])), Point(lon=lon, lat=0))
    assert len(found) == count * 2


def test_of_settlements_at_one_position_the_seat_is_meant_then_the_id_decides() -> None:
    region = unit("r", Level.REGION, None, "Область")
    twins = [unit(f"r-{each}", Level.SETTLEMENT, "r", each, position=at(50, 70)) for each in ("b", "a")]
    seat = unit("r-z", Level.SETTLEMENT, "r", "Центр", position=at(50, 70), seat=True)
    assert units_at(Atlas.of(edition([region, *twins])), Point(70, 50))[-1].unit.id == "r-a"
    assert units_at(Atlas.of(edition([region, *twins, seat])), Point(70, 50))[-1].unit.id == "r-z"
