"""Code that other sites embed: the script, the pages for frames, and which sites may frame them."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.server import console
from model.edition import Edition
from model.errors import BadSettingError
from model.settings import Settings
from tests.api_client import ApiClient

PLACE = "Settlement:akm-akkol-karasai-kyna"
ANSWER = f"/embed/answer?lang=ru&service=preschool-queue&place={PLACE}"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page as the build leaves it, with the components and the worker."""
    files = {
        "index.html": "<!--kense:head--><!--kense:body-->",
        "embed/kense.js": "components",
        "embed/kense.js.br": "packed",
        "top/service-worker.js": "worker",
        "top/icon.svg": "<svg/>",
        "top/manifest.webmanifest": "{}",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
    monkeypatch.setattr(console, "page_folder", lambda: tmp_path)
    return tmp_path


def policy(api: ApiClient, path: str) -> dict[str, str]:
    found = api.http.get(path, headers={"accept": "text/html"}).headers["content-security-policy"]
    return dict(part.strip().partition(" ")[::2] for part in found.split(";"))


@pytest.mark.parametrize(
    ("given", "ancestors"),
    [
        ("", "'self' *"),
        ("none", "'none'"),
        (
            "https://city.example.kz, https://*.gov.example:8443/",
            "'self' https://city.example.kz https://*.gov.example:8443",
        ),
    ],
)
def test_only_the_named_origins_may_frame_the_embedded_pages(
    small_edition: Edition, built: Path, given: str, ancestors: str
) -> None:
    api = ApiClient(small_edition, {"KENSE_EMBED_ORIGINS": given})
    for path in ("/embed/nearest", ANSWER, "/embed/answer?service=none"):
        assert policy(api, path)["frame-ancestors"] == ancestors
        assert policy(api, path)["script-src"] == "'self'"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ru",
        "/ru/desk",
        "/desk",
        "/ru/offices/akm-akkol-psc",
        "/ru/account",
        "/graphql",
        "/ru/embed",
        "/embed",
    ],
)
def test_all_other_pages_forbid_to_be_framed(small_edition: Edition, built: Path, path: str) -> None:
    assert policy(ApiClient(small_edition), path)["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(
    "origins",
    ["city.example.kz", "https://a.kz; script-src *", "https://a.kz/path", "https://a.kz 'unsafe'", "https:"],
)
def test_an_origin_that_is_none_ends_the_start(origins: str) -> None:
    with pytest.raises(BadSettingError, match="KENSE_EMBED_ORIGINS"):
        Settings.from_environment({"KENSE_EMBED_ORIGINS": origins})


def test_an_embedded_page_is_its_component_with_the_answer_in_words(
    small_edition: Edition, built: Path
) -> None:
    api = ApiClient(small_edition)
    answer = api.http.get(ANSWER)
    assert answer.status_code == 200
    assert answer.text.startswith('<!doctype html><html lang="ru">')
    assert f'<kense-answer lang="ru" level="1" service="preschool-queue" place="{PLACE}">' in answer.text
    assert "Вас обслуживает" in answer.text
    assert '<script src="/embed/kense.js" type="module"></script>' in answer.text
    assert api.http.get(ANSWER, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    nearest = api.http.get("/embed/nearest?point=52.0,70.94&first=2&accent=0b6b4f&lang=en").text
    assert '<kense-nearest lang="en" level="1" point="52.0,70.94" first="2" accent="0b6b4f">' in nearest


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ('accent="><script>', 400), ("accent=red;x", 400), ("first=0", 400), ("first=٣", 400),
        ("first=999", 400), ("point=x", 400), ("place=none", 400), (f"name={'a' * 301}", 400),
        ("lang=<b>&onload=x", 200),
        ('name="><script>alert(1)</script>', 200),
    ],
)  # fmt: skip
def test_no_parameter_becomes_markup(small_edition: Edition, built: Path, query: str, status: int) -> None:
    answer = ApiClient(small_edition).http.get(f"/embed/nearest?{query}")
    assert answer.status_code == status
    assert "<script>" not in answer.text
    assert "onload" not in answer.text


def test_what_cannot_be_answered_is_said_in_the_language_asked_for(
    small_edition: Edition, built: Path
) -> None:
    answer = ApiClient(small_edition).http.get("/embed/nearest?lang=en&point=x")
    assert answer.text.startswith("<!doctype html><html")
    assert "The request was not accepted." in answer.text
    waiting = ApiClient(None).http.get("/embed/answer", headers={"accept": "text/html"})
    assert (waiting.status_code, waiting.headers["retry-after"]) == (503, "2")
    assert "Тізілім жүктеліп жатыр" in waiting.text


def test_the_script_is_loaded_by_other_sites_and_kept_for_an_hour(
    small_edition: Edition, built: Path
) -> None:
    http = ApiClient(small_edition).http
    answer = http.get(
        "/embed/kense.js", headers={"origin": "https://city.example.kz", "accept-encoding": "gzip"}
    )
    assert answer.text == "components"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.headers["content-type"].startswith("text/javascript")
    again = http.get(
        "/embed/kense.js", headers={"if-none-match": answer.headers["etag"], "accept-encoding": "gzip"}
    )
    assert again.status_code == 304
    (built / "embed" / "kense.js").write_text("later", "utf-8")
    later = ApiClient(small_edition).http.get("/embed/kense.js", headers={"accept-encoding": "gzip"})
    assert later.headers["etag"] != answer.headers["etag"]


def test_the_worker_the_icon_and_the_manifest_are_asked_for_again(
    small_edition: Edition, built: Path
) -> None:
    http = ApiClient(small_edition).http
    types = {
        "/service-worker.js": "text/javascript",
        "/icon.svg": "image/svg+xml",
        "/manifest.webmanifest": "application/manifest+json",
    }
    for path, media in types.items():
        answer = http.get(path)
        assert answer.headers["content-type"].partition(";")[0] == media
        assert answer.headers["cache-control"] == "no-cache"
        assert http.get(path, headers={"if-none-match": answer.headers["etag"]}).status_code == 304


def test_without_a_build_the_script_is_missing_and_the_words_are_there(
    small_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "page_folder", lambda: None)
    http = ApiClient(small_edition).http
    assert http.get("/embed/kense.js").status_code == 404
    assert "Вас обслуживает" in http.get(ANSWER).text
