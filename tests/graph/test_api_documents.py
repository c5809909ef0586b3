"""Documents known by an id, what a document may cost, how answers are packed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from graph.execution.persisted import read_documents
from graph.server import console
from graph.server.requests import GRAPHQL_JSON
from model.edition import Edition
from model.errors import BadSettingError
from tests.api_client import ApiClient

EDITION = "{ edition { number } }"


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def persisted(hashed: str) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hashed}}}


def code(answer: Any) -> str:
    (error,) = answer.json()["errors"]
    found: str = error["extensions"]["code"]
    return found


def test_a_document_sent_once_with_its_hash_is_known_by_it(small_edition: Edition) -> None:
    api, hashed = ApiClient(small_edition), sha256(EDITION)
    unknown = api.http.post("/graphql", json=persisted(hashed))
    assert (unknown.status_code, code(unknown)) == (200, "PERSISTED_QUERY_NOT_FOUND")
    assert unknown.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    assert unknown.headers["cache-control"] == "no-store"
    first = api.http.post("/graphql", json={"query": EDITION, **persisted(hashed)})
    assert first.json()["data"] == {"edition": {"number": 1}}
    assert api.http.post("/graphql", json=persisted(hashed)).json() == first.json()
    by_get = {"extensions": json.dumps(persisted(hashed)["extensions"])}
    answer = api.http.get("/graphql", params=by_get)
    assert answer.json() == first.json()
    kept = {"if-none-match": answer.headers["etag"]}
    assert api.http.get("/graphql", params=by_get, headers=kept).status_code == 304


@pytest.mark.parametrize(
    "extensions",
    [
        {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}},
        {"persistedQuery": {"version": 2, "sha256Hash": sha256(EDITION)}},
        {"persistedQuery": {"version": 1}},
        {"persistedQuery": "x"},
    ],
)
def test_a_hash_that_is_not_that_of_the_document_is_refused(
    api: ApiClient, extensions: dict[str, Any]
) -> None:
    answer = api.http.post("/graphql", json={"query": EDITION, "extensions": extensions})
    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "edition.graphql").write_text(EDITION)
    (tmp_path / "persisted_queries.json").write_text(json.dumps({"f00d": "{ regions { id } }"}))
    return tmp_path


def test_a_document_of_the_folder_is_known_by_name_and_by_hash(small_edition: Edition, folder: Path) -> None:
    api = ApiClient(small_edition, {"KENSE_TRUSTED_DOCUMENTS": str(folder)})
    for document_id in ("edition", f"sha256:{sha256(EDITION)}"):
        answer = api.http.post("/graphql", json={"documentId": document_id})
        assert answer.json()["data"] == {"edition": {"number": 1}}
    assert api.http.get("/graphql", params={"documentId": "f00d"}).json()["data"]["regions"]
    assert api.http.post("/graphql", json=persisted(sha256(EDITION))).json()["data"]
    unknown = api.http.post("/graphql", json={"documentId": "nothing"})
    assert (unknown.status_code, code(unknown)) == (400, "PERSISTED_QUERY_NOT_FOUND")
    assert api.data("{ services: publicServices { totalCount } }")


def test_where_only_trusted_documents_are_executed_others_are_refused(
    small_edition: Edition, folder: Path
) -> None:
    environ = {"KENSE_TRUSTED_DOCUMENTS": str(folder), "KENSE_TRUSTED_DOCUMENTS_ONLY": "on"}
    api = ApiClient(small_edition, environ)
    assert api.data(EDITION)  # the text of a trusted document is the document
    other = "{ regions { name } }"
    assert api.error(other)[0] == "DOCUMENT_NOT_TRUSTED"
    sent = {"query": other, **persisted(sha256(other))}
    answer = api.http.post("/graphql", json=sent, headers={"accept": GRAPHQL_JSON})
    assert (answer.status_code, code(answer)) == (400, "DOCUMENT_NOT_TRUSTED")
    assert code(api.http.post("/graphql", json=persisted(sha256(other)))) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The hash of the one document of a built page."""
    key = f"sha256:{sha256(EDITION)}"
    (tmp_path / "index.html").write_text("<html></html>", "utf-8")
    (tmp_path / "documents.json").write_text(json.dumps({key: EDITION}), "utf-8")
    monkeypatch.setattr(console, "page_folder", lambda: tmp_path)
    return key


def test_documents_of_the_built_page_are_known_by_their_hashes(small_edition: Edition, page: str) -> None:
    api = ApiClient(small_edition)
    answer = api.http.get("/graphql", params={"documentId": page, "variables": "{}"})
    assert answer.json()["data"] == {"edition": {"number": 1}}
    assert "etag" in answer.headers
    assert api.data("{ regions { id } }")


