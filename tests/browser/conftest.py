"""A server over a fresh store, tokens that it believes, and Node with the browser of `web/package.json`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import pytest
from jwt.algorithms import RSAAlgorithm

from tests.conformance.serving import serving
from tests.issuer import claims, jwk, key_file, rsa_key, signed

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


@dataclass(frozen=True)
class Provider:
    """An identity provider that the journeys run, at a port that was free."""

    issuer: str
    resource: str = "urn:kense:page"

    def token(self, subject: str, *roles: str) -> str:
        """A token of this provider for the territory of Akmola."""
        said = claims(iss=self.issuer, aud=self.resource, sub=subject, roles=roles, territories=["akm"])
        return signed(said, headers={"kid": "page"})

    def environ(self, folder: Path) -> dict[str, str]:
        """The settings of a server that accepts the provider's tokens."""
        return key_file(folder, {"keys": [jwk(rsa_key(), "page")]}) | {
            "KENSE_AUTH_ISSUER": self.issuer,
            "KENSE_AUTH_AUDIENCE": self.resource,
            "KENSE_OIDC_CLIENT_ID": "kense-page",
            "KENSE_OIDC_RESOURCE": self.resource,
        }

    def told(self) -> str:
        """The settings of `web/journeys/provider.mjs`, as JSON."""
        key = RSAAlgorithm.to_jwk(rsa_key(), as_dict=True) | {"kid": "page", "use": "sig", "alg": "RS256"}
        key.pop("key_ops", None)  # beside `use` it says nothing more
        return json.dumps({"issuer": self.issuer, "resource": self.resource, "key": key})


@pytest.fixture(scope="session")
def provider() -> Provider:
    """The provider at which people sign in."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        return Provider(f"http://127.0.0.1:{free.getsockname()[1]}")


@pytest.fixture(scope="session")
def site(home: Path, shipped_store: Path, provider: Provider) -> Iterator[str]:
    """Address of a server over the shipped seeds."""
    shutil.copy(shipped_store, home)
    with ExitStack() as stack:
        # Its environment is built anew: other tests of this process start servers with keys of their own.
        with pytest.MonkeyPatch.context() as patch:
            for name, value in provider.environ(home).items():
                patch.setenv(name, value)
            patch.delenv("KENSE_DATABASE_URL", raising=False)
            command = [*_KENSE, "serve", "--host", "127.0.0.1", "--port", "0"]
            address = stack.enter_context(serving(command))
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
