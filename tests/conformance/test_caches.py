"""Views of an office in the caches of Apollo Client, urql and Relay: the current office stays unchanged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.conftest import Run

_OFFICE = "{ __typename id contacts { value } }"
_HEAD = "($id: ID!, $day: Date!)"
QUERIES = {
    "now": f"query nowQuery($id: ID!) {{ office(id: $id) {_OFFICE} }}",
    "then": f"query thenQuery{_HEAD} {{ officeView(id: $id, asOf: $day) {_OFFICE} }}",
    "mixed": f"query mixedQuery{_HEAD} {{ office(id: $id, asOf: $day) {_OFFICE} }}",
}
LISTED = f"""{{ officeViews(asOf: $day, first: 1, filter: {{text: "ЦОН Акколь"}}) {{
    edges {{ node {_OFFICE} }} }}
  nearestOffices(viewAsOf: $day, first: 3, to: {{latitude: 51.99, longitude: 70.94}}) {{
    edges {{ node {_OFFICE} view {_OFFICE} }} }}
  nearestPsc(viewAsOf: $day, first: 3, to: {{latitude: 51.99, longitude: 70.94}}) {{
    edges {{ node {_OFFICE} view {_OFFICE} }} }}
  officePins(viewAsOf: $day, zoom: 14, boundingBox: {{west: 70.9, south: 51.9, east: 71.0, north: 52.1}}) {{
    office {_OFFICE} view {_OFFICE} }}
  officeFor(asOf: $day, serviceId: "PublicService:preschool-queue", place: {{name: "Акколь"}}) {{
    alternatives(first: 3) {{ node {_OFFICE} }}
    lastKnown {{ alternatives(first: 3) {{ node {_OFFICE} }} }} }} }}"""
GIVEN = {"id": "Office:akm-akkol-psc", "day": "1995-01-01"}


@pytest.fixture(scope="module")
def caches(
    node: Run, kense_url: str, api_schema: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """The content of each cache, by its name."""
    queries = QUERIES | {"then": QUERIES["then"].removesuffix("}") + LISTED.strip()[1:]}
    project = tmp_path_factory.mktemp("relay")
    (project / "schema.graphql").write_text(api_schema.read_text("utf-8"), encoding="utf-8")
    (project / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    config = {"src": "src", "schema": "schema.graphql", "language": "javascript", "eagerEsModules": True}
    (project / "relay.config.json").write_text(json.dumps(config), encoding="utf-8")
    (project / "src").mkdir()
    for name, query in queries.items():
        (project / "src" / f"{name}.js").write_text(f"graphql`{query}`;", encoding="utf-8")
    node("node_modules/relay-compiler/cli.js", "relay.config.json", cwd=project)
    made = project / "src" / "__generated__"
    seen: dict[str, Any] = json.loads(
        node("caches.mjs", kense_url, made, given={"variables": GIVEN, **queries})
    )
    return seen


@pytest.mark.parametrize("cache", ["apollo", "urql", "relay"])
def test_a_view_leaves_the_office_of_today_in_a_cache_as_it_is(caches: dict[str, Any], cache: str) -> None:
    seen = caches[cache]
    assert seen["told"]["office"]["contacts"]
    assert seen["shown"] == seen["told"]


@pytest.mark.parametrize("cache", ["apollo", "urql", "relay"])
def test_the_argument_that_views_replace_mixes_two_days(caches: dict[str, Any], cache: str) -> None:
    """Were it not so, the test above would prove nothing."""
    assert caches[cache]["mixed"] != caches[cache]["told"]
