"""The reference page of the GraphQL schema: each root field, type and enumeration with its description."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLUnionType,
    build_schema,
    get_named_type,
    is_introspection_type,
)

from model.program_files import PROGRAM

_ROOTS = ("Query", "Mutation", "Subscription")


def schema_page() -> str:
    """The page of the printed schema as Markdown."""
    schema = build_schema((PROGRAM / "tests" / "schema.graphql").read_text("utf-8"), assume_valid=True)
    types = {name: kind for name, kind in schema.type_map.items() if not is_introspection_type(kind)}
    order = [*(name for name in _ROOTS if name in types), *sorted(set(types) - set(_ROOTS))]
    parts = [part for name in order for part in _type(types[name])]
    intro = "`kense schema` prints the same as SDL. [The API](../api.md) shows queries."
    return "\n\n".join(["# GraphQL schema", "*Made from the code.*", intro, *parts]) + "\n"


def _type(kind: GraphQLNamedType) -> Iterator[str]:
    yield f"## {kind.name}"
    if kind.description:
        yield _text(kind.description)
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        yield "\n".join(_field(name, field) for name, field in kind.fields.items())
    elif isinstance(kind, GraphQLInputObjectType):
        yield "\n".join(_line(name, field.type, field.description) for name, field in kind.fields.items())
    elif isinstance(kind, GraphQLEnumType):
        yield "\n".join(
            f"- `{name}`: {_text(value.description or '')}" for name, value in kind.values.items()
        )
    elif isinstance(kind, GraphQLUnionType):
        yield "One of " + ", ".join(_link(each.name) for each in kind.types) + "."
    elif isinstance(kind, GraphQLScalarType):
        yield "A scalar."


def _field(name: str, field: GraphQLField) -> str:
    reason = f" **Deprecated:** {_text(field.deprecation_reason)}" if field.deprecation_reason else ""
    lines = [_line(name, field.type, field.description) + reason]
    lines += [f"    {_argument(argument, given)}" for argument, given in field.args.items()]
    return "\n".join(lines)


def _argument(name: str, argument: GraphQLArgument | GraphQLInputField) -> str:
    return _line(name, argument.type, argument.description)


def _line(name: str, kind: object, description: str | None) -> str:
    named = get_named_type(kind)  # type: ignore[call-overload]
    shown = str(kind).replace(named.name, _link(named.name)).replace("[[", "\\[[", 1)
    return f"- `{name}` {shown}: {_text(description or '')}"


def _link(name: str) -> str:
    return f"[{name}](#{re.sub(r'[^a-z0-9_]', '', name.lower())})"


def _text(description: str) -> str:
    return " ".join(description.split()).replace("<", "&lt;")
