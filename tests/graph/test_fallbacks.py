"""Queries without a plan are counted, and each document is logged once."""

from __future__ import annotations

import pytest
import structlog
from graphql import OperationDefinitionNode, parse

from graph.execution.fallbacks import Fallbacks, fallbacks
from graph.served.context import Context, Reception
from model.edition import Edition
from tests.faulty_schema import faulty_schema

SCHEMA = faulty_schema()
REASON = "a resolver reads field_name of its info"


@pytest.fixture
def context(small_edition: Edition) -> Context:
    reception = Reception()
    reception.serve(small_edition)
    assert reception.registry is not None
    return Context(reception.registry, reception)


def operation(text: str) -> OperationDefinitionNode:
    found = parse(text).definitions[0]
    assert isinstance(found, OperationDefinitionNode)
    return found


def test_a_query_without_a_plan_is_counted_and_told_of_once(context: Context) -> None:
    before, before_all = fallbacks.by_reason[REASON], fallbacks.total
    document = "query Slow { slow  slower: slow }"
    with structlog.testing.capture_logs() as lines:
        answers = [SCHEMA.execute_sync(document, context_value=context) for _ in range(3)]
    assert [one.data for one in answers] == [{"slow": "slow", "slower": "slow"}] * 3
    assert (fallbacks.by_reason[REASON] - before, fallbacks.total - before_all) == (3, 3)
    (line,) = lines
    assert (line["event"], line["reason"], line["operation"]) == ("query without a plan", REASON, "Slow")
    assert len(line["document"]) == 64


def test_a_query_with_a_plan_is_not_counted(context: Context) -> None:
    before = fallbacks.total
    with structlog.testing.capture_logs() as lines:
        assert SCHEMA.execute_sync("{ other { size } }", context_value=context).data == {"other": {"size": 1}}
    assert (fallbacks.total, lines) == (before, [])


def test_the_memory_of_what_was_told_is_bounded() -> None:
    counted = Fallbacks()
    with structlog.testing.capture_logs() as lines:
        for index in range(600):
            counted.note("reason", operation(f"{{ a{index} }}"))
        counted.note("reason", operation("{ a0 }"))
        counted.note("reason", operation("{ a599 }"))
    assert counted.total == 602
    assert len(lines) == 601  # the oldest was dropped, the newest was not
    assert len(counted._told) == 256
