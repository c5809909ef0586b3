"""What other subgraphs point to: each representation is read alone, a bad one spoils its place only."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import strawberry
from strawberry import federation
from strawberry.federation.schema import FederationAny

from graph.served.context import Registry
from graph.terms.errors import BadInputError
from graph.terms.limits import spend
from graph.terms.node import UNIT_TYPES, split_id
from graph.terms.slots import slots
from graph.types.acts import find_act
from graph.types.areas import AdministrativeUnit, unit_by
from graph.types.contradictions import find_contradiction
from graph.types.corrections import find_correction
from graph.types.offices import find_office
from graph.types.organizations import find_organization
from graph.types.passports import find_passport
from graph.types.provisions import find_provision
from graph.types.revisions import find_revision
from graph.types.services import find_service
from model.errors import NotFoundError

_FINDERS: Mapping[str, Any] = {
    "Office": find_office,
    "PublicService": find_service,
    "ServiceProvision": find_provision,
    "LegalAct": find_act,
    "Organization": find_organization,
    "ServicePassport": find_passport,
    "Correction": find_correction,
}
_NODES: Mapping[str, Any] = {**_FINDERS, "Contradiction": find_contradiction, "Revision": find_revision}
"""What `node` finds beside the units; entities are those that other subgraphs may point to."""
_UNITS = frozenset({"AdministrativeUnit", *UNIT_TYPES.values()})
MAX_REPRESENTATIONS = 1_000


ServedQuery: type[Any] = object
"""The root of queries with the fields of federation in it; payloads of mutations lead to it by name."""


class FederatedSchema(federation.Schema):
    """The schema as a Federation 2 subgraph."""

    def _get_federation_query_type(self, query: Any, *others: Any) -> type[Any]:
        """One type for all schemas of the process: whoever names it lazily means this one."""
        global ServedQuery
        if ServedQuery is object:
            ServedQuery = super()._get_federation_query_type(query, *others)
        return ServedQuery

    def entities_resolver(
        self, info: strawberry.Info, representations: list[FederationAny]
    ) -> list[FederationAny]:
        """One slot for each representation, in order; what cannot be found is an error in its own slot."""
        if len(representations) > MAX_REPRESENTATIONS:
            raise BadInputError(f"at most {MAX_REPRESENTATIONS} representations at once")
        spend(len(representations))
        registry: Registry = info.context.registry
        return slots(partial(entity, registry), representations)

    def process_errors(self, errors: Any, execution_context: Any = None) -> None:
        """Errors are logged where they get their codes (graph/terms/errors.py), once."""


def entity(registry: Registry, representation: object) -> object:
    """The object that a representation stands for; keys beyond those of the type are left alone.

    Raises BadInputError for a representation without a known type or key, NotFoundError.
    """
    if not isinstance(representation, Mapping):
        raise BadInputError("a representation is an object with __typename and a key")
    type_name = representation.get("__typename")
    if type_name in _UNITS:
        return _unit(registry, str(type_name), representation)
    if type_name == "Organization" and "id" not in representation:
        return _organization(registry, _text(representation, "bin"))
    if type_name not in _FINDERS:
        raise BadInputError(f"this subgraph has no entity {type_name!r}")
    return find_node(registry, _text(representation, "id"), str(type_name))


def _unit(registry: Registry, type_name: str, representation: Mapping[str, Any]) -> AdministrativeUnit:
    given_id = _text(representation, "id") if "id" in representation else None
    given_code = None if given_id else _text(representation, "katoCode")
    unit = unit_by(registry, given_id, given_code)
    if type_name not in ("AdministrativeUnit", type(unit).__name__):
        raise NotFoundError(f"no {type_name} has the key {given_id or given_code!r}")
    return unit


def _organization(registry: Registry, number: str) -> object:
    for body in registry.edition.organizations.values():
        if body.bin == number:
            return find_organization(registry, body.id)
    raise NotFoundError(f"no Organization has the bin {number!r}")


def _text(representation: Mapping[str, Any], key: str) -> str:
    value = representation.get(key)
    if not isinstance(value, str) or not value:
        raise BadInputError(f"a representation of {representation['__typename']} needs its key {key!r}")
    return value


def find_node(registry: Registry, node_id: str, expected: str | None = None) -> object:
    """The object with that global id. Raises BadInputError when it is no id of `expected`, NotFoundError."""
    type_name, slug = split_id(node_id)
    if expected is not None and type_name != expected:
        raise BadInputError(f"{node_id!r} is not the id of a {expected}")
    if type_name in _UNITS and type_name != "AdministrativeUnit":
        return unit_by(registry, node_id, None)
    finder = _NODES.get(type_name)
    if finder is None:
        raise BadInputError(f"{node_id!r} names no type of this registry")
    found = finder(registry, slug)
    if found is None:
        raise NotFoundError(f"no {type_name} has the id {node_id!r}")
    return found
