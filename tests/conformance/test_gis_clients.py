"""GDAL and OWSLib, unmodified, and the requests of QGIS read the collections of a real server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import numpy as np
import pyogrio
import pytest
import shapely
from owslib.ogcapi.features import Features

from graph.ogc.catalogue import COLLECTIONS

BOX = (70.0, 51.0, 72.0, 53.0)
LANDING = "application/json"
API = "application/vnd.oai.openapi+json;version=3.0, application/openapi+json;version=3.0, application/json"
ITEMS = "application/geo+json, application/json"
WGS84 = "http://www.opengis.net/def/crs/EPSG/0/4326"


@pytest.fixture(scope="module")
def server(kense_url: str) -> str:
    return kense_url.removesuffix("/graphql")


def fetched(address: str, accept: str, **query: str) -> dict[str, Any]:
    asked = f"{address}?{urlencode(query)}" if query else address
    with urlopen(Request(asked, headers={"accept": accept}), timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


@pytest.mark.parametrize("end", ["", "/", "/ogc", "/ogc/"])
def test_gdal_lists_the_collections_at_each_address(server: str, end: str) -> None:
    layers = pyogrio.list_layers(f"OAPIF:{server}{end}")
    assert [name for name, _ in layers] == list(COLLECTIONS)


def test_gdal_reads_pages_boxes_and_values(server: str) -> None:
    source = f"OAPIF:{server}/ogc/"
    meta, _, geometries, values = pyogrio.raw.read(
        source, layer="offices", bbox=BOX, columns=["id", "kind"], where="kind = 'AKIMAT'"
    )
    read = dict(zip(meta["fields"], values, strict=True))
    asked = fetched(
        f"{server}/collections/offices/items", ITEMS, kind="AKIMAT", bbox="70,51,72,53", limit="200"
    )
    assert sorted(read["id"]) == [each["id"] for each in asked["features"]]
    assert set(read["kind"]) == {"AKIMAT"}
    assert all(shapely.box(*BOX).covers(shapely.from_wkb(each)) for each in geometries)
    # More than a page: GDAL follows the links.
    wanted = fetched(f"{server}/collections/units/items", ITEMS, level="DISTRICT", limit="1")["numberMatched"]
    meta, _, geometries, values = pyogrio.raw.read(
        source, layer="units", columns=["id", "level"], where="level = 'DISTRICT'"
    )
    assert wanted == len(geometries) == len(np.unique(values[0])) > 200
    assert "OGC" in meta["crs"]
    assert "CRS84" in meta["crs"]


def test_gdal_counts_without_reading(server: str) -> None:
    for collection in COLLECTIONS:
        told = pyogrio.read_info(f"OAPIF:{server}/ogc/", layer=collection)
        page = fetched(f"{server}/collections/{collection}/items", ITEMS, limit="1")
        assert told["features"] == page["numberMatched"] > 1_000
        assert set(told["fields"]) == set(page["features"][0]["properties"]) | ({"id"} & set(told["fields"]))


def test_owslib_reads_metadata_items_and_filters(server: str) -> None:
    client = Features(f"{server}/ogc/")
    assert client.feature_collections() == list(COLLECTIONS)
    assert client.api()["openapi"] == "3.0.3"
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in client.conformance()["conformsTo"]
    assert client.collection("units")["id"] == "units"
    assert "level" in client.collection_queryables("units")["properties"]
    found = client.collection_items("settlements", bbox=list(BOX), filter="name_ru LIKE 'А%'", limit=3)
    assert len(found["features"]) == 3 < found["numberMatched"]
    assert all(each["properties"]["name_ru"].startswith("А") for each in found["features"])
    assert client.collection_item("offices", "Office:akm-akkol-psc")["id"] == "Office:akm-akkol-psc"


def test_what_qgis_asks_is_answered(server: str) -> None:
    """The requests of QGIS's provider (src/providers/wfs/oapif), with its headers and in its order."""
    landing = fetched(f"{server}/ogc/", LANDING)
    links = {(each["rel"], each["type"]): each["href"] for each in landing["links"]}
    api = fetched(links["service-desc", API.partition(",")[0]], API)
    limit = api["components"]["parameters"]["limit"]["schema"]
    assert (limit["maximum"], limit["default"]) == (200, 50)
    collections = links["data", "application/json"]
    collection = fetched(f"{collections}/offices", LANDING)
    assert collection["storageCrs"].endswith("CRS84")
    classes = fetched(links["conformance", "application/json"], LANDING)["conformsTo"]
    assert {
        f"http://www.opengis.net/spec/cql2/1.0/conf/{each}" for each in ("cql2-text", "basic-cql2")
    } <= set(classes)
    queryables = fetched(f"{collections}/offices/queryables", "application/schema+json, application/json")
    assert queryables["properties"]["geometry"]["format"] == "geometry-point"
    assert len(fetched(f"{collections}/offices/items", ITEMS, limit="10")["features"]) == 10
    filtered = {
        "limit": "200",
        "filter": '((("kind" = \'AKIMAT\') AND (NOT ("name_ru" IS NULL))) AND ("kind" IN (\'AKIMAT\')))',
        "filter-lang": "cql2-text",
        "bbox": "51,70,53,72",
        "bbox-crs": WGS84,
        "crs": WGS84,
    }
    page = fetched(f"{collections}/offices/items", ITEMS, **filtered)
    assert page["numberReturned"] == page["numberMatched"] > 10
    for each in page["features"]:
        lat, lon = each["geometry"]["coordinates"]
        assert BOX[0] <= lon <= BOX[2]
        assert BOX[1] <= lat <= BOX[3]
    assert follows_to_all(collections, {"limit": "200", "datetime": "2012-06-01T00:00:00Z"})


def follows_to_all(collections: str, query: Mapping[str, str]) -> bool:
    """Whether following the links gives each feature once."""
    page = fetched(f"{collections}/settlements/items", ITEMS, **query)
    found, matched = [each["id"] for each in page["features"]], page["numberMatched"]
    while following := next((each["href"] for each in page["links"] if each["rel"] == "next"), None):
        page = fetched(following, ITEMS)
        found += [each["id"] for each in page["features"]]
    return bool(len(set(found)) == len(found) == matched)
