"""The geocoders over HTTP: what each protocol answers, caches, filters, and how it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from geo.exports.attribution import ATTRIBUTION
from graph.geocoding.routes import PATHS
from model.edition import Edition
from tests.api_client import ApiClient

KYNA = "Settlement:akm-akkol-karasai-kyna"
AKKOL = {"lat": "51.99374", "lon": "70.94704"}
FORWARD = (
    ("/geocode/search", "q"),
    ("/geocode/autocomplete", "q"),
    ("/geocode/photon/api", "q"),
    ("/geocode/nominatim/search", "q"),
    ("/geocode/pelias/v1/search", "text"),
    ("/geocode/pelias/v1/autocomplete", "text"),
)
BACKWARD = (
    ("/geocode/reverse", "lat", "lon"),
    ("/geocode/photon/reverse", "lat", "lon"),
    ("/geocode/nominatim/reverse", "lat", "lon"),
    ("/geocode/pelias/v1/reverse", "point.lat", "point.lon"),
)


@pytest.fixture(scope="module")
def api(shipped_edition: Edition) -> ApiClient:
    return ApiClient(shipped_edition)


@pytest.fixture(scope="module")
def small(small_edition: Edition) -> ApiClient:
    """A server for requests that need no place."""
    return ApiClient(small_edition)


def ask(api: ApiClient, path: str, headers: dict[str, str] | None = None, **params: Any) -> httpx2.Response:
    return api.http.get(path, params=params, headers=headers or {})


def found(api: ApiClient, path: str, **params: Any) -> Any:
    answer = ask(api, path, **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def geocoded(api: ApiClient, path: str, **params: Any) -> list[dict[str, Any]]:
    """The properties of each feature from our own geocoder."""
    return [each["properties"]["geocoding"] for each in found(api, path, **params)["features"]]


def test_our_own_answers_in_geocodejson(api: ApiClient) -> None:
    answer = ask(api, "/geocode/search", q="Кына, Аккольский район", lang="ru")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["content-language"] == "ru"
    document = answer.json()
    assert document["type"] == "FeatureCollection"
    head = document["geocoding"]
    assert (head["version"], head["query"]) == ("0.1.0", "Кына, Аккольский район")
    assert (head["attribution"], "creativecommons" in head["licence"]) == (ATTRIBUTION, True)
    (feature,) = document["features"]
    assert feature["geometry"]["type"] == "Point"
    told = feature["properties"]["geocoding"]
    assert told["id"] == KYNA
    assert (told["type"], told["name"], told["county"]) == ("city", "Кына", "Аккольский район")
    assert told["label"].startswith("Кына, Карасайский сельский округ, Аккольский район, ")
    assert told["admin"] == {
        "level2": "Казахстан",
        "level4": "Акмолинская область",
        "level6": "Аккольский район",
        "level8": "Карасайский сельский округ",
    }
    assert (told["certain"], told["doubts"], told["match"]) == (True, [], "exact")
    assert told["accuracy"] >= 3_000


def test_a_doubt_is_named_and_makes_nothing_certain(api: ApiClient) -> None:
    (misspelt,) = geocoded(api, "/geocode/search", q="Кинаа")
    assert (misspelt["id"], misspelt["certain"], misspelt["doubts"]) == (KYNA, False, ["MISSPELT"])
    (within,) = geocoded(api, "/geocode/search", q="Фываолдж, Аккольский район")
    assert (within["id"], within["within"]) == ("District:akm-akkol", True)
    assert (within["doubts"], within["left_out"]) == (["NOT_FOUND"], ["Фываолдж"])
    assert found(api, "/geocode/nominatim/search", q="Кинаа") == []
    (fallback,) = found(api, "/geocode/pelias/v1/search", text="Кинаа")["features"]
    assert fallback["properties"]["match_type"] == "fallback"
    assert fallback["properties"]["addendum"]["kense"]["doubts"] == ["MISSPELT"]


@pytest.mark.parametrize("text", ["Самал, Алматы", "Кына, Павлодар", "Табантал, Атырауская область"])
def test_a_place_that_lies_elsewhere_is_no_answer(api: ApiClient, text: str) -> None:
    for each in geocoded(api, "/geocode/search", q=text):
        assert (each["certain"], each["doubts"]) == (False, ["ELSEWHERE"])
    for path in ("/geocode/photon/api", "/geocode/pelias/v1/search", "/geocode/pelias/v1/autocomplete"):
        assert found(api, path, q=text, text=text)["features"] == []
    assert found(api, "/geocode/nominatim/search", q=text) == []


def test_of_namesakes_the_town_comes_first_and_near_ones_before_far_villages(api: ApiClient) -> None:
    ids = [each["id"] for each in geocoded(api, "/geocode/search", q="Акколь")]
    assert (ids[0], len(ids)) == ("Settlement:akm-akkol-akkol-g", 5)
    near_zerendi = geocoded(api, "/geocode/search", q="Акколь", lat="52.9", lon="69.1")
    assert near_zerendi[0]["id"] == ids[0]
    near = geocoded(api, "/geocode/search", q="Кенес", lat="52.3", lon="76.9", limit=1)
    assert near[0]["county"] == "Павлодар ауданы"
    focus = {"focus.point.lat": "52.3", "focus.point.lon": "76.9", "size": "1"}
    (first,) = found(api, "/geocode/pelias/v1/search", text="Кенес", **focus)["features"]
    assert first["properties"]["county"] == "Павлодар ауданы"


def test_a_post_code_finds_its_place_and_its_offices(api: ApiClient) -> None:
    assert [each["kind"] for each in geocoded(api, "/geocode/search", q="021800")] == ["VILLAGE"]
    kinds = [each["kind"] for each in geocoded(api, "/geocode/autocomplete", q="021800", limit=20)]
    assert (kinds[0], set(kinds[1:])) == ("VILLAGE", {"OFFICE"})


@pytest.mark.parametrize(("lat", "lon"), [("55.75", "37.62"), ("51.77", "55.10"), ("0", "0"), ("44", "49")])
def test_abroad_is_nowhere(api: ApiClient, lat: str, lon: str) -> None:
    assert geocoded(api, "/geocode/reverse", lat=lat, lon=lon) == []
    assert geocoded(api, "/geocode/reverse", lat=lat, lon=lon, layer="office") == []
    assert (
        found(api, "/geocode/photon/reverse", lat=lat, lon=lon, radius="5000", layer="house")["features"]
        == []
    )
    assert found(api, "/geocode/nominatim/reverse", lat=lat, lon=lon) == {"error": "Unable to geocode"}
    point = {"point.lat": lat, "point.lon": lon}
    assert found(api, "/geocode/pelias/v1/reverse", **point)["features"] == []
    assert found(api, "/geocode/pelias/v1/reverse", layers="venue", **point)["features"] == []


def test_a_street_is_left_out_and_said(api: ApiClient) -> None:
    told, *namesakes = geocoded(api, "/geocode/search", q="Акколь, ул. Абая 5", lang="ru")
    assert len(namesakes) == 4
    assert (told["id"], told["left_out"]) == ("Settlement:akm-akkol-akkol-g", ["ул. Абая 5"])


def test_an_unfinished_word_finds_what_begins_so(api: ApiClient) -> None:
    assert KYNA in [each["id"] for each in geocoded(api, "/geocode/autocomplete", q="Кын", limit=50)]
    assert geocoded(api, "/geocode/search", q="Кын") == []
    assert (
        found(api, "/geocode/photon/api", q="Кын", lang="ru")["features"][0]["properties"]["name"] == "Кына"
    )
    assert found(api, "/geocode/pelias/v1/autocomplete", text="Кын")["features"]


def test_offices_are_found_by_their_names(api: ApiClient) -> None:
    text = "отдел образования Аккольского района"
    told = geocoded(api, "/geocode/search", q=text, lang="ru")[0]
    assert (told["id"], told["type"], told["kind"]) == ("Office:akm-akkol-education", "house", "OFFICE")
    assert told["street"] == "Бегильдинова"
    venue = found(api, "/geocode/pelias/v1/search", text=text, layers="venue")["features"][0]["properties"]
    assert (venue["layer"], venue["gid"]) == ("venue", "kense:venue:akm-akkol-education")
    again = found(api, "/geocode/pelias/v1/place", ids=f"{venue['gid']},kense:venue:nothing,osm:venue:1")
    assert [each["properties"]["gid"] for each in again["features"]] == [venue["gid"]]
    place = found(api, "/geocode/nominatim/search", q=text, addressdetails=1)[0]
    assert (place["category"], place["type"], place["place_rank"]) == ("office", "government", 30)
    assert (place["address"]["road"], place["address"]["house_number"]) == ("Бегильдинова", "10")


def test_offices_around_a_point_are_told_where_they_are_asked_for(api: ApiClient) -> None:
    near = geocoded(api, "/geocode/reverse", **AKKOL, layer="office", limit=3)
    assert [each["kind"] for each in near] == ["OFFICE"] * 3
    assert near[0]["distance"] <= near[2]["distance"]
    venues = found(
        api, "/geocode/pelias/v1/reverse", layers="venue", **{"point.lat": "51.99", "point.lon": "70.95"}
    )
    assert {each["properties"]["layer"] for each in venues["features"]} == {"venue"}
    houses = found(api, "/geocode/photon/reverse", **AKKOL, layer="house", limit=2)
    assert [each["properties"]["type"] for each in houses["features"]] == ["house"] * 2


def test_a_point_is_told_from_the_finest_unit_to_the_widest(api: ApiClient) -> None:
    told = geocoded(api, "/geocode/reverse", **AKKOL)
    assert [each["kind"] for each in told] == ["TOWN", "RURAL_OKRUG", "DISTRICT", "REGION"]
    assert told[0]["id"] == "Settlement:akm-akkol-akkol-g"
    (nearest,) = found(api, "/geocode/photon/reverse", **AKKOL)["features"]
    assert nearest["properties"]["extra"]["kense_id"] == told[0]["id"]


@pytest.mark.parametrize(
    ("zoom", "kind"),
    [("3", "state"), ("8", "county"), ("10", "town"), ("18", "town"), ("-5", "state"), ("30", "town")],
)
def test_nominatim_tells_what_a_map_shows_at_its_zoom(api: ApiClient, zoom: str, kind: str) -> None:
    assert found(api, "/geocode/nominatim/reverse", **AKKOL, zoom=zoom)["addresstype"] == kind


def test_nominatim_writes_four_formats(api: ApiClient) -> None:
    asked = {"q": "Кына", "accept-language": "ru", "addressdetails": 1, "namedetails": 1, "extratags": 1}
    (first,) = found(api, "/geocode/nominatim/search", format="json", **asked)
    (second,) = found(api, "/geocode/nominatim/search", format="jsonv2", **asked)
    assert first.pop("class") == second.pop("category") == "place"
    assert first == second
    assert set(first["address"]) == {
        "village", "municipality", "county", "state", "ISO3166-2-lvl4", "country", "country_code",
    }  # fmt: skip
    assert first["namedetails"]["name:ru"] == "Кына"
    assert first["extratags"]["kense:id"] == KYNA
    assert first["importance"] > 0
    assert first["place_id"] < 2**53
    assert "osm_id" not in first
    (feature,) = found(api, "/geocode/nominatim/search", format="geojson", **asked)["features"]
    assert feature["properties"]["display_name"] == first["display_name"]
    assert feature["bbox"][0] < feature["geometry"]["coordinates"][0] < feature["bbox"][2]
    (other,) = found(api, "/geocode/nominatim/search", format="geocodejson", **asked)["features"]
    assert other["properties"]["geocoding"]["admin"]["level4"] == "Акмолинская область"
    assert other["properties"]["geocoding"]["place_id"] == first["place_id"]
    for each in ("json", "jsonv2"):
        assert found(api, "/geocode/nominatim/reverse", format=each, **AKKOL)["addresstype"] == "town"
    for each in ("geojson", "geocodejson"):
        assert len(found(api, "/geocode/nominatim/reverse", format=each, **AKKOL)["features"]) == 1
    skipped = {"q": "Кына", "exclude_place_ids": first["place_id"]}
    assert found(api, "/geocode/nominatim/search", **skipped) == []
    drawn = found(api, "/geocode/nominatim/search", q="Кына", polygon_geojson=1)
    assert drawn[0]["geojson"]["type"] == "Point"


def test_a_structured_question_is_one_of_parts(api: ApiClient) -> None:
    ask_parts = {"city": "Кына", "county": "Аккольский район", "country": "Қазақстан", "extratags": 1}
    (one,) = found(api, "/geocode/nominatim/search", **ask_parts)
    assert one["extratags"]["kense:id"] == KYNA
    path = "/geocode/pelias/v1/search/structured"
    (other,) = found(api, path, locality="Кына", county="Аккольский район", country="KAZ")["features"]
    assert other["properties"]["addendum"]["kense"]["id"] == KYNA
    assert found(api, path, locality="Кына", country="RU")["features"] == []
    (district,) = found(api, "/geocode/nominatim/search", county="Аккольский район")
    assert district["addresstype"] == "county"
    assert found(api, "/geocode/nominatim/search", country="Kazakhstan") == []


def test_kinds_boxes_and_countries_leave_places_out(api: ApiClient) -> None:
    assert found(api, "/geocode/photon/api", q="Кына", layer="state")["features"] == []
    assert found(api, "/geocode/photon/api", q="Кына", layer="city,house")["features"]
    assert found(api, "/geocode/photon/api", q="Кына", countrycode="DE")["features"] == []
    assert found(api, "/geocode/photon/api", q="Кына", countrycode="KZ")["features"]
    assert found(api, "/geocode/photon/api", q="Кына", bbox="60,40,61,41")["features"] == []
    assert found(api, "/geocode/pelias/v1/search", text="Кына", layers="region")["features"] == []
    assert found(api, "/geocode/pelias/v1/search", text="Кына", layers="coarse")["features"]
    assert found(api, "/geocode/nominatim/search", q="Кына", featureType="country") == []
    assert found(api, "/geocode/nominatim/search", q="Кына", featureType="settlement")
    # A map that was scrolled around the earth.
    assert found(api, "/geocode/nominatim/search", q="Кына", viewbox="-400,90,500,-90", bounded=1)
    assert geocoded(api, "/geocode/search", q="Кына", bbox="60,40,61,41") == []


def test_names_come_in_the_language_asked_for(api: ApiClient) -> None:
    def name(path: str, headers: dict[str, str], **params: str) -> str:
        told = ask(api, path, headers, **{**AKKOL, **params})
        assert "Accept-Language" in told.headers["vary"]
        return str(told.json()["features"][0]["properties"]["geocoding"]["name"])

    path = "/geocode/reverse"
    assert name(path, {}, lang="en") == "Aqkol"
    assert name(path, {"accept-language": "de, ru-RU;q=0.8, kk;q=0.9"}) == "Ақкөл"
    assert name(path, {"accept-language": "kk;q=0, ru;q=x, ru"}) == "Акколь"
    assert name(path, {"accept-language": "de"}) == "Ақкөл"
    assert name(path, {"accept-language": "ru"}, lang="kk") == "Ақкөл"


def test_an_answer_has_the_tag_of_the_edition_and_of_its_language(api: ApiClient) -> None:
    asked = {"q": "Кына"}
    russian = ask(api, "/geocode/photon/api", {"accept-language": "ru"}, **asked)
    kazakh = ask(api, "/geocode/photon/api", {"accept-language": "kk"}, **asked)
    assert russian.headers["etag"] != kazakh.headers["etag"]
    assert 'rel="license"' in russian.headers["link"]
    again = {"accept-language": "ru", "if-none-match": russian.headers["etag"]}
    same = ask(api, "/geocode/photon/api", again, **asked)
    assert (same.status_code, same.content) == (304, b"")
    assert "Accept-Language" in same.headers["vary"]
    other = ask(api, "/geocode/photon/api", {**again, "accept-language": "kk"}, **asked)
    assert other.status_code == 200


def test_unknown_parameters_are_ignored_and_a_slash_at_the_end_too(api: ApiClient) -> None:
    plain = found(api, "/geocode/photon/api", q="Кына")
    assert (
        found(api, "/geocode/photon/api/", q="Кына", osm_tag="place", location_bias_scale="0.2", x="y")
        == plain
    )
    more = {"api_key": "k", "sources": "osm", "debug": "1"}
    assert found(api, "/geocode/pelias/v1/search", text="Кына", **more)["features"]


def test_the_states_of_the_servers_are_told(api: ApiClient) -> None:
    assert ask(api, "/geocode/nominatim/status").text == "OK"
    assert found(api, "/geocode/nominatim/status", format="json")["message"] == "OK"
    assert found(api, "/geocode/photon/status")["status"] == "Ok"


def message(path: str, answer: httpx2.Response) -> str:
    """The message of a refusal, at the place where that protocol has it."""
    document = answer.json()
    if path.startswith("/geocode/photon/"):
        return str(document["message"])
    if path.startswith("/geocode/nominatim/"):
        assert document["error"]["code"] == answer.status_code
        return str(document["error"]["message"])
    assert document["features"] == []
    (error,) = document["geocoding"]["errors"]
    return str(error if path.startswith("/geocode/pelias/") else error["message"])


@dataclass(frozen=True)
class Wrong:
    """A question that is refused, and a word of the reason."""

    path: str
    params: dict[str, Any]
    why: str


WRONG = [
    *(Wrong(path, {}, "nothing to search for" if "nominatim" in path else "missing") for path, _ in FORWARD),
    *(Wrong(path, {key: "a" * 301}, "at most 300") for path, key in FORWARD),
    *(Wrong(path, {key: "К\x00"}, "sign") for path, key in FORWARD),
    *(Wrong(path, {}, "missing") for path, *_ in BACKWARD),
    *(Wrong(path, {lat: "52"}, "missing") for path, lat, _ in BACKWARD),
    *(Wrong(path, {lat: "91", lon: "70"}, "not within -90..90") for path, lat, lon in BACKWARD),
    *(Wrong(path, {lat: "52", lon: "x"}, "is a number") for path, lat, lon in BACKWARD),
    *(Wrong(path, {lat: "nan", lon: "1e999"}, "is a number") for path, lat, lon in BACKWARD),
    Wrong("/geocode/search", {"q": "К", "limit": "51"}, "from 1 to 50"),
    Wrong("/geocode/search", {"q": "К", "limit": "1.5"}, "whole number"),
    Wrong("/geocode/search", {"q": "К", "bbox": "1,2,3"}, "bbox is x1,y1,x2,y2"),
    Wrong("/geocode/reverse", {**AKKOL, "layer": "x"}, "layer is one of"),
    Wrong("/geocode/photon/api", {"q": "К", "limit": "٣"}, "whole number"),
    Wrong("/geocode/photon/api", {"q": "К", "layer": "x"}, "layer is one of"),
    Wrong("/geocode/photon/api", {"q": "К", "lang": "fr"}, "lang is one of default, kk, ru, en"),
    Wrong("/geocode/photon/api", {"q": "К", "lat": "52"}, "belong together"),
    Wrong("/geocode/photon/reverse", {**AKKOL, "radius": "0"}, "radius"),
    Wrong("/geocode/nominatim/search", {"q": "К", "format": "xml"}, "format is one of json, jsonv2"),
    Wrong("/geocode/nominatim/search", {"q": "К", "city": "К"}, "exclude each other"),
    Wrong("/geocode/nominatim/search", {"q": "К", "addressdetails": "x"}, "addressdetails is 0 or 1"),
    Wrong("/geocode/nominatim/search", {"q": "К", "featureType": "x"}, "featureType is one of"),
    Wrong("/geocode/nominatim/search", {"q": "К", "viewbox": "a,b,c,d"}, "viewbox"),
    Wrong("/geocode/nominatim/reverse", {**AKKOL, "zoom": "x"}, "zoom is a number"),
    Wrong("/geocode/nominatim/status", {"format": "x"}, "format is one of"),
    Wrong("/geocode/pelias/v1/search", {"text": "К", "layers": "x"}, "is not a layer"),
    Wrong("/geocode/pelias/v1/search", {"text": "К", "boundary.rect.min_lon": "1"}, "of the box is missing"),
    Wrong("/geocode/pelias/v1/search", {"text": "К", "size": "many"}, "whole number"),
    Wrong("/geocode/pelias/v1/search/structured", {}, "at least one of"),
    Wrong("/geocode/pelias/v1/place", {}, "ids is missing"),
    Wrong("/geocode/pelias/v1/place", {"ids": ",".join("x" * 51)}, "at most 50"),
    Wrong(
        "/geocode/pelias/v1/reverse",
        {"point.lat": "52", "point.lon": "71", "boundary.circle.radius": "9999"},
        "at most 5000",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    "wrong", WRONG, ids=lambda wrong: f"{wrong.path} {wrong.why} {list(wrong.params)}"[:80]
)
def test_a_wrong_value_is_refused_in_the_words_of_the_protocol(small: ApiClient, wrong: Wrong) -> None:
    answer = ask(small, wrong.path, **wrong.params)
    assert answer.status_code == 400, answer.text
    assert wrong.why in message(wrong.path, answer)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PATHS)
def test_every_geocoder_says_when_no_edition_is_loaded(path: str) -> None:
    answer = ask(ApiClient(None), path, q="Кына")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert "no edition" in message(path, answer)


@pytest.mark.parametrize("path", PATHS)
def test_every_geocoder_takes_only_questions(small: ApiClient, path: str) -> None:
    assert small.http.post(path).status_code == 405
    assert small.http.head(path, params={"q": "Кына", "text": "Кына", "ids": "x", **AKKOL}).status_code in (
        200,
        400,
    )


def test_a_client_in_debt_is_told_so_in_the_words_of_the_protocol(small_edition: Edition) -> None:
    api = ApiClient(small_edition, {"KENSE_CLIENT_SHARE": "0.001", "KENSE_CLIENT_BURST_S": "0.001"})
    hasty = TestClient(api.http.app, client=("192.0.2.1", 50_000))
    for number in range(5):
        assert hasty.get("/geocode/search", params={"q": f"отдел образования {number}"}).status_code == 200
    assert api.http.get("/geocode/search", params={"q": "Кына"}).status_code == 200
    for path in PATHS:
        answer = hasty.get(path, params={"q": "Кына", "text": "Кына", "ids": "x", **AKKOL})
        assert answer.status_code == 429, path
        assert int(answer.headers["retry-after"]) >= 1
        assert "too much of the processor" in message(path, answer)
    upload = hasty.post("/geocode/csv", content=b"a\n", headers={"content-type": "text/csv"})
    assert (upload.status_code, upload.json()["errors"][0]["extensions"]["code"]) == (429, "RATE_LIMITED")
