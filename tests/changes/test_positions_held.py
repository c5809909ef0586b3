"""A new position of an office must lie in the territory of the account, in every kind of change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from loaders.seeds import Seeds
from store.reading.editions import load_edition
from tests.changing import AKKOL_PSC, ERRORS, KARASAI, KOKSHETAU_PSC, UPDATE, ChangingClient
from tests.filled import fill

CREATE = f"""mutation($office: OfficePatchInput!, $confirm: [String!]) {{
  officeCreate(office: $office, reason: "it opened", evidence: ["decree"], confirm: $confirm) {{
    office {{ id location {{ latitude }} }} {ERRORS} }} }}"""
IMPORT = f"""mutation($csv: String!, $confirm: [String!]) {{
  officesImport(csv: $csv, reason: "the list", confirm: $confirm) {{ accepted {ERRORS} }} }}"""
SUBMIT = f"""mutation($id: ID!, $base: Int!, $patch: OfficePatchInput!) {{
  correctionSubmit(officeId: $id, baseVersion: $base, patch: $patch, evidence: ["I saw it"]) {{
    correction {{ id }} {ERRORS} }} }}"""
REVIEW = f"""mutation($id: ID!, $decision: ReviewDecision! = ACCEPT) {{
  correctionReview(id: $id, decision: $decision, note: "seen") {{ correction {{ status }} {ERRORS} }} }}"""
REVERT = f"""mutation($id: ID!, $expected: Int!, $to: Int!) {{
  officeRevert(id: $id, expectedVersion: $expected, toVersion: $to, reason: "it was right") {{
    office {{ version location {{ latitude }} }} {ERRORS} }} }}"""
MERGE = f"""mutation($into: ID!, $expected: Int!, $from: ID!, $fromExpected: Int!) {{
  officeMerge(intoId: $into, expectedVersion: $expected, fromId: $from, fromExpectedVersion: $fromExpected,
    reason: "one house") {{ {ERRORS} }} }}"""
NEAREST = """query($at: PointInput!) {
  nearestPsc(to: $at, first: 1) { edges { distanceMeters node { id } } } }"""
ALMATY = {"latitude": 43.2567, "longitude": 76.9286}
KOKSHETAU = {"latitude": 53.2833, "longitude": 69.3833}
OMSK = {"latitude": 54.99, "longitude": 73.37}
AKKOL = {"latitude": 51.996, "longitude": 70.95}
ELSEWHERE = {"Almaty": ALMATY, "Kokshetau": KOKSHETAU, "abroad": OMSK}


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> Iterator[ChangingClient]:
    """A server over the small seeds on either store, signed in as an editor of the district of Akkol."""
    fill(store_engine, small_seeds)
    client = ChangingClient(store_engine)
    client.sign_in("akm-akkol", role="editor", subject="editor")
    with client.http:
        yield client


def set_by_the_chief(client: ChangingClient, office: str, location: dict[str, float] | None) -> None:
    client.sign_in("*", role="admin", subject="chief")
    client.update(office, {"location": location}, confirm=["location"])


@pytest.mark.parametrize("place", ELSEWHERE)
def test_an_editor_cannot_put_an_office_outside_the_territory(client: ChangingClient, place: str) -> None:
    patch = {"location": ELSEWHERE[place]}
    update = {"id": f"Office:{AKKOL_PSC}", "expected": 1, "patch": patch}
    for confirm in (None, ["location"], ["location", "duplicate"]):
        assert client.refused(UPDATE, **update, confirm=confirm) == [
            ("OUT_OF_TERRITORY", ["patch", "location"])
        ]
    (error,) = client.tried(UPDATE, **update)["userErrors"]
    assert error["confirm"] is None
    assert "the right EDIT of editor holds for akm-akkol, and the point" in error["message"]
    assert client.update(AKKOL_PSC, {"location": AKKOL})["office"]["version"] == 2


def test_a_new_centre_cannot_be_made_the_nearest_of_another_city(client: ChangingClient) -> None:
    office = {
        "kind": "PSC_BRANCH",
        "category": "psc_branch",
        "nameRu": "Отдел на площади",
        "settlementId": "Settlement:akm-akkol-akkol-g",
        "location": KOKSHETAU,
    }
    refusal = [("OUT_OF_TERRITORY", ["office", "location"])]
    assert client.refused(CREATE, office=office, confirm=["location"]) == refusal
    assert client.refused(CREATE, office=office) == refusal
    (found,) = client.data(NEAREST, at=KOKSHETAU)["nearestPsc"]["edges"]
    assert found["node"]["id"] != "Office:akm-akkol-akkol-psc-branch"
    assert client.change(CREATE, office=office | {"location": AKKOL})["office"]["location"]
    client.sign_in("akm", role="editor", subject="of the region")
    there = client.change(CREATE, office=office, confirm=["location", "duplicate"])["office"]
    assert there["location"]["latitude"] == KOKSHETAU["latitude"]


def test_everything_wrong_with_a_patch_is_told_beside_the_point(client: ChangingClient) -> None:
    patch = {"location": ALMATY, "postalCode": "1"}
    assert client.refused(UPDATE, id=f"Office:{AKKOL_PSC}", expected=1, patch=patch) == [
        ("INVALID", ["patch", "postalCode"]),
        ("OUT_OF_TERRITORY", ["patch", "location"]),
    ]


def test_an_import_puts_no_office_outside_the_territory(client: ChangingClient) -> None:
    text = f"id,version,longitude,latitude\nOffice:{AKKOL_PSC},1,76.9286,43.2567\n"
    assert client.refused(IMPORT, csv=text, confirm=["location"]) == [
        ("OUT_OF_TERRITORY", ["csv", "2", "longitude"])
    ]
    near = f"id,version,longitude,latitude\nOffice:{AKKOL_PSC},1,70.95,51.996\n"
    assert client.change(IMPORT, csv=near)["accepted"] == 1


def test_a_reviewer_accepts_no_point_outside_the_territory(client: ChangingClient) -> None:
    client.sign_out()
    proposal = {"id": f"Office:{AKKOL_PSC}", "base": 1, "patch": {"location": KOKSHETAU}}
    number = client.change(SUBMIT, **proposal)["correction"]["id"]
    client.sign_in("akm-akkol", role="reviewer", subject="of Akkol")
    assert client.refused(REVIEW, id=number) == [("OUT_OF_TERRITORY", ["id", "location"])]
    client.sign_in("akm", role="admin", subject="of the region")
    assert client.change(REVIEW, id=number)["correction"]["status"] == "ACCEPTED"
    position = client.edition.offices[AKKOL_PSC].position
    assert position is not None
    assert position.lat == KOKSHETAU["latitude"]


def test_a_revert_brings_no_office_back_outside_the_territory(client: ChangingClient) -> None:
    set_by_the_chief(client, AKKOL_PSC, KOKSHETAU)
    client.sign_in("akm-akkol", role="editor", subject="editor")
    # An editor may move a misplaced office home: only the new position counts.
    client.update(AKKOL_PSC, {"location": AKKOL})
    revert = {"id": f"Office:{AKKOL_PSC}", "expected": 3, "to": 2}
    assert client.refused(REVERT, **revert) == [("OUT_OF_TERRITORY", ["toVersion", "location"])]
    assert client.change(REVERT, **revert | {"to": 1})["office"]["location"]["latitude"] == 51.99374
    assert load_edition(client.engine) == client.edition


def test_a_revert_to_what_acts_say_is_held_to_the_territory_too(client: ChangingClient) -> None:
    client.sign_in("*", role="admin", subject="chief")
    # The settlement has no known position: the office stays at the position from the acts.
    moved = {
        "settlementId": "Settlement:akm-akkol-akkol-leskhoz",
        "jurisdictionUnitIds": ["District:akm-akkol"],
    }
    client.update(KOKSHETAU_PSC, moved)
    client.sign_in("akm-akkol", role="editor", subject="editor")
    client.update(KOKSHETAU_PSC, {"location": AKKOL})
    revert = {"id": f"Office:{KOKSHETAU_PSC}", "expected": 3, "to": 2}
    assert client.refused(REVERT, **revert) == [("OUT_OF_TERRITORY", ["toVersion", "location"])]
    client.sign_in("akm", role="editor", subject="of the region")
    assert client.change(REVERT, **revert)["office"]["location"]["latitude"] == 53.28244


def test_an_office_set_free_by_a_revert_does_not_reappear_outside_the_territory(
    client: ChangingClient,
) -> None:
    set_by_the_chief(client, KARASAI, KOKSHETAU)
    akkol = {"into": f"Office:{AKKOL_PSC}", "expected": 1}
    client.change(MERGE, **akkol, **{"from": f"Office:{KARASAI}", "fromExpected": 2})
    client.sign_in("akm-akkol", role="editor", subject="editor")
    revert = {"id": f"Office:{AKKOL_PSC}", "expected": 2, "to": 1}
    assert client.refused(REVERT, **revert) == [("OUT_OF_TERRITORY", ["toVersion", "location"])]
    client.sign_in("akm", role="editor", subject="of the region")
    assert client.change(REVERT, **revert)["office"]["version"] == 3


def test_other_fields_of_a_wrongly_placed_office_can_be_changed(client: ChangingClient) -> None:
    set_by_the_chief(client, AKKOL_PSC, ALMATY)
    client.sign_in("akm-akkol", role="editor", subject="editor")
    assert client.update(AKKOL_PSC, {"nameRu": "Отдел"})["office"]["version"] == 3
    assert client.update(AKKOL_PSC, {"location": None})["office"]["location"] is None


def test_who_answers_for_the_country_is_held_to_no_ground(client: ChangingClient) -> None:
    client.sign_in("*", role="editor", subject="chief")
    update: dict[str, Any] = {"id": f"Office:{AKKOL_PSC}", "expected": 1, "patch": {"location": ALMATY}}
    assert client.refused(UPDATE, **update) == [("INVALID", ["patch", "location"])]
    assert client.update(AKKOL_PSC, {"location": ALMATY}, confirm=["location"])["office"]["version"] == 2


def test_an_editor_of_two_territories_may_use_both(client: ChangingClient) -> None:
    client.sign_in("akm-akkol", "akm-kokshetau", role="editor", subject="of both")
    moved = client.update(AKKOL_PSC, {"location": KOKSHETAU}, confirm=["location"])
    assert moved["office"]["location"]["latitude"] == KOKSHETAU["latitude"]


def test_an_editor_of_a_village_that_nobody_has_placed_sets_its_door(client: ChangingClient) -> None:
    client.sign_in("akm-akkol-karasai", role="editor", subject="of Karasai")
    door = {"latitude": 52.02, "longitude": 71.9}  # 22 km from the one village of the okrug that is placed
    assert client.update(KARASAI, {"location": door})["office"]["version"] == 2
    kenes = {"location": {"latitude": 52.0827, "longitude": 71.2671}}
    assert client.refused(UPDATE, id=f"Office:{KARASAI}", expected=2, patch=kenes, confirm=["location"]) == [
        ("OUT_OF_TERRITORY", ["patch", "location"])
    ]


def test_an_address_found_outside_the_territory_asks_for_the_location(client: ChangingClient) -> None:
    client.sign_in("akm-akkol-karasai", role="editor", subject="of Karasai")
    patch: dict[str, Any] = {"addressRu": "Аккольский район, село Кенес, ул. Мира, 5"}
    update = {"id": f"Office:{KARASAI}", "expected": 1, "patch": patch}
    assert client.refused(UPDATE, **update) == [("OUT_OF_TERRITORY", ["patch", "location"])]
    assert "the address is found" in client.tried(UPDATE, **update)["userErrors"][0]["message"]
    patch["location"] = {"latitude": 52.107, "longitude": 72.2}
    assert client.update(KARASAI, patch)["office"]["version"] == 2
