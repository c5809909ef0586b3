"""A client that sends thousands of requests of any content, and asserts that none fails internally."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
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
    """Asks a server in a loop of its own: the client of other tests takes several threads for a request.

    The application is called as a server calls it, because a client of HTTP takes longer than the answer.
    """

    def __init__(self, api: ApiClient, runner: asyncio.Runner) -> None:
        self.api = api
        self._runner = runner
        self._headers = [
            (b"host", b"testserver"),
            (b"authorization", api.http.headers["authorization"].encode()),
            (b"content-type", b"application/json"),
        ]

    def post(self, document: str, variables: str | None = None) -> dict[str, Any]:
        """The answer to a document by POST, with variables as they are; asserts that it is no failure."""
        return self._runner.run(self._post(document, variables))

    def post_each(self, asked: Iterable[tuple[str, str | None]]) -> int:
        """Post documents with their variables, one after the other; returns how many.

        In one task: for each task the server starts threads of its own.
        """

        async def posted() -> int:
            return len([await self._post(document, variables) for document, variables in asked])

        return self._runner.run(posted())

    def get(self, document: str, variables: str | None = None) -> dict[str, Any]:
        """The same by GET."""
        asked = {"query": document} | ({"variables": variables} if variables else {})
        return self._runner.run(self._asked("GET", query=str(httpx2.QueryParams(asked)).encode()))

    async def _post(self, document: str, variables: str | None) -> dict[str, Any]:
        return await self._asked("POST", body_of(document, variables).encode("utf-8", "surrogatepass"))

    async def _asked(self, method: str, body: bytes = b"", query: bytes = b"") -> dict[str, Any]:
        with structlog.testing.capture_logs() as logged:
            status, content = await self._answer(method, body, query)
        nothing_failed(logged)
        assert status < 500
        answer: dict[str, Any] = json.loads(content)
        for error in answer.get("errors", ()):
            # What is no JSON has no place in a document, and a document too long to be read has none.
            if (status, error["extensions"]["code"]) not in _WITHOUT_PLACE:
                is_told(error)
        return answer

    async def _answer(self, method: str, body: bytes, query: bytes) -> tuple[int, bytes]:
        """Status and body of the answer to one request."""
        scope: dict[str, Any] = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
            "scheme": "http", "path": "/graphql", "raw_path": b"/graphql", "query_string": query,
            "root_path": "", "server": ("testserver", 80), "client": ("127.0.0.1", 123),
            "headers": [*self._headers, (b"content-length", str(len(body)).encode())],
        }  # fmt: skip
        waiting = [{"type": "http.request", "body": body, "more_body": False}]
        told: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            if waiting:
                return waiting.pop()
            await asyncio.Event().wait()  # it stays connected
            raise AssertionError("unreachable")

        async def send(message: dict[str, Any]) -> None:
            told.append(message)

        app: Any = self.api.http.app
        await app(scope, receive, send)
        status = next(one["status"] for one in told if one["type"] == "http.response.start")
        return status, b"".join(one.get("body", b"") for one in told)


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
