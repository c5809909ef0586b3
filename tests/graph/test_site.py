"""The page that people see, as the server hands it out: its HTML, its files, its policy."""

from __future__ import annotations

import json
import re
from pathlib import Path

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


@pytest.mark.parametrize("path", [f"/offices/{OFFICE}", f"/ru/offices/{OFFICE}"])
def test_the_page_of_an_office_bears_its_document(small_edition: Edition, built: Path, path: str) -> None:
    http = ApiClient(small_edition).http
    answer = http.get(path)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.S)
    assert found is not None
    assert "<" not in found.group(1)
    assert json.loads(found.group(1)) == http.get(f"/offices/{OFFICE}.jsonld").json()
    assert f'<link rel="canonical" href="/offices/{OFFICE}">' in answer.text
    again = http.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_an_unknown_office_is_the_page_with_404(small_edition: Edition, built: Path) -> None:
    answer = ApiClient(small_edition).http.get("/ru/offices/nobody")
    assert answer.status_code == 404
    assert '<div id="page">' in answer.text


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
