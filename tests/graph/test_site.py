"""The page for people, as the server delivers it: its HTML, its files, its policy."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import pytest

from graph.server import console
from graph.server.assets import read_assets
from model.edition import Edition
from model.errors import BadSettingError
from model.settings import Settings
from tests.api_client import ApiClient

HTML = (
    '<!doctype html><html lang="kk"><head><title>Kense</title><!--kense:head--></head>'
    '<body><!--kense:body--><div id="page"></div></body></html>'
)
OFFICE = "akm-akkol-psc"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page as the build leaves it: HTML, a script and its packed twins."""
    assets = tmp_path / "assets"
    assets.mkdir()
    (tmp_path / "index.html").write_text(HTML, "utf-8")
    (assets / "index-abc.js").write_bytes(b"plain")
    (assets / "index-abc.js.br").write_bytes(b"brotli")
    (assets / "index-abc.js.gz").write_bytes(b"gzip")
    monkeypatch.setattr(console, "page_folder", lambda: tmp_path)
    return tmp_path


def test_without_a_build_each_address_says_how_to_build_it(
    small_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "page_folder", lambda: None)
    http = ApiClient(small_edition).http
    for path in ("/", "/ru/answer", f"/offices/{OFFICE}"):
        assert "npm --prefix web ci" in http.get(path).text
    assert http.get("/assets/index-abc.js").status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_page_is_in_the_language_of_its_address(small_edition: Edition, built: Path, language: str) -> None:
    answer = ApiClient(small_edition).http.get(f"/{language}/places/Region:akm")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text


def test_the_policy_allows_nothing_inline_and_no_other_host(small_edition: Edition, built: Path) -> None:
    policy = ApiClient(small_edition).http.get("/ru").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "default-src 'self'" in policy


def test_a_background_adds_its_hosts_alone(small_edition: Edition, built: Path) -> None:
    style = "https://tiles.example.kz/style.json, https://images.example.kz"
    answer = ApiClient(small_edition, {"KENSE_BASEMAP_STYLE": style}).http.get("/ru")
    policy = answer.headers["content-security-policy"]
    assert "connect-src 'self' https://tiles.example.kz https://images.example.kz;" in policy
    assert '<meta name="kense-basemap" content="https://tiles.example.kz/style.json">' in answer.text


@pytest.mark.parametrize("style", ["tiles.example.kz", "https://a.kz; script-src *", "https://a.kz'"])
def test_a_background_is_an_address(style: str) -> None:
    with pytest.raises(BadSettingError, match="KENSE_BASEMAP_STYLE"):
        Settings.from_environment({"KENSE_BASEMAP_STYLE": style})


def test_map_services_of_the_operator_are_in_the_head(small_edition: Edition, built: Path) -> None:
    first = ApiClient(small_edition).http.get("/ru").text
    assert "OpenStreetMap=https://www.openstreetmap.org/directions?to={lat},{lon}" in first
    links = "A & B=https://a.example.kz/?x={lon}&y={lat}"
    text = ApiClient(small_edition, {"KENSE_MAP_LINKS": links}).http.get("/ru").text
    assert text.count("kense-map-link") == 1
    assert 'content="A &amp; B=https://a.example.kz/?x={lon}&amp;y={lat}"' in text
    assert "kense-map-link" not in ApiClient(small_edition, {"KENSE_MAP_LINKS": "none"}).http.get("/ru").text


def test_the_page_may_ask_the_identity_provider_that_is_set_and_nobody_else(
    small_edition: Edition, built: Path
) -> None:
    plain = ApiClient(small_edition).http.get("/ru")
    assert "kense-oidc" not in plain.text
    environ = {
        "KENSE_AUTH_ISSUER": "https://id.example.kz/realms/kense",
        "KENSE_OIDC_CLIENT_ID": 'kense "page"',
        "KENSE_OIDC_RESOURCE": "https://kense.example.kz",
    }
    answer = ApiClient(small_edition, environ).http.get("/ru/account")
    for name, value in {
        "issuer": "https://id.example.kz/realms/kense",
        "client": "kense &#34;page&#34;",
        "scope": "openid",
        "resource": "https://kense.example.kz",
    }.items():
        assert f'<meta name="kense-oidc-{name}" content="{value}">' in answer.text
    policy, before = (each.headers["content-security-policy"] for each in (answer, plain))
    assert policy == before.replace("connect-src 'self'", "connect-src 'self' https://id.example.kz")
    assert answer.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize("path", ["", "/offices/new", "/offices/x/merge", "/review", "/signed-in"])
