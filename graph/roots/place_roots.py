"""Root fields about places: who serves them, which units contain them, what a text means."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from typing import Annotated

import strawberry

from graph.roots.coverage import CoverageReport, coverage_report
from graph.roots.locate import LocateCandidate, candidates
from graph.roots.nearby import point_of
from graph.roots.resolutions import PlaceInput, ServiceResolution, resolve, resolve_all
from graph.served.context import Info
from graph.terms.points import PointInput
from graph.types.acts import AsOf, day_of
from graph.types.areas import AdministrativeUnit, Region, unit_by, unit_view
from graph.types.containing import ContainingUnit, units_containing
from graph.types.services import Within, must_service
from model.enums import Level

ServiceId = Annotated[strawberry.ID, strawberry.argument(description="Id of a PublicService.")]


@strawberry.type
class PlaceRoots:
    """Root fields about units of territory, and about who serves a place."""

    @strawberry.field(description="All regions, by name.")
    def regions(self, info: Info) -> list[Region] | None:
        """All regions: oblasts and cities of republican significance."""
        registry = info.context.registry
        return [unit_view(registry, unit) for unit in registry.division(None).children("")]  # type: ignore[misc]

    @strawberry.field(description="Which office serves this place for this service on this date.")
    def office_for(
        self,
        info: Info,
        service_id: ServiceId,
        place: Annotated[PlaceInput, strawberry.argument(description="The place.")],
        as_of: AsOf = strawberry.UNSET,
    ) -> ServiceResolution | None:
        """Who serves a place, and why.

        Raises NotFoundError for an unknown service, UsageError for a bad place.
        """
        registry = info.context.registry
        service = must_service(registry, service_id)
        return resolve(registry, service.record.id, place, day_of(as_of))

    @strawberry.field(description="The same for many places at once (at most 200), one slot each, in order.")
    def offices_for(
        self,
        info: Info,
        service_id: ServiceId,
        places: Annotated[list[PlaceInput], strawberry.argument(description="The places.")],
        as_of: AsOf = strawberry.UNSET,
    ) -> list[ServiceResolution | None] | None:
        """The answer for each of at most 200 places, in order.

        A bad place has null and an error in its place.
        """
        registry = info.context.registry
        service = must_service(registry, service_id)
        return resolve_all(registry, service.record.id, places, day_of(as_of))

    @strawberry.field(
        description="Geocode a place or address as people write it; every candidate explains itself."
    )
    def locate(
        self,
        info: Info,
        text: Annotated[str, strawberry.argument(description="A place as people write it.")],
        within: Within = strawberry.UNSET,
        first: Annotated[int | None, strawberry.argument(description="How many, 200 at most.")] = 5,
    ) -> list[LocateCandidate] | None:
        """Places that the text may mean, surest first."""
        return candidates(info.context.registry, text, within or None, first)

    @strawberry.field(
        description="Villages served, unserved and claimed twice for a service, and how far people travel."
    )
    def coverage(
        self,
        info: Info,
        service_id: ServiceId,
        within: Within = strawberry.UNSET,
        as_of: AsOf = strawberry.UNSET,
    ) -> CoverageReport | None:
        """How well a unit, or the whole country, is served for a service."""
        registry = info.context.registry
        service = must_service(registry, service_id).record.id
        return coverage_report(registry, service, within or None, day_of(as_of))

    @strawberry.field(description="A unit of territory by its id or by its code.")
    def administrative_unit(
        self,
        info: Info,
        id: Annotated[  # noqa: A002
            strawberry.ID | None, strawberry.argument(description="Id of an administrative unit.")
        ] = strawberry.UNSET,
        kato_code: Annotated[
            str | None, strawberry.argument(description="Code of the official classifier.")
        ] = strawberry.UNSET,
    ) -> AdministrativeUnit | None:
        """One unit by its id or its KATO code.

        Raises BadInputError unless exactly one is given, NotFoundError.
        """
        return unit_by(info.context.registry, id, kato_code)

    @strawberry.field(description="All units that contain the point, widest first; none abroad.")
    def administrative_units_at(
        self,
        info: Info,
        point: Annotated[PointInput, strawberry.argument(description="The point.")],
        as_of: AsOf = strawberry.UNSET,
        levels: Annotated[
            list[Level] | None, strawberry.argument(description="Only units of these levels.")
        ] = strawberry.UNSET,
    ) -> list[ContainingUnit] | None:
        """The units that contain a point, of the given levels (default: all)."""
        return units_containing(info.context.registry, point_of(point), levels or None, day_of(as_of))
