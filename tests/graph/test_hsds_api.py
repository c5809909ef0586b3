"""The directory over HTTP: shapes of HSDS, the same records as the export, and who serves a postal code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from geo.exports.hsds import Directory, hsds_id
from geo.exports.hsds_package import hsds_document
from geo.jurisdiction.reach import provisions_reaching
from geo.units.edition_index import Atlas
from model.edition import Edition
from tests.api_client import ApiClient
from tests.hsds_schemas import added, schemas_of_3_0, schemas_of_3_1, validators, with_nested

SERVICE = hsds_id("PublicService", "preschool-queue")
NAMES = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
}
TYPES = {"integer": int, "boolean": bool, "string": str, "uri": str}
VALUES = {"modified_after": "2000-01-01T00:00:00Z", "format": "json", "search": "а"}


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


@pytest.fixture(scope="module")
def valid(shared_hsds: Path) -> dict[str, Draft202012Validator]:
    """A validator a table of 3.0; that of services is the compiled one, with all that belongs to them."""
    whole = json.loads((shared_hsds / "service_with_definitions.json").read_text("utf-8"))
    of_files = validators(schemas_of_3_0(shared_hsds), NAMES.values())
    return {table: of_files[name] for table, name in NAMES.items()} | {
        "services": Draft202012Validator(whole)
    }


@pytest.fixture(scope="module")
def newer(shared_hsds: Path) -> dict[str, Draft202012Validator]:
    """A validator of 3.1 a table, and one of whole records."""
    schemas = schemas_of_3_1(shared_hsds)
    rows = {table: validators(schemas, [name])[name] for table, name in NAMES.items()}
    of_whole = {
        f"/{table}/{{id}}": validators(with_nested(schemas, name, f"/{table}/{{id}}"), [name])[name]
        for table, name in NAMES.items()
    }
    return rows | of_whole


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
        for name, kind in added()["api"]["page"].items():
            assert type(page[name]) is TYPES[kind]
        yield from page["contents"]
        if page["last_page"]:
            return
        number += 1


def test_the_root_says_which_hsds_this_is(api: ApiClient) -> None:
    told = got(api, "/")
    assert told["version"] == "3.1"
    assert told["profile"].endswith("/3.1/")
    for name, value in told.items():
        assert type(value) is TYPES[added()["api"]["root"][name]]
    assert api.http.get(told["openapi_url"]).status_code == 200
    assert got(api, "") == told


@pytest.mark.parametrize("table", NAMES)
def test_rows_and_whole_records_fit_the_schemas_of_both_versions(
    api: ApiClient,
    valid: dict[str, Draft202012Validator],
    newer: dict[str, Draft202012Validator],
    table: str,
) -> None:
    rows, path = list(everything(api, table)), f"/{table}/{{id}}"
    assert len(rows) == len({row["id"] for row in rows}) > 3
    for each in (valid[table], newer[table]):
        assert [error.message for row in rows for error in each.iter_errors(row)] == []
        assert list(each.iter_errors({**rows[0], "id": 1}))
    for row in rows[:: max(1, len(rows) // 20)]:
        whole = got(api, path.format(id=row["id"]))
        for each in (valid[table], newer[path]):
            assert [error.message for error in each.iter_errors(whole)] == []
        assert whole["id"] == row["id"]
    assert list(newer[table].iter_errors({**rows[0], "nmae": "misspelt"}))


def test_every_parameter_of_the_standard_is_understood_and_described(api: ApiClient) -> None:
    paths, told = api.http.get("/openapi.json").json()["paths"], added()["api"]
    assert {f"/hsds{path}".removesuffix("/") for path in told["required"]} <= set(paths)
    for path, names in told["parameters"].items():
        table = path.split("/")[1]
        record = got(api, f"/{table}")["contents"][0]["id"]
        known = {"organization_id": got(api, "/organizations")["contents"][0]["id"]}
        known["postcode"] = "020100"
        described = {each["name"] for each in paths[f"/hsds{path}"]["get"]["parameters"]}
        for name in names:
            query = {name: known.get(name) or VALUES.get(name, "true" if "full" in name else "1")}
            if name == "minimal":
                query = {name: "true"}
            if name == "proximity":
                query["postcode"] = known["postcode"]
            answer = api.http.get(f"/hsds{path.format(id=record)}", params=query)
            if name.startswith("taxonomy_"):
                assert "have no taxonomy" in answer.text
            else:
                assert answer.status_code == 200, (path, name, answer.text)
                assert name in described | {"format"}


def test_a_body_has_its_locations_and_its_services(api: ApiClient, small_edition: Edition) -> None:
    directory = Directory(small_edition)
    body = directory.organization_of_service(small_edition.services["preschool-queue"])["id"]
    whole = got(api, f"/organizations/{body}")
    assert SERVICE in [each["id"] for each in whole["services"]]
    assert set(whole["services"][0]) == {"id", "name", "status"}
    full = got(api, f"/organizations/{body}", full_service="true")["services"]
    assert full == [got(api, f"/services/{each['id']}") for each in whole["services"]]
    assert whole in list(everything(api, "organizations", full="true"))
    offices = {
        each["id"] for row in everything(api, "organizations", full="true") for each in row["locations"]
    }
    assert offices == {hsds_id("Office", each) for each in small_edition.offices}
    code, message = refused(api, "/organizations", full="true", full_service="yes")
    assert (code, "full_service must be true or false" in message) == (400, True)


def test_places_are_found_by_the_name_of_their_service(api: ApiClient) -> None:
    name = got(api, f"/services/{SERVICE}")["name"]
    found = list(everything(api, "service_at_locations", search=name))
    assert {each["service_id"] for each in found} == {SERVICE}
    assert got(api, "/service_at_locations", search="абракадабра")["empty"] is True
    assert got(api, "/service_at_locations", modified_after="2100-01-01T00:00:00Z")["empty"] is True


def test_whole_services_are_those_of_the_export(api: ApiClient, small_edition: Edition) -> None:
    exported = json.loads(b"".join(hsds_document(small_edition)))["contents"]
    assert list(everything(api, "services", full="true")) == exported
    assert got(api, f"/services/{SERVICE}") in exported
    places = list(everything(api, "service_at_locations", full="true"))
    expected = [place for each in exported for place in each["service_at_locations"]]
    assert sorted(places, key=lambda each: each["id"]) == sorted(expected, key=lambda each: each["id"])
    assert all(place["service_areas"] for place in places)
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
