"""OGC API - Features, Part 1: its abstract test suite, a test a requirement, over the small registry.

Each test is named after the requirement whose test it is (`/conf/core/fc-op` is `test_core_fc_op`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import pytest
import shapely
from httpx2 import Response
from jsonschema_rs import validator_for

from graph.ogc.catalogue import COLLECTIONS
from graph.ogc.links import QUERYABLES_REL
from graph.ogc.metadata import CONFORMS_TO
from model.edition import Edition, Validity
from model.enums import Level, LifecycleStatus
from model.yaml_files import parse_yaml
from tests.api_client import SERVICE, ApiClient
from tests.shared_folder import NOT_BESIDE, SHARED

JSON, HTML = "application/json", "text/html"
RESOURCES = (
    "/ogc",
    "/conformance",
    "/collections",
    "/collections/offices",
    "/collections/offices/queryables",
)
IDS = list(COLLECTIONS)
WHOLE = "-180,-90,180,90"


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


def got(api: ApiClient, path: str, accept: str = JSON, **query: str) -> Response:
    return api.http.get(path, params=query, headers={"accept": accept})


def body(api: ApiClient, path: str, **query: str) -> dict[str, Any]:
    answer = got(api, path, **query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def items(api: ApiClient, collection: str, **query: str) -> dict[str, Any]:
    return body(api, f"/collections/{collection}/items", **query)


def everything(api: ApiClient, collection: str, **query: str) -> Iterator[dict[str, Any]]:
    """All features, page after page as the links lead."""
    page = items(api, collection, **{"limit": "200", **query})
    while True:
        yield from page["features"]
        following = link(page, "next")
        if following is None:
            return
        page = api.http.get(following["href"]).json()


def link(document: Mapping[str, Any], rel: str, media: str | None = None) -> dict[str, Any] | None:
    return next(
        (each for each in document["links"] if each["rel"] == rel and media in (None, each["type"])), None
    )


def refused(answer: Response) -> str:
    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], bool(problem["title"])) == (answer.status_code, True)
    return str(problem["detail"])


def fits(schema: str, document: Any) -> bool:
    """Whether the document is valid by a published schema of the standard."""
    folder = SHARED / "standards" / "ogcapi-features-1" / "schemas"
    if not folder.is_dir():
        pytest.skip(f"{folder} {NOT_BESIDE}")
    return bool(validator_for(_resolved(folder / f"{schema}.yaml")).is_valid(document))


def _resolved(file: Any) -> Any:
    def put(node: Any) -> Any:
        if isinstance(node, list):
            return ["null" if each is None else put(each) for each in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            if node["$ref"].startswith("geometrycollection"):
                return False  # it holds itself, and nothing here is one
            return _resolved(file.parent / node["$ref"])
        # The files write `type: null`, which YAML reads as no value at all.
        return {
            name: "null" if name == "type" and value is None else put(value) for name, value in node.items()
        }

    return put(parse_yaml(file.read_text("utf-8")))


def test_core_http(api: ApiClient) -> None:
    for path in RESOURCES:
        got_it, head = got(api, path), api.http.head(path, headers={"accept": JSON})
        assert (got_it.status_code, head.status_code, head.content) == (200, 200, b"")
        assert head.headers["etag"] == got_it.headers["etag"]
        assert api.http.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/", "/ogc"])
def test_core_root_op_and_success(api: ApiClient, path: str) -> None:
    document = body(api, path)
    assert fits("landingPage", document)
    for rel in ("self", "alternate", "service-desc", "service-doc", "conformance", "data", "license"):
        assert link(document, rel) is not None, rel
    for each in document["links"]:
        if each["rel"] != "license":
            answer = api.http.get(each["href"])
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith(each["type"].partition(";")[0])


def test_the_landing_page_at_the_root_is_for_programs_alone(api: ApiClient) -> None:
    for accept in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*"):
        answer = got(api, "/", accept)
        assert answer.headers["content-type"].startswith("text/html")
        assert "accept" in answer.headers["vary"].lower()
    assert link(body(api, "/"), "alternate")["href"].endswith("/ogc?f=html")  # type: ignore[index]
    assert got(api, "/", HTML, f="json").json()["links"]
    assert refused(got(api, "/", f="json", x="1"))


def test_core_api_definition_op_and_success(api: ApiClient) -> None:
    described = link(body(api, "/ogc"), "service-desc")
    assert described is not None
    answer = api.http.get(described["href"])
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert answer.json()["openapi"].startswith("3.0.")


def test_core_conformance_op_and_success(api: ApiClient) -> None:
    document = body(api, "/conformance")
    assert fits("confClasses", document)
    assert document["conformsTo"] == list(CONFORMS_TO)
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in CONFORMS_TO


def test_core_fc_md_op_and_success(api: ApiClient) -> None:
    document = body(api, "/collections")
    assert fits("collections", document)
    assert [each["id"] for each in document["collections"]] == IDS
    assert link(document, "self") is not None
    assert link(document, "alternate", "text/html") is not None


def test_core_fc_md_items_and_links(api: ApiClient) -> None:
    for each in body(api, "/collections")["collections"]:
        for media in ("application/geo+json", "text/html"):
            found = link(each, "items", media)
            assert found is not None
            answer = api.http.get(found["href"])
            assert answer.headers["content-type"].startswith(media)
        assert link(each, "license") is not None
        assert all(one["rel"] and one["type"] for one in each["links"])


@pytest.mark.parametrize("collection", ["offices", "units", "settlements", "provisions"])
def test_core_fc_md_extent(api: ApiClient, collection: str) -> None:
    document = body(api, f"/collections/{collection}")
    (bbox,) = document["extent"]["spatial"]["bbox"]
    box = shapely.box(*bbox)
    found = list(everything(api, collection))
    shapes = [_shape(each) for each in found if each["geometry"]]
    assert len(shapes) > 5
    assert all(box.covers(shape) for shape in shapes)
    assert document["extent"]["temporal"]["interval"] == [[None, None]]


@pytest.mark.parametrize("collection", IDS)
def test_core_sfc_md_op_and_success(api: ApiClient, collection: str) -> None:
    document = body(api, f"/collections/{collection}")
    assert fits("collection", document)
    listed = next(each for each in body(api, "/collections")["collections"] if each["id"] == collection)
    same = ("id", "title", "description", "extent", "itemType", "crs", "storageCrs")
    assert {name: document[name] for name in same} == {name: listed[name] for name in same}
    assert "no collection has the id 'none'" in refused(got(api, "/collections/none"))


@pytest.mark.parametrize("collection", IDS)
def test_core_fc_op_and_response(api: ApiClient, collection: str) -> None:
    answer = got(api, f"/collections/{collection}/items")
    document = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/geo+json")
    assert fits("featureCollectionGeoJSON", document)
    assert document["numberReturned"] == len(document["features"]) > 0
    assert document["edition"] == 1
    assert answer.headers["content-crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"


@pytest.mark.parametrize("collection", IDS)
def test_core_fc_links(api: ApiClient, collection: str) -> None:
    document = items(api, collection, limit="2")
    assert all(each["rel"] and each["type"] for each in document["links"])
    own, other, following = (link(document, rel) for rel in ("self", "alternate", "next"))
    assert own is not None
    assert other is not None
    assert following is not None
    assert [each["id"] for each in api.http.get(own["href"]).json()["features"]] == [
        each["id"] for each in document["features"]
    ]
    shown = api.http.get(other["href"])
    assert shown.headers["content-type"].startswith("text/html")
    assert all(each["id"] in shown.text for each in document["features"])


def test_core_fc_timeStamp(api: ApiClient) -> None:  # noqa: N802 - the name of the requirement
    told = items(api, "offices")["timeStamp"]
    assert datetime.fromisoformat(told).tzinfo is not None


@pytest.mark.parametrize("collection", ["offices", "units", "settlements", "provisions"])
def test_core_fc_numberMatched_and_numberReturned(api: ApiClient, collection: str) -> None:  # noqa: N802
    document = items(api, collection, limit="3")
    assert document["numberReturned"] == 3
    found = [each["id"] for each in everything(api, collection)]
    assert len(found) == len(set(found)) == document["numberMatched"]
    assert sorted(found) == sorted(found)


def test_all_pairs_of_coverage_are_counted(api: ApiClient, small_edition: Edition) -> None:
    settlements = items(api, "settlements", limit="1")["numberMatched"]
    document = items(api, "coverage", limit="200")
    assert document["numberMatched"] == settlements * len(small_edition.services)
    assert items(api, "coverage", service=SERVICE)["numberMatched"] == settlements
    first = document["features"][0]
    one = body(api, f"/collections/coverage/items/{first['id']}")
    assert one["properties"] == first["properties"]


@pytest.mark.parametrize(
    ("limit", "returned"), [("1", 1), ("50", 50), ("10000", 200), ("999999999", 200), (None, 50)]
)
def test_core_fc_limit_response(api: ApiClient, limit: str | None, returned: int) -> None:
    query = {} if limit is None else {"limit": limit}
    found = items(api, "coverage", **query)
    assert len(found["features"]) == min(returned, found["numberMatched"])
    assert found["numberMatched"] > 50


@pytest.mark.parametrize("limit", ["0", "-1", "x", "", "1.5", "1e3", "١", "1" * 10])
def test_core_query_param_invalid_limit(api: ApiClient, limit: str) -> None:
    assert "limit is a whole number" in refused(got(api, "/collections/offices/items", limit=limit))


@pytest.mark.parametrize("collection", ["offices", "settlements", "provisions", "units"])
def test_core_fc_bbox_response(api: ApiClient, collection: str) -> None:
    every = list(everything(api, collection))
    placed = [each for each in every if each["geometry"]]
    inside = list(everything(api, collection, bbox="70.5,51.5,71.5,52.5"))
    box = shapely.box(70.5, 51.5, 71.5, 52.5)
    expected = [each["id"] for each in placed if box.intersects(_shape(each))]
    assert [each["id"] for each in inside] == expected
    assert 0 < len(expected) <= len(placed)
    assert items(api, collection, bbox=WHOLE)["numberMatched"] == len(placed)
    heights = items(api, collection, bbox="70.5,51.5,0,71.5,52.5,9000")
    assert heights["numberMatched"] == len(expected)
    # Over the 180th meridian, and all around the earth but for what was asked before.
    around = items(api, collection, bbox="60,40,-60,60")
    assert around["numberMatched"] == sum(shapely.bounds(_shape(each))[2] >= 60 for each in placed)


def _shape(feature: Mapping[str, Any]) -> shapely.Geometry:
    return shapely.from_geojson(json.dumps(feature["geometry"]))


@pytest.mark.parametrize(
    "bbox", ["", "1,2,3", "1,2,3,x", "1,2,3,4,5", "nan,1,2,3", "1e999,1,2,3", "1,5,2,4", "-181,0,1,1"]
)
def test_core_query_param_invalid_bbox(api: ApiClient, bbox: str) -> None:
    assert refused(got(api, "/collections/offices/items", bbox=bbox))


INTERVALS = [
    "2012-06-01", "2012-06-01T00:00:00Z", "2012-01-01T00:00:00Z/2013-01-01T00:00:00+06:00",
    "2012-01-01/..", "../2012-01-01", "2012-01-01/", "/2012-01-01", "../..", "/",
]  # fmt: skip


@pytest.mark.parametrize("collection", IDS)
def test_core_fc_time_response(api: ApiClient, collection: str) -> None:
    def days(moment: str) -> str:
        return moment[:10]

    for asked in INTERVALS:
        found = items(api, collection, datetime=asked, limit="200")
        first, slash, last = asked.partition("/")
        last = last if slash else first
        for each in found["features"]:
            since, until = (each["properties"].get(name) for name in ("valid_from", "valid_to"))
            assert since is None or last in ("", "..") or since <= days(last)
            assert until is None or first in ("", "..") or days(first) <= until


def test_time_selects_by_the_days_of_a_feature(small_edition: Edition) -> None:
    """Law from 2012 to 2013, a closed office and a unit that ended: each is there in its time alone."""
    law = Validity(date(2012, 1, 1), date(2014, 1, 1))
    provision, office = next(iter(small_edition.provisions.values())), small_edition.offices["akm-akkol-psc"]
    unit = next(each for each in small_edition.units.values() if each.level is Level.SETTLEMENT)
    closed = replace(office, status=LifecycleStatus.CLOSED, closed_on=date(2013, 7, 1))
    edition = replace(
        small_edition,
        provisions={**small_edition.provisions, provision.id: replace(provision, validity=law)},
        offices={**small_edition.offices, office.id: closed},
        units={**small_edition.units, unit.id: replace(unit, validity=law)},
    )
    api = ApiClient(edition)
    ids = {
        "provisions": f"ServiceProvision:{provision.id}",
        "offices": f"Office:{office.id}",
        "settlements": f"Settlement:{unit.id}",
    }
    there = {
        "2012-01-01": {"provisions", "offices", "settlements"},
        "2013-12-31T12:00:00Z": {"provisions", "settlements"},
        "2013-12-31T20:00:00Z": set[str](),  # the next day has begun in Kazakhstan
        "2011-12-31": {"offices"},
        "../2011-12-31": {"offices"},
        "2013-07-01/..": {"provisions", "settlements"},
        "2014-01-01/": set(),
        "2000-01-01/2100-01-01": {"provisions", "offices", "settlements"},
        "../..": {"provisions", "offices", "settlements"},
    }
    for asked, expected in there.items():
        found = {
            name
            for name, feature in ids.items()
            if feature in [each["id"] for each in everything(api, name, datetime=asked)]
        }
        assert found == expected, asked
    # Without datetime a collection holds what its export holds.
    shown = {name: [each["id"] for each in everything(api, name)] for name in ids}
    assert ids["offices"] not in shown["offices"]
    assert ids["provisions"] in shown["provisions"]
    states = {day: _status(api, ids["offices"], day) for day in ("2013-06-30", "2000-01-01/2013-07-01")}
    assert list(states.values()) == ["ACTIVE", "CLOSED"]


def _status(api: ApiClient, office: str, asked: str) -> str:
    (found,) = items(api, "offices", datetime=asked, id=office)["features"]
    assert found["properties"]["valid_to"] == "2013-06-30"
    return str(found["properties"]["status"])


@pytest.mark.parametrize(
    "asked",
    ["", "x", "2012", "2012-13-01", "2012-01-01/2011-01-01", "a/b", "2012-01-01T00:00:00", "../../..",
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)  # fmt: skip
def test_core_query_param_invalid_datetime(api: ApiClient, asked: str) -> None:
    assert refused(got(api, "/collections/units/items", datetime=asked))


@pytest.mark.parametrize("path", [*RESOURCES, "/collections/units/items", "/openapi.json", "/openapi.html"])
def test_core_query_param_unknown(api: ApiClient, path: str) -> None:
    for name in ("_", "key", "servise", "FOO"):
        assert f"{name!r} is no parameter here" in refused(got(api, path, **{name: "1"}))
    assert "at most 50" in refused(api.http.get(f"{path}?{'&'.join(['a=1'] * 51)}"))
    if not path.startswith("/openapi"):
        assert "given twice" in refused(api.http.get(f"{path}?f=json&f=json"))
        assert "f is one of json, html" in refused(got(api, path, f="xml"))


@pytest.mark.parametrize("collection", IDS)
def test_core_f_op_success_and_links(api: ApiClient, collection: str) -> None:
    (chosen,) = items(api, collection, limit="1")["features"]
    path = f"/collections/{collection}/items/{quote(chosen['id'])}"
    answer = got(api, path)
    document = answer.json()
    assert fits("featureGeoJSON", document)
    assert answer.headers["content-type"] == "application/geo+json"
    assert {name: document[name] for name in chosen} == chosen
    for rel in ("self", "alternate", "collection"):
        found = link(document, rel)
        assert found is not None
        assert api.http.get(found["href"]).status_code == 200
    assert "no feature of" in refused(got(api, f"/collections/{collection}/items/Office:none"))


def test_core_crs84(api: ApiClient) -> None:
    for each in everything(api, "settlements"):
        if each["geometry"]:
            lon, lat = each["geometry"]["coordinates"]
            assert 46 < lon < 88
            assert 40 < lat < 56


@pytest.mark.parametrize("path", [*RESOURCES, "/collections/units/items?limit=3", "/openapi.html"])
def test_html_definition_and_content(api: ApiClient, path: str) -> None:
    answer = got(api, path, HTML)
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.text.startswith("<!doctype html>")
    assert answer.text.rstrip().endswith("</html>")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "accept" in answer.headers["vary"].lower() or path == "/openapi.html"
    for address in re.findall(r'href="([^"]+)"', answer.text):
        if not address.startswith(("https://creativecommons", "https://opendata", "/.well-known")):
            assert api.http.get(address.replace("&amp;", "&")).status_code == 200, address


def test_geojson_definition_and_content(api: ApiClient) -> None:
    exported = {each["id"]: each for each in api.http.get("/offices.geojson").json()["features"]}
    found = {each["id"]: each for each in everything(api, "offices")}
    assert found.keys() == exported.keys()
    for ref, feature in found.items():
        days = {"valid_from", "valid_to"}
        shown = {name: value for name, value in feature["properties"].items() if name not in days}
        assert (feature["geometry"], shown) == (exported[ref]["geometry"], exported[ref]["properties"])


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
    """What is read for filters is what features show: each property by its value in a feature."""
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
    assert "is no property" in refused(got(api, "/collections/offices/items", filter="x = 1"))


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
