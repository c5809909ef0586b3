"""Who serves a place: each outcome, on Akkol district of act 1119 and invented neighbours."""

from datetime import date

import pytest

from geo.earth.point import Point
from geo.explanations.office_texts import NotTheAnswer, StepKind
from geo.jurisdiction.jurisdiction import Resolution, office_for
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from model.edition import Service, Validity
from model.enums import ActStatus, Language, OfficeKind, PlaceBasis, Precision, ResolutionOutcome
from model.errors import NotFoundError
from tests.hand_made import (
    ACCEPTS,
    AKKOL,
    HEARS,
    KOKSHETAU,
    UNITS,
    at,
    citation,
    edition,
    names,
    office,
    provision,
)

PSC = OfficeKind.PSC_BRANCH
ENDED = Validity(date(2009, 2, 21), date(2009, 7, 7))
SINCE_2012 = Validity(date(2012, 9, 24))

offices = [
    office("karasai-akimat", OfficeKind.AKIMAT, category="okrug_akimat"),
    office("akkol-education", position=AKKOL, category="education_department"),
    office("akkol-psc", PSC, AKKOL, located_in="akm-akkol-akkol-g", territory="akm-akkol"),
    office("akkol-psc-vague", PSC, at(52, 71, Precision.DISTRICT), territory="akm-akkol"),
    office("kokshetau-psc", PSC, KOKSHETAU, located_in="akm-kokshetau-g", territory="akm-kokshetau"),
    office("akm-psc", PSC, KOKSHETAU, located_in="akm-kokshetau-g", territory="akm"),
    office("ala-education", position=at(43.22, 76.9), category="education_department"),
    office("ala-psc", PSC, at(43.23, 76.9), located_in="ala-bostandyk", territory="ala-bostandyk"),
    office("committee", OfficeKind.TERRITORIAL_BODY, at(51.13, 71.43), category="committee"),
    office("club-a", OfficeKind.ORGANISATION, AKKOL, category="club"),
    office("club-b", OfficeKind.ORGANISATION, KOKSHETAU, category="club"),
]


def service(slug: str, unlisted: str | None = None) -> Service:
    return Service(slug, names(slug), None, None, (citation("gov-2012-1119", provision="1"),), unlisted)


services = [
    service("queue"),
    service("licence"),
    service("clubs"),
    service("school", "schools"),
    service("deposit"),
    service("foster"),
]
provisions = [
    provision("queue", "karasai-akimat", ["akm-akkol-karasai"], validity=SINCE_2012),
    provision("queue", "akkol-education", ["akm-akkol"], validity=SINCE_2012),
    provision("queue", "akkol-psc", ["akm-akkol"], ACCEPTS, validity=SINCE_2012),
    provision("queue", "akkol-psc-vague", ["akm-akkol"], ACCEPTS, validity=SINCE_2012),
    provision("queue", "kokshetau-psc", ["akm-kokshetau"], ACCEPTS, validity=SINCE_2012),
    provision("queue", "akm-psc", ["akm"], ACCEPTS, validity=SINCE_2012),
    provision("queue", "ala-education", ["ala"], HEARS, validity=SINCE_2012),
    provision("queue", "ala-psc", ["ala"], ACCEPTS, validity=SINCE_2012),
    provision("licence", "committee", []),
    provision("clubs", "club-a", ["akm-akkol"]),
    provision("clubs", "club-b", ["akm-akkol"]),
    provision("school", "akkol-education", ["akm-akkol"], HEARS),
    provision("deposit", "akkol-education", ["akm"], excluded=["akm-kokshetau"]),
    provision("foster", "akkol-education", ["akm-akkol"], validity=ENDED, act="krg-2008-35-01"),
]
atlas = Atlas.of(edition(UNITS, offices, services, provisions, rekeyed={"old-queue": "queue"}))


def ask(
    service_id: str,
    as_of: date | None = None,
    unit_id: str | None = None,
    name: str | None = None,
    kato_code: str | None = None,
) -> Resolution:
    query = PlaceQuery(unit_id=unit_id, name=name, kato_code=kato_code)
    return office_for(atlas, service_id, find_place(atlas, query), as_of)


def offices_of(answer: Resolution) -> list[str]:
    return [each.office_id for each in answer.provisions]


def test_akim_department_and_service_centre_together_are_resolved() -> None:
    answer = ask("queue", name="Кына")
    assert answer.outcome is ResolutionOutcome.RESOLVED
    assert answer.place is not None
    assert answer.place.id == "akm-akkol-karasai-kyna"
    assert answer.basis is PlaceBasis.NAMED
    assert offices_of(answer) == [
        "karasai-akimat",  # okrug
        "akkol-education",  # district: authorities first, then centres
        "akkol-psc",
        "akkol-psc-vague",  # cannot be measured to: after those that can
        "akm-psc",  # region
    ]
    # The act prints no repeal.
    assert answer.law_status is ActStatus.UNKNOWN


