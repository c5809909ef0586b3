"""The schema in SDL: for clients, and for a router of Apollo Federation."""

from typing import Any

from graphql import REMOVE, Visitor, parse, print_ast, print_schema, visit
from strawberry.federation import Schema

from graph.libraries.strawberry_schema import core_schema


def api_sdl(schema: Schema) -> str:
    """The schema as clients see it: without directives and roots of federation."""
    return print_ast(visit(parse(print_schema(core_schema(schema))), _WithoutFederation())) + "\n"


class _WithoutFederation(Visitor):
    """Drops what only a router reads: `_entities`, `_service`, their types, and the directives."""

    def enter(self, node: Any, *_: Any) -> Any:
        """REMOVE for what is not for clients."""
        name = getattr(node, "name", None)
        if name is None or not node.kind.endswith("definition"):
            return None
        for_routers = name.value.startswith(("_", "link__")) or node.kind == "directive_definition"
        return REMOVE if for_routers else None


def federation_sdl(schema: Schema) -> str:
    """The schema as a router reads it."""
    return schema.as_str() + "\n"
