"""A client that sends thousands of requests of any content, and asserts that none fails internally."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import structlog
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from loaders.loading.load import load
from loaders.seeds import Seeds
from model.act_jobs import JobKind
from store.log.act_jobs import begin_next, file_job, finish_job
from store.tables.engine import make_engine, writing
from tests.api_client import ApiClient
from tests.changing import AKKOL_PSC, KARASAI, ChangingClient

REFUSED = {
    "BAD_USER_INPUT",
    "NOT_FOUND",
    "LIMIT_EXCEEDED",
    "GRAPHQL_VALIDATION_FAILED",
    "GRAPHQL_PARSE_FAILED",
    "READ_ONLY",
}
"""Codes of what a client got wrong, and of acts on their way where a server has no store."""
_WITHOUT_PLACE = {(400, "BAD_REQUEST"), (413, "LIMIT_EXCEEDED")}


class Asker:
    """Sends requests in its own event loop: the client of other tests needs several threads per request."""

    def __init__(self, api: ApiClient, runner: asyncio.Runner) -> None:
        self.api = api
        self._runner = runner
        headers = {"authorization": api.http.headers["authorization"], "content-type": "application/json"}
        transport = httpx2.ASGITransport(api.http.app)
        self._client = httpx2.AsyncClient(transport=transport, base_url="http://testserver", headers=headers)

    def post(self, document: str, variables: str | None = None) -> dict[str, Any]:
        """The answer to a POST, with the variables unchanged; asserts that it is not an internal error."""
        return self._asked("POST", content=body_of(document, variables).encode("utf-8", "surrogatepass"))

    def get(self, document: str, variables: str | None = None) -> dict[str, Any]:
        """The same by GET."""
        return self._asked(
            "GET", params={"query": document} | ({"variables": variables} if variables else {})
        )

    def _asked(self, method: str, **request: Any) -> dict[str, Any]:
        with structlog.testing.capture_logs() as logged:
            answer = self._runner.run(self._client.request(method, "/graphql", **request))
        nothing_failed(logged)
        assert answer.status_code < 500
        body: dict[str, Any] = answer.json()
        for error in body.get("errors", ()):
            # Values that are not JSON cannot be in a document, and a document that is too long is not read.
            if (answer.status_code, error["extensions"]["code"]) not in _WITHOUT_PLACE:
                is_told(error)
        return body


def body_of(document: str, variables: str | None) -> str:
    """The body of a request, with variables as they are: JSON or not."""
    told = "" if variables is None else f',"variables":{variables}'
    return f'{{"query":{json.dumps(document)}{told}}}'


def nothing_failed(logged: list[Any]) -> None:
    """Asserts that no line of a log reports an internal error."""
    assert [line for line in logged if line["log_level"] in ("error", "critical")] == []


def is_told(error: dict[str, Any]) -> None:
    """Asserts that an error names its cause and its place."""
    assert error["extensions"]["code"] in REFUSED, error
    # A request that is too long as a whole has no place of the error.
    is_whole = "its variables included" in error["message"]
    places = error.get("path"), error.get("locations"), error["extensions"].get("variablePath")
    assert is_whole or any(places), error


@contextmanager
def asking(api: ApiClient) -> Iterator[Asker]:
    """A client of a server while the context is open."""
    with asyncio.Runner() as runner:
        yield Asker(api, runner)


@contextmanager
def asking_small(seeds: Seeds, folder: Path) -> Iterator[Asker]:
    """An admin's client of a server over the small seeds, with some hours and a proposal."""
    engine = make_engine(make_url(f"sqlite:///{folder}/kense.sqlite3"))
    load(engine, seeds)
    client = ChangingClient(engine, {"KENSE_HOME": str(folder), "KENSE_CORRECTIONS_PER_HOUR": "1000000"})
    with client.http, asking(client) as asker:
        client.update(AKKOL_PSC, {"openingHours": "Mo-Fr 09:00-13:00,14:00-18:00; PH off"})
        submit = f"""mutation {{ correctionSubmit(officeId: "Office:{KARASAI}", baseVersion: 1,
          patch: {{nameRu: "Имя"}}, evidence: ["a letter"]) {{
          correction {{ id }} userErrors {{ code }} }} }}"""
        assert client.change(submit)["correction"] == {"id": "Correction:1"}
        _do_jobs(engine)
        yield asker
    engine.dispose()


def _do_jobs(engine: Engine) -> None:
    """Two jobs of acts that are done: one with an account, one with a review."""
    review = {"edition": 1, "is_staged_again": False}
    for kind, result in ((JobKind.PROPOSE, {"profile": "id: x"}), (JobKind.REVIEW, review)):
        with writing(engine) as connection:
            number = file_job(connection, kind, "somebody")
            begin_next(connection, "holder", None)
            assert finish_job(connection, number, "holder", result, {})
