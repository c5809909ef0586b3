"""A change that closes an office or names another one needs the right over the affected offices, too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from changes.fields import value_of
from changes.patches import PatchReader
from changes.touched import Touch, known_in, touches
from geo.locator.locator import Locator
from geo.units.edition_index import Atlas
from loaders.seeds import Seeds
from model.edition import Edition, Office
from model.enums import Language
from model.office_changes import FieldChange
from model.records import Organization
from tests.changing import (
    AKKOL_PSC,
    EDUCATION,
    ERRORS,
    HEAD_PSC,
    KARASAI,
    KOKSHETAU_PSC,
    UPDATE,
    ChangingClient,
)
from tests.filled import fill

CLOSE = f"""mutation($id: ID!, $expected: Int! = 1, $successors: [ID!]) {{
  officeClose(id: $id, expectedVersion: $expected, on: "2026-01-01", successorIds: $successors,
    reason: "a decree") {{ office {{ status successors {{ id }} }} {ERRORS} }} }}"""
MERGE = f"""mutation($into: ID!, $expected: Int! = 1, $from: ID!, $fromExpected: Int! = 1) {{
  officeMerge(intoId: $into, expectedVersion: $expected, fromId: $from, fromExpectedVersion: $fromExpected,
    reason: "one house") {{ office {{ id }} {ERRORS} }} }}"""
REVERT = f"""mutation($id: ID!, $expected: Int!, $to: Int!) {{
  officeRevert(id: $id, expectedVersion: $expected, toVersion: $to, reason: "it was right") {{
    office {{ version }} {ERRORS} }} }}"""
CREATE = f"""mutation($office: OfficePatchInput!) {{ officeCreate(office: $office, reason: "it opened",
  evidence: ["decree"]) {{ office {{ id parent {{ id }} }} {ERRORS} }} }}"""
GIVE = f"""mutation($id: ID!, $expected: Int!, $units: [ID!]) {{ provisionSet(officeId: $id,
  expectedVersion: $expected, serviceId: "PublicService:school-bus", roles: [DECIDES],
  jurisdictionUnitIds: $units, reason: "a decree", evidence: ["decree"]) {{ {ERRORS} }} }}"""
SUBMIT = f"""mutation($id: ID!, $base: Int! = 1, $patch: OfficePatchInput!) {{
  correctionSubmit(officeId: $id, baseVersion: $base, patch: $patch, evidence: ["I saw it"]) {{
    correction {{ id }} {ERRORS} }} }}"""
REVIEW = f"""mutation($id: ID!) {{ correctionReview(id: $id, decision: ACCEPT, note: "seen") {{
  correction {{ status }} {ERRORS} }} }}"""
OUTSIDE = "OUT_OF_TERRITORY"
NEW = {
    "kind": "PSC_BRANCH",
    "category": "psc_branch",
    "nameRu": "Отдел на площади",
    "settlementId": "Settlement:akm-akkol-akkol-g",
}


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> Iterator[ChangingClient]:
    """A server over the small seeds on either store, signed in as an editor of the district of Akkol."""
    fill(store_engine, small_seeds)
    client = ChangingClient(store_engine)
    as_editor(client)
    with client.http:
        yield client


def as_editor(client: ChangingClient) -> None:
    client.sign_in("akm-akkol", role="editor", subject="editor")


def as_chief(client: ChangingClient) -> None:
    client.sign_in("*", role="admin", subject="chief")


def id_of(office: str) -> str:
    return f"Office:{office}"


def gives_elsewhere(client: ChangingClient, office: str) -> None:
    """The office gets a provision for the city, set by an account with the right to it."""
    as_chief(client)
    client.change(GIVE, id=id_of(office), expected=1, units=["District:akm-kokshetau"])
    as_editor(client)


def message_of(client: ChangingClient, document: str, **variables: Any) -> str:
    (error,) = client.tried(document, **variables)["userErrors"]
    return str(error["message"])


def test_who_closes_an_office_answers_for_every_place_that_it_serves(client: ChangingClient) -> None:
    gives_elsewhere(client, KARASAI)
    asked = {"id": id_of(KARASAI), "expected": 2}
    assert client.refused(CLOSE, **asked) == [(OUTSIDE, ["id"])]
    message = message_of(client, CLOSE, **asked)
    assert message.startswith(f"{KARASAI} gives school-bus: the right EDIT of editor holds for akm-akkol")
    assert message.endswith("and akm-kokshetau lies outside")
    client.sign_in("akm-akkol", "akm-kokshetau", role="editor", subject="of both")
    assert client.change(CLOSE, **asked)["office"]["status"] == "CLOSED"
    # To reopen it affects the same places.
    as_editor(client)
    revert = {"id": id_of(KARASAI), "expected": 3, "to": 2}
    assert client.refused(REVERT, **revert) == [(OUTSIDE, ["toVersion"])]
    client.sign_in("akm", role="editor", subject="of the region")
    assert client.change(REVERT, **revert)["office"]["version"] == 4


def test_what_an_office_gives_to_the_whole_country_only_the_country_ends(client: ChangingClient) -> None:
    as_chief(client)
    client.update(KARASAI, {"jurisdictionUnitIds": None, "settlementId": None})
    client.change(GIVE, id=id_of(KARASAI), expected=2)
    client.update(KARASAI, {"settlementId": "Settlement:akm-akkol-karasai-kyna"})
    client.sign_in("akm", role="admin", subject="of the region")
    assert client.refused(CLOSE, id=id_of(KARASAI), expected=4) == [(OUTSIDE, ["id"])]
    as_chief(client)
    assert client.change(CLOSE, id=id_of(KARASAI), expected=4)["office"]["status"] == "CLOSED"


def test_who_merges_an_office_away_answers_for_every_place_that_it_serves(client: ChangingClient) -> None:
    gives_elsewhere(client, KARASAI)
    away = {"into": id_of(AKKOL_PSC), "from": id_of(KARASAI), "fromExpected": 2}
    assert client.refused(MERGE, **away) == [(OUTSIDE, ["fromId"])]
    # The other way round its provisions stay as they are.
    kept = {"into": id_of(KARASAI), "expected": 2, "from": id_of(AKKOL_PSC)}
    assert client.change(MERGE, **kept)["office"]["id"] == id_of(KARASAI)


def test_who_sets_an_office_free_answers_for_every_place_that_it_serves(client: ChangingClient) -> None:
    gives_elsewhere(client, KARASAI)
    as_chief(client)
    client.change(MERGE, into=id_of(AKKOL_PSC), **{"from": id_of(KARASAI)}, fromExpected=2)
    as_editor(client)
    revert = {"id": id_of(AKKOL_PSC), "expected": 2, "to": 1}
    assert client.refused(REVERT, **revert) == [(OUTSIDE, ["toVersion"])]
    client.sign_in("akm", role="editor", subject="of the region")
    assert client.change(REVERT, **revert)["office"]["version"] == 3


def test_an_office_takes_no_position_outside_the_territory_by_a_merger(client: ChangingClient) -> None:
    as_chief(client)
    almaty = {"latitude": 43.2567, "longitude": 76.9286}
    client.update(EDUCATION, {"location": almaty}, confirm=["location"])
    merge = {"into": id_of(KARASAI), "from": id_of(EDUCATION), "fromExpected": 2}
    as_editor(client)
    client.change(MERGE, **merge)
    assert client.edition.offices[KARASAI].position is None  # it keeps its position: none


def test_a_head_is_not_closed_over_the_heads_of_its_branches(client: ChangingClient) -> None:
    as_chief(client)
    client.update(KOKSHETAU_PSC, {"parentId": id_of(AKKOL_PSC)})
    as_editor(client)
    assert client.refused(CLOSE, id=id_of(AKKOL_PSC)) == [(OUTSIDE, ["id"])]
    assert message_of(client, CLOSE, id=id_of(AKKOL_PSC)).startswith(f"{AKKOL_PSC} heads {KOKSHETAU_PSC}: ")
    into = {"into": id_of(EDUCATION), "from": id_of(AKKOL_PSC)}
    assert client.refused(MERGE, **into) == [(OUTSIDE, ["fromId"])]
    as_chief(client)
    client.change(CLOSE, id=id_of(KOKSHETAU_PSC), expected=2)
    as_editor(client)
    assert client.change(CLOSE, id=id_of(AKKOL_PSC))["office"]["status"] == "CLOSED"


def test_a_successor_lies_in_the_territory(client: ChangingClient) -> None:
    asked: dict[str, Any] = {"id": id_of(KARASAI), "successors": [id_of(EDUCATION), id_of(KOKSHETAU_PSC)]}
    assert client.refused(CLOSE, **asked) == [(OUTSIDE, ["successorIds"])]
    assert message_of(client, CLOSE, **asked).startswith(f"{KOKSHETAU_PSC} would be a successor: ")
    asked["successors"] = [id_of(EDUCATION)]
    assert client.change(CLOSE, **asked)["office"]["successors"] == [{"id": id_of(EDUCATION)}]
    # A parent that another account set may stay.
    as_chief(client)
    client.change(CLOSE, id=id_of(AKKOL_PSC), successors=[id_of(KOKSHETAU_PSC)])
    as_editor(client)
    more = [id_of(KOKSHETAU_PSC), id_of(EDUCATION)]
    again = client.change(CLOSE, id=id_of(AKKOL_PSC), expected=2, successors=more)["office"]
    assert {one["id"] for one in again["successors"]} == set(more)


def test_no_office_is_hung_into_the_tree_of_others(client: ChangingClient) -> None:
    patch = {"parentId": id_of(KOKSHETAU_PSC)}
    update = {"id": id_of(AKKOL_PSC), "expected": 1, "patch": patch}
    assert client.refused(UPDATE, **update) == [(OUTSIDE, ["patch", "parentId"])]
    assert message_of(client, UPDATE, **update).startswith(f"{KOKSHETAU_PSC} would get a branch: ")
    assert client.refused(CREATE, office=NEW | patch) == [(OUTSIDE, ["office", "parentId"])]
    number = client.change(SUBMIT, id=id_of(AKKOL_PSC), patch=patch)["correction"]["id"]
    client.sign_in("akm-akkol", role="admin", subject="accomplice")
    assert client.refused(REVIEW, id=number) == [(OUTSIDE, ["id"])]
    client.sign_in("akm", role="admin", subject="of the region")
    assert client.change(REVIEW, id=number)["correction"]["status"] == "ACCEPTED"
    # A branch may leave, and does not come back by a revert.
    as_editor(client)
    client.update(AKKOL_PSC, {"parentId": id_of(EDUCATION)})
    assert client.refused(REVERT, id=id_of(AKKOL_PSC), expected=3, to=2) == [(OUTSIDE, ["toVersion"])]
    # A parent that the acts state needs no right.
    assert client.change(REVERT, id=id_of(AKKOL_PSC), expected=3, to=1)["office"]["version"] == 4
    assert client.edition.offices[AKKOL_PSC].parent_id == HEAD_PSC


def test_the_head_of_the_offices_of_a_kind_heads_a_new_one_of_that_kind(client: ChangingClient) -> None:
    assert client.refused(UPDATE, id=id_of(KARASAI), expected=1, patch={"parentId": id_of(HEAD_PSC)}) == [
        (OUTSIDE, ["patch", "parentId"])
    ]
    made = client.change(CREATE, office=NEW | {"parentId": id_of(HEAD_PSC)})["office"]
    assert made["parent"] == {"id": id_of(HEAD_PSC)}
    client.sign_in("akm-akkol-kenes", role="editor", subject="of Kenes")  # where no such office stands
    there = NEW | {"settlementId": "Settlement:akm-akkol-kenes-kenes", "parentId": id_of(HEAD_PSC)}
    assert client.refused(CREATE, office=there) == [(OUTSIDE, ["office", "parentId"])]


BODY = Organization("state-corporation", ())


def with_bodies(edition: Edition, of: dict[str, str | None]) -> Edition:
    offices = {key: replace(one, organization_id=of.get(key)) for key, one in edition.offices.items()}
    return replace(edition, offices=offices, organizations={BODY.id: BODY})


def is_of_akkol(office: Office) -> bool:
    return office.id.startswith("akm-akkol")


def named(edition: Edition, office: str, *, is_released: bool = False) -> list[Touch]:
    change = FieldChange("organization_id", None, BODY.id, is_released)
    return list(touches(edition, edition.offices[office], [change], known_in(edition, is_of_akkol)))


def test_a_body_is_named_by_who_answers_for_all_of_it_or_where_it_has_such_an_office(
    small_edition: Edition,
) -> None:
    (nobodys,) = named(with_bodies(small_edition, {}), AKKOL_PSC)
    assert (nobodys.field, nobodys.unit_ids) == ("organization_id", (None,))
    elsewhere = with_bodies(small_edition, {KOKSHETAU_PSC: BODY.id, HEAD_PSC: BODY.id})
    (theirs,) = named(elsewhere, AKKOL_PSC)
    assert set(theirs.unit_ids) == {"akm-kokshetau-g", "akm-kokshetau", "akm"}
    assert theirs.what == "state-corporation would get an office"
    assert named(elsewhere, AKKOL_PSC, is_released=True) == []
    here = with_bodies(small_edition, {KOKSHETAU_PSC: BODY.id, AKKOL_PSC: BODY.id})
    assert named(here, AKKOL_PSC) == []
    assert [touch.field for touch in named(here, KARASAI)] == ["organization_id"]


# An office keeps its identifiers.


def test_an_office_keeps_a_name(client: ChangingClient) -> None:
    update: dict[str, Any] = {"id": id_of(KARASAI), "expected": 1, "patch": {"nameRu": None, "nameKk": None}}
    assert client.refused(UPDATE, **update) == [("INVALID", ["patch", "nameKk"])]
    update["patch"] = {"nameRu": None}
    (error,) = client.tried(UPDATE, **update)["userErrors"]
    assert (error["code"], error["path"]) == ("INVALID", ["patch", "nameRu"])
    assert error["message"].startswith("an office keeps a name")
    assert client.update(KARASAI, {"nameRu": None, "nameKk": "Қарасай әкімінің аппараты"})["office"]
    assert client.edition.offices[KARASAI].names[0].value == "Қарасай әкімінің аппараты"


def test_a_translated_name_is_no_name_that_an_office_keeps_or_that_a_change_tells(
    shipped_edition: Edition,
) -> None:
    ministry = shipped_edition.offices["kz-ministry-of-education"]
    assert {name.language for name in ministry.names} == set(Language)
    atlas = Atlas.of(shipped_edition)
    read = PatchReader(shipped_edition, atlas, Locator(atlas)).read({"name_ru": None}, ministry)
    assert [problem.message.partition(":")[0] for problem in read.problems] == ["an office keeps a name"]
    assert value_of(shipped_edition, ministry, "name_kk") is None
    assert value_of(shipped_edition, ministry, "name_ru") == ministry.names[0].value


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("+77163834190,8 (716 38) 1,", "faxes"),
        (",,nobody", "emails"),
        ("1|+77163834190,,", "phones"),
    ],
)
def test_a_bad_contact_of_a_sheet_is_told_by_its_column(
    client: ChangingClient, cells: str, column: str
) -> None:
    sheet = f"id,version,phones,faxes,emails\n{id_of(KARASAI)},1,{cells}\n"
    document = f"""mutation($csv: String!) {{ officesImport(csv: $csv, reason: "the list") {{
      accepted {ERRORS} }} }}"""
    assert client.refused(document, csv=sheet) == [("INVALID", ["csv", "2", column])]
