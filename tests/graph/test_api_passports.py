"""Passports, posts and legal bodies as clients ask for them, each piece with its place in an act."""

from __future__ import annotations

import json
from typing import Any

import pytest

from model.edition import Edition
from tests.api_client import SERVICE, ApiClient

QUEUE_2008, QUEUE_2012 = "ServicePassport:krg-2008-35-01-s03", "ServicePassport:gov-2012-1119-s01"


@pytest.fixture(scope="module")
def api(bodies_edition: Edition) -> ApiClient:
    return ApiClient(bodies_edition)


def passport(api: ApiClient, slug: str, fields: str) -> dict[str, Any]:
    data: dict[str, Any] = api.data(
        f"query($id: ID!) {{ node(id: $id) {{ ... on ServicePassport {{ {fields} }} }} }}",
        id=f"ServicePassport:{slug}",
    )["node"]
    return data


# Day; the passport of the queue for kindergartens then: 35/01 was repealed on 2009-07-07, 1119 came in 2012
DAYS = [
    ("2009-02-05", None),
    ("2009-02-06", QUEUE_2008),
    ("2009-07-06", QUEUE_2008),
    ("2009-07-07", None),
    ("2012-09-24", QUEUE_2012),
]


@pytest.mark.parametrize(("day", "expected"), DAYS)
def test_the_passport_of_a_day_is_that_of_the_act_in_force(
    api: ApiClient, day: str, expected: str | None
) -> None:
    data = api.data(
        "query($id: ID!, $day: Date) { publicService(id: $id) { passport(asOf: $day) { id } } }",
        id=SERVICE,
        day=day,
    )["publicService"]["passport"]
    assert data == (None if expected is None else {"id": expected})


def test_without_a_day_the_latest_passport_answers_and_all_are_listed(api: ApiClient) -> None:
    service = api.data(
        """query($id: ID!) { publicService(id: $id) { passport { id service { id } }
           passports { id validity { from to } source { act { number } standard language } } } }""",
        id=SERVICE,
    )["publicService"]
    assert service["passport"] == {"id": QUEUE_2012, "service": {"id": SERVICE}}
    assert [one["id"] for one in service["passports"]] == [QUEUE_2008, QUEUE_2012]
    assert service["passports"][0]["validity"] == {"from": "2009-02-06", "to": "2009-07-07"}
    assert service["passports"][0]["source"] == {
        "act": {"number": "35/01"},
        "standard": 3,
        "language": "KK",
    }


def test_a_channel_tells_terms_waits_hours_and_documents_with_their_paragraphs(api: ApiClient) -> None:
    channels = passport(
        api,
        "gov-2012-1119-s01",
        """channels { channel terms { value unit printed source { standard provision quote } } maxWaitMinutes
           maxServiceMinutes hoursPrinted schedule { purpose openingHours breaks timeZone
           validity { from to } source { provision } }
           documents { text { value language isTransliteration } source { provision language } } }""",
    )["channels"]
    by_kind = {channel["channel"]: channel for channel in channels}
    assert list(by_kind) == ["AUTHORITY", "PSC", "PORTAL", "MOBILE_UNIT"]
    authority = by_kind["AUTHORITY"]
    assert authority["terms"] == [  # paragraph 7 1)
        {
            "value": 3,
            "unit": "WORKING_DAYS",
            "printed": "3 рабочих дня",
            "source": {"standard": 1, "provision": "7, 1)", "quote": "3 рабочих дня"},
        }
    ]
    assert (authority["maxWaitMinutes"], authority["maxServiceMinutes"]) == (30, 30)
    assert authority["schedule"] == {  # paragraph 9 1)
        "purpose": "GENERAL",
        "openingHours": "Mo-Fr 09:00-13:00,14:00-18:00; PH off",
        "breaks": "Mo-Fr 13:00-14:00",
        "timeZone": "Asia/Almaty",
        "validity": {"from": "2012-09-24", "to": None},
        "source": {"provision": "9, 1)"},
    }
    assert authority["documents"][0] == {  # paragraph 11, in the act's own language
        "text": {
            "value": "заявление по форме приложения 6",
            "language": "RU",
            "isTransliteration": False,
        },
        "source": {"provision": "11, 1)", "language": "RU"},
    }
    mobile = by_kind["MOBILE_UNIT"]  # paragraph 9: no days and hours, only how long
    assert (mobile["schedule"], mobile["hoursPrinted"]) == (None, "не менее шести рабочих часов")


