"""A document that is too long is never parsed, on any route; neither is a long number."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import graphql.language.parser
import pytest
import structlog
from graphql import GraphQLSyntaxError, parse

from graph.execution.documents import read_document
from graph.execution.lengths import DOCUMENT_LIMIT_BYTES, check_length
from graph.execution.persisted import read_documents
from graph.served.context import Context
from graph.server.requests import EVENTS, GRAPHQL_JSON, JSON
from graph.server.schema import build_schema
from graph.terms.errors import LimitExceededError
from model.edition import Edition
from model.errors import BadSettingError
from tests.api_client import ApiClient

BYTES = 1_000_000
LONG = {
    "string": f'{{ office(id: "{"a" * BYTES}") {{ id }} }}',
    "block string": f'{{ office(id: """{"a" * BYTES}""") {{ id }} }}',
    "block of lines": '{ office(id: """' + "a\n" * (BYTES // 3) + '""") { id } }',
    "escapes": '{ office(id: "' + "\\u0041" * (BYTES // 8) + '") { id } }',
    "name": f"{{ {'a' * BYTES} }}",
    "whole number": f"{{ offices(first: {'9' * BYTES}) {{ totalCount }} }}",
    "fraction": f"{{ nearestPsc(to: {{latitude: 1.{'9' * BYTES}, longitude: 1}}) {{ edges {{ cursor }} }} }}",
    "comment": f"{{ edition {{ number }} }} # {'a' * BYTES}",
    "nothing": f"{{ edition {{ number }} }}{' ,' * (BYTES // 2)}",
    "letters of two bytes": f'{{ office(id: "{"қ" * 60_000}") {{ id }} }}',
}
SUBSCRIPTION = f"subscription {{ editionPublished }} # {'a' * BYTES}"


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


@pytest.fixture(scope="module")
def narrow(small_edition: Edition) -> ApiClient:
    """A server with a limit of 5,000 bytes for documents."""
    return ApiClient(small_edition, {"KENSE_DOCUMENT_LIMIT_BYTES": "5000"})


@pytest.fixture(scope="module")
def schema() -> Any:
    return build_schema()


@pytest.fixture
def no_lexer(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Records each text that reaches a lexer, and parses none."""
    read: list[str] = []

    def lexer(source: Any) -> None:
        read.append(source.body)
        raise AssertionError("a lexer ran")

    monkeypatch.setattr(graphql.language.parser, "Lexer", lexer)
    yield read
    assert read == []


def refusal(answer: Any) -> tuple[int, str]:
    (error,) = answer.json()["errors"]
    return answer.status_code, error["extensions"]["code"]


@pytest.mark.parametrize("accept", [JSON, GRAPHQL_JSON, EVENTS])
@pytest.mark.parametrize("kind", LONG)
def test_a_long_document_by_post_is_refused_unread(
    api: ApiClient, no_lexer: list[str], kind: str, accept: str
) -> None:
    # Not escaped, so that the body stays below its own limit.
    body = json.dumps({"query": LONG[kind]}, ensure_ascii=False).encode()
    headers = {"content-type": JSON, "accept": accept}
    begun = time.thread_time()
    answer = api.http.post("/graphql", content=body, headers=headers)
    assert time.thread_time() - begun < 0.25
    assert refusal(answer) == (413, "LIMIT_EXCEEDED")
    assert len(answer.content) < 1_000


@pytest.mark.parametrize("kind", LONG)
def test_a_long_document_by_get_is_refused_unread(narrow: ApiClient, no_lexer: list[str], kind: str) -> None:
    # Neither clients nor servers take an address of more than 64 KiB.
    answer = narrow.http.get("/graphql", params={"query": LONG[kind][:5_001]})
    assert refusal(answer) == (413, "LIMIT_EXCEEDED")


