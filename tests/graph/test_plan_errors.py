"""Errors of a plan: null in the nearest slot that may be null, and the words of the reference executor."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes, queries

from graph.served.context import Context, Reception
from model.edition import Edition
from tests import faulty_schema as faulty
from tests.effort import examples
from tests.oracle import Compared, compared

pytestmark = pytest.mark.slow

SCHEMA = faulty.faulty_schema()
Ask = Callable[..., Compared]


@pytest.fixture(autouse=True)
def silent() -> Iterator[None]:
    """Silences the log of unexpected errors, of which there are thousands here."""
    with structlog.testing.capture_logs():
        yield


@pytest.fixture(scope="module")
def ask(small_edition: Edition) -> Ask:
    reception = Reception()
    reception.serve(small_edition)
    registry = reception.registry
    assert registry is not None

    def ask(document: str, seed: int = 0, variables: dict[str, Any] | None = None) -> Compared:
        def context() -> Context:
            return faulty.Dicing(registry, reception, 60.0, 60.0, dice=random.Random(seed))

        return compared(SCHEMA, context, document, variables)

    return ask


def paths(answer: Compared) -> list[Any]:
    return [error["path"] for error in answer.errors]


def fallen(ask: Ask, document: str, wanted: Callable[[Compared], bool]) -> Compared:
    """The first answer among many random requests that satisfies the condition."""
    for seed in range(3_000):
        answer = ask(document, seed)
        assert answer.planned
        if wanted(answer):
            return answer
    raise AssertionError("no fall of the dice gives that")


def test_an_error_is_null_in_its_own_slot_and_the_rest_is_there(ask: Ask) -> None:
    document = "{ things { name } other { size } }"
    answer = fallen(ask, document, lambda one: len(one.errors) == 1 and one.data["things"][1] is None)
    assert answer.data["other"] == {"size": 1}
    assert [one is None for one in answer.data["things"]] == [False, True, False]
    (error,) = answer.errors
    assert error["path"] == ["things", 1]
    assert error["locations"] == [{"line": 1, "column": 3}]
    assert error["extensions"]["code"]


def test_null_rises_to_the_nearest_field_that_may_be_null(ask: Ask) -> None:
    document = "{ thing { thingMust { textMust } } other { size } }"
    answer = fallen(ask, document, lambda one: paths(one) == [["thing", "thingMust", "textMust"]])
    assert answer.data == {"thing": None, "other": {"size": 1}}


def test_null_rises_to_the_nearest_item_that_may_be_null(ask: Ask) -> None:
    document = "{ thing { thingRows { name textMust } } }"

    def lost_row(one: Compared) -> bool:
        rows = (one.data["thing"] or {}).get("thingRows") or []
        return len(rows) > 1 and rows[0] is not None and rows[1] is None

    answer = fallen(ask, document, lost_row)
    assert all(path[:2] == ["thing", "thingRows"] and isinstance(path[2], int) for path in paths(answer))


def test_null_rises_to_the_root_and_then_there_is_no_data(ask: Ask) -> None:
    answer = fallen(
        ask, "{ other { size } must { name } later: other { size } }", lambda one: bool(one.errors)
    )
    assert answer.data is None
    assert paths(answer) == [["must"]]


def test_what_was_lost_with_a_parent_is_still_told(ask: Ask) -> None:
    document = "{ thing { thingList { a: text } thingMust { b: text textMust } } }"

    def both(one: Compared) -> bool:
        return one.data["thing"] is None and ["thing", "thingList", 1, "a"] in paths(one)

    answer = fallen(ask, document, both)
    assert paths(answer)[-1][:2] == ["thing", "thingMust"]


def test_an_error_names_each_place_that_asks_for_its_field(ask: Ask) -> None:
    document = "{ thing { text\n ...More } } fragment More on Thing { text }"
    answer = fallen(ask, document, lambda one: paths(one) == [["thing", "text"]])
    assert answer.errors[0]["locations"] == [{"line": 1, "column": 11}, {"line": 2, "column": 39}]


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("either { __typename }", "The registry failed to answer"),
        ("named { name }", "The registry failed to answer"),
        ("thing { name }", "The registry failed to answer"),
        ("textList", "Expected Iterable, but did not find one for field 'Thing.textList'."),
        ("number", "Int cannot represent"),
        ("colour", "Enum 'Colour' cannot represent value"),
        ("shareMust", "Float cannot represent"),
        ("textMust", "The registry failed to answer"),
        ("dayList", "The registry failed to answer"),
        ("text", "told by a resolver"),
        ("text", "an error for a value"),
        ("text", "nobody has that id"),
        ("text", "a coded one"),
        ("textList", "The registry failed to answer"),
    ],
)
def test_each_way_to_fail_is_told_as_the_reference_tells_it(ask: Ask, field: str, message: str) -> None:
    document = f"{{ must {{ {field} }} }}"
    answer = fallen(
        ask,
        document,
        lambda one: any(message in error["message"] and len(error["path"]) > 1 for error in one.errors),
    )
    assert all("code" in error["extensions"] for error in answer.errors)


@pytest.mark.parametrize(
    ("selection", "data", "path"),
    [
        ("other { size @include(if: $on) }", {"other": None}, ["other"]),
        ("other { size } things @skip(if: $on) { name }", None, None),
    ],
)
def test_a_condition_that_is_null_fails_where_it_stands(
    ask: Ask, selection: str, data: Any, path: list[str] | None
) -> None:
    answer = ask(f"query($on: Boolean = true) {{ {selection} }}", 1, {"on": None})
    assert answer.planned
    assert answer.data == data
    (error,) = answer.errors
    assert error.get("path") == path
    assert error["message"].startswith("Argument 'if' has invalid value")


def test_an_argument_of_a_variable_that_is_null_fails_in_its_field(ask: Ask) -> None:
    document = 'query($few: Int = 2) { other { narrow(day: "2026-11-29", few: $few) size } }'
    assert ask(document).data == {"other": {"narrow": "2026-11-29 2", "size": 1}}
    answer = ask(document, 0, {"few": None})
    assert answer.planned
    assert (answer.data, paths(answer)) == ({"other": None}, [["other", "narrow"]])


def test_a_resolver_that_asks_for_more_than_a_plan_knows_is_answered_all_the_same(ask: Ask) -> None:
    answer = ask("{ other { size } slow }")
    assert not answer.planned
    assert answer.data == {"other": {"size": 1}, "slow": "slow"}


_SCALARS: dict[str, Any] = {
    "Date": st.dates().map(lambda day: nodes.String(day.isoformat())),
    "GeoJSONGeometry": st.just(nodes.Object([])),
}
_ROOTS = SCHEMA.as_str().replace("  slow: String!\n", "")
EXAMPLES = examples(60)


def test_both_executors_tell_the_same_of_whatever_fails(ask: Ask) -> None:
    met: Counter[str] = Counter()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(document=queries(_ROOTS, custom_scalars=_SCALARS), seed=st.integers(0, 2**32))
    def both(document: str, seed: int) -> None:
        answer = ask(document, seed)
        assert answer.planned or not answer.executed
        met["executed"] += answer.executed
        met["failed"] += bool(answer.errors)
        met["part"] += answer.data is not None and bool(answer.errors)

    both()
    # All were executed with a plan; many were, and many failed.
    assert met["executed"] > EXAMPLES * 0.9
    assert met["failed"] > EXAMPLES * 0.3
    assert met["part"] > EXAMPLES * 0.1


@st.composite
def selections(draw: st.DrawFn, levels: int = 3) -> str:
    """Fields of a Thing: aliases, fragments, conditions, and things below."""
    parts: list[str] = []
    for index in range(draw(st.integers(1, 4))):
        alias = draw(st.sampled_from(["", f"a{index}: "]))
        ending = draw(st.sampled_from(["", "Must", "List", "ListOfMust", "MustListOfMust", "Rows"]))
        if levels and draw(st.booleans()):
            kind = draw(st.sampled_from(["thing", "named", "either"]))
            inner = draw(selections(levels=levels - 1))
            other = "" if kind == "thing" else "... on Other { o: size }"
            body = f"{{ __typename ... on Thing {{ {inner} }} {other} }}"
        else:
            kind, body = draw(st.sampled_from(sorted(faulty._LEAVES))), ""
        condition = draw(st.sampled_from(["", " @include(if: $on)", " @skip(if: $off)"]))
        key = alias or f"k{kind}{ending}{index}: "
        parts.append(f"{key}{kind}{ending}{condition} {body}")
    return " ".join([*parts, draw(st.sampled_from(["", "name", "note", "...Deep"]))])


_DEEP = "fragment Deep on Thing { deep: thingList { note either { ... on Named { name } } number } note }"


def test_both_executors_tell_the_same_of_nested_selections(ask: Ask) -> None:
    met: Counter[str] = Counter()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        selection=selections(),
        root=st.sampled_from(["thing", "things", "must"]),
        seed=st.integers(0, 2**32),
        on=st.sampled_from([True, False, None]),
        off=st.booleans(),
    )
    def both(selection: str, root: str, seed: int, on: bool | None, off: bool) -> None:
        document = (
            "query($on: Boolean = true, $off: Boolean!) { "
            f"{root} {{ {selection} z: name @include(if: $on) ...Deep }} "
            f"other {{ size @skip(if: $off) }} }} {_DEEP}"
        )
        answer = ask(document, seed, {"on": on, "off": off})
        assert answer.planned == answer.executed
        met["executed"] += answer.executed
        met["part"] += answer.data is not None and bool(answer.errors)

    both()
    assert met["executed"] > EXAMPLES * 0.9
    assert met["part"] > EXAMPLES * 0.4