def test_centres_of_the_district_are_alternatives_if_they_can_be_measured_to() -> None:
    answer = ask("queue", name="Кына")
    assert [each.office.id for each in answer.alternatives] == ["akkol-psc"]
    near = answer.alternatives[0]
    # Кына's own position is no more exact than its district, and its error says so.
    assert (near.distance_m, near.error_m) == (0, 60_000 + 3_000)


def test_centres_of_another_oblast_are_no_alternative() -> None:
    answer = ask("queue", unit_id="alm-karasai-kenes")
    assert answer.outcome is ResolutionOutcome.NOT_PROVIDED_HERE
    assert answer.alternatives == ()


def test_centres_of_other_districts_stand_in_where_the_own_has_none() -> None:
    given = [
        provision("queue", "kokshetau-psc", ["akm-kokshetau"], ACCEPTS),
        provision("queue", "ala-psc", ["ala-bostandyk"], ACCEPTS),
    ]
    one_centre = Atlas.of(edition(UNITS, offices, services, given))
    answer = office_for(one_centre, "queue", find_place(one_centre, PlaceQuery(name="Кына")))
    assert [each.office.id for each in answer.alternatives] == ["kokshetau-psc"]


def test_who_only_hears_complaints_comes_last_and_does_not_make_a_provider() -> None:
    answer = ask("queue", unit_id="ala-bostandyk")
    assert answer.outcome is ResolutionOutcome.RESOLVED
    assert offices_of(answer) == ["ala-psc", "ala-education"]


def test_the_nearest_office_is_told_with_the_reason_why_it_is_not_the_answer() -> None:
    # Ерназар lies in the town's okrug; Karasai's akim does not serve it, the department does.
    answer = ask("queue", unit_id="akm-kokshetau-g")
    assert answer.nearest is not None
    assert answer.nearest.office.id == "akm-psc"
    assert answer.nearest.reason is None
    elsewhere = ask("queue", unit_id="alm-karasai-kenes").nearest
    assert elsewhere is not None
    assert (elsewhere.office.id, elsewhere.reason) == ("ala-psc", NotTheAnswer.OTHER_TERRITORY)
    assert elsewhere.territory is not None
    assert elsewhere.territory.id == "ala"
    assert elsewhere.text(Language.RU) == (
        "Ближайшее учреждение отвечает за другую территорию: Учреждение ala-psc — город Алматы."
    )


def test_an_excluded_unit_is_not_served_and_the_reason_says_so() -> None:
    answer = ask("deposit", unit_id="akm-kokshetau-g")
    assert answer.outcome is ResolutionOutcome.NOT_PROVIDED_HERE
    assert answer.nearest is not None
    assert answer.nearest.reason is NotTheAnswer.EXCLUDED_HERE
    assert StepKind.EXCLUDED in [step.kind for step in answer.explanation]
    assert ask("deposit", name="Кына").outcome is ResolutionOutcome.RESOLVED


def test_an_ambiguous_place_gives_its_candidates() -> None:
    answer = ask("queue", name="Кенес")
    assert answer.outcome is ResolutionOutcome.AMBIGUOUS_PLACE
    assert [each.id for each in answer.candidates] == ["akm-akkol-kenes-kenes", "alm-karasai-kenes"]
    assert (answer.place, answer.provisions) == (None, ())


def test_an_unknown_place_is_an_answer() -> None:
    assert ask("queue", name="Атлантида").outcome is ResolutionOutcome.UNKNOWN_PLACE
    lost = office_for(atlas, "queue", find_place(atlas, PlaceQuery(point=Point(60, 45))))
    assert lost.outcome is ResolutionOutcome.UNKNOWN_PLACE
    assert lost.nearest is not None
    assert lost.nearest.reason is NotTheAnswer.PLACE_NOT_KNOWN


def test_an_office_for_the_whole_country_is_nationwide() -> None:
    answer = ask("licence", name="Кына")
    assert answer.outcome is ResolutionOutcome.NATIONWIDE
    assert offices_of(answer) == ["committee"]


def test_two_deciding_offices_of_one_class_and_rung_are_several() -> None:
    answer = ask("clubs", name="Акколь")
    assert answer.outcome is ResolutionOutcome.SEVERAL_OFFICES
    assert offices_of(answer) == ["club-a", "club-b"]  # nearest first


def test_a_class_of_providers_without_a_list_is_not_listed() -> None:
    answer = ask("school", name="Кына")
    assert answer.outcome is ResolutionOutcome.PROVIDER_NOT_LISTED
    assert offices_of(answer) == ["akkol-education"]  # hears complaints
    assert ask("school", unit_id="alm").outcome is ResolutionOutcome.PROVIDER_NOT_LISTED


