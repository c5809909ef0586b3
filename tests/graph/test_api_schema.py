"""The printed schema: a change of contract is seen in review."""

from __future__ import annotations

import re
from typing import Any

import pytest
from graphql import build_schema as build
from graphql import is_enum_type, is_input_object_type, is_introspection_type, is_object_type
from typer.testing import CliRunner

from graph.server.schema import build_schema
from graph.server.sdl import api_sdl
from kense import app
from tests.schema_changes import KEPT, changes


def test_the_schema_is_the_one_that_was_reviewed() -> None:
    printed = api_sdl(build_schema())
    kept = KEPT.read_text("utf-8")
    if printed != kept:
        told = "\n".join(changes(kept, printed)) or "no change breaks a client"
        pytest.fail(
            f"run `kense schema > tests/schema.graphql` and review the difference:\n{told}", pytrace=False
        )


def test_a_change_that_breaks_clients_is_named() -> None:
    kept = KEPT.read_text("utf-8")
    assert list(changes(kept, kept)) == []
    without = re.sub(r'  """[^"]*"""\n  bin: String\n', "", kept)
    assert list(changes(kept, without)) == ["breaking: FIELD_REMOVED: Field Organization.bin was removed."]
    more = kept.replace("enum AdministrativeLevel {", "enum AdministrativeLevel {\n  PLANET")
    assert [line.partition(":")[0] for line in changes(kept, more)] == ["dangerous"]


def test_the_command_prints_both_forms() -> None:
    plain = CliRunner().invoke(app, ["schema"])
    assert plain.output == KEPT.read_text("utf-8")
    federated = CliRunner().invoke(app, ["schema", "--federation"])
    assert "@link(" in federated.output
    assert "_entities" in federated.output


def test_everything_is_described() -> None:
    schema = build(KEPT.read_text("utf-8"))
    silent: list[str] = []
    for name, type_ in schema.type_map.items():
        if is_introspection_type(type_) or name in {"String", "Int", "Float", "Boolean", "ID"}:
            continue
        silent += [] if type_.description else [name]
        if is_enum_type(type_):
            silent += [f"{name}.{value}" for value, each in type_.values.items() if not each.description]
            continue
        members: dict[str, Any] = getattr(type_, "fields", {})
        for field_name, field in members.items():
            silent += [] if field.description else [f"{name}.{field_name}"]
            arguments = {} if is_input_object_type(type_) else field.args
            silent += [f"{name}.{field_name}({one})" for one, arg in arguments.items() if not arg.description]
    assert silent == []


def test_lists_that_could_grow_are_pages() -> None:
    schema = build(KEPT.read_text("utf-8"))
    for name, type_ in schema.type_map.items():
        if is_object_type(type_) and name.endswith("Connection"):
            assert {"edges", "pageInfo"} <= set(type_.fields)


def test_a_value_of_an_enumeration_without_words_stops_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    few = {"ReviewDecision": {"ACCEPT": "Carry the change out."}}
    monkeypatch.setattr("graph.server.enum_descriptions.ENUM_VALUES", few)
    with pytest.raises(KeyError, match="REJECT"):
        build_schema()
    few["ReviewDecision"]["PERHAPS"] = "Nobody knows."
    with pytest.raises(ValueError, match="ReviewDecision has no value PERHAPS"):
        build_schema()
