"""The extent of a place, and the error of a position that lies somewhere in it."""

from dataclasses import replace

from geo.locator.candidates import LocateQuery
from geo.locator.locator import Locator
from geo.units.edition_index import Atlas
from loaders.seeds.units import read_seed_units
from model.edition import Position
from model.enums import Precision
from model.extents import LARGEST_REACH_M, SMALLEST_REACH_M, reach_m

ALMATY = Position(
    lon=76.9,
    lat=43.3,
    precision=Precision.SETTLEMENT,
    method="town",
    confidence=0.99,
    source="geonames",
    source_id="1526384",
    people=2_000_900,
)


def test_a_place_reaches_as_far_as_its_people_need() -> None:
    assert reach_m(None) == reach_m(9_000) == SMALLEST_REACH_M
    assert round(reach_m(2_000_900)) == 14_853  # 693 square kilometres as a circle
    assert reach_m(10_000_000) == LARGEST_REACH_M


def test_the_error_grows_with_the_town_and_never_below_that_of_a_village() -> None:
    assert ALMATY.error_m == 14_900
    assert replace(ALMATY, people=None).error_m == replace(ALMATY, people=9_000).error_m == 3_000


def test_a_front_door_in_a_big_town_and_a_vague_place_keep_the_error_of_their_precision() -> None:
    for precision in (Precision.BUILDING, Precision.STREET, Precision.OKRUG, Precision.REGION):
        assert replace(ALMATY, precision=precision).error_m == precision.error_m


def test_shipped_units_know_the_people_of_the_place_they_stand_in() -> None:
    edition = read_seed_units()
    city, village = edition.units["ala"].position, edition.units["akm-akkol-kenes-kenes"].position
    assert city is not None
    assert village is not None
    assert (city.error_m, village.error_m) == (14_900, 3_000)
    found = Locator(Atlas.of(edition)).answer(LocateQuery("Алматы")).best
    assert found is not None
    assert (found.error_m, found.unit) == (14_900, edition.units["ala"])