@pytest.mark.parametrize("accept", [JSON, EVENTS])
def test_a_long_subscription_and_a_long_mutation_are_refused_unread(
    api: ApiClient, no_lexer: list[str], accept: str
) -> None:
    for query in (SUBSCRIPTION, f"mutation {{ x }} # {'a' * BYTES}"):
        answer = api.http.post("/graphql", json={"query": query}, headers={"accept": accept})
        assert refusal(answer) == (413, "LIMIT_EXCEEDED")


def test_a_long_document_is_not_kept_by_its_hash(api: ApiClient, no_lexer: list[str]) -> None:
    query = LONG["string"]
    persisted = {"version": 1, "sha256Hash": hashlib.sha256(query.encode()).hexdigest()}
    sent = {"query": query, "extensions": {"persistedQuery": persisted}}
    assert refusal(api.http.post("/graphql", json=sent)) == (413, "LIMIT_EXCEEDED")
    asked = api.http.post("/graphql", json={"extensions": {"persistedQuery": persisted}})
    assert refusal(asked) == (200, "PERSISTED_QUERY_NOT_FOUND")


def test_a_long_trusted_document_is_told_before_the_server_begins(
    tmp_path: Path, no_lexer: list[str]
) -> None:
    (tmp_path / "Long.graphql").write_text(LONG["comment"], "utf-8")
    with pytest.raises(
        BadSettingError,
        match=r"'Long' of KENSE_TRUSTED_DOCUMENTS has more than 100000 bytes.*KENSE_DOCUMENT_LIMIT_BYTES",
    ):
        read_documents(tmp_path)


def test_the_limit_is_a_setting_also_for_trusted_documents(small_edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "Edition.graphql").write_text(f"{{ edition {{ number }} }} # {'a' * 150_000}", "utf-8")
    environ = {"KENSE_DOCUMENT_LIMIT_BYTES": "200000", "KENSE_TRUSTED_DOCUMENTS": str(tmp_path)}
    wide = ApiClient(small_edition, environ)
    found = wide.http.post("/graphql", json={"documentId": "Edition"})
    assert found.json()["data"] == {"edition": {"number": 1}}
    assert wide.data(f"{{ edition {{ number }} }} # {'a' * 150_000}")
    narrow = ApiClient(small_edition, {"KENSE_DOCUMENT_LIMIT_BYTES": "22"})
    assert narrow.data("{ edition { number } }")
    assert refusal(narrow.http.post("/graphql", json={"query": "{ edition { number  } }"})) == (
        413,
        "LIMIT_EXCEEDED",
    )


def test_a_long_document_over_a_websocket_is_refused_unread(api: ApiClient, no_lexer: list[str]) -> None:
    with api.http.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}
        for number, query in enumerate((LONG["string"], LONG["name"], SUBSCRIPTION)):
            socket.send_json({"id": str(number), "type": "subscribe", "payload": {"query": query}})
            told = socket.receive_json()
            assert (told["id"], told["type"]) == (str(number), "error")
            assert [error["extensions"]["code"] for error in told["payload"]] == ["LIMIT_EXCEEDED"]


@pytest.mark.parametrize("name", [None, "Q"])
def test_the_schema_itself_refuses_a_long_document_unread(
    api: ApiClient, schema: Any, no_lexer: list[str], name: str | None
) -> None:
    registry = api.reception.registry
    assert registry is not None

    def told(result: Any) -> list[Any]:
        return [(error.extensions or {}).get("code") for error in result.errors]

    async def streamed(query: str) -> Any:
        stream = await schema.stream(query, context_value=context(), operation_name=name)
        return [result async for result in stream]

    def context() -> Context:
        return Context(registry, api.reception)

    for query in LONG.values():
        sync = schema.execute_sync(query, context_value=context(), operation_name=name)
        assert (sync.data, told(sync)) == (None, ["LIMIT_EXCEEDED"])
        other = asyncio.run(schema.execute(query, context_value=context(), operation_name=name))
        assert (other.data, told(other)) == (None, ["LIMIT_EXCEEDED"])
        (event,) = asyncio.run(streamed(query))
        assert told(event) == ["LIMIT_EXCEEDED"]


