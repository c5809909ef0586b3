"""The order of competent offices, which of them compete, and which are excluded."""

from __future__ import annotations

import pytest

from geo.explanations.office_texts import StepKind
from geo.jurisdiction.jurisdiction import Resolution, office_for
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from model.edition import Office, Provision, Service
from model.enums import OfficeKind, ResolutionOutcome, Role
from tests.hand_made import ACCEPTS, AKKOL, DECIDES, HEARS, UNITS, at, edition, names, office, provision

QUEUE = Service("queue", names("Очередь"))
PSC = OfficeKind.PSC_BRANCH
ONLY_DECIDES = (Role.DECIDES,)
KYNA = "akm-akkol-karasai-kyna"


def gives(office_id: str, roles: tuple[Role, ...], *units: str) -> Provision:
    return provision("queue", office_id, units or ["akm-akkol"], roles)


def asked(*given: Provision, offices: tuple[Office, ...] = (), unit_id: str = KYNA) -> Resolution:
    """The answer; offices that are not given are departments of a class of their own, without a position."""
    said = {each.id for each in offices}
    others = [
        office(each, category=each)
        for each in dict.fromkeys(one.office_id for one in given)
        if each not in said
    ]
    atlas = Atlas.of(edition(UNITS, [*offices, *others], [QUEUE], given))
    return office_for(atlas, "queue", find_place(atlas, PlaceQuery(unit_id=unit_id)))


def order(answer: Resolution) -> list[str]:
    return [each.office_id for each in answer.provisions]


def test_those_who_decide_stand_before_those_who_only_accept() -> None:
    # By id, and by the order of roles, the office that accepts would be the first.
    answer = asked(gives("a-accepts", ACCEPTS), gives("b-decides", ONLY_DECIDES))
    assert order(answer) == ["b-decides", "a-accepts"]
    assert order(asked(gives("a-accepts", ACCEPTS), gives("b-both", DECIDES))) == ["b-both", "a-accepts"]


def test_who_is_more_specific_comes_first_whatever_it_does() -> None:
    answer = asked(gives("a", DECIDES, "akm"), gives("b", ACCEPTS, "akm-akkol"), gives("c", HEARS, KYNA))
    assert order(answer) == ["c", "b", "a"]


def test_an_authority_stands_before_a_service_centre_of_its_rung_and_who_hears_complaints_last() -> None:
    centre = office("a-psc", PSC)
    answer = asked(gives("a-psc", DECIDES), gives("b", ACCEPTS), gives("a-hears", HEARS), offices=(centre,))
    assert order(answer) == ["b", "a-psc", "a-hears"]


def test_equals_go_by_role_then_by_metres_then_by_id() -> None:
    issues = (Role.ISSUES_RESULT,)
    accepts = (Role.ACCEPTS_APPLICATIONS,)
    assert order(asked(gives("a", issues), gives("b", accepts))) == ["b", "a"]
    # Of several roles the first that people meet counts, whatever else the office does.
    assert order(asked(gives("a", issues), gives("b", (*accepts, *HEARS)))) == ["b", "a"]
    near = office("b", position=AKKOL, category="b")
    far = office("a", position=at(52.5, 70.9), category="a")
    assert order(asked(gives("a", DECIDES), gives("b", DECIDES), offices=(near, far))) == ["b", "a"]
    # Offices without a distance come last; among them the id decides.
    assert order(asked(gives("c", DECIDES), gives("a", DECIDES), gives("b", DECIDES), offices=(near,))) == [
        "b",
        "a",
        "c",
    ]


def club(slug: str, kind: OfficeKind = OfficeKind.ORGANISATION) -> Office:
    return office(slug, kind, category="club")


CLUBS = (club("a"), club("b"))


@pytest.mark.parametrize("roles", [DECIDES, ACCEPTS])
def test_two_authorities_of_one_class_on_one_rung_are_rivals(roles: tuple[Role, ...]) -> None:
    answer = asked(gives("a", roles), gives("b", roles), offices=CLUBS)
    assert answer.outcome is ResolutionOutcome.SEVERAL_OFFICES
    (said,) = (step for step in answer.explanation if step.kind is StepKind.SEVERAL)
    assert said.count == 2


def test_where_somebody_decides_who_only_accepts_is_no_rival() -> None:
    answer = asked(gives("a", ACCEPTS), gives("b", DECIDES), offices=CLUBS)
    assert answer.outcome is ResolutionOutcome.RESOLVED
    assert order(answer) == ["b", "a"]


def test_service_centres_other_classes_and_wider_rungs_are_no_rivals() -> None:
    centres = (club("a", PSC), club("b", PSC))
    assert (
        asked(gives("a", DECIDES), gives("b", DECIDES), offices=centres).outcome is ResolutionOutcome.RESOLVED
    )
    assert asked(gives("a", DECIDES), gives("b", DECIDES)).outcome is ResolutionOutcome.RESOLVED
    wider = asked(gives("a", DECIDES), gives("b", DECIDES, "akm"), offices=CLUBS)
    assert wider.outcome is ResolutionOutcome.RESOLVED


def test_an_office_named_twice_is_no_rival_of_itself() -> None:
    twice = (gives("a", DECIDES), provision("queue", "a", ["akm-akkol"], act="krg-2008-35-01"))
    assert asked(*twice, offices=CLUBS).outcome is ResolutionOutcome.RESOLVED


def test_a_provision_that_names_two_units_of_a_chain_counts_once_at_the_finest() -> None:
    answer = asked(gives("a", DECIDES, "akm", "akm-akkol"), gives("b", DECIDES, "akm-akkol-karasai"))
    assert order(answer) == ["b", "a"]
    spoken = [step.unit.id for step in answer.explanation if step.kind is StepKind.PROVISION and step.unit]
    assert spoken == ["akm-akkol-karasai", "akm-akkol"]


def test_an_exclusion_around_the_place_leaves_it_out_and_cites_the_ground() -> None:
    outside = provision("queue", "a", ["akm"], excluded=["akm-akkol"])
    answer = asked(outside)
    assert answer.outcome is ResolutionOutcome.NOT_PROVIDED_HERE
    (step,) = (each for each in answer.explanation if each.kind is StepKind.EXCLUDED)
    assert (step.unit and step.unit.id, step.office and step.office.id) == ("akm-akkol", "a")
    assert step.source == outside.basis[-1]
    assert asked(outside, unit_id="akm-kokshetau-g").outcome is ResolutionOutcome.RESOLVED


def test_the_nation_speaks_alone_only_where_nobody_nearer_gives_the_service() -> None:
    nation = provision("queue", "a", [])
    assert asked(nation).outcome is ResolutionOutcome.NATIONWIDE
    assert asked(nation, gives("b", DECIDES)).outcome is ResolutionOutcome.RESOLVED
    assert asked(nation, gives("b", HEARS)).outcome is ResolutionOutcome.NATIONWIDE
    assert order(asked(nation, gives("b", HEARS))) == ["b", "a"]


def test_a_city_as_a_whole_is_served_by_the_offices_of_its_districts() -> None:
    part = gives("a", DECIDES, "ala-bostandyk")
    answer = asked(part, unit_id="ala")
    assert (order(answer), answer.outcome) == (["a"], ResolutionOutcome.RESOLVED)
    spoken = [step.unit.id for step in answer.explanation if step.kind is StepKind.RUNG_SPEAKS and step.unit]
    assert spoken == ["ala"]
    # An oblast is not: an office of one of its districts serves that district alone.
    assert asked(gives("a", DECIDES), unit_id="akm").outcome is ResolutionOutcome.NOT_PROVIDED_HERE
