"""Many slots, some of them bad, over HTTP, with the limits that users have."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest

from tests import slot_questions as asking

SLOTS = 200
PLACES = 100


def ask(url: str, asked: asking.Asked) -> tuple[dict[str, Any], Any]:
    """The body of the answer and its headers."""
    document, variables = asked
    body = json.dumps({"query": document, "variables": variables}).encode()
    headers = {"content-type": "application/json", "accept": "application/graphql-response+json"}
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=60) as answer:
        assert answer.status == 200
        return json.load(answer), answer.headers


@pytest.fixture(scope="module")
def offices(kense_url: str) -> list[str]:
    """Ids of offices, as many as there are slots."""
    body, _ = ask(kense_url, ("{ offices(first: 200) { edges { node { id } } } }", {}))
    return [edge["node"]["id"] for edge in body["data"]["offices"]["edges"]]


@pytest.fixture(scope="module")
def villages(kense_url: str) -> list[str]:
    """Ids of settlements, as many as there are places."""
    level = "children(level: SETTLEMENT, first: 200) { edges { node { id } } }"
    body, _ = ask(kense_url, (f'{{ administrativeUnit(id: "Region:akm") {{ {level} }} }}', {}))
    edges = body["data"]["administrativeUnit"]["children"]["edges"]
    return [edge["node"]["id"] for edge in edges[:PLACES]]


def assert_only_bad_slots_are_null(body: dict[str, Any], root: str, good: list[bool], code: str) -> None:
    assert body["data"] is not None, body["errors"]
    assert [one is not None for one in body["data"][root]] == good
    bad = [index for index, is_good in enumerate(good) if not is_good]
    assert [error["path"] for error in body["errors"]] == [[root, index] for index in bad]
    assert {error["extensions"]["code"] for error in body["errors"]} == {code}


@pytest.mark.parametrize("bad", [1, 10, SLOTS])
@pytest.mark.parametrize(
    ("root", "question"), [("nodes", asking.nodes_of), ("_entities", asking.entities_of)]
)
def test_two_hundred_ids_of_which_some_are_gone(
    kense_url: str, offices: list[str], root: str, question: Any, bad: int
) -> None:
    assert len(offices) == SLOTS
    body, headers = ask(kense_url, question(offices, bad))
    good = [one in offices for one in asking.spoilt(offices, bad)]
    assert good.count(False) == bad
    assert_only_bad_slots_are_null(body, root, good, "NOT_FOUND")
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("bad", [1, 10, PLACES])
def test_a_hundred_places_of_which_some_say_nothing(kense_url: str, villages: list[str], bad: int) -> None:
    assert len(villages) == PLACES
    body, _ = ask(kense_url, asking.offices_for(villages, bad))
    good = [one in villages for one in asking.spoilt(villages, bad)]
    assert_only_bad_slots_are_null(body, "officesFor", good, "BAD_USER_INPUT")


def test_two_hundred_offices_beside_one_that_is_gone(kense_url: str) -> None:
    body, _ = ask(kense_url, asking.beside_an_unknown_office())
    assert len(body["data"]["offices"]["edges"]) == SLOTS
    assert body["data"]["office"] is None
    (error,) = body["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["office"], "NOT_FOUND")
