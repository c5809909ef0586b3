"""Hours through the API, over the Akkol district with hours put in by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.edition import Edition, Schedule
from model.enums import SchedulePurpose
from tests.api_client import SERVICE, ApiClient

PSC = "akm-akkol-psc"
SATURDAY, MONDAY, NIGHT = (
    "2012-10-13T10:00:00+06:00",
    "2012-10-15T10:00:00+06:00",
    "2012-10-15T22:00:00+06:00",
)


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    hours = Schedule(SchedulePurpose.GENERAL, "Mo-Fr 09:00-13:00,14:00-18:00; PH off")
    office = replace(small_edition.offices[PSC], schedules=(hours,))
    return ApiClient(replace(small_edition, offices={**small_edition.offices, PSC: office}))


STATE = """query($id: ID!, $at: DateTime) { office(id: $id) { openNow(at: $at) { state nextChangeAt
    basis { openingHours purpose rrule breaks timeZone } } schedules { openingHours } } }"""


@pytest.mark.parametrize(
    ("at", "state", "change"),
    [
        (MONDAY, "OPEN", "2012-10-15T13:00:00+06:00"),
        ("2012-10-15T13:30:00+06:00", "BREAK", "2012-10-15T14:00:00+06:00"),
        (SATURDAY, "CLOSED", "2012-10-15T09:00:00+06:00"),
        ("2012-10-15T04:00:00Z", "OPEN", "2012-10-15T13:00:00+06:00"),
        # Independence Day: 16 December was a Sunday, so that the 18th was off as well as the 17th.
        ("2012-12-17T10:00:00+06:00", "CLOSED", "2012-12-19T09:00:00+06:00"),
    ],
)
def test_an_office_is_open_by_its_hours(api: ApiClient, at: str, state: str, change: str) -> None:
    office = api.data(STATE, id=f"Office:{PSC}", at=at)["office"]
    assert (office["openNow"]["state"], office["openNow"]["nextChangeAt"]) == (state, change)
    assert office["openNow"]["basis"]["openingHours"] == office["schedules"][0]["openingHours"]


def test_without_hours_the_state_is_unknown_and_not_closed(api: ApiClient) -> None:
    office = api.data(STATE, id="Office:akm-akkol-education", at=MONDAY)["office"]
    assert office["openNow"] == {"state": "UNKNOWN", "nextChangeAt": None, "basis": None}


def test_a_moment_without_an_offset_is_refused(api: ApiClient) -> None:
    assert api.error(STATE, id=f"Office:{PSC}", at="2012-10-15T10:00:00")[0] == "BAD_USER_INPUT"


def test_offices_are_kept_when_they_are_open(api: ApiClient) -> None:
    query = """query($at: DateTime) { offices(filter: {openAt: $at}) { edges { node { id } } }
        nearestPsc(to: {latitude: 52, longitude: 70.9}, openAt: $at) { edges { node { id } } } }"""
    for at, expected in ((MONDAY, [{"node": {"id": f"Office:{PSC}"}}]), (NIGHT, [])):
        found = api.data(query, at=at)
        assert found["offices"]["edges"] == found["nearestPsc"]["edges"] == expected


def test_an_answer_of_this_moment_is_not_kept_by_caches(api: ApiClient) -> None:
    ask = '{ office(id: "Office:%s") { openNow%s { state } } }'
    now = api.http.get("/graphql", params={"query": ask % (PSC, "")})
    assert ("etag" in now.headers, now.headers["cache-control"]) == (False, "no-store")
    then = api.http.get("/graphql", params={"query": ask % (PSC, f'(at: "{MONDAY}")')})
    assert "etag" in then.headers


def test_coverage_tells_who_is_served_and_who_is_not(api: ApiClient) -> None:
    report = """query($s: ID!, $w: ID, $d: Date) { coverage(serviceId: $s, within: $w, asOf: $d) {
        settlements served unserved(first: 3) { id level } contested { outcome provisions { id } }
        medianDistanceMeters p90DistanceMeters } }"""
    district = api.data(report, s=SERVICE, w="District:akm-akkol")["coverage"]
    assert district["settlements"] == district["served"] > 20
    assert district["unserved"] == []
    before = api.data(report, s=SERVICE, w="District:akm-akkol", d="2001-01-01")["coverage"]
    assert (before["served"], len(before["unserved"])) == (0, 3)
    assert before["medianDistanceMeters"] is None
    assert api.error(report, s=SERVICE, w="District:nowhere")[0] == "NOT_FOUND"
