"""Relay pages: cut from both ends, clamped, and steady when the list changes."""

from __future__ import annotations

import base64
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.terms.connections import MAX_PAGE_SIZE, PAGE_SIZE, Window, cut_page, encode_cursor
from graph.terms.errors import BadInputError
from model.edition import Edition
from tests.api_client import ApiClient

Row = tuple[str, str]
LISTS = st.lists(st.tuples(st.text(max_size=3), st.uuids().map(str)), unique=True, max_size=30).map(sorted)
SIZES = st.integers(min_value=1, max_value=7)


def key(row: Row) -> Row:
    return row


@given(LISTS, SIZES)
def test_walking_forward_meets_every_row_once_in_order(rows: list[Row], size: int) -> None:
    seen: list[Row] = []
    after = None
    while True:
        page = cut_page(rows, key, Window(after, None, size, None))
        assert page.info.has_previous_page is bool(seen and page.items)
        seen += page.items
        after = page.info.end_cursor
        if not page.info.has_next_page:
            break
    assert seen == rows


@given(LISTS, SIZES)
def test_walking_backward_meets_every_row_once_from_the_end(rows: list[Row], size: int) -> None:
    seen: list[Row] = []
    before = None
    while True:
        page = cut_page(rows, key, Window(None, before, None, size))
        assert page.info.has_next_page is bool(seen and page.items)
        seen = [*page.items, *seen]
        before = page.info.start_cursor
        if not page.info.has_previous_page:
            break
    assert seen == rows


@given(LISTS, st.data())
def test_both_cursors_bound_one_window(rows: list[Row], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(rows)))
    stop = data.draw(st.integers(0, len(rows)))
    after = encode_cursor(rows[start]) if start < len(rows) else None
    before = encode_cursor(rows[stop]) if stop < len(rows) else None
    low = start + 1 if after else 0
    high = max(low, stop if before else len(rows))
    page = cut_page(rows, key, Window(after, before, None, None))
    assert list(page.items) == rows[low:high]
    assert page.info.has_previous_page is (low > 0)
    assert page.info.has_next_page is (high < len(rows))
    assert page.total == len(rows)


@given(LISTS.filter(lambda rows: len(rows) > 2), st.data())
def test_a_cursor_outlives_its_row(rows: list[Row], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 2))
    cursor = encode_cursor(rows[at])
    without = rows[:at] + rows[at + 1 :]
    assert list(cut_page(without, key, Window(cursor, None, None, None)).items) == rows[at + 1 :]


def test_pages_are_clamped_and_have_a_default_size() -> None:
    rows = [(f"{number:05}", "id") for number in range(1_000)]
    assert len(cut_page(rows, key, Window(None, None, None, None)).items) == PAGE_SIZE
    assert len(cut_page(rows, key, Window(None, None, 200_000, None)).items) == MAX_PAGE_SIZE
    assert list(cut_page(rows, key, Window(None, None, None, 200_000)).items) == rows[-MAX_PAGE_SIZE:]
    nothing = cut_page(rows, key, Window(None, None, 0, None))
    assert (list(nothing.items), nothing.info.has_next_page, nothing.info.end_cursor) == ([], True, None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"first": 1, "last": 1}, "not both"),
        ({"first": -1}, "first must not be negative"),
        ({"last": -5}, "last must not be negative"),
        ({"after": "%%%"}, "not a cursor"),
        ({"before": "AAAA"}, "not a cursor"),
        ({"after": base64.urlsafe_b64encode(orjson.dumps(["a"])).decode()}, "another list"),
        ({"after": base64.urlsafe_b64encode(orjson.dumps([1, "a"])).decode()}, "another list"),
    ],
)
def test_wrong_arguments_are_refused_by_name(arguments: dict[str, Any], message: str) -> None:
    window = {"after": None, "before": None, "first": None, "last": None, **arguments}
    with pytest.raises(BadInputError, match=message):
        cut_page([("a", "b")], key, Window(**window))


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


def test_two_hundred_thousand_are_clamped_not_refused(api: ApiClient) -> None:
    found = api.data("{ offices(first: 200000) { totalCount edges { node { id } } } }")["offices"]
    assert len(found["edges"]) == found["totalCount"] == 12


def test_errors_of_pages_have_a_code(api: ApiClient) -> None:
    for arguments in ("first: 1, last: 1", "first: -1", "last: -1", 'after: "x"'):
        code, _ = api.error("{ offices(%s) { totalCount } }" % arguments)  # noqa: UP031  (braces of GraphQL)
        assert code == "BAD_USER_INPUT"


@pytest.mark.parametrize("order", ["NAME_ASC", "UPDATED_DESC", "ID_ASC"])
def test_every_order_walks_both_ways(api: ApiClient, order: str) -> None:
    query = """query($o: OfficeOrder, $first: Int, $last: Int, $after: String, $before: String) {
        offices(orderBy: $o, first: $first, last: $last, after: $after, before: $before) {
          edges { cursor node { id } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
    everything = [edge["node"]["id"] for edge in api.data(query, o=order)["offices"]["edges"]]
    forward: list[str] = []
    after = None
    while len(forward) < 12:
        page = api.data(query, o=order, first=5, after=after)["offices"]
        forward += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        assert page["edges"][-1]["cursor"] == after
    backward: list[str] = []
    before = None
    while len(backward) < 12:
        page = api.data(query, o=order, last=5, before=before)["offices"]
        backward = [edge["node"]["id"] for edge in page["edges"]] + backward
        before = page["pageInfo"]["startCursor"]
    assert forward == backward == everything


def test_a_cursor_of_another_order_is_refused(api: ApiClient) -> None:
    cursor = api.data("{ offices(orderBy: ID_ASC, first: 1) { edges { cursor } } }")["offices"]["edges"][0][
        "cursor"
    ]
    code, message = api.error("query($c: String) { offices(after: $c) { totalCount } }", c=cursor)
    assert code == "BAD_USER_INPUT"
    assert "another order" in message


def test_an_empty_page_has_no_cursors(api: ApiClient) -> None:
    page = api.data(
        """{ offices(filter: {statuses: [CLOSED]}) { edges { cursor }
             pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }"""
    )["offices"]
    nothing = {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None}
    assert page == {"edges": [], "pageInfo": nothing, "totalCount": 0}
