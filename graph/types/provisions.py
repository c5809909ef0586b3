"""Types for provisions: an office gives a service in a territory, by law."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Iterable
from typing import Annotated

import strawberry

from geo.jurisdiction.office_conditions import residence_basis
from geo.jurisdiction.reach import reaches
from graph.served.context import Registry, office_order
from graph.terms.connections import Connection, Key, Window, cut_page, pages_of, windowed
from graph.terms.node import Node, global_id
from graph.types.acts import ActCitation, AsOf, ValidityPeriod, cite, day_of, period
from graph.types.area_pages import AdministrativeUnitConnection
from graph.types.areas import (
    AdministrativeUnit,
    find_unit,
    must_unit,
    unit_key,
    unit_view,
)
from graph.types.freshness import Freshness, freshness_view
from graph.types.kinds import OFFICES, PROVISIONS, SERVICES, LazyOffice, LazyService
from model import edition as records
from model.enums import Role


@strawberry.type(description="The territory a provision covers, and the act that says so.")
class Jurisdiction:
    """A territory: named units with all inside them, or the whole country."""

    is_nationwide: bool = strawberry.field(description="True when the whole country is covered.")
    residence_required: bool | None = strawberry.field(
        description="Whether only residents are served; null where no act says it."
    )
    rule: str | None = strawberry.field(description="Rule the territory follows from, as a code.")
    unit_slugs: strawberry.Private[tuple[str, ...]]
    excluded_slugs: strawberry.Private[tuple[str, ...]]
    citations: strawberry.Private[tuple[records.Citation, ...]]
    provision: strawberry.Private[records.Provision | None]
    registry: strawberry.Private[Registry]

    @strawberry.field(description="Units that are named, by name; everything inside them is covered too.")
    @windowed
    def units(
        self,
        *,
        window: Window,
    ) -> AdministrativeUnitConnection:
        """A page of the named units, by name."""
        units = self.registry.edition.units
        named = sorted((units[slug] for slug in self.unit_slugs if slug in units), key=unit_key)
        page = cut_page(named, unit_key, window)
        return page.shown(
            AdministrativeUnitConnection,
            lambda unit: unit_view(self.registry, unit),
        )

    @strawberry.field(description="Units inside that are not covered.")
    def excludes(self) -> list[AdministrativeUnit]:
        """Units inside the territory that do not belong to it."""
        units = (find_unit(self.registry, slug) for slug in self.excluded_slugs)
        return [unit for unit in units if unit is not None]

    @strawberry.field(description="Whether the whole of a unit is covered.")
    def covers(
        self,
        unit_id: Annotated[strawberry.ID, strawberry.argument(description="Id of an administrative unit.")],
    ) -> bool:
        """Whether the whole unit belongs to the territory."""
        slug = must_unit(self.registry, unit_id).record.id
        if self.provision is not None:
            return reaches(self.registry.atlas, self.provision, slug)
        return any(unit.id in self.unit_slugs for unit in self.registry.atlas.chain(slug))

    @strawberry.field(description="Where the law says so; the paragraph that asks for residence last.")
    def basis(self) -> list[ActCitation]:
        """Citations of the row that names the office, then of the paragraphs."""
        return [cite(self.registry, citation) for citation in self.citations]


@strawberry.federation.type(
    keys=["id"],
    description="A service given at an office for a territory (HSDS service_at_location + service_area).",
)
class ServiceProvision(Node):
    """An office gives a service, in some roles, for a territory."""

    roles: list[Role] = strawberry.field(description="What the office does, in the order people meet it.")
    record: strawberry.Private[records.Provision]
    registry: strawberry.Private[Registry]

    @strawberry.field(description="The service.")
    def service(self) -> LazyService:
        """The service that is given."""
        return SERVICES.show(self.registry, self.record.service_id)

    @strawberry.field(description="The office.")
    def office(self) -> LazyOffice:
        """The office that gives the service."""
        return OFFICES.show(self.registry, self.record.office_id)

    @strawberry.field(
        description="How old its acts are, and whether they are in force on a day, by default today."
    )
    def freshness(self, as_of: AsOf = strawberry.UNSET) -> Freshness:
        """How old the acts behind the provision are."""
        return freshness_view(self.registry, self.record.basis, day_of(as_of))

    @strawberry.field(description="For whom: the territory covered.")
    def jurisdiction(self) -> Jurisdiction:
        """The territory that the provision covers, the rule it follows from, and its citations."""
        record = self.record
        residence = residence_basis(self.registry.edition, record)
        return Jurisdiction(
            is_nationwide=record.is_nationwide,
            residence_required=True if residence is not None else None,
            rule=record.rule,
            unit_slugs=record.unit_ids,
            excluded_slugs=record.excluded_unit_ids,
            citations=record.basis if residence is None else (*record.basis, residence),
            provision=record,
            registry=self.registry,
        )

    @strawberry.field(description="Days on which the law gives the office this service.")
    def validity(self) -> ValidityPeriod:
        """The period in which the law gives the office this service."""
        return period(self.record.validity)

    @strawberry.field(description="Where the law says so: the row naming the office, then the paragraph.")
    def basis(self) -> list[ActCitation]:
        """Citations of the row that names the office, then of the paragraphs."""
        return [cite(self.registry, citation) for citation in self.record.basis]


def find_provision(registry: Registry, slug: str) -> ServiceProvision | None:
    """The provision with that slug. None for an unknown slug."""
    return registry.view("ServiceProvision", slug, registry.edition.provisions, _provision)


PROVISIONS.enrol(find_provision)


def provision_view(registry: Registry, provision: records.Provision) -> ServiceProvision:
    """A provision as a type of the schema."""
    return registry.must("ServiceProvision", provision, _provision)


def _provision(registry: Registry, provision: records.Provision) -> ServiceProvision:
    return ServiceProvision(
        id=global_id("ServiceProvision", provision.id),
        roles=list(provision.roles),
        record=provision,
        registry=registry,
    )


@pages_of("provision", "provisions")
class ServiceProvisionConnection(Connection[ServiceProvision]):
    """Provisions by service, then by office."""


def provision_page(
    registry: Registry, provisions: Iterable[records.Provision], window: Window
) -> ServiceProvisionConnection:
    """A page of provisions, ordered by service and then by the name of the office."""
    offices = registry.edition.offices

    def key(provision: records.Provision) -> Key:
        return provision.service_id, *office_order(offices[provision.office_id]), provision.id

    page = cut_page(sorted(provisions, key=key), key, window)
    return page.shown(
        ServiceProvisionConnection,
        lambda provision: provision_view(registry, provision),
    )
