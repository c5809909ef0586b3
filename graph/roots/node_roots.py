"""Roots that find anything by its global id."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from functools import partial
from typing import Annotated

import strawberry

from graph.roots.federation import find_node
from graph.served.context import Info
from graph.terms.errors import BadInputError
from graph.terms.limits import spend
from graph.terms.node import GivenId, Node
from graph.terms.slots import slots

MAX_NODES = 200


@strawberry.type
class NodeRoots:
    """Root fields that find any object by its global id."""

    @strawberry.field(description="Anything by its global id.")
    def node(self, info: Info, id: GivenId) -> Node | None:  # noqa: A002
        """One object. Raises NotFoundError for an unknown id, or an object that the client may not see."""
        return find_node(info.context.registry, info.context.identity, id)  # type: ignore[return-value]

    @strawberry.field(description="Many by their global ids, at most 200, one slot each, in order.")
    def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="Global ids.")],
    ) -> list[Node | None]:
        """The objects in the order of their ids; an unknown id has null and an error in its place.

        Raises BadInputError above 200 ids.
        """
        if len(ids) > MAX_NODES:
            raise BadInputError(f"at most {MAX_NODES} ids at once, got {len(ids)}")
        spend(len(ids))
        return slots(partial(find_node, info.context.registry, info.context.identity), ids)
