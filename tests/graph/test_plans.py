"""A query answered by its plan is answered as the reference executor answers it, to the byte."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import from_schema, nodes

from graph.execution import compiled_query, execution
from graph.execution.execution import MeteredExecution
from graph.served.context import Context, Reception
from graph.server.schema import build_schema
from graph.terms.limits import Budget
from model.edition import Edition
from tests.conformance.documentation import Documented, documented
from tests.schema_changes import KEPT

SCHEMA = build_schema()


class Unplanned(MeteredExecution):
    """The reference executor, for comparison."""

    def _planned(self, budget: Budget | None) -> Any:
        raise compiled_query.UnplannedError


@pytest.fixture(scope="module")
def reception(small_edition: Edition) -> Reception:
    reception = Reception()
    reception.serve(small_edition)
    return reception


@pytest.fixture(scope="module")
def whole(shipped_edition: Edition) -> Reception:
    reception = Reception()
    reception.serve(shipped_edition)
    return reception


def answers(reception: Reception, document: str, variables: dict[str, Any] | None = None) -> tuple[Any, Any]:
    """The answer by the plan, None where there is no plan for it, and that of the reference executor."""
    assert reception.registry is not None
    found: list[Any] = []
    for executor in (MeteredExecution, Unplanned):
        met: list[bool] = []

        class Noted(executor):  # type: ignore[misc, valid-type]
            def _planned(self, budget: Budget | None, met: list[bool] = met) -> Any:
                result = super()._planned(budget)
                met.append(True)
                return result

        SCHEMA.execution_context_class = Noted
        context = Context(reception.registry, reception, 60.0, 60.0)
        try:
            result = SCHEMA.execute_sync(document, variables, context_value=context)
        finally:
            SCHEMA.execution_context_class = MeteredExecution
        errors = [error.formatted for error in result.errors or ()]
        told = orjson.dumps({"data": result.data, "errors": errors, "extensions": result.extensions})
        found.append((told, bool(met)))
    (planned, has_plan), (reference, _) = found
    assert planned == reference
    return has_plan, orjson.loads(planned)


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
    has_plan, answer = answers(reception, SPREAD, variables)
    assert has_plan
    assert ("value" in answer["data"]["office"]["names"][0]) is not few
    assert answer["data"]["office"]["__typename"] == "Office"


def test_one_plan_answers_for_other_variables(reception: Reception) -> None:
    document = "query($id: ID!) { office(id: $id) { id } }"
    ids = ["Office:akm-akkol-psc", "Office:akm-akkol-education"]
    shown = [answers(reception, document, {"id": one})[1]["data"]["office"]["id"] for one in ids]
    assert shown == ids


def test_introspection_has_a_plan(reception: Reception) -> None:
    has_plan, answer = answers(reception, "{ __schema { types { name fields { name args { name } } } } }")
    assert has_plan
    assert len(answer["data"]["__schema"]["types"]) > 50


@pytest.mark.parametrize(
    "document",
    [
        '{ nodes(ids: ["Office:akm-akkol-psc", "Office:nobody", "nonsense"]) { id } }',
        '{ office(id: "Office:nobody") { id } edition { number } }',
        '{ office(id: "Office:akm-akkol-psc") { provisions(first: 1, last: 1) { totalCount } } }',
        "{ offices(first: -1) { totalCount } regions { id } }",
    ],
)
def test_errors_are_left_to_the_reference(reception: Reception, document: str) -> None:
    has_plan, answer = answers(reception, document)
    assert not has_plan
    assert answer["errors"]
    assert all(error["extensions"]["code"] and error["path"] for error in answer["errors"])


DOCUMENTED = [
    one for one in documented() if one.query.lstrip().startswith("query") and "_entities" not in one.query
]


@pytest.mark.parametrize("one", DOCUMENTED, ids=[one.name for one in DOCUMENTED])
def test_documented_queries_have_a_plan(whole: Reception, one: Documented) -> None:
    assert answers(whole, one.query, dict(one.variables))[0]


_SCALARS: dict[str, Any] = {
    "Date": st.dates().map(lambda day: nodes.String(day.isoformat())),
    "DateTime": st.datetimes().map(lambda moment: nodes.String(f"{moment.isoformat()}+05:00")),
    "GeoJSONGeometry": st.just(nodes.Object([])),
}
_IDS = st.sampled_from(["Office:akm-akkol-psc", "District:akm-akkol", "PublicService:preschool-queue", "x"])


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    document=from_schema(
        KEPT.read_text("utf-8"),
        custom_scalars={**_SCALARS, "ID": _IDS.map(nodes.String)},
        allow_null=True,
    )
)
def test_both_executors_answer_whatever_is_asked(reception: Reception, document: str) -> None:
    answers(reception, document)


def test_a_budget_that_is_used_up_ends_the_plan_at_once(
    reception: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled_query, "CHECK_EVERY_S", 0.0)
    monkeypatch.setattr(execution, "CHECK_EVERY_S", 0.0)
    document = "{ regions { id } offices(first: 20) { edges { node { contacts { value } } } } }"
    looked: list[int] = []
    original = Budget.check

    def check(budget: Budget) -> None:
        looked.append(1)
        if len(looked) > allowed:
            budget.work_end = 0.0
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
