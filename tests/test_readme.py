"""Queries of the README and of the long answers get just the answers that stand there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from geo.units.lineage import Lineage
from model.edition import Edition
from model.enums import Level
from tests.api_client import ApiClient

README = Path(__file__).resolve().parents[1] / "README.md"
LONG = README.parent / "docs" / "answers.md"
_QUERY_AND_ANSWER = re.compile(r"```graphql\n(.*?)```\s*```json\n(.*?)```", re.S)


def queries_and_answers() -> list[tuple[str, object]]:
    texts = (page.read_text(encoding="utf-8") for page in (README, LONG))
    found = [pair for text in texts for pair in _QUERY_AND_ANSWER.findall(text)]
    return [(query, json.loads(answer)) for query, answer in found]


@pytest.fixture(scope="module")
def client(shipped_edition: Edition) -> ApiClient:
    return ApiClient(shipped_edition)


def test_the_readme_has_a_short_answer_and_the_docs_both_long_ones() -> None:
    queries = [query for query, _ in queries_and_answers()]
    assert [next(iter(re.findall(r"officeFor|nearestPsc", query))) for query in queries] == [
        "officeFor",
        "officeFor",
        "nearestPsc",
    ]
    readme = README.read_text(encoding="utf-8").splitlines()
    assert readme.index("## Two commands") < 15, "on the first screen"
    assert len(readme) < 100


@pytest.mark.parametrize("index", range(3))
def test_a_query_of_the_readme_gets_the_answer_it_shows(client: ApiClient, index: int) -> None:
    query, answer = queries_and_answers()[index]
    assert client.data(query) == answer


def test_one_query_walks_the_whole_country(client: ApiClient, shipped_edition: Edition) -> None:
    walk = """{ regions { name districts { edges { node { name
      ruralOkrugs { edges { node { name settlements { edges { node { id } } } } } }
      pscBranches { edges { node { name } } } } } } } }"""
    regions = client.data(walk)["regions"]
    districts = [edge["node"] for region in regions for edge in region["districts"]["edges"]]
    okrugs = [edge["node"] for district in districts for edge in district["ruralOkrugs"]["edges"]]
    walked = {edge["node"]["id"] for okrug in okrugs for edge in okrug["settlements"]["edges"]}
    in_okrugs = {
        f"Settlement:{unit.id}"
        for unit in shipped_edition.units.values()
        if unit.level is Level.SETTLEMENT
        and unit.parent_id is not None
        and shipped_edition.units[unit.parent_id].level is Level.RURAL_OKRUG
    }
    assert len(regions) == 20
    lineage = Lineage(shipped_edition)
    ended = {f"Settlement:{unit_id}" for unit_id in shipped_edition.units if lineage.has_ended(unit_id)}
    assert walked.isdisjoint(ended)
    # Since the acts a few villages came to stand in their district directly.
    assert len(in_okrugs - walked - ended) < 10
    assert len(walked) > 3_900
    assert sum(len(district["pscBranches"]["edges"]) for district in districts) > 250
