"""Features of the collections beyond the core: forms, properties, filters, systems, limits, kept pages."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema_rs import validator_for

from graph.ogc.catalogue import COLLECTIONS
from graph.ogc.links import QUERYABLES_REL
from model.edition import Edition
from tests.api_client import SERVICE, ApiClient
from tests.graph.ogc_reading import JSON, body, everything, got, items, link, refused

IDS = list(COLLECTIONS)


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


def test_accept_and_f_choose_the_form(api: ApiClient) -> None:
    page = "/collections/offices/items"
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    kinds = {
        accept: got(api, page, accept).headers["content-type"].partition(";")[0]
        for accept in (
            browser,
            "application/geo+json",
            "*/*",
            "application/json, text/html;q=0.5",
            "text/html;q=x",
        )
    }
    assert list(kinds.values()) == ["text/html", *["application/geo+json"] * 4]
    assert got(api, page, browser, f="json").headers["content-type"] == "application/geo+json"
    tags = {accept: got(api, page, accept).headers["etag"] for accept in (browser, "*/*")}
    assert len(set(tags.values())) == 2
    fresh = api.http.get(page, headers={"accept": "*/*", "if-none-match": tags["*/*"]})
    assert (fresh.status_code, fresh.headers["etag"]) == (304, tags["*/*"])


def test_queryables_are_what_features_say(api: ApiClient) -> None:
    for collection, known in COLLECTIONS.items():
        schema = body(api, f"/collections/{collection}/queryables")
        assert set(schema["properties"]) == {"geometry", *known.queryables}
        assert schema["properties"]["geometry"]["format"] == known.geometry
        assert link(body(api, f"/collections/{collection}"), QUERYABLES_REL) is not None
        validator = validator_for({**schema, "$id": "urn:x"})
        for each in items(api, collection, limit="30")["features"]:
            told = {name: value for name, value in each["properties"].items() if name in known.queryables}
            assert set(known.queryables) <= set(each["properties"]) | {"error_m"}
            assert validator.is_valid({name: value for name, value in told.items() if value is not None})


@pytest.mark.parametrize("collection", [each for each in IDS if each != "coverage"])
def test_a_property_selects_the_features_that_say_so(api: ApiClient, collection: str) -> None:
    """A filter reads the same value that the feature shows, for each property."""
    sample = items(api, collection, limit="200")["features"][::40]
    for feature in sample:
        for name in COLLECTIONS[collection].queryables:
            value = feature["properties"].get(name)
            if value is None:
                continue
            text = str(value).lower() if isinstance(value, bool) else str(value)
            found = list(everything(api, collection, **{name: text}))
            assert feature["id"] in [each["id"] for each in found], (name, text)
            assert {each["properties"][name] for each in found} == {value}
    assert refused(got(api, f"/collections/{collection}/items", valid_to="x"))


def test_values_of_properties_are_checked(api: ApiClient) -> None:
    page = "/collections/units/items"
    assert "level is one of REGION" in refused(got(api, page, level="TOWN"))
    assert "is a number" in refused(got(api, page, population="many"))
    assert "true or false" in refused(got(api, page, is_seat="1"))
    assert "at most 300" in refused(got(api, page, name_ru="x" * 301))
    both = items(api, "units", level="REGION,DISTRICT")["numberMatched"]
    assert both == sum(items(api, "units", level=each)["numberMatched"] for each in ("REGION", "DISTRICT"))


def test_own_parameters_ask_what_the_exports_ask(api: ApiClient) -> None:
    for query in ({"service": SERVICE}, {"within": "District:akm-akkol"}):
        exported = api.http.get("/offices.geojson", params=query).json()["features"]
        assert [each["id"] for each in everything(api, "offices", **query)] == [
            each["id"] for each in exported
        ]
    units = api.http.get("/units.geojson", params={"within": "District:akm-akkol"}).json()["features"]
    found = list(everything(api, "units", within="District:akm-akkol"))
    assert [each["id"] for each in found] == [each["id"] for each in units]
    covered = api.http.get("/coverage.geojson", params={"service": SERVICE}).json()["features"]
    told = {
        each["properties"]["settlement"]: each["properties"]
        for each in everything(api, "coverage", service=SERVICE)
    }
    assert told.keys() == {each["id"] for each in covered}
    for each in covered:
        names = ("served", "contested", "distance_m", "precision")
        assert {name: told[each["id"]][name] for name in names} == {
            name: each["properties"][name] for name in names
        }
    of_office = list(everything(api, "provisions", office="Office:akm-akkol-psc"))
    assert {each["properties"]["office"] for each in of_office} == {"Office:akm-akkol-psc"}
    inside = items(
        api, "provisions", office="Office:akm-akkol-psc", service=SERVICE, within="District:akm-akkol"
    )
    assert inside["numberMatched"] <= len(of_office)
    for query in ({"service": "PublicService:none"}, {"within": "Region:none"}, {"office": "Office:none"}):
        name = "provisions" if "office" in query else "units"
        assert refused(got(api, f"/collections/{name}/items", **query))


def test_coverage_is_filtered_for_one_service(api: ApiClient) -> None:
    assert "name it by service=" in refused(got(api, "/collections/coverage/items", served="true"))
    assert "name it by service=" in refused(got(api, "/collections/coverage/items", filter="served = TRUE"))
    served = items(api, "coverage", service=SERVICE, served="true")["numberMatched"]
    not_served = items(api, "coverage", service=SERVICE, filter="NOT served = TRUE")["numberMatched"]
    assert served + not_served == items(api, "coverage", service=SERVICE)["numberMatched"]
    assert served > 0


def test_filters_select_and_page(api: ApiClient) -> None:
    text = "kind = 'AKIMAT' AND S_INTERSECTS(geometry, BBOX(70, 51, 72, 53))"
    pages = [each["properties"]["kind"] for each in everything(api, "offices", filter=text, limit="2")]
    assert set(pages) == {"AKIMAT"}
    assert len(pages) > 5
    as_json = (
        '{"op":"and","args":[{"op":"=","args":[{"property":"kind"},"AKIMAT"]},'
        '{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[70,51,72,53]}]}]}'
    )
    query = {"filter": as_json, "filter-lang": "cql2-json"}
    assert items(api, "offices", **query)["numberMatched"] == len(pages)
    turned = {
        "filter": "S_INTERSECTS(geometry, BBOX(51, 70, 53, 72))",
        "filter-crs": "EPSG:4326",
        "kind": "AKIMAT",
    }
    assert items(api, "offices", **turned)["numberMatched"] == len(pages)
    assert "filter-lang is one of" in refused(
        got(api, "/collections/offices/items", **{"filter-lang": "sql"})
    )
    assert "is not a queryable property" in refused(got(api, "/collections/offices/items", filter="x = 1"))


def test_crs_crs_uri_and_axes(api: ApiClient) -> None:
    plain = items(api, "settlements", limit="5")["features"]
    for crs, unit in (("EPSG:4326", "4326"), ("EPSG:3857", "3857")):
        answer = got(api, "/collections/settlements/items", limit="5", crs=crs)
        assert answer.headers["content-crs"] == f"<http://www.opengis.net/def/crs/EPSG/0/{unit}>"
        for one, other in zip(plain, answer.json()["features"], strict=True):
            if one["geometry"]:
                x, y = other["geometry"]["coordinates"]
                lon, lat = one["geometry"]["coordinates"]
                assert (x, y) == (lat, lon) if unit == "4326" else (x > 5e6 and y > 4e6)
        one = plain[0]["id"]
        shown = got(api, f"/collections/settlements/items/{one}", crs=crs)
        assert shown.headers["content-crs"] == answer.headers["content-crs"]
    assert "crs is one of" in refused(got(api, "/collections/settlements/items", crs="EPSG:1"))
    turned = {"bbox": "51.5,70.5,52.5,71.5", "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/4326"}
    straight = items(api, "settlements", bbox="70.5,51.5,71.5,52.5")["numberMatched"]
    assert items(api, "settlements", **turned)["numberMatched"] == straight


def test_a_cursor_of_another_collection_is_refused(api: ApiClient) -> None:
    following = link(items(api, "coverage", limit="1"), "next")
    assert following is not None
    cursor = following["href"].partition("after=")[2].partition("&")[0]
    assert "cursor" in refused(got(api, "/collections/offices/items", after=cursor))
    assert "cursor" in refused(got(api, "/collections/offices/items", after="x"))


def test_no_edition_yet_is_503_in_words() -> None:
    answer = ApiClient(None).http.get("/collections/offices/items", headers={"accept": JSON})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.json()["code"] == "NOT_READY"


def test_a_filter_may_take_as_much_work_as_a_document(small_edition: Edition) -> None:
    api = ApiClient(small_edition, {"KENSE_WORK_LIMIT_MS": "1"})
    dear = " OR ".join(["name_ru LIKE '%a%b%c%d%e%f%'"] * 45)
    answer = got(api, "/collections/provisions/items", filter=dear.replace("name_ru", "rule"))
    assert answer.json()["code"] == "LIMIT_EXCEEDED"


def test_pages_are_kept_for_a_host_a_form_and_a_query(small_edition: Edition) -> None:
    api = ApiClient(small_edition, {"KENSE_HOSTS": "a.example,b.example"})
    page = "/collections/offices/items?limit=2"

    def told(host: str, accept: str) -> Any:
        return api.http.get(page, headers={"host": host, "accept": accept, "accept-encoding": "identity"})

    first = told("a.example", "application/json")
    assert told("a.example", "application/json").content == first.content
    assert "a.example" in first.text
    assert "b.example" in told("b.example", "application/json").text
    assert told("a.example", "text/html").headers["content-type"].startswith("text/html")
