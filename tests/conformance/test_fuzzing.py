"""Queries that a fuzzer generates for each root: none breaks the server, every error has a code."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from tests.conformance.conftest import CHECKOUT
from tests.effort import examples

KEPT = CHECKOUT / "tests" / "schema.graphql"

schemathesis.graphql.scalar("Date", st.dates().map(lambda day: nodes.String(day.isoformat())))
schemathesis.graphql.scalar(
    "DateTime", st.datetimes().map(lambda moment: nodes.String(f"{moment.isoformat()}+05:00"))
)
schemathesis.graphql.scalar("GeoJSONGeometry", st.text(max_size=20).map(nodes.String))


def roots() -> dict[str, Any]:
    """The generator of queries for each root of the schema, by name."""
    schema = schemathesis.graphql.from_path(KEPT)
    return {name: operation.as_strategy() for name, operation in schema["Query"].items()}


ROOTS = roots()
_CODES = {"BAD_USER_INPUT", "NOT_FOUND", "LIMIT_EXCEEDED", "GRAPHQL_VALIDATION_FAILED", "FORBIDDEN"}


@pytest.mark.parametrize("root", sorted(ROOTS))
def test_no_query_of_a_root_breaks_the_server(root: str, kense_url: str) -> None:
    @settings(
        max_examples=examples(25),
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=ROOTS[root])
    def ask(case: Any) -> None:
        answer = case.call(base_url=kense_url, timeout=20)
        assert answer.status_code < 500, case.body
        codes = {error["extensions"]["code"] for error in answer.json().get("errors", ())}
        assert codes <= _CODES, (codes, case.body)

    ask()
