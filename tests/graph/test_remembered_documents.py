"""The cache of documents is bounded by bytes, and holds no refused document."""

from __future__ import annotations

import gc
import hashlib
import json
import weakref

import pytest

from graph.execution import compiled_query, documents, known_queries
from graph.execution.documents import document_bytes, read_document
from graph.execution.persisted import KnownDocuments
from model.byte_cache import ByteCache
from model.edition import Edition
from tests.api_client import ApiClient


@pytest.fixture
def api(small_edition: Edition, monkeypatch: pytest.MonkeyPatch) -> ApiClient:
    """A server with a small cache of queries; the size is set when the server is made."""
    monkeypatch.setattr(known_queries, "_KEPT_BYTES", 200_000)
    return ApiClient(small_edition)


@pytest.fixture
def small_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Caches that a few documents fill."""
    monkeypatch.setattr(documents, "_remembered", ByteCache(200_000))
    monkeypatch.setattr(documents, "_verdicts", ByteCache(20_000))
    planned = ByteCache[int, compiled_query._Planned](200_000, compiled_query._Planned.let_go)
    monkeypatch.setattr(compiled_query, "_planned", planned)


def test_a_refused_document_is_not_remembered_but_for_its_refusal(api: ApiClient, small_caches: None) -> None:
    fields = " ".join(f"nobody{number}" for number in range(20))
    query = f"{{ edition {{ {fields} }} }}"
    first = api.post(query)
    assert len(documents._remembered) == 0
    assert len(documents._verdicts) == 1
    assert api.post(query) == first
    assert [error["locations"][0]["line"] for error in first["errors"]] == [1] * 20
    assert {error["extensions"]["code"] for error in first["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}
    verdict = documents._verdicts.get(next(iter(documents._verdicts._kept)))
    assert verdict is not None
    assert all(error.nodes is None and error.source is None for error in verdict)


def test_many_documents_fill_no_more_than_the_bytes_of_the_caches(api: ApiClient, small_caches: None) -> None:
    for number in range(120):
        told = api.data("{ edition { " + " ".join(f"n{number}x{n}: number" for n in range(8)) + " } }")
        assert len(told["edition"]) == 8
        api.post(f"{{ edition {{ nobody{number} }} }}")
    for cache, limit in (
        (documents._remembered, 200_000),
        (documents._verdicts, 20_000),
        (compiled_query._planned, 200_000),
    ):
        assert 0 < cache.bytes <= limit
        assert 0 < len(cache) < 120


def test_a_document_counts_with_all_that_is_made_of_it() -> None:
    assert document_bytes(read_document("{ edition { number } }")) > 3_000
    assert document_bytes(read_document("{ " + "a " * 3_900 + "}")) > 1_500_000


def test_a_forgotten_document_is_freed_at_once(api: ApiClient, small_caches: None) -> None:
    query = "{ edition { number publishedAt } }"
    assert api.data(query)
    document = weakref.ref(read_document(query).definitions[0].loc.source)  # type: ignore[union-attr]
    gc.collect()  # of what executed it
    gc.disable()
    try:
        for number in range(120):
            api.data("{ edition { " + " ".join(f"n{number}x{n}: number" for n in range(8)) + " } }")
        assert document() is None
    finally:
        gc.enable()


def test_persisted_documents_fill_no_more_than_their_bytes() -> None:
    known = KnownDocuments()
    texts = [f"{{ edition {{ number }} }} # {number}".ljust(19_000, "x") for number in range(300)]
    hashes = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    assert all(known.register(sha256, text) for sha256, text in zip(hashes, texts, strict=True))
    assert known.find(f"sha256:{hashes[-1]}") == texts[-1]
    assert known.find(f"sha256:{hashes[0]}") is None
    assert known._registered.bytes <= 4_000_000


def test_the_same_wrong_document_is_refused_alike_over_and_over(api: ApiClient) -> None:
    answers = {json.dumps(api.post("{ edition { nobody } }")) for _ in range(3)}
    assert len(answers) == 1
