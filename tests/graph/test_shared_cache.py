"""What a shared cache may keep, and is told to let go; tests/browser/test_visits.py puts one in place."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy.engine import make_url

from graph.served import purging
from graph.served.current_registry import Reception
from graph.served.purging import EVERYTHING, Purging, edition_cache_tag
from graph.server import shared_cache
from graph.server.shared_cache import seconds_of_day, seconds_of_minute
from loaders.seeds import Seeds
from model.edition import Edition
from store.tables.engine import make_engine
from store.tables.schema import migrate
from tests.api_client import ApiClient
from tests.changing import KARASAI, ChangingClient
from tests.filled import fill

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


OPEN = f'{{ office(id: "Office:{KARASAI}") {{ openNow {{ state }} }} }}'


class Clock(datetime):
    """The clock of the shared cache, held at a second of a minute."""

    second_now = 20

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Clock:
        return cls(2026, 11, 30, 9, 15, cls.second_now, 500_000, tzinfo=tz)


@pytest.mark.parametrize(("second", "kept_s"), [(0, "59"), (20, "39"), (58, "1"), (59, None)])
def test_whether_an_office_is_open_is_kept_until_the_minute_ends(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch, second: int, kept_s: str | None
) -> None:
    monkeypatch.setattr(shared_cache, "datetime", Clock)
    monkeypatch.setattr(Clock, "second_now", second)
    answer = api.http.get(f"/graphql?{urlencode({'query': OPEN})}", headers=JSON)
    assert "etag" not in answer.headers  # of an edition, which does not change when an office opens
    said = answer.headers["cache-control"]
    assert said == (
        "no-store" if kept_s is None else f"public, max-age=0, must-revalidate, s-maxage={kept_s}"
    )
    assert ("cache-tag" in answer.headers) is (kept_s is not None)


def test_what_may_be_answered_otherwise_within_the_minute_is_not_kept(api: ApiClient) -> None:
    for query in (
        "{ changes(first: 1) { nodes { kind } } }",
        '{ correction(id: "Correction:1", secret: "x") { id } }',
    ):
        answer = api.http.get(f"/graphql?{urlencode({'query': query})}", headers=JSON)
        assert answer.headers["cache-control"] == "no-store", query
    api.sign_in("akm")
    own = api.http.get(f"/graphql?{urlencode({'query': OPEN})}", headers=JSON)
    api.sign_out()
    assert own.headers["cache-control"] == "no-store"


def test_a_minute_that_ended_while_the_answer_was_made_keeps_nothing() -> None:
    asked = datetime(2026, 11, 30, 9, 15, 59, tzinfo=UTC)
    assert seconds_of_minute(asked, datetime(2026, 11, 30, 9, 16, 0, 100, tzinfo=UTC)) < 1
    assert seconds_of_minute(asked, asked) == 1


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
