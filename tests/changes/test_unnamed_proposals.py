"""Anonymous proposals: two reviewers approve one, its secret identifies the proposer, keys are not shared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select

from changes.identity import REGISTRY
from loaders.seeds import Seeds
from model.enums import CorrectionStatus
from store.log.answered_requests import BadKeyError, checked_key
from store.reading.editions import load_edition
from store.tables import tables
from store.tables.engine import reading
from tests.changing import ERRORS, KARASAI, ChangingClient
from tests.filled import fill

PARTY = "{ subject knownBy }"
CORRECTION = f"""correction {{ id status evidence reviewNote missingApprovals proposedBy {PARTY}
  reviewedBy {PARTY} approvals {{ note by {PARTY} }} appliedIn {{ version actor }} }}"""
SUBMIT = f"""mutation($patch: OfficePatchInput!, $key: String, $dryRun: Boolean! = false) {{
  correctionSubmit(officeId: "Office:{KARASAI}", baseVersion: 1, patch: $patch, evidence: ["I saw it"],
    idempotencyKey: $key, dryRun: $dryRun) {{ secret {CORRECTION} {ERRORS} }} }}"""
REVIEW = f"""mutation($id: ID!, $decision: ReviewDecision! = ACCEPT, $note: String,
  $dryRun: Boolean! = false) {{
  correctionReview(id: $id, decision: $decision, note: $note, dryRun: $dryRun) {{
    secret {CORRECTION} {ERRORS} }} }}"""
WITHDRAW = f"""mutation($id: ID!, $secret: String, $key: String) {{
  correctionWithdraw(id: $id, secret: $secret, idempotencyKey: $key) {{ {CORRECTION} {ERRORS} }} }}"""
_OWN = CORRECTION.replace("correction", "correction(id: $id, secret: $secret)", 1)
OWN = f"query($id: ID!, $secret: String!) {{ {_OWN} }}"
HISTORY = f"""{{ office(id: "Office:{KARASAI}") {{ history {{ edges {{ node {{ actor correction {{
  proposedBy {PARTY} reviewedBy {PARTY} approvals {{ note by {PARTY} }} }} }} }} }} }} }}"""
NAMED = {"nameRu": "Аппарат акима Карасайского округа"}
KEY, OTHER_KEY = "0f8b3c5d7e9a1b2c4d6e8f0a1b3c5d7e", "5b1e0c62-6f0e-4a53-9d0e-7a4d1c2b3f90"
UNNAMED = {"subject": None, "knownBy": "ADDRESS"}


def account(subject: str) -> dict[str, str]:
    return {"subject": subject, "knownBy": "ACCOUNT"}


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> Iterator[ChangingClient]:
    """An anonymous client of a server over the small seeds, on either store."""
    fill(store_engine, small_seeds)
    client = ChangingClient(store_engine)
    client.sign_out()
    with client.http:
        yield client


def submit(client: ChangingClient, **variables: Any) -> tuple[str, str]:
    """Number and secret of a proposal without a token."""
    client.sign_out()
    payload = client.change(SUBMIT, patch=NAMED, **variables)
    return payload["correction"]["id"], payload["secret"]


def accept(client: ChangingClient, number: str, subject: str, role: str = "reviewer", **more: Any) -> Any:
    client.sign_in("akm-akkol", role=role, subject=subject)
    return client.change(REVIEW, id=number, **more)["correction"]


# Two approvals.


def test_a_reviewer_cannot_accept_alone_what_they_may_have_proposed_without_a_token(
    client: ChangingClient,
) -> None:
    number, _ = submit(client)
    first = accept(client, number, "aigul", note="I know it")
    assert (first["status"], first["missingApprovals"], first["appliedIn"]) == ("SUBMITTED", 1, None)
    assert first["approvals"] == [{"note": "I know it", "by": account("aigul")}]
    assert client.refused(REVIEW, id=number) == [("FORBIDDEN", ["id"])]
    assert client.edition.offices[KARASAI].version == 1
    assert load_edition(client.engine) == client.edition
    second = accept(client, number, "bolat")
    assert (second["status"], second["missingApprovals"]) == ("ACCEPTED", 0)
    assert second["appliedIn"] == {"version": 2, "actor": "bolat"}
    assert load_edition(client.engine) == client.edition


def test_the_history_names_who_proposed_and_who_said_yes_and_how_each_is_known(
    client: ChangingClient,
) -> None:
    number, _ = submit(client)
    accept(client, number, "aigul")
    accept(client, number, "bolat", note="so it is")
    client.sign_out()
    (edge, *_) = client.data(HISTORY)["office"]["history"]["edges"]
    assert edge["node"] == {
        "actor": "bolat",
        "correction": {
            "proposedBy": UNNAMED,
            "reviewedBy": account("bolat"),
            "approvals": [
                {"note": None, "by": account("aigul")},
                {"note": "so it is", "by": account("bolat")},
            ],
        },
    }


def test_who_may_edit_it_accepts_it_alone(client: ChangingClient) -> None:
    number, _ = submit(client)
    assert accept(client, number, "chief", role="admin")["status"] == "ACCEPTED"


def test_an_editor_gives_the_second_yes_and_not_the_first(client: ChangingClient) -> None:
    number, _ = submit(client)
    client.sign_in("akm-akkol", role="editor", subject="editor")
    assert client.refused(REVIEW, id=number) == [("FORBIDDEN", ["id"])]
    accept(client, number, "aigul")
    client.sign_in("akm-kokshetau", role="editor", subject="elsewhere")
    assert client.refused(REVIEW, id=number) == [("FORBIDDEN", ["id"])]
    client.sign_in("akm-akkol", role="editor", subject="editor")
    assert client.refused(REVIEW, id=number, decision="REJECT", note="no") == [("FORBIDDEN", ["id"])]
    decided = client.change(REVIEW, id=number)["correction"]
    assert (decided["status"], decided["appliedIn"]["actor"]) == ("ACCEPTED", "editor")


def test_what_an_account_proposed_one_reviewer_accepts(client: ChangingClient) -> None:
    client.sign_in(role="reader", subject="citizen")
    payload = client.change(SUBMIT, patch=NAMED)
    assert payload["secret"] is None
    assert payload["correction"]["proposedBy"] == account("citizen")
    assert payload["correction"]["missingApprovals"] == 1
    decided = accept(client, payload["correction"]["id"], "aigul")
    assert (decided["status"], decided["reviewedBy"]) == ("ACCEPTED", account("aigul"))


def test_a_second_yes_is_held_to_all_rules_of_the_first(client: ChangingClient) -> None:
    number, _ = submit(client)
    accept(client, number, "aigul")
    client.sign_in("akm-kokshetau", role="reviewer", subject="elsewhere")
    assert client.refused(REVIEW, id=number) == [("OUT_OF_TERRITORY", ["id"])]
    client.sign_in("akm", subject="chief")
    client.update(KARASAI, {"nameRu": "Имя от редактора"})
    client.sign_in("akm-akkol", role="reviewer", subject="bolat")
    assert client.refused(REVIEW, id=number) == [("CONFLICT", ["id"])]
    decided = client.change(REVIEW, id=number, decision="REJECT", note="too late")["correction"]
    assert (decided["status"], decided["missingApprovals"]) == ("REJECTED", 0)


def test_a_dry_run_of_a_yes_keeps_none(client: ChangingClient) -> None:
    number, _ = submit(client)
    client.sign_in("akm-akkol", role="reviewer", subject="aigul")
    before = client.edition
    client.change(REVIEW, id=number, dryRun=True)
    assert client.edition == before
    assert client.change(REVIEW, id=number)["correction"]["missingApprovals"] == 1


# The proposer.


def test_who_shows_the_secret_sees_and_takes_back_their_proposal(client: ChangingClient) -> None:
    number, secret = submit(client)
    assert len(secret) >= 22
    (found,) = client.data(OWN, id=number, secret=secret).values()
    assert (found["status"], found["evidence"], found["approvals"]) == ("SUBMITTED", ["I saw it"], [])
    accept(client, number, "aigul", note="it is so")
    client.sign_out()
    (found,) = client.data(OWN, id=number, secret=secret).values()
    # The number of approvals is shown, but not yet their accounts.
    assert found["approvals"] == [{"note": "it is so", "by": {"subject": None, "knownBy": "NOTHING"}}]
    taken = client.change(WITHDRAW, id=number, secret=secret)["correction"]
    assert (taken["status"], taken["reviewedBy"]) == ("WITHDRAWN", UNNAMED)
    assert client.refused(WITHDRAW, id=number, secret=secret) == [("CONFLICT", ["id"])]


def test_who_signed_in_since_takes_it_back_by_its_secret_too(client: ChangingClient) -> None:
    number, secret = submit(client)
    client.sign_in(role="reader", subject="citizen")
    assert client.refused(WITHDRAW, id=number) == [("FORBIDDEN", ["id"])]
    assert client.change(WITHDRAW, id=number, secret=secret)["correction"]["status"] == "WITHDRAWN"


def test_another_secret_learns_nothing(client: ChangingClient) -> None:
    number, secret = submit(client)
    client.sign_in(role="reader", subject="citizen")
    signed = client.change(SUBMIT, patch={"postalCode": "020111"})["correction"]["id"]
    client.sign_out()
    wrong = [(number, secret[:-1]), (number, ""), (number, " " + secret), (signed, "x")]
    wrong += [("Correction:99", secret), (signed, secret), (signed, "")]
    told = {client.error(OWN, id=id_, secret=shown) for id_, shown in wrong}
    assert told == {("NOT_FOUND", "no proposal was filed with that number and that secret")}
    for id_, shown in wrong:
        path = ["secret"] if shown else ["id"]
        assert client.refused(WITHDRAW, id=id_, secret=shown) == [("FORBIDDEN", path)]
    assert client.error(OWN, id=f"Office:{KARASAI}", secret=secret)[0] == "BAD_USER_INPUT"
    assert client.edition.corrections[1].status is CorrectionStatus.SUBMITTED


def test_the_store_keeps_no_secret_and_no_key_of_a_stranger(client: ChangingClient) -> None:
    _, secret = submit(client, key=KEY)
    with reading(client.engine) as connection:
        rows = [
            str(tuple(row))
            for table in (tables.correction, tables.answered_request, tables.revision)
            for row in connection.execute(select(table))
        ]
    assert [row for row in rows if secret in row or KEY in row] == []
    assert hashlib.sha256(secret.encode()).hexdigest() in str(rows)
    assert secret not in repr(client.edition.corrections[1])


def test_an_answer_with_a_secret_is_kept_by_nobody_on_the_way(client: ChangingClient) -> None:
    number, secret = submit(client)
    asked = {"query": OWN, "variables": f'{{"id": "{number}", "secret": "{secret}"}}'}
    answer = client.http.get("/graphql", params=asked)
    assert answer.json()["data"]["correction"]["id"] == number
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


def test_a_dry_run_gives_no_secret(client: ChangingClient) -> None:
    payload = client.change(SUBMIT, patch=NAMED, dryRun=True)
    assert (payload["correction"], payload["secret"]) == (None, None)


# Idempotency keys of other clients.


def test_a_request_sent_again_is_not_told_the_secret_again(client: ChangingClient) -> None:
    number, _ = submit(client, key=KEY)
    again = client.change(SUBMIT, patch=NAMED, key=KEY)
    assert (again["correction"]["id"], again["secret"]) == (number, None)
    assert len(client.edition.corrections) == 1


def test_one_key_for_two_requests_is_a_conflict_that_tells_nothing(client: ChangingClient) -> None:
    submit(client, key=KEY)
    other = client.tried(SUBMIT, patch={"postalCode": "020111"}, key=KEY)
    (error,) = other["userErrors"]
    assert (error["code"], error["path"]) == ("CONFLICT", ["idempotencyKey"])
    assert (other["correction"], other["secret"]) == (None, None)
    assert error["message"] == "the idempotency key was used for another request: make a new one"
    assert client.change(SUBMIT, patch={"postalCode": "020111"}, key=OTHER_KEY)["secret"]


@pytest.mark.parametrize("key", ["k", "correction-1", "1" * 40, "abc" * 12, "a" * 201, "0123456789\n" * 9])
def test_a_key_that_another_could_make_up_is_refused_of_a_stranger(client: ChangingClient, key: str) -> None:
    for dry_run in (False, True):
        assert client.refused(SUBMIT, patch=NAMED, key=key, dryRun=dry_run) == [
            ("INVALID", ["idempotencyKey"])
        ]
    with pytest.raises(BadKeyError):
        checked_key(key, is_of_stranger=True)


def test_an_account_may_use_any_key(client: ChangingClient) -> None:
    client.sign_in(role="reader", subject="citizen")
    filed = client.change(SUBMIT, patch=NAMED, key="k")["correction"]["id"]
    assert client.change(SUBMIT, patch=NAMED, key="k")["correction"]["id"] == filed
    assert client.refused(SUBMIT, patch={"postalCode": "020111"}, key="k") == [
        ("INVALID", ["idempotencyKey"])
    ]


def test_a_withdrawal_sent_again_shows_its_secret_again(client: ChangingClient) -> None:
    number, secret = submit(client)
    taken = client.change(WITHDRAW, id=number, secret=secret, key=KEY)["correction"]
    assert client.change(WITHDRAW, id=number, secret=secret, key=KEY)["correction"] == taken
    assert client.refused(WITHDRAW, id=number, secret="guessed", key=KEY) == [
        ("CONFLICT", ["idempotencyKey"])
    ]
    assert client.refused(WITHDRAW, id=number, key=KEY) == [("FORBIDDEN", ["id"])]


def test_no_account_has_the_name_of_the_registry(client: ChangingClient) -> None:
    client.sign_in("akm", subject=REGISTRY)
    code, message = client.error("{ viewer { subject } }")
    assert code == "UNAUTHENTICATED"
    assert "the name of the registry itself" in message
