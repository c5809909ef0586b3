"""Characters that deceive a reader are refused wherever people type text; the refusal names the field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from loaders.seeds import Seeds
from tests.changes.test_corrections import REVIEW, SUBMIT
from tests.changing import KARASAI, UPDATE, ChangingClient
from tests.filled import fill

OFFICE = f"Office:{KARASAI}"
DECEIVING = (
    "\u202egnp.exe",
    "Аппарат\u2067 акима",
    "А" + "\u0301" * 4 + "ппарат",
    "А\U000e0041ппарат",
    "А\ufffcппарат",
    "А\u0378ппарат",
)
CREATE = """mutation($office: OfficePatchInput!) { officeCreate(office: $office, reason: "a letter",
  evidence: ["a letter"]) { office { id } userErrors { code message path } } }"""
IMPORT = """mutation($csv: String!) { officesImport(csv: $csv, reason: "a letter") {
  accepted userErrors { code message path } } }"""
CLOSE = """mutation($reason: String!) { officeClose(id: "%s", expectedVersion: 1, on: "2026-01-01",
  reason: $reason) { office { id } userErrors { code message path } } }"""


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> Iterator[ChangingClient]:
    """A server over the small seeds on either store."""
    fill(store_engine, small_seeds)
    client = ChangingClient(store_engine)
    with client.http:
        yield client


@pytest.mark.parametrize(
    "field", ["nameKk", "nameRu", "addressKk", "addressRu", "openingHours", "postalCode"]
)
def test_a_patch_with_deceiving_signs_is_refused_by_its_field(client: ChangingClient, field: str) -> None:
    for text in DECEIVING:
        asked = {"id": OFFICE, "expected": 1, "patch": {field: text}}
        assert client.refused(UPDATE, **asked) == [("INVALID", ["patch", field])]
        assert client.refused(SUBMIT, id=OFFICE, patch={field: text}) == [("INVALID", ["patch", field])]


def test_contacts_reasons_evidence_and_notes_are_held_to_the_same(client: ChangingClient) -> None:
    patch = {"nameRu": "Новое имя"}
    number = client.change(SUBMIT, id=OFFICE, patch=patch)["correction"]["id"]
    reviewer = ChangingClient(client.engine)
    reviewer.sign_in("akm", role="reviewer", subject="another")
    for text in DECEIVING:
        contacts = {"contacts": [{"kind": "WEBSITE", "value": f"https://{text}"}]}
        asked: dict[str, Any] = {"id": OFFICE, "expected": 1, "patch": contacts}
        assert client.refused(UPDATE, **asked) == [("INVALID", ["patch", "contacts"])]
        asked["patch"] = patch
        assert client.refused(UPDATE, **asked, reason=text) == [("INVALID", ["reason"])]
        assert client.refused(UPDATE, **asked, evidence=[text]) == [("INVALID", ["evidence"])]
        assert client.refused(SUBMIT, id=OFFICE, patch={"nameRu": "Имя"}, evidence=[text]) == [
            ("INVALID", ["evidence"])
        ]
        assert client.refused(CLOSE % OFFICE, reason=text) == [("INVALID", ["reason"])]
        assert reviewer.refused(REVIEW, id=number, note=text) == [("INVALID", ["note"])]


def test_an_import_and_a_new_office_are_held_to_the_same(client: ChangingClient) -> None:
    new = {"kind": "AKIMAT", "category": "okrug_akimat", "settlementId": "Settlement:akm-akkol-karasai-kyna"}
    for text in DECEIVING:
        refused = client.refused(CREATE, office=new | {"nameRu": text})
        assert refused == [("INVALID", ["office", "nameRu"])]
        sheet = f"id,version,name_ru\n{KARASAI},1,{text}\n"
        assert client.refused(IMPORT, csv=sheet) == [("INVALID", ["csv", "2", "name_ru"])]


def test_signs_that_mean_nothing_are_left_out_of_what_is_kept(client: ChangingClient) -> None:
    office = client.update(KARASAI, {"nameRu": "\ufeffАппарат\u00ad  аки\u200bма"}, reason="a\u200b letter")
    assert office["office"]["name"] == "Аппарат акима"
    assert office["revision"]["summary"] == "a letter"
