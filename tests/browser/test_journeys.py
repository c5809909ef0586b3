"""What people do on the page, in a real browser against a real server: `web/journeys` has the journeys."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest

from tests.browser.conftest import WEB, Provider, node

IN_EACH_LANGUAGE = [
    "Kyna is answered in four actions of the keyboard",
    "one line with a service and a place is answered",
    "a service with a fast Enter never becomes a place",
    "an answer tells distance, documents, term, fee and its law",
    "an ambiguous name asks back",
    "a click on the map asks about that point",
    "the browser tells where somebody is, or refuses and the person is told",
    "the nearest centres come by distance",
    "territory is walked from region to village",
    "a service shows its standards and what one says otherwise",
    "an office has one address, its data inside, its sources below",
    "the map draws names in the letters of the language",
    "coverage is a layer of villages by distance",
    "nothing typed is lost while the server is gone",
]
AT_THE_DESK = [
    "an editor sees what is missing in the territory and mends it",
    "a reviewer decides by the keyboard what somebody proposed",
]
JOURNEYS = [
    *(f"{name} ({language})" for language in ("kk", "ru") for name in IN_EACH_LANGUAGE),
    "a line of another kind leads where it is answered",
    "from the answer one calls, goes, keeps and tells others",
    "a citation opens what is printed, and has an address",
    "services are found by theme and by what people call them",
    "a place that is misspelt, former or a service is asked back",
    "hours, ages and refusals are said in words of each language",
    "many offices at one point are a list that is searched and filtered by keyboard",
    "on a phone the map is a strip below the answer, whose code comes when it opens",
    "no page has a finding of axe, at the desk and on a phone",
    "whoever wants no motion sees none",
    "a printed answer is the answer alone, its reasons open",
    "the language of the address is remembered",
    "an address holds the state, the camera with it",
    "what is unknown is told and leads on",
    "an address that says nothing readable is told in words",
    "the map marks a centroid otherwise than a door",
    "without a script the words are there and lead on",
    "the words of the server stay until the answer is there",
    "a first answer over a slow network is within its budget",
    "without a network the last answers are shown as of their day",
    "no page in the dark, and none for a frame, has a finding of axe",
    "the code for another site is made, copied and shown",
    "an embedded page sends no token and takes keys and choices",
    "an editor changes an office, is held to its rules, and goes back",
    "two editors of one office lose nothing in a conflict",
    "a token that ends while somebody types takes nothing away",
    "who knows where an office stands sets its point",
    "anybody proposes, a reviewer accepts",
    *(f"{name} ({language})" for language in ("kk", "ru") for name in AT_THE_DESK),
    "a pin is dragged on the map, or set by a click or by numbers",
    "a new office is made, gets a service, and is closed",
    "two records of one office are merged side by side",
    "who proposed without an account takes it back",
    "people sign in at their provider and find what they typed",
]


@pytest.fixture(scope="module")
def made(site: str, provider: Provider) -> dict[str, Any]:
    """The results of all journeys, made one after the other in one browser."""
    tokens = {
        "editor": provider.token("editor", "editor"),
        "reviewer": provider.token("reviewer", "reviewer", "editor"),
        "expired": "not.a.token",
    }
    done = subprocess.run(
        [node(), str(WEB / "journeys" / "run.mjs"), site],
        env={**os.environ, "KENSE_TOKENS": json.dumps(tokens), "KENSE_PROVIDER": provider.told()},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])  # the provider prints lines before it
    return found


@pytest.mark.parametrize("name", JOURNEYS)
def test_journey(made: dict[str, Any], name: str) -> None:
    assert made["results"][name]["failed"] is None, made["results"][name]["failed"]


def test_every_journey_is_named_here(made: dict[str, Any]) -> None:
    assert sorted(made["results"]) == sorted(JOURNEYS)


def test_no_journey_asked_another_host_or_made_the_browser_complain(made: dict[str, Any]) -> None:
    assert made["strangers"] == []
    assert made["complaints"] == []
