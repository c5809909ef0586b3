"""The short way gives the same bytes as the long way, and makes every check."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from graph.execution import known_queries, lanes
from graph.execution.accounts import Accounts
from graph.execution.persisted import KnownDocuments
from graph.libraries.input_values import VariablesReader
from graph.server import forwarded, hosts, lean_way, open_requests, requests
from graph.server.http import GraphQLEndpoint
from graph.server.kept_answers import Asked, KeptAnswers, Moment, Told
from graph.terms.limits import Budget
from model.edition import Edition
from model.edition_key import EditionKey
from tests.api_client import SERVICE, ApiClient

NAMES = "query($first: Int!) { offices(first: $first) { edges { node { id name names { value } } } } }"
ONE = "query($id: ID!) { office(id: $id) { id name } }"
PSC = {"id": "Office:akm-akkol-psc"}
OPEN = "query($id: ID!) { office(id: $id) { id openNow { state } } }"
GRAPHQL_JSON = "application/graphql-response+json"


@pytest.fixture
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


@pytest.fixture
def long_way(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many requests took the long way."""
    return counted(monkeypatch, GraphQLEndpoint, "__call__", Counter())


def counted(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, calls: Counter[str]) -> Counter[str]:
    original: Callable[..., Any] = getattr(owner, name)

    def noted(*args: Any, **kwargs: Any) -> Any:
        calls[name] += 1
        return original(*args, **kwargs)

    monkeypatch.setattr(owner, name, noted)
    return calls


def ask(api: ApiClient, query: str, variables: Any = None, **headers: str) -> Response:
    given = {"content-type": "application/json", "accept": "*/*", **headers}
    body = json.dumps({"query": query, "variables": variables})
    return api.http.post("/graphql", content=body, headers=given)


def seen(answer: Response) -> tuple[int, bytes, dict[str, str]]:
    """Everything that a client sees, without the request's id."""
    headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
    assert answer.headers["x-request-id"]
    return answer.status_code, answer.content, headers


@pytest.mark.parametrize("accept", ["*/*", "application/json", GRAPHQL_JSON, f"{GRAPHQL_JSON}, */*;q=0.5"])
@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd", "gzip, deflate, br"])
@pytest.mark.parametrize("first", [1, 50])
def test_the_second_and_the_third_answer_are_those_of_the_long_way(
    api: ApiClient, long_way: Counter[str], accept: str, coding: str, first: int
) -> None:
    told = [
        seen(ask(api, NAMES, {"first": first}, accept=accept, **{"accept-encoding": coding}))
        for _ in range(3)
    ]
    assert told[0] == told[1] == told[2]
    assert long_way["__call__"] == 1


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (ONE, {"id": "Office:nobody"}),  # an error in its slot
        (ONE, {"id": "nonsense"}),
        (ONE, {"id": 7.5}),  # a variable that cannot be read
        (ONE, {}),
        (ONE, {"id": "Office:akm-akkol-psc", "more": "than asked"}),
        (NAMES, {"first": -1}),
        (NAMES, {"first": None}),
    ],
)
def test_what_is_wrong_is_told_as_on_the_long_way(
    api: ApiClient, long_way: Counter[str], query: str, variables: dict[str, Any]
) -> None:
    strange = seen(ask(api, query, variables))
    assert long_way["__call__"] == 1
    ask(api, query, PSC if query is ONE else {"first": 2})
    long_way.clear()
    assert seen(ask(api, query, variables)) == strange
    assert seen(ask(api, query, variables)) == strange


