"""A resolver takes one window, a connection class has two texts; clients see the Relay fields."""

import inspect

import strawberry
from strawberry import federation

from graph.terms.connections import Connection, Window, cut_page, pages_of, windowed


@strawberry.type
class Lamp:
    watts: int


@pages_of("lamp", "lamps", is_counted=False)
class LampConnection(Connection[Lamp]):
    """Lamps by power."""


@strawberry.type
class Query:
    @strawberry.field
    @windowed
    def lamps(self, least: int = 0, *, window: Window) -> LampConnection:
        page = cut_page(range(least, 9), lambda watts: (watts,), window)
        return page.shown(LampConnection, lambda watts: Lamp(watts=watts))


SCHEMA = federation.Schema(Query)


def test_a_resolver_takes_its_window_as_the_four_arguments_of_relay() -> None:
    @windowed
    def page(start: int, day: str = "today", *, window: Window) -> tuple[int, str, Window]:
        """A page."""
        return start, day, window

    assert list(inspect.signature(page).parameters) == ["start", "day", "after", "before", "first", "last"]
    assert list(page.__annotations__) == ["start", "day", "return", "after", "before", "first", "last"]
    assert (page.__name__, page.__doc__) == ("page", "A page.")
    assert page(1) == (1, "today", Window())
    assert page(2, day="once", first=3, before="b") == (2, "once", Window(before="b", first=3))


def test_a_class_of_pages_becomes_two_types_in_the_words_of_its_nodes() -> None:
    printed = SCHEMA.as_str()
    assert '"""Page of lamps."""\ntype LampConnection {\n  """The lamps of this page."""' in printed
    assert '"""Lamp in a page."""\ntype LampEdge {' in printed
    assert "totalCount" not in printed
    assert printed.index("least: Int! = 0") < printed.index("Cursor: only what comes after it")


def test_the_four_arguments_reach_the_resolver() -> None:
    asked = SCHEMA.execute_sync("{ lamps(least: 3, first: 2) { edges { __typename node { watts } } } }")
    assert asked.errors is None
    assert asked.data == {
        "lamps": {
            "edges": [
                {"__typename": "LampEdge", "node": {"watts": 3}},
                {"__typename": "LampEdge", "node": {"watts": 4}},
            ]
        }
    }
