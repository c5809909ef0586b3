"""The code in `docs/clients` runs against the shipped registry as it is printed there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conformance.conftest import CHECKOUT, HERE, Run

PAGES = CHECKOUT / "docs" / "clients"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)
NOT_RUN = {
    "apollo-federation.md yaml": "settings of two routers; compose.mjs composes what they name",
    "relay.md json": "settings of a compiler that test_schema_tools.py runs",
    "codegen.md ts": "settings whose plugins sdk.mjs runs, and two tools that the tests do not install",
    "codegen.md json": "settings of a tool that the tests do not install",
    "gis.md text": "ogrinfo and ogr2ogr are not installed; test_gis_clients.py has the same driver of GDAL",
    "python.md toml": "settings of a command that needs another graphql-core; see sdk/python/codegen.toml",
    "python.md py": "needs two packages that the tests do not install",
}
"""Blocks that no test runs, and why."""
ENDS = {
    "graphql-ws.md": "client.on('connected', () => { console.log(1); leave(); client.dispose(); });",
    # It has no event for an accepted subscription; a refused one has reported its error by then.
    "graphql-sse.md": "setTimeout(() => { leave(); client.dispose(); }, 500);",
}
"""How the test ends what would listen forever."""
SAYS = {"apollo-client.md": "4", "urql.md": "4"}
"""What a page prints: two pages of two offices, joined."""


class Block(NamedTuple):
    """Code of a page."""

    page: str
    language: str
    code: str


BLOCKS = [
    Block(file.name, *found)
    for file in sorted(PAGES.glob("*.md"))
    for found in _BLOCK.findall(file.read_text("utf-8"))
]
RUN = [one for one in BLOCKS if one.language in ("js", "python", "sh")]


def test_every_block_is_run_or_has_a_reason() -> None:
    left = {f"{one.page} {one.language}" for one in BLOCKS} - {f"{one.page} {one.language}" for one in RUN}
    assert left == set(NOT_RUN)


def test_every_page_stands_in_the_list_and_every_link_leads_somewhere() -> None:
    pages = {file.name for file in PAGES.glob("*.md")}
    listed = set(re.findall(r"\]\(([\w-]+\.md)\)", (PAGES / "README.md").read_text("utf-8")))
    assert listed == pages - {"README.md"}
    for name in pages:
        for link in re.findall(r"\]\(([^)#:]+)\)", (PAGES / name).read_text("utf-8")):
            assert (PAGES / link).is_file(), f"{name} leads to {link}"


@pytest.fixture(scope="module")
def supergraph(
    node: Run, kense_url: str, subgraph_schema: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The registry as a supergraph with one subgraph."""
    file = tmp_path_factory.mktemp("alone") / "supergraph.graphql"
    told = json.loads(node("compose.mjs", file, f"kense={kense_url}={subgraph_schema}"))
    assert told["errors"] == []
    return file


@pytest.mark.parametrize("block", RUN, ids=[f"{one.page} {number}" for number, one in enumerate(RUN)])
def test_the_code_of_a_page_runs(block: Block, kense_url: str, supergraph: Path, tmp_path: Path) -> None:
    if block.language == "python":
        command = [sys.executable, "-c", f"url = {kense_url!r}\n{block.code}"]
    elif block.language == "sh":
        command = ["sh", "-c", block.code.replace("localhost:8000", kense_url.removesuffix("/graphql"))]
    else:
        (tmp_path / "node_modules").symlink_to(HERE / "node_modules")
        given = [f"const url = {json.dumps(kense_url)};"]
        if block.page == "hive-gateway.md":
            given.append(f"const supergraphSdl = {json.dumps(supergraph.read_text('utf-8'))};")
        if block.page == "graphql-ws.md":
            given.append("import { WebSocket as Socket } from 'ws'; globalThis.WebSocket ??= Socket;")
        text = "\n".join([*given, block.code, ENDS.get(block.page, "")])
        (tmp_path / "page.mjs").write_text(text, encoding="utf-8")
        command = ["node", "page.mjs"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, env=os.environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() or block.page == "graphql-sse.md"
    assert done.stdout.strip() == SAYS.get(block.page, done.stdout.strip())
