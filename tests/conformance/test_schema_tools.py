"""Tools that read the schema: a linter, and the compilers of front-end projects."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.conformance.conftest import HERE, Run

RELAY = HERE / "relay"
MADE = {
    "HitsQuery",
    "OfficeCardRefetchQuery",
    "OfficeCard_office",
    "PlaceName_unit",
    "ViewportPaginationQuery",
    "ViewportQuery",
    "Viewport_offices",
    "WhoServesQuery",
}
"""An artifact for each query and fragment of `relay/src`, and one for each that can be fetched again."""


def test_the_linter_finds_nothing(node: Run, api_schema: Path) -> None:
    assert json.loads(node("lint.mjs", api_schema)) == []


def test_relay_compiles_real_fragments(node: Run, api_schema: Path, tmp_path: Path) -> None:
    project = tmp_path / "relay"
    shutil.copytree(RELAY, project)
    shutil.copy(api_schema, project / "schema.graphql")
    node("node_modules/relay-compiler/cli.js", "relay.config.json", cwd=project)
    made = {file.name for file in (project / "src" / "__generated__").iterdir()}
    assert made == {f"{name}.graphql.ts" for name in MADE}
