"""The queue of corrections is bounded: the size of a proposal, the number that waits, the size of a page."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from changes.identity import AccountRole, Identity
from changes.problems import RefusedError
from changes.queue_limits import MOST_BYTES, MOST_OPEN, MOST_OPEN_OF_STAFF, refuse_too_long, refuse_too_many
from loaders.seeds import Seeds
from model.enums import CorrectionStatus
from model.office_changes import Correction, FieldChange
from store.tables.engine import writing
from tests.changes.test_corrections import OFFICE, SUBMIT
from tests.changing import KARASAI, ChangingClient
from tests.filled import fill

EDITOR = Identity("editor", frozenset({AccountRole.EDITOR}), frozenset({"*"}))
READER = Identity("reader", frozenset({AccountRole.READER}), frozenset())
PAGE = """query($first: Int, $last: Int, $after: String, $before: String) {
  corrections(first: $first, last: $last, after: $after, before: $before) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { node { id evidence } } } }"""


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> Iterator[ChangingClient]:
    """An anonymous client of a server over the small seeds, on either store."""
    fill(store_engine, small_seeds)
    client = ChangingClient(store_engine, {"KENSE_CORRECTIONS_PER_HOUR": "1000"})
    client.sign_out()
    with client.http:
        yield client


def waiting(number: int, sender: str = "anonymous:1", office: str = KARASAI) -> Correction:
    return Correction(
        id=number,
        office_id=office,
        base_version=1,
        status=CorrectionStatus.SUBMITTED,
        changes=(),
        evidence=("seen",),
        submitted_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
        submitted_by=sender,
        reviewed_at=None,
        reviewed_by=None,
        review_note=None,
        revision_id=None,
        edition=1,
    )


def test_the_evidence_of_a_proposal_is_bounded_in_all(client: ChangingClient) -> None:
    within, above = ["я" * 2_000] * 5, ["я" * 2_000] * 6
    patch = {"nameRu": "Отдел"}
    assert client.refused(SUBMIT, id=OFFICE, patch=patch, evidence=above) == [("INVALID", ["evidence"])]
    payload = client.change(SUBMIT, id=OFFICE, patch=patch, evidence=[*within[:-1], "я" * 1_990])
    assert payload["correction"]["status"] == "SUBMITTED"


def test_what_a_proposal_changes_is_bounded() -> None:
    refuse_too_long([FieldChange("name_ru", "a", "б" * 10_000)])
    with pytest.raises(RefusedError, match=str(MOST_BYTES)):
        refuse_too_long([FieldChange("name_ru", "a", "б" * 50_000)])


@pytest.mark.parametrize("who", [None, READER])
def test_a_sender_without_a_role_has_so_many_open_proposals(who: Identity | None) -> None:
    sender = "anonymous:1" if who is None else who.subject
    open_ones = [waiting(number, sender, f"office {number}") for number in range(MOST_OPEN)]
    refuse_too_many(open_ones[1:], KARASAI, sender, who)
    refuse_too_many(open_ones, KARASAI, "somebody else", who)
    with pytest.raises(RefusedError, match="of yours wait"):
        refuse_too_many(open_ones, KARASAI, sender, who)
    decided = [replace(one, status=CorrectionStatus.REJECTED) for one in open_ones]
    refuse_too_many(decided, KARASAI, sender, who)


def test_strangers_fill_the_queue_of_an_office_for_themselves_alone() -> None:
    open_ones = [waiting(number, f"anonymous:{number}") for number in range(MOST_OPEN)]
    with pytest.raises(RefusedError, match="of this office wait"):
        refuse_too_many(open_ones, KARASAI, "anonymous:x", None)
    refuse_too_many(open_ones, "another-office", "anonymous:x", None)
    refuse_too_many(open_ones, KARASAI, EDITOR.subject, EDITOR)
    many = [waiting(number, EDITOR.subject) for number in range(MOST_OPEN_OF_STAFF)]
    with pytest.raises(RefusedError, match="of yours wait"):
        refuse_too_many(many, KARASAI, EDITOR.subject, EDITOR)


def test_the_limit_of_open_proposals_is_kept_by_the_server(
    client: ChangingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("changes.queue_limits.MOST_OPEN", 2)
    for number in range(2):
        client.change(SUBMIT, id=OFFICE, patch={"postalCode": f"02012{number}"})
    assert client.refused(SUBMIT, id=OFFICE, patch={"postalCode": "020119"}) == [("FORBIDDEN", None)]


def page(client: ChangingClient, **window: Any) -> tuple[list[str], dict[str, Any], int]:
    found = client.data(PAGE, **window)["corrections"]
    size = sum(len("".join(edge["node"]["evidence"]).encode()) for edge in found["edges"])
    return [edge["node"]["id"] for edge in found["edges"]], found["pageInfo"], size


def test_a_page_of_the_queue_ends_early_rather_than_being_too_long(client: ChangingClient) -> None:
    client.sign_in("*", role="editor", subject="editor")
    evidence = ["я" * 1_990] * 5
    for number in range(60):
        client.change(SUBMIT, id=OFFICE, patch={"postalCode": f"{20_000 + number:06}"}, evidence=evidence)
    first, info, size = page(client, first=200)
    assert 40 < len(first) < 60
    assert size <= 1_000_000
    assert info["hasNextPage"]
    rest, info, _ = page(client, first=200, after=info["endCursor"])
    assert not info["hasNextPage"]
    assert len({*first, *rest}) == 60
    last, info, size = page(client, last=200)
    assert size <= 1_000_000
    assert info["hasPreviousPage"]
    earlier, info, _ = page(client, last=200, before=info["startCursor"])
    assert not info["hasPreviousPage"]
    assert [*earlier, *last] == [*first, *rest]


def test_a_dry_run_of_a_proposal_waits_for_no_writer_and_keeps_none_waiting(client: ChangingClient) -> None:
    begun, over = threading.Event(), threading.Event()

    def write() -> None:
        with writing(client.engine):
            begun.set()
            over.wait(20)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(10)
        asked = time.monotonic()
        payload = client.change(SUBMIT, id=OFFICE, patch={"postalCode": "020111"}, dryRun=True)
        assert time.monotonic() - asked < 5
        assert payload["correction"] is None
        assert client.tried(SUBMIT, id=OFFICE, patch={"kind": "OTHER"}, evidence=[], dryRun=True)[
            "userErrors"
        ]
    finally:
        over.set()
        writer.join()
    assert client.edition.corrections == {}
