"""Invalid variables: the error names the place, on every route."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from graph.server.json_numbers import find_unreadable
from loaders.seeds import Seeds
from tests.asking import Asker, asking_small

NEAREST = "query($to: PointInput!) { nearestPsc(to: $to) { edges { cursor } } }"
NODES = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"

DAY = "query($on: Date) { offices(asOf: $on, first: 1) { totalCount } }"


@pytest.fixture(scope="module")
def small(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    with asking_small(small_seeds, tmp_path_factory.mktemp("paths")) as asker:
        yield asker


@pytest.mark.parametrize(
    ("document", "variables", "path"),
    [
        (NEAREST, '{"to":{"latitude":"x","longitude":1}}', ["to", "latitude"]),
        (NEAREST, '{"to":{"latitude":1e309,"longitude":1}}', ["to", "latitude"]),
        (NEAREST, '{"to":{"latitude":-%s,"longitude":1}}' % ("9" * 5_000), ["to", "latitude"]),
        (NEAREST, '{"to":7}', ["to"]),
        (NODES, '{"ids":["Office:x",{}]}', ["ids", 1]),
        (NODES, '{"ids":["Office:x",1e400]}', ["ids", 1]),
        (NODES, r'{"ids":["Office:x","\ud83d"]}', ["ids", 1]),
        (DAY, '{"on":"2020-13-01"}', ["on"]),
    ],
)
def test_the_place_in_a_variable_is_named(
    small: Asker, document: str, variables: str, path: list[str | int]
) -> None:
    answers = [small.post(document, variables)]
    if len(variables) < 1_000:
        answers.append(small.get(document, variables))
    for answer in answers:
        (error, *others) = answer["errors"]
        assert others == []
        assert (error["extensions"]["code"], error["extensions"]["variablePath"]) == ("BAD_USER_INPUT", path)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"variables":{"a":[1,{"b":-1E999}]}}', ["variables", "a", 1, "b"]),
        ('{"a":1e308,"b":' + "9" * 400 + "}", ["b"]),
        ("1e309", []),
        ('{"a":NaN}', None),
        ('{"a":Infinity}', None),
        ('{"a":1e309', None),
        ("[" * 100_000, None),
        ('{"a":1e308}', None),
        (r'{"a":["\ud83d\ude00",{"b":"cut \ud83d"}]}', ["a", 1, "b"]),
        (r'{"a":{"\udc00":1}}', ["a"]),
    ],
)
def test_a_value_that_is_refused_is_found(text: str, place: Any) -> None:
    found = find_unreadable(text.encode())
    assert (found and found.place) == place


UNREAD: dict[str, tuple[str, list[str | int], str]] = {
    NEAREST: ('{"to":{"latitude":1e309,"longitude":1}}', ["to", "latitude"], "a number is too large"),
    NODES: (r'{"ids":["\ud83d"]}', ["ids", 0], "a character is cut in two"),
}


def test_variables_that_cannot_be_read_end_no_connection(small: Asker) -> None:
    """With 4400 a client gives up all subscriptions of the connection."""
    with small.api.http.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}
        for name, (document, (variables, path, why)) in enumerate(UNREAD.items()):
            payload = f'{{"query":{json.dumps(document)},"variables":{variables}}}'
            socket.send_text(f'{{"type":"subscribe","id":"{name}","payload":{payload}}}')
            told = socket.receive_json()
            assert (told["type"], told["id"]) == ("error", str(name))
            (error,) = told["payload"]
            assert error["extensions"] == {"code": "BAD_USER_INPUT", "variablePath": path}
            assert error["message"].startswith(f"variables.{'.'.join(map(str, path))}: {why}")
        socket.send_json({"type": "subscribe", "id": "0", "payload": {"query": "{ __typename }"}})
        assert socket.receive_json()["payload"]["data"] == {"__typename": "Query"}
