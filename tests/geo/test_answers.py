"""What the shipped registry answers: golden places with the rows and paragraphs that prove them."""

from __future__ import annotations

import pytest

from geo.earth.point import Point
from geo.jurisdiction.jurisdiction import Resolution, office_for
from geo.jurisdiction.nearest import nearest_psc
from geo.locator.places import PlaceQuery, find_place
from geo.units.containment import units_at
from geo.units.edition_index import Atlas
from model.edition import Edition
from model.enums import OfficeKind, Precision, ResolutionOutcome


@pytest.fixture(scope="module")
def atlas(shipped_edition: Edition) -> Atlas:
    return Atlas.of(shipped_edition)


def ask(atlas: Atlas, service: str, name: str) -> Resolution:
    return office_for(atlas, service, find_place(atlas, PlaceQuery(name=name)))


IN_CITIES = [  # lat, lon, unit
    (43.25, 76.93, "ala"),  # Панфилов park
    (43.238, 76.945, "ala"),  # Dostyk avenue
    (43.2022, 76.8921, "ala"),  # Orbita, 7 km from the centre
    (51.16, 71.43, "ast"),
    (51.128, 71.43, "ast"),  # left bank, Baiterek
    (42.3155, 69.5869, "yuz-shymkent-g"),
    (49.8066, 73.0854, "kar-karaganda-g"),
    (50.05, 72.96, "kar-temirtau-g"),
    (53.2833, 69.3833, "akm-kokshetau-g"),
]


@pytest.mark.parametrize(("lat", "lon", "unit"), IN_CITIES)
def test_a_point_in_a_city_is_the_city(atlas: Atlas, lat: float, lon: float, unit: str) -> None:
    assert units_at(atlas, Point(lon, lat))[-1].unit.id == unit


IN_VILLAGES = [  # positions of the gazetteer
    (43.36028, 76.85778, "alm-ile-boraldai-boraldai"),  # a kent at the edge of Almaty
    (43.2, 76.6214, "alm-karasai-kaskelen-kalalyk-kaskelen"),  # 25 km from its centre
    (43.30348, 77.24085, "alm-talgar-g"),
]


@pytest.mark.parametrize(("lat", "lon", "unit"), IN_VILLAGES)
def test_places_around_almaty_are_themselves(atlas: Atlas, lat: float, lon: float, unit: str) -> None:
    assert units_at(atlas, Point(lon, lat))[-1].unit.id == unit


def test_a_village_has_its_akim_its_department_and_the_centre_of_its_raion(atlas: Atlas) -> None:
    # 1119-1/2 line 1543, 1119-1/1 line 450, 1119-1/3 line 14250; the head branch of the region (line 14233)
    # stands in Kokshetau: paragraph 10 sends people to the centre where they live.
    answer = ask(atlas, "preschool-queue", "Кына")
    assert answer.outcome is ResolutionOutcome.RESOLVED
    assert [provision.office_id for provision in answer.provisions] == [
        "akm-akkol-karasai-akimat",
        "akm-akkol-education",
        "akm-akkol-psc",
        "akm-akkol-akimat",  # hears complaints, paragraph 21, as the next one
        "kz-ministry-of-education",
        "kz-psc-enterprise",  # hears complaints about a centre, paragraph 22
    ]


def test_the_head_branch_serves_its_town_and_answers_for_the_region(atlas: Atlas) -> None:
    answer = ask(atlas, "preschool-queue", "Кокшетау")
    head = next(each for each in answer.provisions if each.office_id == "akm-psc")
    assert head.unit_ids == ("akm-kokshetau",)
    assert {each.provision for each in head.basis if each.provision} >= {"1", "10"}
    assert atlas.edition.offices["akm-psc"].territory_id == "akm"


CITIES = [  # paragraph 5: in Almaty the department of each district signs the result, in Astana one
    ("Алматы", "ala", 8, ResolutionOutcome.SEVERAL_OFFICES),
    ("Астана", "ast", 13, ResolutionOutcome.RESOLVED),
]


@pytest.mark.parametrize(("name", "city", "fewest", "outcome"), CITIES)
def test_in_the_two_cities_only_centres_take_the_application(
    atlas: Atlas, name: str, city: str, fewest: int, outcome: ResolutionOutcome
) -> None:
    answer = ask(atlas, "preschool-queue", name)
    assert answer.outcome is outcome
    assert answer.place is not None
    assert answer.place.id == city
    giving = [each for each in answer.provisions if "ACCEPTS_APPLICATIONS" in each.roles]
    offices = [atlas.edition.offices[each.office_id] for each in giving]
    assert len(offices) >= fewest
    assert {office.kind for office in offices} == {OfficeKind.PSC_BRANCH}
    assert all(office.id.startswith(f"{city}-") for office in offices)
    # 1119-1, paragraph 1: in Astana and Almaty the service is given through the centres only.
    assert all(any(each.provision == "1" for each in provision.basis) for provision in giving)


def test_a_district_of_almaty_has_the_department_that_signs_and_its_own_centre(atlas: Atlas) -> None:
    answer = ask(atlas, "preschool-queue", "Медеуский район")
    assert answer.outcome is ResolutionOutcome.RESOLVED
    assert [provision.office_id for provision in answer.provisions] == [
        "ala-medeu-education",  # decides, paragraph 5; takes no applications
        "ala-medeu-psc",
        "ala-psc",
        "ala-akimat",  # hears complaints, paragraph 21, as the next one
        "kz-ministry-of-education",
        "kz-psc-enterprise",
    ]


NEAREST = [  # lat, lon, offices that come first in any order
    (43.25, 76.93, "ala-"),
    (51.13, 71.43, "ast-"),
    (53.2833, 69.3833, "akm-kokshetau-"),
]


@pytest.mark.parametrize(("lat", "lon", "prefix"), NEAREST)
def test_the_nearest_centre_is_one_of_the_city(atlas: Atlas, lat: float, lon: float, prefix: str) -> None:
    near = nearest_psc(atlas, Point(lon, lat), 2)
    assert near[0].office.id.startswith(prefix)
    assert near[0].distance_m < 5_000


def test_every_office_of_the_two_cities_stands_in_its_city(atlas: Atlas) -> None:
    for office in atlas.edition.offices.values():
        if office.id.startswith(("ala-", "ast-")):
            assert office.position is not None, office.id
            assert office.position.precision is Precision.SETTLEMENT, office.id


TELEPHONES = [  # body for the whole country, a telephone, the paragraph of act 1119 that prints it
    ("kz-ministry-of-education", "+77172742362", "standards 3 and 5, paragraph 21"),
    ("kz-science-committee", "+77172742467", "standard 9, paragraph 20"),
    ("kz-science-committee", "+77172741658", "standard 9, paragraph 21"),
]


@pytest.mark.parametrize(("office", "phone", "_paragraph"), TELEPHONES)
def test_a_body_for_the_whole_country_shows_the_telephones_that_paragraphs_print(
    atlas: Atlas, office: str, phone: str, _paragraph: str
) -> None:
    body = atlas.edition.offices[office]
    desks = (contact for post in body.posts for contact in post.contacts)
    assert phone in {contact.e164 for contact in (*body.contacts, *desks)}