def test_pages_of_the_desk_are_served_and_not_indexed(small_edition: Edition, built: Path, path: str) -> None:
    http = ApiClient(small_edition).http
    answer = http.get(f"/kk/desk{path}")
    assert answer.status_code == 200
    assert 'content="noindex"' in answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert http.get("/kk/desk/nothing").status_code == 404
    assert http.get("/kk/desk/review/a/b").status_code == 404


@pytest.mark.parametrize(
    "links",
    [
        "OSM",
        "=https://a.kz/{lat}{lon}",
        "A=https://a.kz/{lat}",
        "A=javascript:{lat}{lon}",
        "A=ftp://a/{lat}{lon}",
    ],
)
def test_a_map_service_has_a_name_and_room_for_a_point(links: str) -> None:
    with pytest.raises(BadSettingError, match="KENSE_MAP_LINKS"):
        Settings.from_environment({"KENSE_MAP_LINKS": links})


@pytest.mark.parametrize("path", [f"/offices/{OFFICE}", f"/ru/offices/{OFFICE}"])
def test_the_page_of_an_office_bears_its_document(small_edition: Edition, built: Path, path: str) -> None:
    http = ApiClient(small_edition).http
    answer = http.get(path)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.S)
    assert found is not None
    assert "<" not in found.group(1)
    assert json.loads(found.group(1)) == http.get(f"/offices/{OFFICE}.jsonld").json()
    assert f'<link rel="canonical" href="{path}">' in answer.text
    again = http.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_all_links_of_the_page_of_an_office_begin_with_the_public_address(
    small_edition: Edition, built: Path
) -> None:
    base = "https://offices.example.kz"
    http = ApiClient(small_edition, {"KENSE_PUBLIC_URL": base}).http
    old = http.get("/ru/offices/akm-akkol-roo", follow_redirects=False)
    assert (old.status_code, old.headers["location"]) == (301, f"{base}/ru/offices/akm-akkol-education")
    text = http.get(f"/ru/offices/{OFFICE}").text
    head = text.partition(f'<link rel="canonical" href="{base}/ru/offices/{OFFICE}">')[2]
    assert f'<link rel="alternate" type="application/ld+json" href="{base}/offices/{OFFICE}.jsonld">' in head
    assert f'"@id":"{base}/offices/{OFFICE}.jsonld"' in head


def test_a_page_with_another_background_is_not_taken_for_fresh(small_edition: Edition, built: Path) -> None:
    tags = set()
    for environ in ({}, {"KENSE_BASEMAP_STYLE": "https://a.kz/s"}, {"KENSE_PUBLIC_URL": "https://a.kz"}):
        tags.add(ApiClient(small_edition, environ).http.get(f"/offices/{OFFICE}").headers["etag"])
    assert len(tags) == 3


def test_an_unknown_office_is_the_page_with_404(small_edition: Edition, built: Path) -> None:
    answer = ApiClient(small_edition).http.get("/ru/offices/nobody")
    assert answer.status_code == 404
    assert '<div id="page">' in answer.text


WORDS = {"kk": "Мұндай бет жоқ.", "ru": "Такой страницы нет.", "en": "There is no such page."}
HTML_WANTED = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
UNREADABLE = [
    "100%",
    "%",
    "%ff",
    "%e0%a4%a",
    "%c0%ae",
    "%ed%a0%80",
    "%zz",
    "100%/edit",
    "a%0ab",
    "%00",
    "a" * 20_000,
]


