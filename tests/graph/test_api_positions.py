"""Any client may read which positions are not located yet, cannot be located and why, or are located."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from loaders.seeds import Seeds
from tests.changing import ChangingClient
from tests.locating import EDUCATION, KARASAI, located, store_with

POSITIONS = """query($state: PositionState!, $subject: PositionSubject, $troubles: [PositionTrouble!],
  $within: ID, $after: String, $first: Int = 200) {
  positions(state: $state, subject: $subject, troubles: $troubles, within: $within, first: $first,
    after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { state trouble wantedPrecision triedAt asked notes explanation(language: RU)
      location { precision method } office { id } unit { id } } } } }"""


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> ChangingClient:
    client = ChangingClient(store_with(store_engine, small_seeds))
    client.sign_out()
    return client


def asked(client: ChangingClient, state: str, **more: Any) -> list[dict[str, Any]]:
    page = client.data(POSITIONS, state=state, **more)["positions"]
    nodes = [edge["node"] for edge in page["edges"]]
    assert all(node["state"] == state for node in nodes)
    return nodes


def ids(nodes: list[dict[str, Any]]) -> set[str]:
    return {(node["office"] or node["unit"])["id"] for node in nodes}


def test_three_states_hold_every_unit_and_office_before_and_after_a_run(client: ChangingClient) -> None:
    edition = client.edition
    total = len(edition.units) + len(edition.offices)
    states = ("NEEDS_GEOCODING", "COULD_NOT_BE_LOCATED", "LOCATED")
    for is_after in (False, True):
        found = [ids(asked(client, state)) for state in states]
        assert sum(map(len, found)) == len(set.union(*found)) == total
        assert bool(found[0]) is not is_after
        located(client.engine)
        client.reception.catch_up()


def test_what_could_not_be_located_says_why(client: ChangingClient) -> None:
    located(client.engine)
    client.reception.catch_up()
    (node,) = (
        node
        for node in asked(client, "COULD_NOT_BE_LOCATED", subject="OFFICE")
        if node["office"]["id"] == f"Office:{EDUCATION}"
    )
    assert (node["trouble"], node["wantedPrecision"], node["unit"]) == ("NO_GEOCODER", "BUILDING", None)
    assert node["explanation"].startswith("населённый пункт известен")
    assert (node["asked"], node["notes"]) == (["gazetteers"], [])
    assert node["triedAt"]
    assert node["location"]["precision"] == "SETTLEMENT"


def test_the_list_is_narrowed_and_paged_with_the_coarsest_first(client: ChangingClient) -> None:
    located(client.engine)
    client.reception.catch_up()
    found = asked(client, "COULD_NOT_BE_LOCATED", troubles=["NOT_FOUND"], within="District:akm-akkol")
    assert found
    assert {node["trouble"] for node in found} == {"NOT_FOUND"}
    assert found[0]["location"] is None
    everything = asked(client, "LOCATED")
    paged: list[dict[str, Any]] = []
    after, more = None, True
    while more:
        page = client.data(POSITIONS, state="LOCATED", first=7, after=after)["positions"]
        paged += [edge["node"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert paged == everything
    assert ids(asked(client, "LOCATED", subject="UNIT")) & ids(
        asked(client, "LOCATED", subject="OFFICE")
    ) == (set())


def test_the_history_of_an_office_shows_source_and_licence(client: ChangingClient) -> None:
    located(client.engine)
    client.reception.catch_up()
    data = client.data(
        "query($id: ID!) { office(id: $id) { location { method source } history(first: 1) { edges { node {"
        " actor summary evidence } } } } }",
        id=f"Office:{KARASAI}",
    )["office"]
    assert data["location"] == {"method": "geocoded", "source": "geonames"}
    node = data["history"]["edges"][0]["node"]
    assert (node["actor"], node["summary"]) == ("registry", "the position was located")
    assert "CC BY 4.0" in node["evidence"][0]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"within": "Region:nowhere"}, "NOT_FOUND"),
        ({"after": "!"}, "BAD_USER_INPUT"),
        ({"first": -1}, "BAD_USER_INPUT"),
    ],
)
def test_what_cannot_be_is_refused(client: ChangingClient, more: dict[str, Any], code: str) -> None:
    assert client.error(POSITIONS, state="LOCATED", **more)[0] == code