def test_forms_fee_and_quality_cite_annexes_and_paragraphs(api: ApiClient) -> None:
    passport_data = passport(
        api,
        "gov-2012-1119-s01",
        """form fee { isFree amountKzt rule source { provision } }
           forms { text { value } source { annex provision } }
           qualityTargets { indicator(language: KK) normPercent source { annex } }
           legalBasis { text { value } }
           notes { text { value } source { provision } }""",
    )
    assert passport_data["form"] == "частично автоматизированная"
    assert passport_data["fee"] == {
        "isFree": True,
        "amountKzt": None,
        "rule": None,
        "source": {"provision": "8"},
    }
    assert [form["source"] for form in passport_data["forms"]] == [
        {"annex": annex, "provision": None} for annex in ("4", "5", "6")
    ]
    assert {target["source"]["annex"] for target in passport_data["qualityTargets"]} == {"7"}
    assert all(
        target["normPercent"] is None for target in passport_data["qualityTargets"]
    )  # the act leaves it empty
    assert len(passport_data["legalBasis"]) == 3
    assert passport_data["notes"][0] == {
        "text": {"value": "в Астане и Алматы – только через центры"},
        "source": {"provision": "1"},
    }


def test_a_regulation_tells_the_steps_of_its_procedure(api: ApiClient) -> None:
    steps = passport(
        api,
        "alm-2012-420-s01",
        "steps { number actor deadline { value unit } source { provision annex standard } }",
    )["steps"]
    assert [(step["number"], step["deadline"]) for step in steps] == [  # paragraph 11 and annex 5
        (1, {"value": 15, "unit": "MINUTES"}),
        (2, {"value": 30, "unit": "MINUTES"}),
        (3, {"value": 1, "unit": "CALENDAR_DAYS"}),
        (4, {"value": 9, "unit": "CALENDAR_DAYS"}),
        (5, {"value": 30, "unit": "MINUTES"}),
        (6, {"value": 15, "unit": "MINUTES"}),
    ]
    assert steps[0]["source"] == {"provision": "11, 2)", "annex": "5", "standard": None}


def test_every_passport_answers_every_field(api: ApiClient, bodies_edition: Edition) -> None:
    places = "source { act { id } standard provision annex quote }"
    statement = f"text {{ value language }} {places}"
    for slug in bodies_edition.passports:
        passport_data = passport(
            api,
            slug,
            f"""id form service {{ id }} recipients {{ {statement} }} result {{ {statement} }}
                complaints {{ {statement} }} refusalGrounds {{ {statement} }} forms {{ {statement} }}
                channels {{ channel terms {{ value unit {places} }} schedule {{ openingHours rrule breaks }}
                documents {{ {statement} }} }} steps {{ number {places} }} fee {{ isFree {places} }}""",
        )
        for statements in (passport_data["recipients"], passport_data["complaints"], passport_data["forms"]):
            for one in statements:
                assert one["source"]["provision"] or one["source"]["annex"]


def test_two_passports_stand_beside_each_other(api: ApiClient) -> None:
    diff = api.data(
        """query($a: ID!, $b: ID!) { passportDiff(from: $a, to: $b) { from { id } to { id }
             changes { field before after } } }""",
        a=QUEUE_2008,
        b=QUEUE_2012,
    )["passportDiff"]
    assert (diff["from"]["id"], diff["to"]["id"]) == (QUEUE_2008, QUEUE_2012)
    changes = {change["field"]: change for change in diff["changes"]}
    terms = changes["channels.AUTHORITY.terms"]
    assert json.loads(terms["before"]) == [{"value": 15, "unit": "CALENDAR_DAYS"}]
    assert json.loads(terms["after"]) == [{"value": 3, "unit": "WORKING_DAYS"}]
    same = api.data("query($a: ID!) { passportDiff(from: $a, to: $a) { changes { field } } }", a=QUEUE_2008)
    assert same["passportDiff"]["changes"] == []


def test_what_is_no_passport_is_named(api: ApiClient) -> None:
    query = "query($a: ID!, $b: ID!) { passportDiff(from: $a, to: $b) { changes { field } } }"
    assert api.error(query, a=QUEUE_2008, b="ServicePassport:none")[0] == "NOT_FOUND"
    code, message = api.error(query, a=SERVICE, b=QUEUE_2012)
    assert code == "BAD_USER_INPUT"
    assert "ServicePassport:" in message


