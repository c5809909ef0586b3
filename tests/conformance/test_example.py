"""The example map in a real browser, on another origin than the server."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.conformance.conftest import CHECKOUT, HERE, Run


def test_the_example_map_shows_marks_and_an_office(node: Run, kense_url: str, tmp_path: Path) -> None:
    if not os.environ.get("KENSE_CHROMIUM"):
        pytest.fail("KENSE_CHROMIUM is not set: run `make test`, it installs Chromium", pytrace=False)
    site = tmp_path / "map"
    shutil.copytree(CHECKOUT / "examples" / "map", site, ignore=shutil.ignore_patterns("node_modules"))
    (site / "node_modules").symlink_to(HERE / "node_modules")
    asked = json.loads((site / "package.json").read_text("utf-8"))["dependencies"]["leaflet"]
    assert asked == json.loads((HERE / "package.json").read_text("utf-8"))["devDependencies"]["leaflet"]
    seen = json.loads(node("example.mjs", kense_url.removesuffix("/graphql"), site))
    assert seen["complaints"] == []
    assert seen["count"] > 10
    assert "Сейчас:" in seen["shown"]
