"""Which units a point lies in while no boundary is known."""

from dataclasses import replace

import pytest

from geo.earth.point import Point
from geo.units.containment import units_at
from geo.units.edition_index import Atlas
from model.enums import Level, PlaceBasis
from model.extents import reach_m
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


def test_a_city_without_settlements_of_its_own_is_where_people_live() -> None:
    city = unit("ala", Level.REGION, None, "город Алматы", position=at(43.24, 76.9))
    part = unit("ala-medeu", Level.DISTRICT, "ala", "Медеуский район", position=at(43.17, 76.95))
    raion = unit("alm-talgar", Level.DISTRICT, "alm", "Талгарский район", position=at(43.30, 76.9))
    region = unit("alm", Level.REGION, None, "Алматинская область", position=at(43.25, 76.9))
    village = unit("alm-talgar-v", Level.SETTLEMENT, "alm-talgar", "Село", position=at(43.4, 76.9))
    around = Atlas.of(edition([city, part, raion, region, village]))
    assert [each.unit.id for each in units_at(around, Point(76.9, 43.25))] == ["ala"]
    assert [each.unit.id for each in units_at(around, Point(76.95, 43.18))] == ["ala", "ala-medeu"]
    # A raion and an oblast have villages: however they are placed, a village stands for the point.
    assert units_at(around, Point(76.9, 43.34))[-1].unit.id == "alm-talgar-v"


def test_a_city_reaches_farther_than_a_village_nearer_to_the_point() -> None:
    # 0.1 degrees of the equator are 11.13 km; 2,000,900 people of Almaty reach 14.9 km.
    region = unit("r", Level.REGION, None, "Область")
    city = replace(unit("r-c", Level.SETTLEMENT, "r", "Город", position=at(0, 70)), population=2_000_900)
    village = unit("r-v", Level.SETTLEMENT, "r", "Село", position=at(0, 70.2))
    around = Atlas.of(edition([region, city, village]))
    assert units_at(around, Point(70.13, 0))[-1].unit.id == "r-c"  # 14.5 km from one, 7.8 from the other
    assert units_at(around, Point(70.17, 0))[-1].unit.id == "r-v"  # 4 km beyond the edge, 2.3 from the other
    assert units_at(around, Point(70.13, 0))[-1].distance_m == pytest.approx(14_471, abs=1)


def test_a_village_within_the_reach_of_a_city_keeps_its_own_ground() -> None:
    region = unit("r", Level.REGION, None, "Область")
    city = replace(unit("r-c", Level.SETTLEMENT, "r", "Город", position=at(0, 70)), population=2_000_900)
    village = unit("r-v", Level.SETTLEMENT, "r", "Село", position=at(0, 70.1))
    around = Atlas.of(edition([region, city, village]))
    assert units_at(around, Point(70.105, 0))[-1].unit.id == "r-v"
    assert units_at(around, Point(70.08, 0))[-1].unit.id == "r-c"


@pytest.mark.parametrize(
    ("population", "metres"), [(None, 1_000), (5_000, 1_000), (153_057, 4_108), (2_000_900, 14_853)]
)
def test_people_need_room(population: int | None, metres: float) -> None:
    assert reach_m(population) == pytest.approx(metres, abs=1)
