"""Descriptions of what Apollo Federation adds to a schema: the libraries give it none."""

from __future__ import annotations

from typing import Any, Final

from graphql import GraphQLSchema

MEMBERS: Final[dict[str, str]] = {
    "_Any": "A representation of an entity: an object with `__typename` and the fields of a key.",
    "_Entity": "Everything that other subgraphs may refer to by a key.",
    "_FieldSet": "A selection of fields, as in a document of GraphQL without the outer braces.",
    "_Service": "What a router asks of a subgraph.",
    "_Service.sdl": "The schema of the subgraph; refused where introspection is off.",
    "Query._entities": "The entities of representations, in order: a wrong one is null, with an error.",
    "Query._entities(representations)": "At most 1,000 are answered.",
    "Query._service": "What a router asks of a subgraph.",
    "link__Import": "A name that is imported from a linked specification.",
    "link__Purpose": "What a linked specification is for.",
    "link__Purpose.EXECUTION": "Needed to execute operations.",
    "link__Purpose.SECURITY": "Needed to keep data from those who may not read them.",
}
"""By the name of a type, a field, an argument or a value."""


def describe_federation(schema: GraphQLSchema) -> None:
    """Set the descriptions of MEMBERS in the schema.

    Raises KeyError for a member that the schema does not have.
    """
    for name, description in MEMBERS.items():
        _member(schema, name).description = description


def _member(schema: GraphQLSchema, name: str) -> Any:
    """The part of the schema named `Type`, `Type.field` or `Type.field(argument)`. Raises KeyError."""
    holder, _, within = name.partition(".")
    kind: Any = schema.type_map[holder]
    if not within:
        return kind
    part, _, argument = within.partition("(")
    parts = kind.fields if hasattr(kind, "fields") else kind.values
    return parts[part].args[argument.removesuffix(")")] if argument else parts[part]
