"""`make sbom`: lists of parts in CycloneDX, of the program and of its page, made from the locks alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).parents[1]
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.M)
Bom = Mapping[str, Any]


@pytest.fixture(scope="module")
def boms() -> dict[str, Bom]:
    """What the recipe of the target writes, by file; the packages of the tests are there already."""
    folder = CHECKOUT / "var" / "sbom"
    for file in folder.glob("*.json"):
        file.unlink()
    command = ["make", "--old-file", ".venv/test.stamp", f"BIN={Path(sys.executable).parent}", "sbom"]
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, timeout=120)
    return {file.name: json.loads(file.read_text("utf-8")) for file in folder.iterdir()}


def named(bom: Bom) -> set[tuple[str, str]]:
    return {(each["name"].lower().replace("_", "-"), each["version"]) for each in bom["components"]}


def purl(name: str, version: str) -> str:
    """The address of a package of npm, as the specification of package URLs writes it."""
    return f"pkg:npm/{name.replace('@', '%40')}@{version}"


def test_each_list_is_cyclonedx_that_names_what_it_is_about(boms: dict[str, Bom]) -> None:
    assert sorted(boms) == ["kense.cdx.json", "web.cdx.json"]
    for bom in boms.values():
        assert bom["bomFormat"] == "CycloneDX"
        assert tuple(map(int, bom["specVersion"].split("."))) >= (1, 5)
        assert bom["metadata"]["component"]["version"] == "0.1.0"
        assert all(each["purl"].startswith("pkg:") and each["type"] for each in bom["components"])
        assert len({each["bom-ref"] for each in bom["components"]}) == len(bom["components"])


def test_the_program_lists_each_locked_package_with_its_hashes(boms: dict[str, Bom]) -> None:
    bom = boms["kense.cdx.json"]
    locked = _PINNED.findall((CHECKOUT / "requirements.txt").read_text("utf-8"))
    assert len(locked) > 40
    assert named(bom) == {(name.lower(), version) for name, version in locked}
    for each in bom["components"]:
        hashes = [one for reference in each["externalReferences"] for one in reference.get("hashes", ())]
        assert {one["alg"] for one in hashes} == {"SHA-256"}


def test_the_page_lists_each_locked_package(boms: dict[str, Bom]) -> None:
    lock = json.loads((CHECKOUT / "web" / "package-lock.json").read_text("utf-8"))["packages"]
    listed = {each["purl"] for each in boms["web.cdx.json"]["components"]}
    wanted = {
        purl(path.rpartition("node_modules/")[2], each["version"]) for path, each in lock.items() if path
    }
    assert len(wanted) > 300
    assert wanted - listed == set()
