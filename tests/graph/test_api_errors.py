"""Errors: each has a code on which a program can act, and none harms the server."""

from __future__ import annotations

from typing import Any

import pytest
import structlog

from graph.terms.limits import MAX_ALIASES, MAX_DEPTH, MAX_ROOT_FIELDS
from graph.types.areas import AdministrativeUnit
from model.edition import Edition
from tests.api_client import SERVICE, ApiClient


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        ('{ node(id: "Office:nobody") { id } }', "NOT_FOUND", "no Office has the id"),
        ('{ office(id: "Office:nobody") { id } }', "NOT_FOUND", "no office has the id"),
        ('{ office(id: "akm-akkol-psc") { id } }', "BAD_USER_INPUT", "write Office:akm-akkol-psc"),
        ('{ legalAct(id: "LegalAct:none") { id } }', "NOT_FOUND", "no legal act"),
        (
            '{ publicService(id: "preschool-queue") { id } }',
            "BAD_USER_INPUT",
            "PublicService:preschool-queue",
        ),
        ('{ publicService(id: "PublicService:none") { id } }', "NOT_FOUND", "publicServices lists them"),
        ('{ publicService(registerNumber: "0") { id } }', "NOT_FOUND", "registerNumber"),
        ("{ publicService { id } }", "BAD_USER_INPUT", "exactly one of id and registerNumber"),
        ("{ administrativeUnit { id } }", "BAD_USER_INPUT", "exactly one of id and katoCode"),
        ('{ administrativeUnit(id: "Office:akm-psc") { id } }', "BAD_USER_INPUT", "Settlement:"),
        ('{ administrativeUnit(katoCode: "0") { id } }', "NOT_FOUND", "katoCode"),
        (
            "{ administrativeUnitsAt(point: {latitude: 95, longitude: 70}) { basis } }",
            "BAD_USER_INPUT",
            "latitude 95",
        ),
        (
            "{ nearestPsc(to: {latitude: 52, longitude: 190}) { edges { cursor } } }",
            "BAD_USER_INPUT",
            "longitude 190",
        ),
        (
            "{ nearestPsc(to: {latitude: 52, longitude: 70}, maxDistanceMeters: -1) { edges { cursor } } }",
            "BAD_USER_INPUT",
            "must not be negative",
        ),
        (
            '{ officeFor(serviceId: "PublicService:none", place: {name: "Кына"}) { outcome } }',
            "NOT_FOUND",
            "no public service",
        ),
        (
            f'{{ officeFor(serviceId: "{SERVICE}", place: {{}}) {{ outcome }} }}',
            "BAD_USER_INPUT",
            "exactly one of unitId, katoCode, point and name",
        ),
        ('{ offices(filter: {serviceId: "PublicService:none"}) { totalCount } }', "NOT_FOUND", "service"),
        ('{ offices(asOf: "31.12.2012") { totalCount } }', "BAD_USER_INPUT", "YYYY-MM-DD"),
        ('{ offices(asOf: "2012-02-30") { totalCount } }', "BAD_USER_INPUT", "a day of the calendar"),
        ('{ locate(text: "Кына", first: -1) { stage } }', "BAD_USER_INPUT", "negative"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED", "nothing"),
        ("{ regions { id ", "GRAPHQL_PARSE_FAILED", "Syntax Error"),
    ],
)
def test_what_cannot_be_answered_is_told_with_a_code(
    api: ApiClient, query: str, code: str, message: str
) -> None:
    found, told = api.error(query)
    assert found == code
    assert message in told
    assert api.data("{ edition { number } }")


def test_a_wrong_variable_is_the_clients_error(api: ApiClient) -> None:
    code, _ = api.error("query($f: Int) { offices(first: $f) { totalCount } }", f="many")
    assert code == "BAD_USER_INPUT"


def test_more_places_than_two_hundred_are_refused(api: ApiClient) -> None:
    places = [{"name": "Кына"}] * 201
    query = "query($s: ID!, $p: [PlaceInput!]!) { officesFor(serviceId: $s, places: $p) { outcome } }"
    assert api.error(query, s=SERVICE, p=places) == ("BAD_USER_INPUT", "at most 200 places at once, got 201")


def test_the_unexpected_is_masked_and_logged(small_edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: AdministrativeUnit, tolerance_meters: object = None) -> None:
        raise RuntimeError("secret table kense.unit")

    api = ApiClient(small_edition)
    field = _resolver_of(AdministrativeUnit, "identifiers")
    monkeypatch.setattr(field, "wrapped_func", broken)
    with structlog.testing.capture_logs() as lines:
        answer = api.http.post("/graphql", json={"query": "{ regions { identifiers { value } } }"})
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert "secret" not in answer.text
    assert any(line["event"] == "unexpected error" for line in lines)


def test_what_fails_in_each_slot_is_logged_once(
    small_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: AdministrativeUnit, tolerance_meters: object = None) -> None:
        raise RuntimeError("secret table kense.unit")

    api = ApiClient(small_edition)
    monkeypatch.setattr(_resolver_of(AdministrativeUnit, "approximate_area"), "wrapped_func", broken)
    query = "{ regions { a: approximateArea b: approximateArea } " + (
        'administrativeUnit(id: "District:akm-akkol") { id approximateArea } }'
    )
    with structlog.testing.capture_logs() as lines:
        answer = api.http.post("/graphql", json={"query": query}).json()
    assert answer["data"]["administrativeUnit"] == {"id": "District:akm-akkol", "approximateArea": None}
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"INTERNAL"}
    (line,) = [line for line in lines if line["log_level"] == "error"]
    assert (line["times"], line["path"]) == (len(answer["errors"]), ["regions", 0, "a"])
    assert len(answer["errors"]) > 2


