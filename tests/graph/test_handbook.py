"""The documentation under /docs: served where it was built, with a policy for its own scripts alone."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from graph.server import app
from graph.server.handbook import NOT_BUILT
from handbook.build import pack
from model.edition import Edition
from tests.api_client import ApiClient

SCRIPT = "document.title = 'Kense';"
PAGE = f"<!doctype html><title>K</title><script>{SCRIPT}</script><script src='a.js'></script><p>Kense</p>"


@pytest.fixture
def built(small_edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ApiClient:
    docs = tmp_path / "docs"
    (docs / "api").mkdir(parents=True)
    for page in ("index.html", "api/index.html"):
        (docs / page).write_text(PAGE, "utf-8")
    (docs / "a.js").write_text("1;", "utf-8")
    (tmp_path / "secret.txt").write_text("not for readers", "utf-8")
    monkeypatch.setattr(app, "docs_folder", lambda: docs)
    return ApiClient(small_edition)


@pytest.mark.parametrize("path", ["/docs/", "/docs/index.html", "/docs/api/"])
def test_a_page_may_run_its_own_scripts_alone(built: ApiClient, path: str) -> None:
    answer = built.http.get(path)
    assert (answer.status_code, answer.text) == (200, PAGE)
    policy = answer.headers["content-security-policy"]
    script_sources = re.search(r"script-src ([^;]*)", policy)
    assert script_sources is not None
    digest = b64encode(sha256(SCRIPT.encode()).digest()).decode()
    assert script_sources[1].split() == ["'self'", f"'sha256-{digest}'"]
    assert "//" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_address_without_its_slash_leads_to_the_one_with_it(built: ApiClient) -> None:
    answer = built.http.get("/docs", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, "docs/")
    assert built.http.get("/docs").text == PAGE


def test_a_page_that_is_not_there_is_404_and_no_file_outside_is_read(built: ApiClient) -> None:
    assert built.http.get("/docs/nothing/").status_code == 404
    for path in (
        "/docs/../secret.txt",
        "/docs/%2e%2e/secret.txt",
        "/docs/..%2fsecret.txt",
        "/docs//etc/passwd",
    ):
        answer = built.http.get(path)
        assert answer.status_code == 404
        assert "not for readers" not in answer.text
    assert built.http.post("/docs/").status_code == 405


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_file_that_was_packed_when_it_was_built_is_sent_so(
    built: ApiClient, tmp_path: Path, coding: str
) -> None:
    script = tmp_path / "docs" / "long.js"
    script.write_text("console.log(1);" * 200, "utf-8")
    plain = built.http.get("/docs/long.js", headers={"accept-encoding": "identity"})
    pack(script)
    packed = built.http.get("/docs/long.js", headers={"accept-encoding": coding})
    assert packed.headers["content-encoding"] == coding
    assert (
        int(packed.headers["content-length"])
        == script.with_name({"br": "long.js.br", "gzip": "long.js.gz"}[coding]).stat().st_size
    )
    assert packed.text == plain.text
    for name in ("etag", "content-type", "x-content-type-options"):
        assert packed.headers[name] == plain.headers[name]
    assert "accept-encoding" in packed.headers["vary"].lower()


def test_a_page_is_not_sent_again_to_who_has_it(built: ApiClient) -> None:
    tag = built.http.get("/docs/").headers["etag"]
    assert built.http.get("/docs/", headers={"if-none-match": tag}).status_code == 304


def test_where_it_was_not_built_the_address_says_how_to_build_it(
    small_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "docs_folder", lambda: None)
    answer = ApiClient(small_edition).http.get("/docs/api/")
    assert (answer.status_code, answer.text) == (404, NOT_BUILT)
