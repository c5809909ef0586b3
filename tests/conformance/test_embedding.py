"""The examples of docs/embedding.md in a real browser, on another origin than the server."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import pytest

from tests.conformance.conftest import CHECKOUT, HERE, Run

pytestmark = pytest.mark.slow  # a browser that draws two maps

DOCUMENT = CHECKOUT / "docs" / "embedding.md"
AXE = CHECKOUT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SERVER = "https://kense.example.kz"
TITLE = re.compile(r"<title>(\w+)</title>")


def examples() -> dict[str, str]:
    """Whole pages of the document by title, and its frame in a page of its own."""
    blocks = re.findall(r"```html\n(.*?)```", DOCUMENT.read_text("utf-8"), re.S)
    pages = {title[1].lower(): block for block in blocks if (title := TITLE.search(block))}
    (frame,) = (block for block in blocks if block.startswith("<iframe"))
    frame = frame.replace("lang=ru", "lang=ru&point=53.28,69.38")
    head = '<!doctype html><html lang="ru"><title>frame</title><link rel="icon" href="data:,">'
    return {**pages, "frame": f"{head}{frame}</html>"}


@pytest.fixture(scope="module")
def seen(node: Run, kense_url: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The content that each page showed."""
    if not os.environ.get("KENSE_CHROMIUM"):
        pytest.fail("KENSE_CHROMIUM is not set: run `make test`, it installs Chromium", pytrace=False)
    site = tmp_path_factory.mktemp("site")
    (site / "leaflet").symlink_to(HERE / "node_modules" / "leaflet" / "dist")
    (site / "maplibre-gl").symlink_to(HERE / "node_modules" / "maplibre-gl" / "dist")
    for name, text in examples().items():
        page = text.replace(SERVER, kense_url.removesuffix("/graphql"))
        (site / f"{name}.html").write_text(page, "utf-8")
    found: dict[str, Any] = json.loads(node("embedded.mjs", site, AXE, *sorted(examples())))
    return found


def test_the_document_has_an_example_for_each_library() -> None:
    assert sorted(examples()) == ["frame", "leaflet", "maplibre"]


@pytest.mark.parametrize("name", sorted(examples()))
def test_an_example_answers_without_a_token_and_without_a_complaint(seen: dict[str, Any], name: str) -> None:
    assert seen[name]["complaints"] == []
    assert seen[name]["credentials"] == []
    assert seen[name]["violations"] == []
    assert seen[name]["shown"]


def test_leaflet_shows_the_nearest_centres_and_asks_at_a_click(seen: dict[str, Any]) -> None:
    assert seen["leaflet"]["marks"] == 3
    assert "км" in seen["leaflet"]["shown"]
    assert seen["leaflet"]["moved"] not in (None, "53.28,69.38")


def test_maplibre_shows_who_serves_and_asks_at_a_click(seen: dict[str, Any]) -> None:
    assert seen["maplibre"]["marks"] >= 1
    assert "Вас обслуживает" in seen["maplibre"]["shown"]
    assert seen["maplibre"]["moved"]


def test_a_frame_shows_the_nearest_centres(seen: dict[str, Any]) -> None:
    assert "ЦОН" in seen["frame"]["shown"]