def test_errors_of_a_client_are_not_logged(api: ApiClient) -> None:
    ids = [f"Office:gone-{index}" for index in range(200)]
    with structlog.testing.capture_logs() as lines:
        body = {"query": "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", "variables": {"ids": ids}}
        answer = api.http.post("/graphql", json=body).json()
    assert len(answer["errors"]) == 200
    assert [line["event"] for line in lines] == ["request"]


def _resolver_of(type_: Any, name: str) -> Any:
    fields = type_.__strawberry_definition__.fields
    return next(field for field in fields if field.python_name == name).base_resolver


@pytest.mark.parametrize(
    "query",
    [
        "query($t: String!) { search(text: $t) { edges { score } } }",
        "query($t: String!) { locate(text: $t) { stage } }",
        "query($t: String!) { publicServices(text: $t) { totalCount } }",
        "query($t: String!) { offices(filter: {text: $t}) { totalCount } }",
        f'query($t: String!) {{ officeFor(serviceId: "{SERVICE}", place: {{name: $t}}) {{ outcome }} }}',
    ],
)
def test_a_text_that_can_be_no_name_is_refused(api: ApiClient, query: str) -> None:
    code, message = api.error(query, t="я" * 301)
    assert code == "BAD_USER_INPUT"
    assert "at most 300" in message


def nested(depth: int) -> str:
    return "{ regions { id " + "parent { id " * (depth - 3) + "}" * (depth - 1)


def test_depth_is_limited(api: ApiClient) -> None:
    assert api.data(nested(MAX_DEPTH - 1))
    code, message = api.error(nested(MAX_DEPTH + 2))
    assert code == "LIMIT_EXCEEDED"
    assert f"at most {MAX_DEPTH}" in message


def test_depth_through_fragments_counts_as_well(api: ApiClient) -> None:
    fragments = " ".join(
        f"fragment F{n} on AdministrativeUnit {{ parent {{ ...F{n + 1} }} }}" for n in range(MAX_DEPTH)
    )
    last = f"fragment F{MAX_DEPTH} on AdministrativeUnit {{ id }}"
    code, _ = api.error("{ regions { ...F0 } } " + fragments + " " + last)
    assert code == "LIMIT_EXCEEDED"


def test_circular_fragments_are_named_by_validation(api: ApiClient) -> None:
    circle = "{ regions { ...A } } fragment A on Region { parent { ...B } } fragment B on Region { ...A }"
    assert {code for code, _ in api.errors(circle)} == {"GRAPHQL_VALIDATION_FAILED"}


def test_aliases_and_root_fields_are_limited(api: ApiClient) -> None:
    aliases = "".join(f"a{n}: id " for n in range(MAX_ALIASES + 1))
    assert api.error("{ regions { %s } }" % aliases)[0] == "LIMIT_EXCEEDED"  # noqa: UP031
    roots = "".join(f"a{n}: edition {{ number }} " for n in range(MAX_ROOT_FIELDS + 1))
    assert api.error("{ %s }" % roots)[0] == "LIMIT_EXCEEDED"  # noqa: UP031


def test_tokens_are_limited_and_the_message_arrives(api: ApiClient) -> None:
    code, message = api.error("{ regions { %s } }" % ("id " * 5_000))
    assert code == "LIMIT_EXCEEDED"
    assert "tokens" in message


def test_nesting_beyond_the_parser_is_refused(api: ApiClient) -> None:
    code, _ = api.error("{ a" * 1_500)
    assert code in {"LIMIT_EXCEEDED", "GRAPHQL_PARSE_FAILED"}
    assert api.error("{ regions(a: " + "[" * 1_900 + "]" * 1_900 + ") { id } }")[0] == "LIMIT_EXCEEDED"


def test_an_answer_of_too_many_records_is_refused(
    small_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.terms.limits.MAX_RECORDS", 20)
    code, message = ApiClient(small_edition).errors(
        "{ offices { edges { node { provisions { edges { node { id } } } } } } }"
    )[0]
    assert code == "LIMIT_EXCEEDED"
    assert "smaller pages" in message


def test_a_refusal_is_not_hidden_behind_the_error_of_a_slot(
    small_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.terms.limits.MAX_RECORDS", 20)
    query = '{ office(id: "Office:nobody") { id } offices { edges { node { provisions { totalCount } } } } }'
    answer = ApiClient(small_edition).http.post("/graphql", json={"query": query}).json()
    assert answer["data"] is None
    (error,) = answer["errors"]
    assert (error["extensions"]["code"], error["path"]) == ("LIMIT_EXCEEDED", ["offices"])


def test_a_slot_does_not_swallow_the_refusal(small_edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.terms.limits.MAX_RECORDS", 20)
    nobody = ", ".join(f'"Office:gone-{index}"' for index in range(30))
    code, _ = ApiClient(small_edition).error(f"{{ nodes(ids: [{nobody}]) {{ id }} }}")
    assert code == "LIMIT_EXCEEDED"


def test_an_answer_that_takes_too_long_is_refused(small_edition: Edition) -> None:
    api = ApiClient(small_edition, {"KENSE_REQUEST_DEADLINE_S": "0.000000001"})
    assert api.error("{ offices { totalCount } }")[0] == "DEADLINE_EXCEEDED"
