"""Points outside the country get no office; every village of the registry is inside."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
import shapely
from shapely.geometry import shape
from shapely.ops import nearest_points

from geo.earth.country import BORDER_M, COUNTRY, circle, is_outside, land_and_border, strips_of_land
from geo.earth.point import Point, geodesic_m
from geo.jurisdiction.jurisdiction import office_for
from geo.locator.places import PlaceQuery, find_place
from geo.units.containment import units_at
from geo.units.edition_index import Atlas, is_trusted
from model.edition import Edition
from model.enums import Language, Level, ResolutionOutcome
from tests.api_client import ApiClient

ABROAD = [
    (55.0, 73.4),  # Omsk
    (51.77, 55.10),  # Orenburg
    (41.31, 69.24),  # Tashkent
    (42.87, 74.60),  # Bishkek
    (43.91, 81.32),  # Ghulja, 75 km behind the border
    (44.0, 49.0),  # the Caspian Sea
    (0.0, 0.0),
]
INSIDE = [
    (43.24, 76.95),  # Almaty
    (54.87, 69.15),  # Петропавловск, 40 km from the border
    (46.0, 74.0),  # Lake Balkhash
    (48.0, 56.0),  # steppe far from any village
]


@pytest.fixture(scope="module")
def atlas(shipped_edition: Edition) -> Atlas:
    return Atlas.of(shipped_edition)


@pytest.fixture(scope="module")
def api(shipped_edition: Edition) -> ApiClient:
    return ApiClient(shipped_edition)


@pytest.mark.parametrize(("lat", "lon"), ABROAD)
def test_abroad_nobody_serves_and_no_unit_contains(atlas: Atlas, lat: float, lon: float) -> None:
    point = Point(lon, lat)
    assert units_at(atlas, point) == []
    answer = office_for(atlas, "preschool-queue", find_place(atlas, PlaceQuery(point=point)))
    assert answer.outcome is ResolutionOutcome.ABROAD
    assert not answer.provisions
    assert not answer.alternatives
    assert answer.nearest is not None
    (step,) = answer.explanation
    for language, word in ((Language.KK, "тыс"), (Language.RU, "пределами"), (Language.EN, "outside")):
        assert word in step.text(language)
        assert word in (answer.nearest.text(language) or "")


@pytest.mark.parametrize(("lat", "lon"), INSIDE)
def test_inside_a_unit_is_told(atlas: Atlas, lat: float, lon: float) -> None:
    assert units_at(atlas, Point(lon, lat))


def test_every_place_and_office_of_the_registry_is_inside(atlas: Atlas) -> None:
    edition = atlas.edition
    places = [each for each in edition.units.values() if each.level is Level.SETTLEMENT]
    assert len(places) == 4_150
    positions = [each.position for each in edition.units.values()]
    positions += [each.position for each in edition.offices.values()]
    assert not [each for each in positions if each is not None and atlas.is_abroad(each)]
    # Each village is found by its own point; nearly all give themselves.
    placed = [each for each in places if is_trusted(each.position)]
    assert all(each.position and units_at(atlas, each.position) for each in placed)


def test_the_line_is_wrong_by_its_metres_and_no_more() -> None:
    land, chance = land_and_border(), random.Random(17)
    assert land.is_valid
    assert land.covers(COUNTRY)
    for _ in range(300):
        at = COUNTRY.exterior.interpolate(chance.random(), normalized=True)
        edge = Point(at.x, at.y)
        assert land.covers(circle(edge, BORDER_M * 0.9))
    for lon, lat in shapely.get_coordinates(land.exterior)[::20].tolist():
        near = nearest_points(COUNTRY.exterior, shapely.Point(lon, lat))[0]
        assert geodesic_m(Point(near.x, near.y), Point(lon, lat)) < BORDER_M * 1.5


def test_the_strips_for_postgis_are_the_land() -> None:
    strips = [shape for _, _, shape in strips_of_land()]
    assert shapely.union_all(strips).symmetric_difference(land_and_border()).area < 1e-9
    assert all(shapely.get_num_coordinates(each) < 600 for each in strips)


def test_without_boundaries_nothing_is_known_to_be_abroad(
    shipped_edition: Edition, small_edition: Edition
) -> None:
    some = {key: each for key, each in shipped_edition.boundaries.items() if key.startswith("akm")}
    for edition in (
        small_edition,
        replace(shipped_edition, boundaries={}),
        replace(shipped_edition, boundaries=some),
    ):
        assert is_outside(Point(73.4, 55.0))
        assert not Atlas.of(edition).is_abroad(Point(73.4, 55.0))


def test_the_api_says_so(api: ApiClient) -> None:
    answer = api.data(
        """query($at: PointInput!, $service: ID!) {
             administrativeUnitsAt(point: $at) { unit { id } }
             officeFor(serviceId: $service, place: { point: $at }) {
               outcome place { id } placeBasis provisions { id } nearest { distanceMeters servesOrigin }
               nearestDiffers(language: EN) explanation { text(language: EN) } }
             nearestPsc(to: $at, first: 1) { originIsAbroad edges { distanceMeters } } }""",
        at={"latitude": 55.0, "longitude": 73.4},
        service="PublicService:preschool-queue",
    )
    assert answer["administrativeUnitsAt"] == []
    told = answer["officeFor"]
    assert (told["outcome"], told["place"], told["placeBasis"], told["provisions"]) == (
        "ABROAD",
        None,
        None,
        [],
    )
    assert told["nearest"]["distanceMeters"] > 50_000
    assert told["nearestDiffers"].startswith("The point lies outside Kazakhstan")
    assert [step["text"] for step in told["explanation"]] == [
        "55.00000, 73.40000 lies outside the land of Kazakhstan; the acts serve nobody there."
    ]
    assert answer["nearestPsc"]["originIsAbroad"] is True
    assert answer["nearestPsc"]["edges"][0]["distanceMeters"] > 50_000
    inside = api.data("{ nearestPsc(to: {latitude: 51.1, longitude: 71.4}, first: 1) { originIsAbroad } }")
    assert inside["nearestPsc"]["originIsAbroad"] is False


def test_the_boundary_of_a_region_is_that_of_the_day(api: ApiClient) -> None:
    data = api.data(
        """{ administrativeUnit(id: "Region:alm") {
             today: boundary(toleranceMeters: 20000)
             before: boundary(toleranceMeters: 20000, asOf: "2022-06-07") }
           made: administrativeUnit(id: "Region:zhe") {
             today: boundary(toleranceMeters: 20000) before: boundary(asOf: "2022-06-07") }
           unknown: administrativeUnit(id: "Region:vos") { today: boundary } }"""
    )
    areas = {key: shape(each).area for key, each in data["administrativeUnit"].items()}
    assert areas["before"] > 1.8 * areas["today"]
    assert data["made"]["today"] is not None
    assert data["made"]["before"] is None
    assert data["unknown"]["today"] is None


def test_a_boundary_decides_as_long_as_it_held(api: ApiClient) -> None:
    # Самарское: in Кокпектинский район until 2022-06-07, since then in Самарский.
    question = """query($at: PointInput!, $day: Date) {
        administrativeUnitsAt(point: $at, asOf: $day, levels: [REGION, DISTRICT]) { unit { id } basis } }"""
    samar = {"latitude": 49.03, "longitude": 83.37}
    told = {
        day: [
            (each["unit"]["id"], each["basis"])
            for each in api.data(question, at=samar, day=day)["administrativeUnitsAt"]
        ]
        for day in ("2022-06-06", None)
    }
    assert told == {
        "2022-06-06": [("Region:vos", "POLYGON"), ("District:vos-kokpekti", "POLYGON")],
        None: [("Region:vos", "NEAREST_SETTLEMENT"), ("District:vos-samar", "NEAREST_SETTLEMENT")],
    }
