"""The schema in SDL: for clients, and for a router of Apollo Federation."""

from dataclasses import replace
from typing import Any

from graphql import (
    REMOVE,
    ConstDirectiveNode,
    ObjectTypeDefinitionNode,
    Visitor,
    parse,
    print_ast,
    print_schema,
    visit,
)
from strawberry.federation import Schema

from graph.libraries.strawberry_schema import core_schema


def api_sdl(schema: Schema) -> str:
    """The schema for clients, in SDL: without the directives, types and roots of Apollo Federation."""
    return print_ast(visit(parse(print_schema(core_schema(schema))), _WithoutFederation())) + "\n"


class _WithoutFederation(Visitor):
    """Removes what only routers need.

    These are `_entities`, `_service`, their types, and all directive definitions.
    """

    def enter(self, node: Any, *_: Any) -> Any:
        """Called for each node. Returns REMOVE for a definition that only routers need, else None."""
        name = getattr(node, "name", None)
        if name is None or not node.kind.endswith("definition"):
            return None
        for_routers = name.value.startswith(("_", "link__")) or node.kind == "directive_definition"
        return REMOVE if for_routers else None


def federation_sdl(schema: Schema, *, cache_tags: bool = False) -> str:
    """The schema for a router of Apollo Federation, in SDL.

    `cache_tags` adds `@cacheTag`, which needs Federation 2.12.
    """
    if cache_tags:
        return print_ast(visit(parse(schema.as_str()), _CacheTags())) + "\n"
    return schema.as_str() + "\n"


class _CacheTags(Visitor):
    """Adds a cache tag to each entity whose only key is the id, such as `kense-Office:akm-akkol-psc`.

    The tags are not in the schema itself: @apollo/gateway refuses a supergraph that holds a cache tag.
    """

    def enter_object_type_definition(self, node: ObjectTypeDefinitionNode, *_: Any) -> Any:
        """The type with its cache tag. None, which leaves it as it is, if the id is not its only key."""
        directives = tuple(node.directives or ())
        if [print_ast(directive) for directive in directives if directive.name.value == "key"] != [
            '@key(fields: "id")'
        ]:
            return None
        return replace(node, directives=(*directives, _TAG))


_TAGGED = parse('type T @federation__cacheTag(format: "kense-{$key.id}")').definitions[0]
_TAG: ConstDirectiveNode = _TAGGED.directives[0]  # type: ignore[attr-defined]
"""By its full name, which the schema's link need not import."""
