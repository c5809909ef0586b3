"""What the registry rests on: contradictions, falling acts, agreement of languages, versions of an office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import make_url

from geo.jurisdiction.repeal import offices_resting_on
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.agreement import LanguageAgreement, agreement
from model.edition import Edition
from model.enums import ActStatus
from model.office_changes import FieldChange
from store.log.revisions import record_revision
from store.reading.editions import load_edition
from store.tables.engine import make_engine, writing
from tests.api_client import ApiClient

KARASAI = "akm-akkol-karasai-akimat"
ACT = "LegalAct:gov-2012-1119"


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


@pytest.fixture(scope="module")
def shipped(shipped_edition: Edition) -> ApiClient:
    return ApiClient(shipped_edition)


@pytest.fixture(scope="module")
def changed(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiClient]:
    engine = make_engine(make_url(f"sqlite:///{tmp_path_factory.mktemp('changed')}/kense.sqlite3"))
    load(engine, small_seeds)
    for version, name in ((1, "Қарасай"), (2, "Қарасай округі")):
        with writing(engine) as connection:
            change = FieldChange("name_kk", None if version == 1 else "Қарасай", name)
            record_revision(connection, KARASAI, version, [change], "editor", f"name {version}")
    yield ApiClient(load_edition(engine))
    engine.dispose()


def test_offices_on_which_sources_disagree_are_doubted(shipped: ApiClient) -> None:
    query = """{ officeFaultSummary(within: ["Region:akm"]) { counts { fault offices } }
      officeFaults(within: ["Region:akm"], faults: [CONTRADICTION], first: 200) { totalCount
        edges { node { faults office { id } contradictions { office { id } } } } } }"""
    found = shipped.data(query)
    counts = {one["fault"]: one["offices"] for one in found["officeFaultSummary"]["counts"]}
    assert counts["CONTRADICTION"] == found["officeFaults"]["totalCount"] > 0
    for edge in found["officeFaults"]["edges"]:
        node = edge["node"]
        assert "CONTRADICTION" in node["faults"]
        assert node["contradictions"]
        assert all(one["office"] == node["office"] for one in node["contradictions"])


def test_contradictions_show_both_sides_and_the_rule(shipped: ApiClient) -> None:
    query = """query($within: ID, $after: String) {
        contradictions(within: $within, first: 200, after: $after) {
          totalCount pageInfo { hasNextPage endCursor }
        edges { node { id field rule office { id } unit { id }
          values { value wins source { act { id } row } } } } } }"""
    seen: list[str] = []
    after = None
    while True:
        page = shipped.data(query, after=after)["contradictions"]
        for edge in page["edges"]:
            node = edge["node"]
            seen.append(node["id"])
            assert (node["office"] is None) is not (node["unit"] is None)
            assert len(node["values"]) >= 2
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == len(set(seen)) == page["totalCount"] > 100
    inside = shipped.data(query, within="Region:akm")["contradictions"]
    assert 0 < inside["totalCount"] < len(seen)
    first = shipped.data("query($id: ID!) { node(id: $id) { id } }", id=seen[0])
    assert first["node"]["id"] == seen[0]


def test_an_act_that_falls_takes_what_rests_on_it_alone(shipped_edition: Edition, shipped: ApiClient) -> None:
    act = shipped_edition.acts["gov-2012-1119"]
    falling = {office.id for office in offices_resting_on(shipped_edition, act.id, date(2014, 6, 1))}
    losing = {
        one.office_id
        for one in shipped_edition.provisions.values()
        if {c.act_id for c in one.basis} == {act.id}
    }
    assert losing <= falling
    for repealed in shipped_edition.acts.values():
        if repealed.status_on(date(2020, 1, 1)) is ActStatus.REPEALED:
            assert offices_resting_on(shipped_edition, repealed.id, date(2020, 1, 1)) == ()
    query = "query($id: ID!) { repealImpact(actId: $id, first: 3) { totalCount edges { node { id } } } }"
    assert shipped.data(query, id=ACT)["repealImpact"]["totalCount"] >= len(losing)
    assert shipped.error(query, id="LegalAct:none")[0] == "NOT_FOUND"


def test_agreement_of_the_languages_is_a_matter_of_what_their_acts_share(shipped_edition: Edition) -> None:
    told = {agreement(office, "phones") for office in shipped_edition.offices.values()}
    assert told == {None, *LanguageAgreement}
    for office in shipped_edition.offices.values():
        printed = (one for one in office.provenance if one.field == "phones")
        languages = {one.citation.language for one in printed if one.citation}
        assert (agreement(office, "phones") is LanguageAgreement.ONLY_ONE_LANGUAGE) is (len(languages) == 1)


def test_a_service_lives_as_long_as_an_act_describes_it(shipped: ApiClient) -> None:
    query = """query($on: Date) { publicService(id: "PublicService:personal-farm-certificate") {
        status(asOf: $on) } }"""
    told = {
        day: shipped.data(query, on=day)["publicService"]["status"]
        for day in ("2010-01-01", "2012-01-01", "2020-01-01")
    }
    assert told == {"2010-01-01": "PLANNED", "2012-01-01": "ACTIVE", "2020-01-01": "CLOSED"}


def test_an_office_can_be_read_as_it_was_and_tells_its_changes(changed: ApiClient) -> None:
    query = """query($id: ID!, $version: Int) { office(id: $id, atVersion: $version) { version name
        history { edges { node { id version actor changes { field before after }
          office { version } } } } } }"""
    names = {}
    for version in (1, 2, 3, None):
        office = changed.data(query, id=f"Office:{KARASAI}", version=version)["office"]
        assert office["version"] == (version or 3)
        names[version] = office["name"]
    assert names[2] == "Қарасай"
    assert names[3] == names[None] == "Қарасай округі"
    assert names[1] not in names[2]
    first, second = (edge["node"] for edge in office["history"]["edges"])
    assert (first["version"], second["version"]) == (2, 3)
    assert second["changes"] == [{"field": "name_kk", "before": '"Қарасай"', "after": '"Қарасай округі"'}]
    again = changed.data(
        "query($id: ID!) { node(id: $id) { id ... on Revision { actor } } }", id=second["id"]
    )
    assert again["node"]["actor"] == "editor"
    for version in (0, 4, -1):
        assert changed.error(query, id=f"Office:{KARASAI}", version=version)[0] == "NOT_FOUND"


@pytest.mark.parametrize("day", ["1800-01-01", "2200-01-01"])
def test_a_day_far_from_all_law_is_refused(api: ApiClient, day: str) -> None:
    query = """query($id: ID!, $on: Date) { office(id: $id, asOf: $on) { id } }"""
    code, message = api.error(query, id=f"Office:{KARASAI}", on=day)
    assert code == "BAD_USER_INPUT"
    assert day in message


def test_a_filter_holds_all_of_its_conditions_and_any_value_of_a_list(shipped: ApiClient) -> None:
    query = """query($f: OfficeFilterInput) { offices(filter: $f, first: 200) {
        totalCount edges { node { id } } } }"""

    def found(**conditions: object) -> set[str]:
        page = shipped.data(query, f={"locatedInUnitId": "District:akm-akkol", **conditions})["offices"]
        assert page["totalCount"] == len(page["edges"])
        return {edge["node"]["id"] for edge in page["edges"]}

    akimats, centres = found(kinds=["AKIMAT"]), found(kinds=["PSC_BRANCH"])
    assert akimats
    assert centres
    assert found(kinds=["AKIMAT", "PSC_BRANCH"]) == akimats | centres
    served = found(serviceId="PublicService:preschool-queue")
    assert found(kinds=["AKIMAT"], serviceId="PublicService:preschool-queue") == akimats & served
    assert found(kinds=["AKIMAT"], text="Карасай") == akimats & found(text="Карасай")
    assert found(statuses=["CLOSED"]) == set()
