"""`/changes`, `/changes/start` and the root `changes`: pages, positions, refusals, the documented client."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.terms.connections import encode_cursor
from loaders.loading.load import load
from loaders.seeds import Seeds
from tests.changing import AKKOL_PSC, EDUCATION, KARASAI, KOKSHETAU_PSC, ChangingClient
from tests.lived_in import MERGE
from tests.mirroring import changes, client_program, dump_of, key, other, served_on_a_port, sqlite_copy

PHONES = {"contacts": [{"kind": "PHONE", "value": "+77163834191"}]}


@pytest.fixture(scope="module")
def lived(
    empty_store: Path, small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ChangingClient]:
    """A store on SQLite with some changes, shared by tests that change nothing."""
    engine = sqlite_copy(empty_store, tmp_path_factory.mktemp("lived"))
    load(engine, small_seeds)
    client = ChangingClient(engine)
    with client.http:
        client.sign_in("*")
        client.update(KARASAI, PHONES)
        client.change(MERGE % (AKKOL_PSC, KOKSHETAU_PSC))
        load(engine, replace(small_seeds, services=other(small_seeds).services))
        client.reception.catch_up()
        client.update(EDUCATION, {"nameKk": "Ақкөл білім бөлімі"})
        yield client
    engine.dispose()


def first(client: ChangingClient) -> str:
    return str(client.edition.change_log.blocks[0].follows)


@pytest.mark.parametrize("size", ["1", "2", "7"])
def test_pages_of_any_size_hold_the_same_changes(lived: ChangingClient, size: str) -> None:
    (*whole, end) = changes(lived, first(lived))
    assert end == {"more": False, "next": end["next"], "position": key(lived)}
    found, position, pages = [], first(lived), 0
    while True:
        (*some, end) = changes(lived, position, first=size)
        assert len(some) <= int(size)
        found += some
        position, pages = end["position"], pages + 1
        assert end["next"].endswith(f"/changes?since={position}&first={size}")
        if not end["more"]:
            break
    assert found == whole
    assert pages == -(-len(whole) // int(size))
    assert position == key(lived)


def test_a_change_has_the_edition_that_made_it_and_the_record(lived: ChangingClient) -> None:
    (*found, _) = changes(lived, first(lived))
    numbers = [int(one["edition"].partition("-")[0]) for one in found]
    assert numbers == sorted(numbers)
    by_kind = [(number, one["kind"], one["id"]) for number, one in zip(numbers, found, strict=True)]
    assert by_kind[0] == (2, "OFFICE", KARASAI)
    assert found[0]["record"]["contacts"][0]["value"] == "+77163834191"
    assert (3, "REPLACED_ID", KOKSHETAU_PSC) in by_kind
    gone = [one["id"] for one in found if one["kind"] == "OFFICE" and one["record"] is None]
    assert gone == [KOKSHETAU_PSC]
    assert {kind for number, kind, _ in by_kind if number == 4} >= {"PUBLIC_SERVICE"}


def test_the_next_address_is_in_the_header_and_the_tag_is_that_of_the_edition(lived: ChangingClient) -> None:
    answer = lived.http.get("/changes", params={"since": key(lived)})
    (end,) = map(json.loads, answer.content.splitlines())
    assert f'<{end["next"]}>; rel="next"' in answer.headers["link"]
    again = lived.http.get(
        "/changes", params={"since": key(lived)}, headers={"if-none-match": answer.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({}, "since is missing"),
        ({"since": "12"}, "'12' is not a position"),
        ({"since": "12-xyz"}, "is not a position"),
        ({"since": "0-1"}, "is not a position"),
        ({"since": "1" * 5_000 + "-1"}, "is not a position"),
        ({"since": "KEY.999"}, "after change 999 of edition"),
        ({"since": "KEYr5"}, "is a position of officeChanged"),
        ({"since": "KEY", "first": "0"}, "first is a whole number from 1 to 1,000"),
        ({"since": "KEY", "first": "1001"}, "first is a whole number from 1 to 1,000"),
        ({"since": "KEY", "first": "½"}, "first is a whole number from 1 to 1,000"),
        ({"since": "KEY", "within": "akm"}, "'within' is not a parameter here"),
    ],
)
def test_what_is_no_position_or_size_is_refused_in_words(
    lived: ChangingClient, query: dict[str, str], told: str
) -> None:
    given = {name: value.replace("KEY", key(lived)) for name, value in query.items()}
    answer = lived.http.get("/changes", params=given)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (400, "BAD_USER_INPUT")
    assert told in error["message"]


def test_an_edition_of_another_registry_is_gone(lived: ChangingClient) -> None:
    number = lived.edition.number
    for foreign in (
        f"{number}-abc",
        f"{number - 1}-{key(lived).partition('-')[2]}",
        "900-5",
        f"{number - 1}-1.2",
    ):
        answer = lived.http.get("/changes", params={"since": foreign})
        (error,) = answer.json()["errors"]
        assert (answer.status_code, error["extensions"]["code"]) == (410, "EDITION_GONE")
        assert "/changes/start" in error["message"]
        assert lived.errors(
            "query($since: String) { changes(since: $since) { totalCount } }", since=foreign
        ) == [("EDITION_GONE", error["message"])]


def test_an_edition_that_another_server_has_already_is_waited_for(lived: ChangingClient) -> None:
    identity = f"{int(datetime.now(UTC).timestamp() * 1e6):x}"
    answer = lived.http.get("/changes", params={"since": f"{lived.edition.number + 1}-{identity}"})
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (503, "NOT_READY")
    assert int(answer.headers["retry-after"]) > 0


def test_changes_over_graphql_are_those_of_the_address(lived: ChangingClient) -> None:
    document = """query($since: String, $after: String) { edition { key }
      changes(since: $since, first: 2, after: $after) { totalCount
        edges { node { edition position kind recordId record } } pageInfo { hasNextPage endCursor } } }"""
    found, after = [], None
    while True:
        page = lived.data(document, since=first(lived), after=after)
        found += [edge["node"] for edge in page["changes"]["edges"]]
        after = page["changes"]["pageInfo"]["endCursor"]
        if not page["changes"]["pageInfo"]["hasNextPage"]:
            break
    assert page["edition"]["key"] == key(lived)
    (*expected, _) = changes(lived, first(lived))
    assert page["changes"]["totalCount"] == len(expected)
    assert [
        {
            "edition": one["edition"],
            "kind": one["kind"],
            "id": one["recordId"],
            "record": json.loads(one["record"] or "null"),
        }
        for one in found
    ] == expected
    for one in found:  # any position leads on to the next change
        (*rest, _) = changes(lived, one["position"])
        assert rest == expected[found.index(one) + 1 :]


def test_a_cursor_of_an_edition_that_was_lost_is_refused(lived: ChangingClient) -> None:
    cursor = encode_cursor((2, 1, "abc"))
    document = "query($after: String) { changes(after: $after) { totalCount } }"
    assert lived.error(document, after=cursor)[0] == "EDITION_GONE"
    assert lived.error(document, after="x")[0] == "BAD_USER_INPUT"


def test_the_dump_of_a_server_is_that_of_the_store(lived: ChangingClient) -> None:
    answer = lived.http.get("/changes/start")
    assert answer.headers["content-type"].startswith("application/jsonl")
    assert answer.content == dump_of(lived.engine)
    assert json.loads(answer.content.splitlines()[0])["edition"] == key(lived)


def test_the_client_of_the_document_keeps_a_file_that_is_the_dump(
    lived: ChangingClient, tmp_path: Path
) -> None:
    program = tmp_path / "mirror.py"
    program.write_text(client_program(), encoding="utf-8")
    assert len(client_program().splitlines()) < 85
    with served_on_a_port(lived) as address:
        for _ in range(2):  # the first takes the dump, the second follows
            command = [sys.executable, str(program), address, "copy.jsonl"]
            subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
            assert (tmp_path / "copy.jsonl").read_bytes() == dump_of(lived.engine)
