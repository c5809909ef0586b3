"""The steps of an answer: each says one thing, and only where it is so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geo.earth.point import Point
from geo.explanations.office_texts import StepKind
from geo.jurisdiction.jurisdiction import Resolution, office_for
from geo.jurisdiction.steps import ResolutionStep
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from model.edition import ALWAYS, Provision, Service, Unit, UnitChange, Validity
from model.enums import ChangeKind, Language, Level, NameStatus, OfficeKind, ResolutionOutcome, Role
from tests.hand_made import (
    ACCEPTS,
    DECIDES,
    HEARS,
    UNITS,
    at,
    citation,
    edition,
    names,
    office,
    provision,
    unit,
)

QUEUE = Service("queue", names("Очередь"))
KYNA = "akm-akkol-karasai-kyna"


def gives(
    office_id: str, *units: str, roles: tuple[Role, ...] = DECIDES, act: str = "gov-2012-1119"
) -> Provision:
    return provision("queue", office_id, units, roles, act=act)


def asked(
    *given: Provision,
    place: PlaceQuery | None = None,
    units: list[Unit] = UNITS,
    day: date | None = None,
    changes: tuple[UnitChange, ...] = (),
) -> Resolution:
    offices = [office(each, category=each) for each in dict.fromkeys(one.office_id for one in given)]
    atlas = Atlas.of(edition(units, offices, [QUEUE], given, changes))
    return office_for(atlas, "queue", find_place(atlas, place or PlaceQuery(unit_id=KYNA)), day)


def steps(answer: Resolution, kind: StepKind) -> list[ResolutionStep]:
    return [step for step in answer.explanation if step.kind is kind]


def kinds(answer: Resolution) -> list[StepKind]:
    return [step.kind for step in answer.explanation]


@pytest.mark.parametrize(
    ("place", "kind", "unit_id"),
    [
        (PlaceQuery(name="Кына"), StepKind.PLACE_NAMED, KYNA),
        (PlaceQuery(kato_code="113241100"), StepKind.PLACE_CODED, KYNA),
        (PlaceQuery(kato_code=" 113241100 "), StepKind.PLACE_CODED, KYNA),
        (PlaceQuery(point=Point(70.94704, 52.0)), StepKind.PLACE_NEAREST, "akm-akkol-akkol-g"),
        (PlaceQuery(name="Алексеевка"), StepKind.PLACE_FORMERLY_NAMED, "akm-akkol-akkol-g"),
        (PlaceQuery(name="Атлантида"), StepKind.PLACE_UNKNOWN, None),
        (PlaceQuery(name="Кенес"), StepKind.PLACE_AMBIGUOUS, None),
    ],
)
def test_the_first_step_says_how_the_place_was_understood(
    place: PlaceQuery, kind: StepKind, unit_id: str | None
) -> None:
    first = asked(place=place).explanation[0]
    assert (first.kind, first.unit and first.unit.id) == (kind, unit_id)


def test_the_step_of_a_place_has_its_distance_its_source_and_its_count() -> None:
    near = asked(place=PlaceQuery(point=Point(70.94704, 52.0))).explanation[0]
    assert near.distance_m == pytest.approx(697, abs=2)
    assert "0.7" in near.text(Language.EN)
    assert asked(place=PlaceQuery(name="Кына")).explanation[0].distance_m == 0
    assert asked(place=PlaceQuery(name="Кенес")).explanation[0].count == 2
    cited = (citation("gov-2012-1119", line=1535), citation("gov-2012-1119", line=1600))
    units = [replace(each, citations=cited) if each.id == KYNA else each for each in UNITS]
    assert asked(units=units).explanation[0].source == cited[0]
    assert asked().explanation[0].source is None


def test_a_former_name_and_a_former_code_are_said_to_be_of_another_time() -> None:
    borne = Validity(date(1950, 1, 1), date(1999, 1, 1))
    town = replace(
        unit("t", Level.SETTLEMENT, None, "Новое", kato="2"),
        names=(*names("Новое"), replace(names("Старое")[0], status=NameStatus.FORMER, validity=borne)),
    )
    step = asked(units=[town], place=PlaceQuery(name="Старое")).explanation[0]
    assert (step.kind, step.period) == (StepKind.PLACE_FORMERLY_NAMED, borne)


def test_each_rung_says_how_many_offices_the_acts_name_for_it() -> None:
    answer = asked(
        gives("a", "akm-akkol"), gives("a", "akm-akkol", act="krg-2008-35-01"), gives("b", "akm-akkol")
    )
    (spoken,) = steps(answer, StepKind.RUNG_SPEAKS)
    assert (spoken.unit and spoken.unit.id, spoken.count) == ("akm-akkol", 2)
    assert [each.unit and each.unit.id for each in steps(answer, StepKind.RUNG_WITHIN)] == [
        KYNA,
        "akm-akkol-karasai",
    ]
    assert [[around.id for around in each.units] for each in steps(answer, StepKind.RUNG_WITHIN)] == [
        ["akm-akkol"],
        ["akm-akkol"],
    ]
    assert [each.unit and each.unit.id for each in steps(answer, StepKind.RUNG_SILENT)] == ["akm"]
    assert steps(answer, StepKind.NATION_SPEAKS) == []


def test_a_wider_office_that_only_hears_complaints_gives_nothing_to_the_rungs_below() -> None:
    answer = asked(gives("a", "akm-akkol", roles=HEARS))
    assert steps(answer, StepKind.RUNG_WITHIN) == []
    assert len(steps(answer, StepKind.RUNG_SILENT)) == 3
    assert steps(asked(gives("a")), StepKind.RUNG_WITHIN) == []  # the nation is no unit around


def test_a_provision_is_followed_by_its_grounds_and_cites_its_row() -> None:
    one = gives("a", "akm-akkol", roles=ACCEPTS)
    answer = asked(one)
    (named,) = steps(answer, StepKind.PROVISION)
    (ground,) = steps(answer, StepKind.AUTHORITY)
    assert (named.source, ground.source) == one.basis
    assert (named.roles, ground.roles) == (ACCEPTS, ())
    assert named.office is not None
    assert named.office.id == "a"
    baseless = asked(replace(one, basis=()))
    assert steps(baseless, StepKind.PROVISION)[0].source is None
    assert steps(baseless, StepKind.AUTHORITY) == []


def test_each_ground_says_where_in_the_act_it_stands() -> None:
    row = citation("gov-2012-1119", 7)
    grounds = (
        citation("gov-2012-1119", provision="9, 1)"),
        replace(row, standard=None, annex="3", row=11, row_label="1.11"),
    )
    answer = asked(replace(gives("a", "akm-akkol"), basis=(row, *grounds)))
    said = [[step.text(each) for step in steps(answer, StepKind.AUTHORITY)] for each in Language]
    ends = [[text.partition(" — ")[2] for text in texts] for texts in said]
    assert ends == [
        ["1-стандарт, 9-тармақ, 1).", "3-қосымша, 1.11-жол."],
        ["стандарт 1, пункт 9, 1).", "приложение 3, строка 1.11."],
        ["standard 1, paragraph 9, 1).", "annex 3, row 1.11."],
    ]


def test_the_nation_says_how_many_offices_are_there_for_all() -> None:
    answer = asked(gives("a"), gives("b"))
    (nation,) = steps(answer, StepKind.NATION_SPEAKS)
    assert (nation.unit, nation.count) == (None, 2)
    assert kinds(answer)[-1] is StepKind.NATIONWIDE


DIRECT = [
    unit("r", Level.REGION, None, "Область"),
    unit("r-a", Level.DISTRICT, "r", "Район"),
    unit("r-a-v", Level.SETTLEMENT, "r-a", "Село", position=at(50, 70)),
    unit("r-a-o", Level.RURAL_OKRUG, "r-a", "Округ"),
    unit("r-a-o-v", Level.SETTLEMENT, "r-a-o", "Другое"),
]


def test_a_village_that_no_okrug_lists_is_said_to_lie_in_its_raion() -> None:
    def without_okrug(*given: Provision, unit_id: str = "r-a-v") -> list[str]:
        found = steps(asked(*given, units=DIRECT, place=PlaceQuery(unit_id=unit_id)), StepKind.NO_OKRUG)
        return [each.unit.id for each in found if each.unit]

    assert without_okrug(gives("a", "r-a")) == ["r-a-v"]
    assert without_okrug(gives("a", "r-a-v")) == []  # an office is named for the village itself
    assert without_okrug(gives("a", "r")) == []  # the raion does not answer
    assert without_okrug(gives("a", "r-a"), unit_id="r-a-o-v") == []
    assert without_okrug(gives("a", "r-a"), unit_id="r-a-o") == []


def regions(count: int) -> list[Unit]:
    made = [unit(f"x{number}", Level.REGION, None, f"Область {number}") for number in range(count)]
    return [*UNITS, *made, *(unit(f"{each.id}-d", Level.DISTRICT, each.id, "Район") for each in made)]


def elsewhere(*given: Provision, count: int = 5, day: date | None = None) -> list[str]:
    answer = asked(*given, units=regions(count), day=day)
    assert answer.outcome is ResolutionOutcome.NOT_PROVIDED_HERE
    return [each.id for step in steps(answer, StepKind.ELSEWHERE) for each in step.units]


def test_few_regions_in_which_the_service_is_given_are_named_and_many_are_not() -> None:
    assert elsewhere(gives("a", "x1-d", "x0"), gives("b", "x1")) == ["x0", "x1"]
    assert elsewhere(gives("a", "x2"), gives("b", "x0-d"), gives("c", "x1")) == ["x0", "x1", "x2"]
    assert elsewhere(*(gives(f"o{number}", f"x{number}") for number in range(4))) == []
    assert elsewhere(*(gives(f"o{number}", f"x{number}") for number in range(5))) == []
    assert elsewhere() == []


def test_who_hears_complaints_or_gave_the_service_once_is_no_place_to_send_people_to() -> None:
    assert elsewhere(gives("a", "x0"), gives("b", "x1", roles=HEARS)) == ["x0"]
    past = replace(gives("b", "x1"), validity=Validity(None, date(2000, 1, 1)))
    assert elsewhere(gives("a", "x0"), past, day=date(2010, 1, 1)) == ["x0"]
    excluded = provision("queue", "c", [], excluded=["akm"])
    assert elsewhere(gives("a", "x0"), excluded) == []  # the whole country but here


def test_silence_is_said_where_nobody_gives_the_service_and_nowhere_else() -> None:
    assert StepKind.SILENCE in kinds(asked(gives("a", "alm")))
    assert StepKind.SILENCE not in kinds(asked(gives("a", "akm")))
    assert StepKind.ELSEWHERE not in kinds(asked(gives("a", "akm"), gives("b", "alm")))


def test_without_law_the_period_of_the_last_act_is_said_as_far_as_it_is_known() -> None:
    ended = Validity(date(2009, 2, 21), date(2009, 7, 7))
    answer = asked(replace(gives("a", "akm-akkol"), validity=ended), day=date(2010, 5, 6))
    assert kinds(answer) == [StepKind.PLACE_NAMED, StepKind.NO_ACT, StepKind.LAST_ACT]
    assert answer.explanation[1].asked == "2010-05-06"
    assert answer.explanation[2].period == ended
    assert ALWAYS not in [step.period for step in steps(answer, StepKind.LAST_ACT)]
    closed = replace(gives("a", "akm-akkol"), closed_on=date(2009, 1, 1))
    assert kinds(asked(closed, day=date(2010, 5, 6)))[1:] == [StepKind.NO_ACT]


def test_several_offices_are_counted_without_those_that_hear_complaints() -> None:
    offices = [office(each, OfficeKind.ORGANISATION, category="club") for each in ("a", "b", "c")]
    given = [gives("a", "akm-akkol"), gives("b", "akm-akkol"), gives("c", "akm-akkol", roles=HEARS)]
    atlas = Atlas.of(edition(UNITS, offices, [QUEUE], given))
    answer = office_for(atlas, "queue", find_place(atlas, PlaceQuery(unit_id=KYNA)))
    assert [step.count for step in steps(answer, StepKind.SEVERAL)] == [2]
    assert kinds(answer).count(StepKind.SEVERAL) == 1


def test_where_a_district_went_to_another_region_both_are_named() -> None:
    moved = UnitChange(
        ChangeKind.MOVED, ("akm-akkol", "akm"), ("akm-akkol", "alm"), "invented", date(2022, 6, 8)
    )
    (step,) = steps(asked(gives("a", "akm-akkol"), changes=(moved,)), StepKind.PLACE_TODAY)
    assert [each.id for each in step.units] == ["akm-akkol", "akm"]
    assert [each.id for each in step.today] == ["akm-akkol", "alm"]
    assert steps(asked(gives("a", "akm-akkol")), StepKind.PLACE_TODAY) == []
    assert steps(asked(place=PlaceQuery(unit_id="akm"), changes=(moved,)), StepKind.PLACE_TODAY) == []
