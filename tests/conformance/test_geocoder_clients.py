"""Unmodified clients of Nominatim, Photon and Pelias accept our server as theirs."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from geopy.exc import GeocoderQueryError
from geopy.geocoders import Nominatim, Pelias, Photon
from geopy.location import Location

from tests.conformance.conftest import Run

KYNA, AKKOL = (52.06189, 72.01902), (51.99374, 70.94704)
MOSCOW = (55.75, 37.62)
CONTRADICTION = "Самал, Алматы"
"""A village of that name lies in another region."""


@pytest.fixture(scope="module")
def server(kense_url: str) -> str:
    return kense_url.removesuffix("/graphql")


@pytest.fixture(scope="module")
def nominatim(server: str) -> Nominatim:
    domain = f"{urlsplit(server).netloc}/geocode/nominatim"
    return Nominatim(scheme="http", domain=domain, user_agent="kense-tests", timeout=30)


@pytest.fixture(scope="module")
def photon(server: str) -> Photon:
    domain = f"{urlsplit(server).netloc}/geocode/photon"
    return Photon(scheme="http", domain=domain, user_agent="kense-tests", timeout=30)


@pytest.fixture(scope="module")
def pelias(server: str) -> Pelias:
    domain = f"{urlsplit(server).netloc}/geocode/pelias"
    return Pelias(domain, scheme="http", user_agent="kense-tests", timeout=30)


def must_be_at(found: Location | None, point: tuple[float, float]) -> Location:
    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx(point, abs=1e-4)
    return found


def test_geopy_finds_a_village_by_nominatim(nominatim: Nominatim) -> None:
    text = "Кына, Аккольский район"
    location = must_be_at(
        nominatim.geocode(text, language="ru", addressdetails=True, country_codes="kz"), KYNA
    )
    assert location.address.startswith("Кына, Карасайский сельский округ, Аккольский район")
    assert location.raw["address"]["village"] == "Кына"
    assert location.raw["address"]["county"] == "Аккольский район"
    assert location.raw["address"]["country_code"] == "kz"
    asked = {
        "city": "Кына",
        "county": "Аккольский район",
        "state": "Акмолинская область",
        "country": "Kazakhstan",
    }
    must_be_at(nominatim.geocode(asked), KYNA)
    assert nominatim.geocode({"city": "Кына", "country": "Россия"}) is None
    assert nominatim.geocode(text, country_codes=["ru", "uz"]) is None
    kenes = nominatim.geocode("Кенес", exactly_one=False, limit=3)
    assert [each.raw["type"] for each in kenes] == ["village"] * 3
    box = [(51.5, 70.0), (53.0, 73.0)]
    (only,) = nominatim.geocode("Кенес", exactly_one=False, viewbox=box, bounded=True)
    assert 51.5 < only.latitude < 53.0


def test_geopy_asks_what_is_at_a_point_by_nominatim(nominatim: Nominatim) -> None:
    assert must_be_at(nominatim.reverse(AKKOL, language="kk"), AKKOL).raw["address"]["town"] == "Ақкөл"
    assert nominatim.reverse(AKKOL, zoom=8).raw["addresstype"] == "county"
    assert nominatim.reverse(AKKOL, zoom=5).raw["addresstype"] == "state"
    assert nominatim.reverse(MOSCOW) is None


def test_geopy_gets_nothing_that_is_doubtful_from_nominatim(nominatim: Nominatim) -> None:
    for text in (CONTRADICTION, "Кына, абракадабра", "Кинаа", "Москва", "Фыва, Аккольский район"):
        assert nominatim.geocode(text) is None, text


def test_geopy_finds_places_by_photon(photon: Photon) -> None:
    found = must_be_at(photon.geocode("Кына, Аккольский район", language="ru"), KYNA)
    assert found.address == "Кына, Акмолинская область, Казахстан"
    assert photon.geocode("Кокше", language="ru").raw["properties"]["name"] == "Кокшетау"
    near = photon.geocode("Кенес", location_bias=(52.3, 76.9), exactly_one=False, limit=6)
    far = photon.geocode("Кенес", exactly_one=False, limit=6)
    assert near[0].raw["properties"]["county"] != far[0].raw["properties"]["county"]
    assert photon.geocode(CONTRADICTION) is None
    must_be_at(photon.reverse(AKKOL), AKKOL)
    assert photon.reverse(MOSCOW) is None
    with pytest.raises(GeocoderQueryError):
        photon.geocode("Кына", language="fr")


def test_geopy_finds_places_by_pelias(pelias: Pelias) -> None:
    found = must_be_at(pelias.geocode("Кына, Аккольский район", language="ru", countries=["KAZ"]), KYNA)
    assert found.address == "Кына"
    assert found.raw["properties"]["match_type"] == "exact"
    assert pelias.geocode("Кына, Аккольский район", countries=["RU"]) is None
    assert pelias.geocode(CONTRADICTION) is None
    fallback = pelias.geocode("Фыва, Аккольский район", language="ru")
    assert (fallback.address, fallback.raw["properties"]["match_type"]) == ("Аккольский район", "fallback")
    inside = [(51.5, 70.0), (53.0, 73.0)]
    (only,) = pelias.geocode("Кенес", boundary_rect=inside, exactly_one=False)
    assert 51.5 < only.latitude < 53.0
    assert (
        must_be_at(pelias.reverse(AKKOL, language="ru"), AKKOL).raw["properties"]["county"]
        == "Аккольский район"
    )
    assert pelias.reverse(MOSCOW) is None


def asked_by_qgis(server: str, text: str, **more: str) -> list[dict[str, Any]]:
    """What QGIS 3 sends for its locator: QgsNominatimGeocoder::requestUrl, in this order of parameters.

    https://github.com/qgis/QGIS/blob/master/src/core/geocoding/qgsnominatimgeocoder.cpp
    """
    parameters = {"format": "json", "addressdetails": "1", **more, "q": text}
    address = f"{server}/geocode/nominatim/search?{urlencode(parameters, quote_via=quote)}"
    headers = {"User-Agent": "Mozilla/5.0 QGIS/33415/Linux", "Accept-Language": "ru-RU,en,*"}
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
        found: list[dict[str, Any]] = json.loads(answer.read())
    return found


def test_the_locator_of_qgis_gets_what_it_reads(server: str) -> None:
    # The extent of the map is a hint, written as QgsRectangle::toString writes it.
    box = "70.0000000,51.5000000,73.0000000,53.0000000"
    first, *_ = asked_by_qgis(server, "Кенес", viewbox=box, countrycodes="kz")
    # QgsNominatimGeocoder::jsonToResult reads these.
    assert (
        first["display_name"]
        == "Кенес, Кенесский сельский округ, Аккольский район, Акмолинская область, Казахстан"
    )
    assert (first["class"], first["type"]) == ("place", "village")
    assert 51.5 < float(first["lat"]) < 53.0
    assert 70.0 < float(first["lon"]) < 73.0
    south, north, west, east = map(float, first["boundingbox"])
    assert south < float(first["lat"]) < north
    assert west < float(first["lon"]) < east
    assert first["place_id"]
    assert first["address"]["village"] == "Кенес"
    assert first["address"]["state"] == "Акмолинская область"
    assert asked_by_qgis(server, "Фываолдж") == []
    assert asked_by_qgis(server, "Кенес", countrycodes="uz") == []


def test_controls_of_leaflet_and_maplibre_work_with_our_host(node: Run, server: str) -> None:
    if not os.environ.get("KENSE_CHROMIUM"):
        pytest.fail("KENSE_CHROMIUM is not set: run `make test`, it installs Chromium", pytrace=False)
    seen = json.loads(node("geocoder_clients.mjs", server, "Кына, Аккольский район", "Кокше"))
    assert seen["complaints"] == []
    assert sorted(host.partition(":")[0] for host in seen["hosts"]) == ["127.0.0.1", "localhost"]
    for provider, found in seen["leaflet"].items():
        (first, *_), (here, *_) = found["forward"], found["reverse"]
        assert first["at"] == pytest.approx(KYNA, abs=1e-4), provider
        assert first["name"].startswith("Кына"), provider
        assert first["holds"], provider
        assert here["at"] == pytest.approx(KYNA, abs=1e-4), provider
        assert found["abroad"] == 0, provider
    assert seen["leaflet"]["nominatim"]["forward"][0]["html"].count("Кына") == 1
    assert (
        seen["leaflet"]["nominatim"]["suggested"] == ["SuggestUnsupportedError"]
        or len(seen["leaflet"]["nominatim"]["suggested"]) == 1
    )
    assert any("Көкшетау" in each or "Кокшетау" in each for each in seen["leaflet"]["photon"]["suggested"])
    assert any("Көкшетау" in each or "Кокшетау" in each for each in seen["leaflet"]["pelias"]["suggested"])
    shown = seen["maplibre"]
    assert shown["failed"] == []
    assert len(shown["shown"]) == 1
    assert shown["chosen"]["center"] == pytest.approx([KYNA[1], KYNA[0]], abs=1e-3)
    assert shown["reversed"].startswith("Кына")


def test_refusals_reach_the_clients_in_their_own_words(
    server: str, nominatim: Nominatim, pelias: Pelias
) -> None:
    with pytest.raises(GeocoderQueryError):
        nominatim.geocode("a" * 400)
    with pytest.raises(GeocoderQueryError):
        pelias.geocode("a" * 400)
    with pytest.raises(urllib.error.HTTPError) as refused:
        asked_by_qgis(server, "Кенес", viewbox="here")
    assert refused.value.code == 400
    assert "viewbox" in json.loads(refused.value.read())["error"]["message"]