def test_what_is_wrong_is_never_kept(api: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(api, ONE, PSC)
    answers = counted(monkeypatch, known_queries.KnownQueries, "answer", Counter())
    for _ in range(3):
        assert "errors" in ask(api, ONE, {"id": "Office:nobody"}).json()
    assert answers["answer"] == 3


CHECKS: list[tuple[Any, str]] = [
    (forwarded, "read_address"),
    (open_requests, "asker_of_scope"),
    (hosts.AllowedHosts, "_refusal"),
    (lean_way, "arrived"),
    (Accounts, "admit"),
    (Accounts, "charge"),
]
"""Checks of every request, also where its answer is there already: addresses, open requests, hosts, the
deadline of the body, debts."""
MORE_CHECKS: list[tuple[Any, str]] = [
    (lanes.Lane, "enter"),
    (lanes.Lane, "leave"),
    (requests, "check_length"),
    (known_queries, "check_variables"),
    (known_queries.KnownQuery, "cost"),
    (VariablesReader, "read"),
    (Budget, "check"),
]
"""Those of a query that is executed: turns, lengths, values, cost, types of variables, records and work."""


def test_no_check_is_left_out(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch, long_way: Counter[str]
) -> None:
    ask(api, ONE, PSC)
    calls: Counter[str] = Counter()
    for owner, name in CHECKS + MORE_CHECKS:
        counted(monkeypatch, owner, name, calls)
    assert long_way["__call__"] == 1
    ask(api, ONE, {"id": "Office:akm-akkol-education"})
    assert {name for _, name in CHECKS + MORE_CHECKS} == set(calls)
    calls.clear()
    ask(api, ONE, {"id": "Office:akm-akkol-education"})
    assert {name for _, name in CHECKS} == set(calls)
    assert long_way["__call__"] == 1


def test_a_known_query_is_refused_for_another_host_and_for_a_long_body(small_edition: Edition) -> None:
    environ = {"KENSE_HOSTS": "kense.example.kz", "KENSE_BODY_LIMIT_BYTES": "300"}
    api = ApiClient(small_edition, environ)
    for _ in range(3):
        assert ask(api, ONE, PSC, host="kense.example.kz").status_code == 200
        assert ask(api, ONE, PSC, host="other.example.kz").status_code == 421
        long = ask(api, ONE, {**PSC, "more": "x" * 300}, host="kense.example.kz")
        assert (long.status_code, long.json()["errors"][0]["extensions"]["code"]) == (
            413,
            "PAYLOAD_TOO_LARGE",
        )


def test_a_known_query_is_refused_where_its_pages_are_too_dear(api: ApiClient) -> None:
    walk = """query($n: Int!) { offices(first: $n) { edges { node { provisions(first: $n) { edges { node {
      office { provisions(first: $n) { totalCount edges { node { roles } } } } } } } } } } }"""
    assert "errors" not in ask(api, walk, {"n": 1}).json()
    refused = [seen(ask(api, walk, {"n": 200})) for _ in range(2)]
    assert refused[0] == refused[1]
    assert b"LIMIT_EXCEEDED" in refused[0][1]


def test_a_kept_answer_is_refused_to_who_is_in_debt(small_edition: Edition) -> None:
    api = ApiClient(small_edition, {"KENSE_CLIENT_SHARE": "0.001", "KENSE_CLIENT_BURST_S": "0.001"})
    for _ in range(4):
        ask(api, ONE, PSC)
    other = TestClient(api.http.app, client=("192.0.2.2", 50_000))
    assert other.post("/graphql", json={"query": ONE, "variables": PSC}).status_code == 200
    refused = ask(api, ONE, PSC)
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (429, "RATE_LIMITED")
    assert int(refused.headers["retry-after"]) >= 1


def test_pages_of_elsewhere_are_told_what_they_may_read(api: ApiClient, long_way: Counter[str]) -> None:
    told = [seen(ask(api, ONE, PSC, origin="https://map.example.kz")) for _ in range(3)]
    assert told[0] == told[1] == told[2]
    assert told[0][2]["access-control-allow-origin"] == "*"
    assert long_way["__call__"] == 1


def test_changes_and_signed_in_requests_go_the_long_way(api: ApiClient, long_way: Counter[str]) -> None:
    change = 'mutation { correctionAccept(id: "Correction:9", expectedVersion: 1) { userErrors { code } } }'
    for _ in range(2):
        ask(api, change)
    assert long_way["__call__"] == 2
    api.sign_in("akm")
    for _ in range(2):
        assert ask(api, "{ viewer { subject } }").json()["data"]["viewer"]["subject"] == "somebody"
    api.sign_out()
    assert ask(api, "{ viewer { subject } }").json()["data"]["viewer"] is None
    assert long_way["__call__"] == 4


def test_an_answer_of_the_moment_is_made_anew_each_time(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch, long_way: Counter[str]
) -> None:
    ask(api, OPEN, PSC)
    answers = counted(monkeypatch, known_queries.KnownQueries, "answer", Counter())
    for _ in range(3):
        ask(api, OPEN, PSC)
    assert (answers["answer"], long_way["__call__"]) == (3, 1)


def test_another_edition_and_another_day_are_answered_anew(
    api: ApiClient, small_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = "{ edition { number } }"
    for _ in range(3):
        ask(api, number)
    api.reception.serve(replace(small_edition, number=2))
    assert ask(api, number).json()["data"]["edition"]["number"] == 2
    answers = counted(monkeypatch, known_queries.KnownQueries, "answer", Counter())
    ask(api, number)
    assert not answers
    monkeypatch.setattr(lean_way, "today_in_kazakhstan", lambda: date(2031, 4, 1))
    ask(api, number)
    assert answers["answer"] == 1


def test_none_is_kept_where_no_memory_is_given(
    small_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = ApiClient(small_edition, {"KENSE_KEPT_ANSWERS_BYTES": "0"})
    ask(api, ONE, PSC)
    answers = counted(monkeypatch, known_queries.KnownQueries, "answer", Counter())
    for _ in range(2):
        ask(api, ONE, PSC)
    assert answers["answer"] == 2


def test_a_document_known_by_its_hash_goes_the_short_way(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch, long_way: Counter[str]
) -> None:
    registered = counted(monkeypatch, KnownDocuments, "register", Counter())
    sha256 = hashlib.sha256(ONE.encode()).hexdigest()
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": sha256}}
    alone = json.dumps({"extensions": extensions, "variables": PSC})
    both = json.dumps({"query": ONE, "extensions": extensions, "variables": PSC})
    headers = {"content-type": "application/json"}

    def send(body: str) -> Any:
        return api.http.post("/graphql", content=body, headers=headers).json()

    assert send(alone)["errors"][0]["message"] == "PersistedQueryNotFound"
    for _ in range(3):
        assert send(both)["data"]["office"]["id"] == PSC["id"]
    assert registered["register"] == 4  # both ways the first time
    for _ in range(3):
        assert send(alone)["data"]["office"]["id"] == PSC["id"]
    assert long_way["__call__"] == 2


def test_a_body_in_pieces_goes_the_long_way(api: ApiClient, long_way: Counter[str]) -> None:
    ask(api, ONE, PSC)
    body = json.dumps({"query": ONE, "variables": PSC}).encode()

    def pieces() -> Iterator[bytes]:
        yield body[:20]
        yield body[20:]

    answer = api.http.post("/graphql", content=pieces(), headers={"content-type": "application/json"})
    assert answer.json()["data"]["office"]["id"] == PSC["id"]
    assert long_way["__call__"] == 2


def test_kept_answers_take_no_more_than_they_may() -> None:
    moment = Moment(EditionKey(1, "a"), date(2031, 4, 1))
    kept = KeptAnswers(20_000)
    for number in range(100):
        asked = Asked(str(number).encode(), "application/json", b"")
        assert kept.find(moment, asked) is None
        kept.keep(moment, asked, Told((), b"x" * 1_000))
        assert kept.find(moment, asked) == Told((), b"x" * 1_000)
    assert 10_000 < kept.bytes <= 20_000
    assert kept.find(moment._replace(day=date(2031, 4, 2)), asked) is None
    assert kept.bytes == 0
    kept.keep(moment, asked, Told((), b"late"))
    assert kept.bytes == 0


def test_the_service_is_told_to_who_asks_by_a_known_query(api: ApiClient) -> None:
    query = 'query($s: ID!) { officeFor(serviceId: $s, place: {name: "Кына"}) { outcome } }'
    told = [ask(api, query, {"s": SERVICE}).json()["data"] for _ in range(3)]
    assert told == [{"officeFor": {"outcome": "RESOLVED"}}] * 3


def test_a_body_that_does_not_come_is_refused_and_one_that_comes_late_is_read() -> None:
    async def asked() -> None:
        comes: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        async def receive() -> Any:
            first = await comes
            await asyncio.sleep(0)
            return first

        waiting = asyncio.create_task(lean_way.arrived(receive, 5.0))
        await asyncio.sleep(0)
        comes.set_result({"type": "http.request"})
        assert await waiting == {"type": "http.request"}
        comes = asyncio.get_running_loop().create_future()
        with pytest.raises(TimeoutError):
            await lean_way.arrived(receive, 0.01)
        assert comes.cancelled()

    asyncio.run(asked())


def test_a_request_whose_body_does_not_come_is_refused_in_time(small_edition: Edition) -> None:
    api = ApiClient(small_edition, {"KENSE_REQUEST_DEADLINE_S": "1"})
    sent: list[Any] = []

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost"), (b"content-type", b"application/json"), (b"content-length", b"9")]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/graphql",
        "headers": headers,
        "scheme": "http",
        "query_string": b"",
        "client": ("192.0.2.7", 1),
        "root_path": "",
    }

    async def asked() -> None:
        await api.http.app(scope, receive, send)

    asyncio.run(asked())
    assert (sent[0]["status"], b"DEADLINE_EXCEEDED" in sent[1]["body"]) == (408, True)
