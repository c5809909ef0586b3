"""A server over a fresh store, tokens that it believes, and Node with the browser of `web/package.json`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.serving import serving

CHECKOUT = Path(__file__).resolve().parents[2]
WEB = CHECKOUT / "web"
_KENSE = [sys.executable, str(CHECKOUT / "kense.py")]


def node() -> str:
    """The program that runs journeys; fails with what to install."""
    program = shutil.which("node")
    if program is None or not (WEB / "node_modules" / "playwright-core").is_dir():
        pytest.fail("the page needs Node 20 and npm: install them, then run `make web`", pytrace=False)
    if not os.environ.get("KENSE_CHROMIUM"):
        pytest.fail("KENSE_CHROMIUM is not set: run `make test`, it installs Chromium", pytrace=False)
    if not (WEB / "dist" / "page" / "index.html").is_file():
        pytest.fail("the page is not built: run `make web`", pytrace=False)
    return program


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """KENSE_HOME of the server: its store and the key of its development tokens."""
    return tmp_path_factory.mktemp("page")


@pytest.fixture(scope="session")
def site(home: Path, shipped_store: Path) -> Iterator[str]:
    """Address of `kense serve` over the shipped seeds."""
    shutil.copy(shipped_store, home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KENSE_HOME", str(home))
        patch.delenv("KENSE_DATABASE_URL", raising=False)
        with serving([*_KENSE, "serve", "--host", "127.0.0.1", "--port", "0"]) as address:
            yield address


def token(home: Path, *options: str) -> str:
    """What `kense token` prints."""
    done = subprocess.run(
        [*_KENSE, "token", *options],
        env={**os.environ, "KENSE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()
