"""The answers that `docs/api.md` prints are the answers of the shipped registry."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from graphql import build_schema, parse, validate

from graph.terms import errors, limits
from tests.conformance.conftest import Run
from tests.conformance.documentation import PAGE, Documented, documented, subscriptions

DOCUMENTED = documented()


@pytest.mark.parametrize("given", DOCUMENTED, ids=[one.name for one in DOCUMENTED])
def test_a_query_of_the_page_is_answered(given: Documented, kense_url: str) -> None:
    found = _answered(kense_url, given)
    for _ in range(20):  # the work that a server does soon after its start would exceed the budget of a query
        if "LIMIT_EXCEEDED" not in str(found.get("errors")):
            break
        time.sleep(0.5)
        found = _answered(kense_url, given)
    assert "errors" not in found, found["errors"]
    assert all(one not in (None, [], {}) for one in _shown(found["data"])), found["data"]


def _answered(kense_url: str, given: Documented) -> Any:
    body = json.dumps({"query": given.query, "variables": given.variables}).encode()
    request = Request(kense_url, body, {"content-type": "application/json"})
    with urlopen(request, timeout=20) as answer:
        return json.load(answer)


def _shown(data: dict[str, Any]) -> list[Any]:
    """The answer of each root field; of a page its edges."""
    return [one.get("edges", one) if isinstance(one, dict) else one for one in data.values()]


def test_no_query_of_the_page_is_left_out() -> None:
    assert PAGE.read_text("utf-8").count("```graphql") == len(DOCUMENTED) + len(subscriptions())
    assert len({one.name for one in DOCUMENTED}) == len(DOCUMENTED)


def test_a_subscription_of_the_page_fits_the_schema(api_schema: Path) -> None:
    schema = build_schema(api_schema.read_text("utf-8"))
    assert subscriptions()
    assert [validate(schema, parse(one)) for one in subscriptions()] == [[] for _ in subscriptions()]


def test_types_are_generated_for_the_queries_of_the_page(node: Run, api_schema: Path, tmp_path: Path) -> None:
    files = []
    for one in DOCUMENTED:
        if "_entities" in one.query:
            continue  # a router sends entity queries, with another schema
        files.append(tmp_path / f"{one.name}.graphql")
        files[-1].write_text(one.query, encoding="utf-8")
    made = node("codegen.mjs", api_schema, *files)
    kinds = {one.name: one.query.split()[0].capitalize() for one in DOCUMENTED}
    assert all(f"export type {file.stem}{kinds[file.stem]} = " in made for file in files)


def test_the_page_names_every_code_and_limit() -> None:
    page = PAGE.read_text("utf-8")
    codes = [value for name, value in vars(errors).items() if name.isupper() and name == value]
    assert codes
    assert [code for code in codes if f"`{code}`" not in page] == []
    for limit in (limits.MAX_COST, limits.MAX_RECORDS, limits.MAX_TOKENS):
        assert f"{limit:,}" in page
