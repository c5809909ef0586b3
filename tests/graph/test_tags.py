"""ETags of answers that depend on the day contain the day: tested with a clock that passes midnight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest

from geo.jurisdiction import law
from graph.served.tags import edition_tag, is_known
from graph.server import console
from model.edition import Edition
from model.enums import LifecycleStatus
from tests.api_client import ApiClient

OFFICE = "akm-akkol-psc"
SERVICE = "PublicService:preschool-queue"
EVENING = datetime.fromisoformat("2031-03-31T23:59:59+05:00")
"""The last second of March in Kazakhstan; in Greenwich it is still the evening."""
STATUS = f'{{ office(id: "Office:{OFFICE}") {{ status }} }}'
OPEN = "{ offices(filter: {statuses: [ACTIVE]}, first: 200) { edges { node { id } } } }"
NEAREST = "{ nearestPsc(to: {latitude: 51.99, longitude: 70.94}) { edges { node { id } } } }"
TAGGED = [
    "/offices.geojson",
    "/units.geojson",
    f"/coverage.geojson?service={SERVICE}",
    f"/offices/{OFFICE}.jsonld",
    "/services.jsonld",
    "/catalog.jsonld",
    "/changes/start",
    "/changes.atom",
    "/style.json",
    "/tiles/offices.json",
    "/tiles/offices/0/0/0.mvt",
    "/tiles/offices/5/0/0.mvt",
    f"/offices/{OFFICE}",
    f"/ru/offices/{OFFICE}",
    f"/graphql?query={STATUS}",
    f"/graphql?query={OPEN}",
    f"/graphql?query={NEAREST}",
]


class Clock:
    """Replaces the clock from which the legal date is read."""

    def __init__(self) -> None:
        self.moment = EVENING

    def now(self, zone: tzinfo) -> datetime:
        """The moment it was set to, in that zone."""
        return self.moment.astimezone(zone)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(law, "datetime", made)
    return made


@pytest.fixture
def api(small_edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ApiClient:
    """A server with a page; one of its offices closes on the first of April."""
    (tmp_path / "index.html").write_text("<html lang=kk><!--kense:head--><!--kense:body--></html>", "utf-8")
    monkeypatch.setattr(console, "page_folder", lambda: tmp_path)
    closing = replace(
        small_edition.offices[OFFICE], status=LifecycleStatus.CLOSED, closed_on=date(2031, 4, 1)
    )
    return ApiClient(replace(small_edition, offices={**small_edition.offices, OFFICE: closing}))


@pytest.mark.parametrize("path", TAGGED)
def test_what_was_answered_yesterday_is_not_fresh_today(api: ApiClient, clock: Clock, path: str) -> None:
    evening = api.http.get(path)
    tag = evening.headers["etag"]
    again = api.http.get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.headers["etag"]) == (304, tag)
    clock.moment += timedelta(seconds=1)
    morning = api.http.get(path, headers={"if-none-match": tag})
    assert morning.status_code == evening.status_code
    assert morning.headers["etag"] != tag
    clock.moment += timedelta(hours=23, minutes=59)  # over midnight in Greenwich, on the same legal day
    later = api.http.get(path, headers={"if-none-match": morning.headers["etag"]})
    assert later.status_code == 304


@pytest.mark.parametrize("path", TAGGED)
def test_no_answer_may_be_kept_over_midnight_unasked(api: ApiClient, clock: Clock, path: str) -> None:
    for headers in ({}, {"if-none-match": api.http.get(path).headers["etag"]}):
        told = api.http.get(path, headers=headers).headers["cache-control"]
        assert "no-cache" in told
        assert "max-age" not in told


def test_an_office_that_closes_tomorrow_leaves_tomorrow(api: ApiClient, clock: Clock) -> None:
    def exported(known: str) -> tuple[set[str], str]:
        answer = api.http.get("/offices.geojson", headers={"if-none-match": known})
        return {one["id"] for one in answer.json()["features"]}, answer.headers["etag"]

    def asked(query: str, known: str) -> tuple[Any, str]:
        answer = api.http.get("/graphql", params={"query": query}, headers={"if-none-match": known})
        return answer.json()["data"], answer.headers["etag"]

    before, tag = exported("")
    shown, shown_tag = asked(STATUS, "")
    listed, listed_tag = asked(OPEN, "")
    assert shown["office"]["status"] == "ACTIVE"
    assert f"Office:{OFFICE}" in before
    assert f"Office:{OFFICE}" in {edge["node"]["id"] for edge in listed["offices"]["edges"]}
    clock.moment += timedelta(seconds=1)
    assert exported(tag)[0] == before - {f"Office:{OFFICE}"}
    assert asked(STATUS, shown_tag)[0]["office"]["status"] == "CLOSED"
    listed, _ = asked(OPEN, listed_tag)
    assert f"Office:{OFFICE}" not in {edge["node"]["id"] for edge in listed["offices"]["edges"]}


def test_an_answer_made_over_midnight_has_the_tag_of_before(
    api: ApiClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tags = []
    now = clock.now

    def passing(zone: tzinfo) -> datetime:
        """Each reading of the clock takes a second, so that midnight passes after the first one."""
        moment = now(zone)
        clock.moment += timedelta(seconds=1)
        return moment

    monkeypatch.setattr(clock, "now", passing)
    for path, looks_before in ((f"/coverage.geojson?service={SERVICE}", 1), (f"/graphql?query={STATUS}", 0)):
        # The cache of exports uses the day as a key, too.
        clock.moment = EVENING - timedelta(seconds=looks_before)
        answer = api.http.get(path)
        tags.append(answer.headers["etag"])
        clock.moment = EVENING + timedelta(hours=1)
        assert api.http.get(path, headers={"if-none-match": tags[-1]}).status_code == 200
    assert all("2031-03-31" in tag for tag in tags)


def test_a_tag_names_the_edition_the_day_and_what_else_it_depends_on(
    small_edition: Edition, clock: Clock
) -> None:
    tag = edition_tag(small_edition, "stamp")
    assert tag.startswith('W/"1-')
    assert tag.endswith('-2031-03-31-stamp"')
    assert len({tag, edition_tag(small_edition), edition_tag(replace(small_edition, number=2), "stamp")}) == 3
    assert is_known(tag, f'"other", {tag}')
