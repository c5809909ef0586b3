"""Corrections are proposed by anybody, decided by a reviewer, and opened again when a newer act disagrees."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from loaders.loading.load import load
from loaders.seeds import Seeds
from model.enums import CorrectionStatus
from store.log.answered_requests import checked_key, digest_of, keep_answer
from store.reading.editions import load_edition
from store.tables.engine import writing
from tests.changing import EDUCATION, ERRORS, KARASAI, REVISION, ChangingClient
from tests.filled import fill

CORRECTION = """correction { id status baseVersion evidence reviewNote changes { field before after }
  target { id version } appliedIn { version actor } }"""
SUBMIT = f"""mutation($id: ID!, $base: Int! = 1, $patch: OfficePatchInput!,
  $evidence: [String!]! = ["I saw it"], $dryRun: Boolean! = false) {{
  correctionSubmit(officeId: $id, baseVersion: $base, patch: $patch, evidence: $evidence, dryRun: $dryRun) {{
    {CORRECTION} {ERRORS} }} }}"""
REVIEW = f"""mutation($id: ID!, $decision: ReviewDecision! = ACCEPT, $note: String) {{
  correctionReview(id: $id, decision: $decision, note: $note) {{ {CORRECTION} {ERRORS} }} }}"""
WITHDRAW = f"""mutation($id: ID!) {{ correctionWithdraw(id: $id) {{ {CORRECTION} {ERRORS} }} }}"""
QUEUE = """query($status: CorrectionStatus, $within: ID) { corrections(status: $status, within: $within) {
  totalCount edges { node { id status target { id } } } } }"""
OFFICE = f"Office:{KARASAI}"
NAMED = {"nameRu": "Аппарат акима Карасайского округа"}


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> Iterator[ChangingClient]:
    """An anonymous client of a server over the small seeds, on either store."""
    fill(store_engine, small_seeds)
    client = ChangingClient(store_engine)
    client.sign_out()
    with client.http:
        yield client


def submit(client: ChangingClient, patch: dict[str, Any] | None = None, office: str = OFFICE) -> str:
    correction = client.change(SUBMIT, id=office, patch=patch or NAMED)["correction"]
    assert correction["status"] == "SUBMITTED"
    return str(correction["id"])


def queue(client: ChangingClient, **variables: Any) -> list[tuple[str, str]]:
    edges = client.data(QUEUE, **variables)["corrections"]["edges"]
    return [(edge["node"]["id"], edge["node"]["status"]) for edge in edges]


def test_anybody_may_propose_and_a_reviewer_decides(client: ChangingClient) -> None:
    number = submit(client)
    assert client.edition.offices[KARASAI].version == 1
    client.sign_in("akm-akkol", role="reviewer", subject="reviewer")
    assert queue(client, status="SUBMITTED") == [(number, "SUBMITTED")]
    assert client.change(REVIEW, id=number)["correction"]["status"] == "SUBMITTED"
    client.sign_in("akm-akkol", role="reviewer", subject="another")
    decided = client.change(REVIEW, id=number, note="the akim says so, too")["correction"]
    assert (decided["status"], decided["reviewNote"]) == ("ACCEPTED", "the akim says so, too")
    assert decided["appliedIn"] == {"version": 2, "actor": "another"}
    assert decided["target"] == {"id": OFFICE, "version": 2}
    assert queue(client, status="SUBMITTED") == []
    client.sign_out()
    history = f"""query($id: ID!) {{ office(id: $id) {{ name(language: RU)
      history {{ edges {{ node {{ {REVISION.removeprefix("revision {").removesuffix("}").strip()} }} }} }}
      provenance(fields: ["name_ru"]) {{ wins value correction {{ id evidence }} }} }} }}"""
    office = client.data(history, id=OFFICE)["office"]
    assert office["name"] == NAMED["nameRu"]
    assert office["history"]["edges"][0]["node"]["correction"] == {"id": number}
    assert office["provenance"][0] == {
        "wins": True,
        "value": NAMED["nameRu"],
        "correction": {"id": number, "evidence": ["I saw it"]},
    }
    assert load_edition(client.engine) == client.edition


def test_a_rejected_one_needs_a_note_and_changes_nothing(client: ChangingClient) -> None:
    number = submit(client)
    client.sign_in("akm", role="reviewer", subject="reviewer")
    assert client.refused(REVIEW, id=number, decision="REJECT") == [("INVALID", ["note"])]
    assert (
        client.change(REVIEW, id=number, decision="REJECT", note="no")["correction"]["status"] == "REJECTED"
    )
    assert client.edition.offices[KARASAI].version == 1
    assert client.refused(REVIEW, id=number) == [("CONFLICT", ["id"])]
    assert client.refused(REVIEW, id="Correction:99") == [("NOT_FOUND", ["id"])]
    assert client.refused(REVIEW, id=OFFICE) == [("INVALID", ["id"])]


def test_four_eyes_see_each_correction(client: ChangingClient) -> None:
    client.sign_in("akm", role="admin", subject="one")
    number = submit(client)
    assert client.refused(REVIEW, id=number) == [("FORBIDDEN", ["id"])]
    client.sign_in("akm", role="admin", subject="two")
    assert client.refused(WITHDRAW, id=number) == [("FORBIDDEN", ["id"])]
    assert client.change(REVIEW, id=number)["correction"]["status"] == "ACCEPTED"


def test_who_filed_one_may_take_it_back(client: ChangingClient) -> None:
    client.sign_in(role="reader", subject="one")
    number = submit(client)
    assert client.change(WITHDRAW, id=number)["correction"]["status"] == "WITHDRAWN"
    client.sign_in("akm", role="reviewer", subject="two")
    assert client.refused(REVIEW, id=number) == [("CONFLICT", ["id"])]
    assert queue(client) == [(number, "WITHDRAWN")]


# Anonymous clients with one address count as one client, but cannot see each other's proposals.

KEYS = ("0f8b3c5d7e9a1b2c4d6e8f0a1b3c5d7e", "5b1e0c62-6f0e-4a53-9d0e-7a4d1c2b3f90")
KEPT_KEY = checked_key(KEYS[0], is_of_stranger=True)

KEYED = f"""mutation($key: String!, $evidence: [String!]! = ["I saw it"]) {{
  correctionSubmit(officeId: "{OFFICE}", baseVersion: 1, patch: {{nameRu: "Аппарат акима округа Карасай"}},
    evidence: $evidence, idempotencyKey: $key) {{ {CORRECTION} {ERRORS} }} }}"""
WITHDRAW_KEYED = f"""mutation($id: ID!, $key: String) {{ correctionWithdraw(id: $id, idempotencyKey: $key) {{
  {CORRECTION} {ERRORS} }} }}"""


def test_a_stranger_takes_no_proposal_back(client: ChangingClient) -> None:
    number = submit(client)
    for id_ in (number, "Correction:99"):
        payload = client.tried(WITHDRAW, id=id_)
        (error,) = payload["userErrors"]
        assert (payload["correction"], error["code"], error["path"]) == (None, "FORBIDDEN", ["id"])
        assert error["message"].startswith("who has not signed in cannot take a proposal back")
    assert client.edition.corrections[1].status is CorrectionStatus.SUBMITTED
    client.sign_in("akm", role="reviewer", subject="reviewer")
    client.change(REVIEW, id=number, decision="REJECT", note="a remark for its author")
    client.sign_out()
    # Nor does anybody else learn its outcome.
    assert client.refused(WITHDRAW, id=number) == [("FORBIDDEN", ["id"])]
    assert client.refused(REVIEW, id=number) == client.refused(REVIEW, id="Correction:99")
    client.sign_in(role="reader", subject="somebody else")
    assert client.refused(WITHDRAW, id=number) == [("FORBIDDEN", ["id"])]
    assert client.refused(REVIEW, id=number) == [("FORBIDDEN", ["id"])]


def test_no_way_of_asking_shows_a_stranger_what_another_filed(client: ChangingClient) -> None:
    secret = "testimony of a named witness"
    number = client.change(KEYED, key=KEYS[0], evidence=[secret])["correction"]["id"]
    asked = [
        client.post("query($id: ID!) { node(id: $id) { ... on Correction { evidence } } }", id=number),
        client.post(
            "query($r: [_Any!]!) { _entities(representations: $r) { ... on Correction { evidence } } }",
            r=[{"__typename": "Correction", "id": number}],
        ),
        client.post(QUEUE),
        client.post(WITHDRAW_KEYED, id=number, key=KEYS[0]),
        client.post(REVIEW, id=number),
        client.post(KEYED, key=KEYS[0]),
        client.post(KEYED, key=KEYS[1]),
        client.post(
            f'{{ office(id: "{OFFICE}") {{ history {{ edges {{ node {{ summary evidence }} }} }} }} }}'
        ),
    ]
    assert [answer for answer in asked if secret in str(answer)] == []
    assert client.edition.corrections[1].status is CorrectionStatus.SUBMITTED


def test_a_request_that_a_stranger_sends_again_is_told_that_it_was_filed_and_no_more(
    client: ChangingClient,
) -> None:
    filed = client.change(KEYED, key=KEYS[0])["correction"]
    assert client.change(KEYED, key=KEYS[0])["correction"] == filed
    client.sign_in("akm", role="reviewer", subject="reviewer")
    client.change(REVIEW, id=filed["id"], decision="REJECT", note="a remark for its author")
    client.sign_out()
    again = client.change(KEYED, key=KEYS[0])["correction"]
    assert again == filed
    assert (again["status"], again["reviewNote"], again["evidence"]) == ("SUBMITTED", None, ["I saw it"])
    assert len(client.edition.corrections) == 1
    # With another client's key, and without one, nothing is shown and nothing is lost.
    assert client.refused(KEYED, key=KEYS[0], evidence=["I heard it"]) == [("CONFLICT", ["idempotencyKey"])]
    assert client.change(KEYED, key=KEYS[1])["correction"]["id"] == "Correction:2"


def test_an_answer_kept_for_the_key_of_one_stranger_is_not_given_to_another(client: ChangingClient) -> None:
    number = submit(client)
    digest = digest_of(["correctionWithdraw", number])
    kept = {"office_ids": [KARASAI], "version": None, "correction_id": 1}
    with writing(client.engine) as connection:
        keep_answer(connection, "anonymous:testclient", KEPT_KEY, digest, kept)
    assert client.refused(WITHDRAW_KEYED, id=number, key=KEYS[0]) == [("FORBIDDEN", ["id"])]


def test_who_signed_in_is_told_what_became_of_it_when_the_answer_was_lost(client: ChangingClient) -> None:
    client.sign_in(role="reader", subject="one")
    number = client.change(KEYED, key=KEYS[0])["correction"]["id"]
    assert client.change(WITHDRAW_KEYED, id=number, key=KEYS[1])["correction"]["status"] == "WITHDRAWN"
    assert client.change(WITHDRAW_KEYED, id=number, key=KEYS[1])["correction"]["status"] == "WITHDRAWN"
    assert client.change(KEYED, key=KEYS[0])["correction"]["status"] == "WITHDRAWN"
    client.sign_out()
    assert client.change(KEYED, key=KEYS[0])["correction"]["id"] == "Correction:2"


NODES = """query($id: ID!, $r: [_Any!]!) { node(id: $id) { ... on Correction { status evidence } }
  nodes(ids: [$id]) { ... on Correction { status evidence } }
  _entities(representations: $r) { ... on Correction { status evidence } } }"""


def by_id(client: ChangingClient, number: str) -> list[Any]:
    """The results of the three queries by id: codes of refusals, or the record."""
    answer = client.post(NODES, id=number, r=[{"__typename": "Correction", "id": number}])
    codes = [error["extensions"]["code"] for error in answer.get("errors", ())]
    data = answer.get("data") or {}
    shown = [data.get("node"), *(data.get("nodes") or ()), *(data.get("_entities") or ())]
    return codes + [one for one in shown if one is not None]


@pytest.mark.parametrize(("decision", "status"), [(None, "SUBMITTED"), ("REJECT", "REJECTED")])
def test_who_sees_a_proposal_in_the_queue_sees_it_by_its_id_and_nobody_else(
    client: ChangingClient, decision: str | None, status: str
) -> None:
    number = submit(client)
    if decision is not None:
        client.sign_in("akm", role="reviewer", subject="decider")
        client.change(REVIEW, id=number, decision=decision, note="no")
    asking = [
        (role, territories)
        for role in ("reader", "editor", "reviewer", "publisher", "admin")
        for territories in (["akm-akkol"], ["akm-kokshetau"], ["*"], ["nowhere"], [])
    ]
    seeing = 0
    for role, territories in asking:
        client.sign_in(*territories, role=role, subject="somebody")
        edges = (client.post(QUEUE).get("data") or {}).get("corrections") or {"edges": []}
        is_listed = edges["edges"] != []
        seeing += is_listed
        expected = [{"status": status, "evidence": ["I saw it"]}] * 3 if is_listed else ["NOT_FOUND"] * 3
        assert by_id(client, number) == expected, (role, territories)
        client.sign_out()
        assert by_id(client, number) == ["NOT_FOUND"] * 3  # no part of an answer stays for the next client
    assert seeing == 6  # editor, reviewer and admin: of the district, and of the country


def test_an_accepted_one_is_seen_by_all(client: ChangingClient) -> None:
    number = submit(client)
    for subject in ("one", "two"):
        client.sign_in("akm-akkol", role="reviewer", subject=subject)
        client.change(REVIEW, id=number)
    client.sign_out()
    assert by_id(client, number) == [{"status": "ACCEPTED", "evidence": ["I saw it"]}] * 3


def test_what_is_shown_by_id_to_one_who_decides_is_kept_by_nobody_for_others(client: ChangingClient) -> None:
    number = submit(client)
    asked = {"query": f'{{ node(id: "{number}") {{ id }} }}'}
    client.sign_in("akm-akkol", role="reviewer", subject="reviewer")
    shown = client.http.get("/graphql", params=asked)
    assert shown.json()["data"]["node"] == {"id": number}
    assert shown.headers["cache-control"].startswith("private")
    client.sign_out()
    again = client.http.get("/graphql", params=asked, headers={"if-none-match": shown.headers["etag"]})
    assert again.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"


def test_a_reviewer_of_elsewhere_neither_sees_nor_decides(client: ChangingClient) -> None:
    number = submit(client)
    client.sign_in("akm-kokshetau", role="reviewer", subject="elsewhere")
    assert queue(client) == []
    assert client.refused(REVIEW, id=number) == [("OUT_OF_TERRITORY", ["id"])]
    client.sign_in("akm-akkol", role="editor", subject="editor")
    assert client.refused(REVIEW, id=number) == [("FORBIDDEN", ["id"])]
    assert queue(client, within="RuralOkrug:akm-akkol-karasai") == [(number, "SUBMITTED")]
    assert queue(client, within="RuralOkrug:akm-akkol-kenes") == []
    client.sign_out()
    code, message = client.error(QUEUE)
    assert code == "FORBIDDEN"
    assert "nobody is signed in" in message
    assert client.error("query($id: ID!) { node(id: $id) { id } }", id=number)[0] == "NOT_FOUND"


def test_what_changed_meanwhile_is_not_overwritten(client: ChangingClient) -> None:
    number, other = submit(client), submit(client, {"postalCode": "020111"})
    client.sign_in("akm", subject="admin")
    client.update(KARASAI, {"nameRu": "Имя от редактора"})
    payload = client.tried(REVIEW, id=number)
    (error,) = payload["userErrors"]
    assert (error["code"], error["conflictingFields"]) == ("CONFLICT", ["nameRu"])
    assert error["current"]["name"] == "Имя от редактора"
    assert queue(client, status="SUBMITTED") == [(number, "SUBMITTED"), (other, "SUBMITTED")]
    # The other field is as its author saw it, whatever happened to the name.
    assert client.change(REVIEW, id=other)["correction"]["appliedIn"]["version"] == 3
    late = client.refused(SUBMIT, id=OFFICE, base=1, patch={"nameRu": "Старое знание"})
    assert late == [("CONFLICT", ["baseVersion"])]
    assert client.change(SUBMIT, id=OFFICE, base=1, patch={"openingHours": "24/7"})["correction"]["id"]


def test_a_new_postal_code_is_no_other_address(client: ChangingClient) -> None:
    number = submit(client, {"addressRu": "село Карасай, ул. Мира, 1"})
    client.sign_in("akm", subject="admin")
    client.update(KARASAI, {"postalCode": "020111"})
    assert client.change(REVIEW, id=number)["correction"]["status"] == "ACCEPTED"
    assert [one.postal_code for one in client.edition.offices[KARASAI].addresses] == ["020111"]


def test_a_proposal_is_held_to_the_rules_and_a_doubt_goes_to_the_reviewer(client: ChangingClient) -> None:
    assert client.refused(SUBMIT, id=OFFICE, patch={"postalCode": "1"}) == [
        ("INVALID", ["patch", "postalCode"])
    ]
    assert client.refused(SUBMIT, id=OFFICE, patch=NAMED, evidence=[]) == [
        ("EVIDENCE_REQUIRED", ["evidence"])
    ]
    assert client.refused(SUBMIT, id=OFFICE, patch={}) == [("INVALID", ["patch"])]
    far = {"location": {"latitude": 53.28, "longitude": 69.39}}
    correction = client.change(SUBMIT, id=OFFICE, patch=far)["correction"]
    assert correction["evidence"][0] == "I saw it"
    assert correction["evidence"][1].startswith("registry: the point lies ")
    submit(client)
    assert client.refused(SUBMIT, id=OFFICE, patch=NAMED) == [("DUPLICATE", ["patch"])]
    before = client.edition
    assert client.change(SUBMIT, id=OFFICE, patch={"kind": "OTHER"}, dryRun=True)["correction"] is None
    assert client.edition == before


def test_one_sender_files_so_many_an_hour(store_engine: Engine, small_seeds: Seeds) -> None:
    fill(store_engine, small_seeds)
    client = ChangingClient(store_engine, {"KENSE_CORRECTIONS_PER_HOUR": "2"})
    client.sign_out()
    with client.http:
        submit(client)
        submit(client, {"postalCode": "020111"})
        assert client.refused(SUBMIT, id=OFFICE, patch={"postalCode": "020112"}) == [("FORBIDDEN", None)]
        client.sign_in("akm", role="editor", subject="editor")
        submit(client, {"postalCode": "020112"})


def test_a_newer_act_opens_a_correction_again(client: ChangingClient, small_seeds: Seeds) -> None:
    number = submit(client, {"contacts": [{"kind": "PHONE", "value": "+77163834199"}]})
    client.sign_in("akm", role="admin", subject="admin")
    client.change(REVIEW, id=number)
    client.update(EDUCATION, {"nameRu": "Имя от редактора"})
    load(client.engine, with_a_newer_act(small_seeds))
    client.reception.catch_up()
    edition = client.edition
    assert [one.value for one in edition.offices[KARASAI].contacts] == ["+77163834199"]
    reopened, filed = edition.corrections.values()
    assert (reopened.status, reopened.submitted_by) == (CorrectionStatus.IN_REVIEW, "anonymous:testclient")
    assert reopened.review_note is not None
    assert "prints +77163830000" in reopened.review_note
    assert (filed.status, filed.submitted_by, filed.office_id) == ("IN_REVIEW", "registry", EDUCATION)
    # Accepted again the corrected value stays; rejected, the field goes back to what the newer act prints.
    assert client.change(REVIEW, id=number)["correction"]["status"] == "ACCEPTED"
    assert client.edition.offices[KARASAI].version == 2
    own = client.change(REVIEW, id=f"Correction:{filed.id}")["correction"]
    assert own["status"] == "ACCEPTED"
    names = [name.value for name in client.edition.offices[EDUCATION].names]
    assert names == ["Отдел образования по новому акту"]
    assert load_edition(client.engine) == client.edition


def test_a_reopened_one_that_is_rejected_gives_way_to_the_act(
    client: ChangingClient, small_seeds: Seeds
) -> None:
    number = submit(client, {"contacts": [{"kind": "PHONE", "value": "+77163834199"}]})
    client.sign_in("akm", role="admin", subject="reviewer")
    client.change(REVIEW, id=number)
    load(client.engine, with_a_newer_act(small_seeds))
    client.reception.catch_up()
    decided = client.change(REVIEW, id=number, decision="REJECT", note="the new act is right")["correction"]
    assert (decided["status"], decided["target"]["version"]) == ("REJECTED", 3)
    assert [one.value for one in client.edition.offices[KARASAI].contacts] == ["+77163830000"]
    assert load_edition(client.engine) == client.edition


def test_a_rejection_sends_no_office_out_of_the_territory(client: ChangingClient, small_seeds: Seeds) -> None:
    kenes = {
        "settlementId": "Settlement:akm-akkol-kenes-kenes",
        "jurisdictionUnitIds": ["RuralOkrug:akm-akkol-kenes"],
        "contacts": [{"kind": "PHONE", "value": "+77163834199"}],
    }
    number = submit(client, kenes)
    client.sign_in("akm", role="reviewer", subject="reviewer")
    client.change(REVIEW, id=number)
    load(client.engine, with_a_newer_act(small_seeds))
    client.reception.catch_up()
    client.sign_in("akm-akkol-kenes", role="reviewer", subject="of Kenes")
    rejection = {"id": number, "decision": "REJECT", "note": "the new act is right"}
    assert client.refused(REVIEW, **rejection) == [("OUT_OF_TERRITORY", ["id"])]
    client.sign_in("akm-akkol-kenes", "akm-akkol-karasai", role="reviewer", subject="of both")
    client.change(REVIEW, **rejection)
    assert client.edition.offices[KARASAI].located_in == "akm-akkol-karasai-karasai"


def with_a_newer_act(seeds: Seeds) -> Seeds:
    """The seeds and an act that prints another phone of Karasai and another name of the department."""
    (act,) = seeds.acts
    newer = replace(act, id="akm-2030-1", number="1", adopted_on=act.adopted_on.replace(year=2030))
    entries, records = dict(seeds.entries), dict(seeds.records)
    for key in seeds.records:
        rows = {row.line: row for row in seeds.records[key] if row.office in (KARASAI, EDUCATION)}
        changed = [
            replace(row, phones="+77163830000")
            if row.office == KARASAI
            else replace(row, name="Отдел образования по новому акту")
            for row in rows.values()
        ]
        if changed:
            copy = key._replace(act=newer.id)
            records[copy] = tuple(changed)
            entries[copy] = tuple(row for row in seeds.entries[key] if row.line in rows)
    return replace(seeds, acts=(act, newer), entries=entries, records=records)
