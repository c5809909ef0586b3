"""Which units a point lies in while no boundary is known."""

from dataclasses import replace

import pytest
import shapely

from geo.earth.point import Point
from geo.units.containment import bounded_unit, nearest_settlement, stands_in, units_at
from geo.units.edition_index import Atlas
from model.edition import Boundary
from model.enums import Level, PlaceBasis
from model.extents import reach_m
from tests.hand_made import UNITS, at, edition, unit

atlas = Atlas.of(edition(UNITS))


def test_a_point_gets_the_chain_of_the_nearest_settlement_widest_first() -> None:
    units = units_at(atlas, Point(lon=70.69447, lat=52.00927))
    assert [each.unit.id for each in units] == [
        "akm",
        "akm-akkol",
        "akm-akkol-akkol",
        "akm-akkol-akkol-ernazar",
    ]
    assert {each.basis for each in units} == {PlaceBasis.NEAREST_SETTLEMENT}
    assert {each.distance_m for each in units} == {0.0}


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
    # The village reaches 1,000 m: half a metre farther out the city is meant.
    metre = 1 / 111_319.4908
    assert units_at(around, Point(70.1 - 999.5 * metre, 0))[-1].unit.id == "r-v"
    assert units_at(around, Point(70.1 - 1000.5 * metre, 0))[-1].unit.id == "r-c"


@pytest.mark.parametrize(
    ("population", "metres"), [(None, 1_000), (5_000, 1_000), (153_057, 4_108), (2_000_900, 14_853)]
)
def test_people_need_room(population: int | None, metres: float) -> None:
    assert reach_m(population) == pytest.approx(metres, abs=1)


def square(west: float, south: float, side: float = 1.0) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([shapely.box(west, south, west + side, south + side)])


def test_a_city_whose_middle_is_beyond_fifty_kilometres_is_not_meant_however_near_its_edge() -> None:
    # 0.41 and 0.46 degrees of the equator are 45.6 and 51.2 km; the city reaches 14.9 km.
    region = unit("r", Level.REGION, None, "Область")
    city = replace(unit("r-c", Level.SETTLEMENT, "r", "Город", position=at(0, 69.54)), population=2_000_900)
    village = unit("r-v", Level.SETTLEMENT, "r", "Село", position=at(0, 70.41))
    found = nearest_settlement(Atlas.of(edition([region, city, village])), Point(70, 0))
    assert found is not None
    assert found[0].id == "r-v"
    alone = Atlas.of(edition([region, city]))
    assert nearest_settlement(alone, Point(70, 0)) is None


# A city without a boundary inside of the western raion, and one beside it; the eastern raion is drawn.
DRAWN = {"r-w": square(70, 0), "r-e": square(71, 0), "r-e-o": square(71, 0, 0.5)}
DIVIDED = [
    unit("r", Level.REGION, None, "Область"),
    unit("r-w", Level.DISTRICT, "r", "Западный район"),
    unit("r-w-v", Level.SETTLEMENT, "r-w", "Село", position=at(0.5, 70.1)),
    unit("r-w-lost", Level.SETTLEMENT, "r-w", "Затерянное"),
    unit("r-e", Level.DISTRICT, "r", "Восточный район"),
    unit("r-e-o", Level.RURAL_OKRUG, "r-e", "Округ"),
    unit("r-e-o-v", Level.SETTLEMENT, "r-e-o", "Заблудшее", position=at(0.5, 70.95)),
    unit("q", Level.REGION, None, "Другая область"),
    unit("q-c", Level.DISTRICT, "q", "город внутри"),
    unit("q-c-g", Level.SETTLEMENT, "q-c", "Внутри", position=at(0.5, 70.6)),
    unit("q-d", Level.DISTRICT, "q", "Район снаружи"),
    unit("q-d-v", Level.SETTLEMENT, "q-d", "Снаружи", position=at(1.01, 70.5)),
    unit("q-d-lost", Level.SETTLEMENT, "q-d", "Без места"),
]
bounded = Atlas.of(
    replace(edition(DIVIDED), boundaries={key: Boundary(key, shape, "drawn") for key, shape in DRAWN.items()})
)


@pytest.mark.parametrize(
    ("settlement", "unit_id", "expected"),
    [
        ("r-w-v", "r-w", True),
        ("r-w-v", "r", True),
        ("r-w-v", "r-w-v", True),
        ("r-w-lost", "r-w", True),  # it belongs to the raion wherever it stands
        ("r-w-v", "r-e", False),
        ("q-c-g", "r-w", True),  # a city in the middle of the raion, of another region
        ("q-c-g", "r-e", False),
        ("q-d-v", "r-w", False),  # a kilometre beyond the border
        ("q-d-lost", "r-w", False),  # nobody knows where it stands
        ("r-e-o-v", "r-w", False),  # its own raion is drawn: its position strays over the border
    ],
)
def test_a_settlement_stands_in_its_own_unit_or_within_the_boundary_of_one_that_has_no_rival(
    settlement: str, unit_id: str, expected: bool
) -> None:
    units = bounded.edition.units
    assert stands_in(bounded, units[settlement], units[unit_id]) is expected


def test_what_a_wider_unit_of_the_settlement_draws_does_not_keep_it_out() -> None:
    # The other region is drawn around its city, too: a region is no rival of a raion.
    shapes = {**DRAWN, "q": square(70, 0, 2.0)}
    drawn = replace(
        edition(DIVIDED), boundaries={key: Boundary(key, shape, "drawn") for key, shape in shapes.items()}
    )
    around = Atlas.of(drawn)
    assert stands_in(around, drawn.units["q-c-g"], drawn.units["r-w"])


def test_of_a_bounded_unit_only_settlements_that_stand_in_it_take_part() -> None:
    # The village beyond the border is 4.4 km away, those within the raion 44 km and more.
    point = Point(70.5, 0.97)
    inside = bounded_unit(bounded, point)
    assert inside is not None
    assert inside.id == "r-w"
    found = nearest_settlement(bounded, point, inside)
    free = nearest_settlement(bounded, point)
    assert found is None  # the next one of the raion is farther than 50 km
    assert free is not None
    assert free[0].id == "q-d-v"
    lower = nearest_settlement(bounded, Point(70.5, 0.8), inside)
    assert lower is not None
    assert lower[0].id == "q-c-g"
    assert bounded_unit(bounded, Point(60, 0)) is None


def test_the_boundary_is_certain_and_the_settlement_below_it_is_nearness() -> None:
    found = [
        (each.unit.id, each.basis, each.distance_m is None) for each in units_at(bounded, Point(70.1, 0.5))
    ]
    assert found == [
        ("r", PlaceBasis.POLYGON, True),
        ("r-w", PlaceBasis.POLYGON, True),
        ("r-w-v", PlaceBasis.NEAREST_SETTLEMENT, False),
    ]
    assert [each.unit.id for each in units_at(bounded, Point(70.5, 0.97))] == ["r", "r-w"]
