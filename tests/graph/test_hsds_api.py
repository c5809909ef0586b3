"""The directory over HTTP: shapes of HSDS, the same records as the export, and who serves a postal code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator, Registry

from geo.exports.hsds import Directory, hsds_id
from geo.exports.hsds_package import hsds_document
from geo.jurisdiction.reach import provisions_reaching
from geo.units.edition_index import Atlas
from model.edition import Edition
from tests.api_client import ApiClient

SERVICE = hsds_id("PublicService", "preschool-queue")
TABLES = ("services", "organizations", "service_at_locations")
PAGE = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


@pytest.fixture(scope="module")
def valid(shared_hsds: Path) -> dict[str, Draft202012Validator]:
    """A validator a table; that of services is the compiled one, with all that belongs to them."""
    schemas = {
        path.name: json.loads(path.read_text("utf-8")) for path in (shared_hsds / "schema").glob("*.json")
    }
    registry = Registry([(f"json-schema:///{name}", schema) for name, schema in schemas.items()])
    whole = json.loads((shared_hsds / "service_with_definitions.json").read_text("utf-8"))
    of_files = {
        table: Draft202012Validator({"$ref": f"json-schema:///{name}.json"}, registry=registry)
        for table, name in (
            ("organizations", "organization"),
            ("service_at_locations", "service_at_location"),
        )
    }
    return {"services": Draft202012Validator(whole), **of_files}


def got(api: ApiClient, path: str, **query: str) -> Any:
    answer = api.http.get(f"/hsds{path}", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"]
    return answer.json()


def refused(api: ApiClient, path: str, **query: str) -> tuple[int, str]:
    answer = api.http.get(f"/hsds{path}", params=query)
    (error,) = answer.json()["errors"]
    return answer.status_code, error["message"]


def everything(api: ApiClient, table: str, **query: str) -> Iterator[dict[str, Any]]:
    number = 1
    while True:
        page = got(api, f"/{table}", page=str(number), per_page="200", **query)
        assert set(page) >= PAGE
        yield from page["contents"]
        if page["last_page"]:
            return
        number += 1


def test_the_root_says_which_hsds_this_is(api: ApiClient) -> None:
    told = got(api, "/")
    assert told["version"] == "3.0"
    assert api.http.get(told["openapi_url"]).status_code == 200
    assert got(api, "") == told


@pytest.mark.parametrize("table", TABLES)
def test_rows_and_whole_records_fit_the_published_schemas(
    api: ApiClient, valid: dict[str, Draft202012Validator], table: str
) -> None:
    rows = list(everything(api, table))
    assert len(rows) == len({row["id"] for row in rows}) > 3
    assert [error.message for row in rows for error in valid[table].iter_errors(row)] == []
    for row in rows[:: max(1, len(rows) // 20)]:
        whole = got(api, f"/{table}/{row['id']}")
        assert [error.message for error in valid[table].iter_errors(whole)] == []
        assert whole["id"] == row["id"]
    assert list(valid[table].iter_errors({**rows[0], "id": 1}))


def test_whole_services_are_those_of_the_export(api: ApiClient, small_edition: Edition) -> None:
    exported = json.loads(b"".join(hsds_document(small_edition)))["contents"]
    assert list(everything(api, "services", full="true")) == exported
    assert got(api, f"/services/{SERVICE}") in exported
    places = list(everything(api, "service_at_locations", full="true"))
    expected = [place for each in exported for place in each["service_at_locations"]]
    assert sorted(places, key=lambda each: each["id"]) == sorted(expected, key=lambda each: each["id"])
    bodies = list(Directory(small_edition).organizations())
    assert list(everything(api, "organizations")) == bodies


def test_pages_are_cut_as_asked(api: ApiClient) -> None:
    first, second = (got(api, "/service_at_locations", page=number, per_page="2") for number in "12")
    assert (first["size"], first["first_page"], first["last_page"]) == (2, True, False)
    assert first["contents"][1]["id"] != second["contents"][0]["id"]
    behind = got(api, "/services", page="99999")
    assert (behind["empty"], behind["contents"], behind["last_page"]) == (True, [], True)
    assert got(api, "/service_at_locations", per_page="9999")["size"] <= 200
    for name in ("page", "per_page"):
        for value in ("0", "-1", "x", "1" * 10, ""):
            assert refused(api, "/services", **{name: value}) == (
                400,
                f"{name} must be a whole number of at least 1, got {value!r}",
            )


def test_filters_of_services(api: ApiClient) -> None:
    (known,) = [each for each in everything(api, "services") if each["id"] == SERVICE]
    same = list(everything(api, "services", organization_id=known["organization_id"]))
    assert SERVICE in [each["id"] for each in same]
    word = known["name"].split()[0]
    assert SERVICE in [each["id"] for each in everything(api, "services", search=word)]
    assert got(api, "/services", search="абракадабра")["empty"] is True
    assert got(api, "/services", modified_after="2100-01-01T00:00:00Z")["empty"] is True
    assert got(api, "/services", modified_after="2000-01-01T00:00:00Z")["empty"] is False
    assert set(got(api, "/services", minimal="true")["contents"][0]) == {
        "id",
        "name",
        "status",
        "last_modified",
    }


def test_a_postcode_asks_for_those_who_serve_its_place(api: ApiClient, small_edition: Edition) -> None:
    office = next(
        each
        for each in small_edition.offices.values()
        if each.located_in and each.position and any(one.postal_code for one in each.addresses)
    )
    code = next(one.postal_code for one in office.addresses if one.postal_code)
    units = {
        each.located_in
        for each in small_edition.offices.values()
        if code in [one.postal_code for one in each.addresses] and each.located_in
    }
    atlas = Atlas.of(small_edition)
    expected = {
        hsds_id("ServiceProvision", each.id) for unit in units for each in provisions_reaching(atlas, unit)
    }
    found = {each["id"] for each in everything(api, "service_at_locations", postcode=str(code))}
    assert found == expected
    assert found
    near = {
        each["id"] for each in everything(api, "service_at_locations", postcode=str(code), proximity="20000")
    }
    assert set() < near <= found
    assert got(api, "/service_at_locations", postcode=str(code), proximity="1000000")["total_items"] >= len(
        near
    )
    body = got(api, "/organizations")["contents"][0]["id"]
    of_body = list(everything(api, "service_at_locations", organization_id=body))
    directory, edition = Directory(small_edition), small_edition
    bodies = (
        (
            each,
            directory.organization_of_service(edition.services[each.service_id])["id"],
            directory.organization_of_office(edition.offices[each.office_id])["id"],
        )
        for each in edition.provisions.values()
    )
    assert {each["id"] for each in of_body} == {
        hsds_id("ServiceProvision", each.id) for each, *ids in bodies if body in ids
    }


@pytest.mark.parametrize(
    ("path", "query", "status", "words"),
    [
        ("/services/x", {}, 404, "no service has a record with the id 'x'"),
        ("/organizations/x", {}, 404, "no organization has a record with the id"),
        ("/service_at_locations/x", {}, 404, "no service_at_location has a record with the id"),
        ("/service_at_locations", {"postcode": "999999"}, 400, "so its place is not known"),
        ("/service_at_locations", {"proximity": "5"}, 400, "add the parameter postcode"),
        ("/service_at_locations", {"postcod": "5"}, 400, "is not a parameter here"),
        ("/service_at_locations", {"organization_id": "x"}, 400, "no organization has the id"),
        ("/services", {"taxonomy_id": "x"}, 400, "have no taxonomy"),
        ("/services", {"format": "ndjson"}, 400, "format must be json"),
        ("/services", {"full": "yes"}, 400, "true or false"),
        ("/services", {"modified_after": "2020"}, 400, "must be a moment"),
        ("/services", {"search": "x" * 301}, 400, "at most 300"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    api: ApiClient, path: str, query: dict[str, str], status: int, words: str
) -> None:
    code, message = refused(api, path, **query)
    assert (code, words in message) == (status, True), message
