"""The registry and two other agencies behind one router of Apollo Federation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from graphql import parse, print_ast

from graph.server.serving import schema_text
from tests.conformance.conftest import Run
from tests.conformance.serving import agency, serving
from tests.federation import queue_agency, statistics_agency
from tests.federation.queue_agency import VISITS


class Supergraph(NamedTuple):
    """The result of a composition, and its messages."""

    file: Path
    errors: list[str]
    hints: list[str]


@pytest.fixture(scope="module")
def supergraph(
    node: Run, kense_url: str, subgraph_schema: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Supergraph]:
    """The three subgraphs, served and composed."""
    folder = tmp_path_factory.mktemp("supergraph")
    with ExitStack() as servers:
        subgraphs = [f"kense={kense_url}={subgraph_schema}"]
        for module in (queue_agency, statistics_agency):
            name = module.__name__.rpartition(".")[2]
            address = servers.enter_context(serving(agency(name)))
            (folder / name).write_text(module.schema.as_str(), encoding="utf-8")
            subgraphs.append(f"{name}={address}/graphql={folder / name}")
        file = folder / "supergraph.graphql"
        told = json.loads(node("compose.mjs", file, *subgraphs))
        yield Supergraph(file, told["errors"], told["hints"])


@pytest.fixture(scope="module", params=["gateway.mjs", "hive.mjs"], ids=["Apollo", "Hive"])
def answers(node: Run, supergraph: Supergraph, request: pytest.FixtureRequest) -> dict[str, Any]:
    """The answers to all queries of the file, by name; one gateway gives them."""
    given = [{"query": query} for query in JOURNEYS.values()]
    found = json.loads(node(request.param, supergraph.file, given=given))
    return {"gateway": request.param, **dict(zip(JOURNEYS, found, strict=True))}


(VISITED,) = VISITS
JOURNEYS = {
    "from the registry": '{ office(id: "Office:akm-akkol-psc") { name(language: RU) waiting } }',
    "to the registry": "{ queues { waiting name(language: RU) contacts { kind value } } }",
    "by code from the registry": f'{{ administrativeUnit(katoCode: "{VISITED}") '
    "{ id ... on Settlement { visits } } }",
    "by code to the registry": "{ visited { visits id name(language: RU) } }",
    "to every level": '{ administrativeUnit(id: "District:akm-akkol") { name(language: RU) population } '
    'nodes(ids: ["Region:akm"]) { ... on Region { population } } }',
    "from every level": "{ counted { __typename id population name(language: RU) } }",
    "one is wrong": '{ queueAt(officeIds: ["Office:akm-akkol-psc", "Office:nobody", '
    '"Office:akm-akkol-education"])'
    " { id waiting address(language: RU) { full } kind } }",
    "many at once": "{ offices(first: 200) { edges { node { id waiting } } } }",
}


def test_composition_says_nothing_at_all(supergraph: Supergraph) -> None:
    assert (supergraph.errors, supergraph.hints) == ([], [])
    assert supergraph.file.is_file()


def data(answers: dict[str, Any], journey: str) -> dict[str, Any]:
    answer = answers[journey]
    assert "errors" not in answer, answer["errors"]
    found: dict[str, Any] = answer["data"]
    return found


def test_another_agency_adds_to_an_office(answers: dict[str, Any]) -> None:
    office = data(answers, "from the registry")["office"]
    assert office["waiting"] == 7
    assert "Акколь" in office["name"]


def test_another_agency_shows_what_the_registry_knows(answers: dict[str, Any]) -> None:
    queues = data(answers, "to the registry")["queues"]
    assert [queue["waiting"] for queue in queues] == [7, 2]
    assert all(queue["name"] and queue["contacts"] for queue in queues)


def test_a_village_is_one_by_its_code(answers: dict[str, Any]) -> None:
    village = data(answers, "by code from the registry")["administrativeUnit"]
    (seen,) = data(answers, "by code to the registry")["visited"]
    assert seen["id"] == village["id"]
    assert seen["visits"] == village["visits"] == VISITS[VISITED]
    assert seen["name"]


def test_units_of_every_level_are_added_to_at_once(answers: dict[str, Any]) -> None:
    found = data(answers, "to every level")
    if answers["gateway"] == "hive.mjs":
        # The engine asks the registry again instead of the agency with the @interfaceObject; why was not
        # found (docs/clients/hive-gateway.md). This fails when it is mended.
        assert found["administrativeUnit"] == {"name": "Аккольский район", "population": None}
        return
    assert found["administrativeUnit"] == {"name": "Аккольский район", "population": 25_000}
    assert found["nodes"] == [{"population": 790_000}]
    counted = data(answers, "from every level")["counted"]
    assert [(one["__typename"], one["id"]) for one in counted] == [
        ("Region", "Region:akm"),
        ("District", "District:akm-akkol"),
    ]


def test_one_wrong_id_spoils_only_its_own_office(answers: dict[str, Any]) -> None:
    answer = answers["one is wrong"]
    told = json.dumps(answer["errors"], ensure_ascii=False)
    assert "NOT_FOUND" in told
    assert "Traceback" not in told


def test_representations_come_in_one_request(answers: dict[str, Any]) -> None:
    data(answers, "many at once")
    requests = answers["many at once"]["requests"]
    assert [request["representations"] for request in requests] == [None, 200]


def composed(node: Run, folder: Path, **subgraphs: str) -> Supergraph:
    """Subgraphs composed by their schemas alone."""
    given = []
    for name, sdl in subgraphs.items():
        (folder / name).write_text(sdl, encoding="utf-8")
        given.append(f"{name}=http://127.0.0.1:9/{name}={folder / name}")
    file = folder / "supergraph.graphql"
    told = json.loads(node("compose.mjs", file, *given))
    return Supergraph(file, told["errors"], told["hints"])


SECOND = """extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.14", import: ["@key", "@shareable"])
type Query { landOffice: LandOffice }
type LandOffice @key(fields: "id") {
  id: ID!  location: GeoPoint  validity: ValidityPeriod  identifiers: [Identifier!]!
}
"""
"""A registry of others that has types of this one, which stand in each of the two as they are."""
SHARED = {"GeoPoint", "GeoJSONGeometry", "CoordinatePrecision", "ValidityPeriod", "Date", "Identifier"}


def test_a_second_registry_shares_the_types_of_values(
    node: Run, subgraph_schema: Path, tmp_path: Path
) -> None:
    ours = subgraph_schema.read_text("utf-8")
    taken = {
        one.name.value: print_ast(one) for one in parse(ours).definitions if hasattr(one, "name") and one.name
    }
    second = SECOND + "\n".join(taken[name] for name in sorted(SHARED))
    assert composed(node, tmp_path, kense=ours, land=second).errors == []
    unshared = ours.replace("type GeoPoint @shareable", "type GeoPoint")
    (error,) = composed(node, tmp_path, kense=unshared, land=second).errors[:1]
    assert error.startswith("INVALID_FIELD_SHARING")


def test_cache_tags_are_composed_where_they_are_asked_for(node: Run, tmp_path: Path) -> None:
    made = composed(node, tmp_path, kense=schema_text(federation=True, cache_tags=True))
    assert made.errors == []
    tags = re.findall(
        r'name: "federation__cacheTag", args: {format: "([^"]*)"}', made.file.read_text("utf-8")
    )
    assert set(tags) == {"kense-{$key.id}"}
    assert len(tags) == 6
