"""A client that changes a registry, with the queries that many tests need."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from model.edition import Edition
from store.reading.edition_source import EditionSource
from store.reading.editions import load_edition
from tests.api_client import ApiClient

KARASAI = "akm-akkol-karasai-akimat"
EDUCATION = "akm-akkol-education"
AKKOL_PSC = "akm-akkol-psc"
KOKSHETAU_PSC = "akm-kokshetau-psc"
HEAD_PSC = "akm-psc"

ERRORS = """userErrors { code message path
  ... on ValidationUserError { confirm }
  ... on VersionConflictUserError {
    currentVersion conflictingFields current { id version name(language: RU) } } }"""
OFFICE = """office { id version status kind category name(language: RU) settlement { id }
  address(language: RU) { full thoroughfare locatorDesignator }
  location { latitude longitude precision method }
  contacts { kind value e164 } schedules { openingHours } successors { id } parent { id }
  jurisdiction { units { edges { node { id } } } } }"""
REVISION = """revision { version edition actor summary evidence
  changes { field before after } correction { id } }"""
UPDATE = f"""mutation($id: ID!, $expected: Int!, $patch: OfficePatchInput!, $reason: String = "a letter",
  $evidence: [String!], $confirm: [String!], $dryRun: Boolean! = false, $key: String) {{
  officeUpdate(id: $id, expectedVersion: $expected, patch: $patch, reason: $reason, evidence: $evidence,
    confirm: $confirm, dryRun: $dryRun, idempotencyKey: $key) {{
    {OFFICE} {REVISION} {ERRORS} query {{ edition {{ number }} }} }} }}"""


class ChangingClient(ApiClient):
    """A whole server over a writable store; signed in as an admin of Akmola at first."""

    def __init__(self, engine: Engine, environ: dict[str, str] | None = None) -> None:
        super().__init__(load_edition(engine), environ)
        self.engine = engine
        self.reception.engine = engine
        self.reception.supply_from(EditionSource(self.engine).newer)
        self.sign_in("akm")

    @property
    def edition(self) -> Edition:
        """The edition in service."""
        assert self.reception.registry is not None
        return self.reception.registry.edition

    def change(self, document: str, **variables: Any) -> dict[str, Any]:
        """The only payload of a mutation that succeeded."""
        payload = self.tried(document, **variables)
        assert payload["userErrors"] == [], payload["userErrors"]
        return payload

    def tried(self, document: str, **variables: Any) -> dict[str, Any]:
        """The only payload of a mutation."""
        (payload,) = self.data(document, **variables).values()
        assert isinstance(payload, dict)
        return payload

    def refused(self, document: str, **variables: Any) -> list[tuple[str, list[str] | None]]:
        """Code and path of each user error of a mutation; asserts that it changed nothing."""
        before = self.edition
        payload = self.tried(document, **variables)
        assert payload["userErrors"], payload
        assert load_edition(self.engine) == before
        return [(error["code"], error["path"]) for error in payload["userErrors"]]

    def update(self, office: str, patch: dict[str, Any], **variables: Any) -> dict[str, Any]:
        """The payload of an update of the office's present version."""
        expected = variables.pop("expected", None) or self.edition.offices[office].version
        return self.change(UPDATE, id=f"Office:{office}", expected=expected, patch=patch, **variables)
