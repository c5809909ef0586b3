"""Every element of the schema has a description; a deprecated one names its replacement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphql import build_schema, is_introspection_type, is_specified_scalar_type

from graph.execution.settling import API_VERSION
from tests.api_client import ApiClient
from tests.schema_changes import KEPT

SCHEMA = build_schema(KEPT.read_text("utf-8"))
CHANGELOG = Path(__file__).parents[2] / "docs" / "api-changelog.md"


def members() -> Iterator[tuple[str, Any]]:
    """Each type, field, argument, field of an input and value of an enumeration, by its name."""
    for kind in SCHEMA.type_map.values():
        if is_introspection_type(kind) or is_specified_scalar_type(kind):
            continue
        yield kind.name, kind
        for name, field in getattr(kind, "fields", {}).items():
            yield f"{kind.name}.{name}", field
            for argument, one in getattr(field, "args", {}).items():
                yield f"{kind.name}.{name}({argument})", one
        for name, value in getattr(kind, "values", {}).items():
            yield f"{kind.name}.{name}", value


def test_everything_is_described() -> None:
    seen = dict(members())
    assert len(seen) > 1_300
    assert [name for name, one in seen.items() if not (one.description or "").strip()] == []


INTROSPECTION = """{ __schema { types { name description
  fields(includeDeprecated: true) { name description args { name description } }
  inputFields { name description } enumValues(includeDeprecated: true) { name description } } } }"""


def test_a_tool_that_asks_the_server_reads_a_description_of_everything(small_edition: Any) -> None:
    """Also of what is for routers, which the printed schema leaves out."""
    missing = []
    for kind in ApiClient(small_edition).data(INTROSPECTION)["__schema"]["types"]:
        held = [one for part in ("fields", "inputFields", "enumValues") for one in kind[part] or ()]
        arguments = [each for one in held for each in one.get("args", ())]
        missing += [
            f"{kind['name']}.{one['name']}" for one in (kind, *held, *arguments) if not one["description"]
        ]
    assert [name for name in missing if not name.startswith("__")] == []


def test_what_is_deprecated_names_what_to_take_instead_and_since_when() -> None:
    reasons = {
        name: one.deprecation_reason for name, one in members() if getattr(one, "deprecation_reason", None)
    }
    assert "Query.office(asOf)" in reasons
    page = CHANGELOG.read_text("utf-8")
    for name, reason in reasons.items():
        instead = re.findall(r"take (\w+)", reason)
        assert instead, name
        beside = f"{name.partition('(')[0]}(%s)"
        assert all({f"Query.{one}", beside % one} & dict(members()).keys() for one in instead)
        assert f"`{name}`" in page, f"{name} is deprecated and docs/api-changelog.md does not say since when"


def test_the_version_of_the_api_is_the_day_of_its_newest_change(small_edition: Any) -> None:
    days = re.findall(r"^## (\d{4}-\d\d-\d\d)$", CHANGELOG.read_text("utf-8"), re.M)
    assert days == sorted(days, reverse=True)
    assert days[0] == API_VERSION
    api = ApiClient(small_edition)
    first, again = (
        api.post("{ edition { number } }")["extensions"] for _ in range(2)
    )  # again by the lean way
    assert first["apiVersion"] == again["apiVersion"] == API_VERSION
