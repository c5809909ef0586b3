"""Entities for other subgraphs of Apollo Federation. An invalid representation has an error in its place."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from changes.identity import Identity
from graph.libraries.strawberry_schema import SubgraphSchema
from graph.served import query_root
from graph.served.context import Info, Registry
from graph.terms.errors import BadInputError
from graph.terms.limits import spend
from graph.terms.node import UNIT_TYPES, split_id
from graph.terms.slots import slots
from graph.types.areas import AdministrativeUnit, unit_by
from graph.types.kinds import ENTITIES, NODES, ORGANIZATIONS
from model.errors import NotFoundError

_UNITS = frozenset({"AdministrativeUnit", *UNIT_TYPES.values()})
MAX_REPRESENTATIONS = 1_000


class FederatedSchema(SubgraphSchema):
    """The schema as a subgraph of Apollo Federation 2."""

    def root_type(self, make: Callable[[], type[Any]]) -> type[Any]:
        """The root type of queries. All schemas of the process share one, as lazy references refer to it."""
        return query_root.set_once(make)

    def entities(self, info: Info, representations: list[Any]) -> list[Any]:
        """For each representation its entity or an error, in order.

        Those after the first 1,000 are errors.
        """
        spend(len(representations))
        answer = partial(entity, info.context.registry, info.context.identity)
        taken, left = representations[:MAX_REPRESENTATIONS], representations[MAX_REPRESENTATIONS:]
        return [*slots(answer, taken), *slots(_too_many, left)]

    def process_errors(self, errors: Any, execution_context: Any = None) -> None:
        """Does nothing: errors are logged once, where they get their codes (graph/terms/errors.py)."""


def _too_many(_: object) -> object:
    raise BadInputError(
        f"at most {MAX_REPRESENTATIONS} representations are answered at once: ask for this one in a request "
        "of its own"
    )


def entity(registry: Registry, identity: Identity | None, representation: object) -> object:
    """The object of a representation, if `identity` may see it. Keys that are not needed are ignored.

    Raises BadInputError for a representation without a known type or key, NotFoundError for an unknown key.
    """
    if not isinstance(representation, Mapping):
        raise BadInputError("a representation is an object with __typename and a key")
    type_name = representation.get("__typename")
    if not isinstance(type_name, str):
        raise BadInputError(f"the __typename of a representation is a text, got {type_name!r}")
    if type_name in _UNITS:
        return _unit(registry, type_name, representation)
    if type_name == "Organization" and "id" not in representation:
        return _organization(registry, _text(representation, "bin"))
    if type_name not in ENTITIES:
        raise BadInputError(f"this subgraph has no entity {type_name!r}")
    return find_node(registry, identity, _text(representation, "id"), type_name)


def _unit(registry: Registry, type_name: str, representation: Mapping[str, Any]) -> AdministrativeUnit:
    """The unit by `id`, else by `katoCode`.

    Raises BadInputError without either, NotFoundError if its type is another.
    """
    given_id = _text(representation, "id") if "id" in representation else None
    if given_id is None and "katoCode" in representation and representation["katoCode"] is None:
        raise BadInputError(
            f"the katoCode of this {type_name} is null: the classifier has no code for it, so "
            "name it by its id"
        )
    given_code = None if given_id else _text(representation, "katoCode")
    unit = unit_by(registry, given_id, given_code)
    if type_name not in ("AdministrativeUnit", type(unit).__name__):
        raise NotFoundError(f"no {type_name} has the key {given_id or given_code!r}")
    return unit


def _organization(registry: Registry, number: str) -> object:
    """The organization with that business number (BIN). Raises NotFoundError if there is none."""
    for body in registry.edition.organizations.values():
        if body.bin == number:
            return ORGANIZATIONS.show(registry, body.id)
    raise NotFoundError(f"no Organization has the bin {number!r}")


def _text(representation: Mapping[str, Any], key: str) -> str:
    value = representation.get(key)
    if not isinstance(value, str) or not value:
        raise BadInputError(f"a representation of {representation['__typename']} needs its key {key!r}")
    return value


def find_node(
    registry: Registry, identity: Identity | None, node_id: str, expected: str | None = None
) -> object:
    """The object with that global id, if `identity` may see it. `expected` is the type it must have.

    Raises BadInputError for an id of another or an unknown type, NotFoundError for an unknown or hidden
    object.
    """
    type_name, slug = split_id(node_id)
    if expected is not None and type_name != expected:
        raise BadInputError(f"{node_id!r} is not the id of a {expected}")
    if type_name in _UNITS and type_name != "AdministrativeUnit":
        return unit_by(registry, node_id, None)
    kind = NODES.get(type_name)
    if kind is None:
        raise BadInputError(f"{node_id!r} names no type of this registry")
    found = kind.find_for(registry, slug, identity)
    if found is None:
        raise NotFoundError(f"no {type_name} has the id {node_id!r}")
    return found
