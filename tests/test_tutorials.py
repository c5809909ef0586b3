"""Each tutorial does what it says, line by line as written, in a fresh folder and with a real server."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL

from model.program_files import PROGRAM
from store.tables.engine import make_engine
from tests.conformance.serving import serving
from tests.tutorials import ADDRESS, FOLDER, STARTED, TUTORIALS, blocks

pytestmark = pytest.mark.slow

SAYS = {
    "directory-editor": ("", '"version":', "+77163820997", '"version":2', "A new number"),
    "federating-agency": ("katoCode", "Settlement:akm-akkol-karasai-kyna"),
    "gis-and-sql": ("", '"served":true'),
    "map-front-end": ('"edition"', '"precision"'),
    "operator": ("kense_edition_number", "kense.dump"),
}
"""What the blocks of each tutorial print, those aside that start the server."""


@pytest.fixture(scope="module")
def environ(shipped_store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A home with a loaded registry, and `kense` among the programs."""
    home = tmp_path_factory.mktemp("home")
    shutil.copy(shipped_store, home / "kense.sqlite3")
    (home / "bin").mkdir()
    script = home / "bin" / "kense"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{PROGRAM / "kense.py"}" "$@"\n', "utf-8")
    script.chmod(0o755)
    given = {"PATH": f"{home / 'bin'}:{os.environ['PATH']}", "KENSE_HOME": str(home), "KENSE_PORT": "0"}
    return {"HOME": str(home), "LANG": "C.UTF-8", **given}


@pytest.fixture(scope="module")
def address(environ: dict[str, str]) -> Iterator[str]:
    with serving(["/bin/sh", "-c", f"exec {STARTED}"], environ) as address:
        yield address


def test_every_tutorial_is_run() -> None:
    assert {each.stem for each in TUTORIALS} == set(SAYS)
    assert all(blocks(each, "sh")[0].strip() == STARTED for each in TUTORIALS)


@pytest.mark.parametrize("name", SAYS)
def test_a_tutorial_says_what_it_shows(
    name: str, address: str, environ: dict[str, str], tmp_path: Path
) -> None:
    scripts = blocks(FOLDER / f"{name}.md", "sh")[1:]
    assert len(scripts) == len(SAYS[name])
    printed = ""
    for script, says in zip(scripts, SAYS[name], strict=True):
        done = subprocess.run(
            ["/bin/sh", "-e", "-c", script.replace(ADDRESS, address)],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        printed += done.stdout
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
        assert says in done.stdout, f"{script}\n{done.stdout}{done.stderr}"
        assert '"errors"' not in done.stdout, done.stdout
        assert '"code"' not in done.stdout, done.stdout
    for shown in blocks(FOLDER / f"{name}.md", "json"):
        assert json.loads(shown).items() <= _flat(printed).items()


def _flat(printed: str) -> dict[str, Any]:
    """The last entity that a line of JSON holds."""
    (entity,) = json.loads(printed.splitlines()[-1])["data"]["_entities"]
    return dict(entity)


def test_the_page_of_the_map_asks_what_the_server_answers(address: str) -> None:
    (page,) = blocks(FOLDER / "map-front-end.md", "html")
    query = re.search(r"const query = `(.*?)`", page, re.S)
    box = re.search(r"const box = ({.*?});", page)
    assert query is not None
    assert box is not None
    variables = {"box": json.loads(re.sub(r"(\w+):", r'"\1":', box[1]))}
    headers = {"origin": "null"}  # that of a page opened from a file
    answer = httpx2.post(
        f"{address}/graphql", json={"query": query[1], "variables": variables}, headers=headers
    )
    pins = answer.json()["data"]["officePins"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert len(pins) > 10
    for pin in pins:
        assert variables["box"]["west"] <= pin["location"]["longitude"] <= variables["box"]["east"]
        assert set(pin) == {"count", "location", "office"}


def test_the_page_of_the_office_shows_what_the_editor_changed(address: str) -> None:
    page = httpx2.get(f"{address}/ru/offices/akm-akkol-psc").text
    if "noscript" in page:  # the page was built
        assert "+77163820997" in page


def test_the_sql_of_the_tutorial_answers_in_postgis(shipped_postgis_url: URL) -> None:
    statements = blocks(FOLDER / "gis-and-sql.md", "sql")
    engine = make_engine(shipped_postgis_url)
    try:
        with engine.connect() as connection:
            units, centres, offices = ([*connection.execute(text(each))] for each in statements)
    finally:
        engine.dispose()
    assert units[0][:2] == ("akm", "REGION")
    assert [row[1] for row in centres] == sorted(row[1] for row in centres)
    assert len(centres) == 3
    assert any("DECIDES" in row[1] for row in offices)
