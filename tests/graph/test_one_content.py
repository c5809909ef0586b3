"""One id has one content, for every root with a day: a cache that keeps objects by type and id relies on it.

Each root is asked without a day and with several; a field without arguments must say the same in all answers.
Roots with deprecated arguments are those that decision 0037 replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from model.edition import Edition
from tests.api_client import ApiClient
from tests.schema_changes import KEPT

SCHEMA: GraphQLSchema = build_schema(KEPT.read_text("utf-8"))
DAYS = ("1995-01-01", "2013-01-01")
SERVICE = 'serviceId: "PublicService:preschool-queue"'
AKKOL = "{latitude: 51.99, longitude: 70.94}"
ASKED = {
    "officeFor": f'{SERVICE}, place: {{name: "Акколь"}}',
    "officesFor": f'{SERVICE}, places: [{{name: "Акколь"}}]',
    "coverage": SERVICE,
    "administrativeUnitsAt": f"point: {AKKOL}",
    "officeView": 'id: "Office:akm-akkol-psc"',
    "officeViews": "first: 3",
    "nearestOffices": f"to: {AKKOL}, first: 3",
    "nearestPsc": f"to: {AKKOL}, first: 3",
    "officePins": "boundingBox: {west: 70.9, south: 51.9, east: 71, north: 52.1}, zoom: 14",
    "ask": 'text: "ЦОН Акколь"',
}
"""Every root that takes a day, with arguments that it answers."""
LONG = {"boundary", "history", "officeViews", "offices", "provenance"}
"""Fields that are left out: long, and of other objects."""


def days_of(field: GraphQLField) -> dict[str, GraphQLArgument]:
    """The arguments for a day that are not deprecated."""
    return {
        name: each
        for name, each in field.args.items()
        if name in ("asOf", "viewAsOf") and each.deprecation_reason is None
    }


def selection(kind: Any, depth: int) -> str:
    """All fields of a type that need no argument, so many levels deep."""
    fields = ["__typename"]
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        for name, field in kind.fields.items():
            if name in LONG or any(map(is_required_argument, field.args.values())):
                continue
            inner = get_named_type(field.type)
            if is_leaf_type(inner):
                fields.append(name)
            elif depth:
                page = "(first: 2)" if "first" in field.args else ""
                fields.append(f"{name}{page} {selection(inner, depth - 1)}")
    return f"{{ {' '.join(fields)} }}"


def contents(value: Any) -> Iterator[tuple[str, str, Any]]:
    """Id, field and value of everything in an answer that a cache keeps by its id."""
    if isinstance(value, list):
        for each in value:
            yield from contents(each)
    elif isinstance(value, dict):
        for name, part in value.items():
            if value.get("id"):
                yield value["id"], name, part
            yield from contents(part)


def differ(one: Any, other: Any) -> bool:
    """Whether two values of a field contradict each other, in what both were asked for."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.get("id") or other.get("id"):
            return one.get("id") != other.get("id")
        return any(differ(one[name], other[name]) for name in one.keys() & other.keys())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) != len(other) or any(map(differ, one, other))
    return bool(one != other)


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


def test_every_root_with_a_day_is_asked() -> None:
    assert SCHEMA.query_type
    assert {name for name, field in SCHEMA.query_type.fields.items() if days_of(field)} == set(ASKED)


@pytest.mark.parametrize("root", ASKED)
def test_an_id_has_one_content_on_all_days(api: ApiClient, root: str) -> None:
    assert SCHEMA.query_type
    field = SCHEMA.query_type.fields[root]
    ((name, argument),) = days_of(field).items()
    fields = selection(get_named_type(field.type), 3 if root in ("nearestPsc", "officeFor") else 2)
    days = [f'{name}: "{day}"' for day in DAYS]
    alone = () if is_required_argument(argument) or root == "officeView" else ("",)
    kept: dict[tuple[str, str], Any] = {}
    for day in (*alone, *days):
        answer = api.data(f"{{ {root}({ASKED[root]}, {day}) {fields} }}")
        for about, part, value in contents(answer):
            first = kept.setdefault((about, part), value)
            assert not differ(first, value), f"{about} {part} on {day}: {first} and {value}"
    assert kept or root == "coverage"
