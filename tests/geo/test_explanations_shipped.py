"""Explanations of the shipped registry for every village: they never contradict the answer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from geo.explanations.office_texts import StepKind
from geo.jurisdiction import not_in_list
from geo.jurisdiction.competent import CompetentProvision
from geo.jurisdiction.jurisdiction import Resolution, office_for
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from model.edition import Edition
from model.enums import Language, Level, ResolutionOutcome, Role

SERVICES = (
    "preschool-queue",  # okrug, district, centres, the whole country; Astana and Almaty apart
    "school-transport",  # the okrug gives, the oblast hears complaints
    "school-meals",  # district and oblast give, schools without a list
    "extracurricular-enrolment",  # several organisations of one district
    "apostille-education",  # one office for the whole country
    "university-admission",  # no office is listed
    "social-assistance",  # one oblast; the akim only without a department
)


@pytest.fixture(scope="module")
def atlas(shipped_edition: Edition) -> Atlas:
    return Atlas.of(shipped_edition)


def _contradictions(answer: Resolution) -> Iterator[str]:
    """The steps that contradict the answer."""
    kinds = [step.kind for step in answer.explanation]
    named = {each.office_id for each in answer.provisions}
    giving = {unit for each in answer.provisions for unit in each.unit_ids if each.gives}
    shown = {step.office.id for step in answer.explanation if step.kind is StepKind.PROVISION and step.office}
    if named != shown:
        yield "offices of the answer and of the explanation differ"
    if (StepKind.SILENCE in kinds) != (answer.outcome is ResolutionOutcome.NOT_PROVIDED_HERE):
        yield "silence beside an outcome that is none"
    if (StepKind.NOT_LISTED in kinds) != (answer.unlisted is not None):
        yield "a class without a list is said and not known, or the other way round"
    if (StepKind.NATIONWIDE in kinds) != (answer.outcome is ResolutionOutcome.NATIONWIDE):
        yield "the whole country beside an outcome that is none"
    rungs = [step for step in answer.explanation if step.kind in _RUNGS]
    for place, step in enumerate(rungs):
        wider = {
            each.unit.id for each in rungs[place + 1 :] if each.kind is StepKind.RUNG_SPEAKS and each.unit
        }
        if step.kind is StepKind.RUNG_WITHIN and not {unit.id for unit in step.units} <= wider:
            yield "a territory that does not follow among the rungs"
        if step.kind is StepKind.RUNG_SILENT and wider & giving:
            yield "nobody is said to serve a place that a wider territory serves"


_RUNGS = {StepKind.RUNG_SILENT, StepKind.RUNG_WITHIN, StepKind.RUNG_SPEAKS}


@pytest.mark.parametrize("service", SERVICES)
def test_no_village_is_told_that_nobody_serves_it_where_somebody_does(atlas: Atlas, service: str) -> None:
    villages = [unit.id for unit in atlas.edition.units.values() if unit.level is Level.SETTLEMENT]
    assert len(villages) > 4000
    wrong = {}
    for village in villages:
        answer = office_for(atlas, service, find_place(atlas, PlaceQuery(unit_id=village)))
        if said := list(_contradictions(answer)):
            wrong[village] = said
    assert wrong == {}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("service", SERVICES)
def test_no_sentence_of_an_explanation_stands_there_twice(
    atlas: Atlas, service: str, language: Language
) -> None:
    for text in ("Алемды, Алакольский район", "Каркаралинск", "город Астана", "город Шымкент"):
        answer = office_for(atlas, service, find_place(atlas, PlaceQuery(name=text)))
        said = [step.text(language) for step in answer.explanation]
        assert len(said) > 2
        assert sorted(said) == sorted(set(said))


@pytest.mark.parametrize(
    ("service", "place", "unit"),
    [
        ("housing-queue", "Темиртау", "kar-temirtau"),
        ("housing-queue", "Карагайлы, Каркаралинский район", "kar-karkaraly"),
        ("personal-farm-certificate", "Курчатов", "vos-kurchatov"),
        ("housing-queue", "Саркан", None),
        ("housing-queue", "город Астана", None),
        ("personal-farm-certificate", "Кына", None),
        ("preschool-queue", "Темиртау", None),
    ],
)
def test_a_body_that_the_list_of_its_act_lacks_for_the_district_is_said(
    atlas: Atlas, service: str, place: str, unit: str | None
) -> None:
    answer = office_for(atlas, service, find_place(atlas, PlaceQuery(name=place)))
    lacking = [step for step in answer.explanation if step.kind is StepKind.NOT_IN_LIST]
    assert [step.unit.id for step in lacking if step.unit] == ([unit] if unit else [])
    for step in lacking:
        assert step.source is not None
        assert step.source.provision == ("13" if service == "housing-queue" else "1")
        assert "принимает решение" in step.text(Language.RU)


SAID = [  # service, place, day, words of the Russian explanation, words that it must not say
    (
        "preschool-queue",
        "Барап, Аккольский район",
        None,
        "Барап: входит в территорию, для которой акты называют учреждение: Кенесский сельский округ",
        "никому не поручают",
    ),
    (
        "preschool-queue",
        "Аягоз",
        None,
        "Восточно-Казахстанская область; ныне: Аягозский район, область А",
        "—",
    ),
    ("social-assistance", "Кокшетау", None, "на других территориях: Алматинская область", "—"),
    ("foster-care-application", "Павлодар", None, "на других территориях: Карагандинская область", "—"),
    ("preschool-queue", "Осакаровка", date(2010, 3, 1), "действовал (2009-02-06 – 2009-07-07)", "—"),
    (
        "school-meals",
        "Калалыкуль, Иргизский район",
        None,
        "организации среднего образования (школы) — принимает заявления, выдаёт результат",
        "Кто оказывает услугу в этом месте, акты не говорят",
    ),
]


@pytest.mark.parametrize(("service", "place", "day", "said", "unsaid"), SAID)
def test_an_explanation_says_what_a_clerk_adds(
    atlas: Atlas, service: str, place: str, day: date | None, said: str, unsaid: str
) -> None:
    answer = office_for(atlas, service, find_place(atlas, PlaceQuery(name=place)), day)
    text = " ".join(step.text(Language.RU) for step in answer.explanation)
    assert said in text
    assert unsaid == "—" or unsaid not in text


HEARD = [  # service, place, who hears complaints: 1119, S1 p.21-22, S9 p.21-22, S3 p.21, S2 p.21, S19 p.22
    (
        "preschool-queue",
        "Барап, Аккольский район",
        {
            "akm-akkol-kenes-akimat",
            "akm-akkol-education",
            "akm-akkol-akimat",
            "akm-akkol-psc",
            "kz-ministry-of-education",
            "kz-psc-enterprise",
        },
    ),
    ("scientific-expertise", "Алматы", {"kz-science-committee", "kz-scientific-expertise-centre"}),
    ("education-grant-contest", "Кокшетау", {"kz-ministry-of-education"}),
    ("orphan-social-support", "Астана", {"ast-education", "ast-akimat"}),
    ("home-schooling", "Каскелен, Карасайский район", {"alm-karasai-education", "alm-education"}),
]


@pytest.mark.parametrize(("service", "place", "offices"), HEARD)
def test_those_who_hear_complaints_are_named(
    atlas: Atlas, service: str, place: str, offices: set[str]
) -> None:
    answer = office_for(atlas, service, find_place(atlas, PlaceQuery(name=place)))
    assert {each.office_id for each in answer.provisions if Role.HEARS_COMPLAINTS in each.roles} == offices


def test_a_body_that_is_listed_does_not_hide_the_next_one(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, unit = atlas.edition.services["housing-queue"], atlas.edition.units["kar-temirtau"]
    ((standard, body),) = not_in_list._bodies()[service.id]
    listed = msgspec.structs.replace(body, offices="district_akimat")
    monkeypatch.setattr(not_in_list, "_bodies", lambda: {service.id: [(standard, listed), (standard, body)]})
    place = find_place(atlas, PlaceQuery(unit_id=unit.id))
    given = office_for(atlas, service.id, place).provisions
    akims = [replace(atlas.edition.offices[each.office_id], category="district_akimat") for each in given]
    ranked = [CompetentProvision(each, akim, 0, unit) for each, akim in zip(given, akims, strict=True)]
    assert ranked
    (step,) = not_in_list.not_in_list(atlas, service, unit, ranked)
    assert step.unit == unit
