"""GraphQL over HTTP: the audit of the reference implementation."""

from __future__ import annotations

import json

from tests.conformance.conftest import Run


def test_every_audit_passes(node: Run, kense_url: str) -> None:
    results = [json.loads(line) for line in node("audit.mjs", kense_url).splitlines()]
    assert [result for result in results if result["status"] != "ok"] == []
    assert len(results) == 61
