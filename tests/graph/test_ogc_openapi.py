"""`/openapi.json` is valid OpenAPI, holds every route of the server, and says what the routes answer."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator
from starlette.routing import Mount, Route

from graph.ogc.catalogue import COLLECTIONS
from graph.ogc.rest_routes import rest_routes
from model.edition import Edition
from tests.api_client import ApiClient

COLLECTION = "{collection}"
SAMPLES = {
    "/offices/{id}.jsonld": "/offices/akm-akkol-psc.jsonld",
    "/tiles/{layer}.json": "/tiles/settlements.json",
    "/tiles/{layer}/{z}/{x}/{y}.mvt": "/tiles/settlements/8/178/84.mvt",
}
VALUES = {
    "q": "Акколь", "text": "Акколь", "address": "Акколь", "lat": "51.99", "lon": "70.94",
    "point.lat": "51.99", "point.lon": "70.94", "ids": "kense:venue:akm-akkol-psc",
    "service": "PublicService:preschool-queue",
}  # fmt: skip

REFUSED = {("/.well-known/security.txt", 404), ("/acts/uploads", 403)}
"""Without a contact, and without the right PUBLISH."""


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


@pytest.fixture(scope="module")
def document(api: ApiClient) -> dict[str, Any]:
    found: dict[str, Any] = api.http.get("/openapi.json").json()
    return found


def test_the_document_is_valid_openapi_3_0(document: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV30SpecValidator(document).iter_errors()] == []
    operations = [each for path in document["paths"].values() for each in path.values()]
    assert len({each["operationId"] for each in operations}) == len(operations) > 40
    assert {tag for each in operations for tag in each["tags"]} == {each["name"] for each in document["tags"]}


def test_every_route_is_described_or_has_a_reason(api: ApiClient, document: dict[str, Any]) -> None:
    app = cast(Any, api.http.app)
    served = {route.path for route in app.routes if isinstance(route, Route | Mount)}
    # A geocoder answers with a slash at the end of its addresses, too.
    served = {path.removesuffix("/") or "/" for path in served}
    served |= {
        path.replace(COLLECTION, each) for path in served if COLLECTION in path for each in COLLECTIONS
    }
    served = {path.replace("{feature}", "{featureId}") for path in served if COLLECTION not in path}
    unlisted = rest_routes().unlisted
    assert served - set(unlisted) == set(document["paths"])
    assert set(unlisted) - served <= {"/graphql/assets"}  # where GraphiQL is built
    assert all(unlisted.values())


@pytest.mark.parametrize("path", sorted(rest_routes().routes))
def test_a_route_answers_in_the_media_type_that_is_described(
    api: ApiClient, document: dict[str, Any], path: str
) -> None:
    operation = document["paths"][path].get("get")
    if operation is None:
        answer = api.http.post(path, content="адрес\nАкколь\n".encode(), headers={"content-type": "text/csv"})
        operation = document["paths"][path]["post"]
    else:
        names = [each["name"] for each in operation["parameters"] if each.get("in") == "query"]
        query = {name: VALUES[name] for name in names if name in VALUES}
        if "since" in names:
            query["since"] = api.data("{ edition { key } }")["edition"]["key"]
        if "street" in names:
            query = {"q": query["q"]}
        if path.startswith("/hsds/") and path.endswith("/{id}"):
            listed = api.http.get(path.removesuffix("/{id}")).json()["contents"]
            path = path.replace("{id}", listed[0]["id"])
        answer = api.http.get(SAMPLES.get(path, path), params=query, headers={"accept": "application/json"})
    assert answer.status_code == 200 or (path, answer.status_code) in REFUSED
    if answer.status_code == 200:
        described = {each.partition(";")[0] for each in operation["responses"]["200"]["content"]}
        assert answer.headers["content-type"].partition(";")[0] in described


def test_needed_parameters_are_needed(api: ApiClient, document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            needed = [
                each for each in operation["parameters"] if each.get("required") and each["in"] == "query"
            ]
            if needed:
                assert api.http.get(path).status_code == 400, path


def test_paths_have_the_parameters_of_their_template(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            told = [each["name"] for each in operation["parameters"] if each.get("in") == "path"]
            assert told == re.findall(r"\{(\w+)\}", path)


def test_parameters_of_items_are_all_described(api: ApiClient, document: dict[str, Any]) -> None:
    shared = document["components"]["parameters"]
    for collection in COLLECTIONS:
        path = f"/collections/{collection}/items"
        told = [
            shared[each["$ref"].rpartition("/")[2]]["name"] if "$ref" in each else each["name"]
            for each in document["paths"][path]["get"]["parameters"]
        ]
        refused = api.http.get(path, params={"x": "1"}).json()["detail"]
        assert sorted(told) == refused.partition("there are ")[2].split(", ")
