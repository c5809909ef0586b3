"""Nearness: offices placed by hand on the equator, where a tenth of a degree is 11,131.95 m."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.earth.nearest_tree import NearestTree
from geo.earth.point import Point, geodesic_m
from geo.jurisdiction.jurisdiction import office_for
from geo.jurisdiction.nearest import nearest_offices, nearest_psc
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from model.edition import Office, Service
from model.enums import OfficeKind, Precision
from tests.hand_made import UNITS, at, edition, names, office, provision

TENTH_M = 6_378_137 * math.pi / 1800
HERE = Point(70, 0)

offices = [
    office("b-twin", OfficeKind.PSC_BRANCH, at(0, 70.2)),
    office("a-twin", OfficeKind.DEPARTMENT, at(0, 70.2)),
    office("near", OfficeKind.AKIMAT, at(0, 69.9, Precision.BUILDING)),
    office("far", OfficeKind.PSC_BRANCH, at(0, 71)),
    office("vague", OfficeKind.PSC_BRANCH, at(0, 70, Precision.OKRUG)),
    office("nowhere", OfficeKind.PSC_BRANCH),
]
atlas = Atlas.of(edition(offices=offices))


def test_nearest_first_by_metres_and_ties_by_id() -> None:
    found = nearest_offices(atlas, HERE, limit=10, max_distance_m=200_000)
    assert [near.office.id for near in found] == ["near", "a-twin", "b-twin", "far"]
    assert [near.distance_m for near in found] == pytest.approx(
        [TENTH_M, 2 * TENTH_M, 2 * TENTH_M, 10 * TENTH_M], abs=0.01
    )


def test_the_error_of_a_position_is_told() -> None:
    found = nearest_offices(atlas, HERE, limit=2)
    assert [near.error_m for near in found] == [50.0, 3_000.0]


def test_a_limit_cuts_ties_by_id() -> None:
    assert [near.office.id for near in nearest_offices(atlas, HERE, limit=2)] == ["near", "a-twin"]


def test_only_service_centres_with_a_trustworthy_position_are_nearest_centres() -> None:
    found = nearest_psc(atlas, HERE, limit=10, max_distance_m=math.inf)
    assert [near.office.id for near in found] == ["b-twin", "far"]


def test_nothing_lies_beyond_the_radius() -> None:
    assert [near.office.id for near in nearest_offices(atlas, HERE, 10, TENTH_M + 1)] == ["near"]
    assert nearest_offices(atlas, HERE, 10, TENTH_M - 1) == []


def test_an_office_at_the_very_point_is_found_with_radius_zero() -> None:
    found = nearest_offices(atlas, Point(70.2, 0), 10, 0)
    assert [(near.office.id, near.distance_m) for near in found] == [("a-twin", 0), ("b-twin", 0)]


def test_a_condition_is_applied_before_the_limit() -> None:
    found = nearest_offices(atlas, HERE, 1, math.inf, keep=lambda each: each.id == "far")
    assert [near.office.id for near in found] == ["far"]


def test_a_registry_without_positions_answers_with_nothing() -> None:
    assert nearest_offices(Atlas.of(edition()), HERE, 5) == []


places = st.tuples(st.floats(40, 56), st.floats(46, 88))


@given(st.lists(places, max_size=60), places, st.floats(0, 2e6), st.floats(1, 3))
def test_growing_a_radius_never_loses_an_office(
    placed: list[tuple[float, float]], here: tuple[float, float], radius_m: float, factor: float
) -> None:
    country = _atlas_of(placed)
    point = Point(lat=here[0], lon=here[1])
    small = {near.office.id for near in nearest_offices(country, point, 100, radius_m)}
    large = {near.office.id for near in nearest_offices(country, point, 100, radius_m * factor)}
    assert small <= large


@given(st.lists(places, min_size=1, max_size=80), places, st.integers(1, 12))
def test_the_tree_finds_what_measuring_every_office_finds(
    placed: list[tuple[float, float]], here: tuple[float, float], limit: int
) -> None:
    country = _atlas_of(placed)
    point = Point(lat=here[0], lon=here[1])

    def metres(each: Office) -> float:
        assert each.position is not None
        return geodesic_m(point, each.position)

    expected = sorted(country.edition.offices.values(), key=lambda each: (metres(each), each.id))[:limit]
    found = nearest_offices(country, point, limit, math.inf)
    assert [near.office.id for near in found] == [each.id for each in expected]


def _atlas_of(placed: list[tuple[float, float]]) -> Atlas:
    return Atlas.of(
        edition(offices=[office(f"o{index:03}", position=at(*place)) for index, place in enumerate(placed)])
    )


def test_the_error_of_a_distance_is_that_of_both_ends_and_a_coarse_office_never_wins() -> None:
    village = "akm-akkol-akkol-ernazar"  # known as its settlement: 3 km
    here = (52.00927, 70.69447)
    placed = [
        office("exact", OfficeKind.PSC_BRANCH, at(52.1, 70.7, Precision.BUILDING), located_in="akm-akkol"),
        office("town", OfficeKind.PSC_BRANCH, at(52.3, 70.7), located_in="akm-akkol"),
        office("okrug", OfficeKind.PSC_BRANCH, at(*here, Precision.OKRUG), located_in="akm-akkol"),
        office("nowhere", OfficeKind.PSC_BRANCH, located_in="akm-akkol"),
    ]
    provisions = [provision("queue", each.id, ["akm"]) for each in placed]
    service = Service("queue", names("Очередь"))
    known = Atlas.of(edition(UNITS, placed, [service], provisions))
    answer = office_for(known, "queue", find_place(known, PlaceQuery(unit_id=village)))
    assert [(near.office.id, near.error_m) for near in answer.alternatives] == [
        ("exact", 3_050.0),
        ("town", 6_000.0),
    ]
    assert answer.nearest is not None
    assert (answer.nearest.office.id, answer.nearest.error_m) == ("exact", 3_050.0)
    # From a point that a client gives only the office's own error is left.
    at_point = office_for(known, "queue", find_place(known, PlaceQuery(point=Point(here[1], here[0]))))
    assert at_point.nearest is not None
    assert at_point.nearest.error_m == 50.0


def test_a_tree_is_made_by_the_first_search_and_carried_on_once_it_was_searched() -> None:
    places = [("a", Point(70, 0)), ("b", Point(71, 0))]
    fresh = NearestTree(places, tie_key=str)
    later = fresh.replaced(["a"], [("c", Point(70, 0.1))])
    assert not {"_tree"} & {*vars(fresh), *vars(later)}
    for tree, nearest in ((fresh, "a"), (later, "c")):
        assert tree.nearest(HERE, 1)[0][0] == nearest
    searched = later.replaced(["c"], [("d", Point(70, 0))])
    assert "_tree" in vars(searched)
    assert [thing for thing, _ in searched.nearest(HERE, 5)] == ["d", "b"]
    assert vars(searched.replaced([], [("d", Point(70, 0))]))["_tree"] is vars(searched)["_tree"]
