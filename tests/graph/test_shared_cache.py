"""What a shared cache may store and must purge; Varnish with deploy/varnish.vcl in front of a server."""

import json
import re
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy.engine import make_url

from bench.chaos.ground import Program
from changes.development import issue_token
from changes.identity import AccountRole
from graph.served import purging
from graph.served.current_registry import Reception
from graph.served.purging import EVERYTHING, Purging, edition_cache_tag
from graph.server.shared_cache import seconds_of_day
from loaders.seeds import Seeds
from model.edition import Edition
from model.program_files import PROGRAM
from store.tables.engine import make_engine
from store.tables.schema import migrate
from tests.api_client import ApiClient
from tests.changing import KARASAI, UPDATE, ChangingClient
from tests.filled import fill
from tests.stress.servers import Server, free_port

QUERY = f'{{ office(id: "Office:{KARASAI}") {{ names {{ value language }} }} }}'
ASKED = f"/graphql?{urlencode({'query': QUERY})}"
PAGE = f"/kk/offices/{KARASAI}"
JSON = {"accept": "application/json"}


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition, {"KENSE_SHARED_CACHE_S": "300"})


@pytest.mark.parametrize(
    ("path", "record"),
    [(PAGE, f",offices-{KARASAI}"), (ASKED, ""), ("/offices.geojson", ""), ("/changes/start", "")],
)
def test_public_answers_may_be_kept_and_bear_the_tags_of_their_edition_and_record(
    api: ApiClient, small_edition: Edition, path: str, record: str
) -> None:
    answer = api.http.get(path, headers=JSON)
    kept = re.fullmatch(
        r"public, max-age=0, must-revalidate, s-maxage=(\d+)", answer.headers["cache-control"]
    )
    assert kept is not None
    assert int(kept[1]) <= 300
    assert answer.headers["cache-tag"] == f"kense,{edition_cache_tag(small_edition.key)}{record}"
    again = api.http.get(path, headers=JSON | {"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert "s-maxage" in again.headers["cache-control"]


def test_what_is_for_one_person_changes_or_is_refused_is_not_kept(
    api: ApiClient, small_edition: Edition
) -> None:
    refused = api.http.get("/graphql?query={nothing}", headers=JSON)
    posted = api.http.post("/graphql", json={"query": QUERY})
    api.sign_in("akm")
    own = api.http.get(ASKED, headers=JSON)
    api.sign_out()
    usual = ApiClient(small_edition).http.get(ASKED, headers=JSON)
    for answer, said in ((refused, "no-store"), (posted, "no-store"), (own, "private, no-cache")):
        assert answer.headers["cache-control"] == said
        assert "cache-tag" not in answer.headers
    assert usual.headers["cache-control"] == "public, no-cache"


def test_nothing_is_kept_beyond_the_day_in_kazakhstan() -> None:
    assert seconds_of_day(datetime(2026, 11, 30, 18, 59, 58, 500_000, tzinfo=UTC)) == 1
    assert seconds_of_day(datetime(2026, 11, 30, 19, 0, tzinfo=UTC)) == 24 * 3600


def test_each_edition_that_was_replaced_is_purged_twice_and_again_after_a_failure(
    small_seeds: Seeds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "_AGAIN_S", 0.05)
    monkeypatch.setattr(purging, "_ONCE_MORE_S", 0.05)
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    migrate(engine)
    fill(engine, small_seeds)
    client = ChangingClient(engine)
    purged: list[str] = []

    def purge(url: str, tag: str) -> None:
        purged.append(tag)
        if len(purged) == 1:
            raise OSError("away")

    first = client.edition.key
    with Purging(client.reception, "http://127.0.0.1:1/", purge):
        client.update(KARASAI, {"nameKk": "Қарасай"})
        end = time.monotonic() + 10
        while purged.count(edition_cache_tag(first)) < 2 or purged.count(EVERYTHING) < 3:
            assert time.monotonic() < end, purged
            time.sleep(0.02)
    with Purging(Reception(), "", purge):
        assert purged.count(EVERYTHING) <= 3
    engine.dispose()


@pytest.fixture
def varnish(tmp_path: Path) -> Iterator[tuple[int, int]]:
    """Varnish with the shipped file: its port and the port of the server behind it."""
    path = shutil.which("varnishd") or shutil.which("varnishd", path="/usr/sbin")
    if path is None:
        pytest.skip("varnishd is not here (Debian: apt install varnish)")
    port, behind = free_port(), free_port()
    text = (PROGRAM / "deploy" / "varnish.vcl").read_text("utf-8")
    text = text.replace('"10.0.0.11"', '"127.0.0.1"').replace('"8000"', f'"{behind}"')
    (tmp_path / "kense.vcl").write_text(text, "utf-8")
    words = ["-F", "-j", "none", "-f", str(tmp_path / "kense.vcl"), "-a", f"127.0.0.1:{port}"]
    program = Program(
        [path, *words, "-s", "malloc,32m", "-n", str(tmp_path / "varnish"), "-p", "http_max_hdr=100"], port
    )
    program.start()
    try:
        yield port, behind
    finally:
        program.kill()


def got(connection: HTTPConnection, path: str) -> tuple[bytes, bool]:
    """The response, and whether it came from the cache: its header then names two requests."""
    connection.request("GET", path, headers=JSON | {"accept-encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status, body[:200])
    assert answer.getheader("cache-tag") is None
    return body, len((answer.getheader("x-varnish") or "").split()) == 2


@pytest.mark.slow
def test_varnish_answers_visits_of_the_page_and_nothing_old_after_an_edit(
    varnish: tuple[int, int], small_seeds: Seeds, tmp_path: Path
) -> None:
    port, behind = varnish
    url = make_url(f"sqlite:///{tmp_path}/kense.sqlite3")
    engine = make_engine(url)
    migrate(engine)
    fill(engine, small_seeds)
    engine.dispose()
    purged = {"KENSE_SHARED_CACHE_S": "300", "KENSE_PURGE_URL": f"http://127.0.0.1:{port}/"}
    server = Server(url, tmp_path, purged)
    server.port, server.ready_url = behind, f"http://127.0.0.1:{behind}/readyz"
    server.start()
    try:
        server.wait()
        time.sleep(1.2)  # what it purges at its start, twice
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        languages = [f"/{language}/" for language in ("kk", "ru", "en")]
        tiles = [f"/tiles/5/{x}/10.mvt" for x in range(20, 25)]
        visit = [*languages, PAGE, ASKED, "/offices.geojson", "/sitemap.xml", "/style.json", *tiles]
        visit = [path for path in visit if status_of(behind, path) == 200]
        assert len(visit) > 6
        hits = [got(connection, path)[1] for _ in range(30) for path in visit]
        assert sum(hits) / len(hits) >= 0.95
        token = issue_token(tmp_path, "editor", [AccountRole("admin")], ["*"], hours=1)
        given = {"id": f"Office:{KARASAI}", "expected": 1, "patch": {"nameKk": "Жаңа атау"}}
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        connection.request("POST", "/graphql", json.dumps({"query": UPDATE, "variables": given}), headers)
        (payload,) = json.loads(connection.getresponse().read())["data"].values()
        assert payload["userErrors"] == []
        time.sleep(2)
        for path in (ASKED, "/offices.geojson"):
            assert "Жаңа атау".encode() in unpacked(connection, path)
        connection.close()
    finally:
        server.stop()


def status_of(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers=JSON)
    status = connection.getresponse().status
    connection.close()
    return status


def unpacked(connection: HTTPConnection, path: str) -> bytes:
    connection.request("GET", path, headers=JSON)
    return connection.getresponse().read()
