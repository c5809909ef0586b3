"""A subgraph of a third agency: it adds a figure to every unit of territory, of whatever level.

It need not know regions, districts, okrugs and settlements apart: `@interfaceObject` adds to all at once.
"""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

import strawberry
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry import federation
from strawberry.asgi import GraphQL

POPULATION = {"District:akm-akkol": 25_000, "Region:akm": 790_000}
"""People, by id of the unit (invented round figures)."""


@federation.interface_object(keys=["id"])
class AdministrativeUnit:
    """A unit of whatever level, as far as statistics go."""

    id: strawberry.ID

    @strawberry.field(description="People who live there; null where nobody counted.")
    def population(self) -> int | None:
        """People."""
        return POPULATION.get(self.id)

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> AdministrativeUnit:  # noqa: A002
        """Any unit."""
        return cls(id=id)


@strawberry.type
class Query:
    """Roots of this agency."""

    @strawberry.field(description="Units with a figure, the greatest first.")
    def counted(self) -> list[AdministrativeUnit]:
        """Units of the registry."""
        ids = sorted(POPULATION, key=lambda one: -POPULATION[one])
        return [AdministrativeUnit(id=strawberry.ID(one)) for one in ids]


schema = federation.Schema(query=Query, federation_version="2.9")


def create_app() -> Starlette:
    """The agency's server."""
    return Starlette(routes=[Route("/graphql", GraphQL(schema, graphql_ide=None))])
