"""The worked example of docs/acts.md, carried out over HTTP by a server of its own."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from sqlalchemy.engine import make_url

from changes.development import issue_token
from changes.identity import AccountRole
from model.program_files import PROGRAM
from tests.act_files import text_as_docx
from tests.published_country import make_published
from tests.staged_country import ACT, FACTS, TEXT
from tests.stress.servers import Server, servers

pytestmark = pytest.mark.slow

_PAGE = (PROGRAM / "docs" / "acts.md").read_text("utf-8").partition("## Publish over the API")[2]
_DOCUMENTS = {
    re.split(r"[\s({]+", text)[1]: text for text in re.findall(r"```graphql\n(.*?)```", _PAGE, re.S)
}
"""By the name of the operation."""


class Publisher:
    """A program that publishes an act."""

    def __init__(self, server: Server, client: httpx2.Client) -> None:
        self._server, self._client = server, client

    def send(self, content: bytes) -> dict[str, Any]:
        address = self._server.url.replace("/graphql", "/acts/uploads?name=act.docx")
        answer = self._client.post(address, content=content)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def ask(self, name: str, **variables: Any) -> dict[str, Any]:
        body = {"query": _DOCUMENTS[name], "variables": variables}
        found: dict[str, Any] = self._client.post(self._server.url, json=body).json()
        assert "errors" not in found, found["errors"]
        data: dict[str, Any] = found["data"]
        return data

    def job(self, name: str, **variables: Any) -> str:
        (payload,) = self.ask(name, **variables).values()
        assert payload["userErrors"] == []
        assert payload["job"]["state"] == "WAITING"
        return str(payload["job"]["id"])

    def follow(self, job: str) -> list[dict[str, Any]]:
        """Every step of a job, by server-sent events."""
        body = {"query": _DOCUMENTS["Follow"], "variables": {"job": job}}
        headers = {"accept": "text/event-stream"}
        with self._client.stream("POST", self._server.url, json=body, headers=headers) as answer:
            events = [
                line.removeprefix("data: ") for line in answer.iter_lines() if line.startswith("data: {")
            ]
        steps = [json.loads(event)["data"]["actJobChanged"] for event in events]
        assert steps[-1] == steps[-1] | {"state": "DONE", "error": None}, steps[-1]
        return steps


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publisher]:
    folder = tmp_path_factory.mktemp("example")
    (folder / "published").mkdir()
    published = make_published(folder / "published")
    store = shutil.copy(published.file, folder / "kense.sqlite3")
    token = issue_token(folder, "publisher", [AccountRole.PUBLISHER], ["*"], hours=1)
    headers = {"authorization": f"Bearer {token}"}
    with (
        servers(make_url(f"sqlite:///{store}"), folder, 1, published.environ) as (server,),
        httpx2.Client(timeout=60, headers=headers) as client,
    ):
        yield Publisher(server, client)


def test_the_example_publishes_an_act_and_takes_it_back(publisher: Publisher) -> None:
    upload = publisher.send(text_as_docx(TEXT))["id"]
    proposed = publisher.job("Propose", upload=upload)
    assert publisher.follow(proposed)[0]["state"] in ("WAITING", "RUNNING", "DONE")
    account = publisher.ask("Account", job=proposed)["actJob"]
    assert f"id: {ACT}" in account["profile"]
    (table,) = account["account"]["tables"]["edges"]
    assert (table["node"]["outcome"], table["node"]["rows"]) == ("READ", 10)
    staged = publisher.job("Stage", upload=upload, profile=FACTS)
    publisher.follow(staged)
    told = publisher.ask("Staged", job=staged)
    act = told["actJob"]["actId"]
    assert [edge["node"]["actId"] for edge in told["stagedActs"]["edges"]] == [act]
    reviewed = publisher.job("Review", act=act)
    publisher.follow(reviewed)
    review = publisher.ask("Reviewed", job=reviewed)["actJob"]["review"]
    akkol = [edge["node"] for edge in review["totals"]["edges"] if "Аккол" in edge["node"]["territoryName"]]
    assert {(one["serviceId"], one["begins"]) for one in akkol} >= {("clinic-attachment", 1), (None, 1)}
    activated = publisher.job("Activate", act=act)
    publisher.follow(activated)
    _serves(publisher, activated, 2)
    back = publisher.job("Rollback")
    publisher.follow(back)
    _serves(publisher, back, 3)
    (late,) = publisher.ask("Cancel", job=back).values()
    assert [error["code"] for error in late["userErrors"]] == ["CONFLICT"]


def _serves(publisher: Publisher, job: str, edition: int) -> None:
    """The server answers from the edition that a job published within a second of the job's end."""
    end = time.monotonic() + 1.0
    while True:
        told = publisher.ask("Activated", job=job)
        assert told["actJob"]["publishedEdition"] == edition
        if told["edition"]["number"] == edition:
            return
        assert time.monotonic() < end, told
        time.sleep(0.02)