def test_other_subgraphs_find_passports_and_bodies_by_id(api: ApiClient) -> None:
    entities = api.data(
        """query($r: [_Any!]!) { _entities(representations: $r) {
             ... on ServicePassport { id } ... on Organization { id } } }""",
        r=[
            {"__typename": "ServicePassport", "id": QUEUE_2012},
            {"__typename": "Organization", "id": "Organization:psc-enterprise"},
        ],
    )["_entities"]
    assert entities == [{"id": QUEUE_2012}, {"id": "Organization:psc-enterprise"}]


def test_posts_of_an_akimat_tell_when_they_receive(api: ApiClient) -> None:
    posts = api.data(
        """{ office(id: "Office:kar-balkhash-akimat") { posts { title room contacts { kind value }
             reception { purpose openingHours rrule timeZone }
             source { act { number } standard annex quote } } } }"""
    )["office"]["posts"]
    leaders = [post for post in posts if post["source"]["act"]["number"] == "35/01"]
    assert leaders[1] == {  # 000 S1A4, line 1756
        "title": "Әкімнің орынбасары",
        "room": None,
        "contacts": [],
        "reception": [
            {
                "purpose": "LEADER_RECEPTION",
                "openingHours": "Th[2,4] 16:00-18:00",
                "rrule": "FREQ=MONTHLY;BYDAY=2TH,4TH;BYHOUR=16;BYMINUTE=0;BYSECOND=0",
                "timeZone": "Asia/Almaty",
            }
        ],
        "source": {
            "act": {"number": "35/01"},
            "standard": 1,
            "annex": "4",
            "quote": "әр айдың 2, 4-ші бейсенбісі, сағат 16.00-дан 18.00 дейін",
        },
    }


def test_reception_is_shown_only_while_its_act_has_force(api: ApiClient) -> None:
    query = """query($day: Date) { office(id: "Office:kar-balkhash-akimat", asOf: $day) {
                 posts { title reception { openingHours } } } }"""
    in_2009 = api.data(query, day="2009-03-01")["office"]["posts"]
    in_2015 = api.data(query, day="2015-03-01")["office"]["posts"]
    assert sum(len(post["reception"]) for post in in_2009) == 4
    assert sum(len(post["reception"]) for post in in_2015) == 0


def test_an_organisation_tells_its_contacts_offices_and_successor(api: ApiClient) -> None:
    data = api.data(
        """{ office(id: "Office:akm-psc") { organization { id name(language: RU) parent { id }
             contacts { kind value purpose(language: RU) source { standard provision quote } }
             succeededBy { since source organization { name(language: RU) } }
             offices { totalCount edges { node { id } } } basis { act { number } standard provision } } } }"""
    )["office"]["organization"]
    assert data["id"] == "Organization:psc-enterprise"
    assert data["parent"] == {"id": "Organization:psc-automation-committee"}
    assert data["contacts"][0] == {  # 001 S1 paragraph 4
        "kind": "HOTLINE",
        "value": "1414",
        "purpose": "сведения об услуге и о порядке обжалования",
        "source": {"standard": 1, "provision": "4", "quote": "1414"},
    }
    assert data["succeededBy"]["since"] == "2016"
    assert {"node": {"id": "Office:kz-psc-enterprise"}} in data["offices"]["edges"]
    assert {"act": {"number": "1119"}, "standard": 1, "provision": "22"} in data["basis"]


def test_a_service_tells_who_answers_for_it_and_what_the_register_says(api: ApiClient) -> None:
    service = api.data(
        """{ publicService(registerNumber: "184") { responsibleBody { name(language: RU) }
             registerEntry { number responsible providers acceptors form
               source { row act { number } } } } }"""
    )["publicService"]
    centre = "Акционерное общество «Центр международных программ»"
    assert service == {  # 001, line 65
        "responsibleBody": {"name": "Министерство образования и науки Республики Казахстан"},
        "registerEntry": {
            "number": "184",
            "responsible": "МОН",
            "providers": centre,
            "acceptors": centre,
            "form": "В бумажной, электронной форме (расписка)",
            "source": {"row": 184, "act": {"number": "1119"}},
        },
    }


def test_what_no_act_says_is_null(api: ApiClient) -> None:
    service = api.data(
        "query($id: ID!) { publicService(id: $id) { responsibleBody { id } registerEntry { number } } }",
        id=SERVICE,
    )["publicService"]
    assert service == {"responsibleBody": None, "registerEntry": None}
