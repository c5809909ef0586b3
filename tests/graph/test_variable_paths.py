"""Invalid variables: the error names the place, on every route."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graph.server.json_numbers import place_of_too_large
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
    ],
)
def test_a_number_that_no_double_holds_is_found(text: str, place: Any) -> None:
    assert place_of_too_large(text.encode()) == place
