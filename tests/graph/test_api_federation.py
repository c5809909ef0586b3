"""The API as a subgraph of Apollo Federation."""

from __future__ import annotations

from typing import Any

import pytest

from graph.roots.federation import MAX_REPRESENTATIONS
from model.edition import Edition
from tests.api_client import SERVICE, ApiClient

QUERY = """query($r: [_Any!]!) { _entities(representations: $r) { __typename
    ... on Node { id } ... on AdministrativeUnit { name(language: RU) } } }"""
KYNA = "Settlement:akm-akkol-karasai-kyna"


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


GOOD = [
    {"__typename": "Office", "id": "Office:akm-akkol-psc"},
    {"__typename": "PublicService", "id": SERVICE},
    {"__typename": "ServiceProvision", "id": "ServiceProvision:preschool-queue.akm-akkol-psc"},
    {"__typename": "LegalAct", "id": "LegalAct:gov-2012-1119"},
    {"__typename": "Settlement", "id": KYNA},
    {"__typename": "AdministrativeUnit", "id": "District:akm-akkol"},
]


def test_every_entity_is_found_by_its_key(api: ApiClient) -> None:
    found = api.data(QUERY, r=GOOD)["_entities"]
    assert [one["id"] for one in found] == [one["id"] for one in GOOD]
    assert found[-1] == {"__typename": "District", "id": "District:akm-akkol", "name": "Аккольский район"}


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ({"__typename": "Nothing", "id": "Nothing:1"}, "BAD_USER_INPUT"),
        ({"__typename": "Office"}, "BAD_USER_INPUT"),
        ({"__typename": "Office", "id": 7}, "BAD_USER_INPUT"),
        ({"__typename": "Office", "id": "Office:nobody"}, "NOT_FOUND"),
        ({"__typename": "Office", "id": SERVICE}, "BAD_USER_INPUT"),
        ({"__typename": "District", "id": KYNA}, "NOT_FOUND"),
        ({"__typename": "Settlement", "katoCode": "0"}, "NOT_FOUND"),
        ({"__typename": "Organization", "bin": "0"}, "NOT_FOUND"),
        ({"id": "Office:akm-akkol-psc"}, "BAD_USER_INPUT"),
        ("Office:akm-akkol-psc", "BAD_USER_INPUT"),
    ],
)
def test_one_bad_representation_spoils_only_its_slot(api: ApiClient, bad: Any, code: str) -> None:
    answer = api.post(QUERY, r=[GOOD[0], bad, GOOD[4]])
    assert [one and one["id"] for one in answer["data"]["_entities"]] == [GOOD[0]["id"], None, KYNA]
    (error,) = answer["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["_entities", 1], code)


def test_fields_that_another_subgraph_adds_are_left_alone(api: ApiClient) -> None:
    found = api.data(QUERY, r=[{**GOOD[0], "rating": 5}])["_entities"]
    assert found[0]["id"] == GOOD[0]["id"]


def test_a_unit_is_found_by_its_code(small_edition: Edition) -> None:
    coded = next((unit for unit in small_edition.units.values() if unit.kato_code), None)
    assert coded is not None
    representation = {"__typename": "AdministrativeUnit", "katoCode": coded.kato_code}
    (found,) = ApiClient(small_edition).data(QUERY, r=[representation])["_entities"]
    assert found["id"].endswith(f":{coded.id}")


def test_the_subgraph_prints_its_own_schema(api: ApiClient) -> None:
    sdl = api.data("{ _service { sdl } }")["_service"]["sdl"]
    assert "https://specs.apollo.dev/federation/v2.14" in sdl
    assert 'type Office implements Node @key(fields: "id")' in sdl
    assert 'interface AdministrativeUnit implements Node @key(fields: "id") @key(fields: "katoCode")' in sdl


def test_a_unit_without_a_code_is_refused_with_a_sentence(api: ApiClient) -> None:
    answer = api.post(QUERY, r=[{"__typename": "Settlement", "katoCode": None}, GOOD[0]])
    assert answer["data"]["_entities"] == [None, {"__typename": "Office", "id": GOOD[0]["id"]}]
    (error,) = answer["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["_entities", 0], "BAD_USER_INPUT")
    assert "katoCode of this Settlement is null" in error["message"]


def test_representations_above_the_limit_are_refused_in_their_slots(api: ApiClient) -> None:
    answer = api.post(QUERY, r=[GOOD[0]] * (MAX_REPRESENTATIONS + 3))
    found = answer["data"]["_entities"]
    assert [one["id"] for one in found[:MAX_REPRESENTATIONS]] == [GOOD[0]["id"]] * MAX_REPRESENTATIONS
    assert found[MAX_REPRESENTATIONS:] == [None] * 3
    assert [error["path"] for error in answer["errors"]] == [["_entities", 1_000 + n] for n in range(3)]
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_USER_INPUT"}
