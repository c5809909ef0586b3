"""A server without introspection discloses its schema in no other way."""

from __future__ import annotations

import pytest

from model.edition import Edition
from tests.api_client import ApiClient

ASKING = [
    "{ __schema { queryType { name } } }",
    '{ __type(name: "Office") { name } }',
    "{ ...f } fragment f on Query { s: __schema { types { name } } }",
    "{ _service { sdl } }",
    "query Q { ... { x: _service { __typename } } }",
]
MISTYPED = [
    ("{ offic { id } }", {}),
    ("{ edition { numbr } }", {}),
    ("{ legalAct(idd: 1) { id } }", {}),
    ("{ offices(filter: {kinds: [PSC_BRANC]}) { totalCount } }", {}),
    ("query($f: OfficeFilterInput) { offices(filter: $f) { totalCount } }", {"f": {"kind": "X"}}),
    ("query($f: OfficeFilterInput) { offices(filter: $f) { totalCount } }", {"f": {"kinds": ["PSC_BRANC"]}}),
    ("query($f: OfficFilterInput) { offices(filter: $f) { totalCount } }", {}),
    ("{ node(id: 1) { ... on Offic { id } } }", {}),
]


@pytest.fixture(scope="module")
def hidden(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition, {"KENSE_INTROSPECTION": "off"})


@pytest.fixture(scope="module")
def told(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


@pytest.mark.parametrize("query", ASKING)
def test_what_asks_for_the_schema_is_refused(hidden: ApiClient, told: ApiClient, query: str) -> None:
    assert told.data(query)
    found = hidden.errors(query)
    assert {code for code, _ in found} == {"GRAPHQL_VALIDATION_FAILED"}
    assert all("introspection" in message for _, message in found)


@pytest.mark.parametrize(("query", "variables"), MISTYPED)
def test_errors_suggest_no_names(
    hidden: ApiClient, told: ApiClient, query: str, variables: dict[str, object]
) -> None:
    suggesting, silent = (api.errors(query, **variables) for api in (told, hidden))
    assert "Did you mean" in str(suggesting)
    assert "Did you mean" not in str(silent)
    assert [(code, message.partition(" Did you mean")[0]) for code, message in suggesting] == silent


def test_what_needs_no_schema_is_answered(hidden: ApiClient) -> None:
    office = '{__typename: "Office", id: "Office:akm-akkol-psc"}'
    found = hidden.data(f"{{ __typename _entities(representations: [{office}]) {{ __typename }} }}")
    assert found == {"__typename": "Query", "_entities": [{"__typename": "Office"}]}
