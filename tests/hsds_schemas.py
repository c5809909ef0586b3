"""The schemas of HSDS: those of 3.0 as published, and those of 3.1, made of them and of what 3.1 adds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema_rs import Draft202012Validator, Registry

Schema = dict[str, Any]
ADDED = Path(__file__).parent / "standards" / "hsds_3_1.yaml"


@cache
def added() -> dict[str, Any]:
    """What 3.1 adds to 3.0."""
    found: dict[str, Any] = yaml.safe_load(ADDED.read_text("utf-8"))
    return found


def schemas_of_3_0(shared: Path) -> dict[str, Schema]:
    """The published schemas by table."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in (shared / "schema").glob("*.json")}


def schemas_of_3_1(shared: Path) -> dict[str, Schema]:
    """Schemas by table that know no field beyond those of 3.1: a misspelt one is refused."""
    found = schemas_of_3_0(shared)
    for table, fields in added()["fields"].items():
        assert found[table]["properties"].keys().isdisjoint(fields)
        found[table]["properties"] |= _properties(fields)
    for table, told in added()["tables"].items():
        assert table not in found
        found[table] = {"properties": _properties(told["fields"]), "required": told["required"]}
    return {
        table: {**schema, "type": "object", "additionalProperties": False} for table, schema in found.items()
    }


def with_nested(schemas: dict[str, Schema], table: str, path: str) -> dict[str, Schema]:
    """Schemas in which a table has the lists that its address adds to it as well."""
    lists = _properties(added()["api"]["nested"].get(path, {}))
    return {**schemas, table: {**schemas[table], "properties": schemas[table]["properties"] | lists}}


def validators(schemas: Mapping[str, Schema], tables: Iterable[str]) -> dict[str, Draft202012Validator]:
    """A validator of each table; references lead to the other tables, formats are checked."""
    registry = Registry([(f"json-schema:///{table}.json", schema) for table, schema in schemas.items()])
    return {
        table: Draft202012Validator(
            {"$ref": f"json-schema:///{table}.json"}, registry=registry, validate_formats=True
        )
        for table in tables
    }


def columns_of(shared: Path) -> dict[str, tuple[str, set[str], set[str]]]:
    """File, columns and required columns of each table of a package of 3.1."""
    package = json.loads((shared / "datapackage.json").read_text("utf-8"))
    found = dict(_columns_of_3_0(package["resources"]))
    for table, fields in added()["fields"].items():
        found[table][1].update(name for name, told in fields.items() if "type" in told)
    for table, told in added()["tables"].items():
        fields = {name for name, of_field in told["fields"].items() if "type" in of_field}
        found[table] = (told["path"], fields, fields & set(told["required"]))
    return found


def _columns_of_3_0(resources: Iterable[Schema]) -> Iterator[tuple[str, tuple[str, set[str], set[str]]]]:
    for resource in resources:
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        required = {name for name, field in fields.items() if field["constraints"].get("required")}
        yield resource["name"], (resource["path"], set(fields), required)


def _properties(fields: Mapping[str, Mapping[str, str]]) -> Schema:
    return {name: _property(told) for name, told in fields.items()}


def _property(told: Mapping[str, str]) -> Schema:
    if "list" in told:
        return {"type": "array", "items": {"$ref": f"{told['list']}.json"}}
    return {"$ref": f"{told['one']}.json"} if "one" in told else dict(told)
