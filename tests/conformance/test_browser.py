"""GraphiQL in a real browser."""

from __future__ import annotations

import json
import os
from urllib.parse import urlsplit

import pytest

from tests.conformance.conftest import Run


def test_graphiql_runs_a_query_and_asks_no_other_host(node: Run, kense_url: str) -> None:
    if not os.environ.get("KENSE_CHROMIUM"):
        pytest.fail("KENSE_CHROMIUM is not set: run `make test`, it installs Chromium", pytrace=False)
    seen = json.loads(node("browser.mjs", kense_url, '{ office(id: "Office:akm-akkol-psc") { kind } }'))
    assert seen["hosts"] == [urlsplit(kense_url).netloc]
    assert seen["complaints"] == []
    assert "PSC_BRANCH" in seen["shown"]