def test_bytes_are_counted_and_not_letters() -> None:
    for text in ("a" * 100, "қ" * 50, "€" * 33, "😀" * 25, "\ud800" * 33):
        check_length(text, 100)
        with pytest.raises(LimitExceededError):
            check_length(text + "ab", 100)
    assert DOCUMENT_LIMIT_BYTES == 100_000


@pytest.mark.parametrize("length", [19_000, 99_000])
def test_a_document_is_read_once_for_a_request(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    read: list[str] = []

    def counted(text: str, **options: Any) -> Any:
        read.append(text)
        return parse(text, **options)

    monkeypatch.setattr("graph.execution.documents.parse", counted)
    good = f"{{ edition {{ number }} }} # {'b' * length}"
    assert api.data(good)
    bad = f"# {'b' * length}\n{{ edition {{ number }} }} {{"
    assert [code for code, _ in api.errors(bad)] == ["GRAPHQL_PARSE_FAILED"]
    assert read == [good, bad]


@pytest.mark.parametrize("text", ["{", '{ office(id: "\\uD800") { id } }', "{ edition { number } } }", '"'])
def test_an_error_of_syntax_is_remembered_as_it_was(text: str) -> None:
    with pytest.raises(GraphQLSyntaxError) as first:
        parse(text)
    for _ in range(2):
        with pytest.raises(GraphQLSyntaxError) as caught:
            read_document(text)
        assert caught.value.formatted == first.value.formatted
        assert str(caught.value) == str(first.value)


DIGITS = "9" * 5_000


@pytest.mark.parametrize(
    "query",
    [
        f"{{ offices(first: {DIGITS}) {{ totalCount }} }}",
        f"query($n: Int = {DIGITS}) {{ offices(first: $n) {{ totalCount }} }}",
        f"{{ offices(first: -{DIGITS}) {{ totalCount }} }}",
        f"{{ office(id: {DIGITS}) {{ id }} }}",
        f"{{ nearestPsc(to: {{latitude: {DIGITS}, longitude: 1}}) {{ edges {{ cursor }} }} }}",
        f"{{ nearestPsc(to: {{latitude: 1e{DIGITS}, longitude: 1}}) {{ edges {{ cursor }} }} }}",
        f"{{ offices(filter: {{kinds: [{DIGITS}]}}) {{ totalCount }} }}",
        f"{{ edition @skip(if: {DIGITS}) {{ number }} }}",
        f'{{ _entities(representations: [{{__typename: "Office", id: {DIGITS}}}]) {{ __typename }} }}',
        '{ offices(filter: {withinGeometry: {type: "Polygon", coordinates: [[['
        f"{DIGITS},1]]]}}}}) {{ totalCount }} }}",
    ],
)
def test_a_long_number_is_the_fault_of_the_document(api: ApiClient, query: str) -> None:
    with structlog.testing.capture_logs() as logs:
        answer = api.http.post("/graphql", json={"query": query}, headers={"accept": GRAPHQL_JSON})
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert answer.status_code == 400
    assert "data" not in answer.json()  # nothing was executed
    assert "is too large" in error["message"]
    assert error["locations"]
    assert ("path" in error) == ("argumentPath" in error["extensions"])
    assert [line["event"] for line in logs] == ["request"]


def test_a_long_fraction_is_a_number(api: ApiClient) -> None:
    query = f"{{ nearestPsc(to: {{latitude: 0.{DIGITS}, longitude: 1}}) {{ edges {{ cursor }} }} }}"
    assert api.data(query)["nearestPsc"]["edges"] == []


def test_many_digits_in_words_are_no_number(api: ApiClient) -> None:
    query = f'query($n: Int = 2) {{ edition {{ number }} office(id: "{DIGITS}") {{ id }} offices(first: $n) '
    assert [code for code, _ in api.errors(query + f"{{ totalCount }} }} # {DIGITS}")] == ["BAD_USER_INPUT"]