def raw_get(api: ApiClient, raw_path: str, headers: dict[str, str]) -> Any:
    """The response to a literal path; client libraries would normalise it before sending."""
    sent: list[Any] = []
    sent_headers = [
        (name.encode(), value.encode()) for name, value in {"host": "testserver", **headers}.items()
    ]
    raw_path, _, query = raw_path.partition("?")
    scope = {
        "type": "http", "method": "GET", "path": unquote(raw_path), "raw_path": raw_path.encode(),
        "query_string": query.encode(), "headers": sent_headers,
        "http_version": "1.1", "scheme": "http", "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(cast(Any, api.http.app)(scope, receive, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, b"".join(each.get("body", b"") for each in sent[1:]).decode()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("noun", ["offices", "places", "acts"])
@pytest.mark.parametrize("part", UNREADABLE, ids=lambda part: part[:20])
def test_an_address_that_cannot_be_read_is_a_page_with_words_in_its_language(
    small_edition: Edition, built: Path, language: str, noun: str, part: str
) -> None:
    api = ApiClient(small_edition)
    status, headers, text = raw_get(api, f"/{language}/{noun}/{part}", HTML_WANTED)
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert f'<html lang="{language}">' in text
    assert f"<h1>{WORDS[language]}</h1>" in text
    assert '<div id="page">' in text
    assert "etag" not in headers


def test_an_encoded_way_out_of_the_page_leads_nowhere(small_edition: Edition, built: Path) -> None:
    api = ApiClient(small_edition)
    for part in ("%2e%2e", "..%2f..%2fetc", "%2e%2e%5c"):
        status, _, text = raw_get(api, f"/ru/offices/{part}", HTML_WANTED)
        assert status in (200, 404)
        assert '<html lang="ru">' in text
        assert (status == 404) == (WORDS["ru"] in text)


@pytest.mark.parametrize("path", ["/ru/places/Region:akm", "/kk/answer?ask=%D2%9B", "/en/answer"])
def test_an_address_that_can_be_read_is_no_error(small_edition: Edition, built: Path, path: str) -> None:
    status, _, text = raw_get(ApiClient(small_edition), path, HTML_WANTED)
    assert status == 200
    assert not any(words in text for words in WORDS.values())


def test_an_address_of_nobody_is_a_page_for_people_and_a_line_for_programs(
    small_edition: Edition, built: Path
) -> None:
    api = ApiClient(small_edition)
    for path in ("/nothing", "/100%", "/nothing/at/all", "/%ff", "/graphql/assets/none.js", "/ru/a%0ab"):
        status, headers, text = raw_get(api, path, HTML_WANTED)
        assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert WORDS["ru" if path.startswith("/ru/") else "kk"] in text
        assert "accept" in headers["vary"].lower()
    status, headers, text = raw_get(api, "/nothing", {"accept": "*/*"})
    assert (status, headers["content-type"], text) == (404, "text/plain; charset=utf-8", "Not Found")
    assert api.http.post("/offices.geojson", headers=HTML_WANTED).status_code == 405


def test_without_a_build_what_is_not_there_is_404_too(
    small_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "page_folder", lambda: None)
    api = ApiClient(small_edition)
    assert raw_get(api, "/ru/offices/100%", HTML_WANTED)[0] == 404
    assert raw_get(api, "/ru/places/100%", HTML_WANTED)[0] == 404


@pytest.mark.parametrize(
    ("accepted", "content", "coding"),
    [
        ("gzip, br", b"brotli", "br"),
        ("gzip", b"gzip", "gzip"),
        ("br;q=0, gzip", b"gzip", "gzip"),
        ("identity", b"plain", None),
    ],
)
def test_a_file_comes_packed_as_asked_and_for_ever(
    small_edition: Edition, built: Path, accepted: str, content: bytes, coding: str | None
) -> None:
    http = ApiClient(small_edition).http
    with http.stream("GET", "/assets/index-abc.js", headers={"accept-encoding": accepted}) as answer:
        assert b"".join(answer.iter_raw()) == content
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    headers = {"accept-encoding": accepted, "if-none-match": answer.headers["etag"]}
    assert http.get("/assets/index-abc.js", headers=headers).status_code == 304


def test_packed_twins_are_no_files_of_their_own(built: Path) -> None:
    assert list(read_assets(built / "assets")) == ["index-abc.js"]
