"""A server over the shipped registry, and Node with the clients of `package.json`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conformance.serving import serving

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]

Run = Callable[..., str]


@pytest.fixture(scope="session")
def node() -> Run:
    """Runs a script of this folder with Node and hands back what it prints."""
    program = shutil.which("node")
    if program is None or not (HERE / "node_modules").is_dir():
        pytest.fail(
            "the conformance tests need Node 20 and npm: install them (Debian: apt install nodejs npm), "
            "then run `make conformance`, which installs tests/conformance/package-lock.json",
            pytrace=False,
        )

    def run(script: str, *arguments: object, given: object = None, cwd: Path = HERE) -> str:
        command = [program, str(HERE / script), *map(str, arguments)]
        text = None if given is None else json.dumps(given)
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, encoding="utf-8", cwd=cwd, timeout=300
        )
        assert done.returncode == 0, f"{script} failed:\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    return run


@pytest.fixture(scope="session")
def kense_url(shipped_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of `kense serve` over a store of its own with the shipped seeds."""
    store = shutil.copy(shipped_store, tmp_path_factory.mktemp("served"))
    options = ("--host", "127.0.0.1", "--port", "0", "--database", f"sqlite:///{store}")
    with serving([sys.executable, str(CHECKOUT / "kense.py"), "serve", *options]) as address:
        yield f"{address}/graphql"


@pytest.fixture(scope="session")
def api_schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The printed schema as clients see it."""
    return _printed(tmp_path_factory, "api.graphql")


@pytest.fixture(scope="session")
def subgraph_schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The printed schema as a router reads it."""
    return _printed(tmp_path_factory, "kense.graphql", federation=True)


def _printed(folders: pytest.TempPathFactory, name: str, *, federation: bool = False) -> Path:
    from graph.server.serving import schema_text

    file = folders.mktemp("schema") / name
    file.write_text(schema_text(federation=federation), encoding="utf-8")
    return file
