"""The line of a request is the one that structlog writes, however it is made."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from graph.server import access_log
from graph.server.access_log import Access, AccessLog, json_line, plain_line, render_of
from graph.server.app import configure_logging
from graph.server.seen import Work
from model.settings import Settings

_DAY = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def settings(environment: str, level: str = "info") -> Settings:
    return Settings.from_environment({"KENSE_ENV": environment, "KENSE_LOG_LEVEL": level})


@pytest.fixture(autouse=True)
def _default_logging(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # A logger that was used keeps the configuration of its first use.
    monkeypatch.setattr(access_log, "log", structlog.get_logger("kense.access"))
    yield
    structlog.reset_defaults()


def _note(path: str, status: int, seconds: float, work: Work | None) -> None:
    pass


async def _hello(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("hello")(scope, receive, send)


def written_by_structlog(environment: str, access: Access) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        structlog.reset_defaults()
        configure_logging(settings(environment))
        with structlog.contextvars.bound_contextvars(request_id=access.request_id):
            given = access._asdict()
            del given["request_id"]
            structlog.get_logger("test").info("request", **given)
    return out.getvalue()


@pytest.mark.parametrize(("environment", "line"), [("production", json_line), ("development", plain_line)])
@pytest.mark.parametrize(
    "access",
    [
        Access("POST", "/graphql", 200, 1.5, "0" * 32),
        Access("GET", "/hsds/services/x%20y", 404, 12345.0, "ab" * 16),
    ],
)
def test_a_line_made_by_hand_is_the_one_of_structlog(environment: str, line: object, access: Access) -> None:
    assert callable(line)
    theirs = written_by_structlog(environment, access)
    assert _DAY.sub("DAY", theirs) == line(access, "DAY")


@pytest.mark.parametrize("environment", ["production", "development"])
@pytest.mark.parametrize("path", ["/a", "/a b", "/a%0Ab", "/%22", "/%D2%9B"])
def test_each_request_has_one_line_with_the_id_of_its_answer(environment: str, path: str) -> None:
    out = io.StringIO()
    with redirect_stdout(out):
        structlog.reset_defaults()
        configure_logging(settings(environment))
        client = TestClient(AccessLog(_hello, settings(environment), _note, render_of(settings(environment))))
        answer = client.get(path)
    (line,) = out.getvalue().splitlines()
    assert answer.headers["x-request-id"] in line
    if environment == "production":
        assert {"event": "request", "status": 200, "method": "GET"}.items() <= json.loads(line).items()


def test_nothing_is_written_above_the_level() -> None:
    out = io.StringIO()
    with redirect_stdout(out):
        TestClient(AccessLog(_hello, settings("production", "warning"), _note)).get("/")
    assert out.getvalue() == ""


def test_moments_are_those_of_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = access_log._Clock()
    begin = 1_796_000_000_999_999_000
    for nanoseconds in (begin, begin + 1_999, begin + 500_001_000, begin + 60 * 10**9):
        monkeypatch.setattr(access_log, "time_ns", lambda now=nanoseconds: now)
        exact = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=nanoseconds // 1000)
        assert clock.moment() == exact.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
