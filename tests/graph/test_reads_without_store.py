"""Reads are answered from the edition: they continue while PostGIS is stopped."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from graph.served.context import Reception
from graph.served.edition_feed import watch_store
from graph.server.app import create_app
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.settings import Settings
from store.tables.engine import make_engine
from store.tables.schema import migrate

pytestmark = pytest.mark.slow

SCREEN = """{ offices(first: 200) { edges { node { id kind kk: name ru: name(language: RU)
  contacts { kind value } location { latitude longitude precision } } } } }"""
DETAIL = """{ office(id: "Office:akm-akkol-psc") { name address { full } schedules { openingHours }
  provenance { field value wins source { annex row } }
  provisions { edges { node { roles service { name } basis { annex row } } } } } }"""
SERVING = """{ officeFor(serviceId: "PublicService:preschool-queue",
  place: {unitId: "Settlement:akm-akkol-akkol-g"}) { outcome provisions { office { id } } } }"""


@contextmanager
def cluster() -> Iterator[tuple[sa.URL, subprocess.Popen[str]]]:
    """A PostGIS of its own; it stops when the standard input of its process is closed."""
    program = shutil.which("pg_virtualenv")
    if program is None:
        pytest.fail("pg_virtualenv is not here (Debian: apt install postgresql-common)", pytrace=False)
    found = sorted(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))
    version = max((path.parts[4] for path in found), key=int)
    say = 'echo "$PGHOST $PGPORT $PGUSER $PGPASSWORD"; cat > /dev/null'
    command = [program, "-t", "-v", version, "-c", "--locale=C.UTF-8", "sh", "-c", say]
    hidden = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=hidden,
    )
    try:
        assert process.stdout is not None
        words: list[str] = []
        while len(words) != 4:
            line = process.stdout.readline()
            assert line, "the cluster did not start"
            words = line.split()
        host, port, user, password = words
        url = sa.URL.create("postgresql+psycopg", user, password, host, int(port), "postgres")
        yield url, process
    finally:
        stop(process)


def stop(process: subprocess.Popen[str]) -> None:
    """Stop the cluster and wait until it has ended."""
    if process.stdin is not None and not process.stdin.closed:
        process.stdin.close()
    process.wait(60)
    if process.stdout is not None:
        process.stdout.close()


def test_reads_go_on_while_postgis_is_stopped(small_seeds: Seeds, tmp_path: Path) -> None:
    with cluster() as (url, process):
        engine = make_engine(url)
        migrate(engine)
        load(engine, small_seeds)
        engine.dispose()
        environ = {
            "KENSE_HOME": str(tmp_path),
            "KENSE_DATABASE_URL": url.render_as_string(hide_password=False),
            "KENSE_WORK_LIMIT_MS": "5000",
        }
        settings = Settings.from_environment(environ)
        with TestClient(create_app(settings, Reception(), watch_store(settings))) as client:

            def ask(query: str) -> object:
                answer = client.post("/graphql", json={"query": query}).json()
                assert "errors" not in answer, answer
                return answer["data"]

            before = [ask(query) for query in (SCREEN, DETAIL, SERVING)]
            stop(process)
            with pytest.raises(sa.exc.OperationalError):
                sa.create_engine(url).connect()
            assert [ask(query) for query in (SCREEN, DETAIL, SERVING)] == before
            assert client.get("/readyz").json()["ready"] is True
            assert client.get("/offices.geojson").status_code == 200
