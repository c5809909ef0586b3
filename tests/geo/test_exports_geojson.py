"""GeoJSON: RFC 7946 to the letter, filters as in the API, a stream that never holds the document."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import replace
from datetime import date
from itertools import repeat
from typing import Any

import pytest
import shapely

from geo.exports import geojson
from geo.exports.attribution import ATTRIBUTION, LICENSES
from geo.exports.geojson import offices_geojson, units_geojson
from geo.exports.streams import PIECE_BYTES
from graph.exports import features
from graph.exports.answers import Streamed
from graph.served.context import Reception, Registry
from graph.served.tags import is_known
from model.edition import Boundary, Edition, Schedule
from model.enums import Level, SchedulePurpose
from model.validity import Validity
from tests.api_client import ApiClient
from tests.hand_made import UNITS, edition, office

# Clockwise and with a counterclockwise hole: the wrong way round.
RING = [(70.5, 51.5), (70.5, 52.5), (71.5, 52.5), (71.5, 51.5), (70.5, 51.5)]
HOLE = [(70.6, 51.6), (70.7, 51.6), (70.7, 51.7), (70.6, 51.7), (70.6, 51.6)]
SHAPE = shapely.MultiPolygon([shapely.Polygon(RING, [HOLE])])


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


@pytest.fixture(scope="module")
def bounded() -> Edition:
    """Akkol district with a boundary."""
    made = edition(units=UNITS, offices=[office("akm-akkol-x", located_in="akm-akkol")])
    return replace(made, boundaries={"akm-akkol": Boundary("akm-akkol", SHAPE, "test")})


def must_be_rfc_7946(document: Any) -> None:
    assert document["type"] == "FeatureCollection"
    assert not {"coordinates", "geometries", "geometry", "properties"} & set(document)
    for feature in document["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert isinstance(feature["properties"], dict)
        assert feature["properties"]["id"] == feature["id"]  # for maps whose own ids are numbers
        geometry = feature["geometry"]
        if geometry is None:
            continue
        assert set(geometry) == {"type", "coordinates"}
        if geometry["type"] == "Point":
            must_be_in_kazakhstan(geometry["coordinates"])
        else:
            assert geometry["type"] == "MultiPolygon"
            for shell, *holes in geometry["coordinates"]:
                assert shapely.LinearRing(shell).is_ccw
                assert not any(shapely.LinearRing(hole).is_ccw for hole in holes)
                for ring in (shell, *holes):
                    assert len(ring) >= 4
                    assert ring[0] == ring[-1]
                    for position in ring:
                        must_be_in_kazakhstan(position)


def must_be_in_kazakhstan(position: list[float]) -> None:
    lon, lat = position  # swapped axes would fall into the Arabian sea
    assert 46 < lon < 88
    assert 40 < lat < 56


@pytest.mark.slow
def test_the_shipped_registry_is_geojson(shipped_edition: Edition) -> None:
    offices = json.loads(b"".join(offices_geojson(shipped_edition, shipped_edition.offices.values())))
    units = json.loads(b"".join(units_geojson(shipped_edition, shipped_edition.units.values())))
    must_be_rfc_7946(offices)
    must_be_rfc_7946(units)
    assert len(offices["features"]) == len(shipped_edition.offices)
    assert len(units["features"]) == len(shipped_edition.units)
    assert offices["attribution"] == units["attribution"] == ATTRIBUTION
    assert offices["licenses"] == units["licenses"] == list(LICENSES)
    assert len({feature["id"] for feature in offices["features"]}) == len(shipped_edition.offices)


def test_a_known_boundary_is_a_shape_by_the_right_hand_rule(bounded: Edition) -> None:
    document = json.loads(b"".join(units_geojson(bounded, bounded.units.values())))
    must_be_rfc_7946(document)
    (akkol,) = (one for one in document["features"] if one["id"] == "District:akm-akkol")
    assert akkol["geometry"]["type"] == "MultiPolygon"
    assert akkol["properties"]["boundary_source"] == "test"
    api = ApiClient(bounded)
    touched = api.http.get("/units.geojson", params={"bbox": "70.5,51.5,70.55,51.55"}).json()
    assert [one["id"] for one in touched["features"]] == ["District:akm-akkol"]
    hole = api.http.get("/units.geojson", params={"bbox": "70.62,51.62,70.68,51.68"}).json()
    assert hole["features"] == []


def test_an_office_without_a_position_has_no_geometry(bounded: Edition) -> None:
    (feature,) = json.loads(b"".join(offices_geojson(bounded, bounded.offices.values())))["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["precision"] is None


def test_the_answer_says_what_it_is(api: ApiClient) -> None:
    answer = api.http.get("/offices.geojson")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/geo+json"
    assert "creativecommons" in answer.headers["link"]
    must_be_rfc_7946(answer.json())
    (feature,) = (one for one in answer.json()["features"] if one["id"] == "Office:akm-akkol-psc")
    assert feature["geometry"]["coordinates"] == [70.947, 51.9937]
    assert feature["properties"]["kind"] == "PSC_BRANCH"
    assert feature["properties"]["position_source"] == "geonames"
    assert "PublicService:preschool-queue" in feature["properties"]["services"]


IDS = """query($f: OfficeFilterInput) {
  offices(filter: $f, orderBy: ID_ASC, first: 200) { edges { node { id } } } }"""
BOX = {"west": 70.9, "south": 51.9, "east": 71.0, "north": 52.1}


@pytest.mark.parametrize(
    ("params", "wanted"),
    [
        ({}, {}),
        ({"kind": "PSC_BRANCH"}, {"kinds": ["PSC_BRANCH"]}),
        ({"kind": "PSC_BRANCH,AKIMAT"}, {"kinds": ["PSC_BRANCH", "AKIMAT"]}),
        ({"kind": ["PSC_BRANCH", "AKIMAT"]}, {"kinds": ["PSC_BRANCH", "AKIMAT"]}),
        ({"service": "PublicService:preschool-queue"}, {"serviceId": "PublicService:preschool-queue"}),
        ({"within": "District:akm-akkol"}, {"locatedInUnitId": "District:akm-akkol"}),
        ({"bbox": "70.9,51.9,71,52.1"}, {"boundingBox": BOX}),
        ({"bbox": "70.9,51.9,71,52.1", "kind": "AKIMAT"}, {"boundingBox": BOX, "kinds": ["AKIMAT"]}),
    ],
)
def test_parameters_filter_as_the_api_does(
    api: ApiClient, params: dict[str, Any], wanted: dict[str, Any]
) -> None:
    document = api.http.get("/offices.geojson", params=params).json()
    edges = api.data(IDS, f=wanted)["offices"]["edges"]
    assert [feature["id"] for feature in document["features"]] == [edge["node"]["id"] for edge in edges]
    assert document["features"]
    assert document.get("bbox") == ([70.9, 51.9, 71.0, 52.1] if "bbox" in params else None)


def test_what_programs_add_to_addresses_is_ignored(api: ApiClient) -> None:
    for path in ("/offices.geojson?kind=AKIMAT&", "/tiles/offices.json?", "/tiles/offices/5/22/10.mvt?"):
        plain, more = api.http.get(path), api.http.get(f"{path}_=1700000000000&key=a&v=&callback=f&_=2")
        assert plain.status_code == 200
        assert (more.status_code, more.content) == (200, plain.content)
        assert more.headers["etag"] == plain.headers["etag"]


def test_units_are_filtered_too(api: ApiClient, small_edition: Edition) -> None:
    def found(**params: str) -> set[str]:
        answer = api.http.get("/units.geojson", params=params).json()
        must_be_rfc_7946(answer)
        return {feature["id"] for feature in answer["features"]}

    assert len(found()) == len(small_edition.units)
    assert found(level="REGION,DISTRICT") == {
        feature for feature in found() if feature.startswith(("Region:", "District:"))
    }
    inside = found(within="District:akm-akkol")
    assert "Settlement:akm-akkol-akkol-g" in inside
    assert "District:akm-akkol" not in inside
    served = found(service="PublicService:preschool-queue", level="SETTLEMENT")
    assert "Settlement:akm-akkol-akkol-g" in served
    near = found(bbox="70.9,51.9,71,52.1", level="SETTLEMENT")
    for unit in small_edition.units.values():
        place = unit.position
        holds = place is not None and 70.9 <= place.lon <= 71 and 51.9 <= place.lat <= 52.1
        if unit.level is Level.SETTLEMENT:
            assert (f"Settlement:{unit.id}" in near) == holds


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/offices.geojson?bbox=1,2,3", "BAD_USER_INPUT"),
        ("/offices.geojson?bbox=80,40,60,50", "BAD_USER_INPUT"),
        ("/offices.geojson?bbox=60,50,80,40", "BAD_USER_INPUT"),
        ("/offices.geojson?bbox=-999,0,0,1", "BAD_USER_INPUT"),
        ("/offices.geojson?bbox=0,0,1,1&bbox=0,0,1,1", "BAD_USER_INPUT"),
        ("/offices.geojson?bbox=-180,-90,180,90", "BAD_USER_INPUT"),
        ("/units.geojson?bbox=-180,-90,180,90", "BAD_USER_INPUT"),
        ("/offices.geojson?kind=CASTLE", "BAD_USER_INPUT"),
        ("/offices.geojson?within=akm-akkol", "BAD_USER_INPUT"),
        ("/offices.geojson?within=Region:nowhere", "NOT_FOUND"),
        ("/offices.geojson?service=PublicService:none", "NOT_FOUND"),
        ("/offices.geojson?servise=PublicService:preschool-queue", "BAD_USER_INPUT"),
        ("/coverage.geojson", "BAD_USER_INPUT"),
        ("/coverage.geojson?service=PublicService:none", "NOT_FOUND"),
        ("/coverage.geojson?service=PublicService:preschool-queue&within=Region:nowhere", "NOT_FOUND"),
        ("/units.geojson?level=VILLAGE", "BAD_USER_INPUT"),
        ("/units.geojson?kind=PSC_BRANCH", "BAD_USER_INPUT"),
        ("/units.geojson?levels=REGION", "BAD_USER_INPUT"),
        ("/offices.geojson?KIND=AKIMAT", "BAD_USER_INPUT"),
        ("/offices.geojson?" + "&".join(f"p{each}=" for each in range(51)), "BAD_USER_INPUT"),
    ],
)
def test_a_wrong_parameter_is_refused_with_a_code(api: ApiClient, path: str, code: str) -> None:
    answer = api.http.get(path)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == code
    assert error["message"]


@pytest.mark.parametrize("path", ["/offices.geojson?bbox=-90,0,90,90", "/units.geojson?bbox=-90,0,90,90"])
def test_half_of_the_globe_is_a_box(api: ApiClient, path: str) -> None:
    assert api.http.get(path).json()["features"]


@pytest.mark.parametrize("path", ["/offices.geojson", "/units.geojson", "/offices/akm-akkol-psc.jsonld"])
def test_an_answer_is_fresh_as_long_as_the_edition(small_edition: Edition, path: str) -> None:
    api = ApiClient(small_edition)
    first = api.http.get(path)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    again = api.http.get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert api.http.get(path, headers={"if-none-match": 'W/"other"'}).status_code == 200
    api.reception.serve(replace(small_edition, number=2))
    assert api.http.get(path, headers={"if-none-match": tag}).status_code == 200


def test_tags_are_compared_weakly_and_one_by_one() -> None:
    assert is_known('W/"1-a"', '"0", "1-a"')
    assert is_known('W/"1-a"', "*")
    assert not is_known('W/"1-a"', 'W/"1-a-b"')
    assert not is_known('W/"1-a"', "")


def test_nothing_is_served_before_an_edition_is() -> None:
    answer = ApiClient(None).http.get("/offices.geojson")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_READY"


@pytest.mark.slow
def test_a_document_of_any_size_takes_the_memory_of_a_piece(small_edition: Edition) -> None:
    one = small_edition.offices["akm-akkol-psc"]
    tracemalloc.start()
    try:
        sizes = [len(piece) for piece in offices_geojson(small_edition, repeat(one, 20_000))]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sum(sizes) > 10_000_000
    assert max(sizes) < 2 * PIECE_BYTES
    assert peak < 1_000_000


def test_the_server_sends_pieces(small_edition: Edition) -> None:
    from starlette.requests import Request

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    reception = Reception()
    reception.serve(small_edition)
    registry = reception.registry
    assert isinstance(registry, Registry)
    for endpoint in (features.offices, features.units):
        assert isinstance(endpoint(Request(scope), registry), Streamed)


def test_coverage_tells_of_each_settlement_what_the_report_counts(api: ApiClient) -> None:
    service, within = "PublicService:preschool-queue", "Region:akm"
    query = """query ($service: ID!, $within: ID!) {
      coverage(serviceId: $service, within: $within) { settlements served unserved(first: 200) { id } }
    }"""
    report = api.data(query, service=service, within=within)["coverage"]
    document = api.http.get("/coverage.geojson", params={"service": service, "within": within}).json()
    must_be_rfc_7946(document)
    told = {feature["id"]: feature["properties"] for feature in document["features"]}
    assert len(told) == report["settlements"]
    assert sum(each["served"] for each in told.values()) == report["served"]
    unserved = sorted(key for key, each in told.items() if not each["served"])
    assert unserved == sorted(unit["id"] for unit in report["unserved"])
    assert any(each["distance_m"] for each in told.values())


def test_hours_whose_act_has_no_force_any_more_are_marked_with_their_last_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hours = (
        Schedule(SchedulePurpose.GENERAL, "Mo-Fr 09:00-18:00", validity=Validity(until=date(2031, 4, 1))),
        Schedule(SchedulePurpose.PUBLIC_RECEPTION, "Mo 10:00-12:00", validity=Validity(date(2012, 1, 1))),
    )
    known = edition(units=UNITS, offices=[replace(office("akm-akkol-x"), schedules=hours)])

    def ended_on(day: date) -> Any:
        monkeypatch.setattr(geojson, "today_in_kazakhstan", lambda: day)
        (feature,) = json.loads(b"".join(offices_geojson(known, known.offices.values())))["features"]
        assert set(feature["properties"]["opening_hours"]) == {"GENERAL", "PUBLIC_RECEPTION"}
        return feature["properties"]["opening_hours_ended"]

    assert ended_on(date(2031, 3, 31)) == {}
    assert ended_on(date(2031, 4, 1)) == {"GENERAL": "2031-03-31"}  # as `validThrough` of JSON-LD
