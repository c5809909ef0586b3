"""The work list of directory editors: missing and doubtful facts, by territory and after edits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from graph.served.context import Reception
from graph.served.faults import own_faults
from graph.served.precompute import prepare
from graph.served.registry import Registry
from graph.server.app import create_app
from loaders.seeds import Seeds
from model.edition import Edition
from model.enums import ContactKind, Language, OfficeFault, Precision
from model.office_faults import faults_of
from model.settings import Settings
from tests.changing import KARASAI, ChangingClient
from tests.filled import fill

SUMMARY = """query($within: [ID!]) { officeFaultSummary(within: $within) {
  offices faultless counts { fault offices } } }"""
PAGE = """query($within: [ID!], $faults: [OfficeFault!], $first: Int = 200, $after: String) {
  officeFaults(within: $within, faults: $faults, first: $first, after: $after) { totalCount
    pageInfo { hasNextPage endCursor } edges { node { faults office { id } contradictions { field } } } } }"""
AKKOL = "District:akm-akkol"
OWN = """{ viewer { rights isForCountry expiresAt corrections { edges { node { status
  proposerHistory { submitted } reviewedBy { subject } } } } } }"""
QUEUE = """{ corrections { edges { node { proposerHistory { submitted accepted rejected waiting } } } } }"""
SUBMIT = """mutation($patch: OfficePatchInput!) {
  correctionSubmit(officeId: "Office:akm-akkol-karasai-akimat", baseVersion: 1, patch: $patch,
    evidence: ["I saw it"]) { correction { id } userErrors { code } } }"""
REJECT = """mutation($id: ID!) { correctionReview(id: $id, decision: REJECT, note: "no") {
  correction { status } userErrors { code } } }"""


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> Iterator[ChangingClient]:
    fill(store_engine, small_seeds)
    client = ChangingClient(store_engine)
    with client.http:
        yield client


def nodes(client: ChangingClient, **asked: Any) -> dict[str, dict[str, Any]]:
    page = client.data(PAGE, **asked)["officeFaults"]
    return {edge["node"]["office"]["id"]: edge["node"] for edge in page["edges"]}


def counts(client: ChangingClient, **asked: Any) -> dict[str, int]:
    summary = client.data(SUMMARY, **asked)["officeFaultSummary"]
    return {one["fault"]: one["offices"] for one in summary["counts"]}


def test_each_fault_is_a_fact_of_the_record(small_edition: Edition) -> None:
    office = small_edition.offices[KARASAI]
    assert OfficeFault.NO_KAZAKH_NAME in faults_of(replace(office, names=()))
    kazakh = next(name for one in small_edition.offices.values() for name in one.names)
    named = replace(office, names=(replace(kazakh, language=Language.KK),))
    assert OfficeFault.NO_KAZAKH_NAME not in faults_of(named)
    assert OfficeFault.NO_PHONE in faults_of(replace(office, contacts=()))
    assert OfficeFault.NO_HOURS in faults_of(replace(office, schedules=()))
    assert OfficeFault.NO_POSITION in faults_of(replace(office, position=None))
    at = next(one.position for one in small_edition.offices.values() if one.position is not None)
    exact = replace(office, position=replace(at, precision=Precision.BUILDING))
    roughly = replace(office, position=replace(at, precision=Precision.SETTLEMENT))
    assert OfficeFault.APPROXIMATE_POSITION not in faults_of(exact)
    assert OfficeFault.APPROXIMATE_POSITION in faults_of(roughly)


def test_an_edit_takes_its_fault_off_the_list(client: ChangingClient) -> None:
    office = f"Office:{KARASAI}"
    before, counted = nodes(client, within=[AKKOL]), counts(client, within=[AKKOL])
    assert {"NO_HOURS", "NO_POSITION"} <= set(before[office]["faults"])
    client.update(KARASAI, {"openingHours": "Mo-Fr 09:00-18:00"})
    after = counts(client, within=[AKKOL])
    assert "NO_HOURS" not in nodes(client, within=[AKKOL])[office]["faults"]
    assert after == counted | {"NO_HOURS": counted["NO_HOURS"] - 1}
    served = client.reception.registry
    assert served is not None
    assert served.is_overlay
    assert own_faults(served) == own_faults(Registry(client.edition))


def test_the_first_question_of_a_server_gets_its_answer(shipped_edition: Edition) -> None:
    settings = Settings.from_environment({"KENSE_HOME": "var"})  # with the limit of work that servers have
    reception = Reception(prepare)
    reception.serve(shipped_edition)
    with TestClient(create_app(settings, reception)) as client:
        answer = client.post("/graphql", json={"query": SUMMARY}).json()
        assert "errors" not in answer
        told = {one["fault"]: one["offices"] for one in answer["data"]["officeFaultSummary"]["counts"]}
        assert told["CONTRADICTION"] > 100
        page = client.post(
            "/graphql", json={"query": PAGE, "variables": {"faults": ["CONTRADICTION"]}}
        ).json()
    assert "errors" not in page
    assert page["data"]["officeFaults"]["totalCount"] == told["CONTRADICTION"]


def test_lists_keep_to_their_units_faults_and_pages(client: ChangingClient) -> None:
    country, district = nodes(client), nodes(client, within=[AKKOL])
    assert set(district) < set(country)
    assert all(one.startswith("Office:akm-akkol") for one in district)
    assert nodes(client, within=[]) == {}
    assert client.data(SUMMARY, within=[])["officeFaultSummary"]["offices"] == 0
    silent = nodes(client, faults=["NO_PHONE"])
    assert silent == {key: one for key, one in country.items() if "NO_PHONE" in one["faults"]}
    assert len(silent) == counts(client)["NO_PHONE"]
    first = client.data(PAGE, first=2)["officeFaults"]
    rest = nodes(client, after=first["pageInfo"]["endCursor"])
    assert first["totalCount"] == len(country) == 2 + len(rest)


def test_units_that_are_unknown_or_too_many_are_refused(client: ChangingClient) -> None:
    assert client.error(PAGE, within=["District:nowhere"])[0] == "NOT_FOUND"
    code, message = client.error(SUMMARY, within=[AKKOL] * 51)
    assert (code, "at most 50" in message) == ("BAD_USER_INPUT", True)


def test_a_reviewer_learns_what_became_of_a_proposers_work_and_nobody_else(client: ChangingClient) -> None:
    client.sign_in("akm", role="reader", subject="helper")
    first = client.change(SUBMIT, patch={"nameRu": "Аппарат акима"})["correction"]["id"]
    client.change(SUBMIT, patch={"postalCode": "020199"})
    client.sign_in("akm", role="reviewer", subject="reviewer")
    client.change(REJECT, id=first)
    histories = [edge["node"]["proposerHistory"] for edge in client.data(QUEUE)["corrections"]["edges"]]
    assert histories == [{"submitted": 2, "accepted": 0, "rejected": 1, "waiting": 1}] * 2
    assert client.data(OWN)["viewer"]["corrections"]["edges"] == []
    client.sign_in("akm", role="reader", subject="helper")
    viewer = client.data(OWN)["viewer"]
    own = [edge["node"] for edge in viewer["corrections"]["edges"]]
    assert [one["status"] for one in own] == ["REJECTED", "SUBMITTED"]
    assert all(one["proposerHistory"] is None for one in own)
    assert (viewer["rights"], viewer["isForCountry"]) == ([], False)
    assert viewer["expiresAt"] is not None


def test_what_nobody_signed_has_no_history(client: ChangingClient) -> None:
    client.sign_out()
    client.change(SUBMIT, patch={"postalCode": "020199"})
    client.sign_in("akm", role="reviewer", subject="reviewer")
    (edge,) = client.data(QUEUE)["corrections"]["edges"]
    assert edge["node"]["proposerHistory"] is None


def test_a_new_office_is_of_a_category_that_is_there(client: ChangingClient) -> None:
    data = client.data("{ officeCategories { code kind offices } }")["officeCategories"]
    assert sum(one["offices"] for one in data) == len(client.edition.offices)
    assert {one["code"] for one in data} == {one.category for one in client.edition.offices.values()}
    assert [one["offices"] for one in data] == sorted((one["offices"] for one in data), reverse=True)
    (psc,) = (one for one in data if one["code"] == "psc_branch")
    assert psc["kind"] == "PSC_BRANCH"


def test_phones_of_every_kind_count(small_edition: Edition) -> None:
    office = next(one for one in small_edition.offices.values() if one.contacts)
    for kind in ContactKind:
        contact = replace(office.contacts[0], kind=kind)
        has_none = OfficeFault.NO_PHONE in faults_of(replace(office, contacts=(contact,)))
        assert has_none is (kind not in (ContactKind.PHONE, ContactKind.HOTLINE)), kind
