"""A subgraph of another agency: electronic queues, days on which a mobile office comes.

It knows offices by the ids of the registry and villages by the codes of the official classifier. Their names,
addresses and acts come from the registry.
"""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

import strawberry
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry import federation
from strawberry.asgi import GraphQL

WAITING = {"Office:akm-akkol-psc": 7, "Office:akm-akkol-education": 2}
"""People waiting now, by office."""
VISITS = {"113241100": ["2026-12-01"]}
"""Days of a mobile office, by code of the classifier (invented)."""


@federation.type(keys=["id"])
class Office:
    """An office, as far as queues go."""

    id: strawberry.ID

    @strawberry.field(description="How many wait now; null where there is no electronic queue.")
    def waiting(self) -> int | None:
        """People with a ticket."""
        return WAITING.get(self.id)

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> Office:  # noqa: A002
        """Any office: one without a queue has nobody waiting that we know of."""
        return cls(id=id)


@federation.type(keys=["katoCode"])
class Settlement:
    """A village, as far as visits go."""

    kato_code: str | None

    @strawberry.field(description="Days on which a mobile office comes.")
    def visits(self) -> list[str]:
        """Days, the next first."""
        return VISITS.get(self.kato_code or "", [])

    @classmethod
    def resolve_reference(cls, katoCode: str | None) -> Settlement:  # noqa: N803
        """Any village; the argument is named like the key."""
        return cls(kato_code=katoCode)


@strawberry.type
class Query:
    """Roots of this agency."""

    @strawberry.field(description="Offices with an electronic queue, the longest first.")
    def queues(self) -> list[Office]:
        """Offices of the registry."""
        ids = sorted(WAITING, key=lambda one: -WAITING[one])
        return [Office(id=strawberry.ID(one)) for one in ids]

    @strawberry.field(description="An office that the registry may not know, for a wrong id.")
    def queue_at(self, office_ids: list[strawberry.ID]) -> list[Office]:
        """Whatever was asked for."""
        return [Office(id=one) for one in office_ids]

    @strawberry.field(description="Villages that a mobile office visits.")
    def visited(self) -> list[Settlement]:
        """Settlements of the classifier."""
        return [Settlement(kato_code=code) for code in VISITS]


schema = federation.Schema(query=Query, federation_version="2.9")


def create_app() -> Starlette:
    """The agency's server."""
    return Starlette(routes=[Route("/graphql", GraphQL(schema, graphql_ide=None))])
