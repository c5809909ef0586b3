"""Whether a point lies in the territory of some units: by boundaries, by places, and with little data."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
import shapely

from changes.geography import set_by_hand
from geo.earth.point import Point, geodesic_m
from geo.units.edition_index import Atlas, is_trusted
from geo.units.ground import BORDER_M, COUNTRY, Ground, circle
from model.edition import Boundary, Edition, Position, Unit, UnitChange
from model.enums import ChangeKind, Level, Precision
from tests.hand_made import at, edition, unit

_LAT, _LON = 50.0, 70.0
_KM = 1 / (111.32 * math.cos(math.radians(_LAT)))
"""Degrees of longitude of a kilometre there."""
EAST_KM = 40
"""The eastern village stands so far east of the western one, with a border in the middle."""


def km_east(km: float, precision: Precision = Precision.SETTLEMENT) -> Position:
    """The position `km` kilometres east of the western village."""
    return at(_LAT, _LON + km * _KM, precision)


def door(km: float) -> Position:
    """A front door `km` kilometres east of the western village."""
    place = km_east(km)
    return set_by_hand(place.lon, place.lat)


def strip(west_km: float, east_km: float) -> shapely.MultiPolygon:
    """A boundary between two distances east of the western village."""
    box = shapely.box(_LON + west_km * _KM, _LAT - 1, _LON + east_km * _KM, _LAT + 1)
    return shapely.MultiPolygon([box])


WEST, EAST = strip(-60, EAST_KM / 2), strip(EAST_KM / 2, 100)
DISTRICTS = (
    unit("r", Level.REGION, None, "область"),
    unit("r-w", Level.DISTRICT, "r", "Западный район"),
    unit("r-e", Level.DISTRICT, "r", "Восточный район"),
    unit("r-w-v", Level.SETTLEMENT, "r-w", "Запад", position=km_east(0)),
    unit("r-e-v", Level.SETTLEMENT, "r-e", "Восток", position=km_east(EAST_KM)),
)


def ground(
    unit_id: str,
    further: Sequence[Unit] = (),
    changes: Sequence[UnitChange] = (),
    drawn: Mapping[str, shapely.MultiPolygon] | None = None,
) -> Ground:
    """The ground of a unit of the two districts and of what else there is; `drawn` are boundaries by unit."""
    boundaries = {key: Boundary(key, shape, "drawn") for key, shape in (drawn or {}).items()}
    made = edition((*DISTRICTS, *further), changes=changes)
    return Ground(Atlas.of(replace(made, boundaries=boundaries)), (unit_id,))


@pytest.mark.parametrize(
    ("km", "west", "east"),
    [
        (0, True, False),
        (4, True, False),
        (20, True, True),
        (29, True, True),
        (31, False, True),
        (39.5, False, True),
        (EAST_KM, False, True),
        (-10, True, False),
        (-120, False, False),
    ],
)
def test_without_boundaries_only_what_is_much_nearer_to_others_is_outside(
    km: float, west: bool, east: bool
) -> None:
    assert (ground("r-w").holds(door(km)), ground("r-e").holds(door(km))) == (west, east)


@pytest.mark.parametrize("known", [("r-w", "r-e"), ("r-w",), ("r-e",)])
def test_a_boundary_keeps_out_what_lies_well_beyond_it(known: Sequence[str]) -> None:
    beyond = EAST_KM / 2 + BORDER_M / 1000
    west = ground("r-w", drawn={key: {"r-w": WEST, "r-e": EAST}[key] for key in known})
    assert west.holds(door(beyond - 1))
    assert not west.holds(door(beyond + 1))
    assert not west.holds(door(EAST_KM))


def test_the_boundary_of_the_region_alone_decides_between_no_districts() -> None:
    west = ground("r-w", drawn={"r": strip(-60, 100)})
    assert west.holds(door(27))
    assert not west.holds(door(35))


def test_a_place_outside_of_its_drawn_border_still_has_its_own_ground() -> None:
    exclave = unit("r-w-x", Level.SETTLEMENT, "r-w", "Выселки", position=km_east(60))
    west = ground("r-w", [exclave], drawn={"r-w": WEST, "r-e": EAST})
    assert west.holds(door(61))
    assert not west.holds(door(66))


def test_a_town_inside_the_polygon_of_a_raion_is_no_ground_of_the_raion() -> None:
    town = [
        unit("r-t", Level.DISTRICT, "r", "город"),
        replace(unit("r-t-g", Level.SETTLEMENT, "r-t", "Город", position=km_east(-20)), population=150_000),
    ]
    raion, city = (ground(each, town, drawn={"r-w": WEST}) for each in ("r-w", "r-t"))
    # The town of 150,000 reaches 4.1 km.
    assert [raion.holds(door(km)) for km in (-20, -17, -15, -10)] == [False, False, True, True]
    assert [city.holds(door(km)) for km in (-20, -17, -15, -2)] == [True, True, True, False]


def test_the_district_of_a_city_has_the_ground_of_the_city_where_nothing_is_drawn() -> None:
    city = [
        replace(unit("c", Level.REGION, None, "Город", position=km_east(200)), population=2_000_000),
        unit("c-a", Level.DISTRICT, "c", "Алмалинский район", position=km_east(200, Precision.DISTRICT)),
    ]
    part = ground("c-a", city)
    assert [part.holds(door(km)) for km in (200, 210, EAST_KM)] == [True, True, False]


OKRUG = [
    unit("r-w-o", Level.RURAL_OKRUG, "r-w", "Округ"),
    unit("r-w-o-u", Level.SETTLEMENT, "r-w-o", "Неизвестное"),
]


def test_a_village_that_nobody_has_placed_stands_somewhere_in_its_district() -> None:
    okrug = ground("r-w-o", OKRUG)
    assert [okrug.holds(door(km)) for km in (10, -30)] == [True, True]
    # At the village of another okrug, or on the ground of another district, it does not.
    assert [okrug.holds(door(km)) for km in (0, 3, 37, EAST_KM)] == [False] * 4


def test_a_village_known_by_its_okrug_stands_around_that_point() -> None:
    known = [OKRUG[0], replace(OKRUG[1], position=km_east(30, Precision.OKRUG))]
    assert ground("r-w", known).holds(door(35))
    assert not ground("r-w").holds(door(35))
    assert not ground("r-w", known).holds(door(39))


def test_units_of_which_nothing_is_known_have_no_ground() -> None:
    nowhere = [unit("n", Level.REGION, None, "нигде"), unit("n-v", Level.SETTLEMENT, "n", "село")]
    for unit_id in ("n", "n-v"):
        assert not any(ground(unit_id, nowhere).holds(door(km)) for km in (0, 20, 60, 300))
    drawn = ground("n-v", nowhere, drawn={"n": strip(280, 320)})
    assert not drawn.holds(door(0))


def test_a_coarse_position_is_held_to_its_own_error() -> None:
    west = ground("r-w")
    assert west.holds(km_east(15, Precision.OKRUG))
    assert west.holds(km_east(EAST_KM, Precision.DISTRICT))
    assert not west.holds(km_east(EAST_KM, Precision.OKRUG))
    assert not west.holds(km_east(EAST_KM, Precision.STREET))


def test_the_ground_is_that_of_the_division_of_today() -> None:
    other = unit("q", Level.REGION, None, "другая область")
    moved = UnitChange(ChangeKind.MOVED, ("r-e", "r"), ("r-e", "q"), "an act")
    assert ground("q", [other], [moved], {"r-e": EAST}).holds(door(EAST_KM))
    assert not ground("r", [other], [moved], {"r-e": EAST}).holds(door(EAST_KM))
    # An old boundary of the region that the district left does not bring it back.
    assert not ground("r", [other], [moved], {"r": strip(-60, 100), "r-e": EAST}).holds(door(EAST_KM + 5))


@pytest.mark.parametrize("lat", [41.0, 48.0, 55.0])
def test_a_circle_has_its_radius_in_metres(lat: float) -> None:
    around = Point(70.0, lat)
    corners = circle(around, 5_000).exterior.coords
    assert all(abs(geodesic_m(around, Point(lon, lat)) - 5_000) < 50 for lon, lat in corners)


def districts(known: Edition) -> list[str]:
    return [each.id for each in known.units.values() if each.level in (Level.DISTRICT, Level.REGION)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lat", "lon", "holders"),
    [
        (43.2567, 76.9286, {"ala"}),  # the centre of Almaty
        (53.2833, 69.3833, {"akm", "akm-kokshetau"}),
        (43.65, 51.16, {"man", "man-aktau"}),
        (41.311, 69.279, set()),  # Tashkent, 11 km beyond the border
        (42.8746, 74.5698, set()),  # Bishkek
        (54.083, 61.56, set()),  # Troitsk
        (54.99, 73.37, set()),  # Omsk
        (44.0, 49.0, set()),  # the Caspian Sea, far out
    ],
)
def test_a_point_of_the_country_is_on_the_ground_of_its_own_units_only(
    shipped_edition: Edition, lat: float, lon: float, holders: set[str]
) -> None:
    atlas = Atlas.of(shipped_edition)
    found = {
        each for each in districts(shipped_edition) if Ground(atlas, (each,)).holds(set_by_hand(lon, lat))
    }
    # The data does not separate the districts of Almaty.
    assert {each for each in found if not each.startswith("ala-")} == holders


@pytest.mark.slow
def test_places_of_the_registry_are_on_the_ground_of_their_units_and_of_no_neighbour(
    shipped_edition: Edition,
) -> None:
    atlas = Atlas.of(shipped_edition)
    placed = [each for each in atlas.settlement_tree.things if each.level is Level.SETTLEMENT][::6]
    assert len(placed) > 500
    positions = (each.position for each in atlas.settlement_tree.things if each.position is not None)
    spots = Counter((position.lon, position.lat) for position in positions)
    for place in placed:
        assert place.position is not None
        if spots[place.position.lon, place.position.lat] > 1:
            continue  # one locality that two districts list: seeds/lookups/shared_localities.yaml says why
        point = set_by_hand(place.position.lon, place.position.lat)
        chain = atlas.division.chain(place.id)
        for unit_id in chain:
            assert Ground(atlas, (unit_id,)).holds(point), (place.id, unit_id)
        region = atlas.division.above(place.id, Level.REGION)
        neighbours = atlas.division.children(region.id) if region is not None else ()
        for each in neighbours:
            assert each.id in chain or not Ground(atlas, (each.id,)).holds(point), (place.id, each.id)


def test_the_outline_goes_around_every_place_of_the_registry(shipped_edition: Edition) -> None:
    assert COUNTRY.is_valid
    positions = [each.position for each in shipped_edition.units.values() if is_trusted(each.position)]
    positions += [each.position for each in shipped_edition.offices.values() if is_trusted(each.position)]
    assert len(positions) > 6_000
    assert all(position and COUNTRY.intersects(circle(position, BORDER_M)) for position in positions)