def test_a_class_without_a_list_is_said_with_its_paragraph_beside_any_outcome() -> None:
    answer = ask("school", name="Кына")
    assert answer.unlisted is not None
    assert answer.unlisted.code == "schools"
    (step,) = (each for each in answer.explanation if each.kind is StepKind.NOT_LISTED)
    assert "организации среднего образования (школы)" in step.text(Language.RU)
    assert "secondary education organisations (schools)" in step.text(Language.EN)
    assert step.source is not None
    assert step.source.act_id == "gov-2012-1119"
    assert ask("queue", name="Кына").unlisted is None


def test_silence_is_not_provided_here() -> None:
    answer = ask("foster", unit_id="alm-karasai")
    assert answer.outcome is ResolutionOutcome.NOT_PROVIDED_HERE
    *_, silence, elsewhere = answer.explanation
    assert silence.kind is StepKind.SILENCE
    assert (
        elsewhere.text(Language.RU) == "Акты поручают эту услугу на других территориях: Акмолинская область."
    )


@pytest.mark.parametrize("as_of", [date(2009, 7, 7), date(2026, 1, 1), date(2009, 2, 20)])
def test_without_an_act_in_force_the_last_known_answer_is_told(as_of: date) -> None:
    answer = ask("foster", as_of, name="Кына")
    assert answer.outcome is ResolutionOutcome.NO_ACT_IN_FORCE
    assert answer.provisions == ()
    assert answer.last_known is not None
    assert offices_of(answer.last_known) == ["akkol-education"]
    assert answer.last_known.outcome is ResolutionOutcome.RESOLVED
    expected = ActStatus.NOT_YET_IN_FORCE if as_of < date(2009, 2, 21) else ActStatus.REPEALED
    assert answer.law_status is expected


def test_on_a_day_in_force_the_act_answers() -> None:
    answer = ask("foster", date(2009, 7, 6), name="Кына")
    assert answer.outcome is ResolutionOutcome.RESOLVED
    assert answer.law_status is ActStatus.IN_FORCE


def test_without_a_date_the_latest_known_answers_though_it_is_repealed() -> None:
    answer = ask("foster", name="Кына")
    assert answer.outcome is ResolutionOutcome.RESOLVED
    assert answer.law_status is ActStatus.REPEALED


def test_a_law_that_ended_gives_way_to_a_later_one() -> None:
    both = Atlas.of(
        edition(
            UNITS,
            offices,
            services,
            [
                provision("queue", "karasai-akimat", ["akm-akkol"], validity=ENDED, act="krg-2008-35-01"),
                provision("queue", "akkol-education", ["akm-akkol"], validity=SINCE_2012),
            ],
        )
    )
    place = find_place(both, PlaceQuery(name="Кына"))
    assert offices_of(office_for(both, "queue", place)) == ["akkol-education"]
    between = office_for(both, "queue", place, date(2010, 1, 1))
    assert between.outcome is ResolutionOutcome.NO_ACT_IN_FORCE
    assert between.last_known is not None
    assert offices_of(between.last_known) == ["karasai-akimat"]  # not the act that was yet to come


def test_an_unknown_service_is_refused_and_an_old_id_is_followed() -> None:
    place = find_place(atlas, PlaceQuery(name="Кына"))
    with pytest.raises(NotFoundError, match="no service"):
        office_for(atlas, "nothing", place)
    assert office_for(atlas, "old-queue", place).service.id == "queue"


@pytest.mark.parametrize("language", list(Language))
def test_every_step_speaks_every_language_and_cites_its_source(language: Language) -> None:
    for answer in (
        ask("queue", name="Кына"),
        ask("queue", name="Алексеевка"),
        ask("queue", kato_code="113241100"),
        ask("queue", name="Кенес"),
        ask("foster", date(2020, 1, 1), name="Кына"),
        ask("licence", name="Кына"),
        ask("clubs", name="Акколь"),
        ask("deposit", unit_id="akm-kokshetau"),
        ask("school", name="Кына"),
    ):
        for step in answer.explanation:
            text = step.text(language)
            assert text
            assert "{" not in text
            if step.kind in (StepKind.PROVISION, StepKind.AUTHORITY):
                assert step.source is not None


def test_the_explanation_climbs_from_the_village_to_the_region() -> None:
    kinds = [(step.kind, step.unit and step.unit.id) for step in ask("queue", name="Кына").explanation]
    assert kinds[:6] == [
        (StepKind.PLACE_NAMED, "akm-akkol-karasai-kyna"),
        (StepKind.RUNG_WITHIN, "akm-akkol-karasai-kyna"),
        (StepKind.RUNG_SPEAKS, "akm-akkol-karasai"),
        (StepKind.PROVISION, "akm-akkol-karasai"),
        (StepKind.AUTHORITY, "akm-akkol-karasai"),
        (StepKind.RUNG_SPEAKS, "akm-akkol"),
    ]
