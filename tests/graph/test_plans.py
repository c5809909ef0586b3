"""A query answered by its plan is answered as the reference executor answers it, to the byte."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes, queries

from graph.execution import plan_run
from graph.served.context import Context, Reception
from graph.served.precompute import warm
from graph.server.schema import build_schema
from graph.terms.limits import Budget
from model.edition import Edition
from tests.api_client import SERVICE
from tests.conformance.documentation import Documented, documented
from tests.effort import examples
from tests.oracle import Compared, compared
from tests.schema_changes import KEPT

SCHEMA = build_schema()


@pytest.fixture(scope="module")
def reception(small_edition: Edition) -> Reception:
    reception = Reception()
    reception.serve(small_edition)
    return reception


@pytest.fixture(scope="module")
def whole(shipped_edition: Edition) -> Reception:
    reception = Reception()
    reception.serve(shipped_edition)
    assert reception.registry is not None
    warm(reception.registry)  # the first request pays for caches: the records would differ
    return reception


def answers(reception: Reception, document: str, variables: dict[str, Any] | None = None) -> Compared:
    """The answers of both executors, as bytes."""
    registry = reception.registry
    assert registry is not None
    return compared(SCHEMA, lambda: Context(registry, reception, 60.0, 60.0), document, variables)


SPREAD = """
query Spread($id: ID!, $few: Boolean!, $size: Int, $in: LanguageCode! = RU) {
  office(id: $id) {
    __typename id ...Names names { value @skip(if: $few) language }
    settlement { ... on AdministrativeUnit { id } ancestors { __typename ... on Region { kind: level } } }
    provisions(first: $size) { edges { node { service { name(language: $in) } } } totalCount }
  }
  more: office(id: $id) { ...Names ...Names name(language: $in) }
  search(text: "Акколь", first: 5) { edges { node { __typename ... on Office { kind } ... on Node { id } } } }
  node(id: "District:akm-akkol") { id ... on District { region { id } } }
}
fragment Names on Office { name(language: $in) version updatedAt location { latitude geojson precision } }
"""


@pytest.mark.parametrize("few", [True, False])
def test_fragments_conditions_and_variables(reception: Reception, few: bool) -> None:
    variables = {"id": "Office:akm-akkol-psc", "few": few, "size": 2}
    answer = answers(reception, SPREAD, variables)
    assert answer.planned
    assert ("value" in answer.data["office"]["names"][0]) is not few
    assert answer.data["office"]["__typename"] == "Office"


def test_one_plan_answers_for_other_variables(reception: Reception) -> None:
    document = "query($id: ID!) { office(id: $id) { id } }"
    ids = ["Office:akm-akkol-psc", "Office:akm-akkol-education"]
    shown = [answers(reception, document, {"id": one}).data["office"]["id"] for one in ids]
    assert shown == ids


def test_introspection_has_a_plan(reception: Reception) -> None:
    answer = answers(reception, "{ __schema { types { name fields { name args { name } } } } }")
    assert answer.planned
    assert len(answer.data["__schema"]["types"]) > 50


@pytest.mark.parametrize(
    ("document", "kept", "paths"),
    [
        (
            '{ nodes(ids: ["Office:akm-akkol-psc", "Office:nobody", "nonsense"]) { id } }',
            {"nodes": [{"id": "Office:akm-akkol-psc"}, None, None]},
            [["nodes", 1], ["nodes", 2]],
        ),
        (
            '{ _entities(representations: [{__typename: "Nothing"}, {__typename: "Office", '
            'id: "Office:akm-akkol-psc"}]) { ... on Office { id } } }',
            {"_entities": [None, {"id": "Office:akm-akkol-psc"}]},
            [["_entities", 0]],
        ),
        (
            f'{{ officesFor(serviceId: "{SERVICE}", places: [{{}}, {{name: "Кына"}}]) {{ outcome }} }}',
            {"officesFor": [None, {"outcome": "RESOLVED"}]},
            [["officesFor", 0]],
        ),
        (
            '{ office(id: "Office:nobody") { id } edition { number } }',
            {"office": None, "edition": {"number": 1}},
            [["office"]],
        ),
        (
            '{ office(id: "Office:akm-akkol-psc") { id provisions(first: 1, last: 1) { totalCount } } }',
            {"office": None},
            [["office", "provisions"]],
        ),
        (
            "{ bad: offices(first: -1) { totalCount } edition { number } }",
            {"bad": None, "edition": {"number": 1}},
            [["bad"]],
        ),
    ],
)
def test_a_bad_slot_is_null_and_its_plan_answers_the_rest(
    reception: Reception, document: str, kept: dict[str, Any], paths: list[Any]
) -> None:
    answer = answers(reception, document)
    assert answer.planned
    assert answer.data == kept
    assert [error["path"] for error in answer.errors] == paths
    assert all(error["extensions"]["code"] and error["locations"] for error in answer.errors)


DOCUMENTED = [one for one in documented() if one.query.lstrip().startswith("query")]


@pytest.mark.parametrize("one", DOCUMENTED, ids=[one.name for one in DOCUMENTED])
def test_documented_queries_have_a_plan(whole: Reception, one: Documented) -> None:
    answer = answers(whole, one.query, dict(one.variables))
    assert (answer.planned, answer.again) == (True, True)


_SCALARS: dict[str, Any] = {
    "Date": st.dates().map(lambda day: nodes.String(day.isoformat())),
    "DateTime": st.datetimes().map(lambda moment: nodes.String(f"{moment.isoformat()}+05:00")),
    "GeoJSONGeometry": st.just(nodes.Object([])),
}
_IDS = st.sampled_from(["Office:akm-akkol-psc", "District:akm-akkol", "PublicService:preschool-queue", "x"])


_EXAMPLES = examples(40)


def test_both_executors_answer_whatever_is_asked(reception: Reception) -> None:
    met: Counter[str] = Counter()

    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        document=queries(
            KEPT.read_text("utf-8"),
            custom_scalars={**_SCALARS, "ID": _IDS.map(nodes.String)},
            allow_null=True,
        )
    )
    def both(document: str) -> None:
        answer = answers(reception, document)
        assert answer.planned == answer.executed
        met["executed"] += answer.executed
        met["with data"] += bool(answer.data)
        met["failed"] += bool(answer.errors)

    both()
    # Without a plan the same executor would run twice: all had a plan, and there were many.
    assert met["executed"] > _EXAMPLES * 0.8
    assert met["with data"] > _EXAMPLES * 0.5
    assert met["failed"]


def test_a_budget_that_is_used_up_ends_the_plan_at_once(
    reception: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_run, "CHECK_EVERY_S", 0.0)
    document = "{ regions { id } offices(first: 20) { edges { node { contacts { value } } } } }"
    looked: list[int] = []
    original = Budget.check

    def check(budget: Budget) -> None:
        looked.append(1)
        if len(looked) > allowed:
            budget.work_end = budget.work_lasts_until = 0.0
        original(budget)

    monkeypatch.setattr(Budget, "check", check)
    assert reception.registry is not None
    allowed = 10_000
    assert SCHEMA.execute_sync(document, context_value=Context(reception.registry, reception)).errors is None
    steps = len(looked)
    assert steps > 40  # before each object of the answer
    for allowed in (0, 1, steps // 2, steps - 1):
        looked.clear()
        result = SCHEMA.execute_sync(document, context_value=Context(reception.registry, reception))
        assert result.data is None
        assert [(error.extensions or {})["code"] for error in result.errors or ()] == ["LIMIT_EXCEEDED"]
        assert len(looked) == allowed + 1
