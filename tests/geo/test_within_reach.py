"""Centres inside the unit; the nearest office that gives the service and why it is no answer; distances."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import pytest

from geo.earth.point import Point
from geo.explanations.office_texts import NotTheAnswer
from geo.jurisdiction.jurisdiction import Resolution, office_for
from geo.jurisdiction.law import today_in_kazakhstan
from geo.jurisdiction.nearest import error_m, nearest_offices, nearest_psc
from geo.jurisdiction.unlisted import unlisted_provider
from geo.jurisdiction.within_reach import Origin, distance_to, origin_of
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from model.edition import Office, Provision, Service, Unit, Validity
from model.enums import Language, Level, LifecycleStatus, OfficeKind, PlaceBasis, Precision, Role
from tests.hand_made import ACCEPTS, HEARS, at, citation, edition, names, office, provision, unit

PSC = OfficeKind.PSC_BRANCH
QUEUE = Service("queue", names("Очередь"))
UNITS = [
    unit("r", Level.REGION, None, "Область", position=at(0, 75, Precision.REGION)),
    unit("r-a", Level.DISTRICT, "r", "Район А", position=at(0, 70)),
    unit("r-a-v", Level.SETTLEMENT, "r-a", "Село", position=at(0, 70.1)),
    unit("r-a-lost", Level.SETTLEMENT, "r-a", "Затерянное"),
    unit("r-a-o", Level.RURAL_OKRUG, "r-a", "Округ", position=at(0, 70.3)),
    unit("r-a-o-lost", Level.SETTLEMENT, "r-a-o", "Без места"),
    unit("r-b", Level.DISTRICT, "r", "Район Б", position=at(0, 75, Precision.REGION)),
    unit("q", Level.REGION, None, "Другая область"),
    unit("q-a", Level.DISTRICT, "q", "Район В", position=at(0, 71)),
]


def centre(slug: str, lon: float, stands_in: str, precision: Precision = Precision.SETTLEMENT) -> Office:
    return office(slug, PSC, at(0, lon, precision), located_in=stands_in)


def atlas_of(offices: list[Office], given: list[Provision], units: list[Unit] = UNITS) -> Atlas:
    return Atlas.of(edition(units, offices, [QUEUE], given))


def asked(atlas: Atlas, unit_id: str, day: date | None = None) -> Resolution:
    return office_for(atlas, "queue", find_place(atlas, PlaceQuery(unit_id=unit_id)), day)


def near(answer: Resolution) -> list[str]:
    return [each.office.id for each in answer.alternatives]


def gives(office_id: str, *units: str) -> Provision:
    return provision("queue", office_id, units, ACCEPTS)


def test_centres_of_the_own_district_come_nearest_first_and_ties_by_id() -> None:
    offices = [
        centre("c", 70.2, "r-a"),
        centre("b", 70.2, "r-a"),
        centre("d", 70.15, "r-a"),
        centre("e", 70.1, "q-a"),
    ]
    atlas = atlas_of(offices, [gives(each.id, "r-a") for each in offices])
    answer = asked(atlas, "r-a-v")
    assert near(answer) == ["d", "b", "c"]
    assert [each.error_m for each in answer.alternatives] == [6_000.0] * 3


def test_a_centre_that_gives_the_service_to_nobody_is_no_alternative() -> None:
    offices = [centre(each, 70.2, "r-a") for each in ("gives", "hears", "other", "past")]
    given = [
        gives("gives", "r-b"),
        provision("queue", "hears", ["r-a"], HEARS),
        provision("licence", "other", ["r-a"], ACCEPTS),
        provision("queue", "past", ["r-b"], ACCEPTS, validity=Validity(None, date(2009, 1, 1))),
    ]
    atlas = atlas_of(offices, given)
    assert near(asked(atlas, "r-a-v", date(2010, 1, 1))) == ["gives"]


def test_where_the_district_has_no_centre_the_five_nearest_of_the_oblast_stand_in() -> None:
    offices = [centre(f"b{number}", 72 + number / 10, "r-b") for number in range(7)] + [
        centre("q", 70.1, "q-a")
    ]
    atlas = atlas_of(offices, [gives(each.id, "r-b") for each in offices])
    assert near(asked(atlas, "r-a-v")) == ["b0", "b1", "b2", "b3", "b4"]
    assert near(asked(atlas, "r-b")) == []  # the oblast alone is known of it: nothing can be measured


def test_distances_start_at_the_unit_or_at_what_contains_it_with_its_error() -> None:
    atlas = atlas_of([], [])

    def origin(unit_id: str) -> Origin | None:
        return origin_of(atlas, find_place(atlas, PlaceQuery(unit_id=unit_id)))

    positions = {each.id: each.position for each in UNITS}
    assert origin("r-a-v") == Origin(positions["r-a-v"], Precision.SETTLEMENT.error_m)  # type: ignore[arg-type]
    assert origin("r-a-lost") == Origin(positions["r-a"], Precision.DISTRICT.error_m)  # type: ignore[arg-type]
    assert origin("r-a-o-lost") == Origin(positions["r-a-o"], Precision.OKRUG.error_m)  # type: ignore[arg-type]
    assert origin("r-b") is None
    assert origin("nothing") is None
    exact = Point(70.2, 0)
    assert origin_of(atlas, find_place(atlas, PlaceQuery(point=exact))) == Origin(exact, 0.0)


def test_what_has_no_trustworthy_position_is_infinitely_far() -> None:
    here = Origin(Point(70, 0), 0.0)
    assert distance_to(here, centre("a", 70, "r-a")) == 0
    assert distance_to(here, centre("a", 70, "r-a", Precision.OKRUG)) == math.inf
    assert distance_to(here, office("a", PSC)) == math.inf
    assert distance_to(None, centre("a", 70, "r-a")) == math.inf


def test_of_equally_near_offices_a_competent_one_is_the_nearest_then_the_id_decides() -> None:
    twins = [centre(f"a{number}", 70.2, "r-a") for number in range(9)]
    atlas = atlas_of(twins, [gives("a7", "r-a"), *(gives(each.id, "q") for each in twins if each.id != "a7")])
    nearest = asked(atlas, "r-a-v").nearest
    assert nearest is not None
    assert (nearest.office.id, nearest.reason, nearest.territory) == ("a7", None, None)
    assert nearest.text(Language.EN) is None
    elsewhere = asked(atlas, "r-b").nearest
    assert elsewhere is None  # nothing can be measured from there
    other = atlas_of(twins, [gives(each.id, "q") for each in twins])
    first = asked(other, "r-a-v").nearest
    assert first is not None
    assert (first.office.id, first.reason) == ("a0", NotTheAnswer.OTHER_TERRITORY)
    assert first.territory is not None
    assert first.territory.id == "q"
    assert "Другая область" in (first.text(Language.RU) or "")


def test_a_nearer_office_is_the_nearest_though_a_farther_one_is_competent() -> None:
    offices = [centre("far", 70.9, "r-a"), centre("near", 70.2, "q-a"), centre("silent", 70.1, "r-a")]
    given = [gives("far", "r-a"), gives("near", "q-a", "q"), provision("queue", "silent", ["r-a"], HEARS)]
    nearest = asked(atlas_of(offices, given), "r-a-v").nearest
    assert nearest is not None
    assert (nearest.office.id, nearest.reason) == ("near", NotTheAnswer.OTHER_TERRITORY)
    assert nearest.distance_m == pytest.approx(11_132, abs=1)
    assert nearest.error_m == 6_000.0
    assert nearest.territory is not None
    assert nearest.territory.id == "q-a"


def test_an_exclusion_is_the_reason_only_where_the_service_itself_makes_it() -> None:
    offices = [centre("a", 70.2, "r-a")]
    out = provision("queue", "a", ["r"], ACCEPTS, excluded=["r-a"])
    excluded = asked(atlas_of(offices, [out]), "r-a-v").nearest
    assert excluded is not None
    assert (excluded.reason, excluded.territory) == (NotTheAnswer.EXCLUDED_HERE, None)
    other = [gives("a", "q"), provision("licence", "a", ["r"], ACCEPTS, excluded=["r-a"])]
    reason = asked(atlas_of(offices, other), "r-a-v").nearest
    assert reason is not None
    assert reason.reason is NotTheAnswer.OTHER_TERRITORY


def test_only_offices_that_are_open_today_are_nearest_unless_a_condition_says_otherwise() -> None:
    today = today_in_kazakhstan()
    closed = replace(centre("closed", 70, "r-a"), status=LifecycleStatus.CLOSED)
    offices = [
        closed,
        replace(closed, id="closed-today", closed_on=today),
        replace(closed, id="closes-later", closed_on=today + timedelta(days=40)),
        replace(closed, id="suspended", status=LifecycleStatus.SUSPENDED),
        centre("open", 70.1, "r-a"),
    ]
    atlas = atlas_of(offices, [])
    for nearest in (nearest_offices, nearest_psc):
        assert [each.office.id for each in nearest(atlas, Point(70, 0))] == ["closes-later", "open"]
        everyone = nearest(atlas, Point(70, 0), keep=lambda _: True)
        assert {each.office.id for each in everyone} == {each.id for each in offices}
    assert error_m(None) == math.inf


def test_so_many_and_so_far_where_nothing_is_said() -> None:
    # A degree of the equator is 111 km: offices are looked for within 100 km, centres within 300 km.
    row = [centre(f"o{number:02}", 70 + number / 20, "r-a") for number in range(60)]
    atlas = atlas_of(row, [])
    assert len(nearest_offices(atlas, Point(70, 0))) == 10
    assert len(nearest_psc(atlas, Point(70, 0))) == 5
    assert len(nearest_offices(atlas, Point(70, 0), 100)) == 18  # the last one 94.6 km away
    assert len(nearest_psc(atlas, Point(70, 0), 100)) == 54  # 295.0 km


def test_a_class_without_a_list_has_the_roles_and_the_paragraph_of_its_rule() -> None:
    # Paragraph 13 of standard 24 of act 1119: schools take the papers for free meals, and give the answer.
    act, standard = "gov-2012-1119", replace(citation("gov-2012-1119"), standard=24)
    meals = Service("school-meals", names("Питание"), citations=(citation(act), standard))
    ruled = unlisted_provider(replace(meals, unlisted_providers="schools"))
    assert ruled is not None
    assert ruled.code == "schools"
    assert ruled.roles == (Role.ACCEPTS_APPLICATIONS, Role.ISSUES_RESULT)
    assert ruled.source == replace(standard, provision="13")
    assert ruled.text(Language.EN).startswith("secondary education organisations (schools) — ")
    # For another class the rule says nothing.
    other = unlisted_provider(replace(meals, unlisted_providers="colleges"))
    assert other is not None
    assert (other.roles, other.source) == ((), meals.citations[0])
    plain = Service("queue", names("Очередь"), citations=(citation("gov-2012-1119"),))
    assert unlisted_provider(plain) is None
    unruled = unlisted_provider(replace(plain, unlisted_providers="art_schools"))
    assert unruled is not None
    assert (unruled.code, unruled.roles, unruled.source) == ("art_schools", (), plain.citations[0])
    assert unruled.text(Language.EN) == "art schools"
    uncited = unlisted_provider(Service("queue", names("Очередь"), unlisted_providers="schools"))
    assert uncited is not None
    assert uncited.source is None
    assert Role.DECIDES not in uncited.roles


def test_an_answer_for_a_point_tells_the_place_that_stands_for_it_and_the_way_there() -> None:
    atlas = atlas_of([centre("a", 70.2, "r-a")], [gives("a", "r-a")])
    answer = office_for(atlas, "queue", find_place(atlas, PlaceQuery(point=Point(70.2, 0))))
    assert answer.place is not None
    assert answer.place.id == "r-a-v"
    assert answer.basis is PlaceBasis.NEAREST_SETTLEMENT
    assert answer.distance_m == pytest.approx(11_132, abs=1)
    assert answer.nearest is not None
    assert (answer.nearest.office.id, answer.nearest.distance_m) == ("a", 0)
    assert asked(atlas, "r-a-v").distance_m is None
