"""Root fields about offices: one, those that pass a filter, the nearest, and marks for a map."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from datetime import date, datetime
from typing import Annotated

import strawberry

from geo.jurisdiction.nearest import nearest_offices, nearest_psc
from graph.roots.nearby import MaxDistance, NearestOfficeConnection, nearest_page
from graph.roots.pin_roots import PINS_COST, OfficePin, office_pins
from graph.served.context import Info
from graph.served.registry import Registry
from graph.terms.connections import Page, Window, cut_page, list_size, windowed
from graph.terms.limits import spend
from graph.terms.node import GivenId, slug_of
from graph.terms.points import BoundingBoxInput, PointInput
from graph.types.acts import AsOf, MixedAsOf, ReplacedAsOf, ViewAsOf, day_of
from graph.types.office_filter import OfficeFilterInput, OfficeOrder, office_test, ordered_offices
from graph.types.office_views import OfficeView, OfficeViewConnection, must_view, shown_days, view_of
from graph.types.offices import Office, OfficeConnection, must_office, office_viewer
from graph.types.services import Within, must_service
from model import edition as records
from model.enums import OfficeKind

OptionalServiceId = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only offices that give this PublicService.")
]
Filter = Annotated[OfficeFilterInput | None, strawberry.argument(description="What the offices must be.")]
Order = Annotated[OfficeOrder | None, strawberry.argument(description="Order of the list.")]
To = Annotated[PointInput, strawberry.argument(description="Where from.")]


@strawberry.type
class OfficeRoots:
    """Root fields about offices: one, lists, by distance, and for a map."""

    @strawberry.field(
        description="By id; asOf is legal time: contacts, hours and provisions of that day; atVersion is "
        "record time: the office before later changes of people."
    )
    def office(
        self,
        info: Info,
        id: GivenId,  # noqa: A002
        as_of: ReplacedAsOf = strawberry.UNSET,
        at_version: Annotated[
            int | None,
            strawberry.argument(
                description="One of the versions the office has had.",
                deprecation_reason="An earlier version has the id of the office, and caches mix the two: "
                "take officeView.",
            ),
        ] = strawberry.UNSET,
    ) -> Office | None:
        """One office, at a version or on a day if given. Raises NotFoundError."""
        version = None if at_version is strawberry.UNSET else at_version
        return must_office(info.context.registry, id, day_of(as_of), version)

    @strawberry.field(
        description="An office on a day of legal time (contacts, hours and provisions of that day), in an "
        "earlier version (before later changes of people), or both, with an id of its own."
    )
    def office_view(
        self,
        info: Info,
        id: GivenId,  # noqa: A002
        as_of: AsOf = strawberry.UNSET,
        at_version: Annotated[
            int | None, strawberry.argument(description="One of the versions the office has had.")
        ] = strawberry.UNSET,
    ) -> OfficeView | None:
        """One office as it was on a day or in a version. Raises NotFoundError."""
        version = None if at_version is strawberry.UNSET else at_version
        return must_view(info.context.registry, id, day_of(as_of), version)

    @strawberry.federation.field(
        description="Offices that pass a filter, as they were on a day.", directives=[list_size()]
    )
    @windowed
    def office_views(
        self,
        info: Info,
        as_of: Annotated[date, strawberry.argument(description="Day of legal time.")],
        filter: Filter = strawberry.UNSET,  # noqa: A002
        order_by: Order = OfficeOrder.NAME_ASC,
        *,
        window: Window,
    ) -> OfficeViewConnection | None:
        """A page of offices as they were on a day, that pass the filter."""
        spend(5)
        registry, day = info.context.registry, day_of(as_of)
        page = _page_of(registry, filter, order_by, day, window=window)
        return page.shown(OfficeViewConnection, lambda office: view_of(registry, office, day))

    @strawberry.federation.field(description="Offices that pass a filter.", directives=[list_size()])
    @windowed
    def offices(
        self,
        info: Info,
        filter: Filter = strawberry.UNSET,  # noqa: A002
        order_by: Order = OfficeOrder.NAME_ASC,
        as_of: ReplacedAsOf = strawberry.UNSET,
        *,
        window: Window,
    ) -> OfficeConnection | None:
        """A page of offices that pass the filter."""
        spend(5)
        registry, day = info.context.registry, day_of(as_of)
        page = _page_of(registry, filter, order_by, day, window=window)
        return page.shown(OfficeConnection, office_viewer(registry, day))

    @strawberry.federation.field(
        description="Offices by distance; offices without a trustworthy position are left out.",
        directives=[list_size()],
    )
    @windowed
    def nearest_offices(
        self,
        info: Info,
        to: To,
        filter: Filter = strawberry.UNSET,  # noqa: A002
        as_of: MixedAsOf = strawberry.UNSET,
        max_distance_meters: MaxDistance = 100000,
        view_as_of: ViewAsOf = strawberry.UNSET,
        *,
        window: Window,
    ) -> NearestOfficeConnection | None:
        """A page of offices that pass the filter, nearest first."""
        registry, days = info.context.registry, shown_days(as_of, view_as_of)
        test = office_test(registry, filter, days.of_view)
        service = slug_of(filter.service_id, "PublicService") if filter and filter.service_id else None
        return nearest_page(
            registry,
            search=nearest_offices,
            to=to,
            keep=test,
            service=service,
            max_distance_m=max_distance_meters,
            days=days,
            window=window,
        )

    @strawberry.federation.field(
        description="Nearest public service centres; "
        "a PSC without a trustworthy position is never among them.",
        directives=[list_size()],
    )
    @windowed
    def nearest_psc(
        self,
        info: Info,
        to: To,
        service_id: OptionalServiceId = strawberry.UNSET,
        open_at: Annotated[
            datetime | None,
            strawberry.argument(description="Only centres open at this moment; unknown hours are left out."),
        ] = strawberry.UNSET,
        as_of: MixedAsOf = strawberry.UNSET,
        max_distance_meters: MaxDistance = 300000,
        view_as_of: ViewAsOf = strawberry.UNSET,
        *,
        window: Window,
    ) -> NearestOfficeConnection | None:
        """A page of public service centres, nearest first.

        `service_id` and `open_at` restrict the page to centres that give the service, or are open at that
        moment.
        """
        registry, days = info.context.registry, shown_days(as_of, view_as_of)
        service = must_service(registry, service_id).record.id if service_id else None
        wanted = OfficeFilterInput(service_id=service_id or None, open_at=open_at or None)
        test = office_test(registry, wanted, days.of_view)
        return nearest_page(
            registry,
            search=nearest_psc,
            to=to,
            keep=test,
            service=service,
            max_distance_m=max_distance_meters,
            days=days,
            window=window,
        )

    @strawberry.federation.field(description="Public service centres, by name.", directives=[list_size()])
    @windowed
    def psc_branches(
        self,
        info: Info,
        within: Within = strawberry.UNSET,
        service_id: OptionalServiceId = strawberry.UNSET,
        as_of: ReplacedAsOf = strawberry.UNSET,
        *,
        window: Window,
    ) -> OfficeConnection | None:
        """A page of public service centres, by name."""
        spend(5)
        registry, day = info.context.registry, day_of(as_of)
        wanted = OfficeFilterInput(
            kinds=[OfficeKind.PSC_BRANCH],
            service_id=service_id or None,
            located_in_unit_id=within or None,
        )
        page = _page_of(registry, wanted, OfficeOrder.NAME_ASC, day, window=window)
        return page.shown(OfficeConnection, office_viewer(registry, day))

    @strawberry.federation.field(
        description="The marks of a map in a viewport: single offices, or clusters at low zoom. At most "
        "1000 marks; a viewport with more is clustered as at a lower zoom.",
        directives=[PINS_COST],
    )
    def office_pins(
        self,
        info: Info,
        bounding_box: Annotated[BoundingBoxInput, strawberry.argument(description="The viewport.")],
        zoom: Annotated[int, strawberry.argument(description="Zoom of a web map, 0 to 22.")],
        filter: Filter = strawberry.UNSET,  # noqa: A002
        as_of: MixedAsOf = strawberry.UNSET,
        view_as_of: ViewAsOf = strawberry.UNSET,
    ) -> list[OfficePin] | None:
        """Pins for a map at that zoom: each is one office in the box, or a cluster of offices."""
        days = shown_days(as_of, view_as_of)
        return office_pins(info.context.registry, bounding_box, zoom, filter or None, days)


def _page_of(
    registry: Registry,
    wanted: OfficeFilterInput | None,
    order_by: OfficeOrder | None,
    day: date | None,
    *,
    window: Window,
) -> Page[records.Office]:
    """A page of the offices that pass a filter on a day, by name if no order is given."""
    test = office_test(registry, wanted, day)
    found, key = ordered_offices(registry, test, order_by or OfficeOrder.NAME_ASC)
    return cut_page(found, key, window)
