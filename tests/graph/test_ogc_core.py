"""OGC API - Features, Part 1: its abstract test suite, a test a requirement, over the small registry.

Each test is named after the requirement whose test it is (`/conf/core/fc-op` is `test_core_fc_op`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import quote

import pytest
import shapely

from graph.ogc.catalogue import COLLECTIONS
from graph.ogc.metadata import CONFORMS_TO
from model.edition import Edition, Validity
from model.enums import Level, LifecycleStatus
from tests.api_client import SERVICE, ApiClient
from tests.graph.ogc_reading import HTML, JSON, body, everything, fits, got, items, link, refused, shape_of

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
    shapes = [shape_of(each) for each in found if each["geometry"]]
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
    expected = [each["id"] for each in placed if box.intersects(shape_of(each))]
    assert [each["id"] for each in inside] == expected
    assert 0 < len(expected) <= len(placed)
    assert items(api, collection, bbox=WHOLE)["numberMatched"] == len(placed)
    heights = items(api, collection, bbox="70.5,51.5,0,71.5,52.5,9000")
    assert heights["numberMatched"] == len(expected)
    # Over the 180th meridian, and all around the earth but for what was asked before.
    around = items(api, collection, bbox="60,40,-60,60")
    assert around["numberMatched"] == sum(shapely.bounds(shape_of(each))[2] >= 60 for each in placed)


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
        assert f"{name!r} is not a parameter here" in refused(got(api, path, **{name: "1"}))
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
