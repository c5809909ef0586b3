"""Visits of the page through Varnish by deploy/varnish.vcl: nearly all is answered by it, and nothing old."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bench.chaos.ground import Program
from changes.development import issue_token
from changes.identity import AccountRole
from loaders.seeds import Seeds
from model.program_files import PROGRAM
from store.tables.engine import make_engine
from store.tables.schema import migrate
from tests.browser.conftest import WEB, node
from tests.changing import KARASAI, UPDATE
from tests.filled import fill
from tests.stress.servers import Server, free_port

pytestmark = pytest.mark.slow

_VISITS = 40
_OFFICE = f"/kk/offices/{KARASAI}"
_BESIDE = [
    *(f"/tiles/offices/5/{x}/10.mvt" for x in (21, 22)),
    "/offices.geojson",
    "/sitemap.xml",
    "/style.json",
]
"""What maps and programs ask for."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("visits")


@pytest.fixture(scope="module")
def varnish(home: Path) -> Iterator[tuple[int, int]]:
    """Varnish by the shipped file; its port, and that of the server which it asks."""
    path = shutil.which("varnishd") or shutil.which("varnishd", path="/usr/sbin")
    if path is None:
        pytest.skip("varnishd is not here (Debian: apt install varnish)")
    port, behind = free_port(), free_port()
    text = (PROGRAM / "deploy" / "varnish.vcl").read_text("utf-8")
    text = text.replace('"10.0.0.11"', '"127.0.0.1"').replace('"8000"', f'"{behind}"')
    (home / "kense.vcl").write_text(text, "utf-8")
    words = ["-F", "-j", "none", "-f", str(home / "kense.vcl"), "-a", f"127.0.0.1:{port}"]
    program = Program(
        [path, *words, "-s", "malloc,64m", "-n", str(home / "varnish"), "-p", "http_max_hdr=100"], port
    )
    program.start()
    try:
        yield port, behind
    finally:
        program.kill()


@pytest.fixture(scope="module")
def port(varnish: tuple[int, int], small_seeds: Seeds, home: Path) -> Iterator[int]:
    """The port of Varnish before a server over the small seeds."""
    before, behind = varnish
    url = make_url(f"sqlite:///{home}/kense.sqlite3")
    engine = make_engine(url)
    migrate(engine)
    fill(engine, small_seeds)
    engine.dispose()
    purged = {"KENSE_SHARED_CACHE_S": "300", "KENSE_PURGE_URL": f"http://127.0.0.1:{before}/"}
    server = Server(url, home, purged)
    server.port, server.ready_url = behind, f"http://127.0.0.1:{behind}/readyz"
    server.start()
    try:
        server.wait()
        time.sleep(1.2)  # what it purges at its start, twice
        yield before
    finally:
        server.stop()


@pytest.fixture(scope="module")
def asked(port: int) -> list[tuple[str, str]]:
    """Method and path of each request of a browser that visits pages without an account."""
    done = subprocess.run(
        [node(), str(WEB / "journeys" / "visits.mjs"), f"http://127.0.0.1:{port}", _OFFICE],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return [(method, path) for method, path in json.loads(done.stdout)]


def got(connection: HTTPConnection, path: str) -> tuple[bytes, bool]:
    """What is answered, and whether from the cache: its header then names two requests."""
    connection.request("GET", path, headers={"accept": "application/json", "accept-encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status in (200, 204), (path, answer.status, body[:200])
    assert answer.getheader("cache-tag") is None
    return body, len((answer.getheader("x-varnish") or "").split()) == 2


def test_a_visitor_asks_for_all_by_addresses_that_a_cache_can_keep(asked: list[tuple[str, str]]) -> None:
    questions = [path for _, path in asked if path.startswith("/graphql?documentId=")]
    assert len(questions) >= 5
    assert {method for method, _ in asked} == {"GET"}


def test_a_shared_cache_answers_nearly_all_visits(port: int, asked: list[tuple[str, str]]) -> None:
    paths = [*(path for _, path in asked), *_BESIDE]
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        hits = {path: sum(got(connection, path)[1] for _ in range(_VISITS)) for path in paths}
    # The first of each, and once more where a minute ended: whether an office is open is kept no longer.
    assert {path: count for path, count in hits.items() if count < _VISITS - 2} == {}
    assert sum(hits.values()) / (_VISITS * len(paths)) >= 0.95


def test_nothing_old_is_shown_two_seconds_after_an_edit(
    port: int, asked: list[tuple[str, str]], home: Path
) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        (question,) = {path for _, path in asked if KARASAI in path and "documentId" in path}
        got(connection, question)
        token = issue_token(home, "editor", [AccountRole("admin")], ["*"], hours=1)
        given = {"id": f"Office:{KARASAI}", "expected": 1, "patch": {"nameKk": "Жаңа атау"}}
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        connection.request("POST", "/graphql", json.dumps({"query": UPDATE, "variables": given}), headers)
        (payload,) = json.loads(connection.getresponse().read())["data"].values()
        assert payload["userErrors"] == []
        time.sleep(2)
        for path in (question, _OFFICE, "/offices.geojson"):
            connection.request("GET", path)
            assert "Жаңа атау".encode() in connection.getresponse().read()