def test_the_page_works_where_only_trusted_documents_are_executed(
    small_edition: Edition, page: str, tmp_path: Path
) -> None:
    folder = tmp_path / "trusted"
    folder.mkdir()
    environ = {"KENSE_TRUSTED_DOCUMENTS": str(folder), "KENSE_TRUSTED_DOCUMENTS_ONLY": "on"}
    with pytest.raises(BadSettingError, match="holds none"):  # the operator still has to name some
        ApiClient(small_edition, environ)
    (folder / "regions.graphql").write_text("{ regions { id } }")
    api = ApiClient(small_edition, environ)
    # The text that it sends beside the hash is laid out otherwise than in the list.
    both = {"documentId": page, "query": EDITION.replace("{", "{\n  ")}
    assert api.http.post("/graphql", json=both).json()["data"] == {"edition": {"number": 1}}
    assert code(api.http.post("/graphql", json=both | {"documentId": "sha256:0"})) == "DOCUMENT_NOT_TRUSTED"


def test_a_document_beside_an_unknown_id_is_executed(api: ApiClient) -> None:
    answer = api.http.post("/graphql", json={"documentId": "sha256:0", "query": EDITION})
    assert answer.json()["data"] == {"edition": {"number": 1}}


def test_a_folder_that_cannot_be_read_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadSettingError, match="holds none"):
        read_documents(tmp_path, only=True)
    (tmp_path / "a.graphql").write_text("{")
    with pytest.raises(BadSettingError, match="'a' of KENSE_TRUSTED_DOCUMENTS cannot be read"):
        read_documents(tmp_path)
    (tmp_path / "a.graphql").unlink()
    (tmp_path / "b.json").write_text("[]")
    with pytest.raises(BadSettingError, match=r"b\.json"):
        read_documents(tmp_path)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_a_large_answer_is_packed_as_the_client_reads_it(api: ApiClient, encoding: str) -> None:
    query = "{ offices { edges { node { id name names { value } } } } }"
    answer = api.http.post("/graphql", json={"query": query}, headers={"accept-encoding": encoding})
    assert answer.headers["content-encoding"] == encoding
    assert "accept-encoding" in answer.headers["vary"].lower()
    plain = api.http.post("/graphql", json={"query": query}, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers


def cost(api: ApiClient, query: str, **variables: Any) -> int:
    found: int = api.post(query, **variables)["extensions"]["cost"]["estimated"]
    return found


def test_the_cost_of_an_operation_follows_the_directives(api: ApiClient) -> None:
    assert cost(api, EDITION) == 1
    assert cost(api, "{ offices(first: 10) { edges { cursor } } }") == 1 + 10
    assert cost(api, "{ offices(first: 10) { edges { node { id } } } }") == 1 + 10 * 2
    assert cost(api, "{ offices(first: 10) { totalCount } }") == 1 + 5  # @cost(weight: 5)
    assert cost(api, "{ offices { edges { cursor } } }") == 1 + 50
    assert cost(api, "{ offices(first: 100000) { edges { cursor } } }") == 1 + 200
    page = "fragment Page on OfficeConnection { edges { cursor } }"
    query = f"query($n: Int = 7) {{ offices(first: $n) {{ ...Page }} }} {page}"
    assert cost(api, query) == 1 + 7
    assert cost(api, query, n=9) == 1 + 9


def test_an_operation_that_may_cost_too_much_is_not_executed(api: ApiClient) -> None:
    levels = "provisions(first: 200) { edges { node { office { %s } } } }"
    query = "{ offices(first: 200) { edges { node { %s } } } }" % (levels % (levels % "id"))
    code, message = api.error(query)
    assert code == "LIMIT_EXCEEDED"
    assert "at most 1000000" in message


def test_an_answer_of_too_much_work_is_given_up_with_one_error(small_edition: Edition) -> None:
    api = ApiClient(small_edition, {"KENSE_WORK_LIMIT_MS": "1"})
    names = " ".join(f"a{n}: name(language: RU)" for n in range(90))
    roots = " ".join(
        f"r{n}: offices {{ edges {{ node {{ {names if n == 0 else 'id'} }} }} }}" for n in range(9)
    )
    answer = api.post(f"{{ {roots} }}")
    (error,) = answer["errors"]
    assert (answer["data"], error["extensions"]["code"]) == (None, "LIMIT_EXCEEDED")
    assert error["path"]


def repeated(times: int, levels: int) -> str:
    return "id" if levels == 0 else " ".join([f"parent {{ {repeated(times, levels - 1)} }}"] * times)


@pytest.mark.parametrize(
    "document",
    [
        "{ regions { %s } }" % " ".join(["id"] * 900),  # noqa: UP031
        "{ regions { %s } }" % repeated(8, 3),  # noqa: UP031
        "{ regions { %s } } %s"  # noqa: UP031
        % (
            " ".join(f"...F{n}" for n in range(240)),
            " ".join(f"fragment F{n} on Region {{ id }}" for n in range(240)),
        ),
    ],
)
def test_a_document_that_would_take_long_to_validate_is_refused(api: ApiClient, document: str) -> None:
    assert len(document) <= 10_000
    assert "repeats too many" in api.error(document)[1]


def test_a_screen_of_many_fragments_is_accepted(api: ApiClient) -> None:
    spreads = " ".join(f"...F{n}" for n in range(60))
    fragments = " ".join(f"fragment F{n} on Region {{ id __typename name level }}" for n in range(60))
    assert api.data(f"{{ regions {{ {spreads} }} }} {fragments}")
